"""A copy of a template for one organisation against openpyxl's load and save of it, and against `shutil.copyfile`.

The template has 20 form sheets. openpyxl is what an office's script takes to write a code and a name into a copy;
copying the file is what can be done at best, and it changes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import openpyxl

from benchmarks.timing import Ratio, best, table
from jibiao.atomic import atomic_path
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.templates import build_book
from jibiao.templates.copies import CODE_MARK, NAME_MARK, Pattern

SHEETS = 20


def write(target: Path, data: bytes) -> None:
    """As `jibiao distribute` does it: whole or not at all."""
    with atomic_path(target) as path:
        path.write_bytes(data)


def measure(quick: bool = False) -> list[Ratio]:
    """One copy, whole or not at all."""
    runs = 50 if quick else 300
    form = form_by_id("A1")
    data = build_book(form, [None] * SHEETS, Stamp(form.id, form.version, 2027, CODE_MARK, NAME_MARK))
    pattern = Pattern(data)
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "template.xlsx", Path(name) / "copy.xlsx"
        source.write_bytes(data)
        rewrite = best(lambda: openpyxl.load_workbook(source).save(target), 3)
        plain = best(lambda: shutil.copyfile(source, target), runs)
        ours = best(lambda: write(target, pattern.copy("333001", "某县住房和城乡建设局")), runs)
    what = f"copy of a template of {SHEETS} sheets"
    return [
        Ratio(what, ours, "openpyxl load + save", rewrite, f"{rewrite / ours:.0f} times as fast", "500"),
        Ratio(what, ours, "copyfile", plain, f"{ours / plain:.1f} times as long", "3"),
    ]


if __name__ == "__main__":
    print(table(measure()))

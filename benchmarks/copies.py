"""A copy of a template for one organisation against openpyxl's load and save of it, and against `shutil.copyfile`.

The template has 20 form sheets. openpyxl is what an office's script takes to write a code and a name into a copy;
copying the file is what can be done at best, and it changes nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import openpyxl
from timing import best

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


def main() -> None:
    form = form_by_id("A1")
    data = build_book(form, [None] * SHEETS, Stamp(form.id, form.version, 2027, CODE_MARK, NAME_MARK))
    pattern = Pattern(data)
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "template.xlsx", Path(name) / "copy.xlsx"
        source.write_bytes(data)
        rewrite = best(lambda: openpyxl.load_workbook(source).save(target), 3)
        plain = best(lambda: shutil.copyfile(source, target), 300)
        ours = best(lambda: write(target, pattern.copy("333001", "某县住房和城乡建设局")), 300)
    print(f"openpyxl load + save  {rewrite * 1e3:8.2f} ms  ({len(data) // 1024} KiB, {SHEETS} form sheets)")
    print(f"shutil.copyfile       {plain * 1e3:8.2f} ms")
    print(f"Pattern.copy, written {ours * 1e3:8.2f} ms")
    print(f"  {rewrite / ours:.0f} times as fast as openpyxl (aim: at least 500)")
    print(f"  {ours / plain:.1f} times as long as copyfile (aim: at most 3)")


if __name__ == "__main__":
    main()

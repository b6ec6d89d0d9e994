"""`python -m jibiao.templates` rebuilds, in the repository, what is made from the form definitions: the blank
templates, the list of their versions (of the official tables too), and the page that says what they check.

A template whose content changed needs a new `version` in its definition (of a table: in `[blank]`): workbooks that come
back are told apart by it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from jibiao.forms import all_forms
from jibiao.forms.official_tables import DEPARTMENT, department_forms
from jibiao.identity import Stamp
from jibiao.templates import build_book, template_name
from jibiao.templates.build import table_stamp
from jibiao.templates.coverage import coverage
from jibiao.templates.tables import blank_table

FOLDER, VERSIONS, PAGE = Path("templates"), "versions.csv", Path("docs/模板自检范围.md")

TABLES = {kind: [kind] for kind in department_forms()} | {DEPARTMENT: list(department_forms())}
"""The templates of official tables: each alone, and all in one workbook, with the relations between them."""


def main() -> None:
    """Build every template and name the files. Ends with a message if a version must be counted up first."""
    known = read_versions(FOLDER / VERSIONS)
    for form in all_forms():
        data = build_book(form, [None], Stamp(form.id, form.version))
        _keep(known, form.id, form.version, data)
        (FOLDER / template_name(form)).write_bytes(data)
        print(FOLDER / template_name(form))
    for name, kinds in TABLES.items():
        _keep(known, name, table_stamp(kinds).version, blank_of(kinds))
    with (FOLDER / VERSIONS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["form", "version", "sha256"])
        writer.writerows([form, version, digest] for (form, version), digest in sorted(known.items()))
    PAGE.write_text(coverage(all_forms()), "utf-8")
    print(PAGE)


def _keep(known: dict[tuple[str, int], str], form: str, version: int, data: bytes) -> None:
    digest = digest_of(data)
    if known.setdefault((form, version), digest) != digest:
        sys.exit(f"{form}.toml: the template changed since version {version}: count `version` up")


def blank_of(kinds: Sequence[str]) -> bytes:
    """The blank template of official tables."""
    stamp = table_stamp(kinds)
    return build_book(
        None, (), stamp, tables=[blank_table(department_forms()[kind], stamp) for kind in kinds]
    )


def read_versions(path: Path) -> dict[tuple[str, int], str]:
    """Form and version → digest of the blank template, of every version there was."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["form"], int(row["version"])): row["sha256"] for row in csv.DictReader(file)}


def digest_of(data: bytes) -> str:
    """By what a blank template is known: the SHA-256 of its parts. How they are packed depends on the library that
    deflates."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in sorted(package.namelist()):
            digest.update(name.encode() + b"\0" + package.read(name) + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    main()

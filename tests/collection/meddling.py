"""What people do to a workbook before they send it back, done to the parts of the package.

Each kind takes the parts (name → bytes) of a filled template with two form sheets of form A1 and changes them
in place; beside it stands what the intake must say of it: rule, sheet, cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from jibiao.forms import form_by_id

Parts = dict[str, bytes]
Told = tuple[str, str | None, str | None]

BOOK, CUSTOM = "xl/workbook.xml", "docProps/custom.xml"
FIRST, SECOND, SELF_CHECK = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"


@dataclass(frozen=True)
class Kind:
    """A kind of meddling and what must be told of it."""

    change: Callable[[Parts], None]
    told: set[Told] = field(default_factory=set)


def unpack(data: bytes) -> Parts:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(parts: Parts) -> bytes:
    """A package with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def put(parts: Parts, sheet: str, cell: str, text: str | None) -> None:
    """Write a text into a cell in the place of all that it holds; None clears it."""
    inside = "" if text is None else f"<is><t>{text}</t></is>"
    kind = "" if text is None else ' t="inlineStr"'
    pattern = rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode()
    new = rf'<c r="{cell}"\1{kind}>{inside}</c>'.encode()
    parts[sheet], count = re.subn(pattern, new, parts[sheet], count=1)
    assert count, (sheet, cell)


def replace(parts: Parts, part: str, old: str, new: str) -> None:
    """Replace a text of a part wherever it stands."""
    assert old.encode() in parts[part], (part, old)
    parts[part] = parts[part].replace(old.encode(), new.encode())


def fill(parts: Parts, name: str) -> None:
    """Fill in the name of the first project."""
    put(parts, FIRST, "E3", name)


def _rename(parts: Parts) -> None:
    replace(parts, BOOK, 'name="项目1"', 'name="它&apos;s 路"')
    replace(parts, BOOK, "'项目1'!", "'它''s 路'!")
    parts[SELF_CHECK] = parts[SELF_CHECK].replace(b"'&#39033;&#30446;1'!", "'它''s 路'!".encode())


def _remove(parts: Parts) -> None:
    parts[BOOK] = re.sub('<sheet [^>]*name="项目2"[^>]*/>'.encode(), b"", parts[BOOK])
    replace(parts, BOOK, "'项目2'!$A$1<", "#REF!$A$1<")


def _copy(parts: Parts) -> None:
    """As Excel does it: the copy gets names of its own."""
    parts["xl/worksheets/sheet6.xml"] = parts[FIRST]
    link = 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    replace(
        parts, "xl/_rels/workbook.xml.rels", "</Relationships>",
        f'<Relationship {link} Target="/xl/worksheets/sheet6.xml" Id="rIdCopy"/></Relationships>',
    )  # fmt: skip
    prefix = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    replace(
        parts, BOOK, "</sheets>",
        f'<sheet xmlns:r="{prefix}" name="项目1 (2)" sheetId="9" r:id="rIdCopy"/></sheets>',
    )  # fmt: skip
    local = '<definedName name="jb_sheet_1" localSheetId="5">\'项目1 (2)\'!$A$1</definedName></definedNames>'
    replace(parts, BOOK, "</definedNames>", local)


def _no_stamp(parts: Parts) -> None:
    del parts[CUSTOM]
    parts[BOOK] = re.sub(b'<definedName name="jb_[^<]*</definedName>', b"", parts[BOOK])


def _no_properties(parts: Parts) -> None:
    del parts[CUSTOM]


def _no_names(parts: Parts) -> None:
    parts[BOOK] = re.sub(b'<definedName name="jb_[^<]*</definedName>', b"", parts[BOOK])


def _change_formula(parts: Parts) -> None:
    pattern = rb'(<c r="D6"[^>]*><f[^>]*>)'
    parts[SELF_CHECK], count = re.subn(pattern, rb"\g<1>1+", parts[SELF_CHECK], count=1)
    assert count


def _unprotect(parts: Parts) -> None:
    parts[FIRST] = re.sub(b"<sheetProtection[^>]*/>", b"", parts[FIRST])


def _row_above(parts: Parts) -> None:
    """A row inserted above the first one, in which somebody writes a remark."""
    _move_rows(parts, 1)
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>已审核</t></is></c></row>'
    replace(parts, FIRST, "<sheetData>", f"<sheetData>{row}")


def _row_between(parts: Parts) -> None:
    _move_rows(parts, 4)


def remove_row(parts: Parts, number: int) -> None:
    """Take a row out; those below move up."""
    parts[FIRST] = re.sub(rb'<row r="%d".*?</row>' % number, b"", parts[FIRST], flags=re.DOTALL)
    _move_rows(parts, number + 1, by=-1)


def _move_rows(parts: Parts, start: int, by: int = 1) -> None:
    """Move the rows from `start` on, with their formulas left as they are."""

    def moved(match: re.Match[bytes]) -> bytes:
        number = int(match[2])
        return match[1] + str(number + by * (number >= start)).encode() + b'"'

    head, data, tail = re.split(b"(<sheetData>.*</sheetData>)", parts[FIRST], flags=re.DOTALL)
    data = re.sub(rb'(<(?:row|c) r="[A-Z]*)(\d+)"', moved, data)
    parts[FIRST] = head + data + tail


KINDS = {
    "renamed": Kind(_rename, {("template_sheet_renamed", "它's 路", None)}),
    "removed": Kind(_remove, {("template_sheet_removed", None, None)}),
    "copied": Kind(_copy, {("template_sheet_added", "项目1 (2)", None)}),
    "label changed": Kind(
        lambda parts: put(parts, FIRST, "A3", "代码"), {("template_label_changed", "项目1", "A3")}
    ),
    "label cleared": Kind(
        lambda parts: put(parts, SECOND, "G10", None), {("template_label_changed", "项目2", "G10")}
    ),
    "title overwritten": Kind(
        lambda parts: put(parts, FIRST, "A1", "农村公路绩效目标表"),
        {("template_formula_changed", "项目1", "A1")},
    ),
    "self-check overwritten": Kind(
        lambda parts: put(parts, SELF_CHECK, "D5", "通过"), {("template_formula_changed", "自检", "D5")}
    ),
    "self-check changed": Kind(_change_formula, {("template_formula_changed", "自检", "D6")}),
    "old version": Kind(
        lambda parts: replace(parts, CUSTOM, f">{form_by_id('A1').version}<", ">97<"),
        {("stamp_version", None, None), ("template_not_compared", None, None)},
    ),
    "stamp removed": Kind(_no_stamp, {("stamp_missing", None, None)}),
    "properties removed": Kind(_no_properties),
    "names removed": Kind(_no_names),
    "unprotected": Kind(_unprotect, {("template_unprotected", "项目1", None)}),
    "row above": Kind(_row_above),
    "row between": Kind(_row_between, {("template_row_inserted", "项目1", "A4")}),
}

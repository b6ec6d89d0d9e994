"""The lines above an official table: its title, the organisation, the unit of money, a date.

They stand in rows of the table or above it, several in one cell with gaps or line breaks between them, or, in a
document, in paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jibiao.forms import label_key
from jibiao.forms.official_tables import TableForm, table_forms
from jibiao.official_table import OfficialTable
from jibiao.reading.around import IN_BRACKETS, ORGANISATION, code_and_name, is_attachment
from jibiao.reading.blocks import CURRENCY
from jibiao.reading.lines import split_line, year_or_date
from jibiao.reading.page import Page
from jibiao.reading.part_one import numbered
from jibiao.reading.tables.find import Frame
from jibiao.records import OUTSIDE, Note, Value
from jibiao.regex import regex
from jibiao.text import compact, fold

_LINES = 5
"""So many rows or paragraphs above a table may be about it."""
_LONGEST_LINE = 200
_LONGEST_NAME = 40
_CALLED_TABLE = regex(r".{2,40}(?:表|情况)(?:\(.*\))?")
_WHOSE = regex(r"(编制|填报|申报|预算)?(单位|部门)(名称|\(.*\))?")


def read_above(page: Page, frame: Frame, floor: int, table: OfficialTable) -> int:
    """Read the rows above a table's headings, not above row `floor`; give the first row that is about it."""
    first, blanks = frame.top, 0
    for r in range(frame.top - 1, max(floor, frame.top - _LINES) - 1, -1):
        cells = frame.cells(page, r)
        if not cells:
            blanks += 1
            if blanks > 1:
                break
            continue
        if len(cells) == 1 and is_attachment(*cells.values()):
            first = r
            continue
        if "title" in table.fields or not _read_line(table, r, cells):
            break
        first = r
    return first


def add_paragraphs(table: OfficialTable, paragraphs: Sequence[str]) -> None:
    """Take from the paragraphs above a table, the nearest last, what they say of it."""
    for text in reversed(paragraphs[-_LINES:]):
        if "title" in table.fields or len(text) > _LONGEST_LINE or _names_another(table.form, text):
            return
        for piece in split_line(text):
            if _is_about(table, piece):
                _take_piece(table, piece, OUTSIDE, 0)


def tell_kind(table: OfficialTable) -> None:
    """Let a title say which of the tables with the same columns it is; where there is none, the name of the sheet."""
    words = fold(table.text("title") or table.sheet)
    for form in table_forms().values():
        if form.like == table.kind and form.names_title(words):
            table.kind = form.kind
            return


def _is_about(table: OfficialTable, piece: str) -> bool:
    """Whether a paragraph above a table is more than any sentence: its title, a line that is filled in."""
    folded = fold(piece)
    if numbered(piece) and not folded.endswith("表"):
        return False  # the heading of a section
    label, colon, _ = piece.replace("：", ":", 1).partition(":")
    labelled = label_key(label) in table.form.above or bool(colon and _WHOSE.fullmatch(fold(label)))
    return bool(table.form.names_title(folded) or CURRENCY.search(folded) or labelled)


def _names_another(form: TableForm, text: str) -> bool:
    folded = fold(text)
    if form.names_title(folded):
        return False
    return folded.endswith("表") and any(other.names_title(folded) for other in table_forms().values())


def currency_in_headings(table: OfficialTable) -> None:
    """The unit of money that a heading names: 价值（金额单位：万元）."""
    for value in table.headings.values():
        if "currency_unit" not in table.fields and (found := IN_BRACKETS.search(fold(value.text))):
            table.fields["currency_unit"] = value._replace(text=found[1])


def _read_line(table: OfficialTable, r: int, cells: dict[int, str]) -> bool:
    """Read one row above the table; whether it says anything of it."""
    before = len(table.fields)
    left: list[Note] = []
    for piece, c, row in _pieces(table, r, cells):
        if not _take_piece(table, piece, row, c):
            left.append(Note("unread", r, c, piece, aside=True))
    if len(table.fields) == before:
        (c, text), *others = cells.items()
        is_title = not others and bool(_CALLED_TABLE.fullmatch(fold(text)))
        return is_title and _keep(table, "title", Value(text, r, c))  # in words that we do not know
    table.notes += left
    return True


def _pieces(table: OfficialTable, r: int, cells: dict[int, str]) -> Iterator[tuple[str, int, int]]:
    """What stands in a row, piece by piece, with the cell: a label takes in the cell behind it."""
    columns = list(cells)
    taken: set[int] = set()
    for n, c in enumerate(columns):
        if c in taken:
            continue
        pieces = list(split_line(cells[c]))
        last, behind = pieces[-1] if pieces else "", columns[n + 1] if n + 1 < len(columns) else None
        is_label = last.endswith((":", "：")) or label_key(last) in table.form.above
        if is_label and behind is not None and not re.search("[:：]", cells[behind]):
            taken.add(behind)
            yield from ((piece, c, r) for piece in pieces[:-1])
            yield f"{last.rstrip(':：')}：{cells[behind]}", behind, r
        else:
            yield from ((piece, c, r) for piece in pieces)


def _take_piece(table: OfficialTable, piece: str, r: int, c: int) -> bool:
    """One thing that stands above a table; whether there was a place for it."""
    form, folded = table.form, fold(piece)
    if form.names_title(folded) and "title" not in table.fields:
        if found := IN_BRACKETS.search(folded):  # 政府采购预算表（单位：元）
            _keep(table, "currency_unit", Value(found[1], r, c))
        return _keep(table, "title", Value(piece, r, c))
    if found := CURRENCY.search(folded):
        return _keep(table, "currency_unit", Value(found[1], r, c))
    if name := year_or_date(piece):
        return _keep(table, name, Value(piece, r, c))
    label, colon, text = piece.replace("：", ":", 1).partition(":")
    value = Value(text.strip(), r, c)
    if colon and (name := form.above.get(label_key(label))):
        return _keep(table, name, value)
    if not colon or _WHOSE.fullmatch(fold(label)):
        code, name = code_and_name(value.text if colon else piece)
        if not colon and not (len(name) <= _LONGEST_NAME and ORGANISATION.search(name)):
            return False
        if code:
            _keep(table, "unit_code", Value(code, r, c))
        return _keep(table, "unit_name", Value(name, r, c))
    return len(label) <= _LONGEST_NAME and _keep(table, compact(label), value)


def _keep(table: OfficialTable, name: str, value: Value) -> bool:
    return table.fields.setdefault(name, value) is value

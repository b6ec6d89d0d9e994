"""Marks on the sheets of a form that change nothing of them: two conditional formats a sheet, which light up
the cells that the findings sheet names, and a bounded number of notes.

No fill, font or border of a cell is touched; clearing takes out these rules and these notes and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jibiao.checks.finding import SEVERITY_NAMES, Severity
from jibiao.grid import corners, quoted_sheet
from jibiao.highlights.cell_notes import NOTES_IN_ALL, NOTES_PER_SHEET, note_text
from jibiao.highlights.conditional_formats import LOOKS, MARKS, NO_MARKS, Look, marks_formula
from jibiao.highlights.findings_list import LEVEL_COLUMN, FindingsList, Line, by_cell, template_keys
from jibiao.live.findings_sheet import list_rows
from jibiao.live.host import Attempt, cells_lit_later
from jibiao.live.working import Working

if TYPE_CHECKING:
    import xlwings as xw


def of_template(book: xw.Book) -> dict[str, str]:
    """The form sheets of a template → how the keys name them, see `template_keys`."""
    return template_keys(lambda name: book.names[name].refers_to or "" if name in book.names else None)


def name_keys(book: xw.Book, sheet: xw.Sheet, results: FindingsList) -> None:
    """Let the defined name refer to the keys of the findings sheet. It must stand before the rules are made:
    a program takes a name that it does not know for a mistake."""
    area = f"={quoted_sheet(sheet.name)}!{results.keys_area()}"
    if MARKS in book.names:
        book.names[MARKS].refers_to = area
    else:
        book.names.add(MARKS, area)


def has_keys(book: xw.Book) -> bool:
    """Whether the name refers to keys; in a template that was not validated it refers to a blank cell."""
    if MARKS not in book.names:
        return False
    return NO_MARKS not in book.names or book.names[MARKS].refers_to != book.names[NO_MARKS].refers_to


def forget_keys(book: xw.Book) -> None:
    """Take the name back."""
    if NO_MARKS in book.names:
        book.names[MARKS].refers_to = book.names[NO_MARKS].refers_to or ""
    elif MARKS in book.names:
        book.names[MARKS].delete()


def add_rules(area: xw.Range, sheet: str) -> None:
    """Put the two conditional formats on a sheet's used range. sheet: how the keys name it. Raises what the
    program raises if the sheet is protected."""
    formats = area.conditional_formats
    for name, look in LOOKS.items():
        formula = "=" + marks_formula(name, sheet)
        formats.add_custom(formula, **_colours(look))


def _colours(look: Look) -> dict[str, Any]:
    """The look in the words of xlwings."""
    return {
        "fill_color": tuple(bytes.fromhex(look.fill)),
        "font_color": tuple(bytes.fromhex(look.font)),
        "font_bold": look.bold,
    }


def add_legend(sheet: xw.Sheet) -> None:
    """The same two looks on the level column of the findings sheet."""
    formats = list_rows(sheet, LEVEL_COLUMN).conditional_formats
    for severity, name in SEVERITY_NAMES.items():
        look = LOOKS["error" if severity is Severity.ERROR else "other"]
        formats.add_cell_value("equal_to", f'="{name}"', **_colours(look))


def remove_legend(sheet: xw.Sheet) -> None:
    """Take the looks off the findings sheet before it is deleted: a program may keep their styles else."""
    _delete(list(sheet.cells.conditional_formats))


def remove_rules(sheet: xw.Sheet) -> None:
    """Take this program's conditional formats off a sheet, wherever its rows have moved them."""
    rules = sheet.cells.conditional_formats
    _delete([rule for rule in rules if f'COUNTIF({MARKS},"' in (rule.formula or "")])


def _delete(rules: list[xw.ConditionalFormat]) -> None:
    """The last first: on macOS a rule is known by its number, and those behind a deleted one move up."""
    for rule in reversed(rules):
        rule.delete()


def count_lit_later(sheet: xw.Sheet, lines: list[Line]) -> int:
    """How many of the listed cells of a sheet light up only once the file is opened again, for they have rules of the
    user's own."""
    blocks = cells_lit_later(sheet, MARKS)
    if not blocks:
        return 0
    name = sheet.name
    cells = {cell for line in lines if line.cell and line.sheet == name for cell in (line.cell, *line.also)}
    at = [corners(cell)[0] for cell in cells]
    return sum(any(t <= r <= b and lft <= c <= rgt for t, lft, b, rgt in blocks) for r, c in at)


def covers(marked: str, used: str) -> bool:
    """Whether an area that carries the rules has the used range in it."""
    (top, left), (bottom, right) = corners(marked)
    (first, start), (last, end) = corners(used)
    return top <= first and left <= start and bottom >= last and right >= end


def add_notes(sheets: dict[str, xw.Sheet], results: FindingsList, working: Working) -> int:
    """Put the reasons on the cells as notes, the worst first. A cell with a note of the user's is left as
    it is, and so is one that may be formatted but takes no note (protection). Each note that was put is remembered in
    its line. Returns how many cells went without for want of room."""
    cells = by_cell(line for line in results.lines if results.marked.get(line.sheet))
    on_sheet: dict[str, int] = {}
    left_out = 0
    for (name, cell), lines in cells.items():
        if on_sheet.get(name, 0) >= NOTES_PER_SHEET or sum(on_sheet.values()) >= NOTES_IN_ALL:
            left_out += 1
            continue
        working.go_on()
        target = sheets[name].range(cell)
        if target.note is None:
            worst = lines[0]
            text = note_text(worst.severity, worst.message, worst.remedy, len(lines))
            with Attempt(sheets[name]) as adding:
                target.add_note(text)
            if not adding.refused:
                worst.note = text
                on_sheet[name] = on_sheet.get(name, 0) + 1
    return left_out


def remove_notes(sheets: dict[str, xw.Sheet], results: FindingsList) -> list[str]:
    """Take off the notes that this program put. Returns the cells of those that the user has edited since:
    they are the user's now and stay. Raises what the program raises if a sheet is protected."""
    kept = []
    for line in results.lines:
        if not (line.note and line.cell and line.sheet in sheets):
            continue
        note = sheets[line.sheet].range(line.cell).note
        if note is None:
            continue
        if _same(note.text, line.note):
            note.delete()
        else:
            kept.append(f"{line.sheet}!{line.cell}")
    return kept


def _same(one: str, other: str) -> bool:
    """Programs differ in how they end a note's lines."""
    return one.replace("\r\n", "\n").replace("\r", "\n").strip() == other.replace("\r\n", "\n").strip()

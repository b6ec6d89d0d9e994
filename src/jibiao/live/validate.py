"""校验, 清除, 下一处: read what is open, check it, list the findings and light up their cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jibiao.checks import Finding, check
from jibiao.checks.finding import SEVERITY_NAMES, FindingState
from jibiao.checks.guard import NEVER_ACCEPTED
from jibiao.checks.owners import FormCounts, count_forms
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.explained import ACCEPT, opinion_in
from jibiao.forms.kinds import kinds
from jibiao.grid import corners
from jibiao.highlights import texts as list_texts
from jibiao.highlights.findings_list import (
    FindingsList,
    Line,
    by_severity,
    forms_in_words,
    key_in_list,
    lines_of,
    words_in_words,
)
from jibiao.live import marks, texts
from jibiao.live.findings_sheet import (
    add_sheet,
    dress,
    find_sheet,
    is_of_today,
    read_results,
    write_results,
)
from jibiao.live.folder import full_name, settings_beside
from jibiao.live.host import Attempt, Quiet, insist, is_read_only, require_changeable, sheets_of
from jibiao.live.outcome import Outcome
from jibiao.live.sheet import LiveSheet, is_visible, read_live
from jibiao.live.working import Working
from jibiao.own_sheets import OF_TEMPLATES, RESULTS
from jibiao.reading.blank import set_aside_blank_forms
from jibiao.reading.results import FileReading, SheetReading

if TYPE_CHECKING:
    import xlwings as xw

_SHOWN_WITHOUT_SHEET = 8


def validate(book: xw.Book, whole: bool = False) -> Outcome:
    """Check the active sheet, or every sheet of the workbook; list and light up what is wrong. Raises Stopped if the
    user wants no more of it.

    On a sheet of this program's own the whole workbook is meant. Where nothing is wrong the workbook is left
    as it was before the first click.
    """
    with Working(book) as working:
        return _validate(book, whole, working)


def _validate(book: xw.Book, whole: bool, working: Working) -> Outcome:
    file, active = full_name(book), book.sheets.active
    back = active.name
    sheets = sheets_of(book)
    live = [read_live(sheet, name, file, working) for name, sheet in sheets.items() if whole or name == back]
    if not whole and not (live and live[0].reading):  # a chart, or a sheet of this program's own
        return _validate(book, True, working)
    set_aside_blank_forms([one.reading for one in live if one.reading])
    settings = settings_beside(book)
    off = settings.off_in_words()
    working.step(texts.CHECKING)
    own = find_sheet(sheets, RESULTS)
    before = read_results(own) if own else FindingsList()
    findings = _with_opinions(working.apart(find, live, file, settings), before)
    readings = [one.reading for one in live if one.reading]
    projects = [project for reading in readings for project in reading.projects]
    tables = sum(len(reading.tables) + (reading.target is not None) for reading in readings)
    checked = _Checked(count_forms(projects, findings), tables)
    with Quiet(book.app):
        if not (projects or tables or any(reading.reason for reading in readings)):
            return Outcome(_why_no_project(readings), alert=True)
        read = {one.name for one in live}
        kept = [
            replace(
                line, note="", row=0, explanation="", opinion="", accepted=opinion_in(line.opinion) == ACCEPT
            )
            for line in before.lines
            if line.sheet in sheets and line.sheet not in read
        ]
        lines = lines_of(findings)
        still = [line for line in lines if not line.accepted]
        if is_read_only(book):
            message = _message_without_sheet(still, texts.FINDINGS_READ_ONLY) if still else checked.clean
            return Outcome(off + message, alert=True)
        if not (lines or kept or before.written):
            cleared = clear(book)
            message = f"\n{cleared.message}" if cleared.alert else ""
            return Outcome(off + checked.clean + message, alert=True)
        results = FindingsList(by_severity([*lines, *kept]), of_template=marks.of_template(book))
        results.take_over(before.written)
        try:
            click = _Click(back, checked, still, len(kept), off)
            outcome = _mark(book, sheets, live, results, own, before, click, working)
        except Exception:
            _take_back(book, results)
            raise
        finally:
            active.activate()
    return outcome


class _Checked(NamedTuple):
    """What was checked: the project forms, and how many other official tables."""

    forms: FormCounts
    tables: int

    @property
    def words(self) -> str:
        forms = [forms_in_words(self.forms)] if self.forms.forms or not self.tables else []
        return "，".join([*forms, *([texts.TABLES.format(count=self.tables)] if self.tables else [])])

    @property
    def clean(self) -> str:
        return texts.CLEAN.format(forms=self.forms.forms + self.tables)


class _Click(NamedTuple):
    """What a click found. back: the sheet in front. lines: what is to be looked at; kept: how many findings of other sheets
    stay in the list. off: what is said of rules that are off."""

    back: str
    checked: _Checked
    lines: list[Line]
    kept: int
    off: str


def _why_no_project(readings: list[SheetReading]) -> str:
    """What is said where there is no project: a blank, a form of another kind, or no form."""
    others = dict.fromkeys(kinds()[form.kind].name for reading in readings for form in reading.others)
    if any(reading.blanks or reading.blank_tables for reading in readings):
        return texts.BLANK
    return texts.OTHER_KIND.format(kinds="、".join(others)) if others else texts.NO_FORM


def find(live: list[LiveSheet], file: str, settings: Settings = NO_SETTINGS) -> list[Finding]:
    """The findings of sheets that were read: the same as of the file. settings: what the department asks for."""
    of_template = any(one.reading is None and one.name in OF_TEMPLATES for one in live)
    sheets = [one.reading for one in live if one.reading]
    return check([FileReading.of_sheets(Path(file), sheets, of_template=of_template)], settings=settings)


def _with_opinions(findings: list[Finding], before: FindingsList) -> list[Finding]:
    """The findings, accepted where the list says 同意. That is a help for who works on this list, and binds nobody: what
    counts when the files come back is decided by `checks.states` (decision 33)."""
    accepted = {one.key for one in before.written if one.key and opinion_in(one.opinion) == ACCEPT}
    return [
        replace(one, state=FindingState.ACCEPTED)
        if one.rule not in NEVER_ACCEPTED and key_in_list(one) in accepted
        else one
        for one in findings
    ]


def _mark(
    book: xw.Book,
    sheets: dict[str, xw.Sheet],
    live: list[LiveSheet],
    results: FindingsList,
    own: xw.Sheet | None,
    before: FindingsList,
    click: _Click,
    working: Working,
) -> Outcome:
    counts = Counter(line.severity for line in click.lines)
    numbers = {str(severity): counts[severity] for severity in SEVERITY_NAMES}
    if own is None:
        _remove_leftovers(book, sheets)
        with Attempt(book):
            own = add_sheet(book, sheets, RESULTS)
        if own is None:
            return Outcome(_message_without_sheet(results.lines, texts.NO_ROOM), alert=True)
        dress(own)
        marks.add_legend(own)
    else:
        if not is_of_today(own):
            dress(own)
        results.height = before.height
        _remove_notes(sheets, before)
        if before.marked.keys() <= sheets.keys():
            results.marked = before.marked
        else:  # a sheet was taken out: its number stands for nothing any more
            _remove_leftovers(book, sheets)
            live = live + _unread(sheets, results, live)
    marks.name_keys(book, own, results)
    # Before the list is written: it remembers what carries rules and notes.
    protected, made = _carry_rules(live, results, click.back, working)
    left_out = marks.add_notes(sheets, results, working)
    forms = click.checked.words
    summary = click.off + list_texts.RESULT.format(forms=forms, **numbers)
    kept = texts.KEPT.format(count=click.kept, sheet=own.name) if click.kept else ""
    summary += kept
    if protected:
        summary += texts.NOT_MARKED.format(sheets="、".join(f"“{name}”" for name in protected))
    later = sum(marks.count_lit_later(one, results.lines) for one in made)
    if later:
        summary += texts.LIT_LATER.format(count=later)
    if left_out:
        summary += list_texts.NOTES_BOUNDED.format(count=sum(1 for line in results.lines if line.note))
    working.step(texts.LISTING.format(sheet=own.name))
    summary += words_in_words(results, texts.ACCEPTED_HERE)
    write_results(own, results, click.back, summary)
    message = texts.VALIDATED.format(forms=forms, count=len(click.lines), sheet=own.name, **numbers)
    if not click.lines:
        message = click.checked.clean
    if protected or later:
        return Outcome(f"{message}\n{summary}", alert=True)
    return Outcome(click.off + message + kept, alert=not click.lines)


def _unread(sheets: dict[str, xw.Sheet], results: FindingsList, live: list[LiveSheet]) -> list[LiveSheet]:
    """The sheets whose findings are kept, which were not read again."""
    names = {line.sheet for line in results.lines} - {one.name for one in live}
    used = {name: sheets[name].used_range for name in sheets if name in names}
    return [LiveSheet(sheets[name], name, area, area.address, None) for name, area in used.items()]


def _carry_rules(
    live: list[LiveSheet], results: FindingsList, active: str, working: Working
) -> tuple[list[str], list[xw.Sheet]]:
    """See that every sheet with findings carries the conditional formats. On the active sheet they are made
    anew: what was pasted there took them off its cells. Returns the names of the sheets on which that cannot be,
    for they are protected, and those on which they were made."""
    with_findings = {line.sheet for line in results.lines if line.cell}
    may_be_copied = bool(results.marked)
    protected, made = [], []
    for one in live:
        if one.name not in with_findings or one.name in results.of_template:
            continue
        area = results.marked.get(one.name, "")
        if area and marks.covers(area, one.address) and one.name != active:
            continue
        working.step(texts.MARKING.format(sheet=one.name))
        with Attempt(one.sheet) as marking:
            if area or may_be_copied:  # grown, or a copy of a sheet that carries them
                marks.remove_rules(one.sheet)
            results.marked[one.name] = ""
            marks.add_rules(one.used, results.keys()[one.name])
            results.marked[one.name] = one.address
        if marking.refused:
            protected.append(one.name)
        else:
            made.append(one.sheet)
    return protected, made


def _take_back(book: xw.Book, results: FindingsList) -> None:
    """Take out what a marking that failed has put in. Its notes stand in no list yet. What fails here too is left: the
    first error is what is told."""
    with Attempt():
        insist(lambda: marks.remove_notes(sheets_of(book), results))
    with Attempt():
        clear(book)


def _message_without_sheet(lines: list[Line], message: str) -> str:
    """The findings in a message, where there is no room for a sheet of them."""
    shown = [
        texts.NO_ROOM_LINE.format(
            sheet=line.sheet,
            cell=line.cell or "",
            level=SEVERITY_NAMES[line.severity],
            message=line.message,
        )
        for line in by_severity(lines)[:_SHOWN_WITHOUT_SHEET]
    ]
    return message.format(count=len(lines), shown=len(shown), lines="\n".join(shown))


def _remove_leftovers(book: xw.Book, sheets: dict[str, xw.Sheet]) -> bool:
    """Marks whose findings sheet is gone or no longer knows them. Returns whether there were any."""
    if not marks.has_keys(book):
        return False
    _remove_rules(book, sheets)
    marks.forget_keys(book)
    return True


def _remove_rules(book: xw.Book, sheets: dict[str, xw.Sheet]) -> list[str]:
    """Take the rules off all sheets but those that carry them from the start. Returns those that are protected."""
    closed = []
    stay = marks.of_template(book)
    for name, sheet in sheets.items():
        if name in stay:
            continue
        with Attempt(sheet) as removing:
            marks.remove_rules(sheet)
        if removing.refused:
            closed.append(name)
    return closed


def _remove_notes(sheets: dict[str, xw.Sheet], results: FindingsList) -> tuple[list[str], list[str]]:
    """Take the notes off, sheet by sheet. Returns the cells whose notes the user has edited, and the sheets that
    are protected."""
    kept, closed = [], []
    for name in dict.fromkeys(line.sheet for line in results.lines if line.note):
        lines = [line for line in results.lines if line.sheet == name]
        with Attempt(sheets.get(name)) as removing:
            kept += marks.remove_notes(sheets, FindingsList(lines))
        if removing.refused:
            closed.append(name)
    return kept, closed


def clear(book: xw.Book) -> Outcome:
    """Take everything out that validating put in. Where a sheet is protected, the list stays: it knows what is
    still to be cleared."""
    require_changeable(book)
    return insist(lambda: _clear(book))


def _clear(book: xw.Book) -> Outcome:
    sheets = sheets_of(book)
    own = find_sheet(sheets, RESULTS)
    with Quiet(book.app):
        if own is None:
            return Outcome(texts.CLEARED if _remove_leftovers(book, sheets) else texts.NOTHING_TO_CLEAR)
        others = {name: sheet for name, sheet in sheets.items() if name != own.name}
        listed = read_results(own)
        kept, closed = _remove_notes(sheets, listed)
        closed = list(dict.fromkeys([*closed, *_remove_rules(book, others)]))
        if closed:
            names = "、".join(f"“{name}”" for name in closed)
            return Outcome(texts.NOT_CLEARED.format(sheets=names), alert=True)
        if listed.written:  # what people wrote is not ours to delete
            return _keep_words(book, own, others, listed)
        with Attempt(own) as removing:
            marks.remove_legend(own)
        if not removing.refused:
            with Attempt(book) as removing:
                own.delete()
        if removing.refused:
            return Outcome(texts.LIST_STAYS.format(sheet=own.name), alert=True)
        marks.forget_keys(book)
    message = texts.CLEARED
    if kept:
        message += texts.NOTE_KEPT.format(count=len(kept), cells="、".join(kept))
    return Outcome(message, alert=bool(kept))


def _keep_words(book: xw.Book, own: xw.Sheet, others: dict[str, xw.Sheet], listed: FindingsList) -> Outcome:
    """Leave in the list what people wrote, and nothing else."""
    rest = FindingsList(loose=listed.written, height=listed.height)
    message = texts.WORDS_KEPT.format(count=len(rest.loose), sheet=own.name)
    with Attempt(own) as writing:
        write_results(own, rest, next(iter(others), own.name), message)
    if not writing.refused:
        marks.forget_keys(book)
    return Outcome(texts.CLEARED + message, alert=True)


def next_finding(book: xw.Book) -> Outcome:
    """Select the cell of the next finding after the selected cell, in the order of the sheets; after the last one comes
    the first."""
    sheets = sheets_of(book)
    own = find_sheet(sheets, RESULTS)
    if own is None:
        return Outcome(texts.NOT_VALIDATED, alert=True)
    listed = [
        line
        for line in read_results(own).lines
        if line.cell and line.sheet in sheets and opinion_in(line.opinion) != ACCEPT
    ]
    seen = {name for name in dict.fromkeys(line.sheet for line in listed) if is_visible(sheets[name])}
    order = list(sheets)
    lines = sorted(
        (line for line in listed if line.sheet in seen),  # a cell of a hidden sheet cannot be selected
        key=lambda line: (order.index(line.sheet), corners(line.cell or "A1")[0]),
    )
    if not lines:
        return Outcome(texts.PLACE_GONE, alert=True)
    number = _after(lines, book.app.selection)
    line = lines[number]
    sheets[line.sheet].activate()
    sheets[line.sheet].range(line.cell or "A1").select()
    message = texts.NEXT.format(
        number=number + 1,
        count=len(lines),
        level=SEVERITY_NAMES[line.severity],
        message=line.message,
    )
    return Outcome(message)


def _after(lines: list[Line], selection: xw.Range | None) -> int:
    """Index of the first line behind the selected cell; on another sheet, the first of the list."""
    if selection is None:
        return 0
    here = selection.sheet.name
    at = (selection.row - 1, selection.column - 1)
    on_sheet = [n for n, line in enumerate(lines) if line.sheet == here]
    behind = [n for n in on_sheet if corners(lines[n].cell or "A1")[0] > at]
    if behind:
        return behind[0]
    return (on_sheet[-1] + 1) % len(lines) if on_sheet else 0

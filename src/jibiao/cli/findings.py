"""The findings on the screen: each of them where they fit on it; else which files are worst, and what they have most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from jibiao.checks.catalogue import rules, shortened
from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity, not_accepted
from jibiao.checks.order import RANK, Group, Place, first_cells, grouped, places_of, worst_first
from jibiao.cli import texts
from jibiao.cli.common import short_name
from jibiao.cli.terminal import Cell, Part, one_line, say, show_table
from jibiao.reading import FileReading

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.HINT: "dim"}
"""Severity is told by word as well."""
_SCREEN = 20
"""So many findings are shown one by one, a sheet being as high as two."""
_MOST_WORST = 8
_MOST_GROUPS, _MOST_ERRORS = 12, 8
"""Kinds of findings, and how many of them are errors where there are warnings too."""
_MOST_FILE, _MOST_SHEET = 13, 8
"""Characters of names beside a cell; whole they stand with the worst."""
_MOST_SHOWN, _MOST_TABLES = 3_000, 300
"""Nobody reads more on a screen, and to lay them out takes minutes."""


def show_findings(findings: Sequence[Finding], readings: Sequence[FileReading], whole: bool = False) -> None:
    """Show findings. whole: each of them, however many there are."""
    shown = [
        one for one in not_accepted(findings) if one.rule != "other_file"
    ]  # which are named with the totals
    name = _Names(readings)
    sheets = {(finding.file, finding.sheet) for finding in shown}
    if whole or len(shown) + 2 * len(sheets) <= _SCREEN:
        _show_each(shown, name)
    else:
        if name.several or len(sheets) > 1:
            _show_worst(shown, readings, name)
        _show_groups(grouped(shown), name)


class _Names:
    """How files and their sheets are named, each in one line. A file is named by its path where another one has its name."""

    def __init__(self, readings: Sequence[FileReading]) -> None:
        self.several = len(readings) > 1
        self._documents = {str(reading.path) for reading in readings if reading.is_document}
        names = Counter(short_name(reading.path) for reading in readings)
        self._same = {str(reading.path) for reading in readings if names[short_name(reading.path)] > 1}

    def file(self, file: str) -> str:
        return one_line(file if file in self._same else short_name(Path(file)))

    def sheet(self, file: str, sheet: str | None) -> str:
        """A sheet, or a table of a Word document; "" of a whole file."""
        of_document = sheet and file in self._documents
        return texts.TABLE_OF_DOCUMENT.format(number=sheet) if of_document else one_line(sheet or "")

    def place(self, place: Place) -> str:
        """File, sheet and first cell on two short lines."""
        sheet = f"[{shortened(self.sheet(place.file, place.sheet), _MOST_SHEET)}]" if place.sheet else ""
        cells = first_cells(place.cells, 1)
        if sheet and not self.several:
            return f"{sheet}\n{cells}".rstrip()
        return f"{shortened(self.file(place.file), _MOST_FILE)}\n{sheet} {cells}".rstrip()


def _show_each(findings: Sequence[Finding], name: _Names) -> None:
    """A table for each sheet, the worst first. Of too many the first ones, and how many more there are."""
    heads = list(zip(texts.CHECK_COLUMNS, (None, None, 3, 2), strict=True))
    sheets: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings[:_MOST_SHOWN]:
        sheets.setdefault((finding.file, finding.sheet), []).append(finding)
    told = 0
    for (file, sheet), found in islice(sheets.items(), _MOST_TABLES):
        title = f"{name.file(file)}  [{name.sheet(file, sheet)}]" if sheet else name.file(file)
        rows = [_row(finding) for finding in worst_first(found)]
        show_table(heads, rows, title)
        told += len(rows)
    if len(findings) > told:
        say(texts.CHECK_MORE, count=len(findings) - told)


def _row(finding: Finding) -> list[Cell]:
    message: Cell = [finding.message, (f" {finding.rule}", "dim")]
    return [_severity(finding.severity), finding.cell or "", message, finding.remedy]


def _severity(severity: Severity) -> Part:
    return SEVERITY_NAMES[severity], _COLOURS[severity]


def _show_worst(findings: Sequence[Finding], readings: Sequence[FileReading], name: _Names) -> None:
    """How much there is in each file, or on each sheet of the only file: the worst ones, and the others together."""
    places = [(form.file, form.sheet) for reading in readings for form in reading.projects]
    files = [(str(reading.path), None) for reading in readings if name.several]
    part: Callable[[tuple[str, str | None]], tuple[str, str | None]] = (
        (lambda place: (place[0], None)) if name.several else (lambda place: place)
    )
    forms = Counter(map(part, places))
    found = {part(place): Counter[Severity]() for place in (*files, *places)}
    for finding in findings:
        found.setdefault(part((finding.file, finding.sheet)), Counter())[finding.severity] += 1
    ranked = sorted(found, key=lambda one: [-found[one][severity] for severity in RANK])
    worst, others = ranked[:_MOST_WORST], ranked[_MOST_WORST:]
    kind = texts.CHECK_FILE if name.several else texts.CHECK_SHEET
    rows = [_counts(found[one], forms[one], name.sheet(*one) or name.file(one[0])) for one in worst]
    if others:
        rest = sum((found[one] for one in others), Counter[Severity]())
        named = texts.CHECK_OTHERS.format(count=len(others), kind=kind)
        rows.append(_counts(rest, sum(forms[one] for one in others), named))
    heads = [*((head, None) for head in (*SEVERITY_NAMES.values(), texts.CHECK_FORMS)), (kind, 1)]
    show_table(heads, rows)


def _counts(found: Counter[Severity], forms: int, part: str) -> list[Cell]:
    numbers: list[Cell] = [(str(found[one]), _COLOURS[one]) if found[one] else "" for one in RANK]
    return [*numbers, str(forms or ""), part]


def _show_groups(groups: Sequence[Group], name: _Names) -> None:
    """What there is most, errors first, with the first place; of how many kinds nothing is shown."""
    errors = [group for group in groups if group.severity is Severity.ERROR]
    shown = [*errors[:_MOST_ERRORS], *groups[len(errors) :]][:_MOST_GROUPS]
    heads = list(zip(texts.CHECK_GROUP_COLUMNS, (None, None, None, 4, 3), strict=True))
    show_table(heads, [_group_row(group, name) for group in shown])
    left = Counter(group.severity for group in groups) - Counter(group.severity for group in shown)
    if left:
        kinds = (
            texts.CHECK_KINDS.format(level=SEVERITY_NAMES[one], count=left[one]) for one in RANK if left[one]
        )
        say(texts.CHECK_MORE_KINDS, kinds="，".join(kinds))
    say(texts.CHECK_ALL)


def _group_row(group: Group, name: _Names) -> list[Cell]:
    title: Cell = [rules()[group.rule].title, (f"\n{group.rule}", "dim")]
    first, *others = places_of(group.findings)
    numbers = str(len(group.findings)), str(len(others) + 1)
    return [_severity(group.severity), *numbers, title, name.place(first)]

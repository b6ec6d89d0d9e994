"""Check what was read: findings in the order of the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jibiao.checks.across import file_faults, form_faults
from jibiao.checks.asked import asked_faults
from jibiao.checks.catalogue import rules, word
from jibiao.checks.department import department_faults
from jibiao.checks.department_target import target_faults
from jibiao.checks.finding import Fault, Finding
from jibiao.checks.goals import goal_faults
from jibiao.checks.habits import habit_faults, in_files
from jibiao.checks.identity import identity_faults
from jibiao.checks.money import money_faults
from jibiao.checks.notes import reading_faults
from jibiao.checks.other_tables import other_table_faults
from jibiao.checks.plan import plan_faults
from jibiao.checks.rows import indicator_faults, project_faults
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.checks.tables import budget_years, build_tables
from jibiao.checks.titles import title_faults
from jibiao.checks.together import told_together
from jibiao.checks.too_long import too_long_faults
from jibiao.checks.writing import writing_faults
from jibiao.identity import Stamp
from jibiao.reading import FileReading
from jibiao.records import CELL_UNREADABLE, Project


def check(
    readings: Iterable[FileReading],
    year: int | None = None,
    expected: Stamp | None = None,
    settings: Settings = NO_SETTINGS,
) -> list[Finding]:
    """All findings of some files, in the order of the files, their sheets and the cells of each form.

    year: the budget year; without it, it is told from project codes and deadlines. expected: form, version and
    year of the templates that were sent, if that is known. settings: what the department asks for.
    """
    readings = list(readings)
    faults = [fault for reading in readings for fault in reading_faults(reading)]
    for reading in readings:
        faults += identity_faults(reading, expected, year)
        if not (reading.stamp and (reading.stamp.code or reading.stamp.name)):
            faults += file_faults(reading.projects)
        faults += other_table_faults(reading)
    handed_in = [project for reading in readings if not reading.is_document for project in reading.projects]
    faults += told_together(project_level_faults(handed_in, year, settings))
    for document in (reading for reading in readings if reading.is_document):
        # It publishes what the workbooks say: that both say the same is as it should be.
        faults += told_together(project_level_faults(document.projects, year, settings))
        faults += target_faults(document, document.projects or handed_in)
    projects = [project for reading in readings for project in reading.projects]
    order = _order(readings)
    kept = sorted(_applying(_without_echoes(faults), projects, year), key=lambda fault: _place(fault, order))
    return settings.apply(word(fault) for fault in kept)


def project_level_faults(
    projects: list[Project], year: int | None = None, settings: Settings = NO_SETTINGS
) -> Iterator[Fault]:
    """Faults of the forms themselves."""
    if not projects:
        return
    tables = build_tables(projects, year)
    yield from project_faults(tables)
    for typed in tables.projects:
        yield from title_faults(typed.project)
        yield from too_long_faults(typed)
        yield from money_faults(typed, settings.thresholds)
        yield from plan_faults(typed)
        yield from goal_faults(typed)
        yield from form_faults(typed, settings.taxonomy)
        yield from writing_faults(typed)
        yield from asked_faults(typed.project, settings)
    yield from indicator_faults(tables)
    for same_file in in_files(tables.projects):
        yield from habit_faults(same_file, settings.thresholds)
    yield from department_faults(tables.projects, year)


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """A cell that cannot be read is told once: that it is blank as well is no further fault."""
    unreadable = {
        (_file(fault), _sheet(fault), fault.at.address)
        for fault in faults
        if fault.rule in CELL_UNREADABLE and fault.at
    }
    if not unreadable:
        return faults
    return [
        fault
        for fault in faults
        if fault.rule in CELL_UNREADABLE
        or not fault.at
        or (_file(fault), _sheet(fault), fault.at.address) not in unreadable
    ]


def _applying(faults: list[Fault], projects: list[Project], year: int | None) -> Iterator[Fault]:
    """The faults whose rule is for the form and the year they are found in."""
    with_years = any(rule.from_year or rule.to_year for rule in rules().values())
    years = budget_years(projects, year) if with_years else {}
    for fault in faults:
        project = fault.project
        if project is None or rules()[fault.rule].applies(project.form.id, years.get(id(project))):
            yield fault


def _order(readings: list[FileReading]) -> dict[tuple[str, str | None], int]:
    keys: list[tuple[str, str | None]] = []
    for reading in readings:
        keys.append((str(reading.path), None))
        keys += [(str(reading.path), sheet.sheet) for sheet in reading.sheets]
    return {key: n for n, key in enumerate(keys)}


def _file(fault: Fault) -> str:
    return fault.project.file if fault.project else fault.file


def _sheet(fault: Fault) -> str | None:
    return fault.project.sheet if fault.project else fault.sheet


def _place(fault: Fault, order: dict[tuple[str, str | None], int]) -> tuple[int, int, int, int]:
    top = fault.project.top if fault.project else -1
    row, column = (fault.at.row, fault.at.column) if fault.at else (top, -1)
    return order.get((_file(fault), _sheet(fault)), -1), top, row or 0, column or 0

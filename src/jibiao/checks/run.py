"""Check what was read: findings in the order of the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from jibiao.checks.catalogue import as_finding, own_rules, rules, severity_of
from jibiao.checks.department.copied import department_faults
from jibiao.checks.department.habits import habit_faults, in_files
from jibiao.checks.department.repeated import Repeats, find_repeats, repeated_faults
from jibiao.checks.finding import Fault, Finding, Severity
from jibiao.checks.form.asked import asked_faults
from jibiao.checks.form.cells import cell_faults
from jibiao.checks.form.goals import goal_faults
from jibiao.checks.form.known_indicators import known_indicator_faults, known_indicators
from jibiao.checks.form.money import money_faults
from jibiao.checks.form.plan import plan_faults
from jibiao.checks.form.rows_together import file_faults, form_faults
from jibiao.checks.form.titles import title_faults
from jibiao.checks.form.too_long import too_long_faults
from jibiao.checks.guard import guarded_rules, not_judged, rule_failed
from jibiao.checks.identity import identity_faults
from jibiao.checks.notes import reading_faults
from jibiao.checks.own.own_rules import own_faults
from jibiao.checks.published.against_forms import table_against_forms_faults
from jibiao.checks.published.department_target import target_faults
from jibiao.checks.published.figures import figure_faults
from jibiao.checks.published.other_tables import other_table_faults
from jibiao.checks.published.table_owners import repeated_table_faults, stamps_of
from jibiao.checks.published.taken_over import taken_over_faults
from jibiao.checks.rows.grades import grade_faults
from jibiao.checks.rows.judging import indicator_faults, project_faults
from jibiao.checks.rows.tables import Tables, build_tables
from jibiao.checks.rows.typed import TypedProject
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.checks.together import not_too_many, reported_together
from jibiao.checks.writing.spelling import FileTexts, spelling_faults
from jibiao.checks.writing.style import writing_faults
from jibiao.forms import forms_known
from jibiao.identity import Stamp
from jibiao.reading import FileReading
from jibiao.records import CELL_UNREADABLE, Project, Value


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
    faults: list[Fault] = []
    with forms_known(settings.forms):
        for reading in readings:
            file = str(reading.path)
            faults += guarded_rules(
                file, (reading_faults, reading), (identity_faults, reading, expected, year)
            )
            if not (reading.stamp and (reading.stamp.code or reading.stamp.name)):
                faults += guarded_rules(file, (file_faults, reading.projects))
            faults += guarded_rules(file, (other_table_faults, reading), (figure_faults, reading, year))
            faults += guarded_rules(file, (table_against_forms_faults, reading), (taken_over_faults, reading))
    if readings:
        faults += (not_judged(str(readings[0].path), *refused) for refused in own_rules().refused.items())
    documents = [reading for reading in readings if reading.is_document]
    handed_in = [project for reading in readings if not reading.is_document for project in reading.projects]
    years: dict[int, int | None] = {}
    known: dict[int, TypedProject] = {}
    # A document publishes what the workbooks say: that both say the same is as it should be.
    for projects in (handed_in, *(document.projects for document in documents)):
        tables, lost = _typed(projects, year)
        found = chain(form_level_faults(tables, year, settings), _across_forms(tables, readings, year))
        faults += [*lost, *reported_together(not_too_many(found))]
        known |= {id(typed.project): typed for typed in tables.projects}
        years |= {id(typed.project): typed.year for typed in tables.projects}
    workbooks = [reading for reading in readings if not reading.is_document]
    if workbooks:
        faults += guarded_rules(str(workbooks[0].path), (repeated_table_faults, workbooks))
    for reading in readings:
        if reading.target:
            target = (target_faults, reading, reading.projects or handed_in, known)
            faults += guarded_rules(str(reading.path), target)
    order = _order(readings)
    kept = sorted(_without_echoes(faults), key=lambda fault: _place(fault, order))
    return settings.apply(finding for fault in kept if (finding := _worded(fault, years)))


def _across_forms(tables: Tables, readings: list[FileReading], year: int | None) -> Iterator[Fault]:
    """What shows when forms are seen together: the same project twice, and what was taken over from one project into
    another. That two forms of one project have one code is then no more to be told."""
    if not tables.projects:
        return
    file = tables.projects[0].project.file
    stamps = stamps_of(readings)
    try:
        repeats = find_repeats(tables.projects, stamps)
    except Exception as error:
        yield rule_failed(file, find_repeats, error)
        repeats = Repeats(tables.projects)
    repeated = list(guarded_rules(file, (repeated_faults, repeats)))
    told = {id(fault.project) for fault in repeated}
    for fault in guarded_rules(file, (department_faults, repeats.once, year)):
        if fault.rule != "code_repeated" or id(fault.project) not in told:
            yield fault
    yield from repeated


def _typed(projects: list[Project], year: int | None) -> tuple[Tables, list[Fault]]:
    """The typed forms. One that cannot be typed is told and left out, so that the others are judged."""
    try:
        return build_tables(projects, year), []
    except Exception:
        lost = {id(project): _untyped(project, year) for project in projects}
    kept = [project for project in projects if lost[id(project)] is None]
    return build_tables(kept, year), [fault for fault in lost.values() if fault]


def _untyped(project: Project, year: int | None) -> Fault | None:
    try:
        build_tables([project], year)
    except Exception as error:
        return rule_failed(project, build_tables, error)
    return None


def form_level_faults(tables: Tables, year: int | None, settings: Settings) -> Iterator[Fault]:
    """Faults of the forms themselves."""
    yield from project_faults(tables)
    asked = [own for own in own_rules().rules.values() if settings.asks_for(own.rule)]
    known = known_indicators(settings.library)
    files = in_files(tables.projects)
    file_texts = {same_file[0].project.file: FileTexts(same_file) for same_file in files}
    for typed in tables.projects:
        project = typed.project
        yield from guarded_rules(
            project,
            (cell_faults, typed),
            (title_faults, project),
            (too_long_faults, typed),
            (money_faults, typed, settings.thresholds),
            (plan_faults, typed),
            (goal_faults, typed),
            (form_faults, typed, settings.taxonomy),
            (grade_faults, typed),
            (writing_faults, typed),
            (known_indicator_faults, typed, known),
            (spelling_faults, typed, file_texts[project.file]),
            (asked_faults, project, settings),
        )
        yield from own_faults(typed, asked)
    yield from indicator_faults(tables)
    for same_file in files:
        file = same_file[0].project.file
        yield from guarded_rules(file, (habit_faults, same_file, settings.thresholds))


_MADE_DATES = {"ratio_as_time", "fraction_as_date"}
_CAUSES = CELL_UNREADABLE | _MADE_DATES | {"date_as_number", "code_as_number"}
"""Rules that tell why a cell does not say what it should."""


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """A cell that cannot be read, or says something else than was typed, is told once: that it is blank or has no unit
    as well is no further fault, unless it is a graver one. What the reader has to say of it (no field) is no echo."""

    def place(fault: Fault, at: Value) -> tuple[str, str | None, str]:
        return _file(fault), _sheet(fault), at.address

    causes = {
        place(fault, at): severity_of(fault)
        for fault in faults
        if fault.rule in _CAUSES and fault.at
        for at in (fault.at, *fault.also)
    }
    if not causes:
        return faults
    misread = {_row(fault) for fault in faults if fault.rule in _MADE_DATES}

    def is_echo(fault: Fault) -> bool:
        if fault.rule == "indicator_in_wrong_l2" and _row(fault) in misread:
            return True  # it is for its date that it seems so
        if fault.rule in _CAUSES or not fault.at or fault.field is None:
            return False
        cause = causes.get(place(fault, fault.at))
        graver = cause != Severity.ERROR and severity_of(fault) == Severity.ERROR
        return cause is not None and not graver

    return [fault for fault in faults if not is_echo(fault)]


def _row(fault: Fault) -> tuple[int, str]:
    """The indicator that a fault is of."""
    return id(fault.project), (fault.field or "").partition(".")[0]


def _worded(fault: Fault, years: Mapping[int, int | None]) -> Finding | None:
    """A fault in words; None if its rule is not for the form and the year that it is found in."""
    try:
        project, rule = fault.project, rules()[fault.rule]
        if project and not rule.applies(project.form.id, years.get(id(project))):
            return None
        return as_finding(fault)
    except Exception as error:
        return as_finding(rule_failed(fault.project or fault.file, fault.rule, error))


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

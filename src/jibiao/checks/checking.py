"""Check what was read: findings in the order of the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from jibiao.checks.catalogue import as_finding, own_rules, rules, severity_of
from jibiao.checks.department.copied import department_faults
from jibiao.checks.department.habits import habit_faults, in_files
from jibiao.checks.department.repeated import Repeats, common_folder, find_repeats, repeated_faults
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
from jibiao.checks.parted import seen_together
from jibiao.checks.published.table_owners import repeated_table_faults, stamps_of
from jibiao.checks.rows.grades import grade_faults
from jibiao.checks.rows.judging import indicator_faults, project_faults
from jibiao.checks.rows.tables import Tables, build_tables
from jibiao.checks.rows.typed import TypedProject
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.checks.together import not_too_many, reported_together
from jibiao.checks.writing.spelling import FileTexts, spelling_faults
from jibiao.checks.writing.style import writing_faults
from jibiao.failures import failed
from jibiao.forms import forms_known
from jibiao.identity import Stamp
from jibiao.reading import FileReading
from jibiao.records import CELL_UNREADABLE, Project, Value


def check(
    readings: Iterable[FileReading],
    year: int | None = None,
    expected: Stamp | None = None,
    settings: Settings = NO_SETTINGS,
    each_part: EachPart | None = None,
) -> list[Finding]:
    """All findings of some files, in the order of the files, their sheets and the cells of each form.

    year: the budget year; without it, it is told from project codes and deadlines. expected: form, version and
    year of the templates that were sent, if that is known. settings: what the department asks for. each_part: does what is
    asked with each part of the files; it may let other processes do it (`submissions.shared`).
    """
    with forms_known(settings.forms):
        placed = chain.from_iterable(checked(list(readings), year, expected, settings, each_part))
        return [finding for _, finding in sorted(placed, key=itemgetter(0))]


def checked(
    readings: Sequence[FileReading],
    year: int | None = None,
    expected: Stamp | None = None,
    settings: Settings = NO_SETTINGS,
    each_part: EachPart | None = None,
) -> Iterator[list[Placed]]:
    """The same part by part, while it is checked. The forms of the settings must be known (`forms_known`)."""
    if readings:
        yield from (each_part or _each_part)(_parts(readings, year), Asked(settings, year, expected))


Place = tuple[int, int, int, int, int]
"""Where a finding stands: its file and its sheet by their numbers (-1: it is on none of them), the row in which its form
begins, row and column."""
Placed = tuple[Place, Finding]


class Part(NamedTuple):
    """Files to be checked together. numbers: of the files among all. folder: from which they are named. found: what is
    known of them already, for it takes all files to find it."""

    readings: list[FileReading]
    numbers: list[int]
    folder: str
    found: list[Fault]


class Asked(NamedTuple):
    """What `check` is asked for."""

    settings: Settings = NO_SETTINGS
    year: int | None = None
    expected: Stamp | None = None


EachPart = Callable[[list[Part], Asked], Iterable[list[Placed]]]
"""Gives what `check_part` gives of each part, in order."""


def _each_part(parts: list[Part], asked: Asked) -> Iterator[list[Placed]]:
    return (check_part(part, asked) for part in parts)


def _parts(readings: Sequence[FileReading], year: int | None) -> list[Part]:
    workbooks = [reading for reading in readings if not reading.is_document]
    folder = common_folder(str(reading.path) for reading in workbooks if reading.project_count)
    found: dict[str, list[Fault]] = {}
    for fault in chain(_refused(readings[0]), _of_tables(workbooks), _of_lone_targets(readings, year)):
        found.setdefault(_file(fault), []).append(fault)
    try:
        together = seen_together(readings)
    except Exception as error:
        failed(error, "parting the files")
        together = [[*range(len(readings))]]
    return [
        Part(
            [readings[n] for n in numbers],
            numbers,
            folder,
            [fault for n in numbers for fault in found.get(str(readings[n].path), ())],
        )
        for numbers in together
    ]


def _refused(first: FileReading) -> Iterator[Fault]:
    """Rules of other packages that could not be taken: told once."""
    return (not_judged(str(first.path), *refused) for refused in own_rules().refused.items())


def _of_tables(workbooks: list[FileReading]) -> Iterator[Fault]:
    if workbooks:
        yield from guarded_rules(str(workbooks[0].path), (repeated_table_faults, workbooks))


def _of_lone_targets(readings: Sequence[FileReading], year: int | None) -> Iterator[Fault]:
    """Of department's targets that come without their projects: they are held against those of all workbooks."""
    lone = [reading.whole for reading in readings if reading.target and not reading.project_count]
    if lone:
        handed_in = [one for reading in readings if not reading.is_document for one in reading.projects]
        known = {id(typed.project): typed for typed in _typed(handed_in, year)[0].projects}
        for reading in lone:
            yield from _of_target(reading, handed_in, known)


def _of_target(
    reading: FileReading, projects: list[Project], known: Mapping[int, TypedProject]
) -> Iterator[Fault]:
    """Of a department's target, held against projects. Most workbooks have none: they do without the import."""
    from jibiao.checks.published.department_target import target_faults

    return guarded_rules(str(reading.path), (target_faults, reading, projects, known))


def _of_published(reading: FileReading, year: int | None) -> Iterator[Fault]:
    """Of the official tables of a file, and of what its department's target took over from another one."""
    if not (reading.tables or reading.target):
        return iter(())
    from jibiao.checks.published.against_forms import table_against_forms_faults
    from jibiao.checks.published.balances import balance_faults
    from jibiao.checks.published.figures import figure_faults
    from jibiao.checks.published.other_tables import other_table_faults
    from jibiao.checks.published.taken_over import taken_over_faults

    more = (balance_faults, reading), (table_against_forms_faults, reading), (taken_over_faults, reading)
    return guarded_rules(
        str(reading.path), (other_table_faults, reading), (figure_faults, reading, year), *more
    )


def check_part(part: Part, asked: Asked) -> list[Placed]:
    """The findings of a part of all files, in order. The forms of the settings must be known (`forms_known`)."""
    settings, year, expected = asked
    readings = [reading.whole for reading in part.readings]
    faults: list[Fault] = []
    for reading in readings:
        file = str(reading.path)
        faults += guarded_rules(file, (reading_faults, reading), (identity_faults, reading, expected, year))
        if not (reading.stamp and (reading.stamp.code or reading.stamp.name)):
            faults += guarded_rules(file, (file_faults, reading.projects))
        faults += _of_published(reading, year)
    documents = [reading for reading in readings if reading.is_document]
    handed_in = [project for reading in readings if not reading.is_document for project in reading.projects]
    years: dict[int, int | None] = {}
    known: dict[int, TypedProject] = {}
    # A document publishes what the workbooks say: that both say the same is as it should be.
    for projects in (handed_in, *(document.projects for document in documents)):
        tables, lost = _typed(projects, year)
        across = _across_forms(tables, readings, year, part.folder)
        found = chain(form_level_faults(tables, year, settings), across)
        faults += [*lost, *reported_together(not_too_many(found))]
        known |= {id(typed.project): typed for typed in tables.projects}
        years |= {id(typed.project): typed.year for typed in tables.projects}
    faults += part.found
    for reading in readings:
        if reading.target and reading.projects:
            faults += _of_target(reading, reading.projects, known)
    order = _order(part)
    places = [(_place(fault, order), fault) for fault in _without_echoes(faults)]
    placed = [(place, told) for place, fault in places if (told := _worded(fault, years))]
    return [
        (place, told)
        for place, finding in sorted(placed, key=itemgetter(0))
        for told in settings.apply([finding])
    ]


def _across_forms(
    tables: Tables, readings: list[FileReading], year: int | None, folder: str
) -> Iterator[Fault]:
    """What shows when forms are seen together: the same project twice, and what was taken over from one project into
    another. That two forms of one project have one code is then no more to be told."""
    if not tables.projects:
        return
    file = tables.projects[0].project.file
    stamps = stamps_of(readings)
    try:
        repeats = find_repeats(tables.projects, stamps, folder)
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


def _order(part: Part) -> dict[tuple[str, str | None], tuple[int, int]]:
    keys: dict[tuple[str, str | None], tuple[int, int]] = {}
    for number, reading in zip(part.numbers, part.readings, strict=True):
        keys[str(reading.path), None] = number, 0
        keys |= {(str(reading.path), sheet.sheet): (number, n) for n, sheet in enumerate(reading.sheets, 1)}
    return keys


def _file(fault: Fault) -> str:
    return fault.project.file if fault.project else fault.file


def _sheet(fault: Fault) -> str | None:
    return fault.project.sheet if fault.project else fault.sheet


def _place(fault: Fault, order: Mapping[tuple[str, str | None], tuple[int, int]]) -> Place:
    top = fault.project.top if fault.project else -1
    row, column = (fault.at.row, fault.at.column) if fault.at else (top, -1)
    return *order.get((_file(fault), _sheet(fault)), (-1, -1)), top, row or 0, column or 0

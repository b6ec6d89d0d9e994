"""Last year's projects as a start for this year's: what is carried over, and to whom.

Carried over are the words: the project's name, what the money is for, goals, and of each indicator its levels,
name, description and basis. Codes, amounts, the spending plan, values and grades must be decided anew:
docs/decisions/0009-last-years-projects.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jibiao.checks.department.organisation import assign_organisations
from jibiao.forms import Form, field_name, levels_of
from jibiao.forms.definition import column_fields
from jibiao.forms.levels import same_l1, standard_l1, standard_l2
from jibiao.identity import Stamp
from jibiao.reading import FileReading, read_file
from jibiao.records import Indicator, Project
from jibiao.roster import RosterLine
from jibiao.submissions.roster_match import SentFile, match_roster
from jibiao.submissions.scan import scan
from jibiao.templates.build import blank_content
from jibiao.templates.expand import Content, goal_cells
from jibiao.templates.form_sheet import title_of

_WORDS = ("l1", "l2", "l3", "description", "basis")
_OWN_WORDS = ("l3", "description", "basis")
"""Columns that the blank form leaves empty."""

Progress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a project of last year says and the form of this year has no cell for. fields: by name."""

    file: str
    sheet: str
    project: str
    fields: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The fields as users know them."""
        return [field_name(name) for name in self.fields]


@dataclass(slots=True)
class LastYear:
    """What a folder of last year's workbooks gives.

    projects: by the line of the roster. strangers: those of organisations that are not on the roster.
    unread: files that could not be read, or not all of it. others: files that are no workbooks.
    """

    projects: dict[int, list[Project]] = field(default_factory=dict)
    strangers: list[Project] = field(default_factory=list)
    unread: list[FileReading] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)


def read_last_year(folder: Path, lines: Sequence[RosterLine], progress: Progress | None = None) -> LastYear:
    """Read the workbooks in a folder and find the organisations of their projects on the roster. What cannot be
    read is in the result."""
    found = scan([folder])
    readings = []
    for done, path in enumerate(found.files):
        if progress:
            progress(done, len(found.files), path)
        readings.append(found.refused.get(path) or read_file(path))
    projects = [project for reading in readings for project in reading.projects if _says_something(project)]
    line_of = _owners(folder, readings, projects, lines)
    result = LastYear(
        unread=[reading for reading in readings if reading.unread and not reading.is_attachment],
        others=[reading.path for reading in readings if reading.is_attachment],
    )
    for project in projects:
        line = line_of[id(project)]
        home = result.strangers if line is None else result.projects.setdefault(line, [])
        home.append(project)
    return result


def _owners(
    folder: Path, readings: list[FileReading], projects: list[Project], lines: Sequence[RosterLine]
) -> dict[int, int | None]:
    """The line of the roster for each project, by its id(): as the form says, then as the file's stamp does,
    then as its name does."""
    stamps = {str(reading.path): reading.stamp for reading in readings if reading.stamp}
    organisations, homes = assign_organisations(projects, stamps)
    files = {
        str(reading.path): SentFile(
            str(reading.path.relative_to(folder)), "sent" if reading.projects else "sent_unread"
        )
        for reading in readings
    }
    by_organisation: dict[int, int] = {}
    by_file: dict[str, int] = {}
    for match in match_roster(lines, organisations, files).matches:
        if match.organisation:
            by_organisation[match.organisation.number] = match.line.line
        else:
            by_file.update(dict.fromkeys(match.files, match.line.line))
    return {
        key: by_organisation.get(home.number) if home.named else by_file.get(home.file)
        for key, home in homes.items()
    }


def _says_something(project: Project) -> bool:
    """Whether anybody has filled the form in; a blank sheet of a template is none."""
    return bool(
        project.name
        or _purpose(project)
        or any(project.goals)
        or any(row.text(name) for row in project.indicators for name in _OWN_WORDS)
    )


def carry_all(projects: Sequence[Project], form: Form, stamp: Stamp) -> tuple[list[Content], list[Loss]]:
    """The contents of this year's form for these projects, one each; the same content twice counts once."""
    contents: list[Content] = []
    losses = []
    for project in projects:
        content, lost = carry(project, form, stamp)
        if content in contents:
            continue
        contents.append(content)
        if lost:
            losses.append(Loss(project.file, project.sheet, project.name, lost))
    return contents, losses


def carry(project: Project, form: Form, stamp: Stamp) -> tuple[Content, tuple[str, ...]]:
    """This year's form with the words of last year's project, and the fields for which it has no cell."""
    words = {"project_name": project.name, "use_of_funds": _purpose(project)}
    rows = [_words(row, form) for row in project.indicators]
    used = {name for part in (words, *rows) for name, text in part.items() if text}
    in_title = {"project_name"} if "{project_name}" in form.title else set()
    lost = used - form.fields - in_title
    blank = blank_content(form, stamp)
    single = {**blank.single, **words, "title": title_of(form, project.name)}
    content = Content(
        single={name: single.get(name, "") for name in form.fields - column_fields()},
        goals=_goals(project, form),
        indicators=[_only(row, form) for row in rows] or blank.indicators,
    )
    return content, tuple(name for name in (*words, *_WORDS) if name in lost)


def _purpose(project: Project) -> str:
    """What the money is for, without the amounts that a sentence begins with."""
    return project.text("use_of_funds") if project.use_purpose is None else project.use_purpose


def _goals(project: Project, form: Form) -> list[str]:
    """A text for each goal, or all in one, as the form has cells."""
    goals = [goal for goal in project.goals if goal]
    if goal_cells(form) > 1:
        return goals or [""] * goal_cells(form)
    if project.goal_labels or not project.goal_values:
        return ["\n".join(goals)]
    return ["\n".join(value.text for value in project.goal_values)]  # as it stands: goals may share a line


def _words(row: Indicator, form: Form) -> dict[str, str]:
    tree = levels_of(form.taxonomy).tree
    second = [name for children in tree.values() for name in children]
    return {
        "l1": _spelled(row.l1, tree, standard_l1),
        "l2": _spelled(row.l2, second, standard_l2),
        **{name: row.text(name) for name in _OWN_WORDS},
    }


def _spelled(
    text: str, names: Sequence[str] | Mapping[str, object], standard: Callable[[str], str | None]
) -> str:
    """A level's name as the form's list has it; as it is written if the list has none that means the same."""
    meant = standard(text)
    return next((name for name in names if meant and same_l1(standard(name) or "") == same_l1(meant)), text)


def _only(words: dict[str, str], form: Form) -> dict[str, str]:
    return {name: text for name, text in words.items() if name in form.fields}

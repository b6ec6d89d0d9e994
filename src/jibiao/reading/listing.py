"""A table that lists several projects: 项目名称, 年度目标 … are columns beside those of the indicators.

Some provinces publish all projects of an office in one such table; the cells of a project are merged down
over its indicators, or written once.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import groupby

from jibiao.files.limits import MAX_FORMS, at_most
from jibiao.reading.amounts import settle_fiscal
from jibiao.reading.goaltext import split_goals
from jibiao.reading.headers import Header
from jibiao.reading.page import Page
from jibiao.records import Indicator, Note, Project, Value
from jibiao.regex import regex
from jibiao.text import fold

_OF_ORGANISATIONS = regex("单位|部门")
_ORGANISATION = ("unit_code", "unit_name", "department")


def projects_of_list(page: Page, header: Header, whole: Project) -> list[Project]:
    """The projects of a listing table that was read as one: a new one where 项目名称 (or the organisation, or
    the code) changes. Cells may be merged down, written once or repeated in every row; an organisation
    written once holds until the next."""
    for row in whole.indicators:  # headings that come again on the next page may be fewer
        for name in header.listed:
            row.values.setdefault(name, Value("", row.row, header.columns[name][0]))
    _carry_organisations(header, whole.indicators)
    keys = [name for name in header.listed if name in ("project_name", "project_code", *_ORGANISATION)]
    groups = groupby(whole.indicators, key=lambda row: [fold(row.values[name].text) for name in keys])
    found = []
    for _, rows in groups:
        found.append(_project(page, header, whole, list(rows)))
        at_most(len(found), MAX_FORMS, "forms")
    if "project_name" in header.listed and _OF_ORGANISATIONS.search(
        page.keys[header.heading(page, "project_name")]
    ):
        _name_organisations(page, header, found)
    return found or [whole]


def _name_organisations(page: Page, header: Header, projects: list[Project]) -> None:
    """单位名称、项目名称 head one column: an organisation stands in a row of its own above its projects, perhaps with the
    department above it."""
    first, last = header.columns["project_name"]
    alone = [
        Value(page.shown[r, c], r, c)
        for r, (c, *others) in page.rows.items()
        if not others and first <= c <= last and (r, c) not in page.used and r > header.last_row
    ]
    rows = [value.row for value in alone]
    department = None
    for project in projects:
        if n := bisect_left(rows, project.top):
            at = alone[n - 1]
            project.fields |= {"unit_name": at, "unit_code": Value("", at.row, at.column)}
            page.used.add(at[1:])
            if n > 1 and rows[n - 2] == at.row - 1:
                department = alone[n - 2]
                page.used.add(department[1:])
            if department:
                project.fields["department"] = department


def _carry_organisations(header: Header, rows: list[Indicator]) -> None:
    above: dict[str, Value] = {}
    for row in rows:
        for name in _ORGANISATION:
            if name in header.listed:
                if row.values[name].text:
                    above[name] = row.values[name]
                row.values[name] = above.get(name, row.values[name])


def _project(page: Page, header: Header, whole: Project, rows: list[Indicator]) -> Project:
    project = replace(
        whole,
        top=rows[0].row,
        fields=dict(whole.fields),
        labels=dict(whole.labels),
        notes=[],
        indicators=[Indicator(row.row, dict(row.values)) for row in rows],
    )
    page.used.update(row.values[name][1:] for row in rows for name in header.listed if row.text(name))
    for name in header.listed:
        at = header.heading(page, name)
        project.labels[name] = Value(page.shown[at], *at)
        values = [row.values.pop(name) for row in project.indicators]
        project.notes += [
            Note("unread", value.row, value.column, value.text)
            for value in dict.fromkeys(values)
            if value.text and fold(value.text) != fold(values[0].text)
        ]
        if name == "goals":
            above = [goal for goal in project.labelled_goals() if goal[1].text]
            project.set_labelled_goals([*above, ("", values[0])])
            project.goals = [*project.goals, *split_goals(values[0].text)]
        else:
            displaced = project.fields.get(name)  # what stands above the table keeps its place beside it
            taken = displaced and project.fields.setdefault(page.keys[at], displaced) is not displaced
            if displaced and taken and displaced.text:
                project.notes.append(Note("unread", displaced.row, displaced.column, displaced.text))
            project.fields[name] = values[0]
    settle_fiscal(project)
    return project

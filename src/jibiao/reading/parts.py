"""A form of several tables: 长期绩效目标表 above 年度绩效目标表, or a table for each goal.

Source: the forms of Hubei, 部门整体（项目支出）绩效目标申报表. The indicators of the year are the form's, the others are
kept beside them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from jibiao.reading.page import Page
from jibiao.records import Note, Project, Value
from jibiao.regex import regex
from jibiao.text import compact, fold

ANNUAL = regex("年度|本年|当年|全年|当期")
WHOLE_PERIOD = regex("中期|长期|实施期|规划|总体|三年|五年|项目期|上年|前年|历史")
_HEADS_A_TABLE = regex(
    rf"\(?[一二三四五六七八九]?\)?、?({ANNUAL.pattern}|中期|长期|中长期|实施期|规划期|三年|五年|项目期)(总体|支出)?(绩效)?(目标|指标)(表|[0-9]{{1,2}})?:?"
)
"""What stands above or beside a table and tells of which time it is; a title that stands for a part of a form only."""

When = Literal["year", "period", ""]


class Part(NamedTuple):
    """One table of a form with what stands above it. when: of which time it is; heading: how the form says it."""

    project: Project
    when: When
    heading: str


def heads_a_table(text: str) -> bool:
    """Whether a text is the heading of one table of a form: 年度绩效目标表, 长期绩效指标."""
    return len(text) < 30 and bool(_HEADS_A_TABLE.fullmatch(fold(text)))


def time_of(page: Page, first: int, row: int, left: int, right: int) -> tuple[When, str]:
    """Of which time a table is, by what stands nearest above it or at its side. first: the row where that begins; row:
    of its headings."""
    for r in range(row, first - 1, -1):
        headings = [text for c in page.columns(r, left, right) if heads_a_table(text := page.shown[r, c])]
        annual = [text for text in headings if ANNUAL.search(text)]
        if headings:
            one_time = len(annual) in (0, len(headings))
            return ("year" if annual else "period") if one_time else "", compact(headings[0])
    return "", ""


def join(parts: list[Part]) -> Project:
    """One form of its parts, in the first of them."""
    whole = parts[0].project
    of_year = [part for part in parts if part.when == "year" and part.project.indicators]
    counted = of_year or [part for part in parts if part.when != "period"] or parts
    others = [part for part in parts if part not in counted]
    rows = [row for part in counted for row in part.project.indicators]
    kept = [(part.heading, row) for part in others for row in part.project.indicators]
    beside = [pair for part in parts for pair in part.project.other_indicators]
    _join_goals(whole, counted, others)
    for part in parts[1:]:
        for name, value in part.project.fields.items():
            if name != "title":  # which names only the part
                _take_over(whole, name, value, part.project.labels.get(name))
        whole.notes += part.project.notes
    whole.indicators, whole.other_indicators = rows, [*kept, *beside]
    return whole


def _join_goals(whole: Project, counted: list[Part], others: list[Part]) -> None:
    having = [part.project for part in counted if any(value.text for value in part.project.goal_values)]
    if having:
        for value in (value for part in others for value in part.project.goal_values if value.text):
            _take_over(whole, "goals_whole_period", value, None)
    else:
        having = [part.project for part in others] or [whole]
    if filled := [goal for project in having for goal in project.labelled_goals() if goal[1].text]:
        whole.set_labelled_goals(filled)
    whole.goals = [goal for project in having for goal in project.goals]
    for project in having:
        if label := project.labels.get("goals"):
            whole.labels["goals"] = label


def _take_over(whole: Project, name: str, value: Value, label: Value | None) -> None:
    if not whole.text(name):
        whole.fields[name] = value
        if label:
            whole.labels[name] = label
    elif value.text:
        whole.notes.append(Note("unread", value.row, value.column, value.text))

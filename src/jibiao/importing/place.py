"""A project of a document on a form: what stands in the form's cells, and what it has no place for.

What is lost is not foretold field by field but found: the workbook is read back, and whatever the document says and the
workbook does not is a loss. So nothing gets lost silently, whatever a form, a template or the reader makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jibiao.forms import Form, all_forms, field_name
from jibiao.forms.kinds import TARGET
from jibiao.forms.places import label_of
from jibiao.importing import texts
from jibiao.records import BUDGETS, Indicator, Project, Value
from jibiao.templates.expand import Content, plan_label_of
from jibiao.templates.fill import what_fits
from jibiao.templates.form_sheet import LONGEST_TEXT
from jibiao.text import compact, fold

_PERIOD = re.compile(r"(?P<quarter>[一二三四1-4])季|(?P<month>\d{1,2})月")
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4"}
_WAN = "万元"
"""The unit of amounts that a form without a unit of money is in."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a document says and the workbook does not.

    document: the file; table: the number of its table; cell: there, "" if it stands in none. project: its name. field:
    the path of the value; name: as users know it. text: what the document says; became: what the workbook says in its
    place, "" if nothing. kind: of what it is; of an official table, project is the table's name.
    """

    document: str
    table: str
    cell: str
    project: str
    field: str
    name: str
    text: str
    became: str = ""
    kind: str = TARGET


def form_for(project: Project, asked: Form | None) -> Form:
    """The form that a project is put on: the one that was asked for, else its own, else the known one that has a place
    for most of it."""
    if asked or project.form.cells:
        return asked or project.form

    def lost(form: Form) -> tuple[int, int]:
        names = (path.split("].")[-1].split("[")[0] for path, value in project.texts() if value.text)
        return sum(name not in form.fields for name in names), -(form.year or 0)

    return min(all_forms(), key=lost)


def content_of(form: Form, project: Project) -> Content:
    """What stands in the cells of the form for this project: the texts as the document has them."""
    data = project.to_json()
    if _periods(project.plan_heads) != _periods(_plan_labels(form)):
        data["plan_raw"] = []  # 60% of the third quarter is not 60% by October
    unit = compact(project.text("currency_unit"))
    if unit not in ("", _WAN) and "currency" not in form.fields:
        for name in BUDGETS.values():  # the form prints no unit: without its own, the amount would be of 万元
            data[name] = data[name] and data[name] + ("" if unit in data[name] else unit)
    content = what_fits(form, data)
    printed = plan_label_of(form) if form.id == project.form.id else None
    own_label = project.plan_label.text if project.plan_label else ""
    if printed and own_label and compact(own_label) != compact(printed.text):
        content = replace(content, plan_label=own_label)  # nothing is corrected silently
    single = {name: _fitting(text) for name, text in content.single.items()}
    return replace(content, single=single, goals=[_fitting(goal) for goal in content.goals], form=form)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else ""


def _plan_labels(form: Form) -> list[str]:
    return [label_of(form, cell)[0].text for cell in form.cells if cell.field == "plan_raw"]


def _periods(heads: list[str]) -> list[tuple[str, str]]:
    """The periods that headings of a spending plan name: ("month", "3"), ("quarter", "1")."""
    found = (_PERIOD.search(fold(head)) for head in heads)
    return [
        (match.lastgroup or "", _CHINESE.get(match[0][0], match[match.lastgroup or 0].lstrip("0")))
        for match in found
        if match
    ]


def losses(project: Project, written: Project | None) -> Iterator[Loss]:
    """What the document says of a project and its form in the workbook does not. written: as it was read back."""
    said = _said(written) if written else {}
    for path, (value, text) in _said(project).items():
        if not text:
            continue
        became = said[path][1] if path in said else ""
        if compact(became) != compact(text):
            yield _loss(project, path, field_name(path), value, text, became)
    for note in project.notes:
        if note.kind == "unread" and note.text:
            at = Value(note.text, note.row or 0, note.column or 0)
            yield _loss(project, "", texts.UNREAD, at if note.row is not None else None, note.text)


def _loss(project: Project, path: str, name: str, value: Value | None, text: str, became: str = "") -> Loss:
    cell = value.address if value else ""
    return Loss(project.file, project.sheet, cell, project.name or texts.NO_NAME, path, name, text, became)


def _said(project: Project) -> dict[str, tuple[Value, str]]:
    """Path → place and text of whatever a form says. Rows without an indicator are none."""
    found = {name: (value, value.text) for name, value in project.fields.items()}
    if project.goal_values:
        found["goals"] = (project.goal_values[0], "".join(project.goals))
    found |= {f"plan_raw[{n}]": (value, value.text) for n, value in enumerate(project.plan, 1)}
    tables = {
        "indicators": project.indicators,
        "other_indicators": [row for _, row in project.other_indicators],
    }
    for table, rows in tables.items():
        for n, row in enumerate(filter(_is_indicator, rows), 1):
            found |= {f"{table}[{n}].{name}": (value, value.text) for name, value in row.values.items()}
    for n, task in enumerate(project.tasks, 1):
        found |= {f"tasks[{n}].{name}": (value, value.text) for name, value in task.items()}
    return found


def _is_indicator(row: Indicator) -> bool:
    return any(value.text for name, value in row.values.items() if name not in ("l1", "l2"))

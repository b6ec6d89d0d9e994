"""A form filled with a project, and official tables filled, in the schema that `jibiao read --format json` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jibiao.atomic import atomic_path
from jibiao.forms import Form, field_name
from jibiao.forms.definition import column_fields
from jibiao.identity import Stamp
from jibiao.templates import texts
from jibiao.templates.build import blank_content, build_book, table_stamp
from jibiao.templates.expand import Content, goal_cells, plan_cells
from jibiao.templates.form_sheet import TemplateError, title_of
from jibiao.templates.tables import table_content

_AMOUNTS = ("budget_total_raw", "budget_fiscal_raw", "budget_other_raw")
_BODY = ("project_code", *_AMOUNTS, "use_of_funds")


def fill_template(form: Form, project: dict[str, Any], target: Path) -> None:
    """Write a template with the form filled with a project. Raises TemplateError if the form cannot hold all of
    it."""
    data = build_book(form, [project_content(form, project)], Stamp(form.id, form.version))
    with atomic_path(target) as path:
        path.write_bytes(data)


def fill_tables(tables: Sequence[Mapping[str, Any]], target: Path, year: int = 0) -> list[str]:
    """Write a workbook with official tables and part one (kind `overall_target`) filled in, in this order. Returns what
    the templates have no cell for: the table and what it is called. Raises TemplateError if a text does not fit."""
    contents = [table_content(table) for table in tables]
    data = build_book(None, (), table_stamp([one.form.kind for one in contents], year), tables=contents)
    with atomic_path(target) as path:
        path.write_bytes(data)
    return [texts.LOST.format(table=one.form.name, name=name) for one in contents for name in one.lost]


def project_content(form: Form, project: dict[str, Any]) -> Content:
    """What stands in the cells of the form for this project. Raises TemplateError if the form cannot hold all of it."""
    content = what_fits(form, project)
    _refuse_losses(form, project, content)
    return content


def what_fits(form: Form, project: dict[str, Any]) -> Content:
    """What of this project the form has cells for."""
    values = {**project.get("other_fields", {}), **project, **_head_texts(form, project)}
    plan = [_text(value) for value in project.get("plan_raw") or []]
    indicators = [_indicator_texts(row) for row in project.get("indicators") or []]
    return Content(
        single={name: _text(values.get(name)) for name in form.fields - column_fields()},
        plan=plan,
        goals=_goals(form, project),
        indicators=indicators or blank_content(form).indicators,
    )


def _head_texts(form: Form, project: dict[str, Any]) -> dict[str, str]:
    """The texts of the lines above the table."""
    name = _text(project.get("project_name"))
    currency = _text(project.get("currency_unit")) or form.currency_unit
    return {
        "title": _text(project.get("title")) or title_of(form, name),
        "unit": _text(project.get("unit_code")) + _text(project.get("unit_name")),
        "currency": texts.CURRENCY.format(unit=currency) if currency else "",
    }


def _goals(form: Form, project: dict[str, Any]) -> list[str]:
    """A row for each goal, or all goals in one cell, as the form draws it."""
    goals = [_text(goal) for goal in project.get("goals") or []]
    if goal_cells(form) > 1:
        return goals or [""]
    # The cell as it stands: its goals may share a line. A form with a row for each goal has "label|goal".
    raw = _text(project.get("goals_raw"))
    in_rows = goals and all(f"|{goal}" in raw for goal in goals)
    return [raw if raw and not in_rows else "\n".join(goals)]


def _indicator_texts(indicator: dict[str, Any]) -> dict[str, str]:
    texts = {name: _text(value) for name, value in indicator.items() if name in column_fields()}
    grades = indicator.get("grades") or {}
    return texts | {f"grades.{grade}": _text(value) for grade, value in grades.items()}


def _refuse_losses(form: Form, project: dict[str, Any], content: Content) -> None:
    """A value that the form has no cell for is an error, never dropped."""
    kept = form.fields.union(_AMOUNTS if form.amounts_in else ())
    lost = [name for name in _BODY if _text(project.get(name)) and name not in kept]
    if any(content.plan[plan_cells(form) :]):
        lost.append("plan_raw")
    lost += sorted(
        {name for row in content.indicators for name, text in row.items() if text and name not in form.fields}
    )
    if lost:
        names = "、".join(field_name(name) for name in lost)
        raise TemplateError(texts.NO_PLACE.format(form=form.id, names=names))


def _text(value: Any) -> str:
    return "" if value is None else str(value)

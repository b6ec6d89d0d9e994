"""A project form → its official table, as its definition draws it.

The head of a form and its indicators are two tables, one right below the other, as they were published: so the headings of
the indicators are said again where they go on on the next page.
"""

from __future__ import annotations

from dataclasses import replace

from jibiao.forms import Form
from jibiao.forms.definition import column_fields, field_type
from jibiao.publication.drawn import Cell, DrawnTable, Kind, parted
from jibiao.records import BUDGETS, Project
from jibiao.templates.expand import Content, Placed, expand, goal_cells
from jibiao.templates.fill import project_content
from jibiao.templates.form_sheet import TemplateError, title_of
from jibiao.text import compact

_ABOVE = {"unit": "line_left", "currency": "line_right"}
_OF_LINES = ("unit_code", "unit_name", "currency_unit", "title")
"""Fields that have a place above every form."""
_LIKE: dict[str, Kind] = {"amount": "amount", "share": "centre", "level": "centre", "grade": "centre"}


def title_above(project: Project) -> str:
    """The title as it is printed, else the one that the form prints."""
    title = "".join(project.text("title").split("\n"))
    return title or title_of(project.form, project.name) or project.name


def drawn_form(project: Project) -> list[DrawnTable]:
    """The tables of a form; none if its definition has no place for all that stands in it, or there is no definition."""
    form = project.form
    if not form.cells or not _has_room(form, project):
        return []
    try:
        content = project_content(form, project.to_json())
    except TemplateError:
        return []
    sheet = expand(form, _with_goals_of(project, content))
    line = [cell for cell in sheet.cells if cell.field in _ABOVE]
    missing = _line_left_out(form, project)
    first = min(cell.row for cell in sheet.cells if cell.heading)
    head = [
        _cell(cell) for cell in sheet.cells if cell.field != "title" and cell.row < first and cell not in line
    ]
    head = _with_own_plan_label(project, head, sheet.of("plan_raw"))
    if any(cell.text for cell in line):
        head += map(_cell, line)
    elif missing:
        half = max(len(form.columns) // 2, 1)
        ends = ((0, half - 1), (half, len(form.columns) - 1))
        kinds: tuple[Kind, Kind] = ("line_left", "line_right")
        head += [
            Cell(text, kind, -1, a, -1, b) for text, kind, (a, b) in zip(missing, kinds, ends, strict=True)
        ]
    heads = sheet.indicators.start - first
    body = [_cell(cell) for cell in sheet.cells if cell.row >= first]
    return parted(head, body, form.columns, heads)


def _has_room(form: Form, project: Project) -> bool:
    """Whether every value that stands in the form has a place in its drawing, and the periods of its plan are those that
    the drawing prints."""
    amounts = BUDGETS.values() if form.amounts_in else ()
    places = form.fields.union(_OF_LINES, amounts, ["project_name"] if project.name_from_title else ())
    if any(value.text and name not in places for name, value in project.fields.items()):
        return False
    if project.other_indicators or project.tasks:
        return False
    columns = {name for row in project.indicators for name, value in row.values.items() if value.text}
    if not columns <= form.fields & column_fields():
        return False
    return not project.plan_heads or [*map(compact, project.plan_heads)] == _heads(form)


def _heads(form: Form) -> list[str]:
    """The periods that the drawing prints above the figures of the plan."""
    plan = [cell for cell in form.cells if cell.field == "plan_raw"]
    above = {(cell.last_row, cell.column): cell.text for cell in form.cells if not cell.field}
    return [compact(above.get((cell.row - 1, cell.column), "")) for cell in plan]


def _with_goals_of(project: Project, content: Content) -> Content:
    """Goals with labels of their own stand in rows of their own; else the cell as it stands."""
    if goal_cells(project.form) == 1 and len(project.goal_values) == 1:
        return Content(content.single, content.plan, [project.goal_values[0].text], content.indicators)
    return content


def _with_own_plan_label(project: Project, head: list[Cell], plan: list[Placed]) -> list[Cell]:
    """The label of the plan as it is printed: it may say less than the official one."""
    if project.plan_label is None or not plan:
        return head
    row, text = plan[0].row, project.plan_label.text
    is_label = [
        cell.kind == "label" and cell.column == 0 and cell.row <= row <= cell.last_row for cell in head
    ]
    return [replace(cell, text=text) if own else cell for cell, own in zip(head, is_label, strict=True)]


def _line_left_out(form: Form, project: Project) -> tuple[str, str] | None:
    """The line above a form whose drawing has none, where one was printed."""
    if "unit" in form.fields or "currency" in form.fields:
        return None
    unit = project.text("unit_code") + project.text("unit_name")
    currency = project.text("currency_unit")
    return (unit, f"单位：{currency}" if currency else "") if unit or currency else None


def _cell(placed: Placed) -> Cell:
    if placed.field in _ABOVE:
        kind: Kind = "line_left" if placed.field == "unit" else "line_right"
    elif placed.field is None:
        kind = "heading" if placed.heading else "label"
    else:
        kind = _LIKE.get(field_type(placed.field), "text")
    return Cell(placed.text, kind, placed.row, placed.column, placed.last_row, placed.last_column)

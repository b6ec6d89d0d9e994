"""A form filled in and read again: whether what its definition says is what the reader finds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from jibiao.forms import Form, forms_known, levels_of
from jibiao.forms.definition import column_fields, field_type
from jibiao.identity import Stamp
from jibiao.reading import read_file
from jibiao.records import Project
from jibiao.templates.build import build_book
from jibiao.templates.expand import Content, goal_cells, plan_cells
from jibiao.templates.form_sheet import title_of

_ORGANISATION = "333001", "某某县住房和城乡建设局"
_TYPED = {
    "amount": "130.00",
    "code": "13022524P004044100001",
    "target": "≥80户",
    "grade": "≥80%",
    "date": "2027-01-01",
}
_NAMED = {"operator_raw": "≥", "measure_raw": "户", "weight_raw": "10", "row_number": "1"} | dict(
    zip(("unit_code", "unit_name", "reporting_unit"), (*_ORGANISATION, _ORGANISATION[1]), strict=True)
)
_NOT_SAID = ("title", "unit", "currency")
"""Read as something else: a name, the organisation, the unit of money."""


def fields_lost(form: Form) -> list[str]:
    """The fields of a form whose cells are not found again when it was filled in, in the order of the drawing."""
    fields = dict.fromkeys(cell.field for cell in form.cells if cell.field)
    texts = {name: _sample(name, number) for number, name in enumerate(fields)}
    with TemporaryDirectory() as folder, forms_known((form,)):
        path = Path(folder) / "试填.xlsx"
        stamp = Stamp(form.id, form.version, 0, *_ORGANISATION)
        path.write_bytes(build_book(form, [_content(form, texts)], stamp))
        projects = read_file(path).projects
    if len(projects) != 1 or projects[0].form is not form:
        return list(fields)
    return [name for name in fields if name not in _NOT_SAID and not _is_read(projects[0], name, texts[name])]


def _sample(name: str, number: int) -> str:
    return _NAMED.get(name) or _TYPED.get(field_type(name)) or f"农村危房改造试填之{number}"


def _content(form: Form, texts: dict[str, str]) -> Content:
    row = {name: texts[name] for name in form.fields & column_fields()}
    rows = [
        row | {"l1": l1} | ({"l2": l2} if "l2" in row else {})
        for l1, children in levels_of(form.taxonomy).tree.items()
        for l2 in children or ("",)
    ]
    single = {name: texts[name] for name in form.fields - column_fields()}
    plan = [f"{100 * n // plan_cells(form)}%" for n in range(1, plan_cells(form) + 1)]
    own = {"title": title_of(form, texts.get("project_name", "农村危房改造")), "unit": "".join(_ORGANISATION)}
    currency = {"currency": f"单位：{form.currency_unit}"} if form.currency_unit else {}
    return Content(
        {**single, **own, **currency}, plan, [texts.get("goals", "")] * max(goal_cells(form), 1), rows
    )


def _is_read(project: Project, name: str, text: str) -> bool:
    if name in column_fields():
        found = [row.text(name) for row in project.indicators]
        return bool(found) and all(found) and (name in ("l1", "l2") or set(found) == {text})
    if name == "plan_raw":
        return bool(project.plan) and all(value.text for value in project.plan)
    if name == "goals":
        return bool(project.goals)
    return project.text("unit_name" if name == "reporting_unit" else name) == text

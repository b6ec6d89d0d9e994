"""Helpers of these tests: a template built once for each form, and a sheet as a text table."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from jibiao.forms import all_forms, form_by_id
from jibiao.identity import Stamp
from jibiao.templates import build_book
from jibiao.templates.fill import project_content

TESTS = Path(__file__).parents[1]

FORMS = [form.id for form in all_forms()]


def gold(form_id: str) -> dict:
    """A published project on this form."""
    return json.loads((TESTS / "data" / "gold" / f"{form_id}.json").read_text("utf-8"))


def draw(sheet) -> str:
    """The sheet as a text table: "<" merged with the cell to its left, "^" with the cell above."""
    marks = {}
    for area in sheet.merged_cells.ranges:
        for row, column in area.cells:
            marks[row, column] = "<" if column > area.min_col else "^"
        del marks[area.min_row, area.min_col]
    lines = []
    for row in sheet.iter_rows():
        texts = [marks.get((cell.row, cell.column), _shown(cell.value)) for cell in row]
        lines.append(" | ".join(texts).strip() if any(texts) else "")
    return "\n".join(lines)


def _shown(value) -> str:
    return "" if value is None else str(value).replace("\n", "\\n")


def open_book(data: bytes):
    """The workbook in these bytes."""
    return openpyxl.load_workbook(io.BytesIO(data))


def open_form(data: bytes):
    """The first form sheet of the workbook in these bytes, with the texts that its formulas show."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=True)["项目1"]


def blank(form_id: str, sheets: int = 1) -> bytes:
    """The bytes of a blank template."""
    return build_book(form_by_id(form_id), [None] * sheets, Stamp(form_id, form_by_id(form_id).version))


def filled(form_id: str, *projects: dict) -> bytes:
    """The bytes of a template filled with these projects, one a sheet."""
    form = form_by_id(form_id)
    return build_book(
        form,
        [project_content(form, project) for project in projects],
        Stamp(form_id, form_by_id(form_id).version),
    )


@pytest.fixture(params=FORMS)
def form_id(request) -> str:
    """Each official form in turn."""
    return request.param


@pytest.fixture(scope="session")
def tools():
    """The functions above: test modules are imported on their own and cannot import this one."""
    return SimpleNamespace(
        gold=gold, draw=draw, open_book=open_book, open_form=open_form, blank=blank, filled=filled
    )

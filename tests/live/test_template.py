"""The add-in on a template, whose sheets are protected, in a real LibreOffice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.checks.order import worst_first
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.validate import clear, validate
from jibiao.own_sheets import RESULTS
from jibiao.reading import read_file
from jibiao.templates import build_book
from jibiao.templates.fill import project_content
from live_host import cell_properties, shown_fills

GOLD = Path(__file__).parents[1] / "data" / "gold"
ERROR, OTHER = "#D55E00", "#CFE2F3"


@pytest.fixture
def template(tmp_path):
    """A template for three projects, the first filled in with an impossible value and a name that is no level,
    the second well, the third blank."""
    form = form_by_id("A1")
    good = json.loads((GOLD / "A1.json").read_text("utf-8")) | {"title": None}
    bad = json.loads(json.dumps(good)) | {
        "project_name": "另一个项目",
        "project_code": "13022524P000000000002",
    }
    bad["indicators"][-1]["value_raw"] = "≥100%"
    bad["indicators"][1]["l2"] = "质量指标一"
    contents = [project_content(form, bad), project_content(form, good), None]
    path = tmp_path / "模板.xlsx"
    path.write_bytes(build_book(form, contents, Stamp("A1", form.version, 2024, "333001", "某县住建局")))
    return path


def _listed(book):
    return read_results(find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS)).lines


def test_the_open_template_gives_the_findings_of_its_file(open_book, template):
    findings = check([read_file(template)])
    book = open_book(template)
    outcome = validate(book, whole=True)
    assert [(line.sheet, line.cell, line.message) for line in _listed(book)] == [
        (finding.sheet, finding.cell, finding.message) for finding in worst_first(findings)
    ]
    assert not outcome.alert  # nothing is said of protection: the sheets carry the lights themselves


def test_what_is_listed_lights_up_on_protected_sheets(open_book, template, tmp_path):
    book = open_book(template)
    validate(book, whole=True)
    fills = {
        at: fill for at, fill in shown_fills(book, tmp_path).items() if at[0].startswith("项目") and fill
    }
    listed = {
        (line.sheet, line.cell): ERROR if line.look == "error" else OTHER
        for line in _listed(book)
        if line.cell
    }
    assert {at: fills.get(at) for at in listed} == listed
    assert listed


def test_clearing_leaves_the_template_as_it_was(open_book, template):
    """Cell by cell; LibreOffice writes the unlocked cells beside the form out in another way afterwards."""
    book = open_book(template)
    before, names = cell_properties(book), {name.name: name.refers_to for name in book.names}
    validate(book, whole=True)
    assert RESULTS in [sheet.name for sheet in book.sheets]
    assert not clear(book).alert
    assert cell_properties(book) == before
    assert {name.name: name.refers_to for name in book.names} == names


def test_a_second_click_lists_and_lights_anew(open_book, template, tmp_path):
    book = open_book(template)
    validate(book, whole=True)
    cells = {(line.sheet, line.cell) for line in _listed(book)}
    sheet = book.sheets["项目1"]
    value = next(cell for sheet_, cell in cells if sheet_ == "项目1" and cell.startswith("F"))
    sheet.range(value).value = "≥95%"
    validate(book, whole=True)
    again = _listed(book)
    assert {(line.sheet, line.cell) for line in again} <= cells
    left = {line.look for line in again if (line.sheet, line.cell) == ("项目1", value)}
    assert "error" not in left
    assert shown_fills(book, tmp_path)["项目1", value] == (OTHER if left else "")

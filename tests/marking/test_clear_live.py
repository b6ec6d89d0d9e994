"""A marked copy in a spreadsheet program: the add-in's 清除 takes everything off, 校验 goes on from it."""

from __future__ import annotations

import shutil

import pytest

from jibiao.checks import check
from jibiao.checks.order import worst_first
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.validate import clear, next_finding, validate
from jibiao.marking.mark import mark_workbook
from jibiao.own_sheets import RESULTS
from jibiao.reading import read_file
from workbooks import WORKBOOKS


@pytest.fixture
def copy(app, tmp_path):
    """A marked copy of a published workbook, opened."""
    source = next(WORKBOOKS.glob("002*"))
    target = tmp_path / "marked.xlsx"
    reading = read_file(source)
    mark_workbook(reading, check([reading]), target)
    shutil.copy(source, tmp_path / "a.xlsx")
    book = app.books.open(str(target))
    yield book
    book.close()


def _rules(book):
    return [rule for sheet in book.sheets for rule in sheet.cells.conditional_formats]


def _results(book):
    return read_results(find_sheet({sheet.name: sheet for sheet in book.sheets}, RESULTS))


def test_the_add_in_reads_the_list_as_its_own(copy):
    reading = read_file(next(WORKBOOKS.glob("002*")))
    found = [(line.sheet, line.cell, line.message) for line in _results(copy).lines]
    assert found == [(one.sheet, one.cell, one.message) for one in worst_first(check([reading]))]
    assert set(_results(copy).marked) == {sheet for sheet, cell, _ in found if cell}
    next_finding(copy)
    assert copy.app.selection.address.replace("$", "") in {cell for _, cell, _ in found}


def test_clearing_takes_list_rules_notes_and_name_off(copy):
    lines = [line for line in _results(copy).lines if line.note]
    assert lines and all(copy.sheets[line.sheet].range(line.cell).note for line in lines)
    outcome = clear(copy)
    assert not outcome.alert
    assert RESULTS not in [sheet.name for sheet in copy.sheets]
    assert not any(copy.sheets[line.sheet].range(line.cell).note for line in lines)
    assert "jb_marks" not in copy.names
    assert _rules(copy) == []


def test_validating_again_makes_no_second_set_of_rules(copy):
    before = len(_rules(copy))
    validate(copy, whole=True)
    assert len(_rules(copy)) == before
    clear(copy)
    assert _rules(copy) == []

"""Three invented departments, in other words than the published document, read from Word and from workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.official_table import BLANK
from jibiao.reading import FileReading, read_file
from jibiao.reading.document import read_blocks
from reading.departments import NAMES, as_workbook, document, gold, planted
from reading.official_documents import blocks_of


def from_document(text: str, tmp_path: Path) -> FileReading:
    return read_blocks(blocks_of(text), Path("公开.docx"))


def from_workbook(text: str, tmp_path: Path) -> FileReading:
    return read_file(as_workbook(text, tmp_path / "公开.xlsx"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("read", [from_document, from_workbook])
def test_all_that_stands_in_it_is_read(name: str, read, tmp_path: Path) -> None:
    said, rows = gold(name)
    reading = read(document(name), tmp_path)
    assert reading.target
    got = {
        "year": said["year"],
        "items": "、".join(item.name for item in reading.target.items),
        "measures": str(len(reading.target.measures)),
    }
    for path in said.keys() - got.keys():
        kind, _, field = path.partition(".")
        texts = (table.text(field) for table in reading.tables if table.kind == kind)
        got[path] = next(filter(None, texts), "")
    assert got == said
    for kind, wanted in rows.items():
        (table,) = (table for table in reading.tables if table.kind == kind and table.rows)
        filled = [row for row in table.rows if row.kind != BLANK]
        kinds = [row.kind for row in filled]
        assert (kind, kinds) == (kind, [one["kind"] for one in wanted])
        for row, want in zip(filled, wanted, strict=True):
            known = {name: text for name, text in want.items() if name != "kind" and text != "?"}
            assert {name: row.text(name) for name in known} == known


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("read", [from_document, from_workbook])
def test_what_is_right_is_not_told(name: str, read, tmp_path: Path) -> None:
    told = check([read(document(name), tmp_path)], int(gold(name)[0]["year"]))
    hints = (
        "no_form",
        "not_understood",
        "doc_table_incomplete",
    )  # sheets of texts; the blank row of one table
    assert [finding.message for finding in told if finding.rule not in hints] == []


@pytest.mark.parametrize(("name", "right", "wrong", "rules"), planted())
def test_what_was_planted_is_found(
    name: str, right: str, wrong: str, rules: set[str], tmp_path: Path
) -> None:
    text, year = document(name), int(gold(name)[0]["year"])
    assert right in text
    before = {(one.rule, one.message) for one in check([from_document(text, tmp_path)], year)}
    after = check([from_document(text.replace(right, wrong, 1), tmp_path)], year)
    assert {one.rule for one in after if (one.rule, one.message) not in before} == rules


def test_what_a_sentence_says_of_a_table_on_another_sheet(tmp_path: Path) -> None:
    text = document("water").replace("政府采购预算3,150,000元", "政府采购预算3,510,000元")
    told = check([from_workbook(text, tmp_path)], 2025)
    assert "doc_figures_differ" in {finding.rule for finding in told}

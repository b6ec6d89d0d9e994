"""What is published is what was handed in: read back, every cell and every paragraph is the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import jibiao
from publication.documents import DOCUMENTS, read_back, values_of, write_document
from reading.official_documents import HEALTH, SCHOOL, WATER
from workbooks import WORKBOOKS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name[:3])
def test_a_published_document_published_again_says_the_same(document: Path, tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    shutil.copy(document, tmp_path / "报送")
    published = jibiao.publish(tmp_path / "报送", tmp_path / "公开.docx", with_errors=True)
    before, after = values_of(read_back(document)), values_of(read_back(tmp_path / "公开.docx"))
    assert len(before) > 600
    assert after == before
    assert published.forms == len(published.department.projects)


@pytest.mark.parametrize("text", [HEALTH, SCHOOL, WATER], ids=["health", "school", "water"])
def test_other_departments_documents_too(text: str, tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    source = write_document(tmp_path / "报送" / "上报.docx", text)
    jibiao.publish(tmp_path / "报送", tmp_path / "公开.docx", with_errors=True)
    before, after = values_of(read_back(source)), values_of(read_back(tmp_path / "公开.docx"))
    assert len(before) > 40
    added = after.keys() - before.keys()
    assert all(
        path.endswith(".fields.title") for path in added
    )  # a table without one gets the official title
    assert {path: text for path, text in after.items() if path not in added} == before


@pytest.mark.parametrize("bureau", ["000", "001", "002", "004"])
def test_every_cell_of_the_workbooks_stands_in_the_document(bureau: str, tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    for path in WORKBOOKS.glob(f"{bureau}_*"):
        shutil.copy(path, tmp_path / "报送")
    jibiao.publish(tmp_path / "报送", tmp_path / "公开.docx", with_errors=True)
    readings = jibiao.read(tmp_path / "报送")
    forms = [form for reading in readings for form in reading.projects]
    published = read_back(tmp_path / "公开.docx").projects
    assert [form.name for form in published] == [form.name for form in forms]
    for before, after in zip(forms, published, strict=True):
        assert [row.values.keys() for row in after.indicators] == [
            row.values.keys() for row in before.indicators
        ]
        kept = (
            "project_code",
            "project_name",
            "budget_total_raw",
            "use_of_funds",
            "plan_raw",
            "goals",
            "plan_label",
        )
        one, other = before.to_json(), after.to_json()
        assert json.dumps([other[key] for key in kept]) == json.dumps([one[key] for key in kept])

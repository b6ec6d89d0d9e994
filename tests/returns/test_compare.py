"""One workbook against its template."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from collection.meddling import FIRST, KINDS, SELF_CHECK, fill, pack, put, remove_row, replace, unpack
from jibiao.files.formulas import read_formulas
from jibiao.files.workbook import read_workbook
from jibiao.forms import all_forms, form_by_id
from jibiao.identity import Stamp
from jibiao.reading import read_book
from jibiao.returns.compare import Change, compare
from jibiao.returns.expected import expected_sheets
from jibiao.templates import build_book
from office import convert

STAMP = Stamp("A1", form_by_id("A1").version, 2026, "001", "某县农业农村局")


def changes(path: Path, form: str = "A1", sheets: int = 2) -> list[Change]:
    workbook = read_workbook(path)
    expected = expected_sheets(form_by_id(form), sheets, STAMP.year)
    return compare(workbook, read_book(workbook, path), read_formulas(path), expected)


@pytest.fixture
def parts() -> dict[str, bytes]:
    filled = unpack(build_book(form_by_id("A1"), [None, None], STAMP))
    fill(filled, "农村公路")
    return filled


def written(folder: Path, parts: dict[str, bytes]) -> Path:
    path = folder / "甲.xlsx"
    path.write_bytes(pack(parts))
    return path


@pytest.fixture(scope="module")
def templates(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("blank")
    paths = []
    for form in all_forms():
        paths.append(folder / f"{form.id}.xlsx")
        stamp = Stamp(form.id, form.version, 2026, "001", "某县农业农村局")
        paths[-1].write_bytes(build_book(form, [None, None], stamp))
    return paths


def test_a_template_as_it_was_sent_has_no_changes(templates) -> None:
    assert {path.stem: changes(path, path.stem) for path in templates if changes(path, path.stem)} == {}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_template_that_libreoffice_saved_has_no_changes(templates, kind, tmp_path) -> None:
    for path in convert(kind, tmp_path, *templates):
        told = [change.rule for change in changes(path, path.stem)]
        assert told == ([] if kind == "xlsx" else ["template_not_compared"]), path.stem


@pytest.mark.skipif(not which("ssconvert"), reason="Gnumeric is not installed")
def test_a_template_that_gnumeric_saved_has_no_changes(templates, tmp_path) -> None:
    for path in templates:
        saved = tmp_path / path.name
        subprocess.run(["ssconvert", path, saved], check=True, capture_output=True)
        assert [(change.rule, change.address) for change in changes(saved, path.stem)] == [], path.stem


def test_old_and_new_are_told_with_the_cell(parts, tmp_path) -> None:
    put(parts, FIRST, "A4", "预算  规模及")
    put(parts, FIRST, "A1", "别的题目")
    put(parts, SELF_CHECK, "D5", "通过")
    label, title, check = changes(written(tmp_path, parts))
    assert (label.address, label.old, label.new) == ("A4", "预算规模及资金用途", "预算  规模及")
    assert (title.address, title.new) == ("A1", "别的题目")
    assert title.old.startswith("=$E$3&")
    assert (check.sheet, check.address, check.new) == ("自检", "D5", "通过")


def test_white_space_and_line_breaks_in_a_label_are_no_change(parts, tmp_path) -> None:
    put(parts, FIRST, "A4", "预算规模及 资金用途")
    assert changes(written(tmp_path, parts)) == []


def test_what_is_filled_in_is_no_change(parts, tmp_path) -> None:
    for cell in ("A2", "B11", "C11", "A19", "G19"):
        put(parts, FIRST, cell, "自己写的")
    assert changes(written(tmp_path, parts)) == []


def test_one_inserted_row_is_not_forty_changed_labels(parts, tmp_path) -> None:
    KINDS["row between"].change(parts)
    put(parts, FIRST, "A9", "总体目标")
    told = [(change.rule, change.address) for change in changes(written(tmp_path, parts))]
    assert told == [("template_row_inserted", "A4"), ("template_label_changed", "A9")]


def test_a_removed_row_is_told_with_the_labels_that_went(parts, tmp_path) -> None:
    remove_row(parts, 3)
    told = [(change.rule, change.old) for change in changes(written(tmp_path, parts))]
    assert told == [("template_row_removed", "项目编码、项目名称")]


def test_of_a_sheet_with_another_table_only_that_is_told(parts, tmp_path) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>会议签到表</t></is></c></row>'.encode()
    head, _, tail = parts[FIRST].partition(b"<sheetData>")
    parts[FIRST] = head + b"<sheetData>" + row + tail[tail.index(b"</sheetData>") :]
    assert [change.rule for change in changes(written(tmp_path, parts))] == ["template_not_compared"]


def test_shared_formulas_are_formulas_of_every_cell_that_shares(parts, tmp_path) -> None:
    """Excel writes equal neighbours so."""
    text = parts[SELF_CHECK].decode()
    start = text.index('<c r="C5"')
    formula = text[text.index("<f>", start) + 3 : text.index("</f>", start)]
    replace(parts, SELF_CHECK, f"<f>{formula}</f>", f'<f t="shared" ref="C5:C6" si="0">{formula}</f>')
    text = parts[SELF_CHECK].decode()
    start = text.index("<f>", text.index('<c r="C6"'))
    end = text.index("</f>", start) + 4
    parts[SELF_CHECK] = (text[:start] + '<f t="shared" si="0"/>' + text[end:]).encode()
    assert changes(written(tmp_path, parts)) == []


@pytest.mark.parametrize("name", [FIRST, SELF_CHECK])
def test_a_damaged_sheet_is_no_crash(parts, tmp_path, name) -> None:
    parts[name] = parts[name][: len(parts[name]) // 2]
    assert "template_sheet_removed" not in {change.rule for change in changes(written(tmp_path, parts))}

"""The status workbook and the letters of return, as a finance section sees them."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from collection.meddling import KINDS, fill, pack, unpack
from grids import grid
from jibiao.checks import Finding, Severity
from jibiao.checks.order import grouped
from jibiao.cli import group
from jibiao.collection import intake
from jibiao.collection.letters import _MOST_OF_A_RULE, letters_of, rows_of
from jibiao.consolidation import consolidate
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.manifest import ManifestError
from jibiao.own_output import is_own_output
from jibiao.templates import build_book
from office import audit
from reading.test_kinds import SELF_EVALUATION
from workbooks import WORKBOOKS

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"
A4_WIDTH = 88
"""Characters of the normal font at 100 %, between the margins."""
NAMES = ["某县农业农村局", "=1+1", "某县某某:局[一]/二?" + "很长的名称" * 8, "某县交通运输局", "某县人民医院"]
CUT_AT_AN_APOSTROPHE = "某" * 28 + "'" + "局" * 5


@pytest.fixture
def round_of(tmp_path: Path) -> Path:
    """A folder with 下发 and 收回: a changed file, one named like a formula, a long name, a blank, one missing."""
    rows = "".join(f"00{n},{name},,2\n" for n, name in enumerate(NAMES, 1))
    (tmp_path / "名单.csv").write_text("单位编码,单位名称,上级单位,项目数\n" + rows, "utf-8")
    sent = distribute(
        tmp_path / "名单.csv", form_by_id("A1"), 2026, tmp_path / "下发", None, "{code}.xlsx"
    ).manifest.sent
    (tmp_path / "收回").mkdir()
    for one in sent[:3]:
        parts = unpack((tmp_path / "下发" / one.file).read_bytes())
        fill(parts, "=cmd|' /C calc'!A0")
        KINDS["label changed"].change(parts)
        (tmp_path / "收回" / f"{one.code}.xlsx").write_bytes(pack(parts))
    shutil.copy(tmp_path / "下发" / sent[3].file, tmp_path / "收回" / "四.xlsx")
    (tmp_path / "收回" / "说明.docx").write_bytes(b"x")
    return tmp_path


def status(folder: Path) -> tuple[openpyxl.Workbook, Path]:
    target = folder / "收表情况.xlsx"
    intake(folder / "收回", folder / "下发", target, generated=dt.datetime(2026, 1, 2))
    return openpyxl.load_workbook(target), target


def test_the_workbook_passes_the_audit_and_is_known_as_ours(round_of) -> None:
    _, target = status(round_of)
    assert audit(target) == []
    assert is_own_output(target)


def test_every_organisation_has_its_row_and_those_with_faults_a_letter(round_of) -> None:
    book, _ = status(round_of)
    rows = list(book["总览"].iter_rows(min_row=5, values_only=True))
    assert [(row[2], row[4]) for row in rows] == list(
        zip(NAMES, ["已报送", "已报送", "已报送", "空白表", "未报送"], strict=True)
    )
    letters = book.sheetnames[5:-1]
    assert len(letters) == 4
    assert letters[0] == "1.某县农业农村局"
    assert all(len(name) <= 31 for name in letters)
    assert [(row[1], row[4]) for row in book["未报送"].iter_rows(min_row=5, values_only=True)] == [
        ("004", "空白表"), ("005", "未报送"),
    ]  # fmt: skip
    found = list(book["问题清单"].iter_rows(min_row=4, values_only=True))
    names = next(row.index("单位名称") for row in found if "单位名称" in row)
    assert {row[names] for row in found if "报来的是空白表" in row} == {NAMES[3]}
    assert [row[1] for row in book["其他文件"].iter_rows(min_row=5, values_only=True)] == ["说明.docx"]


def test_county_text_never_becomes_a_formula(round_of) -> None:
    book, _ = status(round_of)
    assert {c.data_type for sheet in book for row in sheet.iter_rows() for c in row} <= {"s", "n"}


def test_a_letter_names_every_error_and_warning_errors_first(round_of) -> None:
    book, _ = status(round_of)
    texts = [[str(v or "") for v in row] for row in book["1.某县农业农村局"].iter_rows(values_only=True)]
    lines = [row for row in texts if row[0].isdecimal()]
    severities = [row[1] for row in lines]
    assert severities == sorted(severities, key=["错误", "警告"].index)
    assert texts[1][0] == "某县农业农村局："
    errors, warnings = map(int, re.findall(r"(?:错误|警告) (\d+) 处", texts[2][0]))
    result = intake(round_of / "收回", round_of / "下发")
    one = next(one for one in result.returns if one.sent.name == "某县农业农村局")
    found = result.to_correct(one)
    assert len(found) == errors + warnings > 5
    told = "".join(row[2] + row[3] for row in lines).replace("\n", "")
    assert all(finding.message in told for finding in found)
    hints = next((row[0] for row in texts if "另有提示" in row[0]), "")
    assert hints.split()[1:2] == [str(len(result.hints(one)))] * bool(result.hints(one))


def found(cell: str, sheet: str, message: str = "没有填写。", file: str = "甲.xlsx") -> Finding:
    return Finding("value_empty", Severity.ERROR, file, sheet, cell, None, None, "", message, "请填写。")


def rows(*findings: Finding) -> list[tuple[str, ...]]:
    (group,) = grouped(findings)
    return [row[2:5] for row in rows_of(group)]


def test_what_is_alike_is_one_row_of_a_letter_with_every_cell() -> None:
    assert rows(found("F11", "1.表")) == [("1.表：F11", "没有填写。", "请填写。")]
    (row,) = rows(found("C9", "1.表"), found("B8", "1.表"), found("B8", "2.表"))
    assert row[0] == "1.表：B8、C9\n2.表：B8"
    (row,) = rows(*(found("F11", f"{n}.表") for n in range(5)))
    assert row[0].replace("\n", "") == "0.表、1.表、2.表、3.表、4.表：F11"
    (row,) = rows(*(found(f"G{n}", "1.表") for n in (9, 10, 11, 14)))
    assert row[0] == "1.表：G9:G11、G14"


def test_what_differs_is_told_cell_by_cell() -> None:
    typos = [
        found("B8", "1.表", f"“{wrong}”疑为“{right}”。")
        for wrong, right in (("校益", "效益"), ("建没", "建设"))
    ]
    assert [row[:2] for row in rows(*typos)] == [
        ("1.表：B8", "“校益”疑为“效益”。"),
        ("1.表：B8", "“建没”疑为“建设”。"),
    ]


def test_no_cell_name_is_broken_at_the_end_of_a_line() -> None:
    cells = [f"G{n}" for n in range(9, 300, 2)]
    parts = rows(*(found(cell, "1." + "很长的名称" * 5) for cell in cells))
    assert len(parts) > 1
    lines = [line for row in parts for line in row[0].split("\n")]
    assert max(len(line.encode("gbk")) for line in lines) <= 19
    told = [cell for line in lines for cell in re.findall(r"G\d+", line)]
    assert told == cells


def test_of_several_files_a_letter_speaks_one_by_one_with_name_and_date(round_of) -> None:
    shutil.copy(round_of / "收回" / "001.xlsx", round_of / "收回" / "001改.xlsx")
    book = openpyxl.load_workbook(round_of / "收回" / "001改.xlsx")
    book["项目1"]["E3"] = "另一个项目"
    book.save(round_of / "收回" / "001改.xlsx")
    result = intake(round_of / "收回", round_of / "下发")
    letter = letters_of(result)[result.returns[0].key]
    assert [part.name for part in letter.parts] == ["001.xlsx", "001改.xlsx"]
    assert all(
        re.fullmatch(r"文件：.*xlsx，\d{4}年\d+月\d+日 \d\d:\d\d", part.heading) for part in letter.parts
    )
    numbers = [row.number for part in letter.parts for row in part.rows]
    assert numbers == [*range(1, len(numbers) + 1)]
    assert "等 2 个" in letter.text
    shown, _ = status(round_of)
    lines = [str(row[0]) for row in shown[letter.sheet].iter_rows(values_only=True)]
    assert [lines.index(part.heading) for part in letter.parts] == [4, 5 + len(letter.parts[0].rows)]


def test_nothing_in_a_letter_is_meant_for_the_finance_section(round_of) -> None:
    (round_of / "收回" / "005某县人民医院.xlsx").write_bytes(b"no workbook")
    letters = {
        one.one.sent.code: one for one in letters_of(intake(round_of / "收回", round_of / "下发")).values()
    }
    said = [text for one in letters.values() for part in one.parts for row in part.rows for text in row[3:]]
    assert letters["005"].parts[0].rows[0].remedy.startswith("请确认文件打得开")
    for words in ("报送单位", "让单位", "--password", "下发清单", "不必处理", "jibiao"):
        assert not [text for text in said if words in text]


def test_thousands_of_one_rule_are_counted_honestly() -> None:
    told = rows(*(found(f"F{n}", "1.表", f"第{n}处。") for n in range(3000)))
    assert len(told) == _MOST_OF_A_RULE + 1
    assert str(3000 - _MOST_OF_A_RULE) in told[-1][1]


def test_a_name_that_is_cut_after_an_apostrophe_gets_its_letter(tmp_path) -> None:
    (tmp_path / "名单.csv").write_text(f"单位编码,单位名称\n001,{CUT_AT_AN_APOSTROPHE}\n", "utf-8")
    distribute(tmp_path / "名单.csv", form_by_id("A1"), 2026, tmp_path / "下发")
    shutil.copytree(tmp_path / "下发", tmp_path / "收回")
    book, _ = status(tmp_path)
    assert book.sheetnames[5:-1] == ["1." + "某" * 28]


def test_a_letter_is_as_wide_as_an_upright_page_at_a_legible_size(round_of) -> None:
    book, _ = status(round_of)
    for name in book.sheetnames[5:-1]:
        sheet = book[name]
        assert sheet.page_setup.orientation == "portrait"
        assert int(sheet.page_setup.fitToHeight) == 0  # as many pages as it needs
        assert sheet.print_title_rows == "$4:$4"
        assert sum(column.width for column in sheet.column_dimensions.values()) < A4_WIDTH


def test_consolidate_with_the_manifest_knows_who_is_missing_and_what_was_changed(round_of) -> None:
    result = consolidate(round_of / "收回", round_of / "汇总.xlsx", manifest=round_of / "下发")
    assert result.roster is not None
    assert [line.code for line in result.roster.missing] == ["005"]
    assert [match.line.code for match in result.roster.of_state("blank")] == ["004"]
    assert {"template_label_changed", "file_blank"} <= {finding.rule for finding in result.findings}


def said_by(*words: object) -> str:
    """What a command says on the terminal, in one line."""
    return CliRunner().invoke(group, [str(word) for word in words]).stdout.replace("\n", "")


def test_the_figures_are_the_same_in_terminal_status_workbook_and_summary(round_of) -> None:
    folder = round_of / "收回"
    (folder / "005某县人民医院.docx").write_bytes(b"no document")
    target, summary = round_of / "收表情况.xlsx", round_of / "汇总.xlsx"
    said = said_by("intake", folder, "--manifest", round_of / "下发", "-o", target)
    figures = "已报 3 个（其中有几个不同文件的 0 个），空白表 1 个，没有读到表 1 个，未报 0 个"
    assert f"应报 5 个单位：{figures}" in said
    assert "报来了文件、没有读到表：某县人民医院" in said
    book = openpyxl.load_workbook(target)
    assert f"应报 5 个单位：{figures}" in book["总览"]["A2"].value
    rows = {row[2]: row for row in book["未报送"].iter_rows(min_row=5, values_only=True)}
    assert rows["某县人民医院"][4:] == (
        "没有读到表",
        "005.xlsx",
        "005某县人民医院.docx",
        rows["某县人民医院"][7],
    )
    assert len(rows["某县人民医院"][7]) > 5
    for arguments in (["--manifest", round_of / "下发"], ["--roster", round_of / "名单.csv"]):
        said = said_by("consolidate", folder, "-o", summary, *arguments)
        assert "空白表 1 个" in said
        assert "报来的是空白表，视同未报送：某县交通运输局" in said
        assert "应报未报" not in said
        shown = [str(cell.value) for row in openpyxl.load_workbook(summary)["提交情况"] for cell in row]
        wanted = "应报 5 个：已报 3 个，空白表 1 个，没有读到表 1 个，未报 0 个"
        assert any(wanted in text for text in shown), arguments
        assert any("005某县人民医院.docx（" in text for text in shown)


def test_what_was_sent_may_lie_in_the_folder_itself(round_of) -> None:
    shutil.move(round_of / "下发", round_of / "收回" / "下发")
    result = intake(round_of / "收回", round_of / "收回" / "下发")
    assert [str(one.state) for one in result.returns] == ["returned"] * 3 + ["blank", "missing"]


def test_whose_forms_are_in_the_file_of_another_is_told(round_of) -> None:
    path = round_of / "收回" / "001.xlsx"
    book = openpyxl.load_workbook(path)
    book["项目2"]["A2"], book["项目2"]["E3"] = "005某县人民医院", "扩建"
    book.save(path)
    found, _ = status(round_of)
    assert [cell.value for cell in found["总览"][4]][15].startswith("对应")
    assert "另有“某县人民医院”的表" in found["总览"]["P5"].value
    assert found["总览"]["P6"].value == "模板标记"


def test_a_file_of_somebody_else_is_not_written_over(round_of) -> None:
    with pytest.raises(FileExistsError):
        intake(round_of / "收回", round_of / "下发", round_of / "收回" / "001.xlsx")


def test_a_folder_without_a_manifest_is_refused(round_of) -> None:
    with pytest.raises(ManifestError):
        intake(round_of / "收回", round_of / "收回")


def test_the_result_can_be_written_as_json(round_of) -> None:
    data = json.loads(json.dumps(intake(round_of / "收回", round_of / "下发").to_json()))
    assert (data["returned"], data["blank"], data["missing"]) == (3, 1, 1)
    assert data["organisations"][0]["files"][0]["changes"][0]["cell"] == "A3"


def test_a_workbook_that_the_comparison_fails_on_costs_no_other(round_of, monkeypatch, told_failures) -> None:
    from jibiao.returns import assess

    whole = assess.compare

    def raising(workbook, reading, *others):
        if reading.path.stem == "002":
            raise KeyError("of ours")
        return whole(workbook, reading, *others)

    monkeypatch.setattr(assess, "compare", raising)
    result = intake(round_of / "收回", round_of / "下发")
    failed = [f for f in result.department.findings if f.rule == "rule_failed"]
    assert [Path(f.file).name for f in failed] == ["002.xlsx"] and "KeyError" in failed[0].message
    changed = {Path(f.file).name for f in result.department.findings if f.rule == "template_label_changed"}
    assert changed == {"001.xlsx", "003.xlsx"}
    told_failures.clear()


def test_files_that_are_no_target_forms_are_told_to_be_none(round_of) -> None:
    book = openpyxl.Workbook()
    for row in (["姓名", "电话"], ["张三", "0312-1234567"]):
        book.active.append(row)
    book.save(round_of / "收回" / "通讯录.xlsx")
    book = openpyxl.Workbook()
    for row in grid(SELF_EVALUATION).rows:
        book.active.append(list(row))
    book.save(round_of / "收回" / "自评.xlsx")
    told, _ = status(round_of)
    why = {row[1]: row[2] for row in told["其他文件"].iter_rows(min_row=5, values_only=True)}
    assert why["通讯录.xlsx"] == "文件可以打开，但没有找到绩效目标表。"
    assert why["自评.xlsx"] == "不是绩效目标表：绩效自评表1张，不计入汇总。"


def test_a_document_beside_the_workbook_is_no_rival_of_it_and_alone_it_is_the_return(tmp_path) -> None:
    workbook = next(WORKBOOKS.glob("000*.xlsx"))
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n333001,乐亭县住房和城乡建设局本级\n", "utf-8")
    distribute(tmp_path / "名单.csv", form_by_id("A1"), 2024, tmp_path / "下发")
    (tmp_path / "收回").mkdir()
    shutil.copy(next(DOCUMENTS.glob("000*.docx")), tmp_path / "收回" / "公开.docx")
    (one,) = intake(tmp_path / "收回", tmp_path / "下发").returns
    assert (one.state, len(one.files[0].reading.projects)) == ("returned", 21)
    shutil.copy(workbook, tmp_path / "收回" / "报送.xlsx")
    book, _ = status(tmp_path)
    (one,) = intake(tmp_path / "收回", tmp_path / "下发").returns
    assert (one.state, [file.entry.relative for file in one.files]) == ("returned", ["报送.xlsx"])
    ((name, why),) = [row[1:3] for row in book["其他文件"].iter_rows(min_row=5, values_only=True)]
    assert (name, "以工作簿为准" in why) == ("公开.docx", True)


def test_a_letter_in_word_is_nobodys_return(tmp_path) -> None:
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n1,某某县农业农村局\n", "utf-8")
    distribute(tmp_path / "名单.csv", form_by_id("A1"), 2024, tmp_path / "下发")
    (tmp_path / "收回").mkdir()
    letter = docx.Document()
    letter.add_paragraph("某某县农业农村局报送函")
    letter.save(str(tmp_path / "收回" / "某某县农业农村局报送函.docx"))
    (one,) = intake(tmp_path / "收回", tmp_path / "下发").returns
    assert one.state == "missing"


def test_a_file_called_like_one_that_is_missing_is_named_beside_it(round_of) -> None:
    stamp = Stamp("A1", form_by_id("A1").version, 2026, "9001", "外市某医院")
    parts = unpack(build_book(form_by_id("A1"), [None], stamp))
    fill(parts, "外来的项目")
    (round_of / "收回" / "005某县人民医院.xlsx").write_bytes(pack(parts))
    target = round_of / "收表情况.xlsx"
    result = intake(round_of / "收回", round_of / "下发", target)
    assert [str(one.state) for one in result.returns][-1] == "missing"
    row = list(openpyxl.load_workbook(target)["未报送"].iter_rows(min_row=5, values_only=True))[-1]
    assert row[6] == "005某县人民医院.xlsx" and "“外市某医院”，不在下发清单上" in row[7]

"""A department's own form, from outside the package: from its definition to the summary, and nothing left behind."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import jibiao
from jibiao.checks.settings import read_settings
from jibiao.cli import group
from jibiao.forms import all_forms, find_form, forms_known
from jibiao.forms.definition import field_name, known_fields
from jibiao.live import click
from jibiao.reading import read_file
from office import audit

MANUAL = Path(__file__).parents[2] / "docs" / "自己的表式.md"
DEFINITION = re.findall(r"```toml\n(id = .*?)```", MANUAL.read_text("utf-8"), re.DOTALL)[0]
FILLED = {"project_name": "水库除险加固", "project_code": "20270001", "goals": "1.完成大坝加固320米。"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a department: its settings and its form."""
    (tmp_path / "绩表设置.toml").write_text('forms = ["我县表式.toml"]\n', "utf-8")
    (tmp_path / "我县表式.toml").write_text(DEFINITION, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(group, arguments, catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def fill(path: Path) -> None:
    """Fill in what stands beside or below the labels of the form."""
    book = openpyxl.load_workbook(path)
    sheet = book["项目1"]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    for label, text in (
        ("工程全称", FILLED["project_name"]),
        ("工程代号", FILLED["project_code"]),
        ("资金盘子", 88.5),
        ("财政安排", 80.5),
        ("自筹安排", 8),
        ("花钱去向", "用于大坝加固。"),
        ("要达到什么", FILLED["goals"]),
    ):
        at = cells[label]
        sheet.cell(at.row, at.column + 1).value = text
    heads = {label: cells[label] for label in ("指标全称", "要求", "凭什么")}
    for row in range(heads["要求"].row + 1, sheet.max_row):
        for (_, head), text in zip(heads.items(), ("加固坝长", "≥320米", "初步设计"), strict=True):
            sheet.cell(row, head.column).value = text
    book.save(path)


def test_a_seventh_form_from_its_definition_to_the_summary(office: Path) -> None:
    assert run("template", "--check", "我县表式.toml")[0] == 0
    assert "LT1" in run("template")[1]
    assert run("template", "lt1", "-o", "空白.xlsx")[0] == 0
    assert not audit(office / "空白.xlsx")
    (office / "空白.xlsx").unlink()
    (office / "名单.csv").write_text("单位编码,单位名称\n333001,甲局\n333002,乙局\n", "utf-8")
    assert (
        run("distribute", "--roster", "名单.csv", "--form", "LT1", "--year", "2027", "--out", "下发")[0] == 0
    )
    (sent, _) = sorted((office / "下发").glob("*.xlsx"))
    (office / "交回").mkdir()
    fill(sent)
    sent = sent.rename(office / "交回" / sent.name)
    for name in ("绩表设置.toml", "我县表式.toml"):
        shutil.copy(office / name, office / "交回" / name)
    (project,) = json.loads(run("read", "交回", "--format", "json")[1])
    assert (project["form"], project["unit_name"]) == ("LT1", "甲局")
    assert [note["kind"] for note in project["notes"]] == [
        "no_result"
    ]  # openpyxl keeps no result of the title's formula
    assert (project["budget_other_raw"], project["goals"]) == ("8.00", [FILLED["goals"]])
    assert {row["value_raw"] for row in project["indicators"]} == {"≥320米"}
    found = {one["rule"] for one in json.loads(run("check", "交回", "--format", "json")[1])}
    assert not found & {"layout_unknown", "unread_cell", "template_not_compared"}
    taken = json.loads(run("intake", "交回", "--manifest", "下发", "-o", "收表.xlsx", "--format", "json")[1])
    assert [(one["name"], one["state"]) for one in taken["organisations"]][1] == ("乙局", "missing")
    assert taken["organisations"][0]["files"][0]["changes"] == []
    assert json.loads(run("consolidate", "交回", "-o", "汇总.xlsx", "--format", "json")[1])["projects"] == 1
    assert find_form("LT1") is None  # nothing is left of it
    assert read_file(sent).projects == []


def test_the_form_is_a_command_of_the_add_in(office: Path) -> None:
    with forms_known(read_settings(office / "绩表设置.toml").forms):
        assert "template_LT1" in click.commands()
    assert "template_LT1" not in click.commands()


def test_forms_lie_in_a_folder_too_and_a_faulty_one_costs_only_itself(office: Path) -> None:
    (office / "表式").mkdir()
    (office / "表式" / "乙.toml").write_text(
        DEFINITION.replace('"LT1"', '"LT2"').replace("{goals}", "{goal}"), "utf-8"
    )
    (office / "表式" / "丙.toml").write_text(DEFINITION, "utf-8")
    (office / "表式" / "丁.toml").write_text(DEFINITION.replace('"LT1"', '"A1"'), "utf-8")
    settings = read_settings(office / "绩表设置.toml")
    assert [form.id for form in settings.forms] == ["LT1"]
    told = "\n".join(settings.form_faults)
    assert re.search(r"乙\.toml：第\d+行：没有栏目 \{goal\}", told)
    assert "丙.toml：表式代号 LT1 已经用在“我县表式.toml”里" in told
    assert "丁.toml：表式代号 A1 已经用在软件收录的表式上" in told
    status, listed, said = run("template")
    assert status == 0 and "LT1" in listed and "乙.toml" in said


def test_a_label_keeps_the_meaning_that_it_has_on_other_forms(office: Path) -> None:
    (office / "我县表式.toml").write_text(DEFINITION.replace("要达到什么", "资金用途"), "utf-8")
    (fault,) = read_settings(office / "绩表设置.toml").form_faults
    assert "资金用途" in fault and "{use_of_funds}" in fault


def test_a_form_outside_the_folder_of_the_settings_is_refused(office: Path) -> None:
    (office / "绩表设置.toml").write_text('forms = ["../x.toml"]\n', "utf-8")
    status, _, said = run("template")
    assert status == 2 and "../x.toml" in said


def test_a_faulty_definition_is_told_with_its_lines(office: Path) -> None:
    (office / "我县表式.toml").write_text(DEFINITION.replace("{basis}", "{basic}"), "utf-8")
    status, _, said = run("template", "--check", "我县表式.toml")
    assert status == 1 and "{basic}" in said and "basis" in said


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_the_official_forms_pass_what_a_departments_has_to_pass(form) -> None:  # type: ignore[no-untyped-def]
    from jibiao.templates.trial import fields_lost

    assert fields_lost(form) == []


def test_the_python_interface_knows_the_forms_of_the_settings_it_is_given(office: Path) -> None:
    own = office / "绩表设置.toml"
    (office / "交回").mkdir()
    blank = jibiao.template("lt1", office / "交回" / "甲局.xlsx", settings=own)
    fill(blank)
    (reading,) = jibiao.read(blank, settings=own)
    assert [project.form.id for project in reading.projects] == ["LT1"]
    found = {finding.rule for finding in jibiao.check(blank, settings=own)}
    assert found and "layout_unknown" not in found
    assert len(jibiao.consolidate(office / "交回", office / "汇总.xlsx", settings=own).projects) == 1
    assert jibiao.read(blank)[0].projects == []
    with pytest.raises(jibiao.NoSuchForm):
        jibiao.template("LT1", office / "再一份.xlsx")


def test_the_folder_of_forms_counts_without_settings(office: Path) -> None:
    (office / "绩表设置.toml").unlink()
    (office / "表式").mkdir()
    assert "LT1" not in run("template")[1]
    (office / "我县表式.toml").rename(office / "表式" / "我县表式.toml")
    status, listed, said = run("template")
    assert status == 0 and "LT1" in listed and "表式" in said
    assert run("template", "LT1", "-o", "甲.xlsx")[0] == 0
    fill(office / "甲.xlsx")
    (project,) = json.loads(run("read", ".", "--format", "json")[1])
    assert project["form"] == "LT1"


def test_amounts_are_asked_for_in_the_unit_of_the_form(office: Path) -> None:
    (office / "我县表式.toml").write_text(DEFINITION.replace('"万元"', '"元"'), "utf-8")
    assert run("template", "LT1", "-o", "空白.xlsx")[0] == 0
    book = openpyxl.load_workbook(office / "空白.xlsx")
    rules = [rule for rule in book["项目1"].data_validations.dataValidation if rule.type == "decimal"]
    assert len(rules) == 3 and all("单位是元" in rule.prompt + rule.error for rule in rules)
    assert {rule.formula2 for rule in rules} == {"1000000000000"}
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "单位：元" in texts and not [text for text in texts if "单位是万元" in text]


def test_an_organisation_with_cells_of_its_own_is_filled_in_when_it_is_sent(office: Path) -> None:
    apart = "填报单位 | {reporting_unit} | 单位编码 | {unit_code} | {currency} 5-6"
    (office / "我县表式.toml").write_text(DEFINITION.replace("{unit} 1-4 | {currency} 5-6", apart), "utf-8")
    assert run("template", "--check", "我县表式.toml")[0] == 0
    (office / "名单.csv").write_text("单位编码,单位名称\n333001,甲局\n", "utf-8")
    assert (
        run("distribute", "--roster", "名单.csv", "--form", "LT1", "--year", "2027", "--out", "下发")[0] == 0
    )
    (sent,) = (office / "下发").glob("*.xlsx")
    values = [cell.value for row in openpyxl.load_workbook(sent)["项目1"].iter_rows() for cell in row]
    assert values[values.index("填报单位") + 1] == "甲局" and values[values.index("单位编码") + 1] == "333001"


def test_every_command_line_of_the_page_runs_word_for_word(office: Path) -> None:
    lines = re.findall(r"^    jibiao (.+)$", MANUAL.read_text("utf-8"), re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        status, _, said = run(*shlex.split(line))
        assert status in (0, 1), said  # a form that nobody filled in has findings


def test_the_page_lists_every_field() -> None:
    listed = set(
        re.findall(r"`\{(.+?)\}` ([^，。；`]+)[，。]", MANUAL.read_text("utf-8").partition("## 全部栏目")[2])
    )
    assert listed == {(name, field_name(name)) for name in known_fields() if name != "currency_unit"}


def test_a_title_that_names_no_project_is_printed_and_locked(office: Path) -> None:
    own = DEFINITION.replace('title = "{project_name}项目支出绩效目标表"', 'title = "云梦县财政支出申报表"')
    assert own != DEFINITION
    (office / "我县表式.toml").write_text(own, "utf-8")
    assert run("template", "--check", "我县表式.toml")[0] == 0
    assert run("template", "LT1", "-o", "甲.xlsx")[0] == 0
    title = openpyxl.load_workbook(office / "甲.xlsx")["项目1"]["A1"]
    assert title.value == "云梦县财政支出申报表" and title.protection.locked
    fill(office / "甲.xlsx")
    (project,) = json.loads(run("read", "甲.xlsx", "--settings", "绩表设置.toml", "--format", "json")[1])
    assert project["project_name"] == FILLED["project_name"]
    found = {
        one["rule"]
        for one in json.loads(run("check", "甲.xlsx", "--settings", "绩表设置.toml", "--format", "json")[1])
    }
    assert not [rule for rule in found if rule.startswith("title")]
    (office / "我县表式.toml").write_text(own.replace("{project_name}", "{parent_project}"), "utf-8")
    assert "没有写项目名称的地方" in run("template", "--check", "我县表式.toml")[2]

"""A department's settings as the commands take them."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from jibiao.cli import group

LETING = (
    Path(str(resources.files("jibiao.demo") / "workbooks")) / "000_333001_乐亭县住房和城乡建设局本级.xlsx"
)
OFF = "[rules]\nplaceholder_left = '不查'\nvalue_unit_missing = '提示'\n"


def jibiao(*words: object) -> Result:
    return CliRunner().invoke(group, list(map(str, words)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "报表").mkdir()
    (tmp_path / "报表" / LETING.name).write_bytes(LETING.read_bytes())
    return tmp_path / "报表"


def counts(done: Result) -> tuple[int, int]:
    data = json.loads(done.stdout)
    return data["error"], data["hint"]


def summary(folder: Path, *words: object) -> Result:
    return jibiao("consolidate", folder, "-o", folder.parent / "汇总.xlsx", "--format", "json", *words)


def test_settings_beside_the_workbooks_are_used_and_it_is_said(folder: Path) -> None:
    errors, hints = counts(summary(folder))
    (folder / "绩表设置.toml").write_text(OFF, "utf-8")
    done = summary(folder)
    assert counts(done)[0] < errors and counts(done)[1] > hints
    assert (
        f"采用设置文件 {folder / '绩表设置.toml'}：不查的规则1条（模板占位内容未删除）；调整级别的规则1条。"
        in done.stderr
    )
    cover = CalamineWorkbook.from_path(folder.parent / "汇总.xlsx").get_sheet_by_name("封面").to_python()
    assert any("绩表设置.toml" in str(row[0]) and "模板占位内容未删除" in str(row[0]) for row in cover)


def test_a_report_says_by_which_settings_it_was_made(folder: Path) -> None:
    (folder / "绩表设置.toml").write_text(OFF, "utf-8")
    report = folder.parent / "报告.xlsx"
    jibiao("check", folder, "-o", report)
    note = CalamineWorkbook.from_path(report).get_sheet_by_name("问题清单").to_python()[1][0]
    assert "绩表设置.toml" in note and "模板占位内容未删除" in note


def test_the_settings_and_their_lists_are_no_submissions(folder: Path) -> None:
    (folder / "词.csv").write_text("写错,应为\n帐户,账户\n", "utf-8")
    (folder / "绩表设置.toml").write_text("misspellings = '词.csv'", "utf-8")
    data = json.loads(summary(folder).stdout)
    assert [file["file"] for file in data["files"]] == [LETING.name]


def test_settings_named_on_the_command_line_come_first(folder: Path) -> None:
    (folder / "绩表设置.toml").write_text("wrong", "utf-8")
    named = folder.parent / "局.toml"
    named.write_text(OFF, "utf-8")
    done = summary(folder, "--settings", named)
    assert done.exit_code == 1 and str(named) in done.stderr


@pytest.mark.parametrize("command", ["consolidate", "check"])
def test_wrong_settings_are_told_line_by_line_before_anything_is_read(folder: Path, command: str) -> None:
    (folder / "绩表设置.toml").write_text("[rules]\nplan_gab = '不查'\nplan_gap = '重要'\n", "utf-8")
    (folder / LETING.name).write_bytes(b"")  # reading it would be told
    target = folder.parent / "结果.xlsx"
    done = jibiao(*command.split(), folder, "-o", target)
    assert done.exit_code == 2
    lines = done.stderr.strip().split("\n")
    assert len(lines) == 2
    assert "第2行：没有规则“plan_gab”" in lines[0] and "第3行：规则 plan_gap 的级别“重要”不对" in lines[1]
    assert not target.exists()


def test_two_settings_files_are_one_too_many(folder: Path) -> None:
    for name in ("绩表设置.toml", "jibiao.toml"):
        (folder / name).write_text("", "utf-8")
    done = summary(folder)
    assert done.exit_code == 2 and "有几个设置文件" in done.stderr


def test_a_settings_file_that_is_not_there_is_one_line(folder: Path) -> None:
    done = summary(folder, "--settings", folder / "没有.toml")
    assert done.exit_code == 2 and "打不开" in done.stderr


@pytest.mark.parametrize(("asked", "after"), [("", "95%以上"), ("above_means_at_least = true", "≥95%")])
def test_above_is_rewritten_only_where_the_department_says_what_it_means(
    folder: Path, asked: str, after: str
) -> None:
    book = openpyxl.load_workbook(LETING)
    book.worksheets[0]["F12"] = "95%以上"
    book.save(folder / "甲.xlsx")
    (folder / "绩表设置.toml").write_text(asked, "utf-8")
    target = folder.parent / "甲.xlsx"
    settings = folder / "绩表设置.toml"
    assert jibiao("fix", folder / "甲.xlsx", "-o", target, "--settings", settings).exit_code == 0
    shown = openpyxl.load_workbook(target if target.exists() else folder / "甲.xlsx")
    assert shown.worksheets[0]["F12"].value == after


def test_settings_beside_files_that_are_named_one_by_one_are_left_and_it_is_said(folder: Path) -> None:
    """A county may have sent them."""
    settings = folder / "绩表设置.toml"
    settings.write_text(OFF, "utf-8")
    for words in (["check", "--format", "json"], ["read", "--format", "json"]):
        done = jibiao(*words, folder / LETING.name)
        assert f"{settings}：这个设置文件没有采用" in done.stderr
    found = json.loads(jibiao("check", folder / LETING.name, "--format", "json").stdout)
    assert "placeholder_left" in {finding["rule"] for finding in found}


def test_first_of_all_the_result_says_that_rules_are_off(folder: Path) -> None:
    (folder / "绩表设置.toml").write_text(OFF, "utf-8")
    said = "有1条规则没有查：设置文件“绩表设置.toml”把它们设为不查。"
    assert jibiao("check", folder).stdout.startswith(said)
    jibiao("check", folder, "--mark", "-o", folder.parent / "标记")
    copy = CalamineWorkbook.from_path(folder.parent / "标记" / LETING.name)
    assert copy.get_sheet_by_name("校验结果").to_python()[1][0].startswith(said)
    assert jibiao("consolidate", folder, "-o", folder.parent / "汇总.xlsx").stdout.startswith(said)
    (folder / "绩表设置.toml").unlink()
    assert "没有查" not in jibiao("check", folder).stdout


def test_settings_may_be_saved_as_ansi(folder: Path) -> None:
    """Notepad of a Chinese Windows calls GBK so."""
    (folder / "绩表设置.toml").write_text("[rules]\n'模板占位内容未删除' = '不查'\n", "gbk")
    assert "有1条规则没有查" in jibiao("check", folder).stdout


def test_a_report_and_marked_copies_are_made_in_one_run_and_the_screen_has_counts_only(folder: Path) -> None:
    done = jibiao("check", folder, "--mark", "-o", folder.parent / "报告.xlsx")
    copies = folder.parent / "报告_标记副本"
    assert (folder.parent / "报告.xlsx").exists() and [path.name for path in copies.iterdir()] == [
        LETING.name
    ]
    assert str(copies) in done.stdout
    assert "placeholder_left" not in done.stdout and "错误" in done.stdout


LIBRARY = "taxonomy = 'mof_2021_101'\nlibrary = '指标库.csv'\n"


@pytest.fixture
def sending(tmp_path: Path) -> Path:
    """A roster with a department's library beside it."""
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n001,某县农业农村局\n", "utf-8")
    (tmp_path / "指标库.csv").write_text("二级指标,三级指标\n数量指标,巡查次数\n", "utf-8")
    (tmp_path / "绩表设置.toml").write_text(LIBRARY, "utf-8")
    return tmp_path


def offered(path: Path) -> str:
    """The first indicator that a template offers for 数量指标."""
    book = openpyxl.load_workbook(path)
    ((sheet, area),) = book.defined_names["三级_数量指标"].destinations
    return str(book[sheet][area][0][0].value)


def send(folder: Path, *words: object) -> Result:
    common = ("--roster", folder / "名单.csv", "--form", "A1", "--year", 2027, "--out", folder / "下发")
    return jibiao("distribute", *common, *words)


def test_templates_offer_what_the_settings_beside_them_say(sending: Path) -> None:
    used = f"采用设置文件 {sending / '绩表设置.toml'}：指标体系按财预〔2021〕101号；三级指标先列出本部门的 1 条。\n"
    done = jibiao("template", "A1", "-o", sending / "空白表.xlsx")
    assert (done.exit_code, done.stderr, offered(sending / "空白表.xlsx")) == (0, used, "巡查次数")
    done = send(sending)
    assert (done.exit_code, done.stderr) == (0, used)
    (workbook,) = (sending / "下发").glob("*.xlsx")
    assert offered(workbook) == "巡查次数"
    assert "没有变化的 3 个" in send(sending).stdout


@pytest.mark.parametrize("command", ["template", "distribute"])
def test_faulty_lines_of_a_library_are_told_and_the_others_offered(sending: Path, command: str) -> None:
    lines = "行业,二级,三级\n农业,数量指标,巡查次数\n教育,数目指标,学校数\n教育,数量指标,学校数\n"
    (sending / "指标库.csv").write_text(lines, "utf-8")
    (sending / "绩表设置.toml").write_text('fields = "农业农村"\nlibrary = "指标库.csv"', "utf-8")
    target = sending / "空白表.xlsx"
    done = jibiao("template", "A1", "-o", target) if command == "template" else send(sending)
    assert done.exit_code == 0
    used, fault = done.stderr.splitlines()
    assert used.endswith(
        "三级指标只列农业和通用的；三级指标先列出本部门的 1 条；指标库里有1处有误，有误的行没有采用。"
    )
    assert fault == (
        "指标库里有误、没有采用的行：“指标库.csv”第3行：“数目指标”不是规定的二级指标名称。是不是 数量指标？"
    )
    (workbook,) = [target] if command == "template" else (sending / "下发").glob("*.xlsx")
    assert offered(workbook) == "巡查次数"


def test_of_many_faulty_lines_the_first_are_told_and_what_was_passed_over(sending: Path) -> None:
    lines = "".join(f"数目指标,甲{n},5\n" for n in range(9900))
    (sending / "指标库.csv").write_text(f"二级指标,三级指标,标杆值\n{lines}", "utf-8")
    told = jibiao("template", "A1", "-o", sending / "空白表.xlsx").stderr.splitlines()
    assert len(told) == 23 and "指标库里有9900处有误" in told[0]
    assert told[-2:] == [
        "指标库里有误、没有采用的行：另有9880处没有列出",
        "设置所用的表：“指标库.csv”没有用到的栏目：标杆值。",
    ]


def test_settings_under_nearly_their_name_are_told_and_not_used(folder: Path) -> None:
    (folder / "绩表设置.toml.txt").write_text(OFF, "utf-8")
    told = jibiao("check", folder).stderr
    assert (
        f"{folder / '绩表设置.toml.txt'}：是不是想用它作设置？现在没有采用；要用，请改名为 绩表设置.toml。"
        in told
    )
    assert "采用设置文件" not in told


def test_levels_that_a_form_does_not_take_are_not_said_to_count(sending: Path) -> None:
    done = jibiao("template", "G", "-o", sending / "空白表.xlsx")
    assert "三级指标先列出" in done.stderr and "指标体系" not in done.stderr
    (sending / "绩表设置.toml").write_text(OFF, "utf-8")
    assert "下拉列表没有调整" in jibiao("template", "G", "-o", sending / "空白表2.xlsx").stderr


@pytest.mark.parametrize("command", ["template", "distribute"])
def test_templates_may_be_made_by_settings_that_lie_elsewhere(
    sending: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    named = sending / "局"
    named.mkdir()
    for name in ("绩表设置.toml", "指标库.csv"):
        (sending / name).rename(named / name)
    monkeypatch.chdir(sending)
    words = ["--settings", named / "绩表设置.toml"]
    done = jibiao("template", "A1", *words) if command == "template" else send(sending, *words)
    assert done.exit_code == 0
    (workbook,) = [*sending.glob("*.xlsx"), *(sending / "下发").glob("*.xlsx")]
    assert offered(workbook) == "巡查次数"


@pytest.mark.parametrize("command", ["template", "distribute"])
def test_wrong_settings_are_told_before_a_template_is_made(sending: Path, command: str) -> None:
    (sending / "绩表设置.toml").write_text("library = '没有.csv'", "utf-8")
    target = sending / "空白表.xlsx"
    done = jibiao("template", "A1", "-o", target) if command == "template" else send(sending)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "第1行：“没有.csv”打不开" in done.stderr
    assert not target.exists() and not (sending / "下发").exists()

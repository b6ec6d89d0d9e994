"""The commands as an officer and a machine call them."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from department import department
from jibiao.cli import _COMMANDS
from jibiao.forms import all_forms
from jibiao.forms.official_tables import department_forms
from jibiao.templates import fill_tables

WORKBOOKS = Path(str(resources.files("jibiao.demo") / "workbooks"))
ONE = WORKBOOKS / "001_333009_定州市建筑工程质量监督站.xlsx"
LETING = WORKBOOKS / "000_333001_乐亭县住房和城乡建设局本级.xlsx"
ROOT = Path(__file__).parents[2]


def jibiao(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a console does."""
    command = [sys.executable, "-m", "jibiao", *map(str, words)]
    wide = {**os.environ, "COLUMNS": "400"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, env=wide, timeout=120)
    assert "Traceback" not in done.stderr
    return done


def test_read_gives_a_list_of_projects_with_the_cell_of_every_value() -> None:
    done = jibiao("read", ONE, "--format", "json")
    (project,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert (project["file"], project["sheet"]) == (str(ONE), "20.质监站经费")
    assert (project["project_name"], project["cells"]["project_name"]) == ("质监站经费", "E3")
    assert project["budget_total_raw"] == "20.00"
    assert project["cells"]["indicators[2].value_raw"] == "F12"


def test_check_gives_a_list_of_findings_and_says_by_its_status_that_there_are_errors() -> None:
    done = jibiao("check", LETING, "--format", "json")
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    assert list(findings[0]) == [
        "rule", "severity", "file", "sheet", "cell", "project", "field", "value", "message", "remedy", "also",
        "state", "explanation",
    ]  # fmt: skip
    assert {f["rule"] for f in findings if f["severity"] == "error"} == {
        "value_type_mismatch", "placeholder_left", "value_unit_missing",
    }  # fmt: skip


def test_check_without_errors_ends_with_status_0(tmp_path: Path) -> None:
    assert jibiao("check", ONE).returncode == 0


def test_check_shows_each_finding_with_cell_rule_and_remedy() -> None:
    done = jibiao("check", LETING, "--all")
    line = next(line for line in done.stdout.split("\n") if "F19" in line)
    for part in ("没有计量单位或百分号", "value_unit_missing", "请补上计量单位"):
        assert part in line


def test_check_writes_a_report(tmp_path: Path) -> None:
    report = tmp_path / "问题报告.xlsx"
    jibiao("check", LETING, "-o", report)
    book = CalamineWorkbook.from_path(report)
    texts = {
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    }
    assert any("没有计量单位或百分号" in text for text in texts)


def test_a_bad_file_is_named_in_one_line_and_the_run_goes_on(tmp_path: Path) -> None:
    bad = tmp_path / "网页.xls"
    bad.write_text("<html><table></table></html>", "utf-8")
    done = jibiao("read", bad, tmp_path / "没有.xlsx", ONE)
    assert done.returncode == 2
    lines = done.stderr.strip().split("\n")
    assert [line.split("：")[0] for line in lines] == [str(bad), str(tmp_path / "没有.xlsx")]
    assert "质监站经费" in done.stdout


def test_a_folder_stands_for_the_workbooks_in_it() -> None:
    done = jibiao("read", WORKBOOKS, "--format", "json")
    assert len(json.loads(done.stdout)) == 89


def test_consolidate_writes_the_summary_and_says_the_total(tmp_path: Path) -> None:
    folder, roster = tmp_path / "报表", tmp_path / "名单.csv"
    folder.mkdir()
    for source in (LETING, ONE):
        (folder / source.name).write_bytes(source.read_bytes())
    with roster.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(
            [["单位编码", "单位名称"], ["333001", "乐亭县住房和城乡建设局本级"], ["333099", "某站"]]
        )
    summary = tmp_path / "汇总.xlsx"
    done = jibiao("consolidate", folder, "-o", summary, "--roster", roster, "--parquet", tmp_path / "表")
    assert "预算 6182.78 万元" in done.stdout
    assert "某站" in done.stdout
    assert summary.exists()
    assert {path.suffix for path in (tmp_path / "表").iterdir()} == {".parquet"}


def test_a_faulty_roster_is_reported_by_line_and_nothing_is_written(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位编码,单位名称\n333001,甲\n333001,乙\n", "utf-8")
    summary = tmp_path / "汇总.xlsx"
    done = jibiao("consolidate", WORKBOOKS, "-o", summary, "--roster", roster)
    assert done.returncode == 2
    assert "第3行" in done.stderr
    assert not summary.exists()
    assert done.stderr.count(str(roster)) == 1


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["check"], "缺少"),
        (["check", "--nonsense"], "没有选项 --nonsense"),
        (["check", "--yera", "2024"], "没有选项 --yera（是不是 --year？）"),
        (["chek"], "没有这个命令（是不是 check？），可用的命令是 read"),
        (["zzz"], "没有这个命令，可用的命令是 read"),
        (["check", "x.xlsx", "--year", "abc"], "--year 的值不对"),
        (["template", "Z9"], "没有表式“Z9”"),
        (["consolidate", "nowhere", "-o", "s.xlsx"], "找不到"),
        (["check", str(ONE), "-o", "/nowhere/r.xlsx"], "文件夹不存在"),
        (["check", str(ONE), "-o", str(ONE)], "已经有这个文件"),
        (["consolidate", str(WORKBOOKS), "-o", str(ONE)], "已经有这个文件"),
        (["template", "A1", "-o", str(ONE)], "已经有这个文件"),
        (["consolidate", str(WORKBOOKS), "-o", "s.xlsx", "--roster", "nowhere.csv"], "打不开"),
    ],
)
def test_a_wrong_command_line_is_one_chinese_line_and_status_2(
    words: list[str], part: str, tmp_path: Path
) -> None:
    done = jibiao(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert part in done.stderr
    assert len(done.stderr.strip().split("\n")) == 1
    assert list(tmp_path.iterdir()) == []


def test_template_builds_a_form_by_its_id(tmp_path: Path) -> None:
    done = jibiao("template", "a1", "-o", tmp_path / "空白.xlsx")
    assert done.returncode == 0
    assert (tmp_path / "空白.xlsx").exists()
    listed = json.loads(jibiao("template", "--format", "json").stdout)
    assert [form["form"] for form in listed] == [
        *(form.id for form in all_forms()),
        *("department", *department_forms()),
    ]


def test_check_says_that_nothing_is_wrong_with_official_tables_alone(tmp_path: Path) -> None:
    fill_tables([department()["institutions"]], tmp_path / "机构.xlsx", 2027)
    done = jibiao("check", tmp_path / "机构.xlsx")
    assert (done.returncode, done.stdout) == (0, "没有发现问题：1 个文件，公开文件的其他表 1 张。\n")


def test_template_builds_official_tables_alone_and_all_of_a_department(tmp_path: Path) -> None:
    for asked, said in {"department": "部门预算信息公开表", "assets": "固定资产占用情况表"}.items():
        done = jibiao("template", asked, "-o", tmp_path / f"{asked}.xlsx", "--year", "2027")
        assert (done.returncode, said in done.stdout) == (0, True)
        assert (tmp_path / f"{asked}.xlsx").exists()


def test_demo_leaves_a_summary_and_says_which_file_to_open(tmp_path: Path) -> None:
    done = jibiao("demo", cwd=tmp_path)
    assert done.returncode == 0
    opened = next(line for line in done.stdout.split("\n") if line.startswith("请打开"))
    assert (tmp_path / opened.split("：")[1]).exists()
    assert "89 个项目" in done.stdout


def test_every_command_is_documented() -> None:
    for page in (ROOT / "README.md", ROOT / "docs" / "使用手册.md", ROOT / "CHANGELOG.md"):
        text = page.read_text("utf-8")
        assert [name for name in _COMMANDS if f"jibiao {name}" not in text] == [], page.name


def test_what_a_county_typed_is_no_markup(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(ONE)
    book.active.title = "red"
    book.active["F11"] = "[/x]\\[bold]≥9595%及以上"
    book.active["I5"] = "\\[/x]"
    book.save(tmp_path / "甲.xlsx")
    done = jibiao("check", tmp_path / "甲.xlsx")
    assert "[red]" in done.stdout
    assert "\\[/x]" in done.stdout


def test_funds_of_any_name_are_consolidated(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(ONE)
    book.active["F4"] = "自有资金"
    book.active["G4"] = "5万元"
    (tmp_path / "报表").mkdir()
    book.save(tmp_path / "报表" / "甲.xlsx")
    done = jibiao("consolidate", tmp_path / "报表", "-o", tmp_path / "汇总.xlsx")
    assert "预算 20.00 万元" in done.stdout


def test_the_year_given_is_the_year_of_every_project(tmp_path: Path) -> None:
    jibiao(
        "consolidate", WORKBOOKS, "-o", tmp_path / "汇总.xlsx", "--parquet", tmp_path / "表", "--year", "2030"
    )
    assert set(pl.read_parquet(tmp_path / "表" / "projects.parquet")["year"]) == {2030}


def test_other_files_in_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "说明.pdf").write_bytes(b"x")
    (tmp_path / "甲.xlsx").write_bytes(ONE.read_bytes())
    done = jibiao("check", tmp_path)
    assert done.returncode == 2 and "没有读取或没有完整读取的文件 1 个：说明.pdf" in done.stdout


def test_a_workbook_gets_its_ending_and_no_other_one(tmp_path: Path) -> None:
    done = jibiao("template", "A1", "-o", tmp_path / "空白")
    assert done.returncode == 0 and (tmp_path / "空白.xlsx").exists()
    for words in (
        ("template", "A1"), ("check", ONE), ("consolidate", WORKBOOKS), ("intake", WORKBOOKS, "--manifest", tmp_path),
    ):  # fmt: skip
        done = jibiao(*words, "-o", tmp_path / "结果.xls")
        assert done.returncode == 2 and "结尾改为 .xlsx" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["空白.xlsx"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["consolidate", "收回"], "缺少 -o 文件（汇总工作簿存为哪个文件）"),
        (["consolidate", "收回", "-o"], "-o 文件（汇总工作簿存为哪个文件）后面没有写值"),
        (["consolidate"], "缺少 文件夹"),
        (["check", "a.xlsx", "--mark=1"], "--mark（给每个工作簿做一份标记副本"),
        (["check", "a.xlsx", "--year", "27"], "--year 的值不对，应是 2000 到 2100 的整数"),
        (["check", "a.xlsx", "--format", "xml"], "--format 的值不对，应是 text、json 之一"),
        (["rules", "x"], "多写了 x"),
    ],
)
def test_a_command_that_is_wrong_is_told_in_chinese_and_what_is_missing(words: list[str], told: str) -> None:
    done = jibiao(*words)
    assert done.returncode == 2 and f"命令写得不对：{told}" in done.stderr
    assert not re.search("[a-z]{3,} [a-z]{3,}", done.stderr.partition("用法见")[0])


@pytest.mark.parametrize("name", _COMMANDS)
def test_no_help_has_words_of_click(name: str) -> None:
    assert not re.search(
        r"required|<=|\b(?:PATH|FILE|TEXT|INTEGER|DIRECTORY)\b", jibiao(name, "--help").stdout
    )


def test_a_workbook_that_is_no_roster_is_told(tmp_path: Path) -> None:
    done = jibiao("distribute", "--roster", ONE, "--form", "A1", "--year", 2027, "--out", tmp_path / "下发")
    assert done.returncode == 2 and "没有“单位编码”或“单位名称”一栏" in done.stderr

"""A department's own settings: what they change, and what is said of a file that is wrong."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checks.examples import projects_of
from jibiao.checks import Severity, check
from jibiao.checks.catalogue import rules
from jibiao.checks.codes import misspellings
from jibiao.checks.settings import _KEYS, Settings, SettingsError, read_settings
from jibiao.checks.settings_places import FILE_NAMES, find_settings, nearly_settings
from jibiao.checks.thresholds import USUAL
from jibiao.reading import FileReading, SheetReading
from jibiao.records import Project, Value
from jibiao.toml import Toml
from samples import project

PLAN_GAP = {"plan_raw": ["25%", "", "60%", "100%"]}
WEIGHTS = ["20", "20", "10", "10", "30", "10"]


def settings(folder: Path, text: str, **files: str) -> Settings:
    """Settings as they are written, with the CSV files they name."""
    for name, contents in files.items():
        (folder / f"{name}.csv").write_text(contents, "utf-8")
    path = folder / "绩表设置.toml"
    path.write_text(text, "utf-8")
    return read_settings(path)


def faults(folder: Path, text: str, **files: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings(folder, text, **files)
    return caught.value.errors


def found(asked: Settings, changes: dict[str, Any] | None = None, form: str = "A1") -> dict[str, str]:
    """Rule → message of the findings on a changed form."""
    return findings(asked, project(form, changes))


def findings(asked: Settings, one: Project) -> dict[str, str]:
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", [one])])
    return {finding.rule: finding.message for finding in check([reading], 2024, settings=asked)}


def weighed(*weights: str) -> Project:
    one = project()
    for row, weight in zip(one.indicators, weights, strict=True):
        row.values["weight_raw"] = Value(weight, row.row, 9)
    return one


# ── What they change ────────────────────────────────────────────────────────────────────────────────


def test_without_settings_nothing_changes() -> None:
    assert found(Settings()) == {}
    assert list(found(Settings(), PLAN_GAP)) == ["plan_gap"]


def test_what_says_that_something_was_not_read_is_never_off_but_may_weigh_less(tmp_path: Path) -> None:
    assert faults(tmp_path, "[rules]\nnot_understood = '不查'\nfile_unreadable = 'off'\n") == [
        "第2行：规则 not_understood 说的是有内容没有读到、没有查，不能设为不查",
        "第3行：规则 file_unreadable 说的是有内容没有读到、没有查，不能设为不查",
    ]
    assert settings(tmp_path, "[rules]\nnot_understood = '提示'\n").severities == {
        "not_understood": Severity.HINT
    }


def test_a_rule_that_is_off_finds_nothing(tmp_path: Path) -> None:
    assert found(settings(tmp_path, "[rules]\nplan_gap = '不查'\n"), PLAN_GAP) == {}


def test_a_rule_may_be_named_by_its_title(tmp_path: Path) -> None:
    asked = settings(tmp_path, "[rules]\n'支出计划中间时点为空' = '不查'\n'项目编码为空' = '错误'\n")
    assert asked.severities == {"plan_gap": None, "code_missing": Severity.ERROR}


def test_a_title_that_is_nearly_right_is_answered_with_the_one_meant(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "[rules]\n'支出计划中间空' = '不查'\n")
    assert told.startswith("第2行：没有规则“支出计划中间空”。是不是 支出计划中间时点为空？")


def test_a_rule_that_is_named_twice_is_a_fault(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "[rules]\nplan_gap = '不查'\n'支出计划中间时点为空' = '错误'\n")
    assert told.startswith("第3行") and "plan_gap 就是“支出计划中间时点为空”" in told


@pytest.mark.parametrize(
    ("written", "severity"),
    [("提示", Severity.HINT), ("warning", Severity.WARNING), ("错误", Severity.ERROR)],
)
def test_a_severity_may_be_written_in_chinese_or_as_in_json(
    tmp_path: Path, written: str, severity: Severity
) -> None:
    asked = settings(tmp_path, f"[rules]\nplan_gap = '{written}'\n")
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", [project("A1", PLAN_GAP)])])
    assert [finding.severity for finding in check([reading], 2024, settings=asked)] == [severity]


def test_levels_with_too_few_indicators_are_found(tmp_path: Path) -> None:
    asked = settings(tmp_path, '[indicators]\n"数量指标" = 2\n"质量" = 1\n"经济效益指标" = 1\n')
    assert asked.required == {"数量指标": 2, "质量指标": 1, "经济效益指标": 1}
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", [project()])])
    assert [finding.message for finding in check([reading], 2024, settings=asked)] == [
        "“数量指标”有1条指标，本部门要求至少2条。",
        "“经济效益指标”有0条指标，本部门要求至少1条。",
    ]


def test_a_form_without_second_levels_is_asked_for_first_levels_only(tmp_path: Path) -> None:
    asked = settings(tmp_path, '[indicators]\n"数量指标" = 2\n"产出指标" = 2\n"效果" = 1\n"满意度指标" = 1\n')
    assert found(asked, form="G")["level_too_few"] == "“产出指标”有1条指标，本部门要求至少2条。"


def test_second_levels_of_another_version_are_found(tmp_path: Path) -> None:
    asked = settings(tmp_path, 'taxonomy = "mof_2021_101"')
    assert found(asked) == {
        "level_of_other_version": "“成本指标”不是财预〔2021〕101号的二级指标，本部门按该文件设置指标。"
    }


def test_outputs_need_no_cost_where_the_departments_version_has_none(tmp_path: Path) -> None:
    asked = settings(tmp_path, 'taxonomy = "mof_2021_101"')
    without_cost = {
        "l2": ["数量指标", "质量指标", "时效指标", "质量指标", "社会效益指标", "服务对象满意度指标"]
    }
    assert "missing_output_subtypes" in found(Settings(), without_cost)
    assert "missing_output_subtypes" not in found(asked, without_cost)


def test_weights_add_up_to_100_or_to_what_the_department_says() -> None:
    assert findings(Settings(), weighed(*WEIGHTS)) == {}
    assert findings(Settings(), weighed("20%", *WEIGHTS[1:])) == {}
    assert findings(Settings(), weighed("20分", *WEIGHTS[1:])) == {}
    assert findings(Settings(weights=Decimal(90)), weighed(*WEIGHTS)) == {
        "weights_wrong_sum": "各指标权重合计为100，应为90。"
    }
    assert findings(Settings(), weighed("", *WEIGHTS[1:])) == {
        "weights_wrong_sum": "各指标权重合计为80，应为100。"
    }


def test_weights_as_fractions_of_one_and_no_weights_at_all_are_no_fault() -> None:
    assert findings(Settings(), weighed("0.2", "0.2", "0.1", "0.1", "0.3", "0.1")) == {}
    assert findings(Settings(), weighed(*[""] * 6)) == {}


def test_a_weight_that_is_no_number_is_named() -> None:
    assert findings(Settings(), weighed("二十左右", *WEIGHTS[1:])) == {
        "weight_not_number": "“改造户数”的权重“二十左右”不是一个确定的数。"
    }


def test_a_weight_merged_over_rows_counts_once() -> None:
    one = weighed(*WEIGHTS)
    one.indicators[1].values["weight_raw"] = one.indicators[0].values["weight_raw"]
    assert findings(Settings(), one) == {"weights_wrong_sum": "各指标权重合计为80，应为100。"}


def test_the_departments_misspellings_are_found_where_they_stand(tmp_path: Path) -> None:
    asked = settings(tmp_path, 'misspellings = "词.csv"', 词="写错,应为\n危房,农村危房\n改造户,改建户\n")
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", [project()])])
    told = [(one.field, one.cell) for one in check([reading], 2024, settings=asked)]
    # 危房 stands everywhere within 农村危房.
    assert told == [("indicators[1].l3", "C11"), ("indicators[2].description", "D12")]


def test_thresholds_that_are_not_set_are_as_usual(tmp_path: Path) -> None:
    asked = settings(tmp_path, "[thresholds]\nsame_plan_projects = 8\nstyle_share = 1\n").thresholds
    assert asked == USUAL._replace(same_plan_projects=8, style_share=Decimal(1))


def test_a_slip_that_every_department_looks_for_is_told_once(tmp_path: Path) -> None:
    slip = misspellings()[0]
    asked = settings(tmp_path, 'misspellings = "词.csv"', 词=f"写错,应为\n{slip.wrong},{slip.right}\n")
    assert list(found(asked, {"use_of_funds": f"用于{slip.wrong}"})) == ["typo"]


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("plan_boilerplate", "same_plan_projects = 6"),
        ("plan_style_differs_from_file", "style_projects = 99"),
        ("basis_boilerplate", "same_basis_rows = 9999"),
        ("grades_boilerplate", "same_grades_rows = 9999"),
        ("doc_unit_mixed", "yuan_from = 10000000"),
    ],
)
def test_a_rule_goes_by_the_departments_threshold(tmp_path: Path, rule: str, asked: str) -> None:
    projects = projects_of(rules()[rule].form, rules()[rule].bad)
    reading = FileReading(Path("县局.xlsx"))
    for n, one in enumerate(projects, 1):
        one.sheet = f"{n}"
        reading.sheets.append(SheetReading(one.sheet, [one]))
    with_settings = settings(tmp_path, f"[thresholds]\n{asked}\n")
    assert rule in {one.rule for one in check([reading], 2024)}
    assert rule not in {one.rule for one in check([reading], 2024, settings=with_settings)}


def test_what_a_cost_may_go_beyond_the_budget_is_the_departments(tmp_path: Path) -> None:
    changes = {"indicators[4].l3": "每户补助", "indicators[4].value_raw": "2万元/户"}  # 80户: 160 of 130
    assert list(found(Settings(), changes)) == ["cost_ne_budget"]
    assert found(settings(tmp_path, "[thresholds]\ncost_tolerance = 0.25"), changes) == {}


def test_third_levels_outside_the_departments_library_are_hinted_at(tmp_path: Path) -> None:
    csv = "一级指标,二级指标,三级指标\n产出指标,数量指标,改造农户数\n产出指标,质量指标,验收合格率\n"
    asked = settings(tmp_path, 'library = "库.csv"', 库=csv)
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", [project()])])
    (finding,) = check([reading], 2024, settings=asked)
    assert (finding.rule, finding.value, finding.severity) == ("l3_not_in_library", "改造户数", Severity.HINT)
    assert finding.remedy.startswith("请看能否选用指标库里的指标（“改造户数”可用“改造农户数”）；")


def test_third_levels_outside_the_library_are_one_hint_a_form(tmp_path: Path) -> None:
    csv = "二级指标,三级指标\n数量指标,巡查次数\n质量指标,项目验收合格率\n时效指标,支付及时性\n"
    asked = settings(tmp_path, 'library = "库.csv"', 库=csv)
    forms = [project(), project(changes={"indicators[2].l3": "项目验收合格率"})]
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", forms[:1]), SheetReading("2", forms[1:])])
    first, second = (one for one in check([reading], 2024, settings=asked) if one.rule == "l3_not_in_library")
    assert first.message == "“改造户数”等3条指标（C11、C12、C13）不在部门指标库里。"
    assert (first.cell, first.also) == ("C11", ("C12", "C13")) and second.also == ("C13",)
    assert "（“验收合格率”可用“项目验收合格率”）；" in first.remedy and "可用" not in second.remedy


# ── What is said of a file that is wrong ────────────────────────────────────────────────────────────

WRONG = {
    "unknown key": ("[rule]\nplan_gap = '不查'", "第1行：没有“rule”这一项。是不是 rules？"),
    "unknown rule": ("\n[rules]\n# 关\nplan_gab = '不查'", "第4行：没有规则“plan_gab”。是不是 plan_gap？"),
    "no severity": ("[rules]\nplan_gap = '重要'", "第2行：规则 plan_gap 的级别“重要”不对"),
    "a list for a severity": ("[rules]\nplan_gap = ['错误']", "第2行：规则 plan_gap 的级别"),
    "no table": ("rules = '不查'", "第1行：rules 应当单独成节，写成 [rules]"),
    "unknown level": ('[indicators]\n"数目指标" = 2', "第2行：“数目指标”不是规定的"),
    "a level twice": (
        '[indicators]\n"数量指标" = 1\n"质量指标" = 1\n"数量指标 " = 3\n',
        "第4行：“数量指标”的条数前面已经写过（就是“数量指标”）",
    ),
    "a level under another name": (
        '[indicators]\n"数量指标" = 1\n"数量" = 1',
        "第3行：“数量”的条数前面已经写过（就是“数量指标”）",
    ),
    "no count": ('[indicators]\n"数量指标" = 1\n"质量指标" = true', "第3行：“质量指标”的条数“True”不对"),
    "unknown taxonomy": ("taxonomy = 'mof_2020'", "第1行：没有“mof_2020”这一版指标体系，可用的有："),
    "no number": ("weights = '100'", "第1行：weights 的值“100”不对，应为大于0的数"),
    "not a number": ("weights = nan", "第1行：weights 的值“nan”不对"),
    "unknown threshold": (
        "[thresholds]\nsame_plan_project = 5",
        "第2行：没有数值“same_plan_project”。是不是 same_plan_projects",
    ),
    "no whole number": (
        "[thresholds]\nsame_plan_projects = 0.5",
        "第2行：same_plan_projects 的值“0.5”不对，应为大于0的整数",
    ),
    "no share": ("[thresholds]\nstyle_share = 75", "第2行：style_share 的值“75”不对，应为0到1之间的小数"),
    "no flag": ("above_means_at_least = 1", "第1行：above_means_at_least 的值“1”不对"),
    "outside": ("misspellings = '../词.csv'", "第1行：“../词.csv”不在设置文件所在的文件夹里"),
    "an absolute path": ("library = '/etc/passwd'", "第1行：“/etc/passwd”不在设置文件所在的文件夹里"),
    "no such file": ("\nlibrary = '没有.csv'", "第2行：“没有.csv”打不开"),
    "a folder": ("library = '.'", "第1行：“.”打不开"),
    "other heads": ("misspellings = '词.csv'", "第1行：“词.csv”没有“写错、应为”一栏"),
    "a cut line": ("[rules]\nplan_gap =\n", "第2行：写法不对，应为 名称 = 值"),
    "full-width signs": ("[rules]\nplan_gap = “不查”", "第2行：“ 是全角符号"),
    "Chinese without quotes": ("[indicators]\n数量指标 = 2", "第2行：中文的名称和文字都要加半角引号"),
    "twice": ("weights = 90\n\nweights = 100\n", "第3行：这一项前面已经写过"),
    "not closed": ("weights = 90\nlibrary = [\n'a',\n", "行：写法不对"),
}


@pytest.mark.parametrize(("text", "part"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, part: str) -> None:
    (fault,) = faults(tmp_path, text, 词="错,对\n甲,乙\n")
    assert part in fault


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = "weight = 90\n[rules]\nplan_gap = 'x'\n[indicators]\n'甲' = 1\n"
    assert [fault.split("：")[0] for fault in faults(tmp_path, text)] == ["第1行", "第3行", "第5行"]


def test_a_file_that_a_link_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "外").mkdir()
    (tmp_path / "外" / "词.csv").write_text("写错,应为\n甲,乙\n", "utf-8")
    folder = tmp_path / "报表"
    folder.mkdir()
    (folder / "词.csv").symlink_to(tmp_path / "外" / "词.csv")
    assert "不在设置文件所在的文件夹里" in faults(folder, "misspellings = '词.csv'")[0]


def test_faulty_lines_of_a_list_of_misspellings_are_named(tmp_path: Path) -> None:
    csv = "写错,应为\n验收合格绿,验收合格率\n,率\n绿化绿,\n"
    assert faults(tmp_path, "misspellings = '词.csv'", 词=csv) == [
        "第1行：“词.csv”第3行没有填全",
        "第1行：“词.csv”第4行没有填全",
    ]


def test_a_slip_that_is_listed_twice_is_told_if_the_words_meant_differ(tmp_path: Path) -> None:
    csv = "写错,应为\n帐户,账户\n帐户,账户\n帐户,帐号\n"
    assert faults(tmp_path, "misspellings = '词.csv'", 词=csv) == [
        "第1行：“词.csv”第4行的“帐户”前面已经写过，应为的是“账户”，请删除其中一处"
    ]


def test_what_settings_change_is_told_on_one_line(tmp_path: Path) -> None:
    text = """taxonomy = "mof_2021_101"
weights = 90
misspellings = "词.csv"
fields = ["教育"]
library = "库.csv"
above_means_at_least = true
[rules]
plan_gap = "不查"
[thresholds]
same_plan_projects = 8
[indicators]
"数量" = 2
"""
    lists = {"词": "写错,应为\n帐户,账户\n", "库": "二级指标,三级指标\n数量指标,户数\n质量指标,合格率\n"}
    assert settings(tmp_path, text, **lists).in_words() == (
        "不查的规则1条（支出计划中间时点为空）；调整的数值1个（same_plan_projects = 8）；每类指标至少：数量指标2条；"
        "指标体系按财预〔2021〕101号；权重合计应为90；行业：教育；部门的指标库2条；部门的错误写法1条；“以上”修正为≥"
    )
    assert settings(tmp_path, "weights = 100").in_words() == "没有作任何调整"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("绩表设置.toml.txt", True),
        ("绩表设置 (1).toml", True),
        ("绩表设置（1）.toml", True),
        ("绩表设置 - 副本.toml", True),
        ("绩效设置.toml", True),
        ("绩表设置.txt", True),
        ("Jibiao.TOML.txt", True),
        ("绩表设置说明.txt", False),
        ("我县表式.toml", False),
        ("pyproject.toml", False),
        ("设置.xlsx", False),
    ],
)
def test_a_name_that_is_nearly_that_of_settings_is_seen(tmp_path: Path, name: str, meant: bool) -> None:
    (tmp_path / name).write_text("", "utf-8")
    assert nearly_settings([tmp_path, tmp_path]) == ([tmp_path / name] if meant else [])
    (tmp_path / FILE_NAMES[0]).write_text("", "utf-8")
    assert nearly_settings([tmp_path, tmp_path / "没有"]) == []


def test_a_file_of_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "绩表设置.toml"
    path.write_bytes("\ufeffweights = 90\r\n[rules]\r\nplan_gap = '不查'\r\n".encode())
    assert read_settings(path).weights == 90
    path.write_bytes("misspellings = '错字.csv'".encode("gb18030"))  # "ANSI"
    (tmp_path / "错字.csv").write_text("写错,应为\n帐户,账户\n", "utf-8")
    assert read_settings(path).misspellings == {"帐户": "账户"}
    path.write_bytes(b"weights = 90\n# \xff\xff")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(path)


def toml(folder: Path, text: str) -> Toml:
    path = folder / "a.toml"
    path.write_text(text, "utf-8")
    return Toml(path)


def test_the_line_of_a_key_is_that_of_its_statement_not_of_a_text_that_looks_like_it(tmp_path: Path) -> None:
    text = '# weights = 1\nlibrary = """\nweights = 2\n"""\n\nweights = 3\n[rules]\n"plan_gap" = "不查"\na.b = 1\n'
    assert toml(tmp_path, text).lines() == {
        ("library",): 2,
        ("weights",): 6,
        ("rules",): 7,
        ("rules", "plan_gap"): 8,
        ("rules", "a"): 9,
    }


LAID_OUT = {
    "a text with quotes at its end": 'a = """x\n[b]""\\"""""\nc = 1',
    "a text of one line": "a = '''[b'''\n\nc = 1",
    "a list over lines": "a = [ # ]\n  ']', 1.5, # [\n]\nc = 1",
    "a table in one line": "a = {b = '}', x = {y = 1}}\nc = 1",
    "a table in a list": "[[a]]\nb = 1\n[[a]]\nb = 2\n[c]",
    "a dotted key": "a . 'b.c' = 1 # c\nc.d.e = 1",
    "a table of a table": "[a.b]\nx = 1\n[c]\n",
}


@pytest.mark.parametrize("text", LAID_OUT.values(), ids=LAID_OUT)
def test_statements_end_where_they_end_for_tomllib(tmp_path: Path, text: str) -> None:
    file = toml(tmp_path, text)
    last = max(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(("c", "[c")))
    found = file.lines()
    assert list(file.data) == ["a", "c"]
    assert (found["a",], found["c",]) == (1, last)
    inner = [(key, name) for key, value in file.data.items() if isinstance(value, dict) for name in value]
    assert set(inner) <= set(found)


ENDLESS = {
    "lists": ("x = 1\n[rules]\na = " + "[" * 2000, "第3行：方括号"),
    "lists that end": ("a = " + "[" * 2000 + "]" * 2000, "第1行：方括号"),
    "tables": ("a = " + "{a = " * 2000, "第1行：方括号"),
    "parts of a name": ("\n" + "a . " * 2000 + "a = 1", "第2行：方括号"),
    "parts of a name in quotes": ("['a'" + ".'a'" * 2000 + "]", "第1行：方括号"),
    "figures": ("a = 1\nweights = " + "9" * 5000, "第2行：数或"),
    "hexadecimal figures": ("[thresholds]\nsame_plan_projects = 0x" + "F" * 50_000, "第2行：数或"),
    "a text without end": ('a = "' + "[" * 2000, "第1行：写法不对"),
    "a long text without end": ('a = """\n' + "[" * 2000, "行：写法不对"),
    "bytes": ("# " + "长" * 90_000, "超过256 KB"),
}


@pytest.mark.parametrize(("text", "told"), ENDLESS.values(), ids=ENDLESS)
def test_a_file_without_end_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert told in fault and len(fault) < 200


def test_of_many_faults_the_first_ones_are_told(tmp_path: Path) -> None:
    told = faults(tmp_path, "[rules]\n" + "".join(f'wrong_name_{n} = "off"\n' for n in range(9000)))
    assert told[0].startswith("第2行：没有规则“wrong_name_0”")
    assert len(told) == 9000 and told[-1].startswith("第9001行：")


def test_of_many_faults_an_error_names_the_first_ones_and_how_many_more(tmp_path: Path) -> None:
    (tmp_path / "绩表设置.toml").write_text("".join(f"a{n} = 1\n" for n in range(50)), "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path / "绩表设置.toml")
    assert "a19" in str(caught.value) and "a20" not in str(caught.value)
    assert str(caught.value).endswith("；另有30处没有列出")


def test_a_list_without_end_is_refused(tmp_path: Path) -> None:
    pairs = "写错,应为\n" + "".join(f"错{n},对\n" for n in range(10_001))
    assert faults(tmp_path, 'misspellings = "词.csv"', 词=pairs) == ["第1行：“词.csv”太长，最多10000行、4 MB"]


def test_the_settings_shown_in_the_manual_are_right(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "使用手册.md").read_text("utf-8")
    shown = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert shown
    lists = {"错误写法": "写错,应为\n帐户,账户\n", "指标库": "二级指标,三级指标\n数量指标,户数\n"}
    asked = settings(tmp_path, shown[1], **lists)
    assert asked.above_means_at_least and asked.required == {"数量指标": 1, "质量指标": 1}
    assert list(tomllib.loads(shown[1])) == list(_KEYS)


# ── Where they lie ──────────────────────────────────────────────────────────────────────────────────


def test_settings_lie_beside_the_workbooks_under_either_name(tmp_path: Path) -> None:
    for name in FILE_NAMES:
        folder = tmp_path / name
        folder.mkdir()
        assert find_settings([folder]) == []
        (folder / name).write_text("", "utf-8")
        assert find_settings([folder, folder]) == [folder / name]

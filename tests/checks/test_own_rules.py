"""Rules of other packages: the example of docs/own-rules.md at work, and packages that are wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import openpyxl
import pytest

import jibiao
from jibiao.checks import catalogue
from jibiao.checks.pages import as_markdown
from jibiao.checks.settings import read_settings
from samples import findings, project

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "own-rules.md").read_text("utf-8")
PROJECT, SETTINGS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
(MODULE,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(POINTS,) = tomllib.loads(PROJECT)["project"]["entry-points"].items()
TANGSHAN = Path(str(resources.files("jibiao.demo") / "workbooks" / "004_唐山高新区_项目1-40.xlsx"))
SMALL = TANGSHAN.with_name("001_333009_定州市建筑工程质量监督站.xlsx")
CONTRACT, LONG = "hb_contract_not_named", "hb_name_too_long"
BAD = {"indicators[4].basis": "合同约定", "project_name": "农村危房改造补助资金" * 4}

Install = Callable[..., Path]


def put(folder: Path, module: str = MODULE, points: str | None = None) -> Path:
    """A package as pip leaves it behind in a folder."""
    group, named = POINTS
    points = f"[{group}]\n" + "".join(f"{a} = {b}\n" for a, b in named.items()) if points is None else points
    info = folder / "hb_rules-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hb-rules\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(points, "utf-8")
    (folder / "hb_rules.py").write_text(module, "utf-8")
    return folder


def forget() -> None:
    for cached in (catalogue.rules, catalogue.own_rules):
        cached.cache_clear()
    sys.modules.pop("hb_rules", None)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package for this test: (its module, its entry_points.txt)."""

    def installed(*files: str) -> Path:
        folder = put(tmp_path / "packages", *files)
        monkeypatch.syspath_prepend(folder)
        forget()
        return folder

    yield installed
    forget()


def run(*words: object, path: Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with one more folder on the path."""
    paths = os.pathsep.join([str(path), str(ROOT / "src")])
    env = {**os.environ, "PYTHONPATH": paths, "COLUMNS": "400", "HOME": str(path)}
    command = [sys.executable, "-m", "jibiao", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, cwd=cwd, timeout=120)


# ── The example of the page ─────────────────────────────────────────────────────────────────────────


def test_the_example_finds_what_it_is_for(install: Install) -> None:
    install()
    found = {finding.rule: finding for finding in findings(project("A1", BAD)) if finding.rule[:3] == "hb_"}
    assert list(found) == [LONG, CONTRACT]
    assert found[CONTRACT].cell == project().indicators[3].values["basis"].address
    assert found[CONTRACT].message == "“项目总成本”的依据只写“合同约定”，没有写明是哪份合同。"
    assert (found[LONG].severity, found[LONG].message) == ("hint", "项目名称有40个字。")
    assert not [finding for finding in findings(project()) if finding.rule[:3] == "hb_"]


def test_the_command_finds_shows_and_explains_it(tmp_path: Path) -> None:
    packages = put(tmp_path / "packages")
    done = run("check", TANGSHAN, "--format", "json", path=packages)
    found = [finding for finding in json.loads(done.stdout) if finding["rule"] == CONTRACT]
    assert done.returncode == 1 and found
    cells = openpyxl.load_workbook(TANGSHAN)
    assert {cells[one["sheet"]][one["cell"]].value for one in found} <= {
        "合同约定",
        "合同规定",
        "合同要求",
        "合同",
    }
    listed = run("rules", path=packages).stdout.splitlines()
    assert [line.split()[1] for line in listed[-3:-1]] == [CONTRACT, LONG]
    page = run("explain", LONG, path=packages).stdout
    assert "项目名称有〔个数〕个字。" in page and "省厅项目库" in page


def test_the_findings_are_in_the_marked_copy(install: Install, tmp_path: Path) -> None:
    install()
    shown = jibiao.mark(TANGSHAN, tmp_path / "标记.xlsx")
    (message, *_) = {finding.message for finding in shown if finding.rule == CONTRACT}
    book = openpyxl.load_workbook(tmp_path / "标记.xlsx")
    assert message in {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}


def test_the_settings_of_the_page_weigh_one_and_turn_the_other_off(install: Install, tmp_path: Path) -> None:
    install()
    (tmp_path / "绩表设置.toml").write_text(SETTINGS, "utf-8")
    found = jibiao.check(TANGSHAN, settings=tmp_path / "绩表设置.toml")
    assert {finding.severity for finding in found if finding.rule == CONTRACT} == {jibiao.Severity.ERROR}
    assert "项目名称过长" in read_settings(tmp_path / "绩表设置.toml").in_words()


def test_the_page_of_our_rules_has_none_of_them(install: Install) -> None:
    before = as_markdown()
    install()
    assert LONG in catalogue.rules() and as_markdown() == before


def test_nothing_is_taken_from_the_current_folder(tmp_path: Path) -> None:
    """It may hold what a county sent."""
    folder = put(tmp_path / "报表", "raise SystemExit('run')")
    done = run("rules", path=tmp_path, cwd=folder)
    assert done.returncode == 0 and "hb" not in done.stdout + done.stderr


# ── Packages that are wrong ─────────────────────────────────────────────────────────────────────────

RULE = 'Rule("hb_x", Severity.HINT, "题", "因。", "错在{value}。", "请改。")'
HEAD = "from jibiao import Fault, OwnRule, Rule, Severity\nfrom jibiao.records import Value\n"


def yielding(fault: str, rule: str = RULE) -> str:
    return f"{HEAD}def find(project):\n    yield {fault}\nRULES = [OwnRule({rule}, find)]\n"


NOT_TAKEN = {
    "no such module": ("import nowhere_to_be_found", "hb", "No module named 'nowhere_to_be_found'"),
    "no list": ("", "hb", "has no attribute 'RULES'"),
    "not rules": ("RULES = ['x']", "hb[1]", "不是 OwnRule"),
    "no prefix": (yielding("1", RULE.replace("hb_x", "xx_y")), "xx_y", "以 hb_ 开头"),
    "one of ours": (yielding("1", RULE.replace("hb_x", "plan_gap")), "plan_gap", "以 hb_ 开头"),
    "twice": (
        yielding("1").replace("find)]", "find)] * 2").replace("yield 1", "return ()"),
        "hb_x",
        "已有这个名称",
    ),
    "an attribute": (yielding("1", RULE.replace("{value}", "{value.__class__}")), "hb_x", "花括号"),
    "a format": (yielding("1", RULE.replace("{value}", "{value:>99999999}")), "hb_x", "花括号"),
    "a brace": (yielding("1", RULE.replace("{value}", "{")), "hb_x", "花括号"),
    "no severity": (yielding("1", RULE.replace("Severity.HINT", "'grave'")), "hb_x", "级别"),
}


@pytest.mark.parametrize(("module", "name", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_cannot_be_taken_is_told_once_and_all_else_goes_on(
    install: Install, told_failures: list[str], module: str, name: str, why: str
) -> None:
    without = findings(project("A1", BAD), project("A1", BAD))
    install(module)
    found = findings(project("A1", BAD), project("A1", BAD))
    (told,) = [finding for finding in found if finding.rule == "rule_failed"]
    assert f"规则 {name} " in told.message and why in told.message
    assert set(without) <= set(found)
    told_failures.clear()


def test_a_rule_of_ours_keeps_its_id_where_a_package_has_its_prefix(install: Install) -> None:
    install(yielding("1", RULE.replace("hb_x", "plan_gap")), "[jibiao.rules]\nplan = hb_rules:RULES\n")
    (told,) = [finding for finding in findings(project()) if finding.rule == "rule_failed"]
    assert "plan_gap" in told.message and "已有这个名称" in told.message
    assert catalogue.rules()["plan_gap"].title != "题"


NOT_ITS_OWN = {
    "raises": "1 / 0",
    "no fault": "'x'",
    "of another rule": "Fault('plan_gap', project)",
    "of no rule": "Fault('nothing', project)",
    "of no form": "Fault('hb_x', None, file='x.xlsx')",
    "at no value": "Fault('hb_x', project, 'project_name', 'C4')",
    "at no cell": "Fault('hb_x', project, 'project_name', Value('x', 'C', 4))",
    "at no text": "Fault('hb_x', project, 'project_name', Value(None, 3, 4))",
    "also nowhere": "Fault('hb_x', project, also=(1,))",
    "in no row": "Fault('hb_x', project, 'indicators[99].l3', project.indicators[0].values['l3'])",
    "in a row of letters": "Fault('hb_x', project, 'indicators[x].l3', project.indicators[0].values['l3'])",
    "of no such gravity": "Fault('hb_x', project, severity='grave')",
    "field is no text": "Fault('hb_x', project, 7)",
    "more is none": "Fault('hb_x', project, also=7)",
    "params are none": "Fault('hb_x', project, params=7)",
}


@pytest.mark.parametrize("fault", NOT_ITS_OWN.values(), ids=NOT_ITS_OWN)
def test_a_rule_that_fails_is_told_of_each_form_and_all_else_goes_on(
    install: Install, told_failures: list[str], fault: str
) -> None:
    without = findings(project("A1", BAD), project("A1", BAD))
    install(yielding(fault))
    found = findings(project("A1", BAD), project("A1", BAD))
    told = [finding for finding in found if finding.rule == "rule_failed"]
    assert [finding.sheet for finding in told] == ["1", "2"]
    assert all("规则 hb_x " in finding.message for finding in told)
    assert set(found) - set(told) == set(without)
    told_failures.clear()


def test_it_is_told_where_in_the_package_it_failed(install: Install, told_failures: list[str]) -> None:
    install(yielding("1 / 0"))
    (told,) = [finding for finding in findings(project()) if finding.rule == "rule_failed"]
    assert "ZeroDivisionError hb_rules.py:4" in told.message
    assert "Traceback" in told_failures.pop()


def test_a_message_that_mentions_what_is_not_there_costs_that_finding(
    install: Install, told_failures: list[str]
) -> None:
    install(yielding("Fault('hb_x', project)", RULE.replace("{value}", "{gone}")))
    (told,) = findings(project())
    assert told.rule == "rule_failed" and "hb_x" in told.message
    told_failures.clear()


def test_a_rule_is_run_only_on_its_forms_and_while_it_is_on(install: Install, tmp_path: Path) -> None:
    install(yielding("1 / 0", RULE.replace('请改。"', '请改。", forms=("B",)')))
    assert findings(project()) == []
    forget()
    (tmp_path / "packages" / "hb_rules.py").write_text(yielding("1 / 0"), "utf-8")
    off = tmp_path / "绩表设置.toml"
    off.write_text("[rules]\nhb_x = '不查'\n", "utf-8")
    assert "rule_failed" not in {finding.rule for finding in jibiao.check(SMALL, settings=off)}


def test_settings_of_a_rule_that_is_lost_do_not_stop_the_run(
    install: Install, tmp_path: Path, told_failures: list[str]
) -> None:
    install("import nowhere_to_be_found")
    (tmp_path / "绩表设置.toml").write_text(SETTINGS, "utf-8")
    assert read_settings(tmp_path / "绩表设置.toml").in_words() == "没有作任何调整"
    (told,) = [f for f in jibiao.check(SMALL, settings=tmp_path / "绩表设置.toml") if f.rule == "rule_failed"]
    assert "规则 hb " in told.message
    told_failures.clear()


@pytest.mark.parametrize("points", ["[jibiao.rules]\nhb\n", "[jibiao.rules]\nhb = :::\n"])
def test_a_spoilt_list_of_entry_points_stops_nothing(
    install: Install, told_failures: list[str], points: str
) -> None:
    install(MODULE, points)
    assert {finding.rule for finding in findings(project())} <= {"rule_failed"}
    assert told_failures
    told_failures.clear()


def test_the_command_says_by_its_status_that_a_package_could_not_be_taken(tmp_path: Path) -> None:
    packages = put(tmp_path / "packages", "import nowhere_to_be_found")
    done = run("check", SMALL, "--format", "json", path=packages)
    assert done.returncode == 2 and len(json.loads(done.stdout)) > 1 and "Traceback" not in done.stderr
    assert "No module named" in run("rules", path=packages).stderr

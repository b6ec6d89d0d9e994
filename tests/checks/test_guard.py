"""A rule that raises costs its own findings of one form or file: the others are told, and so is that it failed."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.checks.guard import RULE_FAILED
from jibiao.checks.rows import judging
from jibiao.checks.rows.expressions import col
from jibiao.checks.rows.row_rules import RULES_OF, RowRule
from jibiao.checks.settings import SettingsError, read_settings
from jibiao.reading import FileReading, SheetReading
from samples import project

BAD = {
    "project_name": "农村危房改造农村农村",
    "goals": "1.完成农村危房改造81户\n3.完成",
    "indicators[1].l3": "",
    "indicators[2].value_raw": "100百分比",
    "indicators[4].value_raw": "≤230万元",
    "plan_raw": ["25%", "20%", "75%", "100%"],
}


def readings():
    """Two files of two forms, all with the same faults."""
    found = []
    for name in ("甲局.xlsx", "乙局.xlsx"):
        sheets = []
        for number in ("1", "2"):
            own = {"project_name": f"{name[0]}{number}{BAD['project_name']}", "project_code": ""}
            one = project("A1", {**BAD, **own})
            one.file, one.sheet = name, number
            sheets.append(SheetReading(number, [one]))
        found.append(FileReading(Path(name), sheets))
    return found


def told(found):
    return sorted((f.rule, f.file, f.sheet or "", f.cell or "") for f in found)


WITHOUT = told(check(readings()))


def raising(*arguments):
    raise ZeroDivisionError("a fault in a rule")
    yield


def raising_at_once(*arguments):
    raise ZeroDivisionError("a fault in a rule")


RULES = [
    *(
        ("checking", f"{group}_faults")
        for group in ("goal", "plan", "money", "title", "form", "writing", "habit")
    ),
    *[("form.goals", "_numbering"), ("form.rows_together", "_bases"), ("department.habits", "_plans")],
    *[("department.copied", "_codes"), ("department.copied", "copied_row_faults")],
]


@pytest.mark.parametrize("broken", [raising, raising_at_once])
@pytest.mark.parametrize("place", RULES, ids=".".join)
def test_a_raising_rule_costs_only_its_own_findings(place, broken, monkeypatch, told_failures) -> None:
    module, name = place
    monkeypatch.setattr(importlib.import_module(f"jibiao.checks.{module}"), name, broken)
    found = check(readings())
    assert [f for f in found if f.rule == RULE_FAILED]
    assert told_failures and all("Traceback" in one and "ZeroDivisionError" in one for one in told_failures)
    told_failures.clear()
    monkeypatch.setattr(importlib.import_module(f"jibiao.checks.{module}"), name, lambda *arguments: iter(()))
    assert set(told(check(readings()))) <= set(told(found))


def test_it_is_told_where_and_what_failed(monkeypatch, told_failures) -> None:
    monkeypatch.setattr("jibiao.checks.checking.goal_faults", raising)
    failed = [f for f in check(readings()) if f.rule == RULE_FAILED]
    assert [(f.file, f.sheet) for f in failed] == [
        (file, sheet) for file in ("甲局.xlsx", "乙局.xlsx") for sheet in ("1", "2")
    ]
    assert "raising" in failed[0].message and "ZeroDivisionError" in failed[0].message
    assert "guard.py" in failed[0].message  # where in the program: the test's own lines are none of it
    told_failures.clear()


def test_a_rule_that_raises_in_one_form_is_told_of_that_form(monkeypatch, told_failures) -> None:
    def raising_once(typed):
        if typed.project.file == "乙局.xlsx" and typed.project.sheet == "2":
            raise KeyError("乙局")
        return iter(())

    monkeypatch.setattr("jibiao.checks.checking.plan_faults", raising_once)
    assert [(f.file, f.sheet) for f in check(readings()) if f.rule == RULE_FAILED] == [("乙局.xlsx", "2")]
    told_failures.clear()


def test_a_row_that_does_not_fit_the_schema_costs_what_looks_at_that_column(
    monkeypatch, told_failures
) -> None:
    """As a number that is too long would, if it were typed."""
    build = judging.Tables

    def spoilt(projects, indicators, heads, facts):
        heads = [{**head, "total": "x"} if n == 0 else head for n, head in enumerate(heads)]
        facts = [{**row, "number": "x"} if n == 0 else row for n, row in enumerate(facts)]
        return build(projects, indicators, heads, facts)

    monkeypatch.setattr("jibiao.checks.rows.tables.Tables", spoilt)
    found = check(readings())
    failed = {(f.file, f.sheet) for f in found if f.rule == RULE_FAILED}
    assert failed == {("甲局.xlsx", "1")}
    lost = set(WITHOUT) - set(told(found))
    assert {entry[1:3] for entry in lost} <= {("甲局.xlsx", "1")}
    assert ("l3_empty", "甲局.xlsx", "1", "C11") in told(found)  # of the very row
    told_failures.clear()


def test_a_row_rule_that_cannot_be_evaluated_costs_no_other(monkeypatch, told_failures) -> None:
    wrong = RowRule("l3_repeats_l2", col("no_such_column"), "l3")
    columns, own = RULES_OF["indicators"]
    monkeypatch.setitem(RULES_OF, "indicators", (columns, (*own, wrong)))
    for cached in (judging._judge, judging._evaluators):
        cached.cache_clear()
    found = check(readings())
    for cached in (judging._judge, judging._evaluators):
        cached.cache_clear()
    assert set(WITHOUT) <= set(told(found))
    assert {f.message.split()[1] for f in found if f.rule == RULE_FAILED} == {"l3_repeats_l2"}
    told_failures.clear()


def test_a_form_that_cannot_be_typed_is_told_and_the_others_are_judged(monkeypatch, told_failures) -> None:
    from jibiao.checks.rows import tables

    whole = tables.type_project

    def typed(project, year):
        if (project.file, project.sheet) == ("甲局.xlsx", "2"):
            raise ArithmeticError
        return whole(project, year)

    monkeypatch.setattr(tables, "type_project", typed)
    found = check(readings())
    assert [(f.file, f.sheet) for f in found if f.rule == RULE_FAILED] == [("甲局.xlsx", "2")]
    assert [e for e in told(found) if e[1] == "乙局.xlsx" and e[0] == "plan_not_monotone"]
    told_failures.clear()


def test_a_fault_that_cannot_be_worded_costs_no_other(monkeypatch, told_failures) -> None:
    from jibiao.checks.finding import Fault

    monkeypatch.setattr(
        "jibiao.checks.checking.plan_faults", lambda typed: iter([Fault("no_such_rule", typed.project)])
    )
    found = check(readings())
    assert len([f for f in found if f.rule == RULE_FAILED]) == 4
    assert [f for f in found if f.rule == "value_percent_spelled"]
    told_failures.clear()


def test_no_settings_hide_that_a_rule_failed(tmp_path) -> None:
    file = tmp_path / "绩表设置.toml"
    file.write_text('[rules]\nrule_failed = "不查"\n', "utf-8")
    with pytest.raises(SettingsError, match="软件自己的毛病"):
        read_settings(file)

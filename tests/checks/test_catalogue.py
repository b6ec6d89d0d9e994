"""The catalogue of rules as readers see it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import jibiao
import samples
from jibiao.checks import texts
from jibiao.checks.catalogue import built_in
from jibiao.checks.finding import Severity
from jibiao.checks.pages import applies_to, as_markdown, as_text, example_lines
from jibiao.checks.rule import DEFINED, Rule
from jibiao.checks.thresholds import USUAL
from jibiao.forms import GENERAL, all_forms
from jibiao.forms.definition import required_fields

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def rule(**given: object) -> Rule:
    return Rule("x", Severity.ERROR, "题", "因", "错在{value}", "请改", **given)  # type: ignore[arg-type]


def test_the_page_of_all_rules_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == as_markdown(), "run: python -m jibiao.checks"


def test_the_code_and_the_catalogue_know_the_same_rules() -> None:
    """Whatever is given to Fault or RowRule as its rule is in the catalogue, and code or forms speak of every rule."""
    named = set(required_fields().values())
    spoken = set(named)
    for path in Path(jibiao.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                spoken.add(node.value)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("Fault", "RowRule"):
                named |= {ast.literal_eval(one) for one in node.args[:1] if isinstance(one, ast.Constant)}
    assert named <= set(built_in()), named - set(built_in())
    assert set(built_in()) <= spoken, set(built_in()) - spoken


def test_a_word_stands_once_in_its_list() -> None:
    lists = tomllib.loads((Path(jibiao.__file__).parent / "checks/words.toml").read_text("utf-8"))
    assert [(kind, word) for kind, words in lists.items() for word in words if words.count(word) > 1] == []


def test_each_rule_is_what_the_whole_text_says_of_it() -> None:
    whole = tomllib.loads((Path(jibiao.__file__).parent / "checks/rules.toml").read_text("utf-8"))
    assert list(built_in()) == list(whole)
    assert [(one.title, one.severity, one.bad) for one in built_in().values()] == [
        (entry["title"], entry["severity"], entry.get("bad", {})) for entry in whole.values()
    ]


def test_every_rule_names_forms_that_there_are() -> None:
    known = {form.id for form in all_forms()} | {GENERAL, DEFINED}
    assert {form for one in built_in().values() for form in one.forms} <= known


def test_every_rule_says_why_and_ends_its_sentences() -> None:
    for one in built_in().values():
        assert one.why.endswith("。"), one.id
        assert one.title and not one.title.endswith("。"), one.id


def test_the_page_names_the_indicators_of_the_faultless_form() -> None:
    assert tuple(row.text("l3") for row in samples.project().indicators) == texts.EXAMPLE_INDICATORS


def test_every_part_of_a_message_that_a_finding_fills_in_has_a_name() -> None:
    said = "".join(one.message + one.remedy for one in built_in().values())
    assert set(re.findall(r"{(\w+)}", said)) <= set(texts.PARAMS)


def test_every_threshold_is_explained_with_a_rule_that_there_is() -> None:
    assert list(texts.THRESHOLDS) == list(USUAL._fields)
    assert {rule for rule, _ in texts.THRESHOLDS.values()} <= set(built_in())


def test_examples_are_shown_as_fields_and_texts_without_any_code() -> None:
    assert list(example_lines({"indicators[2].value_raw": "≥95%", "use_of_funds": ""})) == [
        "第2条指标的指标值：≥95%",
        "资金用途：（空）",
    ]
    assert list(example_lines({"plan_raw": ["50%", "", "100%"]})) == ["资金支出计划：50%，（空），100%"]


@pytest.mark.parametrize("one", built_in().values(), ids=lambda one: one.id)
def test_no_page_shows_a_placeholder_or_a_path(one: Rule) -> None:
    page = as_text(one)
    assert "{" not in page and "indicators[" not in page and "_raw" not in page
    assert one.title in page and one.why in page


@pytest.mark.parametrize(
    ("form", "year", "applies"),
    [("A1", 2024, True), ("A1", None, True), ("B", 2024, False), ("A1", 2019, False), ("A1", 2025, False)],
)
def test_a_rule_is_for_its_forms_and_years(form: str, year: int | None, applies: bool) -> None:
    assert rule(forms=("A1",), from_year=2020, to_year=2024).applies(form, year) is applies


@pytest.mark.parametrize(("form", "applies"), [("A1", True), ("我县表式", True), (GENERAL, False)])
def test_a_rule_for_forms_with_a_definition_is_not_for_those_of_other_provinces(
    form: str, applies: bool
) -> None:
    assert rule(forms=(DEFINED,)).applies(form, 2024) is applies


def test_a_rule_may_weigh_less_on_forms_without_a_definition() -> None:
    one = rule(elsewhere=Severity.WARNING)
    assert (one.severity_on("A1"), one.severity_on(GENERAL), one.severity_on(None)) == (
        Severity.ERROR,
        Severity.WARNING,
        Severity.ERROR,
    )
    assert "错误；其他省的表（按通用表式读取）上是警告" in as_text(one)


def test_forms_and_years_in_words() -> None:
    assert applies_to(rule()) == "全部表式，各年度"
    assert applies_to(rule(forms=("A1", "B"), from_year=2021)) == "表式 A1、B，2021年度起"
    assert applies_to(rule(from_year=2021, to_year=2024)) == "全部表式，2021至2024年度"

"""Every rule's own examples: the bad one is found, the good one is not."""

from __future__ import annotations

import pytest

from checks.examples import part_one_of, projects_of
from jibiao.checks.catalogue import built_in
from jibiao.checks.finding import Finding
from jibiao.checks.rule import Rule
from samples import SAMPLES, project, rules_found
from samples import findings as findings_of

# What the reader has to say, and what needs several files, has tests of its own.
WITHOUT_EXAMPLE = {
    "file_unreadable", "other_file", "sheet_unreadable", "no_form", "read_by_general", "hidden_sheet", "label_missing",
    "label_nonstandard", "l1_lost", "text_cut", "no_table", "no_head", "not_understood",
    "amounts_not_found", "amounts_of_which_year", "error_value", "no_result", "text_lost",
    "more_unread", "more_of_a_rule", "no_indicators", "other_kind", "form_blank",
    "project_repeated", "table_repeated", "table_contains_others",
    "stamp_missing", "stamp_form", "stamp_version", "stamp_year", "stamp_organisation",
    "file_blank", "table_not_filled", "file_rival", "file_repeated", "not_on_manifest", "organisation_unknown",
    "template_sheet_renamed", "template_sheet_removed", "template_sheet_added", "template_label_changed",
    "template_row_removed", "template_row_inserted", "template_formula_changed", "template_unprotected",
    "template_not_compared", "weights_wrong_sum", "weight_not_number", "level_too_few", "level_of_other_version",
    "l3_not_in_library", "misspelling_listed", "doc_table_incomplete", "reader_failed", "rule_failed",
    "table_sum_mismatch", "table_part_exceeds", "table_product_mismatch", "doc_figures_differ", "assets_date_wrong",
    "table_project_unknown", "table_organisation_missing", "projects_ne_forms", "doc_change_contradicted",
    "assets_implausible", "file_without_form", "summary_failed", "hidden_rows",
    "hidden_columns", "struck_through", "struck_in_part", "cell_picture", "link_leads_out", "other_workbook_named",
    "runs_program", "opinion_not_ours", "opinion_unclear", "explanation_lapsed",
}  # fmt: skip
WITH_EXAMPLE = [rule for rule in built_in().values() if rule.bad]


def test_every_rule_has_an_example_or_a_test_of_its_own() -> None:
    assert {rule.id for rule in built_in().values() if not rule.bad} == WITHOUT_EXAMPLE


@pytest.mark.parametrize("form", SAMPLES)
def test_a_faultless_form_has_no_findings(form: str) -> None:
    expected = {
        "B": {"unit_missing", "missing_output_subtypes"},
        "G": {"layout_lacks_budget", "symbol_variant"},
    }
    assert rules_found(form) == expected.get(form, set())


def found_in(rule: Rule, example: dict) -> list[Finding]:  # type: ignore[type-arg]
    """What the rule finds in one of its examples."""
    projects, target = projects_of(rule.form, example), part_one_of(example)
    found = findings_of(*projects, year=2024, target=target)
    return [finding for finding in found if finding.rule == rule.id]


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.id)
def test_the_bad_example_is_found(rule: Rule) -> None:
    assert found_in(rule, rule.bad)


@pytest.mark.parametrize("rule", [rule for rule in WITH_EXAMPLE if rule.good], ids=lambda rule: rule.id)
def test_the_good_example_is_not(rule: Rule) -> None:
    assert not found_in(rule, rule.good)


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.id)
def test_a_finding_says_what_where_and_what_to_do(rule: Rule) -> None:
    for finding in found_in(rule, rule.bad):
        in_part_one = finding.project is None and finding.value
        assert finding.file and (in_part_one or (finding.sheet and finding.cell))
        assert finding.message.endswith(("。", "！"))
        assert finding.remedy.startswith("请")
        assert "{" not in finding.message + finding.remedy


@pytest.mark.parametrize(
    "rule",
    [rule for rule in WITH_EXAMPLE if any("indicators[" in path for path in rule.bad)],
    ids=lambda r: r.id,
)
def test_a_finding_on_one_indicator_names_it_or_what_stands_there(rule: Rule) -> None:
    """A letter has no table beside it."""
    for finding in found_in(rule, rule.bad):
        if not (finding.field or "").startswith("indicators[") or rule.id == "symbol_variant":
            continue  # that is one of the whole form
        number = int(finding.field[len("indicators[") : finding.field.index("]")])  # type: ignore[index,union-attr]
        changed = project(rule.form, {k: v for k, v in rule.bad.items() if k.startswith("indicators[")})
        named = [changed.indicators[number - 1].text(name) for name in ("l3", "value_raw", "grades.优")]
        assert any(text and text in finding.message for text in named), finding.message


def test_one_wrong_plan_is_one_finding() -> None:
    found = findings_of(project("A1", {"plan_raw": ["50%", "100%", "0%", "0%"]}))
    assert [finding.rule for finding in found] == ["plan_not_monotone"]


def test_full_width_digits_are_told_at_their_own_cell() -> None:
    one = project("A1", {"budget_total_raw": "1３０.00万元", "budget_fiscal_raw": "130.00万元"})
    told = [f for f in findings_of(one) if f.rule in ("amount_full_width", "budget_format_inconsistent")]
    assert [(f.rule, f.cell) for f in told] == [("amount_full_width", one.fields["budget_total_raw"].address)]
    assert "半角" in told[0].remedy


@pytest.mark.parametrize(
    ("code", "told"),
    [("13022524P00404", "应为 21 位，现在是 14 位"), ("1302252400404410014NP", "8 位数字、1 位大写字母")],
)
def test_a_wrong_code_is_told_how_long_it_is_and_should_be(code: str, told: str) -> None:
    (found,) = [
        f for f in findings_of(project("A1", {"project_code": code})) if f.rule == "code_wrong_format"
    ]
    assert told in found.message

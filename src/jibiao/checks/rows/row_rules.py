"""Row rules: what can be said of one project's head, or from one indicator.

Each rule is an expression over the typed rows (`schema.py`) that is true where the rule is broken. `rows.py` judges.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from jibiao.checks.finding import Severity
from jibiao.checks.rows.expressions import Expression, col
from jibiao.checks.rows.placing import MONEY_GROUPS
from jibiao.checks.rows.schema import INDICATOR_COLUMNS, PROJECT_COLUMNS, REQUIRED
from jibiao.columns import Column
from jibiao.forms.definition import required_fields


class RowRule(NamedTuple):
    """A rule on one row: where it is broken, the field that the fault stands in, and its severity if it is
    not the rule's own. "@column": the field's name stands in that column."""

    rule: str
    broken: Expression
    field: str
    severity: Severity | None = None


_OVER_100 = (col("measure") == "%") & ~(col("growth") | col("changes"))
_IS_NUMBER = col("kind").is_in(["number", "range"])
_UNIT_LOST = _IS_NUMBER & col("measure").is_null() & ~col("has_measure_column")
_HUNDRED_OF_SATISFACTION = (
    col("satisfaction")
    & col("op").is_in(["≥", ">"])
    & (col("number") >= 100)
    & (col("measure").fill_null("%") == "%")
).fill_null(False)  # 110% has no sign
# A rate per time or per head (2次/年) is a rate too.
_RATE_MEASURES = ["%", "‰", "个百分点", "百分点", "倍", "分"]
_MAY_MEASURE_A_RATE = col("measure").is_in(_RATE_MEASURES) | col("measure").contains("/")
_COUNTED = [
    "person",
    "area",
    "length",
    *MONEY_GROUPS,
]  # 90分 and 4星 are ways to measure how satisfied people are
_ROUNDING = Decimal("0.01")
"""万元: of so much, a total and its parts may differ by rounding."""
_PARTS_DIFFER = (col("total") - col("parts")).abs() >= _ROUNDING
_EXACT = col("op").is_null() | (col("op") == "=")
VALUE_MISSING = required_fields()["value_raw"]
_ALL_OF_IT = 85
"""From this percentage on, an 提升 or 改善 of so much can only mean that all of something is reached."""

PROJECT_RULES = (
    *(RowRule(rule, col(f"{name}_empty"), name) for name, rule in REQUIRED.items()),
    RowRule("budget_malformed_number", col("faulty_amount").is_not_null(), "@faulty_amount"),
    RowRule("budget_unit_missing", col("unitless_amount").is_not_null(), "@unitless_amount"),
    RowRule("budget_sum_mismatch", _PARTS_DIFFER, "budget_total_raw"),
    RowRule("budget_breakdown_missing", col("breakdown_missing"), "budget_total_raw"),
    RowRule("code_missing", col("code_kind") == "blank", "project_code"),
    RowRule("code_placeholder", col("code_kind") == "placeholder", "project_code"),
    RowRule("code_wrong_format", col("code_kind") == "unknown", "project_code"),
    RowRule("placeholder_left", col("goal_placeholder"), "goals"),
)

_UNSAID = col("unsaid") & col("placeholder").is_null()
_NO_MEASURE = _UNIT_LOST & ~col("measure_unneeded")
_PERCENT = col("measure") == "%"
_MONEY = col("measure_group").is_in(MONEY_GROUPS)
_MISPLACED_MONEY = col("quantity") & _MONEY.fill_null(False)
_LOWER = col("op").is_in(["≥", ">"]).fill_null(False)
_ABOVE_BUDGET = col("cost_wan") > col("total")
_BELOW_BUDGET = col("cost_wan") < col("total")
_BOUNDED_BELOW = col("money_cost") & ~col("saving") & _MONEY & _LOWER

INDICATOR_RULES = (
    # Levels
    RowRule("l1_misspelt", col("l1_unknown"), "l1", Severity.WARNING),
    RowRule("l2_misspelt", col("l2_unknown"), "l2"),
    RowRule("l2_shortened", col("l2_shortened"), "l2"),
    RowRule("l2_in_wrong_l1", ~col("l2_belongs"), "l2"),
    RowRule("indicator_in_wrong_l2", col("better_l2").is_not_null(), "l3"),
    # Names
    RowRule(required_fields()["l3"], ~col("named") & col("filled"), "l3"),
    RowRule("l3_repeats_l2", col("level_repeats"), "l3"),
    RowRule("l3_trailing_punctuation", col("l3_stopped"), "l3"),
    RowRule("description_repeats_l3", col("description_repeats"), "description"),
    RowRule("placeholder_left", col("placeholder") == "error", "@placeholder_in"),
    RowRule("placeholder_left", col("placeholder") == "warning", "l3", Severity.WARNING),
    # How a value is written
    RowRule(
        VALUE_MISSING,
        col("named") & col("value_asked") & ~col("filled") & col("placeholder").is_null(),
        "value_raw",
    ),
    RowRule("value_says_nothing", _UNSAID, "value_raw"),
    RowRule("value_says_nothing", col("unknown_letters"), "value_raw", Severity.WARNING),
    RowRule(
        "value_says_nothing",
        col("named") & col("placeholder").is_null() & ~_UNSAID & (col("dashed") | col("none_said")),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule("value_garbled", col("kind") == "garbled", "value_raw"),
    RowRule("value_percent_spelled", col("percent_spelled"), "value_raw"),
    RowRule("value_operator_nonstandard", col("op_spelled"), "value_raw"),
    RowRule(
        "value_operator_missing",
        col("op_wanted") & (col("kind") == "number") & col("op").is_null() & col("number").is_between(1, 99),
        "value_raw",
    ),
    RowRule("value_stray_text", col("stray").is_not_null(), "value_raw"),
    RowRule("value_unit_missing", _NO_MEASURE & (col("number") != 0), "value_raw"),
    RowRule(
        "value_unit_missing",
        _NO_MEASURE & (col("number") == 0) & ~col("graded"),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "value_unit_missing", col("bare_multiplier") & ~col("measure_unneeded"), "value_raw", Severity.WARNING
    ),
    RowRule("value_unit_wrong", col("usual_measure").is_not_null(), "value_raw"),
    RowRule("value_unit_incomplete", col("whole_measure").is_not_null() & _MONEY, "value_raw"),
    # How often a month is told by the description as well.
    RowRule(
        "value_unit_incomplete",
        col("whole_measure").is_not_null() & ~_MONEY.fill_null(False),
        "value_raw",
        Severity.HINT,
    ),
    # What a value says
    RowRule("value_impossible", _HUNDRED_OF_SATISFACTION, "value_raw"),
    RowRule(
        "value_impossible",
        ~_HUNDRED_OF_SATISFACTION
        & _OVER_100
        & (
            (col("op").is_in([">"]) & (col("number") >= 100))
            | ((col("rate") | col("satisfaction")) & (col("number") > 100))
        ),
        "value_raw",
    ),
    RowRule(
        "value_impossible",
        ~col("satisfaction")
        & (_OVER_100 | (col("measure").is_null() & (col("degree") | (col("rate") & ~col("growth")))))
        & (col("op") == "≥")
        & (col("number") == 100),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule("value_impossible", col("no_such_date"), "value_raw"),
    RowRule("value_questionable", col("unusual").is_not_null(), "value_raw"),
    RowRule(
        "value_type_mismatch",
        col("rate") & (col("kind") == "number") & ~_MAY_MEASURE_A_RATE,
        "value_raw",
    ),
    RowRule(
        "value_type_mismatch",
        col("count_name")
        & ~col("quantity")
        & ~col("money_cost")
        & _PERCENT
        & ~(col("growth") | col("changes")),
        "value_raw",
        Severity.WARNING,
    ),
    # A name and a value of quite different kinds.
    RowRule(
        "value_type_mismatch",
        ((col("rate") | col("satisfied_name") | col("count_name")) & (col("kind") == "date"))
        | (col("satisfied_name") & (col("kind") == "number") & col("measure_group").is_in(_COUNTED))
        | (col("timeliness") & col("time_name") & col("measure_group").is_in(["person", *MONEY_GROUPS]))
        | col("asks_otherwise")
        | (col("time_name") & col("yes_no")),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "value_type_mismatch",
        (col("rate") | col("satisfied_name") | (col("count_name") & ~col("quantity") & ~col("money_cost")))
        & col("mere_word"),
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "value_meaning_unclear",
        col("benefit")
        & _PERCENT
        & ~col("tells_share")
        & (~(col("growth") | col("saving") | col("changes")) | (col("number") >= _ALL_OF_IT))
        & ~(col("count_name") & ~col("growth")),  # that is reported as a number answered by a rate
        "value_raw",
    ),
    RowRule(
        "value_meaning_unclear", col("quality") & _PERCENT & col("degree") & ~col("tells_share"), "value_raw"
    ),
    RowRule(
        "value_meaning_unclear", (col("quantity") | col("money_cost")) & col("vague_measure"), "value_raw"
    ),
    RowRule(
        "value_meaning_unclear",
        col("ticked") | (col("as_planned") & ~col("timeliness") & ~col("money_cost")),
        "value_raw",
    ),
    RowRule("value_meaning_unclear", col("benefit") & col("degree") & _NO_MEASURE, "value_raw"),
    RowRule("value_not_measurable", col("yes_no") & ~col("quantity") & ~col("money_cost"), "value_raw"),
    # What belongs under a level
    RowRule("quantity_is_percentage", col("quantity") & _PERCENT, "value_raw"),
    RowRule("quantity_is_money", _MISPLACED_MONEY, "value_raw"),
    RowRule(
        "quantity_is_text",
        col("quantity")
        & (col("kind") == "qualitative")
        & ~col("whoever_asks")
        & col("placeholder").is_null()
        & ~_UNSAID,
        "value_raw",
    ),
    # The Ministry's own forms say so where nobody knows how many will ask for it.
    RowRule("quantity_is_text", col("quantity") & col("whoever_asks"), "value_raw", Severity.HINT),
    RowRule(
        "deadline_year_mismatch",
        col("timeliness")
        & (col("kind") == "date")
        & ~col("accounted_period")
        & ~col("budget_year").is_between(col("first_year"), col("date_year")),
        "value_raw",
    ),
    RowRule(
        "cost_is_not_money",
        col("money_cost")
        & col("placeholder").is_null()
        & ~_UNSAID
        & (
            (
                ~col("saving")
                & _IS_NUMBER
                & col("measure").is_not_null()
                & ~_MONEY.fill_null(False)
                & ~col("bare_multiplier")
            )
            | ((col("kind") == "qualitative") & ~col("named_amount") & (~col("saving") | col("mere_word")))
        ),
        "value_raw",
    ),
    RowRule("cost_lower_bound", _BOUNDED_BELOW & ~col("standard"), "value_raw"),
    # The least that people must get is a lower bound by law; whether it is a cost is another question.
    RowRule("cost_lower_bound", _BOUNDED_BELOW & col("standard"), "value_raw", Severity.HINT),
    RowRule(
        "cost_ne_budget",
        col("cost") & col("whole_cost") & ~col("whole_investment") & _ABOVE_BUDGET,
        "value_raw",
    ),
    RowRule(
        "cost_ne_budget",
        col("cost") & col("cost_of_all") & _BELOW_BUDGET & _EXACT,
        "value_raw",
    ),
    # The whole of several years, or what even a part should not cost; a bound far below what may be spent.
    RowRule(
        "cost_ne_budget",
        col("money_cost")
        & (col("whole_investment") | ~(col("whole_cost") | (col("sole_cost") & _EXACT)))
        & ~col("saving")
        & (col("measure_group") == "money")
        & _ABOVE_BUDGET
        & ~_LOWER,
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "cost_ne_budget",
        col("money_cost") & col("whole_cost") & _BELOW_BUDGET & ~(col("cost_of_all") & _EXACT) & ~_LOWER,
        "value_raw",
        Severity.WARNING,
    ),
    RowRule(
        "cost_ne_budget",
        col("sole_cost") & ~col("whole_cost") & (col("cost_wan") != col("total")) & _EXACT,
        "value_raw",
        Severity.WARNING,
    ),
)

RULES_OF: dict[str, tuple[tuple[Column, ...], tuple[RowRule, ...]]] = {
    "projects": (PROJECT_COLUMNS, PROJECT_RULES),
    "indicators": (INDICATOR_COLUMNS, INDICATOR_RULES),
}
"""Table of typed rows → its columns and the rules on it."""

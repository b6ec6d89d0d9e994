"""The columns of the typed rows that the row rules look at: names, types, what may be missing, what may stand there.

No names and other free texts of the form: rows that differ in them only are alike to the rules. `jibiao.schemas` makes
pandera schemas of these columns; the rules are in `row_rules.py`.
"""

from __future__ import annotations

from typing import get_args

from jibiao.columns import Column
from jibiao.forms.definition import column_fields, required_fields
from jibiao.values.code import CodeKind
from jibiao.values.operators import Op
from jibiao.values.typed import Kind

REQUIRED = {name: rule for name, rule in required_fields().items() if name not in column_fields()}
"""Fields of the head that must be filled → the rule that says so."""

PROJECT_COLUMNS = (
    Column("goal_placeholder", "flag", "a goal is filler of the template, or says that there is none"),
    Column("total", "money", "the budget"),
    Column("parts", "money", "the sum of its parts, if they are all understood"),
    Column("faulty_amount", "text", "the first field whose amount is badly written"),
    Column("unitless_amount", "text", "the first field whose amount has no unit of money"),
    Column(
        "code_kind", "text", "kind of the project code; missing where the form has none", get_args(CodeKind)
    ),
    Column("breakdown_missing", "flag", "there is a total, and not one of the parts that the form asks for"),
    *(Column(f"{name}_empty", "flag", f"the form prints {name}, and it is blank") for name in REQUIRED),
)

INDICATOR_COLUMNS = (
    # Its levels
    Column("l1_unknown", "flag", "the first level is none of the standard ones"),
    Column("l2_unknown", "flag", "the second level is none of the standard ones"),
    Column("l2_shortened", "flag", "the second level is a standard one, its name cut short"),
    Column("l2_belongs", "flag", "the second level belongs under the first, or one of them is unknown"),
    Column("satisfaction", "flag", "it stands under 满意度"),
    Column("timeliness", "flag", "it stands under 时效指标"),
    Column("quantity", "flag", "it stands under 数量指标"),
    Column("quality", "flag", "it stands under 质量指标"),
    Column("benefit", "flag", "it stands under 效益 or 效果, and not under 满意度"),
    Column("cost", "flag", "it stands under a level of costs"),
    Column("money_cost", "flag", "it stands under 成本指标 or 经济成本指标"),
    Column("better_l2", "text", "the second level under which such indicators usually stand"),
    # Its name
    Column("named", "flag", "it has a name"),
    Column("rate", "flag", "the name is of a rate"),
    Column("growth", "flag", "the name is of a rate that may exceed 100 %"),
    Column("degree", "flag", "the name is of a degree"),
    Column("count_name", "flag", "the name is of a count"),
    Column("saving", "flag", "the name is of savings"),
    Column("standard", "flag", "the name is of a standard of payment"),
    Column("satisfied_name", "flag", "the name is of how satisfied people are"),
    Column("time_name", "flag", "the name is of a time or a deadline"),
    Column("accounted_period", "flag", "the name says that another year is accounted for"),
    Column("measure_unneeded", "flag", "the name says what is counted"),
    Column("whole_cost", "flag", "the name is of the cost of the project"),
    Column("cost_of_all", "flag", "the name is of the cost of all of it"),
    Column("whole_investment", "flag", "the name is of the whole investment, of several years"),
    Column("tells_share", "flag", "name or description say what the share is of"),
    Column("l3_stopped", "flag", "the name ends in a punctuation mark"),
    Column("level_repeats", "flag", "the name is that of the second level"),
    Column("description_repeats", "flag", "the description says no more than the name"),
    # Its value
    Column("filled", "flag", "it has a value"),
    Column("value_asked", "flag", "the table has a column of values, or of grades"),
    Column("unsaid", "flag", "it is filled in and says nothing: signs only, 待定, letters"),
    Column("dashed", "flag", "dashes or a slash stand in place of a value"),
    Column("none_said", "flag", "the value says that the indicator does not apply"),
    Column("ticked", "flag", "a tick stands in place of a value"),
    Column("as_planned", "flag", "the value says only that it is done as planned"),
    Column("unknown_letters", "flag", "a number with letters behind it that are no known measure"),
    Column("kind", "text", "kind of the value", get_args(Kind), required=True),
    Column("op", "text", "the sign of comparison", get_args(Op)),
    Column("number", "number", "the number of the value"),
    Column("measure", "text", "its unit of measure"),
    Column("measure_group", "text", "the group of that unit: percent, money, person …"),
    Column("changes", "flag", "the value says by how much something changes"),
    Column("percent_spelled", "flag", "% is spelled out"),
    Column("op_spelled", "flag", "the comparison is spelled out"),
    Column("op_wanted", "flag", "a percentage without a sign of comparison, which it should have"),
    Column("no_such_date", "flag", "the calendar has no such date"),
    Column("bare_multiplier", "flag", "the measure is but 万 or 亿"),
    Column("whoever_asks", "flag", "the value is all who have a claim: 应改尽改"),
    Column("named_amount", "flag", "the value names an amount in words"),
    Column("yes_no", "flag", "the value is 是, 否 or the like"),
    Column("mere_word", "flag", "the value says yes or no, which way something goes, or the name again"),
    Column("asks_otherwise", "flag", "the name asks for yes or no, the value is a number or a date"),
    Column("first_year", "year", "the year of the first day meant"),
    Column("date_year", "year", "the year of the last day meant"),
    Column("cost_wan", "money", "the value, if it is money"),
    Column("stray", "text", "words in the value that belong elsewhere"),
    Column("usual_measure", "text", "the usual measure of what is counted, if it is another one"),
    Column("whole_measure", "text", "the measure that the words ask for, if only half of it is given"),
    Column("vague_measure", "flag", "a measure or several amounts of which is not told what is meant"),
    Column("unusual", "text", "why the value is out of the ordinary, in words"),
    # The row as a whole
    Column(
        "placeholder",
        "text",
        "filler of the template is left; or only that there is nothing",
        ("error", "warning"),
    ),
    Column("has_measure_column", "flag", "the unit of measure stands in a column of its own"),
    Column("graded", "flag", "the form has four grades in place of a value"),
    Column("budget_year", "year", "the year of the budget"),
    Column("sole_cost", "flag", "it is the only cost, and a whole amount"),
    Column("total", "money", "the budget that a cost is compared with"),
)

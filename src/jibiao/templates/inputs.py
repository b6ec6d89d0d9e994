"""What may be typed into the cells of a form, and the line of help that shows beside each."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms import Form, field_name
from jibiao.forms.definition import field_help, field_type, longest_text
from jibiao.templates import texts
from jibiao.templates.places import Places

_MOST = {"万元": 100_000_000, "元": 1_000_000_000_000}
"""An amount of more than that is a slip."""
_FIRST_DAY, _LAST_DAY = "36526", "73050"
"""2000-01-01 and 2099-12-31, as dates are counted."""
# Excel takes 255 characters of formula here: less is folded than in the checks.
_SHARE = 'ABS(VALUE(SUBSTITUTE(SUBSTITUTE({cell},"％",""),"%",""))-50)<=50'
_CODE = 'OR(LEN({cell})=21,LEN({cell})=17,LEN(SUBSTITUTE(SUBSTITUTE({cell},"-",""),"—",""))=0)'


def add_input_rules(target: Worksheet, places: Places) -> None:
    """Add them to a form sheet. Levels have their dropdowns."""
    for field, areas in places.areas.items():
        kind = field_type(field)
        if (
            kind == "level"
            or field in ("l3", "operator_raw", "measure_raw", "currency")
            or field in places.followed
        ):
            continue
        if field in places.columns:
            areas = [places.column(field).replace("$", "")]
        if kind == "share":  # the formula is of one cell
            for area in areas:
                _add(target, _formula(places.form, field, _SHARE, area, "stop", texts.SHARE_ONLY), [area])
        elif kind == "code":
            _add(target, _formula(places.form, field, _CODE, areas[0], "warning", texts.CODE_UNUSUAL), areas)
        else:
            _add(target, _plain(places.form, field, kind), areas)


def _add(target: Worksheet, rule: DataValidation, areas: list[str]) -> None:
    """The rule with its line of help."""
    for area in areas:
        rule.add(area)
    target.add_data_validation(rule)


def _plain(form: Form, field: str, kind: str) -> DataValidation:
    if kind == "amount":
        limits = {
            "type": "decimal",
            "operator": "between",
            "formula1": "0",
            "formula2": str(_MOST[form.currency]),
        }
        return _rule(form, field, "stop", texts.AMOUNT_ONLY.format(currency=form.currency), limits)
    if kind == "date":
        limits = {"type": "date", "operator": "between", "formula1": _FIRST_DAY, "formula2": _LAST_DAY}
        return _rule(form, field, "stop", texts.DATE_ONLY, limits)
    longest = longest_text(field)
    if longest:
        limits = {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(longest)}
        return _rule(form, field, "warning", texts.LONG_TEXT.format(longest=longest), limits)
    return _rule(form, field, None, "", {})


def _formula(form: Form, field: str, condition: str, area: str, style: str, error: str) -> DataValidation:
    cell = area.split(":")[0]
    return _rule(form, field, style, error, {"type": "custom", "formula1": condition.format(cell=cell)})


def _rule(form: Form, field: str, style: str | None, error: str, limits: dict[str, str]) -> DataValidation:
    title = texts.INPUT_TITLES.get(field) or field_name(field)
    help_, example = field_help(field, form.currency)
    prompt = texts.INPUT_PROMPTS.get(field) or help_
    return DataValidation(
        **limits,
        allow_blank=True,
        showErrorMessage=bool(style),
        errorStyle=style,
        errorTitle=title if style else None,
        error=error or None,
        showInputMessage=True,
        promptTitle=title,
        prompt=prompt + (texts.EXAMPLE.format(example=example) if example else ""),
    )

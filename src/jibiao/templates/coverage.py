"""What templates check by themselves and what needs the add-in: a table for the docs, from the catalogue."""

from __future__ import annotations

from openpyxl import Workbook

from jibiao.checks.catalogue import built_in
from jibiao.forms import Form
from jibiao.templates import texts
from jibiao.templates.build import blank_content
from jibiao.templates.form_sheet import draw_form
from jibiao.templates.formulas import SelfChecks, checked_rules


def coverage(forms: tuple[Form, ...]) -> str:
    """The page docs/模板自检范围.md: rule by rule, with the forms on whose templates it is checked."""
    on_forms: dict[str, list[str]] = {}
    for form in forms:
        checks = SelfChecks(draw_form(Workbook().active, form, blank_content(form)))
        for check_id in dict.fromkeys(check.id for check in (*checks.counts, *checks.hints)):
            on_forms.setdefault(check_id, []).append(form.id)
    lines = [texts.COVERAGE_HEAD.format(checked=len(checked_rules()), rules=len(built_in()))]
    for rule in built_in().values():
        own = on_forms.get(rule.id)
        where = (texts.COVERAGE_ALL if own and len(own) == len(forms) else "、".join(own or ())) or "—"
        entry = texts.COVERAGE_ENTRY.get(rule.id, "")
        lines.append(f"| {rule.title} | {where} | {entry or '—'} | ✓ |")
    return "\n".join(lines) + "\n"

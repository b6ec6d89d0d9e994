"""A number that is too long is a finding at its cell, wherever it stands, and costs no other finding."""

from __future__ import annotations

import pytest

from jibiao.checks.catalogue import rules
from samples import findings, project

CARD = "6222021234567890123"


@pytest.mark.parametrize(
    ("form", "path", "text", "cell"),
    [
        ("A1", "budget_total_raw", CARD, "C4"),
        ("A1", "budget_fiscal_raw", f"{CARD}元", "E4"),
        ("A1", "indicators[1].value_raw", f"≥{CARD}户", "F11"),
        ("A1", "indicators[4].value_raw", "999999999999999亿元", "F14"),
        ("A1", "plan_raw", ["25%", "1234567890123", "75%", "100%"], "C7"),
        ("G", "indicators[2].grades.良", f"≥{CARD}%", "E6"),
    ],
)
def test_it_is_told_at_its_cell_with_all_that_is_told_anyway(form, path, text, cell) -> None:
    others = {"indicators[1].l3": ""}
    before = {(f.rule, f.cell) for f in findings(project(form, others))}
    found = findings(project(form, {**others, path: text}))
    assert [(f.severity, f.cell) for f in found if f.rule == "number_too_long"] == [("error", cell)]
    lost = {(rule, at) for rule, at in before - {(f.rule, f.cell) for f in found} if at != cell}
    assert lost == set()


def test_it_is_said_once_and_by_no_other_rule_of_amounts_and_plans() -> None:
    changes = {"budget_total_raw": CARD, "plan_raw": ["25%", CARD, CARD, "100%"]}
    found = [f for f in findings(project("A1", changes)) if f.severity == "error"]
    assert [(f.rule, f.cell) for f in found] == [("number_too_long", cell) for cell in ("C4", "C7", "E7")]
    assert CARD in found[0].message
    assert "{" not in found[0].remedy and rules()["number_too_long"].severity == "error"

"""The form with four grades in place of a value: how they fit together, and what is wrong with each of them.

The best grade is the value of its row, so all rules on values see it. The others are thresholds of the same kind: how they
are written, in which unit and whether they can be reached at all is judged by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jibiao.checks.catalogue import severity_of
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.records import GRADES, Project, Value
from jibiao.values.grades import GradeGap, read_grades

RULES_OF_EVERY_GRADE = frozenset(
    {
        "placeholder_left",
        "value_says_nothing",
        "value_garbled",
        "value_percent_spelled",
        "value_operator_nonstandard",
        "value_operator_missing",
        "value_stray_text",
        "value_unit_missing",
        "value_unit_wrong",
        "value_unit_incomplete",
        "value_type_mismatch",
        "value_impossible",
        "quantity_is_percentage",
        "quantity_is_money",
    }
)
"""Rules on a value that hold for every threshold. The others are on what is aimed at, which is the best grade."""
_OF_THE_AIM = frozenset({"value_impossible", "value_operator_missing"})
"""… and those that the worst grade is no matter of: it lies beyond what is aimed at, and may go without a sign."""


def rules_of(grade: str) -> frozenset[str]:
    """The rules that judge the value of 良, 中 or 差."""
    return RULES_OF_EVERY_GRADE - _OF_THE_AIM if grade == GRADES[-1] else RULES_OF_EVERY_GRADE


def one_a_rule(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults of one row; those that several of its grades have by one rule are one, of the gravest."""
    groups: dict[str, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.rule if ".grades." in (fault.field or "") else f"{id(fault)}", []).append(
            fault
        )
    for group in groups.values():
        first = min(group, key=lambda fault: list(Severity).index(severity_of(fault)))
        yield first._replace(also=tuple(fault.at for fault in group if fault is not first and fault.at))


def grade_faults(typed: TypedProject) -> Iterator[Fault]:
    """The four grades together: gaps, overlaps, an order that goes up and down, different measures."""
    for row in typed.rows:
        if row.grades:
            yield from _of_row(typed.project, row)


def _of_row(project: Project, row: Row) -> Iterator[Fault]:
    cells = {grade: row.cell(_column(grade)) for grade in GRADES if _column(grade) in row.record.values}
    texts = {grade: cell.text for grade, cell in cells.items()}
    read = read_grades(texts)
    said = {"grades": "、".join(f"{grade}{text}" for grade, text in texts.items())}
    path, first = row.path("value_raw"), row.cell("value_raw")
    if not read.same_measure and not _has_wrong_measure(row):
        others = tuple(cell for cell in cells.values() if cell is not first)
        yield Fault("grades_unit_mixed", project, path, first, said, also=others)
    if read.monotone is False:
        yield Fault("grades_not_monotone", project, path, first, said)
        return
    if read.same_measure:
        for pair in read.overlaps:
            params = {**said, "better": pair.better, "worse": pair.worse}
            yield Fault("grades_overlap", project, row.path(_column(pair.worse)), cells[pair.worse], params)
    for gap in read.gaps:
        params = {"between": _between(gap, cells)}
        yield Fault("grades_gap", project, row.path(_column(gap.worse)), cells[gap.worse], params)


def _column(grade: str) -> str:
    return f"grades.{grade}"


def _between(gap: GradeGap, cells: dict[str, Value]) -> str:
    return f"{gap.better}“{cells[gap.better].text}”与{gap.worse}“{cells[gap.worse].text}”之间"


def _has_wrong_measure(row: Row) -> bool:
    """Whether a grade is known to have a unit in which such things are not counted."""
    return any(facts["usual_measure"] for facts in (row.facts, *row.grades.values()))

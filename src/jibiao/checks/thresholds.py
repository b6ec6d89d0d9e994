"""The numbers that rules go by and a department may set for itself (绩表设置.toml, [thresholds])."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Thresholds(NamedTuple):
    """What each is for stands in `texts.THRESHOLDS`, in the users' language. Shares are parts of one."""

    same_plan_projects: int = 5
    same_basis_rows: int = 10
    same_basis_share: Decimal = Decimal("0.9")
    same_grades_rows: int = 10
    same_grades_share: Decimal = Decimal("0.75")
    style_projects: int = 5
    style_share: Decimal = Decimal("0.75")
    cost_tolerance: Decimal = Decimal("0.01")
    yuan_from: int = 10_000


USUAL = Thresholds()

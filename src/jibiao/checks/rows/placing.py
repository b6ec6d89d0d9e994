"""Under which second level an indicator belongs, known from its name and its value, where that is plain.

Outputs are known by the endings of names and by measures, benefits by the words of a table (`forms/codes/benefits.csv`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jibiao.checks import names
from jibiao.checks.codes import benefits_of
from jibiao.regex import regex
from jibiao.values.typed import Target

MONEY_GROUPS = ("money", "money_per")
QUANTITY, QUALITY, TIMELINESS, COST = "数量指标", "质量指标", "时效指标", "成本指标"
SATISFACTION, SOCIAL, ECOLOGICAL, LASTING = (
    "服务对象满意度指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
)

_ACCEPTED = regex(r"(?:验收|工程|施工|质量|项目|竣工)合格率$")
_MADE = regex(r"^(?:完成|新建|建设|购置|采购|维修|改造|安装|铺设|更换|印制|举办|组织)")
_PEOPLE_REACHED = regex(r"(?:受益|受惠|惠及|覆盖|服务).*(?:人口|人数|人次|户数|群众|学生|农户|居民)$")
_POLLUTION = regex(r"(?:PM2\.5|PM10|颗粒物|二氧化硫|氮氧化物).*浓度|优良天数")


def better_l2(levels: Mapping[str, Any], value: Target, name: str) -> str | None:
    """The second level under which an indicator is usually put, if it plainly stands under another one."""
    l2, bare = levels["l2_standard"], names.bare(name)
    if l2 is None or not bare:
        return None
    if levels["satisfaction"]:
        return (
            QUALITY
            if names.ends_in("quality_rate_endings", bare)
            else TIMELINESS
            if names.ends_in("in_time_endings", bare)
            else None
        )
    if names.ends_in("satisfaction_endings", bare):
        return SATISFACTION
    if levels["benefit"]:
        return _of_benefit(l2, value, bare) or _other_benefit(l2, value, bare)
    return _other_output(l2, value, bare)


def _other_output(l2: str, value: Target, name: str) -> str | None:
    group, is_count = value.measure_group, names.is_count(name)
    # None of them (漏管人数 0人) is how well it is done.
    is_mishap = value.number == 0 or names.holds("mishaps", name)
    counted = is_count and group not in (None, *MONEY_GROUPS) and not is_mishap
    if l2 in (QUALITY, TIMELINESS) and counted and group not in ("percent", "time"):
        return QUANTITY
    if l2 == COST and counted:
        return QUANTITY
    if l2 == QUANTITY and group == "percent" and not names.ends_in("quality_rate_endings", name):
        return None  # that is reported as such
    if l2 in (QUANTITY, QUALITY, COST) and (
        (value.kind == "date" and l2 != COST) or names.ends_in("in_time_endings", name)
    ):
        return TIMELINESS
    if l2 in (QUANTITY, TIMELINESS, COST) and names.ends_in("quality_rate_endings", name):
        return QUALITY
    if l2 in (QUALITY, TIMELINESS) and group in MONEY_GROUPS and names.ends_in("price_endings", name):
        return COST
    if l2 == TIMELINESS and group == "money":
        return COST
    if l2 == COST and value.kind == "date":
        return TIMELINESS
    if l2 in (QUANTITY, QUALITY, TIMELINESS, COST) and _POLLUTION.search(name):
        return ECOLOGICAL
    return None


def _of_benefit(l2: str, value: Target, name: str) -> str | None:
    """The output that stands under a benefit: a deadline, a rate of acceptance, a number of things made."""
    if names.ends_in("in_time_endings", name) or (
        value.kind == "date" and names.ends_in("deadline_endings", name)
    ):
        return TIMELINESS
    if _ACCEPTED.search(name):
        return QUALITY
    made = _MADE.match(name) and names.is_count(name)
    made = made and (
        value.measure_group in ("count", "length", "area") or value.measure in ("家", "户", "家次", "户次")
    )
    return QUANTITY if made and l2 not in benefits_of(name) else None


def _other_benefit(l2: str, value: Target, name: str) -> str | None:
    """The benefit that a name plainly speaks of: people reached, the air, or what the words of the table tell."""
    if _PEOPLE_REACHED.search(name) and value.measure_group == "person":
        return SOCIAL if l2 != SOCIAL else None
    if _POLLUTION.search(name):
        return ECOLOGICAL if l2 != ECOLOGICAL else None
    levels = benefits_of(name)
    # What lasts may be of any kind.
    return next(iter(levels)) if len(levels) == 1 and l2 not in (*levels, LASTING) else None

"""What the parts of an indicator say, each typed by itself: its levels, its name, its value.

The same levels, names and values come again and again in a department, so each is typed once. `tables.py` puts
the parts together to typed rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jibiao.checks import names, texts
from jibiao.checks.codes import expected_measure, kinds_counted, usual_value
from jibiao.checks.rows.placing import MONEY_GROUPS, better_l2
from jibiao.forms.levels import (
    belongs,
    is_misspelt_l2,
    is_shortened_l2,
    level_key,
    names_a_level,
    standard_l1,
    standard_l2,
)
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values import measures
from jibiao.values.chunks import find_chunks
from jibiao.values.deadline import no_such_date
from jibiao.values.nothing import is_dashes, is_instruction, says_nothing
from jibiao.values.numerals import half_width, squeeze
from jibiao.values.operators import BEFORE, LOWER, UPPER
from jibiao.values.target import parse_target
from jibiao.values.typed import Target
from jibiao.values.unsaid import is_unsaid

BARE_MULTIPLIERS = ("万", "亿")
"""Measures that leave out what is counted: 703万."""
ENDING = "。，、；：,.;:！!"
"""Signs that do not belong at the end of a name."""

_CHINESE = regex(r"[\u4e00-\u9fff]{2,}")
_LETTERS = regex("[A-Za-z]{2,}")
_TICKS = regex("[√☑✓✔■○〇]")
_TICK = regex("[√☑✓✔✅]+")
_NOT_CONCERNED = regex("涉及|适用|无此|无该|不考核|(?i:n/?a)|暂[无没]")
"""… in contrast to 无 and 没有, which may well be what is aimed at."""
_EVERY = regex(r"每.{0,3}|年均|月均|人均|户均|累计|合计|总计|以上|左右|以内|以下|同比|较上年")
_AS_PLANNED = regex(
    "(?:严格|全部)?(?:按照?|根据|依据|参照|依照).*(?:计划|安排|方案|文件|要求|规定|通知).{0,3}(?:执行|落实|实施|办理|开展)"
)
_WHOEVER_ASKS = regex(r"应([\u4e00-\u9fff]{1,2})尽\1[。;]?")
_STANDARD_SIGNS = frozenset("≥≤><=＞＜＝≧≦")
_THINGS = frozenset(
    measure
    for measure, (_, group) in measures.MEASURES.items()
    if group in ("count", "person", "area", "length", "volume", "mass") and measure != "个"
) | frozenset("生方校馆园")
_EACH = regex(r"每(?:一|个(?:[\u4e00-\u9fff]{1,4}?(?=[站校村乡镇馆所点园]))?)?(?=([\u4e00-\u9fff]{1,3}))")
_NOT_EACH = regex("[年月天日]|[^，。；、]{0,6}[0-9]")
_PER_TIME = regex(r"每(?:一)?(天|日|周|月|季度|年)")
_PIECES = "立方米|方|平方米|公里|千米|米|亩|公顷|吨|户|人|名|台|套|辆|座|处|盏|眼|株|件|例|间|栋|个"
_PER_DONE = regex(
    rf"每(?![年月季天日周旬学半次])[\u4e00-\u9fff]{{2}}(?:1|一)?({_PIECES})(?![均员数工每次里/年月天日])"
)
"""每压减1立方米, 每运营公里"""
_ONE = regex(
    rf"单({_PIECES}|校|村|站|井|期|场|次)(?=[\u4e00-\u9fff]{{0,8}}?(?:成本|费用|造价|价格|投入|投资|标准)$)"
)
"""单方压采成本, 单座水库养护费用"""
_MEAN_OF = regex(
    r"([人户亩生校村])均|(公里|亩|床位)(?=(?:补贴|补助|奖补|养护|管护|收费|作业)(?:标准|成本|费用)$)"
)
_UNIT_PRICE = regex(r"(?:单价|单位成本|单位造价)$")
_STANDARD = regex(r"(?:补助|补贴|发放|奖补|奖励|救助|资助|收费|工资|报酬|劳务费|劳务|慰问)(?<!最低工资)标准$")
_IN_FULL = {"生": "人", "名": "人", "位": "人", "方": "立方米"}
_OF_ALL = regex("总|合计|全部|资金|年度")
_PER_WHAT = regex("[/·每]")
_BOXED = regex(r"\(.*\)$")
_BARE_MEASURE = regex(r"[万亿](?:[/每·].*)?")
_ABOUT = regex("左右|上下|大约|约|大概|将近|接近")
_BARE = regex(r"(?<![/\d])\d+[万亿](?=$|[/、，,；;])")


@lru_cache(maxsize=4096)
def level_facts(l1: str, l2: str) -> dict[str, Any]:
    """What the two level names of a row say."""
    l1_standard, l2_standard = standard_l1(l1), standard_l2(l2)
    of_evaluation = l1_standard is None and names_a_level(1, l1)
    return {
        "l1": l1,
        "l2": l2,
        "l1_standard": l1_standard,
        "l2_standard": l2_standard,
        "l1_unknown": bool(l1) and l1_standard is None and not of_evaluation,
        "l2_unknown": bool(l2) and is_misspelt_l2(l2) and not (of_evaluation and names_a_level(2, l2)),
        "l2_shortened": is_shortened_l2(l2),
        "l2_belongs": belongs(l1_standard, l2_standard),
        "satisfaction": "满意度" in l1 or l2_standard == "服务对象满意度指标",
        "timeliness": l2_standard == "时效指标",
        "quantity": l2_standard == "数量指标",
        "quality": l2_standard == "质量指标",
        "benefit": l1_standard in ("效益指标", "效果指标") and l2_standard != "服务对象满意度指标",
        "cost": "成本" in l2 or l1_standard == "成本指标",
        "money_cost": l2_standard in ("成本指标", "经济成本指标"),
    }


@lru_cache(maxsize=16384)
def name_facts(l3: str) -> dict[str, Any]:
    """What the name of an indicator says of its value."""
    return {
        "l3": l3,
        "named": bool(l3),
        "rate": names.is_rate(l3),
        "growth": names.may_exceed_100(l3),
        "degree": names.ends_in("degree_endings", names.bare(l3)),
        "count_name": names.is_count(l3) or names.names_measure(l3),
        "saving": names.is_saving(l3),
        "standard": names.bare(l3).endswith("标准"),
        "measure_unneeded": names.needs_no_measure(l3),
        "accounted_period": names.holds("accounted_periods", l3),
        "satisfied_name": names.ends_in("satisfaction_endings", names.bare(l3)),
        "time_name": names.ends_in("time_endings", names.bare(l3)),
        "whole_cost": names.is_whole_cost(l3),
        "cost_of_all": names.is_cost_of_all(l3),
        "whole_investment": names.holds("whole_investment", l3),
        "l3_stopped": fold(l3).endswith(tuple(ENDING)),
    }


@lru_cache(maxsize=32768)
def target_facts(text: str, operator: str, measure: str, year: int | None) -> dict[str, Any]:
    """What the value of an indicator says by itself; `operator` and `measure` from columns of their own count in."""
    value = typed_target(text, operator, measure, year)
    said = value.op_text or ""
    return {
        "value": whole_value(text, operator, measure),
        "filled": bool(text),
        "unsaid": is_unsaid(text),
        "dashed": value.kind == "not_applicable" and is_dashes(text) and not _TICKS.search(text),
        "none_said": value.kind == "not_applicable" and bool(_NOT_CONCERNED.search(fold(text))),
        "unknown_letters": bool(_LETTERS.fullmatch(value.measure or "")) and value.measure_group is None,
        "kind": value.kind,
        # 达到100% asks for no more than 100 %.
        "op": None if said.startswith("达") else value.op,
        "number": value.number,
        "measure": value.measure,
        "measure_group": value.measure_group,
        "changes": names.is_trend(value.leading or ""),
        "percent_spelled": "百分" in (value.measure_text or "") and value.measure == "%",
        "op_spelled": _is_spelled(value),
        "op_wanted": value.measure == "%" and not value.approximate and not operator,
        "no_such_date": value.kind != "date" and "月" in text and no_such_date(text),
        "bare_multiplier": bool(_BARE_MEASURE.fullmatch(value.measure or ""))
        or bool(value.kind == "multiple" and _BARE.search(text)),
        "whoever_asks": "尽" in text and _WHOEVER_ASKS.fullmatch(fold(text)) is not None,
        "named_amount": names.holds("named_amounts", text),
        "yes_no": value.kind == "qualitative" and fold(text).strip(ENDING) in names.words("yes_no"),
        "first_year": value.date_from.year if value.date_from else value.date_year,
        "date_year": value.date_year,
        "cost_wan": value.wan,
    }


def typed_target(text: str, operator: str, measure: str, year: int | None) -> Target:
    """The typed value of an indicator."""
    target = parse_target(text, year)
    if target.kind == "number" and (operator or measure):
        whole = parse_target(f"{operator}{text}{measure}", year)
        return whole if whole.kind == "number" else target
    return target


def whole_value(text: str, sign: str, measure: str) -> str:
    """A value as it is meant, with what stands in columns of its own (≥ | 100 | %) and is not said in it as well."""
    sign = sign if fold(sign) in BEFORE and not text.startswith(sign) else ""
    has_measure = any(map(str.isdigit, text)) and not says_nothing(measure) and not text.endswith(measure)
    return f"{sign}{text}{measure if has_measure else ''}"


def _is_spelled(value: Target) -> bool:
    """Whether the comparison is written otherwise than with one sign; of several numbers, that of any of them. 3天内 is
    how times are written."""
    if value.kind in ("multiple", "range"):
        chunks = find_chunks(half_width(squeeze(value.text)))
        return any(
            compact(sign) not in _STANDARD_SIGNS and measures.group(chunk.measure_text) != "time"
            for chunk in chunks
            for sign in (chunk.before, chunk.after)
            if sign
        )
    if value.kind != "number" or not value.op or not value.op_text or value.measure_group == "time":
        return False
    return compact(value.op_text) not in _STANDARD_SIGNS


def stray_words(value: Target, name: str) -> str | None:
    """Words within a value that belong elsewhere: 满意度 of >=85%满意度."""
    if value.kind != "number" or not value.measure:
        return None
    if value.approximate and value.op and (about := _ABOUT.search(value.text)):
        return about[0]  # a bound is exact
    behind, before = value.trailing or "", value.leading or ""
    if not behind and not before:
        return None
    if _CHINESE.fullmatch(behind) and not _EVERY.match(behind) and behind not in measures.MEASURES:
        return behind
    named = before in fold(name) or before.endswith(("率", "满意度"))  # 合格率100%
    return before if _CHINESE.fullmatch(before) and named and not _EVERY.match(before) else None


def is_mere_word(value: Target, name: str) -> bool:
    """Whether a value tells no more than yes or no, than which way something goes, or than the name does: 是, 逐年提高, 及时
    of 及时支付率, 基本满意 of 群众满意度."""
    if value.kind != "qualitative" or value.op:
        return False
    text, bare = fold(value.text).strip(ENDING), names.bare(name)
    return (
        text in names.words("yes_no")
        or names.is_trend(text)
        or (len(text) > 1 and text in bare)
        or (names.ends_in("satisfaction_endings", bare) and text.endswith("满意"))
    )


def asks_otherwise(value: Target, name: str) -> bool:
    """Whether the name asks for 是 or 否, and the value is a number or a date; 有无投诉 may be answered by 0次."""
    if value.kind not in ("number", "range", "date"):
        return False
    return names.is_question(name) or (
        value.measure == "%" and names.holds("questions_of_existence", name) and not names.is_rate(name)
    )


def wrong_measure(value: Target, name: str, description: str) -> str | None:
    """The usual measure of what the name counts, if the value has another one (户数 counted in 个)."""
    if value.kind != "number" or not value.measure or value.measure in BARE_MULTIPLIERS:
        return None
    base = value.base
    if base is None or base[1] is None or value.measure_group in ("percent", "permille", *MONEY_GROUPS):
        return None
    measured = _BOXED.sub("", _PER_WHAT.split(base[1])[0])  # 台（套）
    group = (value.measure_group or "").removesuffix("_per")
    for text, is_name in ((names.bare(name), True), (names.bare(description), False)):
        if expected := expected_measure(text):
            return None if expected.fits(measured, group) else expected.usual
        if kinds := kinds_counted(text, not is_name):  # 辆 of lines, 人 of bags
            return next((kind.usual for kind in kinds if not kind.never.isdisjoint((measured, group))), None)
    return None


def _priced_by(text: str) -> list[str]:
    """What a text says that something is of each: 批次 of 平均每批次, 站 of 每个监测站. 每户1.5万元 is an amount."""
    found = []
    for each in _EACH.finditer(text):
        thing = next((each[1][:n] for n in (3, 2, 1) if each[1][:n] in _THINGS), None)
        if thing and not _NOT_EACH.match(text, each.end() + len(thing)):
            found.append(thing)
    return found


def incomplete_measure(value: Target, name: str, description: str, benefit: bool) -> str | None:
    """The measure that the words ask for where the value gives only half of it: 元 where 元/吨 is meant."""
    if value.kind != "number" or value.measure is None or (value.trailing or "").startswith(("/", "每")):
        return None
    text, bare = name + description, names.bare(name)
    things, times = (_priced_by(text), _PER_TIME.findall(text)) if "每" in text else ([], [])
    if value.measure_group == "money":
        things = things or ("每" in text and _PER_DONE.findall(half_width(text))) or _ONE.findall(bare)
        if things and not _OF_ALL.search(bare):
            thing = _IN_FULL.get(things[0], things[0])
            return f"{value.measure}/{'·'.join([thing, *times[:1]])}"
        if _UNIT_PRICE.search(bare):
            return texts.PER_PIECE.format(money=value.measure)
        if (mean := _MEAN_OF.search(bare)) and not benefit:  # 人均增收300元
            return f"{value.measure}/{mean[1] or mean[2]}"
        if value.measure == "元" and "每" not in value.text and _STANDARD.search(bare):
            return texts.PER_PERSON.format(money=value.measure)
    if value.measure == "次" and not value.leading and times and times[0] != "年":
        return f"次/{times[0]}"
    return None


def is_left_to_a_plan(value: Target) -> bool:
    """Whether a value only says that something is done as planned (按照下达计划执行), and not how much."""
    return value.kind == "qualitative" and _AS_PLANNED.fullmatch(fold(value.text).strip(ENDING)) is not None


def is_vague(value: Target, text: str, words: str) -> bool:
    """Whether a value counts something in 批 or 项 that is no batch and no item (建设教学楼 1批), or is several amounts of
    which is not told what each is for (5万/10万)."""
    if value.kind == "multiple":
        return "/" in fold(text)
    return value.measure in ("批", "项") and value.number == 1 and value.measure not in words


def unusual(value: Target, name: str) -> str | None:
    """Why a value is out of the ordinary, in words; None if it is not."""
    if value.kind != "number" or value.number is None:
        return None
    if value.number == 0 and value.op == "≥":
        return texts.ALWAYS_REACHED
    usual = usual_value(names.bare(name))
    if usual is None or usual.measure != (value.measure or ""):
        return None
    if usual.low is not None and usual.measure == "%" and value.op in UPPER:
        return texts.BOUNDED_ABOVE
    if usual.low is None and usual.measure == "%" and value.op in LOWER:
        return texts.BOUNDED_BELOW
    if usual.low is not None and value.number < usual.low and value.op in (None, "≥", ">", "="):
        return texts.BELOW_USUAL.format(low=usual.low, measure=usual.measure)
    if usual.high is not None and value.number > usual.high:
        return texts.ABOVE_USUAL.format(high=usual.high, measure=usual.measure)
    return None


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, white space and width aside."""
    return bool(one) and fold(one) == fold(other)


def repeats_name(l3: str, description: str) -> bool:
    """Whether a description says no more than the name: 补助的人数, 补助人数情况。"""
    said, name = (names.bare(text.strip().rstrip(ENDING)).replace("的", "") for text in (description, l3))
    return bool(name) and said.removesuffix("情况") == name.removesuffix("情况")


def repeats_level(l3: str, levels: dict[str, Any]) -> bool:
    """Whether the name of an indicator is but the name of its second level. 服务对象满意度 is customary as a name."""
    l2 = levels["l2"]
    if not l2 or not l3:
        return False
    return same_name(l3, l2) or (not levels["satisfaction"] and level_key(l3) == level_key(l2))


_PLACEHOLDER = regex(
    r"^(\d+[.、．]|目标\d*[:：]?)?\s*(目标内容\d*|[（(]?(项目|指标|目标)?(名称|内容)[)）]?|(一级|二级|三级)?指标\d+"
    r"|目标\d+|[xX×＊*]{2,}|…+|\.{3,})[。；;]?$"
)
_LEFT_OPEN = regex(
    r"(?<![A-Za-z0-9×])([xX]{2,}|[×＊*]{2,})(?![A-Za-z0-9×])|^[≥≤=<>＞＜]*…+[%\u4e00-\u9fff]{1,4}$"
)
_NUMBER_OF_GOAL = regex(r"^(\d+[.、．]|目标\d*[:：]?)\s*")


_IN_ALL_OF_THEM = regex(r"[名内指标xX×＊*…请填输此例如描简概]|\.\.\.")
_IN_PLACES = frozenset("xX×＊*…")


def is_placeholder(text: str) -> bool:
    """Whether a text is but filler of the template, or has places that were not filled in (≥××人)."""
    if not _IN_ALL_OF_THEM.search(text):
        return False
    text = text.strip()
    return bool(
        _PLACEHOLDER.match(text)
        or (not _IN_PLACES.isdisjoint(text) and _LEFT_OPEN.search(text))
        or is_instruction(text)
    )


def left_open(text: str) -> str:
    """The place that was not filled in within a longer text (XX of 组织XX名医生培训), "" if the whole is filler."""
    found = _LEFT_OPEN.search(text)
    return found[0] if found and not _PLACEHOLDER.match(text.strip()) else ""


def is_no_goal(goal: str) -> bool:
    """Whether a goal is filler, or says that there is none (1.无)."""
    return is_placeholder(goal) or says_nothing(_NUMBER_OF_GOAL.sub("", goal.strip()))


def _placeholder(texts: dict[str, str]) -> dict[str, str | None]:
    """ "error" if template filler is left in a row, and in which column; "warning" if the row only says that there
    is nothing."""
    for column, text in texts.items():
        if is_placeholder(text):
            return {"placeholder": "error", "placeholder_in": column}
    return {"placeholder": "warning" if says_nothing(texts["l3"].strip()) else None}


@lru_cache(maxsize=32768)
def row_facts(
    l1: str,
    l2: str,
    l3: str,
    description: str,
    text: str,
    operator: str,
    measure: str,
    year: int | None,
    graded: bool = False,
) -> dict[str, Any]:
    """All that the texts of one row say, taken together; not to be changed, for other rows may say the same. graded:
    whether the value is one of several grades."""
    levels, value = level_facts(l1, l2), typed_target(text, operator, measure, year)
    return {
        **levels,
        **name_facts(l3),
        **target_facts(text, operator, measure, year),
        "target": value,
        "has_measure_column": bool(measure),
        "budget_year": year,
        "description_repeats": repeats_name(l3, description),
        "level_repeats": repeats_level(l3, levels),
        "tells_share": names.holds("share_words", l3) or names.holds("share_words", description),
        "ticked": bool(_TICK.fullmatch(fold(text).strip())),
        "as_planned": is_left_to_a_plan(value),
        "vague_measure": is_vague(value, text, l3 + description),
        "stray": stray_words(value, l3),
        "mere_word": is_mere_word(value, l3),
        "asks_otherwise": asks_otherwise(value, l3),
        "usual_measure": wrong_measure(value, l3, description),
        "whole_measure": incomplete_measure(value, l3, description, levels["benefit"]),
        "unusual": unusual(value, l3),
        "better_l2": better_l2(levels, value, l3),
        **_placeholder({"l3": l3, "description": description, "value_raw": text}),
        # What the row is in its form; as it mostly is.
        "graded": graded,
        "value_asked": True,
        "sole_cost": False,
        "total": None,
    }

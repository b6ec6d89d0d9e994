"""Goals: repeated, copied from the use of funds, numbers that contradict the indicators, years gone by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from jibiao.checks import names
from jibiao.checks.codes import expected_measure
from jibiao.checks.finding import Fault
from jibiao.checks.guard import guarded_rules
from jibiao.checks.typed import Row, TypedProject
from jibiao.records import Project, Value
from jibiao.text import fold
from jibiao.values import measures
from jibiao.values.chunks import Chunk, find_chunks
from jibiao.values.numerals import chinese_number, half_width, squeeze
from jibiao.values.operators import LOWER

LEAST_GOAL = 4
"""Goals shorter than so many characters say too little to be called repeated."""
NOUN = 6
"""So many characters behind a number tell what it counts: 9个乡镇综合文化站."""
GENERIC = frozenset(
    [
        "完成",
        "项目",
        "数量",
        "人数",
        "户数",
        "次数",
        "面积",
        "长度",
        "全年",
        "年度",
        "计划",
        "工作",
        "实际",
        "全县",
        "全市",
        "本县",
        "我县",
        "我市",
        "建设",
        "情况",
        "新增",
        "总数",
        "任务",
        "全部",
        "达到",
        "实施",
    ]
)
"""Pairs of characters that do not tell what a number counts."""

_SIGNS = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"^\s*(?:目标)?\s*\d{1,2}\s*[.、．:：)）]\s*")
_BEFORE_NUMBER = r"(?:^|\n|[。；;])\s*"
_NUMBERS = re.compile(_BEFORE_NUMBER + r"(?:目标)?(\d{1,2})\s*[.、．:：](?!\d)")
_IN_WORDS = re.compile(_BEFORE_NUMBER + "([一二三四五六七八九十]{1,3})、")
_IN_BRACKETS = re.compile(_BEFORE_NUMBER + r"[（(](\d{1,2})[）)]")
_IN_CIRCLES = re.compile("[①-⑳]")
_FOR = re.compile(r"^(主要|统筹)?用于")
_CLAUSE_ENDS = ",;。、\n:"
_OF_PEOPLE = {"名": "人", "位": "人"}
_NOT_COUNTED = ("percent", "permille", "point", "time", "money", "money_per", "score", None)
_DIGIT = re.compile("[0-9０-９]")
_AS_DEADLINE = re.compile(r"^20[0-9]{2}年[0-9]{0,2}月?[底末]前(?=(?:全面|全部|基本)?(?:实现|完成|达到))")
_OF_THE_PAST = re.compile(
    r"^20\d\d年度?(?:[1-9]\d?月份?)?(?:[\u4e00-\u9fff]{0,8}(?:"
    r"(?:购[置买]|采购|安装|栽植|种植|建设|修建|改造|流转|租赁|引进|入学|入伍|入职|招录|录取|投用|投入使用|移交|评为|列入|纳入)的"
    r"|(?:造林|栽植|种植|绿化|育苗|退耕|还林|还草)[\u4e00-\u9fff]{0,6}(?:抚育|管护|养护|补植|补栽)"
    r"|第[二三四五2-5][年次批期轮])|[级届]|的?(?:水平|平均值|均值|实际值|基数))"
)
"""A year that tells which thing is meant: the trees planted then, the machines bought then, the second payment."""
_GOES_BY = re.compile(
    "(?:按照?|根据|依据|依照|参照|执行|较|比|相比|对比|偿还|清偿|归还|补缴|补发|追溯|延续|继续|巩固|自|从)[《“（(]?$"
)
_ANY_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=[年—–\-~～至])")
_YEAR = re.compile(r"(?<![0-9〔\[（(【-])(20[0-9]{2})年")


def goal_faults(typed: TypedProject) -> Iterator[Fault]:
    """The faults of one form's goals."""
    project = typed.project
    if not project.goal_values:
        return
    yield from guarded_rules(
        project,
        (_repeated, project),
        (_repeats_use, project),
        (_numbering, project),
        (_contradictions, typed),
        (_stale_year, project, typed.year),
    )


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """A goal or a use of funds as it is compared: no number before it, no signs, no 用于."""
    return _FOR.sub("", _SIGNS.sub("", fold(_NUMBERED.sub("", text))))


def _cell_of(project: Project, n: int) -> Value:
    """The cell that holds a goal (from 0); all of them may stand in one."""
    own = len(project.goal_values) == len(project.goals)
    return project.goal_values[n if own else 0]


def _repeated(project: Project) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for n, goal in enumerate(project.goals):
        key = plain_text(goal)
        if len(key) >= LEAST_GOAL and key in seen:
            said = {"one": seen[key] + 1, "other": n + 1}
            yield Fault("goal_duplicate", project, "goals", _cell_of(project, n), said)
        seen.setdefault(key, n)


def _repeats_use(project: Project) -> Iterator[Fault]:
    use = plain_text(project.use_purpose or project.text("use_of_funds"))
    for n, goal in enumerate(project.goals):
        if len(use) >= LEAST_GOAL and plain_text(goal) == use:
            yield Fault("goal_repeats_use", project, "goals", _cell_of(project, n), {"number": n + 1})
            return


def _numbering(project: Project) -> Iterator[Fault]:
    """1. 2. 4.: a number is missing, or stands twice."""
    lines = [f"{label}:" for label in project.goal_labels] or [project.goal_values[0].text]
    if numbers := _broken_numbers("\n".join(lines)):
        said = {"numbers": "、".join(map(str, numbers))}
        yield Fault("numbering_broken", project, "goals", project.goal_values[0], said)


@lru_cache(maxsize=8192)
def _broken_numbers(text: str) -> tuple[int, ...]:
    """The numbers of one kind before the parts of a text, if they do not follow one another: 1. 2. 4."""
    numbers = tuple(map(int, _NUMBERS.findall(text)))
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return numbers
    # The parts of a part begin again at 1.
    inner = (
        tuple(int(chinese_number(numeral) or 0) for numeral in _IN_WORDS.findall(text)),
        tuple(map(int, _IN_BRACKETS.findall(text))),
        tuple(ord(sign) - ord("①") + 1 for sign in _IN_CIRCLES.findall(text)),
    )
    for numbers in inner:
        if any(after not in (1, before + 1) for before, after in pairwise(numbers)):
            return numbers
    return ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A number in a goal: what it counts, and the words of the clause before and around it."""

    chunk: Chunk
    number: Decimal
    measure: str
    clause: str
    before: str

    @property
    def text(self) -> str:
        return f"{self.chunk.digits}{self.chunk.measure_text}"


@lru_cache(maxsize=4096)
def _numbers_in(text: str) -> tuple[_Said, ...]:
    """The numbers of a goal that have a measure."""
    return tuple(_find_numbers(text)) if _DIGIT.search(text) else ()


def _find_numbers(text: str) -> Iterator[_Said]:
    form = half_width(squeeze(text))
    for chunk in find_chunks(form):
        if not chunk.measure_text or chunk.approximate:
            continue
        start = max(form.rfind(sign, 0, chunk.start) for sign in _CLAUSE_ENDS) + 1
        ends = [at for sign in _CLAUSE_ENDS if (at := form.find(sign, chunk.end)) >= 0]
        factor, measure = measures.scaled(measures.normal(chunk.measure_text))
        clause = form[start : min(ends, default=len(form))]
        yield _Said(chunk, chunk.number * factor, _key(measure), clause, form[start : chunk.start])


def _key(measure: str) -> str:
    """The measure as measures are compared; people are counted in 人, 名 and 位."""
    key = measures.key(measure)
    return _OF_PEOPLE.get(key, key)


def _contradictions(typed: TypedProject) -> Iterator[Fault]:
    """Numbers of the goals that none of the indicators of the same thing has."""
    project = typed.project
    told = [(n, said) for n, goal in enumerate(project.goals) if (said := _numbers_in(goal))]
    rows = [row for row in typed.rows if row.target.base] if told else []
    for n, said in told if rows else ():
        for one in said:
            other = _other_rate(one, rows) if one.measure == "%" else _other_count(one, said, rows)
            if other:
                params = {
                    "goal": one.text,
                    "indicator": other.l3,
                    "number": other.value,
                    "cell": other.cell("value_raw").address,
                }
                yield Fault("goal_indicator_number_mismatch", project, "goals", _cell_of(project, n), params)


def _agrees(one: _Said, number: Decimal) -> bool:
    """Whether a goal is kept by an indicator with that number: the same, or a higher one where the goal is a bound."""
    return number == one.number or (one.chunk.sign in LOWER and number >= one.number)


def _other_rate(one: _Said, rows: list[Row]) -> Row | None:
    """满意度达到90% against 群众满意度 ≥95%: the one rate whose name ends as the words before the number do."""
    alike = [
        row
        for row in rows
        if row.target.measure == "%"
        and names.bare(row.l3)[-3:] in one.before
        and (names.is_rate(row.l3) or "满意度" in row.l3)
    ]
    if len(alike) != 1 or alike[0].target.number is None or _agrees(one, alike[0].target.number):
        return None
    return alike[0]


def _other_count(one: _Said, said: Sequence[_Said], rows: list[Row]) -> Row | None:
    """征收445户 against 棚户区改造户数 451个: the one indicator of the same thing, if no number fits another."""
    if measures.group(one.measure) in _NOT_COUNTED:
        return None
    alike = [(row, row.target.base[0]) for row in rows if row.target.base and one.measure in _counted_in(row)]
    if any(_agrees(one, number) for _, number in alike) or sum(number for _, number in alike) == one.number:
        return None
    if sum(other.number for other in said if other.measure == one.measure) in [number for _, number in alike]:
        return None  # 60户 and 20户 make up the 80户 of the indicator
    claimed = {other.number for other in said}
    # 0人 is what shall not happen to those that the goal counts.
    near = [row for row, number in alike if number and number not in claimed and _same_thing(one, row)]
    return near[0] if len(near) == 1 else None


def _counted_in(row: Row) -> set[str]:
    """The measures of a row: the one written, and the one that its name tells (户 of 改造户数)."""
    expected = expected_measure(names.bare(row.l3)) or expected_measure(names.bare(row.description))
    found = {expected.usual} if expected and not expected.groups else set()
    base = row.target.base
    if base and base[1] and row.target.measure_group not in _NOT_COUNTED:
        found.add(_key(base[1]))
    return found


def _same_thing(one: _Said, row: Row) -> bool:
    """Whether a row counts what the goal counts: 户 and 人 tell it themselves; of 9个 the noun behind must agree."""
    name = fold(row.l3)
    if measures.group(one.measure) != "count":
        return share_words(f"{name},{fold(row.description)}", one.clause)
    noun = one.clause[len(one.before) + one.chunk.end - one.chunk.start :][:NOUN]
    return share_words(name, noun or one.before)


def share_words(text: str, clause: str) -> bool:
    """Whether two texts have a pair of characters in common that is not used of everything."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)} - GENERIC
    return any(pair in clause for pair in pairs if "," not in pair and not re.search(r"[\d%]", pair))


def _stale_year(project: Project, year: int | None) -> Iterator[Fault]:
    """A year before the budget year as the year of the work, once for a form."""
    if year is None:
        return
    own = project.text("project_name")
    places = [
        ("use_of_funds", project.fields.get("use_of_funds")),
        *(("goals", v) for v in project.goal_values),
    ]
    for path, value in places:
        if not value or "20" not in value.text:
            continue
        for found in _YEAR.finditer(value.text):
            past = int(found[1])
            if past >= year or found[1] in own or _means_the_past(value.text, found.start(), year):
                continue
            yield Fault("stale_year", project, path, value, {"past": past, "year": year})
            return


def _means_the_past(text: str, start: int, year: int) -> bool:
    """Whether the year at that place is part of what is done, and not when: 2018年造林抚育; 按2022年方案; or the sentence
    goes on to the budget year."""
    sentence = re.split(r"[。；;\n]", text[start:])[0]
    clause = re.split("[，,]", sentence)[0]
    before = re.split(r"[，,。；;、\n]", text[:start])[-1]
    return (
        any(int(later) >= year for later in _ANY_YEAR.findall(sentence))
        or names.holds("past_on_purpose", _AS_DEADLINE.sub("", clause))
        or _OF_THE_PAST.search(clause) is not None
        or _GOES_BY.search(before) is not None
    )

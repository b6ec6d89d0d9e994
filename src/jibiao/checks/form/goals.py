"""Goals: repeated, copied from the use of funds, years gone by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from jibiao.checks import names
from jibiao.checks.catalogue import shortened
from jibiao.checks.finding import Fault
from jibiao.checks.form.goal_numbers import NUMBERED, goal_cell, number_faults
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.chunks import find_chunks
from jibiao.values.numerals import chinese_number, half_width, squeeze

LEAST_GOAL = 4
"""Goals shorter than so many characters say too little to be called repeated."""
LEAST_PART = 8
"""So many characters of the use of funds are enough for a goal to repeat it."""
MOST_ALIKE = 20
"""Goals of the same characters; a further one is held against so many."""
_SIGNS = regex(r"[\W_]+")
_BEFORE_NUMBER = r"(?:^|\n|[。；;])\s*"
_NUMBERS = regex(_BEFORE_NUMBER + r"(?:目标)?(\d{1,2})\s*[.、．:：](?!\d)")
_IN_WORDS = regex(_BEFORE_NUMBER + "([一二三四五六七八九十]{1,3})、")
_IN_BRACKETS = regex(_BEFORE_NUMBER + r"[（(](\d{1,2})[）)]")
_IN_CIRCLES = regex("[①-⑳]")
_FOR = regex(r"^(主要|统筹)?用于")
_SPENDING = regex("^(?:开展|实施|支付|发放|拨付|保障|进行|组织)(?=..)")
_PARTICLES = regex("共计|总计|[的了共]")
"""Words without which a goal says the same."""
_CLAUSE_END = regex("[,;。、:!\\n]")
_AS_DEADLINE = regex(r"^20[0-9]{2}年[0-9]{0,2}月?[底末]前(?:全面|全部|基本)?(?:实现|完成|达到|建成)")
_AS_WORK = regex(
    r"^20\d\d年度?(?:全面|全部|计划|继续|力争)?(?:完成|实现|推进|开展|实施|巩固|建成)(?!.*(?:的|结转|款|欠|质保|清算|决算|审计|兑现|补发|已|考核|评价))"
)
"""What is done that year, whatever of the past it is about: 2021年巩固脱贫成果."""
_OF_THE_PAST = regex(
    r"^20\d\d年度?(?:[1-9]\d?月份?)?(?:[\u4e00-\u9fff]{0,8}(?:"
    r"(?:购[置买]|采购|安装|栽植|种植|建设|修建|改造|流转|租赁|引进|入学|入伍|入职|招录|录取|投用|投入使用|移交|评为|列入|纳入)的"
    r"|(?:造林|栽植|种植|绿化|育苗|退耕|还林|还草)[\u4e00-\u9fff]{0,6}(?:抚育|管护|养护|补植|补栽)"
    r"|第[二三四五2-5][年次批期轮])|[级届]|的?(?:水平|平均值|均值|实际值|基数))"
)
"""A year that tells which thing is meant: the trees planted then, the machines bought then, the second payment."""
_GOES_BY = regex(
    "(?:按照?|根据|依据|依照|参照|执行|较|比|相比|对比|偿还|清偿|归还|补缴|补发|追溯|延续|继续|巩固|自|从)[《“（(]?$"
)
_ANY_YEAR = regex(r"(?<![0-9])20[0-9]{2}(?=[年—–\-~～至])")
_OLD_PLAN = regex(r"(?<!\d)(20\d\d)年(?:度|初|工作|预算|部门|年初|下达){0,3}(?:计划|任务|工作安排|工作要点)")
_YEAR = regex(
    r"(?<![0-9〔\[（(【-])(20[0-9]{2})年|(?<![0-9])(?:20[0-9]{2})年?[-—–~～至](20[0-9]{2})(?:年度|学年|采暖季)"
)


def goal_faults(typed: TypedProject) -> Iterator[Fault]:
    """The faults of one form's goals."""
    project = typed.project
    if not project.goal_values:
        yield from guarded_rules(project, (_stale_rows, typed))
        return
    yield from guarded_rules(
        project,
        (_repeated, project),
        (_repeats_use, project),
        (_numbering, project),
        (number_faults, typed),
        (_stale_year, project, typed.year),
        (_stale_rows, typed),
    )


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """A goal or a use of funds as it is compared: no number before it, no signs, no 用于."""
    return _FOR.sub("", _SIGNS.sub("", fold(NUMBERED.sub("", text))))


def _quoted(goal: str) -> str:
    """A goal as a message quotes it, without its number."""
    return shortened(NUMBERED.sub("", goal).rstrip("。；;"))


def _repeated(project: Project) -> Iterator[Fault]:
    """A goal that says what one before it says, be it in another order."""
    seen: dict[str, list[int]] = {}
    for n, goal in enumerate(project.goals):
        key = _characters(goal)
        if len(key) < LEAST_GOAL:
            continue
        alike = seen.setdefault(key, [])
        if (other := next((m for m in alike if _says_the_same(project.goals[m], goal)), None)) is not None:
            params = {"one": other + 1, "other": n + 1, "said": _quoted(goal)}
            yield Fault("goal_duplicate", project, "goals", goal_cell(project, n), params)
        elif len(alike) < MOST_ALIKE:
            alike.append(n)


@lru_cache(maxsize=8192)
def _characters(goal: str) -> str:
    """The characters of a goal, in whatever order it has them."""
    return "".join(sorted(_PARTICLES.sub("", plain_text(goal))))


@lru_cache(maxsize=1024)
def _says_the_same(one: str, other: str) -> bool:
    """Whether two goals have the same clauses, in whatever order; within a clause, the numbers with their measures may
    stand elsewhere (完成4座危桥改造, 完成危桥改造4座), or two neighbouring words be exchanged (改造危桥, 危桥改造)."""
    if plain_text(one) == plain_text(other):
        return True
    left, right = _clauses(one), _clauses(other)
    for numbers, words in left:
        found = next((c for c in right if c[0] == numbers and _are_exchanged(words, c[1])), None)
        if found is None:
            return False
        right.remove(found)
    return not right


def _clauses(goal: str) -> list[tuple[list[str], str]]:
    """The clauses of a goal, each as its numbers with their measures, in order of size, and its other words."""
    form = _FOR.sub("", half_width(squeeze(NUMBERED.sub("", goal))))
    clauses = []
    for clause in filter(None, _CLAUSE_END.split(form)):
        chunks = find_chunks(clause)
        rest = clause
        for chunk in reversed(chunks):
            rest = rest[: chunk.start] + rest[chunk.end :]
        numbers = sorted(clause[chunk.start : chunk.end] for chunk in chunks)
        clauses.append((numbers, _PARTICLES.sub("", _SIGNS.sub("", fold(rest)))))
    return clauses


def _are_exchanged(one: str, other: str) -> bool:
    """Whether two texts are the same, or become so when two parts that stand next to each other change places."""
    if len(one) != len(other):
        return False
    differing = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if not differing:
        return True
    a, b = (text[differing[0] : differing[-1] + 1] for text in (one, other))
    return b in a + a


def _repeats_use(project: Project) -> Iterator[Fault]:
    """A goal that says no more than the use of funds; one that says what for (用于开展…) may say it of a part only."""
    use = _purpose(project.use_purpose or project.text("use_of_funds"))
    for n, goal in enumerate(project.goals):
        said = _purpose(goal)
        if len(use) >= LEAST_GOAL and (said == use or (said in use and _says_what_for(goal, said))):
            params = {"number": n + 1, "said": _quoted(goal)}
            yield Fault("goal_repeats_use", project, "goals", goal_cell(project, n), params)
            return


def _says_what_for(goal: str, said: str) -> bool:
    return len(said) >= LEAST_PART and bool(_FOR.match(_SIGNS.sub("", fold(NUMBERED.sub("", goal)))))


@lru_cache(maxsize=8192)
def _purpose(text: str) -> str:
    """What a goal or a use of funds speaks of, without the verb that money is spent with: 开展…, 支付…."""
    return _SPENDING.sub("", plain_text(text))


def _numbering(project: Project) -> Iterator[Fault]:
    """1. 2. 4.: a number is missing, or stands twice."""
    lines = [f"{label}:" for label in project.goal_labels] or [project.goal_values[0].text]
    if numbers := _broken_numbers("\n".join(lines)):
        params = {"numbers": "、".join(map(str, numbers))}
        yield Fault("numbering_broken", project, "goals", project.goal_values[0], params)


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
            past = int(found[1] or found[2])
            if past >= year or str(past) in own or _means_the_past(value.text, found.start(), year):
                continue
            clause = re.split("[，。；;,\n]", value.text[found.start() :])[0]
            params = {"past": past, "year": year, "said": shortened(clause, 20)}
            yield Fault("stale_year", project, path, value, params)
            return


def _stale_rows(typed: TypedProject) -> Iterator[Fault]:
    """A year before the budget year in the name or description of an indicator, or as the year of the plan that it goes
    by, reported once for a form."""
    year, project = typed.year, typed.project
    own = project.text("project_name")
    may_be = [row for row in typed.rows if year and "20" in row.l3 + row.description + row.basis + row.value]
    found = [hit for row in may_be if year for hit in _stale_in(row, year, own)]
    if found and year:
        (path, value, past, text), *others = found
        params = {"past": past, "year": year, "said": shortened(text, 20)}
        also = tuple(other[1] for other in others)
        yield Fault("stale_year", project, path, value, params, also=also)


def _stale_in(row: Row, year: int, own: str) -> Iterator[tuple[str, Value, int, str]]:
    if row.facts["accounted_period"]:
        return
    for name, text in (("l3", row.l3), ("description", row.description)):
        for found in _YEAR.finditer(text):
            past = int(found[1] or found[2])
            if past < year and str(past) not in own and not _means_the_past(text, found.start(), year):
                yield row.path(name), row.cell(name), past, text[found.start() :]
                return
    for name, text in (
        ("basis", row.basis),
        ("value_raw", row.value if row.target.kind == "qualitative" else ""),
    ):
        found_plan = _OLD_PLAN.search(text)
        if found_plan and int(found_plan[1]) < year and found_plan[1] not in own:
            yield row.path(name), row.cell(name), int(found_plan[1]), found_plan[0]


def _means_the_past(text: str, start: int, year: int) -> bool:
    """Whether the year at that place is part of what is done, and not when: 2018年造林抚育; 按2022年方案; or the sentence
    goes on to the budget year."""
    sentence = re.split(r"[。；;\n]", text[start:])[0]
    clause = re.split("[，,]", sentence)[0]
    before = re.split(r"[，,。；;、\n]", text[:start])[-1]
    return (
        any(int(later) >= year for later in _ANY_YEAR.findall(sentence))
        or (not _AS_WORK.match(clause) and names.holds("past_on_purpose", _AS_DEADLINE.sub("", clause)))
        or _OF_THE_PAST.search(clause) is not None
        or _GOES_BY.search(before) is not None
    )

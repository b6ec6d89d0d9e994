"""What a goal announces against the indicators: numbers, things named one by one, and what no indicator takes up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from jibiao.checks import names
from jibiao.checks.codes import expected_measure
from jibiao.checks.finding import Fault
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values import measures
from jibiao.values.chunks import Chunk, find_chunks
from jibiao.values.numerals import chinese_number, half_width, squeeze
from jibiao.values.operators import LOWER

NOUN = 6
"""So many characters behind a number tell what it counts: 9个乡镇综合文化站."""
LEAST_NAMED = 3
"""So many things named one after the other are counted: of two, one may well be a kind of the other."""
NUMBERED = regex(r"^\s*(?:目标)?\s*\d{1,2}\s*[.、．:：)）]\s*")
"""The number of a goal before it: 1. or 目标2：."""
_CLAUSE_ENDS = ",;。、\n:"
_OF_PEOPLE = {"名": "人", "位": "人"}
_PLACES = frozenset(["个", "所", "间", "家", "处", "座"])
"""Measures that one writer takes for another of schools, stations and the like."""
_NOT_COUNTED = ("percent", "permille", "point", "time", "money", "money_per", "score", None)
LEAST_STEM = 4
"""So many characters of a rate's name tell which one is meant."""
_SHARE = regex("(?:比例|占比|比率|率)")
_OWN_NUMBER = regex(r"^\s*([0-9]+)\s*[.．、]")
_DIGIT = regex("[0-9０-９]")
_UP_TO = tuple("—–-~～至到")
_TO = regex(r"[0-9](?:[%‰]|[\u4e00-\u9fff]{0,3})[—–\-~～至到]{1,2}$")
_FROM = regex(r"[—–\-~～至到]{1,2}[0-9]")
"""What stands before the end of a range, and behind its beginning (6%—10%)."""
_IN_WORDS = regex(
    r"(?<![第十百千万零一二两三四五六七八九之])([二两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)"
    r"(?=(?:所|座|处|条|家|名|户|公里|台|辆|套|眼|间|栋|期|场|次|个(?!方面|层次|阶段|环节|重点|统一|确保|维护|意识|月|季度|不|百分)))"
)
_DONE = regex(
    "新建|建设|建成|改造|购置|采购|维修|安装|铺设|培训|举办|改建|扩建|硬化|修建|新打|更换|栽植|种植|印制|创建|打造"
)
_KINDS = (
    ("学校|中学|小学|幼儿园|学院", "学校|中学|小学|幼儿园|校舍|校"),
    ("水库", "水库"),
    ("村|庄|屯", "村"),
    ("乡|镇|街道", "乡|镇"),
    ("医院|卫生院|卫生室", "医院|卫生院|卫生室|医疗机构"),
    ("馆", "馆"),
    ("桥", "桥"),
    ("公园|广场", "公园|广场"),
    ("小区|社区", "小区|社区"),
    ("路|街|大道", "道路|公路|路"),
)
"""What names of things end in → what the indicator that counts them speaks of."""
_SHARE_DONE = regex("(?:工程|任务|工作|计划|项目)?(?:完成|完工|竣工|实施|落实|发放)率$")
_KIND_ONLY = regex(
    "^(?:.{0,2}[大中小初高各全新旧公县乡镇村市区]|.*(?:农村|城市|普通|公办|民办|行政|中心|示范))$"
)
"""What stands before the ending where a kind of thing is named and none of them: 全县中小学."""


def number_faults(typed: TypedProject) -> Iterator[Fault]:
    """Numbers and lists of the goals that disagree with the indicators, or that none of them takes up."""
    rows = [row for row in typed.rows if row.target.base]
    if not rows:
        return
    project = typed.project
    reported: set[str] = set()  # 三所 is often said again of what they are for
    for n, goal in enumerate(project.goals):
        goal = _without_number(goal, n + 1)
        for text, other in _contradicted(goal, rows):
            if text not in reported:
                reported.add(text)
                yield _mismatch(project, n, text, other)
        for one in _numbers_in(goal) if len(rows) > 2 else ():
            if one.announced and one.text not in reported and not _is_taken_up(one, typed.rows):
                cell = goal_cell(project, n)
                yield Fault("goal_without_indicator", project, "goals", cell, {"goal": one.announced})


def _contradicted(goal: str, rows: list[Row]) -> Iterator[tuple[str, Row]]:
    """What a goal says of a number, and the indicator that has another one for the same thing."""
    numbers = _numbers_in(goal)
    for one in numbers:
        other = _other_rate(one, rows) if one.measure == "%" else _other_count(one, numbers, rows)
        if other and not _is_a_grade(one, other):
            yield one.text, other
    yield from _miscounted(goal, rows)


def goal_cell(project: Project, n: int) -> Value:
    """The cell that holds a goal (from 0); all of them may stand in one."""
    own = len(project.goal_values) == len(project.goals)
    return project.goal_values[n if own else 0]


def _mismatch(project: Project, n: int, text: str, other: Row) -> Fault:
    cell = other.cell("value_raw").address
    params = {"goal": text, "indicator": other.l3, "number": other.shown, "cell": cell}
    return Fault("goal_indicator_number_mismatch", project, "goals", goal_cell(project, n), params)


def _without_number(goal: str, n: int) -> str:
    """A goal without its own number before it: 3 of 1.3处检测点."""
    found = _OWN_NUMBER.match(goal)
    return goal[found.end() :] if found and found[1] == str(n) else goal


class _Number(NamedTuple):
    """A number in a goal: what it counts, and the words of the clause before and around it."""

    chunk: Chunk
    number: Decimal
    measure: str
    clause: str
    before: str
    written: str

    @property
    def text(self) -> str:
        return self.written or f"{self.chunk.digits}{self.chunk.measure_text}"

    @property
    def behind(self) -> str:
        return self.clause[len(self.before) + self.chunk.end - self.chunk.start :]

    @property
    def announced(self) -> str:
        """The clause, if it says that so many are made or done."""
        return self.clause if _DONE.search(self.before[-NOUN - 4 :]) and self.chunk.sign is None else ""


@lru_cache(maxsize=4096)
def _numbers_in(text: str) -> tuple[_Number, ...]:
    """The numbers of a goal that have a measure."""
    form = half_width(squeeze(text))
    written: dict[int, str] = {}
    if _IN_WORDS.search(form):
        form = _in_digits(form, written)
    return tuple(_find_numbers(form, written)) if _DIGIT.search(form) else ()


def _in_digits(form: str, written: dict[int, str]) -> str:
    """The text with small numerals before a measure as digits (三所 → 3所). written: how they were, by their place."""
    parts, at, length = [], 0, 0
    for found in _IN_WORDS.finditer(form):
        number = chinese_number(found[1])
        if number is None:
            continue
        parts += [form[at : found.start()], str(number)]
        length += found.start() - at
        written[length] = found[1]
        length += len(str(number))
        at = found.end()
    return "".join([*parts, form[at:]])


def _find_numbers(form: str, written: dict[int, str]) -> Iterator[_Number]:
    for chunk in find_chunks(form):
        before = form[: chunk.start]
        is_range = (before[-1:] in _UP_TO and _TO.search(before)) or _FROM.match(form[chunk.end :])
        if not chunk.measure_text or chunk.approximate or is_range:
            continue
        named = (
            chunk.start - 1 if form[chunk.start - 1 : chunk.start] == ":" else chunk.start
        )  # 改造户数：90户
        start = max(form.rfind(sign, 0, named) for sign in _CLAUSE_ENDS) + 1
        ends = [at for sign in _CLAUSE_ENDS if (at := form.find(sign, chunk.end)) >= 0]
        factor, measure = measures.scaled(measures.normal(chunk.measure_text))
        clause = form[start : min(ends, default=len(form))]
        words = written.get(chunk.start, "")
        text = f"{words}{chunk.measure_text}" if words else ""
        yield _Number(chunk, chunk.number * factor, _key(measure), clause, form[start : chunk.start], text)


def _key(measure: str) -> str:
    """The measure as measures are compared; people are counted in 人, 名 and 位."""
    key = measures.key(measure)
    return _OF_PEOPLE.get(key, key)


def _agrees(one: _Number, number: Decimal) -> bool:
    """Whether a goal is kept by an indicator with that number: the same, or a higher one where the goal is a bound."""
    return number == one.number or (one.chunk.sign in LOWER and number >= one.number)


def _other_rate(one: _Number, rows: list[Row]) -> Row | None:
    """满意度达到90% against 群众满意度 ≥95%: the one rate whose name ends as the words before the number do."""
    alike = [
        row
        for row in rows
        if row.target.measure == "%"
        and _speaks_of(one.before, names.bare(row.l3))
        and (names.is_rate(row.l3) or "满意度" in row.l3)
    ]
    if len(alike) != 1 or alike[0].target.kind != "number" or alike[0].target.number is None:
        return None
    return None if _agrees(one, alike[0].target.number) else alike[0]


def _speaks_of(said: str, rate: str) -> bool:
    """Whether the words before a number end as the name of a rate does, or say it the other way round: 取得证书的比例 of
    证书取得率."""
    if rate[-3:] in said:
        return True
    stem, said = _SHARE.sub("", rate), said.replace("的", "")
    if len(stem) < LEAST_STEM or not _SHARE.search(said):
        return False
    return any(f"{stem[n:]}{stem[:n]}" in said for n in range(1, len(stem)))


def _is_a_grade(one: _Number, row: Row) -> bool:
    """Whether the goal asks for one of the four grades, which need not be the best."""
    thresholds = (facts["target"].number for facts in row.grades.values())
    return any(number is not None and _agrees(one, number) for number in thresholds)


def _other_count(one: _Number, numbers: Sequence[_Number], rows: list[Row]) -> Row | None:
    """征收445户 against 棚户区改造户数 451个: the one indicator of the same thing, if no number fits another."""
    if measures.group(one.measure) in _NOT_COUNTED:
        return None
    alike = [(row, row.target.base[0]) for row in rows if row.target.base and one.measure in _counted_in(row)]
    if any(_agrees(one, number) for _, number in alike) or sum(number for _, number in alike) == one.number:
        return None
    if sum(other.number for other in numbers if other.measure == one.measure) in [
        number for _, number in alike
    ]:
        return None  # 60户 and 20户 make up the 80户 of the indicator
    claimed = {other.number for other in numbers}
    # 0人 is what shall not happen to those that the goal counts.
    near = [row for row, number in alike if number and number not in claimed and _same_thing(one, row)]
    return _nearest(near, one.clause) or _fewer_places(one, claimed, rows)


_NOT_OF_THIS_YEAR = regex("现有|共有|已|累计|上年|去年|往年|目前|截至|总户数")
_MOST_ADDED = 8


def other_quantities(texts: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[str, list[str], Row]]:
    """Quantities in texts about a project that are not what its indicator says of the same thing, alone or together: the
    text, the quantities as they are written, the indicator. 149823户 and 2061户 make up 151884户; 288座 and 29座 do not
    make up 451个."""
    numbers = [(text, one) for text in texts for one in _numbers_in(text)]
    numbers = [(text, one) for text, one in numbers if measures.group(one.measure) not in _NOT_COUNTED]
    for row in rows:
        target = row.target
        if not row.facts["quantity"] or target.kind != "number" or not target.base or not target.base[0]:
            continue
        counted = _counted_in(row)
        in_places = not counted.isdisjoint(_PLACES)
        alike = [
            (text, one)
            for text, one in numbers
            if one.measure in counted or (in_places and one.measure in _PLACES)
        ]
        if len(alike) > _MOST_ADDED or _adds_up(target.base[0], [one.number for _, one in alike]):
            continue
        about = [
            (text, one)
            for text, one in alike
            if (_same_noun(row, one.clause) or _same_work(row, one))
            and not _NOT_OF_THIS_YEAR.search(one.clause)
            and not (target.op in LOWER and one.number >= target.base[0])
        ]
        if about:
            yield about[0][0], [one.text for text, one in about if text is about[0][0]], row


def _same_work(row: Row, one: _Number) -> bool:
    """Whether both tell how many 户 or 公里 are worked on in one way; of 个 the noun must agree."""
    work = _DONE.search(one.before[-NOUN - 4 :])
    return one.measure not in _PLACES and work is not None and work[0] in f"{row.l3},{row.description}"


def _adds_up(number: Decimal, parts: list[Decimal]) -> bool:
    """Whether some of the parts make up a number."""
    sums = {Decimal(0)}
    for part in parts:
        sums |= {one + part for one in sums}
    return number in sums - {Decimal(0)}


def _nearest(rows: list[Row], clause: str) -> Row | None:
    """The row that has most words in common with a clause, if no other one comes near."""
    if len({row.target.base for row in rows}) < 2:  # one row, or one thing reported twice
        return rows[0] if rows else None
    ranking = sorted(rows, key=lambda row: -_in_common(row, clause))
    return ranking[0] if _in_common(ranking[0], clause) >= _in_common(ranking[1], clause) + 2 else None


def _in_common(row: Row, clause: str) -> int:
    return in_common(f"{row.l3},{row.description}", clause)


def _same_noun(row: Row, noun: str) -> bool:
    """Whether a row speaks of a thing, and not only of the same work."""
    return not (pairs(fold(f"{row.l3},{row.description}")) & pairs(noun)) <= not_a_thing()


def _fewer_places(one: _Number, claimed: set[Decimal], rows: list[Row]) -> Row | None:
    """三所幼儿园 against 2间: another measure, and yet fewer than there are places to be done."""
    if one.measure not in _PLACES:
        return None
    noun = one.behind[:NOUN]
    fewer = [
        row
        for row in rows
        if row.facts["quantity"]
        and row.target.base
        and (measure := row.target.base[1])
        and measure in _PLACES
        and measure != one.measure
        and row.target.base[0] < one.number
        and row.target.base[0] not in claimed
        and _same_noun(row, noun)
    ]
    return fewer[0] if len(fewer) == 1 else None


def _counted_in(row: Row) -> set[str]:
    """The measures of a row: the one written, and the one that its name tells (户 of 改造户数)."""
    expected = expected_measure(names.bare(row.l3)) or expected_measure(names.bare(row.description))
    found = {expected.usual} if expected and not expected.groups else set()
    base = row.target.base
    if base and base[1] and row.target.measure_group not in _NOT_COUNTED:
        found.add(_key(base[1]))
    return found


def _same_thing(one: _Number, row: Row) -> bool:
    """Whether a row counts what the goal counts: 户 and 人 tell it themselves; of 9个 the noun behind must agree."""
    name = fold(row.l3)
    if measures.group(one.measure) != "count":
        return share_words(f"{name},{fold(row.description)}", one.clause)
    return share_words(name, one.behind[:NOUN] or one.before)


def _is_taken_up(one: _Number, rows: Sequence[Row]) -> bool:
    """Whether an indicator has the number, or speaks of what it counts."""
    noun = one.behind[:NOUN] or one.before[-NOUN:]
    return any(
        (row.target.base and row.target.base[0] == one.number)
        or (one.measure in _counted_in(row) and _same_thing(one, row))
        or _same_noun(row, f"{one.before[-NOUN:]},{noun}")
        or _tells_how_much_is_done(row, one.clause)
        for row in rows
    )


def _tells_how_much_is_done(row: Row, clause: str) -> bool:
    """Whether an indicator is the share that is done of what a clause announces: 改造完成率 of 完成农村危房改造80户."""
    name = names.bare(row.l3)
    work = _SHARE_DONE.sub("", name)
    return work != name and len(work) > 1 and work in fold(clause)


def _miscounted(goal: str, rows: list[Row]) -> Iterator[tuple[str, Row]]:
    """Things of one kind that a goal names one after the other, and the one indicator that counts others."""
    if goal.count("、") < LEAST_NAMED - 1 or not (found := _first_list(goal)):
        return
    named, counted = found
    counts = [
        row
        for row in rows
        if row.facts["quantity"]
        and (row.target.measure_group == "count" or row.target.measure == "家")
        and re.search(counted, fold(row.l3))
    ]
    number = counts[0].target.base[0] if len(counts) == 1 and counts[0].target.base else None
    if number is not None and number != len(named):
        yield f"{'、'.join(named)}（{len(named)}）", counts[0]


@lru_cache(maxsize=4096)
def _first_list(goal: str) -> tuple[list[str], str] | None:
    """The first list of things of one kind in a goal, and what the indicator that counts them speaks of."""
    for clause in re.split(r"[,;。:\n]", half_width(re.sub(r"[（(][^（）()]*[）)]", "", goal))):
        for ends, counted in _KINDS:
            if len(named := _named(clause, ends)) >= LEAST_NAMED:
                return named, counted
    return None


def _named(clause: str, ends: str) -> list[str]:
    """The names of a list that end in one of the words, none if there is a number or it goes on (等)."""
    parts = re.split("[、和及与]", clause)
    last = re.match(rf"(.{{1,10}}?(?:{ends}))(?!\w*等|[外等])", parts[-1])
    if _DIGIT.search(clause) or not last or "等" in parts[-1] or _IN_WORDS.search(parts[-1]):
        return []
    found = [*parts[:-1], last[1]]
    whole = re.compile(rf"(.+?)(?:{ends})")
    stems = [match[1] if (match := whole.fullmatch(part)) else "" for part in found]
    return found if all(stem and not _KIND_ONLY.match(stem) for stem in stems) else []


@cache
def not_a_thing() -> frozenset[str]:
    """Pairs of characters that do not tell one thing from another on which the same work is done."""
    return names.word_set("generic_pairs") | names.word_set("work_pairs")


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """The pairs of characters of a text that tell something."""
    found = {text[i : i + 2] for i in range(len(text) - 1)} - names.word_set("generic_pairs")
    return frozenset(pair for pair in found if "," not in pair and not re.search(r"[\d%]", pair))


def in_common(text: str, other: str, but: str = "") -> int:
    """How many pairs of characters two texts have in common that tell something and do not stand in `but`."""
    return sum(pair not in but for pair in pairs(fold(text)) & pairs(other))


def share_words(text: str, clause: str) -> bool:
    """Whether two texts have a pair of characters in common that is not used of everything."""
    return any(pair in clause for pair in pairs(text))

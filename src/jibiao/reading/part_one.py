"""Part one of the published document: the department's own target, in paragraphs.

第一部分 部门整体绩效目标
一、总体绩效目标 …
二、分项绩效目标   （一）某项目   绩效目标：…   绩效指标：…
三、工作保障措施   （一）…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from jibiao.reading.titles import is_title
from jibiao.records import DepartmentTarget, TargetItem
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.numerals import chinese_number

FORM = ""
"""Stands among the paragraphs where a form stands in the document."""

_YEAR = r"(?:20\d\d年(?:度)?)?"
_WHOSE = rf"\W*{_YEAR}(?:本?(?:部门|单位)|(?:部门|单位)\((?:部门|单位)\))?{_YEAR}"
_TITLE = regex(rf"(?:第[一二三四](?:部分|章))?{_WHOSE}整体(?:支出)?绩效目标(?:表)?")
_END = regex(rf"第[二三四](?:部分|章).*|\W*{_YEAR}(?:部门)?(?:预算)?项目(?:支出)?(?:预算)?绩效目标(?:表)?")
_SECTIONS = (
    ("overall", regex(rf"{_WHOSE}(?:年度)?(?:总体|整体|总)(?:绩效)?目标")),
    (
        "items",
        regex(
            rf"{_WHOSE}(?:年度)?(?:分项|具体|分类|职责分类|职责\W?(?:及|和)?工作活动)(?:绩效)?目标(?:[和及与、]?(?:绩效)?指标)?"
        ),
    ),
    (
        "measures",
        regex(rf"{_WHOSE}(?:(?:实现|完成).{{0,14}}目标的?)?(?:主要|工作|组织|保障|实施|落实)*(?:措施|举措)"),
    ),
)
_ORDER = tuple(name for name, _ in _SECTIONS)
_LONGEST_HEADING = 30
_LONGEST_ITEM = 60
_TITLES_ABOVE = 4
"""A title stands so many paragraphs above its form at most."""
_HEADED = r"\d*(?:为|是)?\s*(?:[:：】\]〕(（]|详?见|$)"
_GOAL = regex(rf"(?:(?:年度|项目)*绩效目标|^(?:年度|项目)*目标){_HEADED}", re.M)
_INDICATOR = regex(rf"(?:(?:绩效|产出|数量|质量|效益|效果|满意度)指标|^指标){_HEADED}", re.M)
_NAME_ENDS = regex(r"[。：:；;\n]")
_HAN = "一二三四五六七八九十"
_STYLES = tuple(
    (style, regex(pattern))
    for style, pattern in (
        ("一、", rf"([{_HAN}]{{1,3}})[、.．，,]\s*"),
        ("壹、", r"([壹贰叁肆伍陆柒捌玖拾]{1,3})[、.．，,]\s*"),
        ("（一）", rf"[（(]([{_HAN}]{{1,3}})[）)][、.．]?\s*"),
        ("第一节", rf"第([{_HAN}]{{1,3}})节\s*"),
        ("第一", rf"第([{_HAN}]{{1,3}})[、，,：:]\s*"),
        ("一是", rf"([{_HAN}]{{1,3}})是[：:，,]?\s*"),
        ("（1）", r"[（(](\d{1,2})[）)][、.．]?\s*"),
        ("1）", r"(\d{1,2})[）)]\s*"),
        ("1、", r"(\d{1,2})(?:、|[.．](?!\d)|[.．](?=(?:19|20)\d\d年))\s*"),
        ("①", r"([\u2460-\u2473])\s*"),
    )
)
_STARTS = regex(rf"[。；;：:，,、]\s*|\s+|(?=[\u2460-\u2473（(])|(?=[{_HAN}]{{1,2}}是)")
"""Where a number may stand within a paragraph."""


class Numbered(NamedTuple):
    """The number before a paragraph. style: how it is written, e.g. （一）. printed: the number itself as it is
    printed. end: where the text begins."""

    style: str
    number: int
    printed: str
    end: int


def numbered(text: str) -> Numbered | None:
    """The number with which a paragraph begins, None if it has none."""
    return _numbered_at(text.lstrip("\u3000 \t"), 0)


def numbers_within(text: str) -> Iterator[Numbered]:
    """The numbers in a paragraph behind its own beginning: 绩效目标：1.… 2.…"""
    for start in _STARTS.finditer(text):
        if found := _numbered_at(text, start.end()):
            yield found


def _numbered_at(text: str, at: int) -> Numbered | None:
    for style, pattern in _STYLES:
        if found := pattern.match(text, at):
            return Numbered(style, _number(found[1]), found[0].strip(), found.end())
    return None


def _number(figure: str) -> int:
    if figure.isdecimal():
        return int(figure)
    if "\u2460" <= figure <= "\u2473":
        return ord(figure) - 0x2460 + 1
    return int(chinese_number(figure) or 0)


def bare(text: str) -> str:
    """A paragraph without its number."""
    text = text.lstrip("\u3000 \t")
    found = numbered(text)
    return text[found.end :] if found else text


def read_part_one(paragraphs: Sequence[str]) -> DepartmentTarget | None:
    """The department's target among the paragraphs of a document; None if there is none.

    It begins with its title or, without one, with the first of its headings, and ends where part two or a form
    begins. Without any heading it has another layout, which is not ours to judge. A table of contents may name all
    of it before: the place with most of the headings is taken."""
    kinds = [section_of(text) for text in paragraphs]
    starts = [n for n, text in enumerate(paragraphs) if _is_heading(text, _TITLE)]
    # Below 一、部门整体绩效目标 the first section may be called （一）整体绩效目标.
    starts = [n for n in starts if not (n - 1 in starts and kinds[n] == "overall")]
    titled = bool(starts)
    if not titled:
        first = next((kind for kind in kinds if kind), None)
        starts = [n for n, kind in enumerate(kinds) if kind and kind == first]
    places = [
        range(start, _end(paragraphs, start, after)) for start, after in pairwise([*starts, len(paragraphs)])
    ]
    place = max(places, key=lambda one: (len({*kinds[one.start : one.stop]}), len(one)), default=range(0))
    there = {kind for kind in kinds[place.start + titled : place.stop] if kind}
    if len(there) < (1 if titled else 2):
        return None
    return _parted(list(paragraphs[place.start : place.stop]), titled)


def _end(paragraphs: Sequence[str], start: int, after: int) -> int:
    """Where the part ends that begins at a paragraph: at `after` at the latest. A title that is numbered ends it where the
    next of its rank stands: 一、部门整体绩效目标 … 二、机构设置."""
    title = numbered(paragraphs[start])
    for n in range(start + 1, after):
        if paragraphs[n] == FORM:
            near = range(max(start + 1, n - _TITLES_ABOVE), n)
            return next((title for title in near if is_title(paragraphs[title])), n)
        if _is_heading(paragraphs[n], _END) or (title and _follows(title, paragraphs[n])):
            return n
    return after


def _follows(title: Numbered, text: str) -> bool:
    """Whether a paragraph is the next heading of the rank of a title, and none of the sections below it."""
    found = numbered(text)
    return (
        found is not None
        and (found.style, found.number) == (title.style, title.number + 1)
        and len(text) <= _LONGEST_HEADING
        and not text.endswith(("。", "；", ";"))
        and section_of(text) is None
    )


def _parted(paragraphs: list[str], titled: bool) -> DepartmentTarget:
    """The paragraphs of part one by its sections."""
    target = DepartmentTarget(paragraphs)
    kinds = [section_of(text) for text in paragraphs]
    if titled and (numbered(paragraphs[0]) is None or "overall" in kinds[1:]):
        kinds[0] = None  # 一、部门整体绩效目标 may be title and heading in one
    kinds = _main_headings(paragraphs, kinds)
    parts: dict[str, list[str]] = {name: [] for name in _ORDER}
    section = "overall"
    for n, text in enumerate(paragraphs):
        kind = kinds[n]
        if kind is None and _goes_on(target, parts[section], text):
            left = [name for name in _ORDER[_ORDER.index(section) + 1 :] if name not in kinds]
            if section == _ORDER[-1]:
                target.paragraphs = paragraphs[:n]
                break
            kind = left[0] if left else section
        if kind:
            section = kind
            target.headings.append((kind, text))
            parts[kind] += [rest] if (rest := _split(text)[1]) else []
        elif n or not titled:
            parts[section].append(text)
    target.overall, target.measures = parts["overall"], parts["measures"]
    target.items = _items(parts["items"])
    return target


def _main_headings(paragraphs: Sequence[str], kinds: Sequence[str | None]) -> list[str | None]:
    """The heading of each section. Of several the first that is numbered as the first of all headings is: （二）措施
    may stand within a section, 保障措施 within every item."""
    found: list[str | None] = [None] * len(kinds)
    styles = [(one := numbered(text)) and one.style for text in paragraphs]
    lead = next((styles[n] for n, kind in enumerate(kinds) if kind), None)
    for name in _ORDER:
        there = [n for n, kind in enumerate(kinds) if kind == name]
        alike = [n for n in there if styles[n] == lead] or [n for n in there if styles[n]]
        if alike or len(there) == 1:
            found[(alike or there)[0]] = name
    return found


def _goes_on(target: DepartmentTarget, within: list[str], text: str) -> bool:
    """Whether a paragraph is a heading of the same rank as the last one: its number is the next, and no paragraph
    below that heading is numbered in the same way."""
    found, before = numbered(text), numbered(target.headings[-1][1]) if target.headings else None
    return bool(
        found
        and before
        and (found.style, found.number) == (before.style, before.number + 1)
        and len(text) <= _LONGEST_HEADING
        and not text.endswith(("。", "；", ";"))
        and not any((other := numbered(one)) and other.style == found.style for one in within)
    )


def _is_heading(text: str, pattern: re.Pattern[str]) -> bool:
    return len(text) <= _LONGEST_HEADING and bool(
        pattern.fullmatch(fold(text)) or pattern.fullmatch(fold(bare(text)))
    )


def _split(text: str) -> tuple[str, str]:
    """A numbered heading and what follows it in the same paragraph: 一、总体绩效目标：改善…"""
    words = bare(text)
    heading = _NAME_ENDS.split(words, maxsplit=1)[0]
    return heading, words[len(heading) :].strip("。：:；;\n ")


def section_of(text: str) -> str | None:
    """Which section a paragraph is the heading of."""
    heading, rest = _split(text)
    if len(heading) > _LONGEST_HEADING or (rest and numbered(text) is None):
        return None
    words = fold(heading)
    return next((name for name, pattern in _SECTIONS if pattern.fullmatch(words)), None)


def _items(paragraphs: list[str]) -> list[TargetItem]:
    """The items, each a numbered heading with paragraphs below it. What stands before the first is of none."""
    style = next((found.style for text in paragraphs if (found := numbered(text))), None)
    items: list[TargetItem] = []
    for n, text in enumerate(paragraphs):
        found = numbered(text)
        if found.style == style if found else style is None and _goes_before_goal(paragraphs, n):
            name, rest = _split(text)
            if len(name) <= _LONGEST_ITEM:
                items.append(TargetItem(text, name.strip(), [rest] if rest else []))
                continue
        if items:
            items[-1].text.append(text)
    return items


def _goes_before_goal(paragraphs: list[str], n: int) -> bool:
    """Whether a paragraph is the name above 绩效目标：…, where no item has a number."""
    below = paragraphs[n + 1 : n + 2]
    return (
        bool(below and _GOAL.match(below[0]))
        and not _GOAL.match(paragraphs[n])
        and len(paragraphs[n]) <= _LONGEST_HEADING
    )


def has_goal(item: TargetItem) -> bool:
    """Whether a paragraph of the item is headed 绩效目标：."""
    return any(_GOAL.search(bare(text)) for text in item.text)


def has_indicator(item: TargetItem) -> bool:
    """Whether a paragraph of the item is headed 绩效指标：."""
    return any(_INDICATOR.search(bare(text)) for text in item.text)

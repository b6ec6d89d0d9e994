"""Part one of the published document: the department's own target, in paragraphs.

第一部分 部门整体绩效目标
一、总体绩效目标 …
二、分项绩效目标   （一）某项目   绩效目标：…   绩效指标：…
三、工作保障措施   （一）…
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from jibiao.records import DepartmentTarget, TargetItem
from jibiao.text import fold
from jibiao.values.numerals import chinese_number

_TITLE = re.compile(r"(第一部分)?\W*(20\d\d年)?(部门|单位|部门\(单位\))?整体(支出)?绩效目标(表)?")
_END = re.compile(r"第二部分.*|\W*(20\d\d年)?(预算|部门预算|部门)?项目(支出)?(预算)?绩效目标(表)?")
_SECTIONS = (
    ("overall", re.compile(r"(部门)?(总体|整体)(绩效)?目标")),
    ("items", re.compile(r"(部门)?(分项|具体|职责分类)(绩效)?目标")),
    ("measures", re.compile(r"(主要)?(工作|实现年度(发展规划)?目标的)?(保障)?措施")),
)
_LONGEST_HEADING = 30
_LONGEST_ITEM = 60
_GOAL = re.compile(r"(年度)?绩效目标[:：]")
_INDICATOR = re.compile(r"绩效指标[:：]")
_NAME_ENDS = re.compile(r"[。：:；;\n]")
_HAN = "一二三四五六七八九十"
_STYLES = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("一、", rf"([{_HAN}]{{1,3}})[、.．，,]\s*"),
        ("（一）", rf"[（(]([{_HAN}]{{1,3}})[）)][、.．]?\s*"),
        ("第一", rf"第([{_HAN}]{{1,3}})[、，,：:]\s*"),
        ("一是", rf"([{_HAN}]{{1,3}})是[：:，,]?\s*"),
        ("（1）", r"[（(](\d{1,2})[）)][、.．]?\s*"),
        ("1）", r"(\d{1,2})[）)]\s*"),
        ("1、", r"(\d{1,2})(?:、|[.．](?!\d)|[.．](?=(?:19|20)\d\d年))\s*"),
        ("①", r"([\u2460-\u2473])\s*"),
    )
)


class Numbered(NamedTuple):
    """The number before a paragraph. style: how it is written, e.g. （一）. end: where the text begins."""

    style: str
    number: int
    end: int


def numbered(text: str) -> Numbered | None:
    """The number with which a paragraph begins, None if it has none."""
    text = text.lstrip("\u3000 \t")
    for style, pattern in _STYLES:
        if found := pattern.match(text):
            return Numbered(style, _number(found[1]), found.end())
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
    """The department's target among the paragraphs that stand before the first form; None if there is none.

    It begins with its title or, without one, with the first of its headings, and ends where part two begins."""
    heads = [_section(text) for text in paragraphs]
    title = _first(paragraphs, lambda text: _is_heading(text) and bool(_TITLE.fullmatch(fold(text))))
    if title is None and len({head for head in heads if head}) < 2:
        return None
    first = title if title is not None else next(n for n, head in enumerate(heads) if head)
    end = _first(paragraphs[first + 1 :], lambda text: _is_heading(text) and bool(_END.fullmatch(fold(text))))
    last = len(paragraphs) if end is None else first + 1 + end
    target = DepartmentTarget(list(paragraphs[first:last]))
    section = "overall"
    parts: dict[str, list[str]] = {name: [] for name, _ in _SECTIONS}
    for n in range(first, last):
        if n == title:
            continue
        # 保障措施 within the items of another department's layout would be their text.
        if (head := heads[n]) and head not in (kind for kind, _ in target.headings):
            section = head
            target.headings.append((head, paragraphs[n]))
        else:
            parts[section].append(paragraphs[n])
    target.overall, target.measures = parts["overall"], parts["measures"]
    target.items = _items(parts["items"])
    return target


def _first(texts: Sequence[str], wanted: Callable[[str], bool]) -> int | None:
    return next((n for n, text in enumerate(texts) if wanted(text)), None)


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING


def _section(text: str) -> str | None:
    """Which section a paragraph is the heading of."""
    if not _is_heading(text):
        return None
    words = fold(bare(text)).rstrip(":。")
    return next((name for name, pattern in _SECTIONS if pattern.fullmatch(words)), None)


def _items(paragraphs: list[str]) -> list[TargetItem]:
    """The items, each a numbered heading with paragraphs below it. What stands before the first is of none."""
    style = next((found.style for text in paragraphs if (found := numbered(text))), None)
    items: list[TargetItem] = []
    for n, text in enumerate(paragraphs):
        found = numbered(text)
        if found.style == style if found else style is None and _goes_before_goal(paragraphs, n):
            words = bare(text)
            name = _NAME_ENDS.split(words, maxsplit=1)[0]
            if len(name) <= _LONGEST_ITEM:
                rest = words[len(name) :].strip("。：:；;\n ")
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
        and _is_heading(paragraphs[n])
    )


def has_goal(item: TargetItem) -> bool:
    """Whether a paragraph of the item is headed 绩效目标：."""
    return any(_GOAL.search(text) for text in item.text)


def has_indicator(item: TargetItem) -> bool:
    """Whether a paragraph of the item is headed 绩效指标：."""
    return any(_INDICATOR.search(text) for text in item.text)

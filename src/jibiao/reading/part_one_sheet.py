"""Part one of the published document as a table: a workbook's own sheet with the department's target, row by row.

一、总体绩效目标, below it a text; 二、分项绩效目标 with the headings 名称, 绩效目标, 绩效指标; 三、工作保障措施, a measure a row.
It becomes what its paragraphs would be in a document, and each paragraph knows its cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from jibiao.forms import label_key
from jibiao.reading.page import Page
from jibiao.reading.part_one import numbered, read_part_one, section_of
from jibiao.records import DepartmentTarget, Value
from jibiao.values.numerals import in_chinese

_TITLE = "部门整体绩效目标"
_SECTIONS = {"overall": "总体绩效目标", "items": "分项绩效目标", "measures": "工作保障措施"}
_COLUMNS = {"绩效目标": "goal", "绩效指标": "indicator"}
_NUMBER = "序号"
_INTRO = "总说明"
_LONGEST = 20
_HAN = "一二三四五六七八九十"

_Said = tuple[str, Value | None]
"""A paragraph, and its cell."""


def may_be_part_one(page: Page) -> bool:
    """Whether a sheet may hold it: a look at the first texts of its rows, which costs nothing."""
    firsts = (next(iter(row.values())) for row in page.texts.values())
    return any("目标" in text and len(text) < _LONGEST and section_of(text) == "items" for text in firsts)


def read_part_one_text(page: Page) -> DepartmentTarget | None:
    """The department's target among the texts of a sheet that has nothing but paragraphs, one in a row; None if it is none."""
    rows = [(r, *next(iter(row.items()))) for r, row in page.texts.items() if len(row) == 1]
    if len(rows) < len(page.texts):
        return None
    said: list[_Said] = [
        (line, Value(text, r, c)) for r, c, text in rows for line in text.split("\n") if line.strip()
    ]
    target = read_part_one([text for text, _ in said])
    if target is None or not target.items:
        return None
    target.sheet = page.grid.name
    own = set(target.paragraphs)
    target.cells = {text: at for text, at in reversed(said) if at and text in own}
    return target


def read_part_one_sheet(page: Page) -> DepartmentTarget | None:
    """The department's target on a sheet that has all three sections and the columns of the items; None if it is none. One
    in which nothing is filled in has no paragraphs."""
    starts = {
        kind: r
        for r, row in page.texts.items()
        if len(first := next(iter(row.values()), "")) < _LONGEST and (kind := section_of(first))
    }
    if starts.keys() != _SECTIONS.keys() or list(starts) != list(_SECTIONS):
        return None
    columns = _columns(page, range(starts["items"] + 1, starts["measures"]))
    if columns is None:
        return None
    head, of_field = columns
    last = max(page.texts) + 1
    said = {
        "overall": list(_texts(page, range(starts["overall"] + 1, starts["items"]))),
        "items": [
            *_texts(page, range(starts["items"] + 1, head)),
            *_items(page, range(head + 1, starts["measures"]), of_field),
        ],
        "measures": list(_measures(page, range(starts["measures"] + 1, last))),
    }
    if not any(said.values()):
        return DepartmentTarget([])
    paragraphs: list[_Said] = [(_TITLE, None)]
    for number, (kind, own) in zip(_HAN, ((kind, own) for kind, own in said.items() if own), strict=False):
        heading = _value(page, starts[kind], next(iter(page.texts[starts[kind]])))
        paragraphs += [(f"{number}、{_SECTIONS[kind]}", heading), *own]
    target = read_part_one([text for text, _ in paragraphs])
    if target:
        target.sheet = page.grid.name
        target.cells = {text: at for text, at in reversed(paragraphs) if at}
    return target


def _columns(page: Page, rows: range) -> tuple[int, dict[str, int]] | None:
    """The row of the headings of the items, and the column of each."""
    for r in rows:
        keys = {c: label_key(text) for c, text in page.texts.get(r, {}).items()}
        found = {_COLUMNS[key]: c for c, key in keys.items() if key in _COLUMNS}
        if len(found) == len(_COLUMNS):
            others = [c for c, key in keys.items() if key not in _COLUMNS]
            names = [c for c in others if keys[c] != _NUMBER and c < min(found.values())]
            if names:
                number = {"number": others[0]} if keys[others[0]] == _NUMBER else {}
                return r, {**found, "name": names[-1], **number}
    return None


def _value(page: Page, r: int, c: int) -> Value:
    return Value(page.texts[r][c], r, c)


def _texts(page: Page, rows: range) -> Iterator[_Said]:
    """The texts of some rows, a paragraph a line; labels before them say nothing."""
    for r in rows:
        for c, text in page.texts.get(r, {}).items():
            if label_key(text) != _INTRO:
                yield from ((line, _value(page, r, c)) for line in text.split("\n") if line.strip())


def _items(page: Page, rows: range, columns: dict[str, int]) -> Iterator[_Said]:
    """The items, each with a number, as a document has them."""
    count = 0
    for r in rows:
        row = page.texts.get(r, {})
        name, goal, indicator = (row.get(columns[field], "") for field in ("name", "goal", "indicator"))
        if not (name or goal or indicator):
            continue
        count += 1
        at = _value(page, r, next(c for c in columns.values() if row.get(c)))
        printed = row.get(columns.get("number", -1), "")
        number = printed if numbered(f"{printed}项") else f"（{in_chinese(count)}）"
        yield number + name.replace("\n", ""), at if not name else _value(page, r, columns["name"])
        for label, field in (("绩效目标", "goal"), ("绩效指标", "indicator")):
            if lines := row.get(columns[field], "").split("\n"):
                first, *rest = lines
                cell = _value(page, r, columns[field]) if first else at
                yield from [(f"{label}：{first}", cell)] if first else []
                yield from ((line, cell) for line in rest if line.strip())


def _measures(page: Page, rows: range) -> Iterator[_Said]:
    """The measures, numbered as a document has them where they say no number themselves."""
    found: list[tuple[str, Value]] = []
    intro: list[_Said] = []
    for r in rows:
        row = page.texts.get(r, {})
        keys = {c: label_key(text) for c, text in row.items()}
        if _NUMBER in keys.values():
            continue
        if _INTRO in keys.values():
            intro += list(_texts(page, range(r, r + 1)))
            continue
        texts = [(text, _value(page, r, c)) for c, text in row.items() if not text.isdecimal()]
        found += texts[-1:]
    yield from intro
    plain = not any(numbered(text) for text, _ in found)
    for n, (text, at) in enumerate(found, 1):
        first, *rest = text.split("\n")
        yield f"（{in_chinese(n)}）{first}" if plain else first, at
        yield from ((line, at) for line in rest if line.strip())

"""The head of one form: values beside or below their labels."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from jibiao.forms import Place, label_key
from jibiao.forms.labels import known_label
from jibiao.reading.amounts import is_column_heading
from jibiao.reading.blocks import FOOTER_FIELDS, Block
from jibiao.reading.goaltext import split_goals
from jibiao.reading.page import Page, as_value
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import CURRENCY_PATTERN

_OF_THE_YEAR = regex("年度|本年|当年|全年|年初")
_NEAR = 2
_LONGEST_LABEL = 20
_SIDE_BY_SIDE = ("goals_whole_period", "goals_actual")
_AT_THE_SIDE = {
    "actual_raw": Place("right", "goals_actual"),
    "expected_raw": Place("right", "goals_expected"),
    "reason": Place("right", "problems"),
}
"""Headings of columns that head a row as well, and what they mean there."""
_PLAN = Place("group", "plan_raw")
_MONEY = ("budget_", "executed_", "execution_")
_LIKE_A_LABEL = regex(
    r"[^0-9:]{0,14}(数|额|率|进度|权重|得分|分值|情况|问题|金额|预算|资金|拨款|合计|总计|小计|申请|安排|年度?)(\([^0-9]{0,8}\))?"
)
"""What stands beside a label of money and is none: the heading of the next column."""
_NO_GOAL = regex(
    r"[^0-9,。;:]{0,14}(目标|情况|结果|分析|说明|问题|原因|偏离|进度|备注|分值|得分)(\([^0-9]{0,8}\))?"
)
"""What stands beside goals and is none: the heading of the next column."""
_BARE = {"单位": "unit_name", "项目": "project_name"}
_BARE_BEGINS = frozenset("单项\u200b\ufeff")
_HAN = regex("[\u4e00-\u9fff]")
_UNIT = regex(CURRENCY_PATTERN)


def read_head(page: Page, block: Block, project: Project) -> None:
    """Fill the project's header fields, plan and goals from a block; mark what was understood."""
    labels = _labels_of(page, block, range(block.zone[0], block.head[1]))
    _read_fields(page, block, labels, project)
    _read_bare_labels(page, block, project)
    _read_plan(page, block, labels, project)
    _read_goals(page, block, labels, project)


def read_foot(page: Page, block: Block, project: Project) -> None:
    """Fill the fields that a form prints below its table (其他说明的问题, 填报人). Others that are named there are
    explained (上年结转：指……)."""
    last = max((row.row for row in project.indicators), default=block.table[0] - 1)
    labels = _labels_of(page, block, range(last + 1, block.table[1]))
    below = {at: place for at, place in labels.items() if place.field in FOOTER_FIELDS}
    _read_fields(page, block, below, project)


def _read_fields(page: Page, block: Block, labels: dict[tuple[int, int], Place], project: Project) -> None:
    """Values of labels. A second label for the same field (填报单位 and 项目实施单位) keeps its value under its
    own name; a third one, and its value, are left to be reported. A label with nothing beside it only heads others
    (年度预算数 | 年初预算 | 执行数) if another one gives the field."""
    blank: list[tuple[str, tuple[int, int], Value]] = []
    for at, place in _of_the_year_first(page, labels):
        if at in page.inline:
            _read_inline(page, at, project)
            continue
        if place.where not in ("right", "lower") or place.field in ("", "goals"):
            page.used.add(at)
            continue
        name = place.field if place.field not in project.fields else page.keys[at]
        if name in project.fields:
            continue
        page.used.add(at)
        value = _value_of(page, block, labels, at, place)
        if value.text:
            _set_field(page, project, name, at, value)
        elif name == place.field:
            blank.append((name, at, value))
    for name, at, value in blank:
        if name not in project.fields:
            _set_field(page, project, name, at, value)


def _read_bare_labels(page: Page, block: Block, project: Project) -> None:
    """单位 | 某局 and 项目 | 某工程. In most places these words head or group something else (单位：万元), so they are labels
    only where a name stands beside them that no other label gives."""
    rows = page.between(block.left, block.right)
    for r in range(block.zone[0], block.head[1]):
        texts = rows.get(r, {})
        bare = {c: _BARE.get(compact(text)) for c, text in texts.items() if text[0] in _BARE_BEGINS}
        for c, beside in pairwise(texts) if bare else ():
            field = bare.get(c)
            if field is None or field in project.fields or (r, c) in page.used:
                continue
            if page.last_column(r, c) + 1 != beside:
                continue
            text = texts[beside]
            known = (r, beside) in page.labels or (r, beside) in page.used or compact(text) in _BARE
            if (
                not known
                and _HAN.search(text)
                and not _UNIT.fullmatch(fold(text))
                and not _is_like_a_label(text)
            ):
                page.used.update([(r, c), (r, beside)])
                _set_field(page, project, field, (r, c), Value(text, r, beside))


def _of_the_year_first(
    page: Page, labels: dict[tuple[int, int], Place]
) -> list[tuple[tuple[int, int], Place]]:
    """The labels in reading order; but amounts of several years stand beside or above those of the year, and the
    year's come first."""
    amounts = [place.field for place in labels.values() if place.field.startswith("budget_")]
    if "budget_total_raw" not in amounts or len(set(amounts)) == len(amounts):
        return list(labels.items())
    totals = [at for at, place in labels.items() if place.field == "budget_total_raw"]
    total = next((at for at in totals if _is_annual(page, at)), totals[0])

    def after_the_year(item: tuple[tuple[int, int], Place]) -> tuple[bool, bool]:
        at, place = item
        beside = place.field.startswith("budget_") and at[1] != total[1]
        return beside, place.field == "budget_total_raw" and at != total

    return sorted(labels.items(), key=after_the_year)


def _read_inline(page: Page, at: tuple[int, int], project: Project) -> None:
    for place, label, text in page.inline[at]:
        name = place.field if place.field not in project.fields else label_key(label)
        if name not in project.fields:
            page.used.add(at)
            project.fields[name] = Value(text, *at)


def _set_field(page: Page, project: Project, name: str, label: tuple[int, int], value: Value) -> None:
    project.labels.setdefault(name, as_value((page.shown[label], *label)))
    project.fields[name] = value


def _is_annual(page: Page, at: tuple[int, int]) -> bool:
    return bool(_OF_THE_YEAR.search(page.keys.get(at) or label_key(page.inline[at][0][1])))


def _labels_of(page: Page, block: Block, rows: range) -> dict[tuple[int, int], Place]:
    """The labels in some rows of a block that are no headings of columns, in reading order."""
    labels: dict[tuple[int, int], Place] = {}
    announced = page.announced_between(block.left, block.right)
    for r in rows:
        for c, place in announced[r].items() if r in announced else ():
            at = r, c
            if at in page.used:
                continue
            if place.where != "heading":
                labels[at] = place
            elif place.field in _AT_THE_SIDE and _heads_a_row(page, block, r, c):
                labels[at] = _AT_THE_SIDE[place.field]
    return labels


def _heads_a_row(page: Page, block: Block, r: int, c: int) -> bool:
    """Whether a heading of columns stands at the left of a row that has no other: 1-6月完成情况 | 完成……"""
    first, *others = page.columns(r, block.left, block.right)
    return first == c and bool(others) and page.announced[r].keys().isdisjoint(others)


def _value_of(
    page: Page,
    block: Block,
    labels: dict[tuple[int, int], Place],
    at: tuple[int, int],
    place: Place,
) -> Value:
    """The value of a label: the first text beside it before the next label, in its own row ("right")
    or in the rows after it up to the next label ("lower"). A blank value stands right of the label."""
    r, c = at
    start = page.last_column(r, c) + 1
    if place.where == "right" and _is_value(page, place, (r, start)):  # as most are
        page.used.add((r, start))
        return as_value((page.shown[r, start], r, start))
    if place.where == "lower":
        below = min((row for row, _ in labels if row > r), default=block.head[1])
        rows = range(r + 1, max(below, r + 2))
    else:
        rows = range(r, page.last_row(r, c) + 1)
    heads_others = place.where == "right" and ((r, start) in labels or _heads(page, r, start))
    for row in rows if not heads_others else ():
        if heads_others or (row > r and labels.get((row, c), place) != place):
            break  # the row below is of another label: this one has no row of its own
        for column in page.rows.get(row, ()):
            if not start <= column <= block.right:
                continue
            far = place.where == "right" and column > start and column > _reach(page, block, row, start)
            if far or (row, column) in labels or _heads(page, row, column):
                break
            if place.field.startswith(_MONEY) and _is_like_a_label(page.shown[row, column]):
                heads_others = True
                break
            if (row, column) not in page.used:
                page.used.add((row, column))
                return Value(page.shown[row, column], row, column)
    if heads_others or place.field in _SIDE_BY_SIDE or _ends_a_row(page, labels, at):
        under = (page.last_row(*at) + 1, at[1])
        if _is_free(page, block, labels, under):
            page.used.add(under)
            return Value(page.shown[under], *under)
    return Value("", rows[0], start)


def _is_value(page: Page, place: Place, beside: tuple[int, int]) -> bool:
    """Whether the cell beside a label can be nothing but its value."""
    if beside not in page.shown or beside in page.keys or beside in page.inline or beside in page.used:
        return False
    return not (place.field.startswith(_MONEY) and _is_like_a_label(page.shown[beside]))


def _ends_a_row(page: Page, labels: dict[tuple[int, int], Place], at: tuple[int, int]) -> bool:
    """Whether a label is the last of several side by side, over their values: 资金总额 | 财政拨款 | 其他资金."""
    r, c = at
    before = [x for x in page.rows[r] if x < c]
    left = labels.get((r, before[-1])) if before else None
    adjacent = left is not None and left.where == "right" and page.last_column(r, before[-1]) + 1 == c
    return adjacent and page.rows[r][-1] == c


def _is_like_a_label(text: str) -> bool:
    """Whether a text is no amount but heads amounts as well: 增减额, 执行率权重, 2026年."""
    return _is_heading_of_money(text) or is_column_heading(text)


@lru_cache(maxsize=4096)
def _is_heading_of_money(text: str) -> bool:
    return bool(_LIKE_A_LABEL.fullmatch(fold(text)))


def _heads(page: Page, r: int, c: int) -> bool:
    """Whether the heading of a column stands here (分值, 得分), and no answer of one sign (优)."""
    place = page.labels.get((r, c))
    return place is not None and place.where == "heading" and len(page.shown[r, c]) > 1


def _is_free(page: Page, block: Block, labels: dict[tuple[int, int], Place], at: tuple[int, int]) -> bool:
    """Whether a cell under a label holds its text: where labels stand side by side (实施期目标 | 年度目标), their
    texts stand below."""
    return at in page.shown and at not in labels and at not in page.used and at[0] < block.head[1]


def _reach(page: Page, block: Block, row: int, start: int) -> int:
    """Last column in which the value of a label can stand: its merged area, else two columns on (where the
    area was taken apart), not counting columns that are blank throughout. A text further off belongs to a
    label that is lost."""
    if (row, start) in page.ends:
        return page.last_column(row, start)
    filled = {c for r in range(*block.head) for c in page.rows.get(r, ()) if c >= start}
    return sorted(filled | {start})[: _NEAR + 1][-1]


def _read_plan(page: Page, block: Block, labels: dict[tuple[int, int], Place], project: Project) -> None:
    of_plan = [(at, place) for at, place in labels.items() if place.field == "plan_raw"]
    label = next((at for at, place in of_plan if place == _PLAN), None)
    heads = [at for at, place in of_plan if place.where == "below"]
    if label:
        project.plan_label = Value(page.shown[label], *label)
        heads = [at for at in heads if at[0] >= label[0]]
    heads = [at for at in heads if at[0] == heads[0][0]]
    if len(heads) < 2:
        return
    row = heads[0][0]
    edges = [*(c for _, c in heads[1:]), max(page.last_column(*heads[-1]), heads[-1][1]) + 1]
    figures = _figures_beside(page, block, row, heads, labels) or _figures_below(
        page, block, row, heads, edges, labels
    )
    project.plan_heads = [page.shown[at] for at in heads]
    project.plan = figures
    page.used.update((value.row, value.column) for value in figures)


def _figures_beside(
    page: Page, block: Block, row: int, heads: list[tuple[int, int]], labels: dict[tuple[int, int], Place]
) -> list[Value]:
    """Some forms print 3月底 | 25% | 6月底 | 50% in one row."""
    between = [c for c in page.rows[row] if heads[0][1] < c <= block.right and (row, c) not in labels]
    if len(between) < len(heads) - 1:
        return []
    figures = []
    for _, c in heads:
        beside = page.last_column(row, c) + 1
        figures.append(Value(page.shown.get((row, beside), ""), row, beside))
    return figures


def _figures_below(
    page: Page,
    block: Block,
    row: int,
    heads: list[tuple[int, int]],
    edges: list[int],
    labels: dict[tuple[int, int], Place],
) -> list[Value]:
    """The first row below the heads with a figure, unless a label comes first."""
    first = row + 1
    for r in range(row + 1, block.head[1]):
        columns = page.rows.get(r, ())
        announced = page.announced.get(r, ())
        if any((r, c) in labels and labels[r, c] != _PLAN for c in announced):
            break
        if columns and columns[-1] >= heads[0][1]:
            first = r
            break
    figures = []
    for (_, c), edge in zip(heads, edges, strict=True):
        at = next((x for x in page.rows.get(first, ()) if c <= x < edge and (first, x) not in labels), None)
        figures.append(Value("", first, c) if at is None else Value(page.shown[first, at], first, at))
    return figures


def _read_goals(page: Page, block: Block, labels: dict[tuple[int, int], Place], project: Project) -> None:
    of_goals = [at for at, place in labels.items() if place.field == "goals"]
    numbered = [at for at in of_goals if "#" in page.keys[at]]
    named = [at for at in of_goals if "#" not in page.keys[at]]
    if not named and not numbered:
        _read_goals_behind_their_label(page, block, project)
        return
    named.sort(key=lambda at: "年" not in page.keys[at])
    places = {at: _goal_places(page, block, labels, at) for at in named}
    label = next((at for at in named if places[at]), None) or next(
        (at for at in named if not _heads_others(page, labels, at)), named[0] if named else None
    )
    if label:
        project.labels["goals"] = Value(page.shown[label], *label)
    if numbered:
        _read_goal_rows(page, block, labels, numbered, project)
        return
    assert label
    page.used.update(places[label])
    project.goal_values = [Value(page.shown[at], *at) for at in places[label]] or [
        Value("", *_blank_goal(page, labels, label))
    ]
    for value in project.goal_values:
        project.goals += split_goals(value.text)
    for other in named:
        if other == label or not (free := [at for at in places[other] if at not in page.used]):
            continue
        whole = "年" in page.keys[label] and "年" not in page.keys[other]  # 总体目标 beside 年度目标
        name = (
            "goals_whole_period" if whole and "goals_whole_period" not in project.fields else page.keys[other]
        )
        if name not in project.fields:
            _set_field(page, project, name, other, Value(page.shown[free[0]], *free[0]))
            page.used.add(free[0])


def _read_goals_behind_their_label(page: Page, block: Block, project: Project) -> None:
    """绩效目标：养护公路260公里 in one cell, at the left of the head."""
    for r in range(*block.head):
        c = next(iter(page.columns(r, block.left, block.right)), None)
        if c is None or (r, c) in page.used:
            continue
        label, colon, text = page.shown[r, c].replace("：", ":", 1).partition(":")
        known = known_label(label) if colon and len(label) <= _LONGEST_LABEL else None
        if known and known[1].field == "goals" and text.strip():
            page.used.add((r, c))
            project.goal_values.append(Value(text.strip(), r, c))
            project.goals += split_goals(text)


def _heads_others(page: Page, labels: dict[tuple[int, int], Place], at: tuple[int, int]) -> bool:
    """Whether a label groups those beside it (年度总体目标 | 预期目标 | 实际完成情况)."""
    return (at[0], page.last_column(*at) + 1) in labels


def _goal_places(
    page: Page, block: Block, labels: dict[tuple[int, int], Place], at: tuple[int, int]
) -> list[tuple[int, int]]:
    """Where the goals of a label stand: beside it down to the next label, else below it."""
    r, start = at[0], page.last_column(*at) + 1
    after = min((row for row, _ in labels if row > r), default=block.head[1])
    found = [
        (row, column)
        for row in range(r, max(after, r + 1))
        for column in page.rows.get(row, ())
        if start <= column <= block.right and (row, column) not in page.used and (row, column) not in labels
    ]
    heads_others = _heads_others(page, labels, at) or _beside_a_heading(page, block, labels, at)
    under = (page.last_row(*at) + 1, at[1])
    if (heads_others or not any(row == r for row, _ in found)) and _is_free(page, block, labels, under):
        return [under]
    return [] if heads_others else _up_to_a_heading(page, r, found)


def _beside_a_heading(
    page: Page, block: Block, labels: dict[tuple[int, int], Place], at: tuple[int, int]
) -> bool:
    """Whether what stands beside a label of goals is a heading of its own, be it known or not: texts stand below both
    (年初目标 | 全年完成情况)."""
    r, c = at
    beside = (r, page.last_column(r, c) + 1)
    if not _NO_GOAL.fullmatch(fold(page.shown.get(beside, ""))):
        return False
    below = [(page.last_row(*one) + 1, one[1]) for one in (at, beside)]
    return all(_is_free(page, block, labels, one) for one in below)


def _up_to_a_heading(page: Page, r: int, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Goals end at a heading further right in their row: 绩效目标 | … | 目标偏离情况 | 无偏离."""
    beside = [at[1] for at in found if at[0] == r]
    edge = next((c for c in beside[1:] if _NO_GOAL.fullmatch(fold(page.shown[r, c]))), None)
    return found if edge is None else [at for at in found if at[1] < edge]


def _blank_goal(page: Page, labels: dict[tuple[int, int], Place], at: tuple[int, int]) -> tuple[int, int]:
    """Where a goal would stand: under its label if it is one of several side by side, else beside it."""
    side_by_side = any(
        row == at[0] and place.field in _SIDE_BY_SIDE for (row, column), place in labels.items()
    )
    return (page.last_row(*at) + 1, at[1]) if side_by_side else (at[0], page.last_column(*at) + 1)


def _read_goal_rows(
    page: Page,
    block: Block,
    labels: dict[tuple[int, int], Place],
    numbered: list[tuple[int, int]],
    project: Project,
) -> None:
    for r, c in numbered:
        value = _value_of(page, block, labels, (r, c), Place("right", "goals"))
        project.goal_labels.append(page.shown[r, c])
        project.goal_values.append(value)
        if value.text:
            project.goals.append(value.text)

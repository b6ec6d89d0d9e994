"""The head of one form: values beside or below their labels."""

from __future__ import annotations

import re

from jibiao.forms import Place, label_key
from jibiao.reading.blocks import Block
from jibiao.reading.page import Page
from jibiao.records import Project, Value

_NEXT_GOAL = re.compile(
    r"(?<=.)(?=目标\s*[0-9一二三四五六七八九十]{1,2}\s*[:：、.．])|(?<=[。；;])(?=\s*\d{1,2}\s*[.．、](?!\d))"
)
_NUMBERED = re.compile(
    r"^\s*(目标\s*[0-9一二三四五六七八九十]|[（(]?[0-9一二三四五六七八九十]{1,2}[)）]?\s*[.．、:：)）])"
)
_NEAR = 2
_PLAN = Place("group", "plan_raw")
_ENDED = "。；;！!．.：:"


def read_head(page: Page, block: Block, project: Project) -> None:
    """Fill the project's header fields, plan and goals from a block; mark what was understood."""
    labels = _labels_of(page, block, range(block.zone[0], block.head[1]))
    _read_fields(page, block, labels, project)
    _read_plan(page, block, labels, project)
    _read_goals(page, block, labels, project)


def read_foot(page: Page, block: Block, project: Project) -> None:
    """Fill the fields that a form prints below its table (其他说明的问题, 填报人)."""
    last = max((row.row for row in project.indicators), default=block.table[1])
    _read_fields(page, block, _labels_of(page, block, range(last + 1, block.table[1])), project)


def _read_fields(page: Page, block: Block, labels: dict[tuple[int, int], Place], project: Project) -> None:
    """Values of labels. A second label for the same field (填报单位 and 项目实施单位) keeps its value under its
    own name; a third one, and its value, are left to be reported."""
    rows = sorted({r for r, _ in labels})
    total = next((at for at, place in labels.items() if place.field == "budget_total_raw"), None)

    def beside_other_total(item: tuple[tuple[int, int], Place]) -> bool:
        """Amounts of several years stand beside those of the year: those under the year's total come first."""
        (_, column), place = item
        return total is not None and place.field.startswith("budget_") and column != total[1]

    for at, place in sorted(labels.items(), key=beside_other_total):
        inline = page.inline.get(at)
        if inline is None and (place.where not in ("right", "lower") or place.field in ("", "goals")):
            page.used.add(at)
            continue
        label = page.shown[at] if inline is None else page.shown[at].replace("：", ":").partition(":")[0]
        own_name = label_key(label)
        name = place.field if place.field not in project.fields else own_name
        if name in project.fields:
            continue
        page.used.add(at)
        if inline:
            project.fields[name] = Value(inline[1], *at)
        else:
            value = _value_of(page, block, labels, rows, at, place)
            if value.text or name == place.field:
                project.labels.setdefault(name, Value(page.shown[at], *at))
                project.fields[name] = value


def _labels_of(page: Page, block: Block, rows: range) -> dict[tuple[int, int], Place]:
    """The labels in some rows of a block that are no headings, in reading order."""
    return {
        (r, c): place
        for r in rows
        for c, place in page.announced.get(r, {}).items()
        if block.left <= c <= block.right and place.where != "heading"
    }


def _value_of(
    page: Page,
    block: Block,
    labels: dict[tuple[int, int], Place],
    label_rows: list[int],
    at: tuple[int, int],
    place: Place,
) -> Value:
    """The value of a label: the first text beside it before the next label, in its own row ("right")
    or in the rows after it up to the next label ("lower"). A blank value stands right of the label."""
    r, c = at
    start = page.last_column(r, c) + 1
    if place.where == "lower":
        below = next((row for row in label_rows if row > r), block.head[1])
        rows = range(r + 1, max(below, r + 2))
    else:
        rows = range(r, page.last_row(r, c) + 1)
    for row in rows:
        if row > r and labels.get((row, c), place) != place:
            break  # the row below is of another label: this one has no row of its own
        for column in page.rows.get(row, ()):
            if not start <= column <= block.right:
                continue
            far = place.where == "right" and column > start and column > _reach(page, block, row, start)
            if far or (row, column) in labels:
                break
            if (row, column) not in page.used:
                page.used.add((row, column))
                return Value(page.shown[row, column], row, column)
    labelled = place.where == "right" and (r, start) in labels
    return (labelled and _below(page, block, labels, at)) or Value("", rows[0], start)


def _below(
    page: Page, block: Block, labels: dict[tuple[int, int], Place], at: tuple[int, int]
) -> Value | None:
    """The text under a label: where labels stand side by side (实施期目标 | 年度目标), their texts stand below."""
    under = (page.last_row(*at) + 1, at[1])
    if under not in page.shown or under in labels or under in page.used or under[0] >= block.head[1]:
        return None
    page.used.add(under)
    return Value(page.shown[under], *under)


def _reach(page: Page, block: Block, row: int, start: int) -> int:
    """Last column in which the value of a label can stand: its merged area, else two columns on (where the
    area was taken apart), not counting columns that are blank throughout. A text further off belongs to a
    label that is lost."""
    if (row, start) in page.ends:
        return page.last_column(row, start)
    filled = {c for r in range(*block.head) for c in page.rows.get(r, ()) if c >= start}
    return sorted(filled | {start})[: _NEAR + 1][-1]


def _read_plan(page: Page, block: Block, labels: dict[tuple[int, int], Place], project: Project) -> None:
    label = next((at for at, place in labels.items() if place == _PLAN), None)
    heads = [at for at, place in labels.items() if place.field == "plan_raw" and place.where == "below"]
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
        if any((r, c) in labels and labels[r, c] != _PLAN for c in columns):
            break
        if any(c >= heads[0][1] for c in columns):
            first = r
            break
    figures = []
    for (_, c), edge in zip(heads, edges, strict=True):
        at = next((x for x in page.rows.get(first, ()) if c <= x < edge and (first, x) not in labels), None)
        figures.append(Value("", first, c) if at is None else Value(page.shown[first, at], first, at))
    return figures


def _read_goals(page: Page, block: Block, labels: dict[tuple[int, int], Place], project: Project) -> None:
    numbered = [at for at, place in labels.items() if place.field == "goals" and "#" in page.keys[at]]
    named = [at for at, place in labels.items() if place.field == "goals" and at not in numbered]
    label = next((at for at in named if "年" in page.keys[at]), named[0] if named else None)
    if label is None and not numbered:
        return
    if label:
        project.labels["goals"] = Value(page.shown[label], *label)
    if numbered:
        _read_goal_rows(page, block, labels, numbered, project)
        return
    assert label
    r, c = label
    after = next((row for row, column in sorted(labels) if row > r), block.head[1])
    start = page.last_column(r, c) + 1
    beside = any(start <= column <= block.right for column in page.rows.get(r, ()))
    if not beside and (under := _below(page, block, labels, label)):
        project.goal_values = [under]
        project.goals = split_goals(under.text)
        return
    for row in range(r, max(after, r + 1)):
        for column in page.rows.get(row, ()):
            if start <= column <= block.right and (row, column) not in page.used:
                project.goal_values.append(Value(page.shown[row, column], row, column))
                page.used.add((row, column))
    for value in project.goal_values:
        project.goals += split_goals(value.text)
    if not project.goal_values:
        project.goal_values.append(Value("", r, start))


def _read_goal_rows(
    page: Page,
    block: Block,
    labels: dict[tuple[int, int], Place],
    numbered: list[tuple[int, int]],
    project: Project,
) -> None:
    for r, c in numbered:
        value = _value_of(page, block, labels, [], (r, c), Place("right", "goals"))
        project.goal_labels.append(page.shown[r, c])
        project.goal_values.append(value)
        if value.text:
            project.goals.append(value.text)


def split_goals(text: str) -> list[str]:
    """The goals of one cell: a goal a line, or goals numbered within a line. Numbers stay with their goal.

    A line without a number goes on with a numbered goal above it that has not come to its end.
    """
    goals: list[str] = []
    for line in text.split("\n"):
        for part in _NEXT_GOAL.split(line):
            piece = part.strip()
            if not piece:
                continue
            open_goal = goals and _NUMBERED.match(goals[-1]) and goals[-1][-1] not in _ENDED
            if open_goal and not _NUMBERED.match(piece):
                goals[-1] += piece
            else:
                goals.append(piece)
    return goals

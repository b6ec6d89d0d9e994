"""What stands around a form: its title, the organisation and the unit of money."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from jibiao.reading.blocks import CURRENCY, Block
from jibiao.reading.page import Page
from jibiao.reading.titles import bare_name, is_title, printed_name
from jibiao.records import Project, Value
from jibiao.text import compact, fold
from jibiao.values.amount import UNIT_PATTERN

_CODE_AND_NAME = re.compile(
    r"^([0-9０-９]{3,12})[\s\-_、.．:：]*(?=[^\s0-9０-９])(?!年|月|万|元|个)(.*)$", re.S
)
_LONGEST_NAME = 80
_SAME_NAME = 0.6
_ORGANISATION = re.compile(
    r"(局|委|会|办|办公室|中心|站|所|院|校|队|部|厅|处|政府|公司|学校|医院|馆|社|科|园|台|庭|库|房|组|本级)([(（].*[)）])?$"
)
_LABELLED = re.compile(r"^(编制|填报|申报|预算|项目|实施)?(单位|部门)(名称)?(\(.{0,6}\))?[:：]\s*")
_IN_BRACKETS = re.compile(rf"\((?:金额)?(?:单位:)?(?:人民币)?({UNIT_PATTERN})\)")
_BEFORE_CURRENCY = re.compile(r"(?:金额)?单\s*位\s*[:：]\s*[（(]?\s*\S*元")


def read_unit_line(page: Page, block: Block, project: Project) -> None:
    """The organisation and the unit of money: 333001乐亭县住房和城乡建设局本级 … 单位：万元."""
    for r in range(block.zone[0], block.head[1]):
        for c in page.rows.get(r, ()):
            text = page.shown[r, c]
            if "位" not in text or not block.left <= c <= block.right or (r, c) in page.used:
                continue
            match = CURRENCY.search(fold(text))
            if match and "currency_unit" not in project.fields:
                project.fields["currency_unit"] = Value(match[1], r, c)
                page.used.add((r, c))
                if rest := _BEFORE_CURRENCY.split(text)[0].strip(" \u3000（(，,"):
                    _set_organisation(project, rest, r, c)
                _read_organisation(page, block, project, r)
                break
    if "unit_name" not in project.fields:
        _find_organisation(page, block, project)
    elif "unit_code" not in project.fields and project.fields["unit_name"].text:
        value = project.fields["unit_name"]
        _set_organisation(project, value.text, value.row, value.column)


def currency_in_labels(page: Page, block: Block) -> Value | None:
    """The unit of money printed in a label: 项目资金（万元）."""
    for r in range(*block.head):
        for c in page.announced.get(r, ()):
            if match := _IN_BRACKETS.search(fold(page.shown[r, c])):
                return Value(match[1], r, c)
    return None


def _read_organisation(page: Page, block: Block, project: Project, r: int) -> None:
    """The organisation beside the unit of money."""
    for c in page.rows[r]:
        free = block.left <= c <= block.right and (r, c) not in page.used
        if free and "unit_name" not in project.fields and not is_title(page.shown[r, c]):
            _set_organisation(project, page.shown[r, c], r, c)
            page.used.add((r, c))


def _find_organisation(page: Page, block: Block, project: Project) -> None:
    """Without a line that names the unit of money: a code and a name that ends as organisations do."""
    for r in range(*block.zone):
        for c in page.rows.get(r, ()):
            if not block.left <= c <= block.right or (r, c) in page.used:
                continue
            text = page.shown[r, c]
            named = _LABELLED.match(fold(text)) or _CODE_AND_NAME.match(text)
            if (
                named
                and len(text) < 60
                and not is_title(text)
                and (_ORGANISATION.search(text) or _LABELLED.match(text))
            ):
                _set_organisation(project, text, r, c)
                page.used.add((r, c))
                return


def _set_organisation(project: Project, text: str, r: int, c: int) -> None:
    text = _LABELLED.sub("", text.strip())
    match = _CODE_AND_NAME.match(text)
    code, name = (match[1], match[2]) if match else ("", text)
    project.fields["unit_code"] = Value(code, r, c)
    project.fields["unit_name"] = Value(name.strip(), r, c)


def read_title(page: Page, block: Block, project: Project) -> None:
    """The title nearest above the head of the form."""
    for r in range(block.head[0] - 1, block.zone[0] - 1, -1):
        for c in page.rows.get(r, ()):
            if block.left <= c <= block.right and (r, c) not in page.used and is_title(page.shown[r, c]):
                _set_title(page, project, r, c, "before")
                _join_title_above(page, block, project)
                return


def _join_title_above(page: Page, block: Block, project: Project) -> None:
    """A title over two rows: the name in the first, 项目绩效目标表 in the second."""
    title = project.fields["title"]
    above = page.rows.get(title.row - 1, []) if title.row > block.zone[0] else []
    at = (title.row - 1, title.column)
    if bare_name(title.text) or above != [title.column] or at in page.used:
        return
    name = page.shown[at]
    if len(name) <= _LONGEST_NAME and likeness(name, project.name) >= _SAME_NAME:
        project.fields["title"] = Value(f"{name}\n{title.text}", *at)
        page.used.add(at)


def assign_titles_below(page: Page, blocks: list[Block], projects: list[Project]) -> None:
    """Titles printed below their tables: a form without a title takes the one that stands below it,
    unless that names the next form better."""
    pairs = list(zip(blocks, projects, strict=True))
    for n, (block, project) in enumerate(pairs):
        if "title" in project.fields:
            continue
        after, name_after = next(
            (pair for pair in pairs[n + 1 :] if pair[0].left == block.left), (None, None)
        )
        end = after.head[0] if after else block.table[1]
        at = _first_title(page, block, _last_row(block, project) + 1, end)
        if at is None:
            continue
        taken = name_after.fields.get("title") if name_after else None
        if name_after and taken and (taken.row, taken.column) == at:
            here, there = likeness(page.shown[at], project.name), likeness(page.shown[at], name_after.name)
            next_has_own = after and _first_title(
                page, after, _last_row(after, name_after) + 1, after.table[1]
            )
            if here < there or (here == there and not next_has_own):
                continue
            del name_after.fields["title"]
            name_after.title_position = None
        _set_title(page, project, *at, "after")


def _last_row(block: Block, project: Project) -> int:
    return max((row.row for row in project.indicators), default=block.head[1])


def _first_title(page: Page, block: Block, first: int, end: int) -> tuple[int, int] | None:
    for r in range(first, end):
        for c in page.rows.get(r, ()):
            if block.left <= c <= block.right and is_title(page.shown[r, c]):
                return r, c
    return None


def _set_title(page: Page, project: Project, r: int, c: int, position: str) -> None:
    project.fields["title"] = Value(page.shown[r, c], r, c)
    project.title_position = position
    page.used.add((r, c))


def likeness(title: str, name: str) -> float:
    """How much of a project's name stands in a title, 0 to 1."""
    a, b = bare_name(title), compact(name)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def name_from_title(project: Project) -> None:
    """A form without a cell for the name has it in its title only."""
    title = project.fields.get("title")
    if title and "project_name" not in project.fields:
        project.fields["project_name"] = Value(printed_name(title.text), title.row, title.column)
        project.name_from_title = True

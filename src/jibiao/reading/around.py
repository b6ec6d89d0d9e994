"""What stands around a form: its title, its year, the organisation and the unit of money, remarks."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from jibiao.forms import label_key, label_map
from jibiao.reading.blocks import CURRENCY, Block, is_note
from jibiao.reading.lines import split_line, year_or_date
from jibiao.reading.page import Page
from jibiao.reading.titles import bare_name, is_nearly_title, is_title, names_nothing, printed_name
from jibiao.records import Project, Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import CURRENCY_PATTERN

_CODE_AND_NAME = regex(r"^([0-9０-９]{3,12})[\s\-_、.．:：]*(?=[^\s0-9０-９])(?!年|月|万|元|个)(.*)$", re.S)
_LONGEST_NAME = 80
_LONGEST_YEAR = 20
_LONGEST_GROUP = 16
"""A text of so many characters that ends in a unit in brackets is a label, be it known or not."""
_SAME_NAME = 0.6
ORGANISATION = regex(
    r"(局|委|会|办|办公室|中心|站|所|院|校|队|部|厅|处|政府|公司|学校|医院|馆|社|科|园|台|庭|库|房|组|本级)([(（].*[)）])?$"
)
_FOUR_DIGITS = regex(r"(?<![0-9])(19|20)[0-9]{2}(?=年|-|$)")
_ATTACHMENT = regex(
    r"附[件表录]?[0-9一二三四五六七八九十]*([-.][0-9]+)*:?|[0-9]+号?附[件表][0-9]*|(预算|公开)?(表[0-9]{1,2}(-[0-9]{1,2})?|[0-9]{1,2}(-[0-9]{1,2})?表)"
)
_LABELLED = regex(r"^(编制|填报|申报|预算|项目|实施)?(单位|部门)(名称)?(\(.{0,6}\))?[:：]\s*")
IN_BRACKETS = regex(rf"\((?:金额)?(?:单位:)?(?:人民币)?({CURRENCY_PATTERN})\)")
_BEFORE_CURRENCY = regex(r"(?:金额)?单\s*位\s*[:：]\s*[（(]?\s*\S*元")


def read_unit_line(page: Page, block: Block, project: Project) -> None:
    """The organisation and the unit of money: 333001乐亭县住房和城乡建设局本级 … 单位：万元. A date or a year may stand in
    the same line."""
    for r, c, _ in page.cells_with("位", range(block.zone[0], block.head[1]), block.left, block.right):
        if "currency_unit" in project.fields:
            break
        _read_currency(page, block, project, r, c)
    if not project.text("unit_name") and "reporting_unit" in project.fields:
        _report_for_itself(project)
    if "unit_name" not in project.fields and _names_the_department(project):
        project.fields["unit_name"] = project.fields["department"]
    code = project.fields.get("unit_code")  # 单位编码（名称）: 315002-某市环境监测站
    if "unit_name" not in project.fields and code and code_and_name(code.text)[0]:
        _set_organisation(project, code.text, code.row, code.column)
    if "unit_name" not in project.fields:
        _find_organisation(page, block, project)
    elif "unit_code" not in project.fields and project.fields["unit_name"].text:
        value = project.fields["unit_name"]
        _set_organisation(project, value.text, value.row, value.column)


def _report_for_itself(project: Project) -> None:
    """Where no other organisation is named, who fills in the form (填报单位) is the one that it is about. With 实施单位
    on the form (财预〔2015〕88号) it may be an office above or beside."""
    for values in (project.fields, project.labels):
        if value := values.pop("reporting_unit", None):
            values["unit_name"] = value


def _names_the_department(project: Project) -> bool:
    """Whether 部门名称 says whose form it is (部门整体支出); 主管部门 says who is above."""
    label = project.labels.get("department")
    return label is not None and label_key(label.text) == "部门名称"


def _read_currency(page: Page, block: Block, project: Project, r: int, c: int) -> None:
    text = page.shown[r, c]
    if (r, c) in page.labels:
        return
    pieces = split_line(text)
    found = [(n, match) for n, piece in enumerate(pieces) if (match := CURRENCY.search(fold(piece)))]
    if not found:
        return
    n, match = found[0]
    project.fields["currency_unit"] = Value(match[1], r, c)
    if (r, c) not in page.used:
        page.used.add((r, c))
        only = CURRENCY.fullmatch(fold(pieces[n]))  # 单 位：万 元
        before = "" if only else _BEFORE_CURRENCY.split(pieces[n])[0].strip(" \u3000（(，,")
        for piece in filter(None, [*pieces[:n], before, *pieces[n + 1 :]]):
            _read_piece(project, piece, r, c)
    for column in page.rows[r]:
        at = r, column
        known = at in page.used or at in page.labels or at in page.inline or is_title(page.shown[at])
        if not block.left <= column <= block.right or known:
            continue
        kept = [_read_piece(project, piece, *at) for piece in split_line(page.shown[at])]
        if all(kept):
            page.used.add(at)


def _read_piece(project: Project, piece: str, r: int, c: int) -> bool:
    """One thing that stands in the line of the unit of money. Where the form gives the organisation in a cell of its
    own, that counts, and the one in the line is kept beside it. Returns whether there was a place for it."""
    label, colon, text = piece.replace("：", ":", 1).partition(":")
    place = label_map().get(label_key(label)) if colon else None
    if name := year_or_date(piece):
        return _keep(project, name, Value(piece, r, c))
    if place and place.where == "right" and place.field != "unit_name":
        value = Value(text.strip(), r, c)
        return _keep(project, place.field, value) or _keep(project, label_key(label), value)
    if project.fields.keys().isdisjoint(("unit_name", "reporting_unit")):
        _set_organisation(project, piece, r, c)
        return True
    code, name = code_and_name(piece)
    if code and not project.text("unit_code") and fold(name) == fold(project.text("unit_name")):
        project.fields["unit_code"] = Value(code, r, c)
    return _keep(project, "unit_above", Value(piece, r, c))


def _keep(project: Project, name: str, value: Value) -> bool:
    return project.fields.setdefault(name, value) is value


def read_year(page: Page, block: Block, project: Project) -> None:
    """The year that a form prints above its head (（2027年度）), and what else stands there: 附件3."""
    for at in page.cells(range(*block.zone), block.left, block.right):
        text = page.shown[at]
        if at in page.used or len(text) > _LONGEST_YEAR:
            continue
        if year_or_date(text) == "form_year":
            _keep(project, "form_year", Value(text, *at))
            page.used.add(at)
        elif is_attachment(text):
            page.used.add(at)


def is_attachment(text: str) -> bool:
    """Whether a text above a form or table only says which it is of several: 附件3, 表1, 预算01表."""
    return len(text) <= _LONGEST_YEAR and bool(_ATTACHMENT.fullmatch(fold(text)))


def printed_year(page: Page, block: Block, project: Project) -> int | None:
    """The year that the form is for, as it prints it: in a line of its own, else in its title. None if it does not."""
    above = [page.shown[at] for at in page.cells(range(*block.zone), block.left, block.right)]
    texts = [project.text("form_year")]
    texts += [piece for text in above for piece in split_line(text) if year_or_date(piece) == "form_year"]
    texts += [text for text in above if is_title(text)]
    found = (_FOUR_DIGITS.search(fold(text)) for text in texts)
    return next((int(match[0]) for match in found if match), None)


def read_remarks(page: Page, block: Block, project: Project) -> None:
    """注：… and 填表说明 above and below a form, with the lines that go on with them, are kept as its remark."""
    for rows in (range(*block.zone), range(_last_row(block, project) + 1, block.table[1])):
        begun = False
        for r in rows:
            columns = page.columns(r, block.left, block.right)
            if not columns or any((r, c) in page.used for c in columns):
                begun = begun and not columns
                continue
            begun = is_note(page.shown[r, columns[0]]) or (begun and len(columns) == 1)
            if begun:
                _add_remark(page, project, r, columns)


def _add_remark(page: Page, project: Project, r: int, columns: list[int]) -> None:
    text = " ".join(page.shown[r, c] for c in columns)
    before = project.fields.get("form_remark")
    project.fields["form_remark"] = (
        before._replace(text=f"{before.text}\n{text}") if before else Value(text, r, columns[0])
    )
    page.used.update((r, c) for c in columns)


def currency_in_labels(page: Page, block: Block) -> Value | None:
    """The unit of money printed in a label: 项目资金（万元）."""
    for r, c, text in page.cells_with("元", range(block.zone[0], block.head[1]), block.left, block.right):
        label = (r, c) in page.labels or (
            len(text) <= _LONGEST_GROUP and fold(text).rstrip(":").endswith(")")
        )
        if label and (match := IN_BRACKETS.search(fold(text))):
            return Value(match[1], r, c)
    return None


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
                and (ORGANISATION.search(text) or _LABELLED.match(text))
            ):
                _set_organisation(project, text, r, c)
                page.used.add((r, c))
                return


def _set_organisation(project: Project, text: str, r: int, c: int) -> None:
    code, name = code_and_name(text)
    project.fields["unit_code"] = Value(code, r, c)
    project.fields["unit_name"] = Value(name, r, c)


@lru_cache(maxsize=1024)
def code_and_name(text: str) -> tuple[str, str]:
    """The code and the name in 333001乐亭县住房和城乡建设局本级; "" for a code that is not there."""
    text = _LABELLED.sub("", text.strip())
    match = _CODE_AND_NAME.match(text)
    return (match[1], match[2].strip()) if match else ("", text.strip())


def read_title(page: Page, block: Block, project: Project) -> None:
    """The title nearest above the head of the form; without one, what stands alone above it and is worded nearly so."""
    above = range(block.head[0] - 1, block.zone[0] - 1, -1)
    for r, c, text in page.cells_with("绩", above, block.left, block.right):
        if (r, c) not in page.used and is_title(text):
            _set_title(page, project, r, c, "before")
            _join_title_above(page, block, project)
            return
    for r, c, text in page.cells_with("绩", above, block.left, block.right):
        alone = page.columns(r, block.left, block.right) == [c] and (r, c) not in page.labels
        if (
            alone
            and (r, c) not in page.used
            and is_nearly_title(text)
            and not ORGANISATION.search(fold(text))
        ):
            _set_title(page, project, r, c, "before")
            return


def _join_title_above(page: Page, block: Block, project: Project) -> None:
    """A title over two rows: the name in the first, 项目绩效目标表 in the second. Both are spanned over the table, or
    neither is: what stands above a table as a heading is no part of the title in it."""
    title = project.fields["title"]
    above = page.rows.get(title.row - 1, []) if title.row > block.zone[0] else []
    at = (title.row - 1, title.column)
    if above != [title.column] or at in page.used or bare_name(title.text):
        return
    if page.last_column(title.row, title.column) > title.column == page.last_column(*at):
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
    cells = page.cells_with("绩", range(first, end), block.left, block.right)
    return next(((r, c) for r, c, text in cells if is_title(text)), None)


def _set_title(page: Page, project: Project, r: int, c: int, position: str) -> None:
    project.fields["title"] = Value(page.shown[r, c], r, c)
    project.title_position = position
    page.used.add((r, c))


def likeness(title: str, name: str) -> float:
    """How much of a project's name stands in a title, 0 to 1."""
    a, b = bare_name(title), compact(name)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def name_from_title(project: Project) -> None:
    """A form without a cell for the name has it in its title only, unless the title fits every form."""
    title = project.fields.get("title")
    if "parent_project" in project.fields and not project.name:
        project.fields["project_name"] = project.fields.pop("parent_project")
    if title and "project_name" not in project.fields:
        name = "" if names_nothing(title.text) else printed_name(title.text)
        project.fields["project_name"] = Value(name, title.row, title.column)
        project.name_from_title = bool(name)

"""Amounts of a form that do not stand beside their labels: in columns of several years, in parts, in a sentence.

    资金来源        | 2025年 | 2026年 | 2027年 | 合计
    资金总额        | 210    | 236    | 248.6  | 694.6

The column of the year that the form is for counts; the others are kept under names of their own (2025年资金总额). If the
form does not say which year that is, none of them counts, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from jibiao.forms import label_key, label_map
from jibiao.forms.labels import known_label
from jibiao.grid import Position
from jibiao.reading.around import printed_year
from jibiao.reading.blocks import Block
from jibiao.reading.page import Page
from jibiao.records import Note, Project, Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import parse_amount
from jibiao.values.sentence import AmountSentence, find_amounts

TOTAL, FISCAL, OTHER = "budget_total_raw", "budget_fiscal_raw", "budget_other_raw"
_OF_A_YEAR = regex(r"((?:19|20)[0-9]{2})年度?(?!.*(目标|指标|情况|执行|支出|决算|完成))[^0-9,。;:]{0,8}")
_THIS_YEAR = regex(r"(?:本|当|预算)年度?(?!.*(目标|指标|情况|执行|支出|决算|完成))[^0-9,。;:]{0,8}")
_OTHER_TIMES = regex(
    r"(?:上|前|去|下)一?年度?(?!.*(目标|指标|情况|结转|结余))[^0-9,。;:]{0,8}"
    r"|(?:三年|五年|总|累)?(?:合计|总计|小计)(?:数|金额)?|(?:比|较)?(?:上年)?(?:增减|增长|变动|变化)[^0-9,。;:]{0,6}"
)
_OF_TIMES = frozenset("年计增变")
"""Every heading of a time has one of these."""
_OF_YEARS_BEFORE = regex("^(?:上一?|去|前)年")
_PRINTED = regex(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_WHOLE = regex("(本级|)(当年|本年|年度|本年度)?财政(性|拨款|性拨款)?(资金|拨款)?(数|总额|合计)?")
"""What a label calls all the money from the treasury together; others name a part of it."""
_FISCAL_IN_WORDS = regex("财政|公共预算|政府性基金|中央|上级|省级|市级|县级|本级|补助")
_OTHER_IN_WORDS = regex("自筹|自有|其[他它]|单位资金|事业收入|经营收入|社会资金|贷款")
OF_MONEY = regex("资金|预算|金额|经费|投资|拨款")


@lru_cache(maxsize=4096)
def is_column_heading(text: str) -> bool:
    """Whether a text heads a column of amounts, and is none: 2026年, 上年预算数, 增减额, 合计."""
    if len(text) > 20:
        return False
    key = label_key(text)
    if _OF_TIMES.isdisjoint(key):
        return False
    return any(
        pattern.fullmatch(label)
        for pattern in (_OF_A_YEAR, _THIS_YEAR, _OTHER_TIMES)
        for label in (key, _bare(text))
    )


def _bare(text: str) -> str:
    """A heading without the bracket behind it: 2027年（万元）. Unlike `label_key` it keeps the digits."""
    return re.sub(r"\([^()]*\)$", "", fold(text))


def read_amount_columns(page: Page, block: Block, project: Project) -> None:
    """Fill the amounts of a form that stand in columns of several years."""
    of_years = page.cells_with("年", range(*block.head), block.left, block.right)
    for r in dict.fromkeys([r for r, _, _ in of_years]):
        if heads := _column_heads(page, block, r):
            _read_columns(page, block, project, r, heads)


def _column_heads(page: Page, block: Block, r: int) -> list[int]:
    """The columns that a row heads with times, cell beside cell; at least two, of which one is of a year."""
    run: list[int] = []
    for c in page.columns(r, block.left, block.right):
        if is_column_heading(page.shown[r, c]):
            run.append(c)
        elif run:
            break
    years = [
        c for c in run if _OF_A_YEAR.fullmatch(text := _bare(page.shown[r, c])) or _THIS_YEAR.fullmatch(text)
    ]
    return run if len(run) > 1 and years else []


def _read_columns(page: Page, block: Block, project: Project, top: int, heads: list[int]) -> None:
    rows = list(_rows_of_amounts(page, block, top, heads))
    if not rows:
        return
    chosen = _of_the_year(page, block, project, top, heads)
    if chosen is None:
        others = tuple((top, c) for c in heads[1:])
        project.notes.append(
            Note("amounts_of_which_year", top, heads[0], page.shown[top, heads[0]], also=others)
        )
    page.used.update((top, c) for c in heads)
    edges = [*heads[1:], page.last_column(top, heads[-1]) + 1]
    for label, r in rows:
        name = page.labels[label].field
        page.used.add(label)
        for c, edge in zip(heads, edges, strict=True):
            at = next(((r, x) for x in page.rows.get(r, ()) if c <= x < edge), (r, c))
            value = Value(page.shown.get(at, ""), *at)
            page.used.add(at)
            if c == chosen:
                key = name if name not in project.fields else page.keys[label]
                project.fields.setdefault(key, value)
                project.labels.setdefault(key, Value(page.shown[label], *label))
            elif value.text:
                project.fields.setdefault(compact(page.shown[top, c]) + page.keys[label], value)


def _rows_of_amounts(page: Page, block: Block, top: int, heads: list[int]) -> Iterator[tuple[Position, int]]:
    """The labels of amounts left of the columns, each with the row in which its amounts stand."""
    label = _label_left_of(page, block, top, heads[0])
    for r in range(top + 1, block.head[1]):
        columns = page.columns(r, block.left, block.right)
        if not columns:
            continue
        own = _label_left_of(page, block, r, heads[0])
        figures = [c for c in columns if c >= heads[0] and parse_amount(page.shown[r, c]).number is not None]
        if own:
            yield own, r
        elif label and columns[0] >= heads[0] and figures:
            yield label, r
        elif not figures or any(c in page.announced.get(r, ()) for c in columns):
            return
        label = None


def _label_left_of(page: Page, block: Block, r: int, edge: int) -> Position | None:
    places = page.announced.get(r, {})
    found = [c for c in places if block.left <= c < edge and places[c].field.startswith("budget_")]
    return (r, found[-1]) if found and (r, found[-1]) in page.labels else None


def _of_the_year(page: Page, block: Block, project: Project, top: int, heads: list[int]) -> int | None:
    """The column of the year that the form is for; None if that is not told."""
    headings = {c: _bare(page.shown[top, c]) for c in heads}
    this = [c for c, text in headings.items() if _THIS_YEAR.fullmatch(text)]
    if this:
        return this[0] if len(this) == 1 else None
    years = {int(match[1]): c for c, text in headings.items() if (match := _OF_A_YEAR.fullmatch(text))}
    printed = printed_year(page, block, project)
    if printed is None and len(years) == 1:
        return next(iter(years.values()))
    return years.get(printed) if printed else None


def leave_other_years(page: Page, block: Block, project: Project) -> None:
    """Amounts beside labels that name years (2026年预算 | 200 | 2027年预算 | 300): the year's is the budget. Where none is
    of the year that the form is for, none counts."""
    label = project.labels.get(TOTAL)
    own = _PRINTED.match(fold(label.text)) if label and "年" in label.text else None
    if label is None or own is None:
        return
    year = printed_year(page, block, project)
    key = label_key(label.text)
    other, other_label = project.fields.get(key), project.labels.get(key)
    if year == int(own[1]) or (year is None and other is None):
        return
    match = _PRINTED.match(fold(other_label.text)) if other_label else None
    value = project.fields.pop(TOTAL)
    project.labels.pop(TOTAL)
    if other and other_label and match and year == int(match[1]):
        project.fields[TOTAL], project.labels[TOTAL] = other, other_label
        project.fields.pop(key)
        project.labels.pop(key)
    else:
        project.notes.append(Note("amounts_of_which_year", *label[1:], label.text))
    project.fields[compact(label.text)] = value


def settle_fiscal(project: Project) -> None:
    """Several labels of money from the treasury: a label of all of it (财政拨款) counts; else one part that is given is
    all; else each part is kept under its own name and their sum is what counts (`fiscal_parts`).

    其中：中央补助 behind 上级 is a part of a part."""
    first = project.labels.get(FISCAL)
    if first is None or FISCAL not in project.fields:
        return
    own = label_key(first.text)
    names = [FISCAL, *(name for name in project.fields if is_fiscal_part(name) and name != own)]
    if len(names) < 2:
        return
    for kept in (project.fields, project.labels):
        if own in kept:
            kept[f"另一时期{own}"] = kept.pop(own)
    keys = {name: own if name == FISCAL else name for name in names}
    values = {keys[name]: project.fields.pop(name) for name in names}
    labels = {keys[name]: label for name in names if (label := project.labels.pop(name, None))}
    order = sorted(values, key=lambda key: labels[key][1:] if key in labels else values[key][1:])
    whole = next((key for key in order if _WHOLE.fullmatch(key)), None)
    if whole is None:
        inner = [key for key in order[1:] if key in labels and fold(labels[key].text).startswith("其中")]
        given = [key for key in order if key not in inner and parse_amount(values[key].text).number]
        whole = next(iter(given or order), None) if len(given) < 2 else None
    else:
        inner = [key for key in order if key != whole]
    for key in order:
        name = FISCAL if key == whole else f"其中{key}" if key in inner else key
        project.fields[name] = values[key]
        if key in labels:
            project.labels[name] = labels[key]


def fiscal_parts(project: Project) -> list[str]:
    """The fields that are parts of the money from the treasury, on a form that has no cell for all of it."""
    return [] if FISCAL in project.fields else list(filter(is_fiscal_part, project.fields))


def is_fiscal_part(name: str) -> bool:
    """Whether a field, named by its label, is a part of the money from the treasury (政府性基金)."""
    place = label_map().get(name)
    return place is not None and place.field == FISCAL


def read_sentence(page: Page, block: Block, project: Project) -> None:
    """A form without cells for the amounts gives them in the sentence of another field, or beside 项目资金."""
    if project.text(TOTAL) and not (found := _sentence(project.text(TOTAL))):
        return
    source = project.fields.get(project.form.amounts_in or "use_of_funds")
    if TOTAL not in project.fields and source and (found := find_amounts(source.text)).total:
        parts = {part.label: part.raw for part in found.parts}
        _take(project, source, found, parts.get("财政资金"), parts.get("其他资金"))
        return
    for label, value in _beside_money_labels(page, block, project):
        if label in page.labels and parse_amount(value.text).number is not None and not project.text(TOTAL):
            page.used.add(value[1:])  # 项目资金, which groups others elsewhere
            project.fields[TOTAL] = value
            project.labels[TOTAL] = Value(page.shown[label], *label)
            return
        if found := _sentence(value.text):
            page.used |= {label, value[1:]}
            fiscal = _first(found, FISCAL, _FISCAL_IN_WORDS)
            _take(project, value, found, fiscal, _first(found, OTHER, _OTHER_IN_WORDS))
            return


def _sentence(text: str) -> AmountSentence | None:
    """What a text says of money, if it is a sentence with a total."""
    if parse_amount(text).number is not None:
        return None
    found = find_amounts(text)
    return found if found.total else None


def _beside_money_labels(page: Page, block: Block, project: Project) -> Iterator[tuple[Position, Value]]:
    if project.text(TOTAL):
        yield project.labels.get(TOTAL, project.fields[TOTAL])[1:], project.fields[TOTAL]
    for r in range(*block.head):
        columns = page.columns(r, block.left, block.right)
        for before, c in pairwise(columns):
            if (
                (r, c) not in page.used
                and len(page.shown[r, before]) <= 20
                and OF_MONEY.search(page.shown[r, before])
                and not _OF_YEARS_BEFORE.search(fold(page.shown[r, before]))
            ):
                yield (r, before), Value(page.shown[r, c], r, c)


def _first(found: AmountSentence, field: str, words: re.Pattern[str]) -> str | None:
    """The one part of a sentence that is of a field; None if there are several."""
    raws = [part.raw for part in found.parts if words.search(part.label) or _field_of(part.label) == field]
    return raws[0] if len(raws) == 1 else None


def _field_of(label: str) -> str:
    known = known_label(label)
    return known[1].field if known else ""


def _take(
    project: Project, source: Value, found: AmountSentence, fiscal: str | None, other: str | None
) -> None:
    assert found.total
    project.use_purpose = found.purpose
    project.amount_parts = [(part.label, part.raw) for part in found.parts]
    for name, text in ((TOTAL, found.total.raw), (FISCAL, fiscal), (OTHER, other)):
        if text is not None:
            project.fields[name] = Value(text, source.row, source.column)

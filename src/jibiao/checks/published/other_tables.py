"""The official tables that are published beside the target forms: whether what must be filled is filled, and whether
their sums are right. What must fit between several of them: `figures.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.row_words import plain
from jibiao.checks.writing.style import faults_of_text
from jibiao.official_table import BLANK, ITEM, OTHER, SUBTOTAL, TOTAL, OfficialTable, TableRow
from jibiao.reading import FileReading
from jibiao.records import OUTSIDE, Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import parse_amount
from jibiao.values.nothing import NOT_ARRANGED
from jibiao.values.numerals import plain_number, squeeze

NEAR = Decimal("0.01")
"""Sums of figures that are printed with two decimals may differ so far, in the unit of the table."""
_ROUNDED = Decimal("0.01")
"""A product may differ from the amount by this part of it: prices are rounded."""
_MOST_TOTALS = 5
"""So many sums of all rows are held against them."""
_PER_WAN = Decimal(10_000)


def other_table_faults(reading: FileReading) -> Iterator[Fault]:
    """What is wrong within each table of a file."""
    rules = (_incomplete_rows, _blank_rows, _wrong_sums, _parts_too_large, _rows_ne_sources, _wrong_products)
    for table in reading.tables:
        more = (_above_budget, _implausible_assets, _misspelt)
        yield from guarded_rules(table.file, *((rule, table) for rule in (*rules, *more)))


def fault_of(
    table: OfficialTable,
    rule: str,
    at: Value,
    params: Mapping[str, str],
    severity: Severity | None = None,
    also: tuple[Value, ...] = (),
) -> Fault:
    """A fault in an official table."""
    said = {"table": table.name, **params}
    return Fault(rule, None, None, at, said, severity, file=table.file, sheet=table.sheet or None, also=also)


def amount_in(table: OfficialTable, value: Value | None) -> Decimal | None:
    """An amount in 万元; None if there is none, or none that is understood. What is not arranged is nought."""
    if value is None or not value.text:
        return None
    if value.text in NOT_ARRANGED:
        return Decimal(0)
    amount = parse_amount(value.text, table.text("currency_unit") or table.form.currency_unit)
    return Decimal(0) if amount.number == 0 else amount.wan


def _incomplete_rows(table: OfficialTable) -> Iterator[Fault]:
    """Rows that leave out what each must have, at their first blank cell. A heading over rows is none."""
    required = [name for name, field in table.form.fields.items() if field.required]
    for row in table.rows:
        filled = [value for value in row.values.values() if value.text]
        blank = [
            name
            for name in required
            if name in row.values and not row.text(name) and f"{row.kind}.{name}" not in table.form.unasked
        ]
        if row.is_sum or row.kind in _sums_of(table) or len(filled) < 2 or not blank:
            continue
        what = texts.TABLE_CELLS_BLANK.format(missing="、".join(_printed(table, name) for name in blank))
        yield fault_of(table, "doc_table_incomplete", row.values[blank[0]], {"fault": what})


def _blank_rows(table: OfficialTable) -> Iterator[Fault]:
    """Blank rows between others. Those before a sum are the room that our template leaves to an organisation."""
    blank = [
        next(iter(row.values.values()))
        for n, row in enumerate(table.rows)
        if row.kind == BLANK and not _is_room(table.rows[n:])
    ]
    if blank and not table.form.sides:  # of lists side by side one ends before the other
        params = {"fault": texts.TABLE_ROW_BLANK}
        yield fault_of(table, "doc_table_incomplete", blank[0], params, Severity.HINT, tuple(blank[1:]))


def _is_room(rows: Sequence[TableRow]) -> bool:
    """Whether a sum is the first of some rows that is not blank."""
    return next((row.is_sum for row in rows if row.kind != BLANK), False)


def _printed(table: OfficialTable, name: str) -> str:
    heading = table.headings.get(name)
    return compact(heading.text) if heading else table.form.meaning_of(name)


# ── Sums ────────────────────────────────────────────────────────────────────────────────────────────


def _sums_of(table: OfficialTable) -> list[str]:
    """The fixed rows that are the sum of the others."""
    return [name for name, row in table.form.fixed.items() if row.total]


def _wrong_sums(table: OfficialTable) -> Iterator[Fault]:
    """Sums that are not what their rows give, column by column."""
    money = [name for name, field in table.form.fields.items() if field.type == "money" and not field.prose]
    for whole, parts in _sums(table):
        for name in money:
            if name == "project_budget":
                continue  # the same one stands in every row of a project
            total = amount_in(table, whole.values.get(name))
            sum_ = _sum(table, parts, name)
            if total is not None and sum_ is not None and abs(total - sum_) > NEAR:
                yield _wrong_sum(table, whole, name, total, sum_)


def _wrong_sum(table: OfficialTable, row: TableRow, name: str, total: Decimal, sum_: Decimal) -> Fault:
    params = {"what": _named(table, row, name), "total": plain(total), "sum": plain(sum_)}
    return fault_of(table, "table_sum_mismatch", row.values[name], params | {"gap": plain(abs(total - sum_))})


def _sums(table: OfficialTable) -> Iterator[tuple[TableRow, list[TableRow]]]:
    """The rows that are sums, each with the rows that it is the sum of."""
    if not table.form.repeats:
        total = next((row for name in _sums_of(table) if (row := table.row(name))), None)
        if total and table.form.fixed and _sums_of(table) and not _are_mixed(table, total):
            yield total, [row for row in table.rows if row is not total and _counts(table, row)]
        return
    if table.form.sides:
        return  # each side has its own
    rows = [row for row in table.rows if row.kind != BLANK]
    if "code" in table.form.fields:
        yield from _coded_sums(table, rows)
        return
    items = [row for row in rows if row.kind == ITEM]
    sums = [n for n, row in enumerate(rows) if row.is_sum]
    if len(sums) == 1:
        yield rows[sums[0]], items
        return
    on_top = bool(rows) and rows[0].is_sum
    edges = [-1, *sums, len(rows)]
    totals = 0
    for at, n in enumerate(sums):
        if rows[n].kind != SUBTOTAL:
            totals += 1
            if totals <= _MOST_TOTALS:
                yield rows[n], items
            continue
        edge = edges[at + 2] if on_top else edges[at]
        yield rows[n], rows[n + 1 : edge] if on_top else rows[edge + 1 : n]


def _coded_sums(table: OfficialTable, rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, list[TableRow]]]:
    """Rows whose codes begin as that of a row above are its parts: 208, 20805, 2080505. 合计 is the sum of those that are of
    none; where organisations and their subjects stand below one another it is not known of which."""
    of_code: dict[str, TableRow] = {}
    parts: dict[int, list[TableRow]] = defaultdict(list)
    roots: list[tuple[str, TableRow]] = []
    for row in rows:
        code = "".join(row.text(name) for name in ("code", "code_2", "code_3")).strip()
        if row.is_sum or not code:
            continue
        above = next((code[:n] for n in range(len(code) - 1, 1, -1) if code[:n] in of_code), "")
        if above:
            parts[id(of_code[above])].append(row)
        else:
            roots.append((code, row))
        of_code[code] = row
    for row in rows:
        if id(row) in parts:
            yield row, parts[id(row)]
    total = next((row for row in rows if row.kind == TOTAL), None)
    without_code = [row for row in rows if not row.is_sum and not row.text("code")]
    if total and not without_code and len({len(code) for code, _ in roots}) == 1:
        yield total, [row for _, row in roots]


def _is_within(table: OfficialTable, row: TableRow) -> bool:
    """Whether a row says that it is a part of another one."""
    return fold(row.text(table.form.label)).startswith(("其中", "#"))


def _are_mixed(table: OfficialTable, total: TableRow) -> bool:
    """Whether a row that is a part of the total elsewhere is one of another row here, and perhaps those below it too:
    通用设备, 其中：车辆. Behind the total 其中 begins its parts."""
    return any(
        row.kind in table.form.fixed
        and not table.form.fixed[row.kind].part_of
        and _is_within(table, row)
        and before is not total
        for before, row in pairwise(table.rows)
    )


def _counts(table: OfficialTable, row: TableRow) -> bool:
    """Whether a row of a table with fixed rows is a part of the total: not what is a part of another one (其中)."""
    if row.kind == OTHER:
        return not _is_within(table, row)
    return row.kind in table.form.fixed and not table.form.fixed[row.kind].part_of


def _sum(table: OfficialTable, rows: Sequence[TableRow], name: str) -> Decimal | None:
    """The sum of a column in 万元; blank cells and dashes count as nothing. None if a cell is not understood or none has
    an amount."""
    cells = [row.values[name] for row in rows if name in row.values]
    amounts = [amount_in(table, cell) for cell in cells]
    lost = any(
        amount is None and not parse_amount(cell.text).is_blank
        for cell, amount in zip(cells, amounts, strict=True)
    )
    known = [amount for amount in amounts if amount is not None]
    return None if lost or not known else sum(known, Decimal(0))


def _named(table: OfficialTable, row: TableRow, name: str) -> str:
    """A row as a message names it, with the column if there are several of money."""
    of_code = row.text("item") if row.text("code") else ""
    label = of_code or next((value.text for value in row.values.values() if value.text), "")
    return f"{compact(label)}的{table.form.meaning_of(name)}"


def _parts_too_large(table: OfficialTable) -> Iterator[Fault]:
    """其中 that is larger than what it is a part of: 办公用房 and 房屋."""
    for kind, fixed in table.form.fixed.items():
        part, whole = table.row(kind), table.row(fixed.part_of)
        if not (fixed.part_of and part and whole):
            continue
        for name in ("quantity", "value"):
            less, more = _number(part.text(name)), _number(whole.text(name))
            if less is not None and more is not None and less > more:
                said = {"part": _named(table, part, name), "amount": part.text(name)}
                said |= {"whole": _named(table, whole, name), "most": whole.text(name)}
                yield fault_of(table, "table_part_exceeds", part.values[name], said)


def _number(text: str) -> Decimal | None:
    return plain_number(squeeze(text))


def _rows_ne_sources(table: OfficialTable) -> Iterator[Fault]:
    """Rows whose total is not the sum of its sources, where there is no figure of a source that is not known."""
    sources = [name for name, field in table.form.fields.items() if field.source and not field.prose]
    for row in table.rows:
        total = amount_in(table, row.values.get("total"))
        known = [amount_in(table, row.values.get(name)) for name in sources if row.text(name)]
        if total is None or not known or None in known or _has_another_source(table, row):
            continue
        sum_ = sum((amount for amount in known if amount is not None), Decimal(0))
        if abs(total - sum_) > NEAR:
            yield _wrong_sum(table, row, "total", total, sum_)


def _has_another_source(table: OfficialTable, row: TableRow) -> bool:
    """Whether a column behind the total that we do not know holds a figure: 上年结转."""
    behind = row.values["total"].column
    others = [one for name, one in row.values.items() if name not in table.form.fields]
    return any(_number(value.text) for value in others if value.column > behind)


def _wrong_products(table: OfficialTable) -> Iterator[Fault]:
    """数量 × 单价 that is not the amount. A price may be printed in 元 where amounts are in 万元."""
    for row in table.rows:
        count, price, total = (_number(row.text(name)) for name in ("quantity", "unit_price", "total"))
        if row.kind != ITEM or not count or not price or not total:
            continue
        product = count * price
        if all(abs(one - total) > max(NEAR, _ROUNDED * total) for one in (product, product / _PER_WAN)):
            params = {"count": plain(count), "price": plain(price), "product": plain(product)}
            yield fault_of(
                table, "table_product_mismatch", row.values["total"], params | {"total": plain(total)}
            )


def _above_budget(table: OfficialTable) -> Iterator[Fault]:
    """A project for which more is bought than it has."""
    rows: dict[tuple[str, Decimal], list[TableRow]] = defaultdict(list)
    for row in table.rows:
        budget = amount_in(table, row.values.get("project_budget"))
        if row.kind == ITEM and budget:
            rows[compact(row.text("project_name")), budget].append(row)
    for (name, budget), of_project in rows.items():
        total = _sum(table, of_project, "total")
        if total is not None and total > budget + NEAR:
            said = {"part": texts.BOUGHT_FOR.format(name=name), "amount": f"{plain(total)}万元"}
            said |= {"whole": _printed(table, "project_budget"), "most": f"{plain(budget)}万元"}
            yield fault_of(table, "table_part_exceeds", of_project[0].values["total"], said)


# ── Assets and words ────────────────────────────────────────────────────────────────────────────────

_DEAREST_METRE = Decimal(5)
_DEAREST_CAR = Decimal(200)
"""In 万元: what a square metre of a house and a car do not cost more than."""
_FROM = regex(r"单(?:价|位价值)在?([0-9]+)万元")


def _implausible_assets(table: OfficialTable) -> Iterator[Fault]:
    """Houses, cars and large equipment whose value does not go with how much there is of them."""
    if table.kind != "fixed_assets":
        return
    for kind, measure, most in (
        ("houses", "平方米", _DEAREST_METRE),
        ("offices", "平方米", _DEAREST_METRE),
        ("vehicles", "辆", _DEAREST_CAR),
    ):
        row = table.row(kind)
        count, value = _count_and_value(table, row)
        if row and value and count is not None and (count == 0 or value / count > most):
            each = (
                texts.EACH.format(price=plain(round(value / count, 2)), measure=measure)
                if count
                else texts.NONE_THERE
            )
            yield _implausible(table, row, value, each)
    row = table.row("equipment")
    count, value = _count_and_value(table, row)
    least = _FROM.search(fold(row.text(table.form.label))) if row else None
    if row and count and value is not None and least and value < count * int(least[1]) - NEAR:
        each = texts.EACH_LESS.format(price=plain(round(value / count, 2)), least=least[1])
        yield _implausible(table, row, value, each)


def _implausible(table: OfficialTable, row: TableRow, value: Decimal, why: str) -> Fault:
    params = {
        "item": compact(row.text(table.form.label)),
        "count": row.text("quantity"),
        "amount": plain(value),
    }
    return fault_of(table, "assets_implausible", row.values["value"], params | {"because": why})


def _count_and_value(table: OfficialTable, row: TableRow | None) -> tuple[Decimal | None, Decimal | None]:
    if row is None:
        return None, None
    return _number(row.text("quantity")), amount_in(table, row.values.get("value"))


def _misspelt(table: OfficialTable) -> Iterator[Fault]:
    """Misspellings in the cells of a table, and in the paragraphs that give its figures."""
    said = [value for _, value in table.all_values() if value.address and len(value.text) > 2]
    said += [Value(place.text, OUTSIDE, 0) for place in table.places.values()]
    by_text = {value.text: value for value in reversed(said)}
    for text, value in by_text.items():
        for rule, severity, params in faults_of_text(text, "goals"):
            if rule == "typo":
                yield fault_of(table, rule, value, {"name": table.name, **params}, severity)

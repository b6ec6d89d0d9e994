"""What the sheets of a summary beside those of projects and indicators must show, made again from the Parquet tables: 汇总表,
资金支出进度, 评分表 and the other official tables. Each cell with what it should be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import isclose
from typing import Any, NamedTuple

from jibiao.checks.catalogue import rules
from jibiao.checks.finding import Severity
from jibiao.consolidation import texts
from jibiao.consolidation.figures import common_name, plain
from jibiao.consolidation.spending import POINTS
from jibiao.consolidation.summary_figures import HEAD_ROW
from jibiao.forms.official_tables import table_forms
from jibiao.grid import Grid, address

Rows = Sequence[Mapping[str, Any]]


class Shown(NamedTuple):
    """One cell: where it is, what it should show and what it shows."""

    cell: str
    source: Any
    summary: Any


def sheets_told() -> list[str]:
    """The names of the sheets of which the tables tell every figure."""
    return [getattr(texts, name) for name in _SHEETS]


def shown_of_tables(tables: Mapping[str, Rows], grids: Sequence[Grid]) -> Iterator[Shown]:
    """All cells that the tables tell, of the sheets that are there."""
    for name, of in _SHEETS.items():
        if own := _parts(grids, getattr(texts, name)):
            yield from of(tables, own, grids)


def _parts(grids: Sequence[Grid], title: str) -> list[Grid]:
    """A sheet, and those on which it goes on."""
    return [grid for grid in grids if grid.name == title or grid.name.startswith(f"{title}（")]


def _at(grid: Grid, row: int, column: int) -> Any:
    cells = grid.rows[row] if row < len(grid.rows) else []
    return cells[column] if column < len(cells) else ""


def _shown(grid: Grid, row: int, column: int, source: Any) -> Shown:
    made, there = plain(source), plain(_at(grid, row, column))
    if isinstance(made, float) and isinstance(there, float) and isclose(made, there, rel_tol=1e-12):
        made = there  # a workbook keeps 15 to 17 digits
    return Shown(f"{grid.name}!{address(row, column)}", made, there)


def _sum(rows: Rows, key: str) -> Decimal:
    return sum((Decimal(row[key] or 0) for row in rows), Decimal(0))


# ── 汇总表 ──────────────────────────────────────────────────────────────────────────────────────────


def _signed(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
    """Project by project, in whatever order, and the sums below those of a county and below all."""
    grid, keys = own[0], ("total", "fiscal", "other", "indicators")
    left: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in tables["projects"]:
        if row["counted"]:
            left[common_name(row["organisation"]), common_name(row["project"])].append(row)
    whole: list[Mapping[str, Any]] = []
    county: list[Mapping[str, Any]] = []
    for r in range(HEAD_ROW + 1, len(grid.rows)):
        if isinstance(_at(grid, r, 0), float | int):
            same = left.get((common_name(_at(grid, r, 1)), common_name(_at(grid, r, 2))), [])
            if not same:
                yield _shown(grid, r, 2, None)
                continue
            row = max(
                same, key=lambda one: sum(_agrees(grid, r, 4 + n, one[key]) for n, key in enumerate(keys))
            )
            same.remove(row)
            whole.append(row)
            county.append(row)
            yield from (_shown(grid, r, column, row[key]) for column, key in enumerate(keys, 4))
        elif _at(grid, r, 4) != "":
            rows = whole if _at(grid, r, 0) == texts.SUM else county
            yield from (_shown(grid, r, column, _sum(rows, key)) for column, key in enumerate(keys, 4))
            county = []
    for rows in left.values():
        for row in rows:
            yield Shown(grid.name, row["project"], None)


def _agrees(grid: Grid, row: int, column: int, source: Any) -> bool:
    shown = _shown(grid, row, column, source)
    return bool(shown.source == shown.summary)


# ── 资金支出进度 ────────────────────────────────────────────────────────────────────────────────────


def _progress(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
    """Organisation by organisation, the sums, and the projects that take no part."""
    grid, counted = own[0], [row for row in tables["projects"] if row["counted"]]
    heads = (r for r in range(len(grid.rows)) if _at(grid, r, 0) == texts.HEADS["organisation_number"])
    first = next(heads, len(grid.rows)) + 2  # the heads are two rows
    whole = [Decimal(0)] * (3 + POINTS)
    last, seen = first, set()
    while isinstance(number := _at(grid, last, 0), float | int):
        figures = _progress_of([row for row in counted if row["organisation_number"] == number])
        whole = [one + more for one, more in zip(whole, figures, strict=True)]
        yield from _progress_row(grid, last, figures)
        seen.add(number)
        last += 1
    for number in {row["organisation_number"] for row in counted} - seen:
        yield Shown(grid.name, float(number), None)
    yield from _progress_row(grid, last, whole)
    left = [row for row in counted if not row["in_progress"]]
    for r, row in enumerate(left, last + 4):  # below two lines that say what follows
        for column, key in ((0, "number"), (1, "organisation"), (6, "total"), (7, "progress_gap")):
            yield _shown(grid, r, column, row[key])


def _progress_of(counted: Rows) -> list[Decimal]:
    """How many take part, their money, that of the others, and what is spent at each point."""
    weighed = [row for row in counted if row["in_progress"]]
    total = _sum(weighed, "total")
    spent = [
        sum(
            ((row["total"] or Decimal(0)) * (row["plan_percent"][n] or 0) / 100 for row in weighed),
            Decimal(0),
        )
        for n in range(POINTS)
    ]
    return [Decimal(len(weighed)), total, _sum(counted, "total") - total, *spent]


def _progress_row(grid: Grid, r: int, figures: Sequence[Decimal]) -> Iterator[Shown]:
    total, spent = figures[1], figures[3:]
    shares = [one / total if total else None for one in spent]
    for column, value in enumerate((*figures, *shares), 2):
        yield _shown(grid, r, column, value)


# ── 评分表 ──────────────────────────────────────────────────────────────────────────────────────────


def _scores(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
    """Group by group, as 项目汇总 says which project is of which, and the sums."""
    grid = own[0]
    heads = _columns(grid)
    ranks = _ranks(grids)
    groups: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in tables["projects"]:
        groups[ranks.get(row["number"], 0)].append(row)
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for finding in tables["findings"]:
        if finding["project_number"] is not None and finding["state"] != "accepted":
            found[finding["project_number"]].append(finding)
    count = sum(isinstance(_at(grid, r, 0), float | int) for r in range(HEAD_ROW + 1, len(grid.rows)))
    for rank in range(1, count + 1):
        yield from _score_row(grid, HEAD_ROW + rank, heads, groups[rank], found, with_commonest=True)
    if count:
        yield from _score_row(
            grid, HEAD_ROW + count + 1, heads, tables["projects"], found, with_commonest=False
        )


def _ranks(grids: Sequence[Grid]) -> dict[int, int]:
    """The group of each project by its number."""
    found = {}
    for grid in _parts(grids, texts.PROJECTS):
        at = _columns(grid).get(texts.HEADS["rank"])
        if at is not None:
            for r in range(HEAD_ROW + 1, len(grid.rows)):
                number, rank = _at(grid, r, 0), _at(grid, r, at)
                if isinstance(number, float | int) and isinstance(rank, float | int):
                    found[int(number)] = int(rank)
    return found


def _score_row(
    grid: Grid,
    r: int,
    heads: Mapping[Any, int],
    own: Rows,
    found: Mapping[int, Rows],
    with_commonest: bool,
) -> Iterator[Shown]:
    findings = [one for row in own for one in found.get(row["number"], ())]
    errors, forms = sum(row["errors"] for row in own), len(own)
    faultless = sum(not row["errors"] for row in own)
    values = {
        texts.SCORE_HEADS["forms"]: forms,
        texts.HEADS["counted_projects"]: sum(row["counted"] for row in own),
        texts.SCORE_HEADS["errors"]: errors,
        texts.SCORE_HEADS["warnings"]: sum(row["warnings"] for row in own),
        texts.SCORE_HEADS["hints"]: sum(one["severity"] == Severity.HINT for one in findings),
        texts.SCORE_HEADS["per_project"]: Decimal(errors) / forms if forms else None,
        texts.SCORE_HEADS["faultless"]: Decimal(faultless) / forms if forms else None,
    }
    for head, value in values.items():
        if head in heads:
            yield _shown(grid, r, heads[head], value)
    common = heads.get(texts.SCORE_HEADS["common"])
    if common is not None and with_commonest:
        may = _commonest(findings)
        shown = _shown(grid, r, common, may[0])
        yield shown if shown.summary not in may else shown._replace(source=shown.summary)


def _commonest(findings: Rows) -> list[str | None]:
    """What the rule that is broken most often may be: of several any."""
    known = rules()
    counts = Counter(one["rule"] for one in findings if one["severity"] != Severity.HINT)
    if not counts:
        return [None]
    graveness = {
        rule: (count, rule in known and known[rule].severity == Severity.ERROR)
        for rule, count in counts.items()
    }
    most = max(graveness.values())
    return [
        texts.COMMON.format(title=known[rule].title if rule in known else rule, count=counts[rule])
        for rule, grave in graveness.items()
        if grave == most
    ]


# ── The other official tables ───────────────────────────────────────────────────────────────────────


def _columns(grid: Grid) -> dict[Any, int]:
    """Columns by their headings."""
    heads = grid.rows[HEAD_ROW] if len(grid.rows) > HEAD_ROW else []
    return {head: c for c, head in enumerate(heads) if head}


def _numbered(grid: Grid) -> Iterator[tuple[int, int]]:
    """The rows that have a number, and it."""
    for r in range(HEAD_ROW + 1, len(grid.rows)):
        if isinstance(number := _at(grid, r, 0), float | int):
            yield r, int(number)


def _or_raw(row: Mapping[str, Any], key: str) -> Any:
    """A number; what is printed where none was understood."""
    return row[f"{key}_raw"] if row.get(key) is None and f"{key}_raw" in row else row[key]


class _ByNumber:
    """A sheet with a row for a row of a table. keys: of the columns whose headings are not in `texts.HEADS`, by the
    heading. sums: of which there are sums."""

    def __init__(self, table: str, keys: dict[str, str], sums: Sequence[str] = ()) -> None:
        self.table, self.sums = table, sums
        self.keys = {
            texts.HEADS[key]: key for key in ("organisation", "organisation_code", "counted", "because")
        } | keys

    def __call__(
        self, tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]
    ) -> Iterator[Shown]:
        rows = {row["number"]: row for row in tables.get(self.table, ())}
        seen = set()
        for grid in own:
            columns = {key: c for head, c in _columns(grid).items() if (key := self.keys.get(head))}
            for r, number in _numbered(grid):
                seen.add(number)
                if number not in rows:
                    yield _shown(grid, r, 0, None)
                for key, c in columns.items() if number in rows else ():
                    value = _or_raw(rows[number], key)
                    yield _shown(grid, r, c, texts.TARGET_PARTS.get(value, value) if key == "part" else value)
            yield from self._sums(grid, columns, list(rows.values()))
        for number in sorted(rows.keys() - seen):
            yield Shown(own[0].name, float(number), None)

    def _sums(self, grid: Grid, columns: Mapping[str, int], rows: Rows) -> Iterator[Shown]:
        """小计 and 合计, which stand above the rows."""
        of = _columns(grid).get(texts.HEADS["organisation_number"])
        if of is None or not self.sums:
            return
        for r in range(HEAD_ROW + 1, len(grid.rows)):
            if _at(grid, r, 0) != "":
                continue
            number = _at(grid, r, of)
            counted = [row for row in rows if row["counted"] and number in ("", row["organisation_number"])]
            for key in self.sums:
                if key in columns:
                    yield _shown(grid, r, columns[key], _sum(counted, key))


def _institutions(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
    fields = table_forms()["institutions"].column_fields
    keys = {fields[name].text: name for name in ("unit_name", "nature", "rank", "funding")}
    yield from _ByNumber("institutions", keys | {texts.HANDED_IN_BY: "organisation"})(tables, own, grids)
    last = own[-1]
    for r in range(HEAD_ROW + 1, len(last.rows)):
        if _at(last, r, 0) == texts.SUM:
            yield _shown(last, r, 1, sum(row["counted"] for row in tables.get("institutions", ())))


def _procurement(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
    fields = table_forms()["procurement"].column_fields
    keys = {field.text: name for name, field in fields.items()} | {texts.PRICE_AS_PRINTED: "unit_price"}
    sums = [
        name
        for name, field in table_forms()["procurement"].fields.items()
        if field.source and not field.prose
    ]
    yield from _ByNumber("procurement", keys, ["total", *sums])(tables, own, grids)


def _figures(kind: str) -> _Of:
    def of(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
        rows = [row for row in tables.get("figures", ()) if row["table"] == kind]
        return _side_by_side(own, rows, lambda group, head: (head.removesuffix(texts.IN_WAN), "value"))

    return of


def _assets(tables: Mapping[str, Rows], own: Sequence[Grid], grids: Sequence[Grid]) -> Iterator[Shown]:
    form = table_forms()["fixed_assets"]
    kinds = {label: kind for kind, label in form.drawn_rows.items()}
    keys = {form.fields["quantity"].name: "quantity", form.fields["value"].name + texts.IN_WAN: "value"}
    rows = [{**row, "item": row["kind"]} for row in tables.get("fixed_assets", ())]
    return _side_by_side(own, rows, lambda group, head: (kinds.get(group, ""), keys.get(head, "")))


def _side_by_side(
    own: Sequence[Grid], rows: Rows, of: Callable[[str, str], tuple[str, str]]
) -> Iterator[Shown]:
    """A sheet with a row for a table that was handed in, and its lines beside one another. of: the line and the key of a
    column, by its headings. Of lines that a table has twice the first one counts."""
    items = {row["item"] for row in rows}
    lines: dict[tuple[str, str, Any], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        lines.setdefault(
            (common_name(row["file"]), common_name(row["sheet"]), row["organisation_number"]), {}
        ).setdefault(row["item"], row)
    for grid in own:
        columns = _columns(grid)
        places = [columns.get(texts.HEADS[key]) for key in ("file", "sheet", "organisation_number")]
        if None in places:
            continue
        of_column, group = {}, ""
        for c, head in enumerate(grid.rows[HEAD_ROW]):
            group = str(_at(grid, HEAD_ROW - 1, c)) or group
            item, key = of(group, str(head))
            if item in items and key:
                of_column[c] = item, key
        counted: list[dict[str, Mapping[str, Any]]] = []
        last = HEAD_ROW
        for r, _ in _numbered(grid):
            file, sheet, number = (_at(grid, r, c) for c in places if c is not None)
            line = lines.get((common_name(file), common_name(sheet), number), {})
            counted += [line] if any(row["counted"] for row in line.values()) else []
            for c, (item, key) in of_column.items():
                yield _shown(grid, r, c, _or_raw(line[item], key) if item in line else None)
            last = r
        for c, (item, key) in of_column.items() if _at(grid, last + 1, 0) == texts.SUM_OF_COUNTED else ():
            yield _shown(grid, last + 1, c, _sum([line[item] for line in counted if item in line], key))


_Of = Callable[[Mapping[str, Rows], Sequence[Grid], Sequence[Grid]], Iterator[Shown]]
_SHEETS: dict[str, _Of] = {
    "SIGNED": _signed,
    "PROGRESS": _progress,
    "SCORES": _scores,
    "OWN_TARGETS": _ByNumber(
        "department_target",
        {texts.TARGET_PART: "part", texts.TARGET_HEADING: "heading", texts.TARGET_TEXT: "text"},
    ),
    "INSTITUTIONS": _institutions,
    "OVERVIEW": _figures("budget_overview"),
    "OPERATING": _figures("operating_funds"),
    "THREE_PUBLIC": _figures("three_public"),
    "PROCUREMENT": _procurement,
    "ASSETS": _assets,
}
"""The sheets by their names in `texts`."""

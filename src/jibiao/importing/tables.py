"""The official tables of a document, what its sentences say in their place, and part one: as a workbook of a department's
tables; and what of them it does not say, found by reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jibiao.atomic import atomic_path
from jibiao.failures import failed
from jibiao.importing import texts
from jibiao.importing.place import Loss
from jibiao.official_table import OfficialTable, TableRow, target_json
from jibiao.reading import FileReading, read_file
from jibiao.reading.part_one import bare
from jibiao.records import DepartmentTarget, Value
from jibiao.templates.fill import fill_tables
from jibiao.text import compact
from jibiao.values.amount import parse_amount

_DIRECTION = "_direction"
"""增加 or 减少, which a table says by the sign of its figure."""


def tables_of(reading: FileReading) -> list[OfficialTable]:
    """The tables that go into the workbook: of each kind the first."""
    first: dict[str, OfficialTable] = {}
    for table in reading.tables:
        first.setdefault(table.kind, table)
    return list(first.values())


def write_tables(reading: FileReading, target: Path, year: int) -> list[Loss] | None:
    """Write the workbook of a document's tables. Returns what it does not say; None if the templates cannot hold them,
    and nothing was written."""
    tables = tables_of(reading)
    given = [table.to_json() for table in tables]
    given += [target_json(str(reading.path), reading.target)] if reading.target else []
    try:
        with atomic_path(target) as path:
            fill_tables(given, path, year)
            written = read_file(path)
    except OSError:
        raise
    except Exception as error:  # of one document; the others go on
        failed(error, f"tables of {reading.path}")
        return None
    there = {table.kind: table for table in written.tables}
    return [
        *(loss for table in tables for loss in _losses(table, there.get(table.kind))),
        *(_losses_of_target(reading, written.target) if reading.target else ()),
    ]


def _losses(table: OfficialTable, written: OfficialTable | None) -> Iterator[Loss]:
    own, said = dict(_said(table)), dict(_said(written)) if written else {}
    for path, value in own.items():
        became = said[path].text if path in said else ""
        figure = path.removesuffix(_DIRECTION)
        if figure != path and (figure in own or figure in said):
            continue  # which way it changed is told with the figure; 持平 alone has none
        if value.text and not _same(value.text, became, table.text(path + _DIRECTION)):
            name = path.split("].")[-1]
            of = name.removesuffix(_DIRECTION)
            label = table.form.fields[of].name if of in table.form.fields else name
            yield Loss(
                table.file,
                table.sheet,
                value.address,
                table.name,
                path,
                label,
                value.text,
                became,
                table.kind,
            )


def _said(table: OfficialTable) -> Iterator[tuple[str, Value]]:
    """Path → value; blank rows are none."""
    yield from table.fields.items()
    for n, row in enumerate(filter(_is_filled, table.rows), 1):
        yield from ((f"rows[{n}].{name}", value) for name, value in row.values.items())


def _is_filled(row: TableRow) -> bool:
    return any(value.text for value in row.values.values())


def _same(text: str, became: str, direction: str) -> bool:
    """Whether a cell says what was said: the same text, or the same amount; of a change the sign says which way."""
    if compact(text) == compact(became):
        return True
    one, two = parse_amount(text).wan, parse_amount(became, "万元").wan
    if one is None or two is None:
        return False
    return one == two or (bool(direction) and abs(one) == abs(two))


def _losses_of_target(reading: FileReading, written: DepartmentTarget | None) -> Iterator[Loss]:
    """The paragraphs of part one that the workbook does not say. Its headings are printed."""
    target = reading.target
    assert target
    there = compact("".join(written.paragraphs)) if written else ""
    headings = {heading for _, heading in target.headings}
    for text in target.paragraphs:
        if text in headings or texts.PART_ONE_TITLE in compact(text) or compact(bare(text)) in there:
            continue
        yield Loss(
            str(reading.path), "", "", texts.PART_ONE_TITLE, "", texts.PARAGRAPH, text, "", "overall_target"
        )

"""The official tables that are published beside the target forms: whether what must be filled is filled."""

from __future__ import annotations

from collections.abc import Iterator

from jibiao.checks import texts
from jibiao.checks.finding import Fault, Severity
from jibiao.official_table import BLANK, OfficialTable
from jibiao.reading import FileReading
from jibiao.records import Value


def other_table_faults(reading: FileReading) -> Iterator[Fault]:
    """What a file's tables leave out."""
    for table in reading.tables:
        yield from _incomplete_rows(table)
        yield from _blank_rows(table)


def fault_of(
    table: OfficialTable,
    rule: str,
    at: Value,
    params: dict[str, object],
    severity: Severity | None = None,
    also: tuple[Value, ...] = (),
) -> Fault:
    """A fault in an official table."""
    sheet = table.sheet or None
    return Fault(rule, None, None, at, params, severity, file=table.file, sheet=sheet, also=also)


def _incomplete_rows(table: OfficialTable) -> Iterator[Fault]:
    """Rows that leave out what each must have, at their first blank cell. A heading over rows is none."""
    required = [name for name, field in table.form.fields.items() if field.required]
    for row in table.rows:
        filled = [value for value in row.values.values() if value.text]
        blank = [name for name in required if name in row.values and not row.text(name)]
        if row.is_sum or len(filled) < 2 or not blank:
            continue
        missing = "、".join(_printed(table, name) for name in blank)
        what = texts.TABLE_CELLS_BLANK.format(missing=missing)
        yield fault_of(
            table, "doc_table_incomplete", row.values[blank[0]], {"table": table.name, "fault": what}
        )


def _blank_rows(table: OfficialTable) -> Iterator[Fault]:
    blank = [next(iter(row.values.values())) for row in table.rows if row.kind == BLANK]
    if blank:
        said: dict[str, object] = {"table": table.name, "fault": texts.TABLE_ROW_BLANK}
        yield fault_of(table, "doc_table_incomplete", blank[0], said, Severity.HINT, tuple(blank[1:]))


def _printed(table: OfficialTable, name: str) -> str:
    heading = table.headings.get(name)
    return "".join(heading.text.split()) if heading else table.form.meaning_of(name)

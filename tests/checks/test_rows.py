"""The row rules' typed tables, and what is remembered of rows that were judged."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from jibiao.checks import check, rows
from jibiao.reading import read_file

WORKBOOK = next(Path(str(resources.files("jibiao.demo") / "workbooks")).glob("000*.xlsx"))


@pytest.mark.parametrize("table", ["projects", "indicators"])
def test_a_typed_table_has_the_columns_that_its_rules_look_at_and_no_others(table: str) -> None:
    """Each more makes rows differ that are alike to the rules."""
    rules, schema = rows._TABLES[table]
    assert {name for rule in rules for name in rule.broken.meta.root_names()} == set(schema)


def test_rows_that_were_met_before_are_judged_as_they_were_and_are_forgotten_some_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for known in rows._known.values():
        known.clear()
    first = check([read_file(WORKBOOK)])
    met = {table: len(known) for table, known in rows._known.items()}
    assert check([read_file(WORKBOOK)]) == first
    assert {table: len(known) for table, known in rows._known.items()} == met

    monkeypatch.setattr(rows, "_MOST_KNOWN", 0)
    rows._known["indicators"].popitem()  # one row is new again
    assert check([read_file(WORKBOOK)]) == first
    assert len(rows._known["indicators"]) == met["indicators"]

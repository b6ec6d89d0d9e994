"""CSV lists: our own are as their schemas say, and a row is judged alike by the plain check and by pandera."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao import schemas
from jibiao.columns import Column
from jibiao.lists import CODE_LISTS, LISTS
from jibiao.roster import RosterLine, parse_roster

PACKAGE = Path(str(resources.files("jibiao")))


def fits_pandera(name: str, rows: list[dict[str, str]]) -> bool:
    columns = [column.name for column in LISTS[name].columns]
    frame = pl.DataFrame(
        {column: pl.Series([row[column] or None for row in rows], dtype=pl.String) for column in columns}
    )
    try:
        schemas.csv_list(name).validate(frame, lazy=True)
    except pa.errors.SchemaErrors:
        return False
    return True


def test_every_list_of_the_package_has_a_schema() -> None:
    folders = (PACKAGE / "forms", PACKAGE / "values", PACKAGE / "checks")
    assert {path.relative_to(PACKAGE).as_posix() for one in folders for path in one.rglob("*.csv")} == set(
        CODE_LISTS
    )


@pytest.mark.parametrize("name", CODE_LISTS)
def test_our_own_lists_are_in_order(name: str) -> None:
    with (PACKAGE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [column.name for column in CODE_LISTS[name].columns]
    assert [row for row in rows if not CODE_LISTS[name].fits(row)] == []
    assert fits_pandera(name, rows)


def _cells(column: Column) -> st.SearchStrategy[str]:
    texts = st.sampled_from(["", "甲", "甲 乙", " 甲", "甲\n", "-1.5", "1.", "95"])
    return texts | st.sampled_from(column.values) if column.values else texts


@pytest.mark.parametrize("name", LISTS)
@given(data=st.data())
def test_any_row_is_judged_alike(name: str, data: st.DataObject) -> None:
    row = data.draw(st.fixed_dictionaries({column.name: _cells(column) for column in LISTS[name].columns}))
    assert LISTS[name].fits(row) == fits_pandera(name, [row])


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["", "333001", "333002", "—"]), st.sampled_from(["", "甲局", "乙局", "/"])),
        min_size=1,
        max_size=4,
    )
)
def test_the_lines_of_a_roster_fit_its_schema(rows: list[tuple[str, str]], tmp_path_factory) -> None:
    path = tmp_path_factory.getbasetemp() / "名单.csv"
    path.write_text("\n".join(["单位编码,单位名称", *map(",".join, rows), "333009,质监站"]), "utf-8")
    lines, faults = parse_roster(path)
    assert lines and fits_pandera("roster", [_columns_of(line) for line in lines])
    blank = [fault for fault in faults if "没有单位编码和单位名称" in fault.text]
    assert len(blank) == sum(row in [("—", ""), ("—", "/"), ("", "/")] for row in rows)


def _columns_of(line: RosterLine) -> dict[str, str]:
    return {"code": line.code, "name": line.name, "parent": line.parent, "projects": line.projects}

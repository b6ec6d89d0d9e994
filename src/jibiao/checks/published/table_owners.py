"""Which organisation an official table beside the forms belongs to, and which tables one organisation sent twice.

A table belongs to whom it names above itself (单位, 编制部门). One that names nobody, or names an organisation by a part of
its name, belongs to whom the template's stamp names, else to the one organisation of the forms in the same file, else to
the one that the other tables of the file name; so do forms that name nobody. What is left belongs to its file (decision
29).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from jibiao.checks import texts
from jibiao.checks.department.organisation import Organisation, Owned, assign_organisations
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.published.other_tables import fault_of
from jibiao.identity import Stamp, code_key, name_key, same_organisation
from jibiao.official_table import BLANK, OfficialTable
from jibiao.reading import FileReading
from jibiao.records import NO_VALUE, Value
from jibiao.text import fold
from jibiao.values.numerals import plain_number, squeeze

Said = tuple[str, str]
"""Code and name of an organisation, as printed; "" where nothing is."""
_MOST_DIFFERENCES = 3
_MOST_NAMED = 20


class Owner(NamedTuple):
    """What is said of whose a table is, as `assign_organisations` takes it."""

    file: str
    code: str = ""
    name: str = ""

    def text(self, name: str) -> str:
        """As of a form."""
        return {"unit_code": self.code, "unit_name": self.name}[name]


def owners_of_forms(reading: FileReading) -> list[Owner]:
    """Of each project of a file whose it is."""
    file = str(reading.path)
    return [Owner(file, *_said(form)) for form in reading.projects]


def owners_in(reading: FileReading) -> tuple[list[Owner], Owner]:
    """Of each table of a file whose it is, and of what names nobody in it (the department's own target)."""
    file, home = str(reading.path), _home(reading)
    owners = [Owner(file, *_whole(_said_by(table), home)) for table in reading.tables]
    return owners, Owner(file, *home)


def stamps_of(readings: Iterable[FileReading]) -> dict[str, Stamp]:
    """Whom each file is of, for forms that name nobody: as the template's stamp says, else as its tables do."""
    found = {}
    for reading in readings:
        if reading.stamp:
            found[str(reading.path)] = reading.stamp
        elif reading.tables and any(home := _home(reading)):
            found[str(reading.path)] = Stamp("", 0, 0, *home)
    return found


def _home(reading: FileReading) -> Said:
    """Whom a file is of, as its stamp, its forms or its tables say."""
    if (stamp := reading.stamp) and (stamp.code or stamp.name):
        return stamp.code, stamp.name
    forms = (*reading.projects, *reading.others, *reading.blanks)
    return _only(map(_said, forms)) or _only(map(_said_by, reading.tables)) or ("", "")


def _whole(said: Said, home: Said) -> Said:
    """What a table says, or who is at home in the file if it says nothing else: 住建局 among the forms of 某县住建局."""
    if not any(map(str.strip, said)):
        return home
    return home if any(home) and same_organisation(*said, *home) else said


def _said_by(table: OfficialTable) -> Said:
    return table.text("unit_code"), table.text("unit_name") or table.text("department")


def _said(form: Owned) -> Said:
    return form.text("unit_code"), form.text("unit_name")


def _only(found: Iterable[Said]) -> Said | None:
    """The one organisation that is named, as fully as it is anywhere; None if there is none, or several."""
    named = [said for said in dict.fromkeys(found) if code_key(said[0]) or name_key(said[1])]
    fullest = max(named, key=lambda said: tuple(map(bool, said)), default=None)
    return fullest if fullest and all(same_organisation(*said, *fullest) for said in named) else None


# ── The same table twice ────────────────────────────────────────────────────────────────────────────


def find_repeated_tables(
    tables: Iterable[tuple[OfficialTable, Organisation]],
) -> list[list[OfficialTable]]:
    """Groups of the same table of one organisation, in order. What a sentence says of a table that stands elsewhere in the
    file is no second one."""
    groups: dict[tuple[int, str], list[OfficialTable]] = {}
    for table, organisation in tables:
        groups.setdefault((organisation.number, table.kind), []).append(table)
    for key, group in groups.items():
        drawn = {table.file for table in group if table.rows and not table.form.has_figures}
        groups[key] = [table for table in group if table.rows or table.file not in drawn]
    return [group for group in groups.values() if len(group) > 1]


def repeated_table_faults(readings: Sequence[FileReading]) -> Iterator[Fault]:
    """The same table twice from one organisation among some workbooks, reported for each of them; and a table that contains those
    of the others."""
    if not any(reading.tables for reading in readings):
        return
    from jibiao.checks.published.containing import find_containing

    forms = [owner for reading in readings for owner in owners_of_forms(reading)]
    whole = [reading.whole for reading in readings if reading.tables]
    tables = [table for reading in whole for table in reading.tables]
    owners = [owner for reading in whole for owner in owners_in(reading)[0]]
    homes = assign_organisations([*forms, *owners], stamps_of(readings))[1]
    filled = [
        (table, homes[id(owner)]) for table, owner in zip(tables, owners, strict=True) if table.is_filled
    ]
    repeated = find_repeated_tables(filled)
    for group in repeated:
        for table in group:
            yield _fault(table, group)
    again = {id(table) for group in repeated for table in group[1:]}
    for table, others in find_containing(one for one in filled if id(one[0]) not in again):
        named = "、".join(_seen_from(table, other) for other in others[:_MOST_NAMED])
        more = texts.AND_OTHERS.format(count=len(others)) if len(others) > _MOST_NAMED else ""
        yield fault_of(table, "table_contains_others", _first_of(table), {"others": named + more})


def _fault(table: OfficialTable, group: Sequence[OfficialTable]) -> Fault:
    first = group[0]
    others = [other for other in group if other is not table]
    named = "、".join(_seen_from(table, other) for other in others[:_MOST_NAMED])
    differences = [
        difference for other in others[:_MOST_NAMED] for difference in differences_of(table, other)
    ]
    params = {
        "others": named + (texts.AND_OTHERS.format(count=len(others)) if len(others) > _MOST_NAMED else ""),
        "difference": _in_words(differences),
        "remedy": texts.REPEATED_REMEDY
        + (
            texts.REPEATED_COUNTED
            if table is first
            else texts.REPEATED_NOT_COUNTED.format(first=_seen_from(table, first))
        ),
    }
    return fault_of(
        table, "table_repeated", _first_of(table), params, None if differences else Severity.WARNING
    )


def _first_of(table: OfficialTable) -> Value:
    return table.fields.get("title") or next((value for _, value in table.all_values()), NO_VALUE)


def _seen_from(table: OfficialTable, other: OfficialTable) -> str:
    if other.file == table.file:
        return texts.SHEET.format(sheet=other.sheet)
    return texts.PLACE.format(file=PurePath(other.file).name, sheet=other.sheet)


def differences_of(one: OfficialTable, other: OfficialTable) -> list[tuple[str, str, str]]:
    """What two tables of a kind say otherwise, as (what it is, the one's text, the other's)."""
    a, b = _said_in(one), _said_in(other)
    return [
        (what, a.get(key, ""), b.get(key, ""))
        for key, what in dict.fromkeys([*_names(one, a), *_names(other, b)])
        if _compared(a.get(key, "")) != _compared(b.get(key, ""))
    ]


def _compared(text: str) -> Hashable:
    """100.00 is 100."""
    number = plain_number(squeeze(text))
    return fold(text) if number is None else number


def _said_in(table: OfficialTable) -> Mapping[tuple[str, str], str]:
    """What a table says, without what only names it; rows by their kind or number, columns that are blank left out."""
    form = table.form
    rows = [row for row in table.rows if row.kind != BLANK]
    said = {("", name): value.text for name, value in table.fields.items() if name in form.fields}
    for n, row in enumerate(rows, 1):
        place = row.kind if row.kind in form.fixed else str(n)
        said |= {(place, name): value.text for name, value in row.values.items() if name != form.label}
    return {key: text for key, text in said.items() if text}


def _names(table: OfficialTable, said: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    for row, name in said:
        where = table.form.meaning_of(row) if row in table.form.fixed else texts.TABLE_ROW.format(n=row)
        what = table.form.meaning_of(name)
        yield (row, name), texts.TABLE_CELL.format(row=where, column=what) if row else what


def _in_words(differences: Sequence[tuple[str, str, str]]) -> str:
    if not differences:
        return texts.SAME_CONTENTS
    parts = [
        texts.TABLE_DIFFERENCE.format(
            what=what, one=one or texts.BLANK_AMOUNT, other=other or texts.BLANK_AMOUNT
        )
        for what, one, other in differences[:_MOST_DIFFERENCES]
    ]
    more = texts.TABLE_MORE.format(count=len(differences)) if len(differences) > _MOST_DIFFERENCES else ""
    return texts.TABLES_DIFFER.format(parts="；".join(parts) + more)

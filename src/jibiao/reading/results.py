"""What reading a sheet and a file gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from jibiao.explained import ListedRow
from jibiao.files.kinds import SPREADSHEETS
from jibiao.identity import Stamp
from jibiao.official_table import OfficialTable, target_json
from jibiao.records import DepartmentTarget, Note, Project

T = TypeVar("T")

READER_FAILED = "reader_failed"
"""The reason where this program is at fault, and not the file."""
_MAY_HOLD_WORKBOOKS = ("rar", "7z", "gzip", "zip", "directory")


@dataclass(slots=True)
class SheetReading:
    """What one sheet gave. projects: its target forms. others: its forms of other kinds (自评表 …), which are no
    projects. blanks: its target forms in which nothing is filled in; no projects either (`set_aside_blank_forms`).
    tables: the other official tables on it; blank_tables: the kinds of those in which nothing is filled in, which are
    nothing that was handed in. target: the department's own target, if the sheet is its table. notes: what concerns the
    sheet and none of its forms. reason: why it could not be read, None if it could."""

    sheet: str
    projects: list[Project] = field(default_factory=list)
    others: list[Project] = field(default_factory=list)
    blanks: list[Project] = field(default_factory=list)
    tables: list[OfficialTable] = field(default_factory=list)
    blank_tables: list[str] = field(default_factory=list)
    target: DepartmentTarget | None = None
    notes: list[Note] = field(default_factory=list)
    hidden: bool = False
    reason: str | None = None
    detail: str = ""


@dataclass(slots=True)
class FileReading:
    """What one file gave.

    reason: why it could not be read at all, None if it could. stamp: what our template says of itself, None
    if the file has no stamp. sheet_numbers: which form sheet of the template a sheet is, by the sheet's name.
    of_template: it is a template of ours, be its stamp lost or not. is_result: it is a summary, a report or a status
    that this program wrote. lists_forms: it has the list in front of a 合订本. is_document: it is a Word document; its
    sheets are its tables. target: the department's own target in it. tables: the other official tables, and what
    sentences say in their place. notes: what concerns the file and none of its cells. listed: the rows of its lists of
    findings, with what people wrote there.
    """

    path: Path
    sheets: list[SheetReading] = field(default_factory=list)
    reason: str | None = None
    detail: str = ""
    stamp: Stamp | None = None
    sheet_numbers: dict[str, int] = field(default_factory=dict)
    of_template: bool = False
    is_result: bool = False
    lists_forms: bool = False
    is_document: bool = False
    target: DepartmentTarget | None = None
    tables: list[OfficialTable] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    listed: list[ListedRow] = field(default_factory=list)

    @classmethod
    def of_sheets(cls, path: Path, sheets: list[SheetReading], **said: Any) -> FileReading:
        """What a workbook gave whose sheets gave that. said: what else is known of it."""
        target = next((sheet.target for sheet in sheets if sheet.target), None)
        tables = [table for sheet in sheets for table in sheet.tables]
        return cls(path, sheets, target=target, tables=tables, **said)

    @property
    def projects(self) -> list[Project]:
        """All projects in the order in which they stand in the file."""
        return [project for sheet in self.sheets for project in sheet.projects]

    @property
    def project_count(self) -> int:
        """How many projects were read from it."""
        return sum(len(sheet.projects) for sheet in self.sheets)

    @property
    def kinds(self) -> list[str]:
        """The kinds of the forms that were read from it, in order."""
        return [form.kind for form in self.forms]

    def look(self, at: Callable[[FileReading], T]) -> T:
        """What a function says of it; a folded reading may have been asked while it was unpacked."""
        return at(self)

    @property
    def whole(self) -> FileReading:
        """All of it as objects that stay the same as long as this is held (`submissions.folded`)."""
        return self

    @property
    def is_attachment(self) -> bool:
        """Whether it neither is nor says that it is a workbook: a scan, a picture, a letter; no archive, which may hold
        workbooks."""
        other = self.reason == "not_a_workbook" and self.detail not in _MAY_HOLD_WORKBOOKS
        return other and self.path.suffix.lower() not in SPREADSHEETS

    @property
    def forms(self) -> list[Project]:
        """All forms that are filled in, of whatever kind, in the order in which they stand in the file."""
        return [
            form
            for sheet in self.sheets
            for form in sorted([*sheet.projects, *sheet.others], key=lambda form: form.top)
        ]

    def to_json(self) -> Iterator[dict[str, Any]]:
        """What `jibiao read` gives of the file: its forms, then the other official tables, then the department's own
        target. Whoever tells forms by their order need not know the rest."""
        yield from (form.to_json() for form in self.forms)
        yield from (table.to_json() for table in self.tables)
        if self.target:
            yield target_json(str(self.path), self.target)

    @property
    def others(self) -> list[Project]:
        """All forms of other kinds."""
        return [form for sheet in self.sheets for form in sheet.others]

    @property
    def blanks(self) -> list[Project]:
        """All target forms in which nothing is filled in."""
        return [form for sheet in self.sheets for form in sheet.blanks]

    @property
    def filled_tables(self) -> list[OfficialTable]:
        """The other official tables in which something is filled in."""
        return [table for table in self.tables if table.is_filled]

    @property
    def blank_tables(self) -> list[str]:
        """The kinds of all other tables in which nothing is filled in."""
        return [kind for sheet in self.sheets for kind in sheet.blank_tables]

    @property
    def is_blank(self) -> bool:
        """Whether there are blank forms or tables in it and nothing else that was read or could not be."""
        filled = self.projects or self.others or self.filled_tables or self.target
        return bool(self.blanks or self.blank_tables) and not (filled or self.unread)

    @property
    def sender(self) -> tuple[str, str]:
        """Code and name of the organisation by the stamp, else as the first form that names one prints it; "" if none
        does."""
        if self.stamp and (self.stamp.code or self.stamp.name):
            return self.stamp.code, self.stamp.name
        pairs = ((f.text("unit_code"), f.text("unit_name")) for f in (*self.forms, *self.blanks))
        return next((pair for pair in pairs if any(pair)), ("", ""))

    @property
    def without_form(self) -> bool:
        """Whether all of it was read and there is no form in it, and no other official table."""
        blank = self.blanks or self.blank_tables
        return not (self.unread or self.forms or blank or self.target or self.tables)

    @property
    def unread(self) -> bool:
        """Whether the file, or a sheet of it, could not be read."""
        return bool(self.reason) or any(sheet.reason for sheet in self.sheets)

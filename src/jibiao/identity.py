"""Who a workbook was made for and from what: the stamp of a template.

A stamp stands twice in a workbook, because programs drop the one or the other: in custom document properties,
and in cells of the hidden code sheet under defined names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

PROPERTIES = {
    "form": "JibiaoForm",
    "version": "JibiaoVersion",
    "year": "JibiaoYear",
    "code": "JibiaoOrganisationCode",
    "name": "JibiaoOrganisationName",
}
"""Names of the custom document properties, all of type text."""

NAMES = {
    "form": "jb_form",
    "version": "jb_version",
    "year": "jb_year",
    "code": "jb_organisation_code",
    "name": "jb_organisation_name",
}
"""Defined names, each of one cell."""

SHEET_NAME = "jb_sheet_{number}"
"""Defined names of the form sheets, numbered from 1 as the template has them: each refers to A1 of its sheet,
and follows it when the sheet is renamed or moved."""

MARKS, NO_MARKS = "jb_marks", "jb_no_marks"
"""Defined names: what 校验 lists, by which cells light up. On the sheets of a template the conditional formats for
that are there from the start, for a protected sheet takes none; there the name is that of a blank cell, NO_MARKS,
until 校验 has something to list."""


def marks_formula(look: str, sheet: str) -> str:
    """The formula, without "=", of the conditional format that lights up what 校验 lists. look: "error" or "other".
    sheet: by which the keys name the sheet: its number, for a sheet of a template "t" before it."""
    return f'COUNTIF({MARKS},"{look} {sheet} "&ADDRESS(ROW(),COLUMN(),4))>0'


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a template says of itself.

    form: id of the form. version: of the form's template, counted up with every change of it. year: the budget
    year, 0 for a blank that was made for none. code, name: of the organisation, "" if made for nobody.
    """

    form: str
    version: int
    year: int = 0
    code: str = ""
    name: str = ""

    def texts(self) -> dict[str, str]:
        """The stamp as texts, by the keys of PROPERTIES and NAMES; "" for what it does not say."""
        return {key: str(value or "") for key, value in asdict(self).items()}


def stamp_of(texts: Mapping[str, str]) -> Stamp | None:
    """The stamp that these texts say, by the keys of PROPERTIES; None if they name no form."""
    form = texts.get("form", "").strip()
    if not form:
        return None
    numbers = {key: texts.get(key, "").strip() for key in ("version", "year")}
    whole = {key: int(text) if text.isdecimal() and len(text) < 10 else 0 for key, text in numbers.items()}
    return Stamp(
        form, whole["version"], whole["year"], texts.get("code", "").strip(), texts.get("name", "").strip()
    )

"""Who a workbook was made for and from what: the stamp of a template; and how organisations are compared.

A stamp stands twice in a workbook, because programs drop the one or the other: in custom document properties,
and in cells of the hidden code sheet under defined names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.nothing import says_nothing

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

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_CHANGED_CODE = regex(
    rf"E\+|[年月日]|\A(\d{{1,2}}|\d{{4}})/\d{{1,2}}(/\d{{1,4}})?\Z|\A\d{{1,2}}-({_MONTHS})\Z|\A({_MONTHS})-\d{{1,4}}\Z"
    r"|\A(19|20)\d\d-\d{1,2}-\d{1,2}\Z",
    re.IGNORECASE,
)
SHORTEST_IN_FILE_NAME = 4
"""Shorter names and codes turn up in file names by chance."""
_A_YEAR = regex(r"(?:19|20)[0-9]{2}")
_NOT_NAMING = regex(r"[()\[\]【】<>《》·\-—、,.。:：]|本级|机关$")


class Stamp(NamedTuple):
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
        return {key: str(value or "") for key, value in self._asdict().items()}


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


def changed_by_excel(code: str) -> bool:
    """Whether a code is what Excel makes of codes like 1E5 and 2-3: 1.00E+05, 2月3日, 2024/2/3, 3-Feb."""
    return bool(_CHANGED_CODE.search(fold(code)))


@lru_cache(maxsize=8192)
def code_key(text: str) -> str:
    """A code as it is compared; "" for dashes and the like."""
    return "" if says_nothing(text) else fold(text).upper()


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """A name as it is compared: folded, without signs and without 本级."""
    return "" if says_nothing(text) else _NOT_NAMING.sub("", fold(text))


def told_by_file_name(relative: str, code: str, name: str) -> int:
    """How much of the path of a file names an organisation, in characters; 0: it does not. By its name, or by its code
    that stands there by itself, if it is not a year."""
    wanted, path = name_key(name), name_key(relative)
    if len(wanted) >= SHORTEST_IN_FILE_NAME and wanted in path:
        return len(wanted)
    number, both = code_key(code), name_key(code + name)
    if wanted and number and len(both) >= SHORTEST_IN_FILE_NAME and both in path:
        return len(both)
    if len(number) < SHORTEST_IN_FILE_NAME or _A_YEAR.fullmatch(number) or number not in code_key(relative):
        return 0
    alone = re.search(rf"(?<![0-9A-Z]){re.escape(number)}(?![0-9A-Z])", code_key(relative))
    return len(number) if alone else 0


def same_organisation(code: str, name: str, other_code: str, other_name: str) -> bool:
    """Whether two pairs of code and name, of which any may be "", can be of one organisation."""
    one, two = name_key(name), name_key(other_name)
    code, other_code = code_key(code), code_key(other_code)
    if code and other_code:
        # Counties give codes each on its own: one code with two quite different names is two organisations.
        alike = len(set(one) & set(two)) * 2 >= min(len(set(one)), len(set(two)))
        return code == other_code and (not one or not two or alike)
    return one in two or two in one

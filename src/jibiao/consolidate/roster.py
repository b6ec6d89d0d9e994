"""Who should have sent a file, and who has.

A roster is a CSV file as Excel, WPS or a text editor saves it: a heading row with 单位编码 and 单位名称
(either may be left out), and 上级单位 if there is one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jibiao.consolidate import texts
from jibiao.consolidate.organisation import Organisation, code_key, name_key
from jibiao.text import fold

_HEADS = {
    "code": ("单位编码", "单位代码", "预算单位编码", "预算单位代码", "编码", "代码"),
    "name": ("单位名称", "预算单位名称", "预算单位", "单位", "名称", "单位全称"),
    "parent": (
        "上级单位",
        "主管单位",
        "主管部门",
        "主管部门名称",
        "县区",
        "县(市、区)",
        "县市区",
        "所属县区",
    ),
}
_MOST_ERRORS = 20
_MIN_IN_FILE_NAME = 4
"""Shorter names and codes turn up in file names by chance."""

Sent = Literal["sent", "sent_unread", "missing"]
How = Literal["code", "name", "file_name"]


class RosterError(ValueError):
    """The roster cannot be used. `errors`: every fault, each with its line."""

    def __init__(self, errors: Sequence[str]) -> None:
        self.errors = list(errors)
        shown = self.errors[:_MOST_ERRORS]
        if len(self.errors) > len(shown):
            shown.append(texts.ROSTER_MORE.format(count=len(self.errors) - len(shown)))
        super().__init__("；".join(shown))


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One organisation that should send a file. line: its line in the file, from 1."""

    line: int
    code: str
    name: str
    parent: str = ""

    @property
    def label(self) -> str:
        """What users see."""
        return self.name or self.code


@dataclass(slots=True)
class RosterMatch:
    """A roster line and what came of it. how: by what it was recognised. files: what it sent."""

    line: RosterLine
    state: Sent = "missing"
    how: How | None = None
    organisation: Organisation | None = None
    files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RosterResult:
    """Every roster line in order, and the organisations that are on no line."""

    matches: list[RosterMatch]
    extra: list[Organisation]

    @property
    def missing(self) -> list[RosterLine]:
        """Who has not sent anything."""
        return [match.line for match in self.matches if match.state == "missing"]

    def of(self, organisation: Organisation) -> RosterMatch | None:
        """The line that an organisation stands on."""
        return next((match for match in self.matches if match.organisation is organisation), None)


def read_roster(path: Path) -> list[RosterLine]:
    """Read a roster. Raises RosterError: every faulty line, or that the file cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RosterError([texts.ROSTER_CLOSED]) from error
    rows = _rows(_decode(data))
    if not rows:
        raise RosterError([texts.ROSTER_EMPTY])
    columns = _columns(rows[0][1])
    lines: list[RosterLine] = []
    errors: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows[1:]:
        got = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        line = RosterLine(number, got.get("code", ""), got.get("name", ""), got.get("parent", ""))
        key = (code_key(line.code), "" if code_key(line.code) else name_key(line.name))
        if key == ("", ""):
            errors.append(texts.ROSTER_BLANK.format(line=number))
        elif any(cell.strip() for cell in cells[len(rows[0][1]) :]):
            errors.append(texts.ROSTER_TOO_WIDE.format(line=number))
        elif "E+" in line.code.upper():
            errors.append(texts.ROSTER_ROUNDED.format(line=number, code=line.code))
        elif key in seen:
            errors.append(texts.ROSTER_TWICE.format(line=number, name=line.label, first=seen[key]))
        else:
            seen[key] = number
            lines.append(line)
    if errors:
        raise RosterError(errors)
    if not lines:
        raise RosterError([texts.ROSTER_EMPTY])
    return lines


def _decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark (Unicode text of Excel), else GB18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError([texts.ROSTER_ENCODING])


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows that hold something, with their line numbers. Cut at commas, or at what the first line has."""
    if "\0" in text:
        raise RosterError([texts.ROSTER_NO_CSV])
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((sign for sign in (",", "\t", ";", "，") if sign in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        before = 0
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise RosterError([texts.ROSTER_NO_CSV]) from error
    return rows


def _columns(heads: list[str]) -> dict[str, int]:
    """Where each column stands. One of code and name is enough."""
    folded = [fold(head).strip("*") for head in heads]
    found = {
        name: next(folded.index(fold(head)) for head in known if fold(head) in folded)
        for name, known in _HEADS.items()
        if any(fold(head) in folded for head in known)
    }
    if not {"code", "name"} & set(found):
        raise RosterError([texts.ROSTER_HEADS.format(heads="、".join(heads)[:60])])
    return found


def match_roster(
    lines: Iterable[RosterLine], organisations: Sequence[Organisation], files: dict[str, tuple[str, bool]]
) -> RosterResult:
    """Find each line among the organisations of the forms: by code, then by name; what is left by the
    names of files whose forms name no organisation. files: file → (its path from the folder, whether
    forms were read from it)."""
    matches = [RosterMatch(line) for line in lines]
    free = [organisation for organisation in organisations if organisation.named]
    _take(matches, free, "code")
    _take(matches, free, "name")
    anonymous = {org.file: org for org in organisations if not org.named}
    told = {file for org in organisations if org.named for file in org.files}
    rest = {file: entry for file, entry in files.items() if file not in told}
    extra = free + _take_by_file_name(matches, rest, anonymous)
    return RosterResult(matches, sorted(extra, key=lambda organisation: organisation.number))


def _take(matches: list[RosterMatch], free: list[Organisation], how: Literal["code", "name"]) -> None:
    """Give lines their organisations, of several with one code the one whose name fits."""
    for match in matches:
        if match.organisation:
            continue
        fitting = [organisation for organisation in free if _fits(match.line, organisation, how)]
        if not fitting:
            continue
        name = name_key(match.line.name)
        chosen = next((org for org in fitting if name_key(org.name) == name), fitting[0])
        free.remove(chosen)
        match.state, match.how, match.organisation = "sent", how, chosen
        match.files = sorted(chosen.files)


def _fits(line: RosterLine, organisation: Organisation, how: Literal["code", "name"]) -> bool:
    if how == "name":
        return bool(name_key(line.name)) and name_key(line.name) == name_key(organisation.name)
    code = code_key(line.code)
    if not code or code != code_key(organisation.code):
        return False
    # Counties give codes each on its own: one code with two quite different names is two organisations.
    one, two = name_key(line.name), name_key(organisation.name)
    return not one or not two or len(set(one) & set(two)) * 2 >= min(len(set(one)), len(set(two)))


def _take_by_file_name(
    matches: list[RosterMatch], files: dict[str, tuple[str, bool]], anonymous: dict[str, Organisation]
) -> list[Organisation]:
    """Lines found in the names of files that do not say whose they are (no name on the forms, or not
    readable). Gives the organisations of files that no line was found for."""
    owners: dict[str, RosterMatch] = {}
    for file, (relative, _) in files.items():
        name = name_key(relative)
        fitting = [m for m in matches if m.organisation is None and _in_file_name(m.line, name)]
        if fitting:  # the longest name: 住建局质监站 is not 住建局
            owners[file] = max(fitting, key=lambda match: len(name_key(match.line.name)))
    for file, match in owners.items():
        match.files.append(file)
        match.how = "file_name"
        match.state = "sent" if files[file][1] or match.state == "sent" else "sent_unread"
    return [organisation for file, organisation in anonymous.items() if file not in owners]


def _in_file_name(line: RosterLine, file_name: str) -> bool:
    name = name_key(line.name)
    return len(name) >= _MIN_IN_FILE_NAME and name in file_name

"""Who should have sent a file, and who has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from jibiao.checks.organisation import Organisation
from jibiao.identity import SHORTEST_IN_FILE_NAME, code_key, name_key
from jibiao.roster import RosterLine

Sent = Literal["sent", "sent_unread", "missing"]
How = Literal["code", "name", "file_name"]


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
    taken = {file for org in organisations if org.named for file in org.files}
    rest = {file: entry for file, entry in files.items() if file not in taken}
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
    return len(name) >= SHORTEST_IN_FILE_NAME and name in file_name

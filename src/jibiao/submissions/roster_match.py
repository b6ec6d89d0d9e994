"""Who should have sent a file, and who has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from jibiao.checks.department.organisation import Organisation
from jibiao.identity import code_key, name_key, same_organisation, told_by_file_name
from jibiao.roster import RosterLine

Sent = Literal["sent", "tables_only", "sent_unread", "blank", "missing"]
"""tables_only: official tables beside the forms, and no form."""
How = Literal["code", "name", "file_name"]


class SentFile(NamedTuple):
    """A file as far as it concerns the roster. relative: its path from the folder. state: what it makes of who sent it.
    code, name: of the organisation, by its stamp or as it prints it; "" if it says nothing."""

    relative: str
    state: Sent
    code: str = ""
    name: str = ""


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
        return [match.line for match in self.of_state("missing")]

    @property
    def not_reported(self) -> list[RosterLine]:
        """Who has not sent anything, or a blank form."""
        return [match.line for match in self.of_state("missing", "blank")]

    def of_state(self, *states: Sent) -> list[RosterMatch]:
        """The lines in one of these states."""
        return [match for match in self.matches if match.state in states]

    def counts(self) -> dict[str, int]:
        """How many lines there are, and in each state, and how many organisations are on none."""
        states = {str(state): len(self.of_state(state)) for state in _RANK}
        return {"all": len(self.matches), **states, "extra": len(self.extra)}

    def of(self, organisation: Organisation) -> RosterMatch | None:
        """The line that an organisation stands on."""
        return next((match for match in self.matches if match.organisation is organisation), None)


def match_roster(
    lines: Iterable[RosterLine], organisations: Sequence[Organisation], files: dict[str, SentFile]
) -> RosterResult:
    """Find each line among the organisations of the forms: by code, then by name; what is left by what files without
    such forms say, and by the names of files that do not say whose they are."""
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
    code, other = code_key(line.code), code_key(organisation.code)
    if not code or code.lstrip("0") != other.lstrip("0"):  # which Excel takes from a roster
        return False
    # Counties give codes each on its own: one code with two quite different names is two organisations.
    one, two = name_key(line.name), name_key(organisation.name)
    if code != other:
        return bool(one) and (one in two or two in one)
    return not one or not two or len(set(one) & set(two)) * 2 >= min(len(set(one)), len(set(two)))


def _take_by_file_name(
    matches: list[RosterMatch], files: dict[str, SentFile], anonymous: dict[str, Organisation]
) -> list[Organisation]:
    """Lines found by what files say whose forms name no organisation or were not read: by their stamp, by what a blank
    or another table prints, by their names. Gives the organisations of files that no line was found for."""
    owners: dict[str, RosterMatch] = {}
    for file, one in files.items():
        free = [match for match in matches if match.organisation is None]
        if (owner := _stated(one, free)) or (owner := _by_name_of_file(one.relative, free)):
            owners[file] = owner
    for file, match in owners.items():
        match.files.append(file)
        match.how = "file_name"
        match.state = max(match.state, files[file].state, key=_RANK.index)
    return [organisation for file, organisation in anonymous.items() if file not in owners]


_RANK: tuple[Sent, ...] = ("missing", "blank", "sent_unread", "tables_only", "sent")
"""What counts of several files of one organisation: the last."""


def _stated(one: SentFile, matches: list[RosterMatch]) -> RosterMatch | None:
    if not code_key(one.code) and not name_key(one.name):
        return None
    fitting = [m for m in matches if same_organisation(one.code, one.name, m.line.code, m.line.name)]
    return fitting[0] if len(fitting) == 1 else None


def _by_name_of_file(relative: str, matches: list[RosterMatch]) -> RosterMatch | None:
    """The line of which the file's name says most: 住建局质监站 is not 住建局."""
    told = [(told_by_file_name(relative, m.line.code, m.line.name), m) for m in matches]
    return max(told, key=lambda pair: pair[0], default=(0, None))[1] if any(n for n, _ in told) else None

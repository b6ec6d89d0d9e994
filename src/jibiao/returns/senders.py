"""Who sent a file: one of the organisations of the manifest, and by what it was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple

from jibiao.identity import code_key, name_key, same_organisation, told_by_file_name
from jibiao.manifest import Manifest, Sent
from jibiao.official_table import OfficialTable
from jibiao.reading import FileReading
from jibiao.records import Project
from jibiao.submissions.entries import Entry

How = Literal["stamp", "unit", "file_name", ""]


class Sender(NamedTuple):
    """sent: what the organisation was sent; None if it is not on the manifest or not known. how: by what it was
    told. name: what the file says of its organisation, "" if nothing."""

    sent: Sent | None
    how: How
    name: str = ""


class Senders:
    """The organisations of a manifest, to be found by code, name or file name."""

    def __init__(self, manifest: Manifest) -> None:
        self._by_code: dict[str, list[Sent]] = {}
        self._by_bare_code: dict[str, list[Sent]] = {}
        self._by_name: dict[str, list[Sent]] = {}
        self._by_whole: dict[str, list[Sent]] = {}
        for sent in manifest.sent:
            self._by_code.setdefault(code_key(sent.code), []).append(sent)
            self._by_bare_code.setdefault(_bare(sent.code), []).append(sent)
            self._by_name.setdefault(name_key(sent.name), []).append(sent)
            self._by_whole.setdefault(name_key(sent.code + sent.name), []).append(sent)
        names = Counter(PurePath(sent.file).name for sent in manifest.sent)
        self._by_file = {name: sent for sent in manifest.sent if names[name := PurePath(sent.file).name] == 1}
        self._sent = manifest.sent

    def sender(self, reading: FileReading, relative: str) -> Sender:
        """Who sent a file. What its forms print counts before the stamp: whoever borrows the workbook of
        another fills in its own name. A file that says nothing is told by its name."""
        stamp = reading.stamp
        printed = _printed(reading)
        by_stamp = self.find(stamp.code, stamp.name) if stamp else None
        by_organisation = self.find(*printed)
        if by_organisation and by_organisation is not by_stamp:
            return Sender(by_organisation, "unit", by_organisation.name)
        if by_stamp:
            return Sender(by_stamp, "stamp", by_stamp.name)
        named = (stamp.name or stamp.code if stamp else "") or printed[1] or printed[0]
        if named:
            by_file = self._by_file.get(PurePath(relative).name)
            if by_file and name_key(by_file.name) in (
                name_key(stamp.name if stamp else ""),
                name_key(printed[1]),
            ):
                return Sender(by_file, "file_name", by_file.name)  # of several with one name
            return Sender(None, "stamp" if stamp else "unit", named)
        by_file = self._by_file_name(relative)
        return Sender(by_file, "file_name", by_file.name) if by_file else Sender(None, "")

    def others(self, reading: FileReading, sender: Sender) -> list[str]:
        """The other organisations of the manifest whose forms are in the file as well."""
        found = (self.find(*pair) for pair in _all_printed(reading))
        return list(dict.fromkeys(sent.name for sent in found if sent and sent is not sender.sent))

    def owners(self, entry: Entry) -> frozenset[str]:
        """The code of who sent a file that was read, if that is known."""
        sent = self.sender(entry.reading, entry.relative).sent if entry.reading else None
        return frozenset([sent.code] if sent else ())

    def find(self, code: str, name: str) -> Sent | None:
        """The organisation of that code and name; either may be "". A code alone does for a name that was
        shortened, a name alone for a code that was mistyped. Templates print both in one: where the name begins
        (333001 120急救中心) is known only from the manifest, so the whole is looked up before its parts."""
        whole = self._by_whole.get(name_key(code + name), [])
        by_code = self._with_code(code) if code_key(code) else []
        alike = [sent for sent in by_code if same_organisation(sent.code, name, sent.code, sent.name)]
        by_name = self._by_name.get(name_key(name), []) if name_key(name) else []
        both = [sent for sent in by_code if sent in by_name]
        for chosen in (whole, both, alike, by_name):
            if len(chosen) == 1:
                return chosen[0]
        return None

    def _with_code(self, code: str) -> list[Sent]:
        """Those of a code; of a manifest that Excel saved again the codes may have lost their zeros."""
        return self._by_code.get(code_key(code)) or self._by_bare_code.get(_bare(code), [])

    def _by_file_name(self, relative: str) -> Sent | None:
        """The organisation that the name of a file is of; None if it names none, or several alike."""
        path = PurePath(relative)
        if path.name in self._by_file:
            return self._by_file[path.name]
        told = [(told_by_file_name(relative, sent.code, sent.name), sent) for sent in self._sent]
        most = max(n for n, _ in told)  # the longest name: 住建局质监站 is not 住建局
        candidates = [sent for n, sent in told if n == most > 0]
        return candidates[0] if len(candidates) == 1 else None


def _bare(code: str) -> str:
    return code_key(code).lstrip("0")


def _printed(reading: FileReading) -> tuple[str, str]:
    """Code and name as most forms of the file print them."""
    counted = Counter(_all_printed(reading))
    return counted.most_common(1)[0][0] if counted else ("", "")


def _all_printed(reading: FileReading) -> Iterator[tuple[str, str]]:
    """Code and name of each form that prints any."""
    forms: Sequence[Project | OfficialTable] = reading.projects or [*reading.others, *reading.blanks]
    for project in forms or reading.tables:
        pair = project.text("unit_code"), project.text("unit_name") or project.text("department")
        if code_key(pair[0]) or name_key(pair[1]):
            yield pair

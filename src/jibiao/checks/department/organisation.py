"""Which organisation a form belongs to.

Codes of organisations are given by each county, so two bureaus of different counties may well have the
same one: an organisation is known by code and name together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from jibiao.checks import texts
from jibiao.identity import Stamp, code_key, name_key
from jibiao.values.nothing import says_nothing

Key = tuple[str, str, str]


class Owned(Protocol):
    """What belongs to an organisation: a form, a table."""

    @property
    def file(self) -> str: ...

    def text(self, name: str) -> str:
        """What it prints as `unit_code` and `unit_name`."""
        ...


@dataclass(slots=True)
class Organisation:
    """An organisation that sent forms.

    number: counted from 1 in the order of the files; the summary's formulas go by it, because a text as
    a criterion would be taken for a pattern. code, name: as printed, "" if they are not. file: the file
    of forms that print neither.
    """

    number: int
    code: str
    name: str
    file: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def label(self) -> str:
        """What users see."""
        return self.name or self.code or texts.NO_ORGANISATION.format(file=Path(self.file).stem)

    @property
    def named(self) -> bool:
        """Whether its forms say whose they are."""
        return bool(self.name or self.code)


def assign_organisations(
    projects: Iterable[Owned], stamps: Mapping[str, Stamp] | None = None
) -> tuple[list[Organisation], dict[int, Organisation]]:
    """All organisations in order, and that of each project (or table) by its id().

    stamps: what the templates of files say, by file; it counts for forms that print neither code nor name.
    """
    projects = list(projects)
    said = [said_of(project, (stamps or {}).get(project.file)) for project in projects]
    keys = [(code_key(code), name_key(name)) for code, name in said]
    codes, names = _partners(keys)
    members: dict[Key, list[int]] = {}
    for number, (project, (code, name)) in enumerate(zip(projects, keys, strict=True)):
        if name and not code and len(codes[name]) == 1:
            (code,) = codes[name]
        if code and not name and len(names[code]) == 1:
            (name,) = names[code]
        key = (code, name, "" if code or name else project.file)
        members.setdefault(key, []).append(number)
    organisations, homes = [], {}
    for number, (key, own) in enumerate(members.items(), 1):
        organisation = Organisation(
            number,
            _commonest(said[n][0] for n in own if key[0]),
            _commonest(said[n][1] for n in own if key[1]),
            key[2],
            {projects[n].file for n in own},
        )
        organisations.append(organisation)
        homes.update({id(projects[n]): organisation for n in own})
    return organisations, homes


def said_of(project: Owned, stamp: Stamp | None) -> tuple[str, str]:
    """Code and name as printed, else as the template's stamp says."""
    code, name = project.text("unit_code"), project.text("unit_name")
    if stamp and not code_key(code) and not name_key(name):
        return stamp.code, stamp.name
    return code, name


def _partners(printed: list[tuple[str, str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The codes printed with each name and the names printed with each code."""
    codes: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for code, name in printed:
        codes.setdefault(name, set()).update([code] if code else [])
        names.setdefault(code, set()).update([name] if name else [])
    return codes, names


def _commonest(spellings: Iterable[str]) -> str:
    """The spelling that most forms use; the first of equals."""
    counted = Counter(" ".join(text.split()) for text in spellings if not says_nothing(text) and text.strip())
    return counted.most_common(1)[0][0] if counted else ""

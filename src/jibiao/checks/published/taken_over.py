"""Text of a published document that was taken over from another department: 民政专项资金 in that of a housing bureau."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from jibiao.checks import names
from jibiao.checks.finding import Fault
from jibiao.reading import FileReading
from jibiao.records import OUTSIDE, Value
from jibiao.text import fold

_MOST = 3
"""Where another field of work is named so often, the department has it as well."""


def taken_over_faults(reading: FileReading) -> Iterator[Fault]:
    """Paragraphs of a department's target that speak of another department's money or people as of its own."""
    if reading.target is None:
        return
    projects = (project.name for project in reading.projects)
    text = fold("\n".join([*_organisations(reading), *projects]))
    own = {field for field in _fields() if any(word in text for word in field)}
    if not own:
        return
    paragraphs = [fold(one) for one in reading.target.paragraphs]
    for printed, paragraph in zip(reading.target.paragraphs, paragraphs, strict=True):
        for found in _pattern().finditer(paragraph):
            field = next(one for one in _fields() if found[1] in one)
            often = sum(one.count(word) for one in paragraphs for word in field)
            if field not in own and often < _MOST:
                params = {"said": found[0], "organisation": _name(reading)}
                at = Value(printed, OUTSIDE, 0)
                yield Fault("text_of_other_department", None, None, at, params, file=str(reading.path))


def _organisations(reading: FileReading) -> Iterator[str]:
    """The names of the organisations of a file."""
    yield from (project.text("unit_name") for project in reading.projects)
    for table in reading.tables:
        yield from (table.text("department"), table.text("unit_name"))
        yield from (row.text("unit_name") for row in table.rows)


def _name(reading: FileReading) -> str:
    """The department's name, else that of its file."""
    return next(filter(None, _organisations(reading)), reading.path.stem)


@cache
def _fields() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.split("/")) for entry in names.words("departments"))


@cache
def _pattern() -> re.Pattern[str]:
    called = "|".join(word for field in _fields() for word in field)
    return re.compile(f"({called})(?:{'|'.join(names.words('of_departments'))})")

"""Whether a damaged file lost a value without a word: what the sound one gave, and the damaged one still holds, is read
again, or else something is told of its sheet or file that was not told before."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections import Counter, defaultdict
from contextlib import suppress
from functools import cache
from html import unescape
from pathlib import Path

from formats import sources
from jibiao.checks import check
from jibiao.reading import FileReading
from jibiao.submissions.scan import scan

_SHORTEST = 3
"""Characters of a text that is looked for: shorter ones stand anywhere."""
Values = dict[str, Counter[str]]
"""Texts by sheet, and how often they stand there."""


def silently_lost(name: str, damaged: Path) -> list[str]:
    """The values of the source of this name that were lost, with their sheets."""
    before, told_before = _sound(name)
    after, told = _of(damaged)
    news = told - told_before
    whole = {sheet for _, sheet, _ in news}
    if None in whole:
        return []
    texts = "\n".join(text for values in after.values() for text in values.elements())
    lost, held = [], None
    for sheet, values in before.items():
        if sheet in whole or (news and sheet not in after):
            continue
        for text, count in values.items():
            if texts.count(text) < count:
                held = _held(damaged.read_bytes()) if held is None else held
                if held.count(_plain(text)) >= _held_by_source(name).count(_plain(text)) > 0:
                    lost.append(f"{sheet} {text}")
    return lost


@cache
def _sound(name: str) -> tuple[Values, Counter[tuple[str, str | None, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(sources()[name])
        return _of(path)


def _of(path: Path) -> tuple[Values, Counter[tuple[str, str | None, str]]]:
    """What was read, and what is told of it."""
    found = scan([path])
    readings = [found.read(one) for one in found.files]
    values: Values = defaultdict(Counter)
    told: Counter[tuple[str, str | None, str]] = Counter()
    for reading in readings:
        _add(reading, values)
        if reading.reason:
            told["reason", None, reading.reason] += 1
        for sheet in reading.sheets:
            if sheet.reason:
                told["reason", sheet.sheet, sheet.reason] += 1
        if reading.is_document:
            told = Counter({(rule, None, text): n for (rule, _, text), n in told.items()})
    for finding in check(readings, 2024):
        told[finding.rule, finding.sheet, finding.value] += 1
    return values, told


def _add(reading: FileReading, values: Values) -> None:
    for form in (*reading.forms, *reading.blanks):
        for _, value in form.texts():
            _add_text(values[form.sheet], value.text)
    for table in reading.tables:
        for _, value in table.all_values():
            _add_text(values[table.sheet], value.text)


def _add_text(values: Counter[str], text: str) -> None:
    if len(text) >= _SHORTEST:
        values[text] += 1


@cache
def _held_by_source(name: str) -> str:
    return _held(sources()[name])


def _held(data: bytes) -> str:
    """All texts that the cells and paragraphs of a zip hold, damaged or not; "" if it is none."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                with suppress(*_UNZIPPED):
                    parts[info.filename] = archive.read(info)
    except _UNZIPPED:
        return ""
    shared = _SHARED.findall(parts.pop("xl/sharedStrings.xml", b""))
    whole = b"\n".join(parts.values())
    if shared:  # a text counts where a cell refers to it
        whole = _REFERENCE.sub(
            lambda found: shared[int(found[1])] if int(found[1]) < len(shared) else b"", whole
        )
    return _plain(unescape(re.sub("<[^>]*>", "", whole.decode("utf-8", "ignore"))))


_UNZIPPED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_SHARED = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_REFERENCE = re.compile(rb't="s"[^>]*><v>(\d{1,7})</v>')


def _plain(text: str) -> str:
    return "".join(text.split())

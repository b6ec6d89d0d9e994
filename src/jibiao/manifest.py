"""What was sent to whom: the manifest, as JSON for programs and as CSV for people.

Both say the same. Nothing in it depends on the time or the machine: the same distribution gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jibiao import texts
from jibiao.csvfile import CsvError, csv_rows, read_list
from jibiao.errors import JibiaoError
from jibiao.files.limits import MAX_LISTED
from jibiao.forms.official_tables import department_forms
from jibiao.identity import changed_by_excel

JSON_NAME, CSV_NAME = "manifest.json", "下发清单.csv"
_LIST_NAME = re.compile(r"(?:manifest(?P<json>_.*)?\.json|下发清单(?P<csv>_.*)?\.csv)", re.IGNORECASE)
"""Of several distributions to one folder all but the first have form and year in the names of their lists, see
`marked`."""
UNFINISHED = ".下发未完成"
"""What a distribution that is not complete has besides, see `distribution.distributing`."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_OUTSIDE = re.compile(r"^/|\\|:|(^|/)\.{1,2}(/|$)")
_LIKE_A_FORMULA = tuple("=+-@＝＋－＠\t\r'")
_SHEET_SEPARATOR = "/"
"""Between names of sheets in one cell: no name of a sheet may have it."""


class ManifestError(JibiaoError):
    """The manifest cannot be used; the message says why, in the user's language."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The workbook of one organisation.

    file: its path from the manifest's folder, with "/". sha256: of the file as it was sent. sheets: names of
    the sheets of forms and of official tables, in order.
    """

    code: str
    name: str
    parent: str
    file: str
    sha256: str
    sheets: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """The names of the form sheets."""
        return tuple(name for name in self.sheets if name not in _table_sheets())

    @property
    def tables(self) -> tuple[str, ...]:
        """The kinds of the official tables."""
        return tuple(_table_sheets()[name] for name in self.sheets if name in _table_sheets())


@cache
def _table_sheets() -> dict[str, str]:
    """Name of the sheet of an official table → its kind."""
    return {form.blank.sheet: kind for kind, form in department_forms().items()}


@dataclass(frozen=True, slots=True)
class Archive:
    """The zip with all workbooks of a parent organisation."""

    parent: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One distribution. form: id of the form, version: of its template, year: the budget year."""

    form: str
    version: int
    year: int
    sent: tuple[Sent, ...]
    archives: tuple[Archive, ...] = ()

    @property
    def files(self) -> tuple[Sent | Archive, ...]:
        """Every file, workbooks first."""
        return (*self.sent, *self.archives)

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of every file, as it was sent."""
        return {entry.file: entry.sha256 for entry in self.files}

    def to_json(self) -> bytes:
        """As JSON, in UTF-8."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()

    def to_csv(self) -> bytes:
        """As CSV, in UTF-8 with a mark, by which Excel knows the encoding. A row without a code is a zip.

        What a spreadsheet would take for a formula has an apostrophe before it.
        """
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(texts.MANIFEST_HEADS)
        common = (self.form, str(self.version), str(self.year))
        for s in self.sent:
            sheets = _SHEET_SEPARATOR.join(s.sheets)
            row = (s.code, s.name, s.parent, s.file, *common, str(len(s.sheets)), sheets, s.sha256)
            writer.writerow(map(_no_formula, row))
        for a in self.archives:
            writer.writerow(map(_no_formula, ("", "", a.parent, a.file, *common, "", "", a.sha256)))
        return text.getvalue().encode("utf-8-sig")


def marked(name: str, mark: str) -> str:
    """The name of a list with the mark of its distribution: manifest.json and _2028_C → manifest_2028_C.json."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}{mark}{dot}{suffix}"


def is_list_name(name: str) -> bool:
    """Whether a file is named as a list of a distribution is."""
    return _LIST_NAME.fullmatch(name) is not None


def lists_in(folder: Path) -> dict[str, Path]:
    """The list of each distribution to a folder, by its mark: the JSON, or the CSV where there is none."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir(), key=lambda path: (path.suffix.lower() != ".json", path.name)):
        if (match := _LIST_NAME.fullmatch(path.name)) and path.is_file():
            found.setdefault(match["json"] or match["csv"] or "", path)
    return dict(sorted(found.items()))


def read_manifests(path: Path) -> list[Manifest]:
    """All manifests of a folder, or the one at a path. Raises ManifestError as `read_manifest` does."""
    if not os.path.isdir(path):
        return [read_manifest(path)]
    found = lists_in(path)
    if not found:
        raise ManifestError(texts.MANIFEST_NONE.format(path=path))
    return [read_manifest(one) for one in found.values()]


def read_manifest(path: Path) -> Manifest:
    """The manifest at a path: the JSON, the CSV, or the folder that holds them (the JSON is preferred).

    Excel, saving a CSV again, takes zeros from the codes and makes numbers and dates of them: the JSON beside it
    says how they were, of whatever lines are still in it.

    Raises ManifestError if there is none or it is not as it was written, or if there are several.
    """
    if os.path.isdir(path):
        found = lists_in(path)
        if not found:
            raise ManifestError(texts.MANIFEST_NONE.format(path=path))
        if len(found) > 1:
            names = "、".join(one.name for one in found.values())
            raise ManifestError(texts.MANIFEST_SEVERAL.format(path=path, names=names))
        (path,) = found.values()
    try:
        data = read_list(path)
    except OSError as error:
        raise ManifestError(texts.MANIFEST_CLOSED.format(path=path)) from error
    except CsvError as error:
        raise ManifestError(texts.MANIFEST_CSV.format(path=path, why=error)) from error
    try:
        manifest = _from_csv(data, _beside(path)) if path.suffix.lower() == ".csv" else _from_json(data)
        _check(manifest)
    except CsvError as error:
        raise ManifestError(texts.MANIFEST_CSV.format(path=path, why=error)) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ManifestError(texts.MANIFEST_BAD.format(path=path)) from error
    return manifest


def _from_json(data: bytes) -> Manifest:
    if data.count(b"[") + data.count(b"{") > 3 * MAX_LISTED:  # small lists take thirty times their length
        raise ValueError("lists")
    entries: dict[str, Any] = json.loads(data.decode("utf-8-sig"))
    sent = tuple(Sent(**{**entry, "sheets": tuple(entry["sheets"])}) for entry in entries.pop("sent"))
    archives = tuple(Archive(**entry) for entry in entries.pop("archives"))
    return Manifest(**entries, sent=sent, archives=archives)


def _beside(path: Path) -> dict[tuple[str, str], Sent]:
    """What the JSON beside a CSV says, by file and SHA-256; {} if there is none or it cannot be used."""
    with suppress(ManifestError):
        match = _LIST_NAME.fullmatch(path.name)
        beside = path.with_name(marked(JSON_NAME, (match and match["csv"]) or ""))
        return {(sent.file, sent.sha256): sent for sent in read_manifest(beside).sent}
    return {}


def _from_csv(data: bytes, known: Mapping[tuple[str, str], Sent]) -> Manifest:
    (_, heads), *rows = csv_rows(data)
    if tuple(heads) != texts.MANIFEST_HEADS:
        raise ValueError(heads)
    lines = {line: tuple(cell.removeprefix("'") for cell in row) for line, row in rows}
    ((form, version, year),) = {cells[4:7] for cells in lines.values()}
    sent, archives = [], []
    for line, (code, name, parent, file, _, _, _, count, sheets, sha256) in lines.items():
        if not code:
            archives.append(Archive(parent, file, sha256))
            continue
        read = Sent(code, name, parent, file, sha256, tuple(sheets.split(_SHEET_SEPARATOR)))
        if count != str(len(read.sheets)):
            raise ValueError(count)
        sent.append(known.get((file, sha256), read))
        if changed_by_excel(sent[-1].code):
            raise CsvError(texts.MANIFEST_CODE.format(line=line, code=code))
    return Manifest(form, int(version), int(year), tuple(sent), tuple(archives))


def _no_formula(text: str) -> str:
    return f"'{text}" if text.startswith(_LIKE_A_FORMULA) else text


def _check(manifest: Manifest) -> None:
    """Raise ValueError or TypeError for what no distribution writes: it may come from anywhere."""
    if type(manifest.version) is not int or type(manifest.year) is not int or not manifest.sent:
        raise TypeError("numbers")
    if not all(isinstance(text, str) for text in _all_texts(manifest)):
        raise TypeError("texts")
    if any(_OUTSIDE.search(entry.file) or not _SHA256.fullmatch(entry.sha256) for entry in manifest.files):
        raise ValueError("file or hash")
    if len(manifest.hashes) < len(manifest.files) or len({s.code for s in manifest.sent}) < len(
        manifest.sent
    ):
        raise ValueError("twice")
    if any(not sent.code or not sent.file or not sent.sheets for sent in manifest.sent):
        raise ValueError("blank")


def _all_texts(manifest: Manifest) -> Iterator[Any]:
    yield manifest.form
    for sent in manifest.sent:
        yield from (sent.code, sent.name, sent.parent, sent.file, sent.sha256, *sent.sheets)
    for archive in manifest.archives:
        yield from (archive.parent, archive.file, archive.sha256)

"""The whole distribution: a roster → a workbook for each organisation, a zip for each parent organisation, and
the manifest.

    OUT/上级单位/单位.xlsx      OUT/单位.xlsx for an organisation without a parent
    OUT/上级单位.zip            the workbooks of that folder, and the page with its note if it is passed on
    OUT/绩表.html               the page, and its note, for organisations without a parent
    OUT/manifest.json, OUT/下发清单.csv

    OUT/manifest_2028_C.json    and so on: of a further distribution to a folder that has another form or year

    OUT/.下发未完成             the SHA-256 of what is being written; gone when all is there

The same roster gives the same bytes. Everything is made twice, first to see that nothing is in the way and then
to be written: a copy takes less time than it takes to keep thousands of them in memory.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from jibiao.atomic import atomic_path, remove_leftovers
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.distribution import texts
from jibiao.distribution.last_year import LastYear, Loss, Progress, carry_all, read_last_year
from jibiao.distribution.orders import NAME_PATTERN, NAME_PATTERN_BESIDE, Order, make_orders, zip_name
from jibiao.errors import JibiaoError
from jibiao.forms import Form, forms_known
from jibiao.forms.indicators import Library
from jibiao.forms.official_tables import department_forms
from jibiao.identity import Stamp
from jibiao.manifest import (
    CSV_NAME,
    JSON_NAME,
    UNFINISHED,
    Archive,
    Manifest,
    ManifestError,
    Sent,
    lists_in,
    marked,
    read_manifest,
)
from jibiao.page_file import NOTE_NAME, PAGE_NAME, NotThePage, note, read_page
from jibiao.roster import RosterLine, lost_zeros
from jibiao.templates import build_book
from jibiao.templates.copies import CODE_MARK, NAME_MARK, Pattern
from jibiao.templates.expand import Content
from jibiao.templates.tables import blank_table
from jibiao.templates.texts import FORM_SHEET
from jibiao.zipped import write_part

Make = Callable[[], bytes]


class TargetsChanged(JibiaoError):
    """Files stand in the way that may have been filled in; nothing was written. `files`: their paths."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = list(files)
        super().__init__("\n".join(texts.TARGET_CHANGED.format(file=file) for file in self.files))


@dataclass(slots=True)
class Distribution:
    """What was done.

    written, kept: files that are new or replaced, and those that were as they should be, by their paths from
    the folder. stale: files of an earlier distribution that this one does not have; they were left.
    prefilled: number of projects carried over. losses: what of them was not. lost_zeros: lines of the roster whose codes
    seem to have lost noughts.
    """

    folder: Path
    manifest: Manifest
    last_year: LastYear
    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    prefilled: int = 0
    losses: list[Loss] = field(default_factory=list)
    lost_zeros: list[RosterLine] = field(default_factory=list)
    list_file: str = CSV_NAME
    """The list for people, by its path from the folder."""


def distribute(
    roster: Path,
    form: Form,
    year: int,
    out: Path,
    last_year: Path | None = None,
    pattern: str = NAME_PATTERN,
    progress: Progress | None = None,
    settings: Settings = NO_SETTINGS,
    tables: Sequence[str] = (),
    page: Path | None = None,
) -> Distribution:
    """Make a workbook for every organisation of a roster.

    year: the budget year. last_year: a folder of last year's workbooks, whose projects are carried over.
    pattern: of the file names. progress: called while these are read, as (files done, files in all, the file).
    settings: of the department, whose levels and indicators the lists offer. tables: the kinds of official tables that
    each workbook has as well. page: 绩表.html, which goes into each zip, and beside workbooks that are in none.

    Raises NotThePage, RosterError and PatternError before anything is read or made, TargetsChanged before anything is written,
    TemplateError if a text of last year does not fit into a cell, OSError.
    """
    enclosed = {PAGE_NAME: read_page(page), NOTE_NAME: note()} if page else {}
    old, mark, beside = _standing(out, form, year)
    if beside and pattern == NAME_PATTERN:
        pattern = NAME_PATTERN_BESIDE
    orders = make_orders(roster, form, year, pattern, mark)
    lines = [order.line for order in orders]
    with forms_known(settings.forms):
        before = read_last_year(last_year, lines, progress) if last_year else LastYear()
    books = _Workbooks(form.with_levels(settings.taxonomy), year, before, settings.library, tables)
    makers = _makers(orders, books, mark, enclosed)
    begun = _begun(out)
    hashes, due, changed = _look(out, makers, (old.hashes if old else {}) | _pages_there(out), begun)
    sent = tuple(_sent(order, hashes[order.file], books.sheets(order)) for order in orders)
    parents = dict.fromkeys(line.parent for line in lines if line.parent)
    zips = {parent: zip_name(parent, mark) for parent in parents}
    archives = tuple(Archive(parent, file, hashes[file]) for parent, file in zips.items())
    manifest = Manifest(form.id, form.version, year, sent, archives)
    lists = _lists(manifest, mark)
    sent_lists = {file: _sha256(make()) for file, make in _lists(old, mark).items()} if old else {}
    list_hashes, due_lists, changed_lists = _look(out, lists, sent_lists, begun)
    if changed or changed_lists:
        raise TargetsChanged(changed + changed_lists)
    due |= due_lists
    if due:
        _begin(out, [(hashes | list_hashes)[file] for file in due])
    for file, make in due.items():
        _write(out / file, make())
    remove_leftovers([out / file for file in (*makers, *lists)])
    (out / UNFINISHED).unlink(missing_ok=True)
    return Distribution(
        out,
        manifest,
        before,
        written=list(due),
        kept=[file for file in (*makers, *lists) if file not in due],
        stale=[file for file in (old.hashes if old else {}) if file not in makers and (out / file).exists()],
        prefilled=books.prefilled,
        losses=books.losses,
        lost_zeros=lost_zeros(lines),
        list_file=marked(CSV_NAME, mark),
    )


class _Workbooks:
    """Workbooks as bytes: copies of a pattern, or built one by one where there are projects of last year."""

    def __init__(
        self, form: Form, year: int, last_year: LastYear, library: Library, tables: Sequence[str]
    ) -> None:
        self._form, self._year, self._library = form, year, library
        self._tables = [department_forms()[kind] for kind in tables]
        self._projects = last_year.projects
        self._patterns: dict[int, Pattern] = {}
        self._built: dict[int, tuple[bytes, int]] = {}
        self.prefilled = 0
        self.losses: list[Loss] = []

    def make(self, order: Order) -> bytes:
        """The workbook of an order."""
        if order.line.line in self._projects:
            return self._with_projects(order)[0]
        if order.sheets not in self._patterns:
            stamp = self._stamp(CODE_MARK, NAME_MARK)
            self._patterns[order.sheets] = Pattern(self._build([None] * order.sheets, stamp))
        return self._patterns[order.sheets].copy(order.line.code, order.line.name)

    def sheets(self, order: Order) -> tuple[str, ...]:
        """The names of its sheets of forms and tables."""
        count = self._with_projects(order)[1] if order.line.line in self._projects else order.sheets
        forms = (FORM_SHEET.format(number=number) for number in range(1, count + 1))
        return (*forms, *(form.blank.sheet for form in self._tables))

    def _with_projects(self, order: Order) -> tuple[bytes, int]:
        """A workbook with last year's projects and at least one blank sheet; built once."""
        line = order.line
        if line.line not in self._built:
            stamp = self._stamp(line.code, line.name)
            contents, losses = carry_all(self._projects[line.line], self._form, stamp)
            blanks = max(order.sheets - len(contents), 1)
            data = self._build([*contents, *[None] * blanks], stamp)
            self._built[line.line] = data, len(contents) + blanks
            self.prefilled += len(contents)
            self.losses += losses
        return self._built[line.line]

    def _build(self, contents: Sequence[Content | None], stamp: Stamp) -> bytes:
        tables = [blank_table(form, stamp) for form in self._tables]
        return build_book(self._form, contents, stamp, self._library, tables)

    def _stamp(self, code: str, name: str) -> Stamp:
        return Stamp(self._form.id, self._form.version, self._year, code, name)


def _makers(
    orders: Sequence[Order], books: _Workbooks, mark: str, enclosed: dict[str, bytes]
) -> dict[str, Make]:
    """What makes each file: the workbooks, and the zips after them. enclosed: files by name that go with them."""
    makers: dict[str, Make] = {order.file: partial(books.make, order) for order in orders}
    others: dict[str, Make] = {name: partial(bytes, data) for name, data in enclosed.items()}
    zips: dict[str, dict[str, Make]] = {}
    for order in orders:
        if order.line.parent:
            zips.setdefault(zip_name(order.line.parent, mark), {})[order.file] = makers[order.file]
    if any(not order.line.parent for order in orders):
        makers |= others
    return makers | {file: partial(_zip, own | others) for file, own in zips.items()}


def _pages_there(out: Path) -> dict[str, str]:
    """The SHA-256 of a page and a note that went there before: nobody fills them in."""
    found = {name: _bytes_of(out / name) for name in (PAGE_NAME, NOTE_NAME)}
    with suppress(NotThePage, OSError):
        read_page(out / PAGE_NAME)
        return {name: _sha256(data) for name, data in found.items() if data is not None}
    return {}


def _sent(order: Order, sha256: str, sheets: tuple[str, ...]) -> Sent:
    return Sent(order.line.code, order.line.name, order.line.parent, order.file, sha256, sheets)


def _zip(makers: dict[str, Make]) -> bytes:
    """A zip of workbooks without their folder. They are deflated already, so they are stored."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for file, make in makers.items():
            write_part(archive, Path(file).name, make())
    return data.getvalue()


def _lists(manifest: Manifest, mark: str) -> dict[str, Make]:
    """The manifest as files. They are written last, and the JSON after the CSV: it says that all is there."""
    return {marked(CSV_NAME, mark): manifest.to_csv, marked(JSON_NAME, mark): manifest.to_json}


def _standing(out: Path, form: Form, year: int) -> tuple[Manifest | None, str, bool]:
    """The manifest of an earlier distribution of the form for the year to the same folder, the mark of its lists, and
    whether another form of the year went there before."""
    found: dict[str, Manifest] = {}
    for mark, path in (lists_in(out) if out.is_dir() else {}).items():
        for one in (path, out / marked(CSV_NAME, mark)):
            with suppress(ManifestError):
                found.setdefault(mark, read_manifest(one))
    before: list[Manifest] = []
    for mark, manifest in found.items():
        if (manifest.form, manifest.year) == (form.id, year):
            return manifest, mark, manifest.sent[0].file.endswith(f"_{form.id}.xlsx")
        before.append(manifest)
    mark = f"_{year}_{form.id}" if found else ""
    return None, mark, any(one.year == year for one in before)


def _begun(out: Path) -> set[str]:
    """The SHA-256 of what runs were about to write that were broken off: files that have it were not filled in."""
    return set((_bytes_of(out / UNFINISHED) or b"").decode("ascii", "replace").split())


def _begin(out: Path, hashes: Iterable[str]) -> None:
    """Note what is about to be written, below what earlier runs noted that did not come to their end."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / UNFINISHED).open("a", encoding="ascii") as notes:
        notes.write("\n".join(("", *hashes, "")))


def _look(
    out: Path, makers: dict[str, Make], sent: dict[str, str], begun: set[str]
) -> tuple[dict[str, str], dict[str, Make], list[Path]]:
    """The SHA-256 of every file, the files that are to be written, and those that stand in the way: they are
    neither what they should be nor what was sent earlier (`sent`: the SHA-256) or begun to be sent."""
    hashes, due, changed = {}, {}, []
    for file, make in makers.items():
        hashes[file] = _sha256(make())
        there = _bytes_of(out / file)
        if there is None or _sha256(there) != hashes[file]:
            due[file] = make
            if there is not None and _sha256(there) not in begun | {sent.get(file)}:
                changed.append(out / file)
    return hashes, due, changed


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(path) as target:
        target.write_bytes(data)

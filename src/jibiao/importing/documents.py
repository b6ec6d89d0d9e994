"""The whole job: published documents → a filled workbook for every organisation, and what had no place in them.

OUT/333001某局_2027年项目绩效目标表.xlsx     its projects in the order of the documents, a sheet each
OUT/某局公开_导入情况.txt                    of a document of which something is left: all of it
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from jibiao.atomic import atomic_path
from jibiao.checks.department.organisation import Organisation, assign_organisations
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.distribution.filenames import path_key
from jibiao.distribution.orders import MOST_SHEETS
from jibiao.errors import JibiaoError
from jibiao.forms import Form
from jibiao.forms.kinds import TARGET, kinds
from jibiao.identity import Stamp
from jibiao.importing import texts
from jibiao.importing.names import safe_name
from jibiao.importing.place import Loss, content_of, form_for, losses
from jibiao.importing.tables import tables_of, write_tables
from jibiao.reading import FileReading, read_file
from jibiao.records import Project
from jibiao.submissions.scan import REPORT_OF_IMPORT
from jibiao.templates import build_book
from jibiao.templates.texts import FORM_SHEET


class TargetsStand(JibiaoError, FileExistsError):
    """Files stand where workbooks would be written; nothing was. files: their paths."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = list(files)
        JibiaoError.__init__(self, "\n".join(texts.STANDS.format(path=path) for path in self.files))
        self.errno = errno.EEXIST


@dataclass(slots=True)
class ImportedBook:
    """One workbook. code, name: of the organisation, "" if the document does not say. forms: of its sheets, each id
    once. projects: as the document has them."""

    path: Path
    code: str
    name: str
    forms: list[str]
    projects: list[Project]


@dataclass(slots=True)
class Imported:
    """What was done.

    books: what was written of projects; tables: of official tables and part one, by the document. losses: what of them
    the workbooks do not say. left: what else stands in a document, in words, by its path. passed: files that are no
    documents with anything of ours, and why; those that could not be read are in `unread`. reports: the lists of what was
    left, one a document.
    """

    folder: Path
    books: list[ImportedBook] = field(default_factory=list)
    tables: dict[Path, Path] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    left: dict[Path, list[str]] = field(default_factory=dict)
    passed: dict[Path, str] = field(default_factory=dict)
    unread: list[FileReading] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)

    @property
    def projects(self) -> int:
        """How many projects were written."""
        return sum(len(book.projects) for book in self.books)

    def to_json(self) -> dict[str, Any]:
        """The result for `--format json`."""
        return {
            "folder": str(self.folder),
            "projects": self.projects,
            "books": [
                {"file": book.path.name, "code": book.code, "name": book.name, "forms": book.forms,
                 "projects": len(book.projects)}
                for book in self.books
            ],
            "tables": {str(document): path.name for document, path in self.tables.items()},
            "losses": [asdict(loss) for loss in self.losses],
            "left": {str(path): lines for path, lines in self.left.items()},
            "passed": {str(path): why for path, why in self.passed.items()},
            "unread": [str(reading.path) for reading in self.unread],
            "reports": [path.name for path in self.reports],
        }  # fmt: skip


@dataclass(slots=True)
class _Planned:
    """A workbook to be made."""

    path: Path
    organisation: Organisation
    projects: list[Project]


def import_documents(
    readings: Iterable[FileReading],
    out: Path,
    form: Form | None = None,
    year: int | None = None,
    settings: Settings = NO_SETTINGS,
    overwrite: bool = False,
) -> Imported:
    """Make filled workbooks of what was read of Word documents, in the folder `out`.

    form: for all projects; None: each keeps its own. year: the budget year that the workbooks are for. settings: whose
    levels and indicators the lists offer. overwrite: files that stand in the way are replaced. Raises TargetsStand before
    anything is written, OSError.
    """
    result = Imported(out)
    documents = [reading for reading in readings if _is_taken(reading, result)]
    planned = _plan(documents, out, year)
    stems = _stems(documents)
    name = texts.TABLES_NAME_OF_YEAR if year else texts.TABLES_NAME
    tables = {
        reading.path: out / (name.format(document=stems[reading.path], year=year) + ".xlsx")
        for reading in documents
        if reading.tables or reading.target
    }
    reports = {path: out / (stem + REPORT_OF_IMPORT) for path, stem in stems.items()}
    targets = (*(one.path for one in planned), *tables.values(), *reports.values())
    standing = [path for path in targets if path.exists()]
    if standing and not overwrite:
        raise TargetsStand(standing)
    for one in planned:
        _write(one, form, year, settings, result)
    for reading in documents:
        if reading.path in tables:
            _write_tables(reading, tables[reading.path], year, result)
        if left := [*result.left.get(reading.path, ()), *_left(reading)]:
            result.left[reading.path] = left
        if left or any(loss.document == str(reading.path) for loss in result.losses):
            _write_report(reading.path, reports[reading.path], result)
    return result


def _is_taken(reading: FileReading, result: Imported) -> bool:
    """Whether a file is a document with projects; what is said of the others."""
    if reading.unread:
        result.unread.append(reading)
    elif not reading.is_document:
        result.passed[reading.path] = texts.NOT_A_DOCUMENT
    elif not (reading.projects or reading.tables or reading.target):
        result.passed[reading.path] = "；".join([texts.NO_FORM, *_left(reading)])
    return reading.is_document and bool(reading.projects or reading.tables or reading.target)


def _plan(documents: Sequence[FileReading], out: Path, year: int | None) -> list[_Planned]:
    """A workbook for each organisation, or several where it has more projects than one workbook may hold."""
    projects = [project for reading in documents for project in reading.projects]
    organisations, homes = assign_organisations(projects)
    taken: set[str] = set()
    planned = []
    for organisation in organisations:
        own = [project for project in projects if homes[id(project)] is organisation]
        for first in range(0, len(own), MOST_SHEETS):
            path = out / _free_name(organisation, year, taken)
            planned.append(_Planned(path, organisation, own[first : first + MOST_SHEETS]))
    return planned


def _free_name(organisation: Organisation, year: int | None, taken: set[str]) -> str:
    named = safe_name(organisation.code + organisation.name) or safe_name(Path(organisation.file).stem) or "_"
    pattern = texts.BOOK_NAME_OF_YEAR if year else texts.BOOK_NAME
    stem = pattern.format(organisation=named, year=year)
    return _free(stem, ".xlsx", taken)


def _free(stem: str, ending: str, taken: set[str]) -> str:
    name, count = stem + ending, 1
    while path_key(name) in taken:
        count += 1
        name = f"{stem}_{count}{ending}"
    taken.add(path_key(name))
    return name


def _stems(documents: Sequence[FileReading]) -> dict[Path, str]:
    """How the files that are of a document begin, by its path."""
    taken: set[str] = set()
    return {reading.path: _free(safe_name(reading.path.stem) or "_", "", taken) for reading in documents}


def _write_tables(reading: FileReading, target: Path, year: int | None, result: Imported) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    found = write_tables(reading, target, year or 0)
    if found is None:
        names = [
            *(table.name for table in reading.tables),
            *([texts.PART_ONE_TITLE] if reading.target else []),
        ]
        result.left[reading.path] = [texts.TABLES_FAILED.format(names="、".join(names))]
        return
    result.tables[reading.path] = target
    result.losses += found


def _write(one: _Planned, asked: Form | None, year: int | None, settings: Settings, result: Imported) -> None:
    forms = [form_for(project, asked).with_levels(settings.taxonomy) for project in one.projects]
    ((main, _),) = Counter(forms).most_common(1)
    contents = [content_of(form, project) for form, project in zip(forms, one.projects, strict=True)]
    organisation = one.organisation
    stamp = Stamp(main.id, main.version, year or 0, organisation.code, organisation.name)
    data = build_book(main, contents, stamp, settings.library)
    one.path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(one.path) as path:
        path.write_bytes(data)
        written = {sheet.sheet: sheet.projects for sheet in read_file(path).sheets}
    for number, project in enumerate(one.projects, 1):
        found = written.get(FORM_SHEET.format(number=number))
        result.losses += losses(project, found[0] if found else None)
    ids = list(dict.fromkeys(form.id for form in forms))
    result.books.append(ImportedBook(one.path, organisation.code, organisation.name, ids, one.projects))


def _left(reading: FileReading) -> Iterator[str]:
    """What stands in a document besides its projects, in words."""
    for kind, count in Counter(form.kind for form in reading.others).items():
        yield texts.KIND.format(kind=kinds()[kind].name, count=count)
    if reading.blanks:
        yield texts.BLANKS.format(count=len(reading.blanks))
    taken = tables_of(reading)
    for table in reading.tables:
        if any(table is one for one in taken):
            continue
        place = texts.PLACE.format(table=table.sheet) if table.sheet else texts.IN_SENTENCES
        values = sum(bool(value.text) for _, value in table.all_values())
        yield texts.TABLE.format(name=table.name, place=place, values=values)


def loss_in_words(loss: Loss) -> str:
    """One line on a loss."""
    place = (texts.CELL if loss.cell else texts.PLACE).format(table=loss.table, cell=loss.cell)
    place = place if loss.table else texts.IN_SENTENCES
    words = texts.LOSS if loss.kind == TARGET else texts.LOSS_OF_TABLE
    line = words.format(place=place, project=loss.project, name=loss.name, text=loss.text)
    return texts.BECAME.format(loss=line, became=loss.became) if loss.became else line


def _write_report(document: Path, target: Path, result: Imported) -> None:
    """The list of what a document says and no workbook does, as a text: no cell is too small for it, and nothing in it
    is ever a formula."""
    books = [
        texts.REPORT_BOOK.format(file=book.path.name, count=count)
        for book in result.books
        if (count := sum(project.file == str(document) for project in book.projects))
    ]
    if document in result.tables:
        books.append(result.tables[document].name)
    lost = [loss_in_words(loss) for loss in result.losses if loss.document == str(document)]
    parts = {
        texts.REPORT_BOOKS: books,
        texts.REPORT_LOSSES.format(count=len(lost)): lost,
        texts.REPORT_LEFT: result.left.get(document, []),
    }
    lines = [texts.REPORT_TITLE.format(document=document.name)]
    for title, found in parts.items():
        lines += ["", title, *(f"  {line}" for line in found or [texts.REPORT_NOTHING])]
    with atomic_path(target) as path:
        path.write_text("\n".join([*lines, ""]), "utf-8-sig", newline="\r\n")
    result.reports.append(target)

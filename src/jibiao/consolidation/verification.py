"""Whether a summary still says what its sources say: every figure is made again and held against the summary and the record
of the run beside it (decision 36)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any

from jibiao import __version__
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.consolidation import texts, verification_texts
from jibiao.consolidation.consolidating import consolidate
from jibiao.consolidation.figures import (
    Figures,
    Label,
    Value,
    common_name,
    figures_of,
    figures_of_department,
    organisation_figures,
    plain,
    project_figures,
    rule_figures,
)
from jibiao.consolidation.run_record import digest_of, hash_of, libraries, read_record
from jibiao.consolidation.same_sheets import same_sheets, too_large, written_at
from jibiao.consolidation.sheets_of_tables import sheets_told, shown_of_tables
from jibiao.consolidation.summary.book import links_from
from jibiao.consolidation.summary_figures import SummaryFigures, table_rows
from jibiao.consolidation.verified import Against, Difference, Verification
from jibiao.errors import JibiaoError
from jibiao.explained import EXPLANATION, OPINION
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.grid import Grid, address
from jibiao.own_output import OWN_PROPERTY, RECORD_PROPERTY, is_as_written
from jibiao.paths import resolved
from jibiao.submissions.beside import record_path
from jibiao.submissions.entries import Progress, Status

if TYPE_CHECKING:
    from jibiao.consolidation.department import Department

_PARQUET = "projects.parquet"
_COUNTED_ONLY_WHERE_KNOWN = ("total", "organisation")
"""Of these some views know less than others; a project that one of them does not have is a difference."""


class NotASummary(JibiaoError):
    """The workbook is no summary of `consolidate`, or of a version that kept no record in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(verification_texts.NO_SUMMARY.format(path=path))


def verify(
    summary: Path,
    folder: Path | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Verification:
    """Hold a summary against what it was made of, and against its record.

    folder: of the sources, or of the Parquet tables; None: the one that the record names. settings: None: those that the
    record names. Raises UnreadableFile, NotASummary, MissingLibrary (Parquet), SettingsError, OSError.
    """
    try:
        book = read_workbook(summary)
    except UnreadableFile as error:
        if error.reason != "too_large":
            raise
        book = too_large(summary)
    if book.properties.get(OWN_PROPERTY) != "summary":
        raise NotASummary(summary)
    work = _Work(summary, book)
    place = folder or work.place()
    if place is None:
        work.unverified.append(verification_texts.NO_SOURCES)
    elif (place / _PARQUET).is_file():
        work.against = "parquet"
        work.hold_against_tables(place)
    else:
        work.against = "sources"
        work.hold_against_sources(place, settings, progress)
    return work.result()


@dataclass(slots=True)
class _Work:
    """A verification under way."""

    summary: Path
    book: Workbook
    against: Against = "nothing"
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    source: Figures | None = None
    recorded: Figures | None = None
    content: dict[str, Any] | None = None
    run: dict[str, Any] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    """The sheets that are byte for byte as they were made again."""
    shown: SummaryFigures = field(init=False)

    def __post_init__(self) -> None:
        self.shown = SummaryFigures(self.book.grids)
        unread = {name.partition("（")[0] for name, *_ in self.book.unreadable}
        for name in self.shown.missing:
            if name not in unread:
                self.differences.append(Difference("sheet_missing", name))
        if not is_as_written(self.summary):
            self.remarks.append(verification_texts.SAVED_AGAIN)
        self._read_record()

    def _read_record(self) -> None:
        path = record_path(self.summary)
        try:
            record = read_record(path)
            self.recorded = _of_content(record["content"]) if record else None
        except (ValueError, TypeError, LookupError, AttributeError, OSError):  # it is no JSON, or not ours
            self.unverified.append(verification_texts.BAD_RECORD.format(path=path))
            return
        if record is None:
            self.unverified.append(verification_texts.NO_RECORD.format(path=path))
            return
        self.content, self.run = record["content"], record["run"]
        if digest_of(self.content) != self.book.properties.get(RECORD_PROPERTY):
            self.differences.append(Difference("record_other", path.name))
        then, now = self.run.get("libraries") or {}, libraries()
        versions: list[tuple[str, Any, Any]] = [("jibiao", self.content.get("version"), __version__)]
        versions += [(name, then.get(name), now.get(name)) for name in sorted(then.keys() | now.keys())]
        for name, before, after in versions:
            if before != after:
                self.differences.append(Difference("version", name, "", {"record": before, "now": after}))

    def place(self) -> Path | None:
        """Where the record says that the sources are, else the tables; None if neither is there."""
        for path in (self._path("folder"), self._path("parquet")):
            if path and path.exists():
                return path
        return None

    def _path(self, name: str) -> Path | None:
        return self._beside(self.run.get(name))

    def _beside(self, given: Any) -> Path | None:
        """A path of the record. It may come from elsewhere: it leads to no other drive or machine."""
        if not isinstance(given, str) or PureWindowsPath(given).anchor:
            return None
        return self.summary.parent / given

    def hold_against_sources(
        self, folder: Path, settings: Settings | None, progress: Progress | None
    ) -> None:
        """Make the whole again, and compare every figure; where the sources are the same, every cell."""
        roster, manifest = self._there("roster"), self._there("manifest")
        asked = settings or self._settings()
        named = map(self._beside, self.run.get("previous") or ())
        previous = [path for path in named if path and path.exists()]
        if self.content is None:
            self.remarks.append(verification_texts.AS_USUAL)
        content = self.content or {}
        with tempfile.TemporaryDirectory() as room:
            again = Path(room) / self.summary.name
            with links_from(resolved(self.summary).parent):
                made = consolidate(
                    folder,
                    again,
                    year=content.get("year"),
                    department=content.get("department"),
                    settings=asked,
                    previous=previous,
                    progress=progress,
                    generated=written_at(self.summary),
                    others=[self.summary],
                    roster=roster,
                    manifest=manifest,
                )
            self.source = figures_of_department(made)
            office = [path for path in (*asked.files, *previous, roster, manifest) if path]
            same = [self._compare_files(_files_of(made)), self._compare_office(office)]
            if self.book.unreadable:
                self.same = same_sheets(self.summary, again)
            if all(same) and self.content is not None and self.book.grids:
                self._compare_cells(read_workbook(again).grids)

    def _there(self, name: str) -> Path | None:
        path = self._path(name)
        return path if path and path.exists() else None

    def _settings(self) -> Settings:
        from jibiao.checks.settings import read_settings

        path = self._path("settings")
        return read_settings(path) if path and path.exists() else NO_SETTINGS

    def _inputs(self, *roles: str) -> dict[str, str]:
        inputs = (self.content or {}).get("inputs", ())
        return {one["file"]: one["sha256"] for one in inputs if one["role"] in roles}

    def _compare_files(self, now: dict[str, str]) -> bool:
        """Whether the files are those of the record; without one, all that can be told is that they are read."""
        before = {common_name(file): sha256 for file, sha256 in self._inputs("submitted").items()}
        now = {common_name(file): sha256 for file, sha256 in now.items()}
        return self.content is None or self._compare_hashes(before, now)

    def _compare_office(self, now: Sequence[Path]) -> bool:
        before = self._inputs("roster", "manifest", "settings", "previous")
        return self._compare_hashes(before, {path.name: hash_of(path) for path in now})

    def _compare_hashes(self, before: dict[str, str], now: dict[str, str]) -> bool:
        found = [Difference("source_removed", file) for file in before.keys() - now.keys()]
        found += [Difference("source_added", file) for file in now.keys() - before.keys()]
        found += [
            Difference("source_changed", file)
            for file, sha256 in before.items()
            if file in now and now[file] != sha256
        ]
        self.differences += sorted(found, key=lambda one: (one.kind, one.what))
        self.compared += len(before | now)
        return not found

    def hold_against_tables(self, folder: Path) -> None:
        """Make every figure again from the Parquet tables, and compare; and what they list of files."""
        from jibiao.consolidation.parquet_figures import read_tables

        tables = read_tables(folder)
        self.source = figures_of(tables["projects"], tables["findings"])
        own = texts.STATUS[Status.OWN_OUTPUT]
        files = {
            common_name(row["file"]): row["sha256"] or "" for row in tables["files"] if row["status"] != own
        }
        self._compare_files(files)
        rows = {row["number"]: row for row in tables["indicators"]}
        sheets = [
            grid
            for grid in self.book.grids
            if grid.name == texts.INDICATORS or grid.name.startswith(f"{texts.INDICATORS}（")
        ]
        shown = {row["number"]: row for grid in sheets for row in table_rows(grid, _OF_INDICATORS)}
        for number in sorted(rows.keys() | {int(n) for n in shown if plain(n) is not None and _is_number(n)}):
            self._compare_indicator(number, rows.get(number), shown.get(number))
        self._compare_shown(tables)

    def _compare_shown(self, tables: dict[str, list[dict[str, Any]]]) -> None:
        """Every figure of the other sheets that the tables tell; which they do not is said."""
        for shown in shown_of_tables(tables, self.book.grids):
            self.compared += 1
            values: dict[str, Value] = {
                "source": _comparable(shown.source),
                "summary": _comparable(shown.summary),
            }
            if values["source"] != values["summary"]:
                self.differences.append(Difference("cell", shown.cell, shown.cell, values))
        told = (*sheets_told(), texts.PROJECTS, texts.ORGANISATIONS, texts.INDICATORS)
        names = dict.fromkeys(grid.name.partition("（")[0] for grid in self.book.grids)
        left = [name for name in names if name not in told]
        self.remarks.append(verification_texts.TABLES_TELL.format(sheets="、".join(left)))

    def _compare_indicator(
        self, number: int, row: dict[str, Any] | None, shown: dict[str, Any] | None
    ) -> None:
        for key in _OF_INDICATORS[1:]:
            values: dict[str, Value] = {
                "source": _comparable(row[key]) if row else None,
                "summary": _comparable(shown.get(key)) if shown else None,
            }
            self.compared += 1
            if values["source"] != values["summary"]:
                what = verification_texts.INDICATOR.format(number=number, key=_head(key))
                self.differences.append(
                    Difference("figure", what, shown[""].get(key, "") if shown else "", values)
                )

    def _compare_cells(self, grids: list[Grid]) -> None:
        """Every cell of the workbook that is made again, and every sheet that is not in it."""
        shown = {grid.name: grid for grid in self.book.grids}
        unread = [name for name, *_ in self.book.unreadable]
        for grid in grids:
            found = shown.pop(grid.name, None)
            if found is None:
                if grid.name not in (*self.shown.missing, *unread):
                    self.differences.append(Difference("sheet_missing", grid.name))
                continue
            for cell, values in self._unlike(grid, found):
                self.differences.append(Difference("cell", cell, cell, values))
        self.differences += [Difference("sheet_added", name) for name in shown]

    def _unlike(self, grid: Grid, found: Grid) -> Iterator[tuple[str, dict[str, Value]]]:
        """The cells that differ, but for those that say when and where, and those in which the finance section writes."""
        passed = _columns_passed(grid)
        for r in range(max(len(grid.rows), len(found.rows))):
            made, there = (one.rows[r] if r < len(one.rows) else [] for one in (grid, found))
            if grid.name == texts.COVER and made and str(made[0]).startswith(_SIGN):
                continue
            for c in range(max(len(made), len(there))):
                source, summary = (plain(row[c]) if c < len(row) else None for row in (made, there))
                self.compared += 1
                if source != summary and c not in passed:
                    yield f"{grid.name}!{address(r, c)}", {"source": source, "summary": summary}

    def _figure_differences(self) -> Iterator[Difference]:
        """Where the figures of the source, the record and the summary are not the same."""
        views: dict[str, Figures] = {"summary": self.shown.figures}
        if self.recorded is not None:
            views = {"record": self.recorded, **views}
        if self.source is not None:
            views = {"source": self.source, **views}
        for label in dict.fromkeys(label for figures in views.values() for label in figures):
            if label[0] in _COUNTED_ONLY_WHERE_KNOWN:
                values = {view: figures[label] for view, figures in views.items() if label in figures}
            else:
                none = 0.0 if label[0] == "rule" else None
                values = {
                    view: figures.get(label, none)
                    for view, figures in views.items()
                    if not (view == "summary" and _SHEETS[label[0]] in self.shown.missing)
                }
            self.compared += 1
            if len(set(values.values())) > 1:
                yield Difference("figure", _what(label), self.shown.at.get(label, ""), values)

    def result(self) -> Verification:
        """What came out: files and versions first, then figures."""
        figures = list(self._figure_differences())
        told = {difference.cell for difference in figures}
        others = (one for one in self.differences if not (one.kind == "cell" and one.cell in told))
        rank = {kind: n for n, kind in enumerate(verification_texts.KINDS)}
        unread = [name for name, *_ in self.book.unreadable if name not in self.same]
        self.unverified += [verification_texts.SHEET_UNREAD.format(sheet=name) for name in unread]
        return Verification(
            self.summary,
            self.against,
            self.compared,
            tuple(sorted([*others, *figures], key=lambda one: rank[one.kind])),
            tuple(self.unverified),
            tuple(self.remarks),
        )


_OF_INDICATORS = (
    "number",
    "project_number",
    "l1",
    "l2",
    "l3",
    "description",
    "value_raw",
    "op",
    "value",
    "upper",
    "basis",
)
_SHEETS = {"project": texts.PROJECTS, "rule": texts.FINDINGS}
_SIGN = texts.COVER_SIGN.partition("{")[0]


def _head(key: str) -> str:
    return texts.HEADS[key].replace("\n", "")


def _comparable(value: Any) -> Value:
    plainly = plain(value)
    return common_name(plainly) if isinstance(plainly, str) else plainly


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int)


def _of_content(content: dict[str, Any]) -> Figures:
    counts = {key: value for key, value in content["counts"].items() if key in texts.COVER_ROWS}
    amounts = {key: float(value) for key, value in counts.items()}
    return {
        **project_figures(_with_numbers(content["projects"])),
        **organisation_figures(_with_numbers(content["organisations"])),
        **{("total", key): plain(value) for key, value in amounts.items()},
        **rule_figures(content["findings"]),
    }


def _with_numbers(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Money stands as text in a record, exact."""
    money = ("total", "fiscal", "other")
    return [{**row, **{key: float(row[key]) for key in money if row.get(key) is not None}} for row in rows]


def _files_of(department: Department) -> dict[str, str]:
    return {entry.relative: entry.sha256 for entry in department.entries if entry.status != Status.OWN_OUTPUT}


def _columns_passed(grid: Grid) -> set[int]:
    """The columns that say when a file was saved, and those for the words of people."""
    heads = {texts.SUBMISSIONS: {texts.HEADS["modified"]}, texts.FINDINGS: {EXPLANATION, OPINION}}
    wanted = next((heads[name] for name in heads if grid.name.startswith(name)), set())
    return {c for row in grid.rows for c, value in enumerate(row) if value in wanted}


def _what(label: Label) -> str:
    kind, *rest = label
    if kind == "project":
        file, sheet, nth, key = rest
        place = verification_texts.PROJECT if nth == "1" else verification_texts.PROJECT_NTH
        return place.format(file=file, sheet=sheet, nth=nth, key=_head(key))
    if kind == "organisation":
        _, name, _, key = rest
        return verification_texts.ORGANISATION.format(name=name, key=_head(key))
    if kind == "total":
        return verification_texts.TOTAL.format(key=texts.COVER_ROWS[rest[0]][0].strip())
    from jibiao.checks.catalogue import rules

    known = rules().get(rest[0])
    return verification_texts.RULE.format(title=known.title if known else rest[0])

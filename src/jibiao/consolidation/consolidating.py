"""The whole job: a folder of workbooks → the department's summary."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao.atomic import atomic_path, remove_leftovers
from jibiao.checks.checking import checked
from jibiao.checks.parted import Seen
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.checks.states import said_in
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department
from jibiao.consolidation.put_together import build_department
from jibiao.consolidation.run_record import (
    Run,
    content_of,
    digest_of,
    refuse_foreign_record,
    write_record,
)
from jibiao.errors import JibiaoError, MissingLibrary
from jibiao.forms import forms_known
from jibiao.own_output import refuse_foreign
from jibiao.roster import RosterLine, read_roster
from jibiao.rounds.previous import read_previous
from jibiao.submissions.beside import record_path
from jibiao.submissions.checked import checking_by
from jibiao.submissions.entries import Entry, Progress, Status, read_entries
from jibiao.submissions.rounds import owners_of_forms, settle_rounds
from jibiao.submissions.scan import scan
from jibiao.submissions.shared import crew_for

if TYPE_CHECKING:
    from jibiao.checks.checking import EachPart
    from jibiao.checks.finding import Finding
    from jibiao.manifest import Manifest
    from jibiao.processes import Team
    from jibiao.submissions.packed import Store
    from jibiao.submissions.roster_match import RosterResult


_NO_WORKBOOKS = (Status.NOT_SPREADSHEET, Status.OWN_OUTPUT)


class NothingToRead(JibiaoError):
    """There is no workbook in the folder; nothing was written. entries: what is there instead."""

    def __init__(self, folder: Path, entries: Sequence[Entry]) -> None:
        super().__init__(texts.NOTHING_TO_READ.format(folder=folder))
        self.entries = entries


def consolidate(
    folder: Path,
    target: Path,
    roster: Path | None = None,
    parquet: Path | None = None,
    year: int | None = None,
    department: str | None = None,
    progress: Progress | None = None,
    generated: dt.datetime | None = None,
    manifest: Path | None = None,
    settings: Settings = NO_SETTINGS,
    others: Sequence[Path] = (),
    previous: Sequence[Path] = (),
    store: Store | None = None,
    crew: Team | None = None,
) -> Department:
    """Read every workbook in a folder, check it, and write one summary workbook, with the record of the run beside it.

    roster: CSV of who should have sent one. parquet: a folder for the same tables as Parquet.
    year: the budget year, department: its name for the cover; without them they are told from the forms
    and the folder. progress: called as (files done, files in all, the file at hand).
    generated: the time printed on the cover. manifest: of the templates that were sent; it stands for a roster, and
    what is not as it was sent is among the findings. settings: what the department asks for. others: further files of
    this run, which nobody submitted. previous: the finance section's own lists of the last round, with its opinions.
    store: of what was read before (`submissions.cache`). crew: who reads and checks, in the place of processes that are begun
    here if there is much to do.

    Raises RosterError, ManifestError, PreviousError, NothingToRead, MissingLibrary, UnfitRows (the summary is written, and
    no Parquet), and OSError if the summary cannot be written; a file that cannot be read is in the result. FileExistsError: the
    target is a file that this program did not write.
    """
    started, clock = dt.datetime.now().astimezone().replace(microsecond=0), _Clock()
    record = record_path(target)
    refuse_foreign(target)
    refuse_foreign_record(record)
    remove_leftovers([target, record])  # else they are among what was handed in
    # What is asked for first: a fault in it should not cost the time of reading hundreds of files.
    write_parquet = _parquet_writer() if parquet else None
    lines = read_roster(roster) if roster else None
    sent = _Sent(manifest, folder, year) if manifest else None
    earlier = read_previous(previous).rows
    own = [path for path in (target, roster, parquet, *others, *settings.files, *previous) if path]
    with (
        _collector_paused(),
        forms_known(settings.forms),
        nullcontext(crew) if crew else crew_for(settings) as readers,
    ):
        found = scan([folder], [*own, *(sent.own if sent else ())])
        entries = read_entries(folder, found, progress, store, readers, looks=(Seen, said_in))
        clock.mark("read")
        settle_rounds(entries, sent.senders.owners if sent else owners_of_forms(entries), one_each=bool(sent))
        if all(entry.status in _NO_WORKBOOKS for entry in entries):
            raise NothingToRead(folder, entries)
        if sent:
            lines = sent.lines
            findings = sent.findings(entries, settings, checking_by(readers, progress))
            year = year or sent.year
        else:
            readings = [entry.reading for entry in entries if entry.reading]
            parts = checked(readings, year, settings=settings, each_part=checking_by(readers, progress))
            findings = (finding for part in parts for _, finding in part)
        result = build_department(
            entries,
            findings,
            name=department or "",
            folder=folder,
            year=year,
            roster=lines,
            generated=generated,
            settings=settings,
            earlier=earlier,
            room=target.parent,
        )
        result.name = result.name or result.own_name or texts.DEPARTMENT
        if sent and result.roster:
            sent.settle(result.roster)
        clock.mark("check")
        from jibiao.consolidation.summary import write_summary

        run = Run(
            folder,
            target,
            roster,
            manifest,
            parquet,
            year,
            department,
            settings,
            previous,
            started,
            clock.seconds,
        )
        content = content_of(result, run)
        # The summary names the record that it belongs to: a run that is killed between the two is found out.
        with atomic_path(record) as path:
            write_record(path, content, run)
            write_summary(result, target, digest_of(content))
        if parquet and write_parquet:
            write_parquet(result, parquet)
    return result


class _Clock:
    """Seconds that the parts of a run took."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def mark(self, part: str) -> None:
        """A part has come to its end."""
        now = time.perf_counter()
        self.seconds[part], self._last = round(now - self._last, 3), now


def _parquet_writer() -> Callable[[Department, Path], object]:
    """`write_parquet`; its libraries are not to be had for every machine. Raises MissingLibrary."""
    try:
        from jibiao.consolidation.parquet import write_parquet
    except ImportError as error:
        raise MissingLibrary((error.name or "polars").partition(".")[0]) from error
    return write_parquet


class _Sent:
    """What was sent out. Its modules are imported where they are needed: building templates costs a moment."""

    def __init__(self, path: Path, folder: Path, year: int | None) -> None:
        """year: which of several in a folder. Raises ManifestError if that does not tell."""
        from jibiao.manifest import read_manifest, read_manifests
        from jibiao.returns.assess import home_of, own_files
        from jibiao.returns.senders import Senders

        of_year = [one for one in read_manifests(path) if one.year == year] if path.is_dir() else []
        self._manifest: Manifest = of_year[0] if len(of_year) == 1 else read_manifest(path)
        self._home = home_of(path)
        self.senders = Senders(self._manifest)
        self.own = own_files(path, folder)
        self.year = self._manifest.year or None
        self.lines = [RosterLine(n, s.code, s.name, s.parent) for n, s in enumerate(self._manifest.sent, 1)]

    def findings(self, entries: list[Entry], settings: Settings, each_part: EachPart) -> Iterator[Finding]:
        """Those of the check, and what is not as it was sent."""
        from jibiao.returns.assess import assess, findings_of

        self._assessment = assess(entries, [self._manifest], self._home)
        return findings_of(entries, self._assessment, settings, each_part)

    def settle(self, roster: RosterResult) -> None:
        """Let the roster say of each organisation what the intake says of it."""
        for match, one in zip(roster.matches, self._assessment.returns, strict=True):
            match.state = one.state.of_roster
            if match.state != "missing":
                match.files = [str(entry.path) for entry in one.entries]
                match.how = match.how or "file_name"


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A run makes hundreds of thousands of objects that live to its end. The cyclic collector walks over
    them again and again and finds nothing to free (measured: a quarter of the whole time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

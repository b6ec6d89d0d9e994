"""审核: files are read and checked; what is found goes to the screen, into marked and mended copies, and a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jibiao.api import check, fix, mark, read
from jibiao.api_results import Readings
from jibiao.checks.catalogue import rules
from jibiao.checks.finding import SEVERITY_NAMES, STATE_NAMES, Finding, Severity, not_accepted
from jibiao.checks.notes import reason_words
from jibiao.checks.order import RANK, worst_first
from jibiao.checks.owners import count_forms
from jibiao.checks.settings import Settings
from jibiao.failures import failed
from jibiao.files.errors import UnreadableFile
from jibiao.files.submitted import as_folders
from jibiao.marking.package import Unpatchable
from jibiao.marking.texts import LEFT, UNPATCHABLE
from jibiao.page.texts import said
from jibiao.reading import FileReading
from jibiao.submissions.entries import Progress
from jibiao.submissions.repeated import repeated_file, same_files
from jibiao.submissions.rounds import replaced_files
from jibiao.system_errors import in_words

_PART = 2_000
"""About so many findings go to the screen at once."""
_Write = Callable[[FileReading, Path], object]
"""Writes the copy of a workbook to a path."""


@dataclass
class Review:
    """What a check gave. same: files with the bytes of another one, which are not checked again, nor are those that were
    replaced by one of a later round. findings: by the number under which the page knows each."""

    readings: Readings
    same: dict[Path, Path]
    settings: Settings
    findings: list[Finding]
    replaced: dict[Path, Path]

    def to_json(self) -> dict[str, Any]:
        """For the screen: what to say of all, and the first part of what was found."""
        kinds = Counter(finding.rule for finding in self.findings)
        return {
            "said": list(self._said()),
            "states": {str(state): name for state, name in STATE_NAMES.items()},
            "levels": {str(severity): name for severity, name in SEVERITY_NAMES.items()},
            "rules": [[rule, rules()[rule].title, count] for rule, count in kinds.most_common()],
            **self.part(0),
        }

    def part(self, start: int) -> dict[str, Any]:
        """`files`: from that file on, the worst first, each with its findings, the worst first; so many that there is memory
        for them as JSON. `more`: the file at which the next part begins, None after the last."""
        files: list[dict[str, Any]] = []
        count = 0
        for n in range(start, len(self._files)):
            if count > _PART:
                return {"files": files, "more": n}
            file, found = self._files[n]
            files.append({"file": file, "findings": [_finding_json(one, number) for number, one in found]})
            count += len(found) + 1
        return {"files": files, "more": None}

    @cached_property
    def _files(self) -> list[tuple[str, list[tuple[int, Finding]]]]:
        """Files, the worst first, each with its findings and their numbers, the worst first."""
        number = {id(finding): n for n, finding in enumerate(self.findings)}
        of_file: dict[str, list[Finding]] = {str(path): [] for path in (*self._paths(), *self.same)}
        for finding in self.findings:
            of_file.setdefault(finding.file, []).append(finding)
        counts = {
            file: Counter(one.severity for one in not_accepted(found)) for file, found in of_file.items()
        }
        order = sorted(of_file, key=lambda file: [-counts[file][severity] for severity in RANK])
        return [(file, [(number[id(one)], one) for one in worst_first(of_file[file])]) for file in order]

    def _paths(self) -> Iterator[Path]:
        return (reading.path for reading in self.readings)

    def _said(self) -> Iterator[str]:
        open_ones = not_accepted(self.findings)
        found = Counter(finding.severity for finding in open_ones)
        forms = count_forms(self.readings.projects, self.findings)
        yield said("checked", files=len(self.readings) + len(self.same), **forms._asdict())
        if self.findings:
            yield said("counted", **{str(severity): found[severity] for severity in Severity})
        if accepted := len(self.findings) - len(open_ones):
            yield said("accepted", count=accepted)
        if unread := [str(reading.path) for reading in self.readings.unread]:
            yield said("unread", count=len(unread), names="、".join(unread[:20]))
        if self.replaced:
            yield said("replaced", count=len(self.replaced))
        if own := [str(one.path) for one in self.readings.skipped if one.same_as is None]:
            yield said("own_results", count=len(own))


def _finding_json(finding: Finding, number: int) -> dict[str, Any]:
    data = finding.to_json() | {"n": number, "title": rules()[finding.rule].title}
    return {key: value for key, value in data.items() if key not in ("file", "field")}


def review(
    names: Sequence[Path],
    settings: Settings,
    year: int | None,
    previous: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Review:
    """Read and check files and folders, named from the current folder. previous: of the last round."""
    every = read(names, settings=settings, progress=progress)
    replaced = replaced_files(every, [Path(), *names])
    latest = every.without(replaced)
    same = same_files([reading.path for reading in latest if not reading.reason])
    readings = latest.without(same)
    repeated = [repeated_file(path, before) for path, before in same.items()]
    found = check(readings, year=year, settings=settings, previous=previous)
    findings = [*found, *settings.apply(repeated)]
    return Review(readings, same, settings, findings, replaced)


def marked(done: Review, folder: Path, progress: Progress | None = None) -> list[str]:
    """Write a marked copy of every workbook. Returns what could not be marked, in words."""
    return _copies(done, folder, progress, lambda reading, target: mark(reading, target, done.findings))


def mended(done: Review, folder: Path, progress: Progress | None = None) -> list[str]:
    """Write a copy with its safe fixes of every workbook that has any, and say which cells they are. Returns what was
    done and what could not be, in words."""
    lines: list[str] = []

    def mend(reading: FileReading, target: Path) -> None:
        result = fix(reading, target, settings=done.settings)
        for change in result.changes:
            lines.append(said("mended", file=reading.path, **change.to_json()))
        for change in result.left:
            why = LEFT[change.left] if change.left else ""
            lines.append(said("not_mended", file=reading.path, **change.to_json() | {"left": why}))

    return _copies(done, folder, progress, mend) + lines


def _copies(done: Review, folder: Path, progress: Progress | None, write: _Write) -> list[str]:
    """Write a copy of each workbook that could be read, below the folder as it lies below the field."""
    lines: list[str] = []
    readings = [reading for reading in done.readings if not reading.reason]
    for n, reading in enumerate(readings):
        if progress:
            progress(n, len(readings), reading.path)
        if reading.is_document:
            lines.append(said("document", file=reading.path))
            continue
        target = folder / as_folders(reading.path)
        if target.exists():  # 甲局.zip beside the folder 甲局
            target = folder / reading.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if why := _why_not(reading, target, write):
            lines.append(said("no_copy", file=reading.path, why=why))
    return lines


def _why_not(reading: FileReading, target: Path, write: _Write) -> str:
    """Write one copy. Returns why that could not be done, or ""."""
    try:
        write(reading, target)
    except Unpatchable as error:
        return UNPATCHABLE[error.reason]
    except UnreadableFile as error:
        return reason_words(error.reason, error.detail)["reason"].rstrip("。")
    except OSError as error:
        return in_words(error)
    except MemoryError:
        raise
    except Exception as error:
        return said("failed_inside", failure=failed(error, f"copying {reading.path}"))
    return ""

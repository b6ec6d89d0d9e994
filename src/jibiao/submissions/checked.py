"""Files checked by a crew of processes, in parts that have nothing to do with one another (`checks.parted`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jibiao.checks.catalogue import as_finding
from jibiao.checks.checking import Asked, EachPart, Part, Placed, check_part
from jibiao.checks.finding import Fault
from jibiao.checks.guard import not_judged
from jibiao.checks.settings import Settings
from jibiao.identity import Stamp
from jibiao.processes import Task, Team
from jibiao.submissions import texts
from jibiao.submissions.entries import Progress
from jibiao.submissions.folded import packed_of
from jibiao.submissions.packed import pack_as, unpack, unpack_as


def check_packed(
    settings: Settings,
    packed: list[tuple[Path, bytes]],
    numbers: list[int],
    folder: str,
    found: list[Fault],
    year: int | None,
    expected: Stamp | None,
) -> bytes:
    """The findings of some files that are checked together (`checks.checking.Part`), packed. packed: what each of them gave."""
    readings = [unpack(data, path) for path, data in packed]
    return pack_as(
        list[Placed], check_part(Part(readings, numbers, folder, found), Asked(settings, year, expected))
    )


def checking_by(crew: Team, progress: Progress | None = None) -> EachPart:
    """How `check` has its parts checked by a crew. progress: called as while files are read, if there is so much to do that
    processes were started."""

    def each(parts: list[Part], asked: Asked) -> Iterator[list[Placed]]:
        task = Task(
            here=lambda part: check_part(part, asked),
            away=check_packed,
            asked=lambda part: (
                [(reading.path, packed_of(reading)) for reading in part.readings],
                *part[1:],
                *asked[1:],
            ),
            back=lambda part, data: unpack_as(list[Placed], data),
            lost=_lost_part,
        )
        done, total = 0, sum(len(part.numbers) for part in parts)
        for part, placed in zip(parts, crew.each(task, iter(parts), len(parts)), strict=True):
            yield placed
            done += len(part.numbers)
            if progress and crew.at_work:
                progress(done, total, part.readings[-1].path)

    return each


def _lost_part(part: Part, why: str) -> list[Placed]:
    """What is told of files that a process died of while it checked them."""
    words = texts.CHECK_DIED.format(status=why)
    return [
        ((number, 0, -1, -1, -1), as_finding(not_judged(str(reading.path), texts.CHECK, words)))
        for number, reading in zip(part.numbers, part.readings, strict=True)
    ]

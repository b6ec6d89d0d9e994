"""汇总, 下发 and 收表: what a department does, each with the files of its fields, its results in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jibiao.api import consolidate, distribute, intake
from jibiao.consolidation import NothingToRead
from jibiao.consolidation.summary.book import links_from
from jibiao.manifest import CSV_NAME
from jibiao.page.given import NotGiven, manifest_in, only_file, previous_in, settings_in, submitted
from jibiao.page.texts import said
from jibiao.submissions.beside import record_path
from jibiao.submissions.entries import Entry, Progress

_MOST_NAMES = 20


def summarise(given: Path, out: Path, asked: dict[str, Any], progress: Progress, room: Path) -> list[str]:
    """汇总. given: the folder of the fields; out: where the summary goes. asked: year, department, linked (whether the
    summary will lie beside what was handed in). room: for what has to be unpacked. Returns what to say."""
    settings = settings_in(given / "settings")
    folder = submitted(Path())
    try:
        with links_from(Path.cwd() if asked.get("linked") else None):
            target = out / said("summary_name")
            result = consolidate(
                folder,
                target,
                roster=only_file(given / "roster", "roster_several"),
                manifest=manifest_in(given / "manifest", room),
                year=year_of(asked),
                department=asked.get("department") or None,
                previous=previous_in(given / "previous"),
                settings=settings,
                progress=progress,
                cache=False,
            )
    except NothingToRead as error:
        raise NotGiven("\n".join([said("nothing_to_read"), *map(_left, error.entries)])) from error
    record_path(target).unlink()  # a browser fetches one file, and its paths are none of the user's computer
    data = result.to_json()
    lines = [said("summarised", **data)]
    for state in ("missing", "sent_blank", "sent_unread"):
        if names := data[state]:
            lines.append(said(state, count=len(names), names=_names(names)))
    return [*lines, *_unread(result.unread)]


def send(given: Path, out: Path, asked: dict[str, Any], progress: Progress, room: Path) -> list[str]:
    """下发. asked: form, year. Returns what to say."""
    roster = only_file(given / "roster", "roster_several")
    if roster is None:
        raise NotGiven(said("no_roster"))
    year = year_of(asked)
    if year is None:
        raise NotGiven(said("no_year"))
    before = given / "last_year"
    done = distribute(
        roster,
        asked["form"],
        year,
        out,
        last_year=before / submitted(before) if before.is_dir() else None,
        settings=settings_in(given / "settings"),
        progress=progress,
    )
    lines = [
        said(
            "sent", organisations=len(done.manifest.sent), archives=len(done.manifest.archives), list=CSV_NAME
        )
    ]
    if done.prefilled:
        lines.append(said("prefilled", projects=done.prefilled))
    lines += [said("not_carried", file=one.path) for one in done.last_year.unread]
    lines += [
        said("stranger", file=one.file, sheet=one.sheet, name=one.name or "")
        for one in done.last_year.strangers
    ]
    lines += [
        said("lost", file=one.file, sheet=one.sheet, name=one.project or "", fields="、".join(one.names))
        for one in done.losses
    ]
    return lines


def collect(given: Path, out: Path, asked: dict[str, Any], progress: Progress, room: Path) -> list[str]:
    """收表. asked: linked. Returns what to say."""
    manifest = manifest_in(given / "manifest", room)
    if manifest is None:
        raise NotGiven(said("no_manifest"))
    with links_from(Path.cwd() if asked.get("linked") else None):
        result = intake(
            submitted(Path()),
            manifest,
            out / said("status_name"),
            previous=previous_in(given / "previous"),
            settings=settings_in(given / "settings"),
            progress=progress,
            cache=False,
        )
    data = result.to_json()
    lines = [said("collected", all=len(data["organisations"]), **data)]
    for state in ("missing", "blank", "unreadable"):
        names = [one["name"] or one["code"] for one in data["organisations"] if one["state"] == state]
        if names:
            lines.append(said(f"collected_{state}", count=len(names), names=_names(names)))
    return [*lines, *_unread(result.department.unread)]


def year_of(asked: dict[str, Any]) -> int | None:
    """The budget year; None if the field is empty. Raises NotGiven."""
    text = str(asked.get("year") or "").strip()
    if not text:
        return None
    if not (text.isdecimal() and 2000 <= int(text) <= 2100):
        raise NotGiven(said("bad_year", year=text))
    return int(text)


def _names(names: Sequence[str]) -> str:
    more = said("and_others", count=len(names)) if len(names) > _MOST_NAMES else ""
    return "、".join(names[:_MOST_NAMES]) + more


def _unread(entries: Sequence[Entry]) -> Iterator[str]:
    if entries:
        yield said("unread", count=len(entries), names=_names([entry.relative for entry in entries]))


def _left(entry: Entry) -> str:
    return said("left", file=entry.relative, why=entry.why)

"""The run record beside a summary: of what it was made, by what and how, and its figures (decision 36).

    {"jibiao_record": 1, "sha256": …, "content": {…}, "run": {…}}

`content` is the same whenever the same is summed up by the same version; its SHA-256 stands in the record and in the
summary. `run` holds what is of one run only: when, where, the command, the machine's libraries.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import platform
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib import metadata
from itertools import chain, repeat
from pathlib import Path
from typing import Any, overload

from jibiao import __version__
from jibiao.checks.settings import Settings
from jibiao.consolidation.department import Department
from jibiao.consolidation.figures import PROJECT_KEYS, organisations_of
from jibiao.consolidation.tables import Row, project_head
from jibiao.manifest import JSON_NAME
from jibiao.paths import sha256_of
from jibiao.submissions.entries import Status

FORMAT = 1
_BEGINS = b'{\n"jibiao_record": '
_LIBRARIES = ("xlrd", "msoffcrypto-tool", "XlsxWriter", "polars")


@dataclass(frozen=True, slots=True)
class Run:
    """How a summary was asked for, see `consolidate`. started: when; seconds: how long each part took."""

    folder: Path
    target: Path
    roster: Path | None
    manifest: Path | None
    parquet: Path | None
    year: int | None
    department: str | None
    settings: Settings
    previous: Sequence[Path]
    started: dt.datetime
    seconds: dict[str, float]


def refuse_foreign_record(path: Path) -> None:
    """Raise FileExistsError if a file stands in the place of a record that this program did not write."""
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(_BEGINS)) != _BEGINS:
                raise FileExistsError(errno.EEXIST, "exists", str(path))


class _Projects(Sequence[Row]):
    """What a record keeps of the projects, each made when it is asked for: of a province they are many."""

    def __init__(self, department: Department) -> None:
        self._projects = department.projects

    def __len__(self) -> int:
        return len(self._projects)

    @overload
    def __getitem__(self, n: int) -> Row: ...
    @overload
    def __getitem__(self, n: slice) -> list[Row]: ...
    def __getitem__(self, n: int | slice) -> Row | list[Row]:
        if isinstance(n, slice):
            return [self[k] for k in range(*n.indices(len(self)))]
        row = project_head(self._projects[n])
        return {key: row[key] for key in PROJECT_KEYS}


def content_of(department: Department, run: Run) -> dict[str, Any]:
    """What a record says of a summary, whenever and wherever it is made."""
    projects = _Projects(department)
    whole = department.to_json()
    return {
        "version": __version__,
        "department": department.name,
        "year": run.year,
        "settings": run.settings.in_words(),
        "inputs": list(_inputs(department, run)),
        "counts": {key: value for key, value in whole.items() if isinstance(value, int | str)},
        "organisations": organisations_of(projects),
        "projects": projects,
        "findings": dict(sorted(Counter(one.rule for one in department.findings.briefs()).items())),
    }


def digest_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a record's content, as hexadecimal digits; of what was read back it is the same."""
    digest = hashlib.sha256()
    for piece in _pieces(content):
        digest.update(piece.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _pieces(content: dict[str, Any]) -> Iterator[str]:
    """The content as one line of JSON, in order, row by row."""
    line = partial(json.dumps, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_text)
    for before, name in zip(chain("{", repeat(",")), sorted(content), strict=False):
        value = content[name]
        yield f"{before}{line(name)}:"
        if isinstance(value, list | _Projects):
            yield from (
                f"{sign}{line(row)}" for sign, row in zip(chain("[", repeat(",")), value, strict=False)
            )
            yield "]" if value else "[]"
        else:
            yield line(value)
    yield "}"


def write_record(path: Path, content: dict[str, Any], run: Run) -> None:
    """Write a record to a path."""
    parts = {
        "jibiao_record": FORMAT,
        "sha256": digest_of(content),
        "run": _of_run(run),
        "content": content,
    }
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        for before, (name, part) in zip(chain(["{\n"], repeat(",\n")), parts.items(), strict=False):
            file.write(f"{before}{json.dumps(name)}: ")
            file.writelines(_lines(part))
        file.write("\n}\n")


def read_record(path: Path) -> dict[str, Any] | None:
    """A record that was written; None if there is none. Raises ValueError if it is none of ours, OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    record = json.loads(data)
    if not isinstance(record, dict) or record.get("jibiao_record") != FORMAT:
        raise ValueError(path)
    if not all(isinstance(record.get(part), dict) for part in ("content", "run")):
        raise ValueError(path)
    return record


def libraries() -> dict[str, str]:
    """What else the results may depend on, with its version."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def _inputs(department: Department, run: Run) -> Iterator[dict[str, str]]:
    """Every file that the summary goes by: those submitted, and those of the office."""
    for entry in department.entries:
        if entry.status != Status.OWN_OUTPUT:
            yield {"role": "submitted", "file": entry.relative, "sha256": entry.sha256}
    office = [("roster", run.roster), ("manifest", run.manifest)]
    office += [("settings", path) for path in run.settings.files]
    office += [("previous", path) for path in run.previous]
    for role, path in office:
        if path:
            yield {"role": role, "file": path.name, "sha256": hash_of(path)}


def hash_of(path: Path) -> str:
    """The SHA-256 of a file (of a distribution's folder: of its manifest); "" if it cannot be read."""
    try:
        return sha256_of(path / JSON_NAME if path.is_dir() else path)
    except OSError:
        return ""


def _of_run(run: Run) -> dict[str, Any]:
    """Paths start from the summary's folder, so that a folder may be moved with all that is in it."""
    base = run.target.parent
    paths = {name: getattr(run, name) for name in ("folder", "roster", "manifest", "parquet")}
    return {
        "command": _command(run),
        "started": run.started.isoformat(),
        "seconds": run.seconds,
        "system": platform.platform(),
        "libraries": libraries(),
        **{name: _from(base, path) for name, path in paths.items()},
        "settings": _from(base, run.settings.path),
        "settings_files": [_from(base, path) for path in run.settings.files],
        "previous": [_from(base, path) for path in run.previous],
    }


def _command(run: Run) -> str:
    """The command that makes the same summary. A password is no part of it."""
    given = {
        "-o": run.target,
        "--roster": run.roster,
        "--manifest": run.manifest,
        "--parquet": run.parquet,
        "--year": run.year,
        "--department": run.department,
        "--settings": run.settings.path,
    }
    words = ["jibiao", "consolidate", str(run.folder)]
    for option, value in given.items():
        words += [option, str(value)] if value else []
    for path in run.previous:
        words += ["--previous", str(path)]
    return shlex.join(words)


def _from(base: Path, path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:  # on another drive
        return str(path.absolute())


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(value)


def _lines(part: Any) -> Iterator[str]:
    """JSON with a line for each item of a list and each name of what holds it: a person can read and compare it."""
    if not isinstance(part, dict):
        yield json.dumps(part)
        return
    for before, (name, value) in zip(chain(["{\n"], repeat(",\n")), part.items(), strict=False):
        yield f"{before}{json.dumps(name)}: "
        if not isinstance(value, list | _Projects) or not value:
            yield _line([] if isinstance(value, _Projects) else value)
            continue
        yield from (
            f"{sign}{_line(row)}" for sign, row in zip(chain(["[\n"], repeat(",\n")), value, strict=False)
        )
        yield "\n]"
    yield "\n}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_as_text)

"""Whether a run would give what the last one gave, told without reading a workbook (decision 40).

It would if the same is asked of the same program, every file of the folder has the same name, bytes and minute of saving,
every other file that entered (roster, manifest, settings, lists of the last round) is the same, and what was written
then is as it was written. All of it is told by content: every file is hashed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibiao.paths import resolved, sha256_of
from jibiao.submissions.beside import CACHE_OF_OUTPUT, cache_path
from jibiao.submissions.cache import MOST, Cache, program

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings

_LEFT_BY_SYSTEMS = re.compile(
    r"~\$.*|\.~lock\..*|\._.*|thumbs\.db|desktop\.ini|\.ds_store", re.IGNORECASE | re.DOTALL
)
_MINUTE = 60

Line = tuple[bool, str]
"""What was said: whether on standard error, and the line."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run said. when: it was; status: its exit status. notices: what was said in any case; lines: what was said to
    people, data: to machines."""

    when: str
    status: int
    notices: Sequence[Line]
    lines: Sequence[Line]
    data: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is asked. given: its options. written: the files and folders that it writes, which are nothing that
    was handed in."""

    command: str
    folder: Path
    output: Path
    given: Mapping[str, Any]
    written: Sequence[Path] = field(default=())

    def key(self) -> bytes | None:
        """By what a run is known: what is asked, and the folder as it is now. None if not all of it can be looked into."""
        try:
            listed = list(self._listed())
        except (OSError, ValueError):
            return None
        places = [os.path.abspath(path) for path in (os.curdir, self.folder, self.output)]
        options = {name: str(value) for name, value in self.given.items()}
        said = json.dumps([program(), self.command, places, options, listed], sort_keys=True)
        return hashlib.sha256(said.encode()).digest()

    def _listed(self) -> Iterable[tuple[str, str, int]]:
        """Every file below the folder, in order, with its content and the minute in which it was saved, which stands in
        the output. Raises OSError."""
        if not self.folder.is_dir():
            yield self._file(str(self.folder))
            return
        own = {resolved(path) for path in (self.output, *self.written)}
        for root, folders, names in os.walk(self.folder, onerror=_raised):
            folders[:] = sorted(name for name in folders if resolved(os.path.join(root, name)) not in own)
            for name in folders:
                yield os.path.join(root, name), "folder", 0
            folders[:] = [name for name in folders if not name.startswith(".")]  # these are not looked into
            for name in sorted(names):
                path = os.path.join(root, name)
                if not (
                    name.endswith((CACHE_OF_OUTPUT, ".parquet"))
                    or _LEFT_BY_SYSTEMS.fullmatch(name)
                    or resolved(path) in own
                ):
                    yield self._file(path)

    def _file(self, path: str) -> tuple[str, str, int]:
        about = os.stat(path)
        return path, _content_of(path), int(about.st_mtime // _MINUTE)


def _raised(error: OSError) -> None:
    raise error


def last_run(asked: Asked, key: bytes | None, *, data: bool) -> Told | None:
    """What the last run said, if this one would give the same and what it wrote is still there as it was. data: whether
    what it said to machines is needed as well."""
    path = cache_path(asked.output)
    if key is None or not path.exists():
        return None
    rows = Cache(path)
    try:
        return _told(rows, key, data)
    except (
        ValueError,
        TypeError,
        LookupError,
        RecursionError,
        MemoryError,
        zlib.error,
    ):  # whoever wrote it, we did not
        return None
    finally:
        rows.close()


def _told(rows: Cache, key: bytes, data: bool) -> Told | None:
    row = rows.get(key)
    if row is None:
        return None
    said = json.loads(_inflated(row))
    if any(content_of(Path(path)) != content for path, content in said["files"].items()):
        return None
    text = rows.get(_of_data(key)) if data else b""
    if text is None:
        return None
    notices, lines = ([(bool(err), str(line)) for err, line in said[name]] for name in ("notices", "lines"))
    return Told(
        str(said["when"]), int(said["status"]), notices, lines, json.loads(_inflated(text)) if data else None
    )


def keep_run(asked: Asked, key: bytes | None, told: Told, files: Iterable[Path]) -> None:
    """Keep what a run said. key: as it was before the run; if it is another one now, somebody wrote to the folder
    meanwhile, and nothing is kept. files: those that were read besides the folder (one that is not there may come), and
    those that were written."""
    contents = {os.path.abspath(path): content_of(path) for path in files}
    if key is None or key != asked.key():
        return
    said = {name: getattr(told, name) for name in ("when", "status", "notices", "lines")}
    rows = Cache(cache_path(asked.output))
    rows.put(key, _deflated(json.dumps(said | {"files": contents})))
    rows.put(_of_data(key), _deflated(json.dumps(told.data)))
    rows.close()


def files_of(
    settings: Settings,
    places: Iterable[Path],
    roster: Path | None,
    manifest: Path | None,
    previous: Iterable[Path],
) -> Iterator[Path]:
    """The files that enter besides those that were handed in, and where there may be such. places: in which settings
    are looked for."""
    from jibiao.checks.settings_places import FILE_NAMES
    from jibiao.checks.texts import FORMS_FOLDER

    yield from settings.files
    for folder in (*places, *([settings.path.parent] if settings.path else [])):
        yield from (folder / name for name in (*FILE_NAMES, FORMS_FOLDER))
    if roster:
        yield roster
    if manifest:
        yield from _files_of_manifest(manifest)
    for path in previous:
        yield path
        if path.is_dir():
            yield from (one for one in path.rglob("*") if one.is_file())


def _files_of_manifest(manifest: Path) -> Iterator[Path]:
    """The lists, and the workbooks that were sent, with which what came back is compared."""
    from jibiao.manifest import lists_in, read_manifests

    home = manifest if manifest.is_dir() else manifest.parent
    yield from (manifest, *lists_in(home).values())
    yield from (home / sent.file for one in read_manifests(manifest) for sent in one.sent)


def content_of(path: Path) -> str:
    """The SHA-256 of a file; of a folder that of the names in it; "" if there is nothing, or it cannot be read."""
    try:
        if path.is_dir():
            return hashlib.sha256(json.dumps(sorted(os.listdir(path))).encode()).hexdigest()
        return _content_of(path)
    except (OSError, ValueError):
        return ""


def _content_of(path: str | Path) -> str:
    """Raises OSError, also of what is no file: a pipe would be read for ever."""
    if not os.path.isfile(path):
        raise OSError(path)
    return sha256_of(path)


def _of_data(key: bytes) -> bytes:
    return hashlib.sha256(key + b" data").digest()


def _deflated(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _inflated(data: bytes) -> str:
    stream = zlib.decompressobj()
    text = stream.decompress(data, MOST)
    if not stream.eof:
        raise ValueError("cut off")
    return text.decode("utf-8", "surrogatepass")

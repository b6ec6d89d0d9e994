"""What files gave when they were last read, kept beside the output: a second run reads only what changed (decision 40).

One SQLite file, `汇总.缓存（可删除）.db`. A row is found by the SHA-256 of the file's bytes and of all that decides what
reading gives; the row's own bytes have a SHA-256 too. Nothing in the file is ever run, and nothing is taken from it that is
not as it was written: what is damaged is read anew. A cache that cannot be used (another run has it, the folder is
read-only, the disk is full, a network drive has no locks) is done without.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jibiao import __version__
from jibiao.files.password import given_password
from jibiao.paths import sha256_of
from jibiao.submissions.beside import cache_path

with suppress(ImportError):  # Python in a browser has none, nor one that was built without it
    import sqlite3

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings

MOST = 512 * 2**20
"""Bytes of one row."""
_MAGIC = b"SQLite format 3\0"
_MARK = b"JBC1"
"""The application id in the header of the file: that it is ours, and the version of the table."""
_MARK_AT = 68
_TABLE = "CREATE TABLE kept (key BLOB PRIMARY KEY, data BLOB NOT NULL, digest BLOB NOT NULL)"
_SCHEMA = {("table", "kept", _TABLE), ("index", "sqlite_autoindex_kept_1", None)}
_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
"""The disk takes no more."""
_A_BATCH = 8 * 2**20
"""Bytes that are put down at once: a run that is killed loses no more."""


class Cache:
    """Rows of bytes in a file, each by its key. Nothing is raised: what fails has nothing, and keeps nothing.

    A row that was neither asked for nor put down is cleared by `clear_others`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: set[bytes] = set()
        self._waiting = 0
        self._rows = _opened(path)

    @property
    def is_open(self) -> bool:
        """Whether there is a file to keep anything in."""
        return self._rows is not None

    def get(self, key: bytes) -> bytes | None:
        """The bytes that were put down under a key; None if there are none, or others than were put down."""
        self._used.add(key)
        if self._rows is None:
            return None
        try:
            row = self._rows.execute("SELECT data, digest FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self.give_up()
            return None
        data, digest = row or (None, None)
        return data if isinstance(data, bytes) and digest == _digest(key, data) else None

    def put(self, key: bytes, data: bytes) -> None:
        """Put down bytes under a key."""
        self._used.add(key)
        if self._rows is None or len(data) > MOST:
            return
        try:
            self._rows.execute(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (key, data, _digest(key, data))
            )
            self._waiting += len(data)
            if self._waiting > _A_BATCH:
                self._put_down()
        except sqlite3.Error:
            self.give_up()

    def clear_others(self) -> None:
        """Clear every row that was neither asked for nor put down since this was opened."""
        if self._rows is None:
            return
        try:
            there = [row[0] for row in self._rows.execute("SELECT key FROM kept")]
            self._rows.executemany(
                "DELETE FROM kept WHERE key IS ?", [(k,) for k in there if k not in self._used]
            )
        except sqlite3.Error:
            self.give_up()

    def close(self) -> None:
        """Put down what is waiting, and let go of the file; one with nothing in it goes."""
        if self._rows is None:
            return
        try:
            if self._rows.execute("SELECT 1 FROM kept LIMIT 1").fetchone() is None:
                self.give_up()
                return
            self._rows.commit()
            self._rows.close()
            self._rows = None
        except sqlite3.Error:
            self.give_up()

    def _put_down(self) -> None:
        assert self._rows
        self._rows.commit()
        self._rows.execute("BEGIN IMMEDIATE")
        self._waiting = 0

    def give_up(self) -> None:
        """The file is damaged, or the disk full: it goes, so that the output has its room and the next run a new one."""
        if self._rows is not None:
            with suppress(sqlite3.Error):
                self._rows.rollback()
            with suppress(sqlite3.Error):
                self._rows.close()
            self._rows = None
            with suppress(OSError):
                self._path.unlink()


def _digest(key: bytes, data: bytes) -> bytes:
    return hashlib.sha256(key + data).digest()


def _opened(path: Path) -> sqlite3.Connection | None:
    """The file, ready to be written to; a damaged one is begun anew. None if there can be none."""
    if "sqlite3" not in sys.modules or not _may_be_used(path):
        return None
    try:
        return _connected(path)
    except sqlite3.OperationalError as error:
        if not _is_damage(error):  # another run has it, nobody may write here, or the disk takes no more
            with suppress(OSError):
                if not path.stat().st_size:
                    path.unlink()
            return None
    except sqlite3.DatabaseError:
        pass
    try:
        path.unlink(missing_ok=True)
        return _connected(path)
    except (OSError, sqlite3.Error):
        return None


def _may_be_used(path: Path) -> bool:
    """Whether nothing is in the place of the file, or one of ours; half a mark is enough, for it may be damaged."""
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(_MARK_AT + len(_MARK))
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return not head or head.startswith(_MAGIC) or head[_MARK_AT:] == _MARK


def _is_damage(error: sqlite3.OperationalError) -> bool:
    """Whether it is the file that is at fault, and nobody who holds it or forbids to write to it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
    )


def _connected(path: Path) -> sqlite3.Connection:
    """Raises sqlite3.Error; DatabaseError if there is anything in the file but our table: a view or a trigger is a
    program."""
    rows = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        rows.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST + 1024)
        for said in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            # No second file beside it, and no waiting for the disk: what a killed run spoils is found out, and read anew.
            "journal_mode = MEMORY",
            "synchronous = OFF",
            "locking_mode = EXCLUSIVE",
        ):
            rows.execute(f"PRAGMA {said}").fetchall()
        if rows.execute("PRAGMA page_count").fetchone() == (0,):
            rows.execute("PRAGMA auto_vacuum = FULL")  # the room of rows that are cleared is given back
        rows.execute("BEGIN IMMEDIATE")
        found = set(rows.execute("SELECT type, name, sql FROM sqlite_schema LIMIT 9"))
        marked = rows.execute("PRAGMA application_id").fetchone() == (int.from_bytes(_MARK, "big"),)
        if not found and not marked:
            rows.execute(_TABLE)
            rows.execute(f"PRAGMA application_id = {int.from_bytes(_MARK, 'big')}")
        elif found != _SCHEMA or not marked:
            raise sqlite3.DatabaseError("not as it was made")
    except BaseException:
        rows.close()
        raise
    return rows


class CachedReadings:
    """Packed readings by the SHA-256 of files (`submissions.packed.Store`), of one version and certain forms."""

    def __init__(self, rows: Cache, forms: str) -> None:
        """forms: the digest of the department's own forms."""
        self._rows = rows
        self._salt = f"{program()} {forms} ".encode()

    def get(self, sha256: str) -> bytes | None:
        """What was packed of the file with these bytes; None if it is not there."""
        return self._rows.get(self._key(sha256))

    def put(self, sha256: str, packed: bytes) -> None:
        """Keep what was packed."""
        self._rows.put(self._key(sha256), packed)

    def _key(self, sha256: str) -> bytes:
        return hashlib.sha256(self._salt + sha256.encode()).digest()


@contextmanager
def cached_readings(
    output: Path | None, settings: Settings, wanted: bool = True
) -> Iterator[CachedReadings | None]:
    """The readings that are kept beside an output; those of files that are no longer asked for are cleared at the end.
    None where there are none: they are not wanted, or a password is given, and what opens with one is not to lie about
    without."""
    forms = _forms_of(settings)
    if output is None or not wanted or forms is None or given_password():
        yield None
        return
    rows = Cache(cache_path(output))
    try:
        yield CachedReadings(rows, forms) if rows.is_open else None
        rows.clear_others()
    except OSError as error:
        if error.errno in _FULL:
            rows.give_up()
        raise
    finally:
        rows.close()


def _forms_of(settings: Settings) -> str | None:
    """The digest of what defines a department's own forms; None if that is not known."""
    if not settings.forms:
        return ""
    return digest_of_files(settings.files) if settings.files else None


def digest_of_files(paths: Iterable[Path]) -> str | None:
    """The SHA-256 of the SHA-256 of some files, in order; None if one of them cannot be read."""
    digest = hashlib.sha256()
    try:
        for path in paths:
            digest.update(bytes.fromhex(sha256_of(path)))
    except (OSError, ValueError):
        return None
    return digest.hexdigest()


@cache
def program() -> str:
    """The digest of this program and of the libraries that it may use: of whatever of it decides what a file gives."""
    said = [code(), sys.version, sys.platform, *sorted(_packages())]
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def code() -> str:
    """The digest of this program itself, wherever it is installed."""
    here = Path(__file__).parents[1]
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(_files_below(here)):
        digest.update(path.relative_to(here).as_posix().encode())
        digest.update(bytes.fromhex(sha256_of(path)))
    return digest.hexdigest()


def _files_below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(root, name) for name in names)


def _packages() -> Iterator[str]:
    """What is installed: the names of their folders have the versions."""
    for place in sys.path:
        with suppress(OSError):
            yield from (
                name for name in os.listdir(place or ".") if name.endswith((".dist-info", ".egg-info"))
            )

"""Output files appear whole or not at all, and what a killed run left of them the next one takes away."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jibiao.paths import resolved

_TEMPORARY = re.compile(
    r"\.(?P<stem>.{0,40})\.(?P<machine>[0-9a-f]{6})-(?P<process>[0-9a-f]{1,8})-[0-9a-f]{6}", re.DOTALL
)
_DAY = 86_400
_FRESH = 5
"""Seconds for which the list of a folder holds: who writes thousands of files into one does not list it for each."""
_listed: dict[Path, tuple[float, list[Path]]] = {}


@contextmanager
def atomic_path(target: str | os.PathLike[str]) -> Iterator[Path]:
    """A path in the folder of the target to write to; it takes the target's place at the end.

    If the block raises, the target stays as it was and nothing is left behind; what a killed run left of this target is
    removed first. The path keeps the ending of the target's name, begins with a dot and says whose it is: the machine
    and the process. A link is followed: the file it leads to is replaced, not the link. Within another `atomic_path` its
    path is written to as it is: what is left of it must tell the target.
    """
    final = resolved(target)
    if is_temporary(final.name):
        yield final
        return
    remove_leftovers([final])
    path = final.with_name(f".{final.stem[:40]}.{_mark()}{final.suffix}")
    try:
        yield path
        os.replace(path, final)
    except OSError as error:
        if error.filename in (None, str(path)) and error.errno:  # a full disk names no file
            error.filename = str(final)  # a user knows nothing of the temporary one
        raise
    finally:
        with suppress(OSError):  # it must not hide why there is nothing to remove
            path.unlink(missing_ok=True)


@contextmanager
def own_temporary_folder() -> Iterator[None]:
    """Within, whatever libraries put into the system's folder for temporary files (a sheet as XML, a document that is
    converted) stands in a folder of this process there, which is gone afterwards; what killed runs left of theirs is
    removed. Where there is no such folder all stays as it is."""
    before = tempfile.tempdir
    try:
        home = Path(tempfile.gettempdir())
        folder = home / f".jibiao.{_mark()}.tmp"
        folder.mkdir(mode=0o700)
    except OSError:  # who needs one will say why there is none
        yield
        return
    for path in _temporaries(home):
        match = _TEMPORARY.fullmatch(path.stem)
        if match and match["stem"] == "jibiao" and path.suffix == ".tmp":
            with suppress(OSError):
                if _is_dead(match, path):
                    shutil.rmtree(path, ignore_errors=True)
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(targets: Iterable[Path]) -> None:
    """Remove what `atomic_path` left of these files in runs that were killed: files with such a name whose process is no
    more. Those of other machines, which a shared folder may hold, once nobody has written to them for a day."""
    by_folder: dict[Path, set[tuple[str, str]]] = {}
    for target in map(resolved, targets):
        by_folder.setdefault(target.parent, set()).add((target.stem[:40], target.suffix))
    for folder, names in by_folder.items():
        for path in _temporaries(folder):
            match = _TEMPORARY.fullmatch(path.stem)
            if match and (match["stem"], path.suffix) in names:
                with suppress(OSError):  # it is gone, or open in Windows: the next run will try again
                    if _is_dead(match, path):
                        path.unlink()


def is_temporary(name: str) -> bool:
    """Whether a file is named as `atomic_path` names one that is being written, or was when its run was killed."""
    return _TEMPORARY.fullmatch(os.path.splitext(name)[0]) is not None


def _temporaries(folder: Path) -> list[Path]:
    """The files of a folder that have the name of a temporary one."""
    now = time.monotonic()
    when, found = _listed.get(folder, (0.0, []))
    if not when or now - when > _FRESH:
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries if entry.name.startswith(".")]
        except OSError:  # there is none yet, or writing to it will say why not
            return []
        found = [folder / name for name in names if is_temporary(name)]
        _listed.clear()  # one folder at a time is written to
        _listed[folder] = now, found
    return found


def _is_dead(match: re.Match[str], path: Path) -> bool:
    if match["machine"] == _machine() and not _runs(int(match["process"], 16)):
        return True
    # The number of a process is given again, and other machines' processes cannot be asked for.
    return path.stat().st_mtime < time.time() - _DAY


def _mark() -> str:
    """Whose a temporary file is."""
    return f"{_machine()}-{os.getpid():x}-{secrets.token_hex(3)}"


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def _runs(process: int) -> bool:
    """Whether there is a process of this number on this machine."""
    if sys.platform == "win32":  # os.kill would end it
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(
            0x1000, False, process
        )  # what may be asked of any: that it is there
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is another user's
        return True
    return True

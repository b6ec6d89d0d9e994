"""The add-in in WPS: put where WPS looks for it, taken away, looked for."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from jibiao.addin import texts
from jibiao.addin import wps_publish as publish
from jibiao.addin.page_core import PageError
from jibiao.addin.state import State
from jibiao.addin.wps_package import FILES, add_in_files, folder_name, line
from jibiao.atomic import atomic_path
from jibiao.errors import JibiaoError

_LIST = "publish.xml"
_OF_OURS = re.compile(r"jibiao_[0-9][0-9A-Za-z.+]*")
_MOST = 60_000_000
"""Bytes of a part of the zip that are looked at."""


class OtherZip(JibiaoError):
    """A zip that is no add-in for WPS of this version."""


def find_wps(system: str = sys.platform, home: Path | None = None) -> Path | None:
    """WPS's folder of the user, in which the add-ins' folder is or will be; None on a system whose WPS has none. It may
    not exist."""
    home = home or Path.home()
    if system == "win32":
        roaming = os.environ.get("APPDATA") if home == Path.home() else None
        return Path(roaming or home / "AppData/Roaming") / "kingsoft/wps"
    return home / ".local/share/Kingsoft/wps" if system.startswith("linux") else None


def install(wps: Path | None = None, given: Path | None = None) -> list[State]:
    """Put the add-in and its line in place; what is there afterwards. given: the zip that `build_wps` made; None: it is
    built now.

    Raises OtherZip, and OSError if a file cannot be written. A publish.xml that cannot be read is left, and nothing is
    installed.
    """
    wps = wps or find_wps()
    if wps is None or not wps.is_dir():
        return [_no_wps(wps)]
    addins = wps / "jsaddons"
    broken = _list_state(addins)
    if broken.detail not in ("", texts.ABSENT, texts.WPS_LINE_MISSING):
        return [broken]
    try:
        files = _from_zip(given) if given else add_in_files()
    except PageError as error:
        return [_state(texts.ADDIN, addins / folder_name(), False, texts.WPS_NOT_BUILT.format(why=error))]
    for name in FILES:
        target = addins / folder_name() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (target.is_file() and target.read_bytes() == files[name]):
            with atomic_path(target) as path:
                path.write_bytes(files[name])
    _write_list(addins, publish.merged(_list(addins), line()))
    for old in _folders(addins):
        if old.name != folder_name():
            _remove(old)
    states = _states(addins)
    if all(state.ok for state in states):
        states[0] = _state(texts.ADDIN, addins / folder_name(), True, texts.WPS_RESTART)
    return states


def uninstall(wps: Path | None = None) -> list[State]:
    """Take away what `install` put there and nothing else. ok in the states: nothing of ours is there any more."""
    wps = wps or find_wps()
    if wps is None or not wps.is_dir():
        return [_no_wps(wps)]
    addins = wps / "jsaddons"
    try:
        there = publish.names_us(_list(addins))
    except publish.Unreadable as error:
        return [_state(_LIST, addins / _LIST, False, texts.WPS_BROKEN.format(why=error))]
    if there:
        _write_list(addins, publish.removed(_list(addins)))
    folders = _folders(addins)
    for folder in folders:
        _remove(folder)
    return [
        _state(texts.ADDIN, addins / folder_name(), True, texts.REMOVED if folders else texts.WAS_ABSENT),
        _state(_LIST, addins / _LIST, True, texts.REMOVED if there else texts.WAS_ABSENT),
    ]


def status(wps: Path | None = None) -> list[State]:
    """The folder of the add-in, and its line in publish.xml."""
    wps = wps or find_wps()
    return [_no_wps(wps)] if wps is None or not wps.is_dir() else _states(wps / "jsaddons")


def _states(addins: Path) -> list[State]:
    folder = addins / folder_name()
    others = [one.name for one in _folders(addins) if one != folder]
    detail = ""
    if not folder.is_dir():
        detail = texts.WPS_OTHER_VERSION.format(there=others[0]) if others else texts.ABSENT
    elif not all((folder / name).is_file() for name in FILES):
        detail = texts.WPS_INCOMPLETE
    return [_state(texts.ADDIN, folder, not detail, detail), _list_state(addins)]


def _list_state(addins: Path) -> State:
    path = addins / _LIST
    try:
        missing = texts.WPS_LINE_MISSING if path.exists() else texts.ABSENT
        detail = "" if publish.has(_list(addins), line()) else missing
    except publish.Unreadable as error:
        detail = texts.WPS_BROKEN.format(why=error)
    return _state(_LIST, path, not detail, detail)


def _list(addins: Path) -> bytes:
    path = addins / _LIST
    return path.read_bytes() if path.exists() else publish.NOTHING


def _write_list(addins: Path, data: bytes) -> None:
    """The list with these bytes; none where it would say nothing and was ours alone."""
    path = addins / _LIST
    if data == publish.NOTHING:
        path.unlink(missing_ok=True)
    elif not path.exists() or path.read_bytes() != data:
        with atomic_path(path) as target:
            target.write_bytes(data)


def _folders(addins: Path) -> list[Path]:
    """The folders of the add-in, of whatever version."""
    found = addins.iterdir() if addins.is_dir() else ()
    return sorted(path for path in found if path.is_dir() and _OF_OURS.fullmatch(path.name))


def _remove(folder: Path) -> None:
    """Our files; the folder too, unless somebody keeps something else in it."""
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()


def _from_zip(path: Path) -> Mapping[str, bytes]:
    """The files of the folder out of the zip. Raises OtherZip."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = {name: archive.getinfo(f"{folder_name()}/{name}") for name in FILES}
            if all(info.file_size <= _MOST for info in infos.values()):
                return {name: archive.read(info) for name, info in infos.items()}
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        pass
    version = folder_name().partition("_")[2]
    raise OtherZip(texts.WPS_OTHER_ZIP.format(name=path.name, version=version))


def _no_wps(wps: Path | None) -> State:
    return _state(texts.PROGRAM, None, False, texts.WPS_NOT_FOUND if wps else texts.WPS_NO_WPS)


def _state(item: str, path: Path | None, ok: bool, detail: str = "") -> State:
    return State("WPS", item, path, ok, detail)

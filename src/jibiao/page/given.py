"""What the user put into the fields of a step: each field is a folder, which is there only if something was put in."""

from __future__ import annotations

import errno
from pathlib import Path, PurePosixPath

from jibiao.checks.settings import NO_SETTINGS, Settings, read_settings
from jibiao.checks.settings_places import FILE_NAMES, find_settings
from jibiao.errors import JibiaoError
from jibiao.files.submitted import bundle_at, is_bundle
from jibiao.manifest import CSV_NAME, JSON_NAME
from jibiao.page.texts import said

_MOST_UNPACKED = 300_000_000
"""Bytes of a zip that is unpacked because a verb wants a folder."""


class NotGiven(JibiaoError):
    """A field is empty, or what is in it is something else. The message is for the user."""


def names_in(folder: Path) -> list[Path]:
    """What lies right in a folder, as paths from it, in order."""
    return sorted(path.relative_to(folder) for path in folder.iterdir())


def submitted(folder: Path) -> Path:
    """The folder or zip of what was handed in: the only one that was put in, else the whole field. A path from it.
    Raises NotGiven."""
    if not folder.is_dir():
        raise NotGiven(said("no_files"))
    names = names_in(folder)
    alone = folder / names[0] if len(names) == 1 else None
    return names[0] if alone and (alone.is_dir() or is_bundle(alone)) else Path()


def only_file(folder: Path, missing: str) -> Path | None:
    """The file of a field that takes one; None if there is none. missing: what to say if there are several."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    if len(files) > 1:
        raise NotGiven(said(missing))
    return files[0] if files else None


def settings_in(folder: Path) -> Settings:
    """The settings of a field: the file by its name, else the only .toml. Raises NotGiven, SettingsError."""
    if not folder.is_dir():
        return NO_SETTINGS
    folders = [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]
    found = find_settings(folders) or sorted(folder.rglob("*.toml"))
    if len(found) != 1:
        raise NotGiven(said("settings_several" if found else "settings_none", name=FILE_NAMES[0]))
    return read_settings(found[0])


def settings_among(folder: Path) -> list[str]:
    """Settings that lie among what was handed in: they may have come from anybody, and are not taken."""
    return sorted(str(path.relative_to(folder)) for name in FILE_NAMES for path in folder.rglob(name))


def previous_in(folder: Path) -> list[Path]:
    """The finance section's own lists of the last round: whatever was put in."""
    return sorted(folder.iterdir()) if folder.is_dir() else []


def manifest_in(folder: Path, room: Path) -> Path | None:
    """The manifest of a distribution: its file, its folder, or the zip that the page made of it, which is unpacked into
    `room`. None if nothing was put in. Raises NotGiven."""
    if not folder.is_dir():
        return None
    for place in (folder, *(_unpacked(path, room) for path in sorted(folder.rglob("*.zip")))):
        for name in (JSON_NAME, CSV_NAME):
            if found := sorted(place.rglob(name), key=lambda path: (len(path.parts), path)):
                return found[0].parent
    # under a name of the user's own
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".json", ".csv")]
    if len(files) != 1:
        raise NotGiven(said("manifest_none"))
    return files[0]


def _unpacked(path: Path, room: Path) -> Path:
    """A zip as a folder. Names are those of `Bundle`, which lead nowhere else."""
    bundle = bundle_at(path)
    if bundle is None or bundle.size > _MOST_UNPACKED:
        raise NotGiven(said("manifest_none"))
    folder = room / path.stem
    for name in bundle.infos:
        if ".." in PurePosixPath(name).parts:
            raise OSError(errno.EINVAL, "path", name)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bundle.read(name))
    return folder

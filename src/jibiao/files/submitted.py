"""Files as they are submitted: on the disk, or in a zip, into which a path leads as into a folder.

`报送/甲局.zip/项目表.xlsx` is the file 项目表.xlsx in 报送/甲局.zip. Whatever opens a file opens it here, so neither readers
nor checks nor marked copies know of zips.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path, PurePosixPath

from jibiao.files.bundle import SIGNATURES, Bundle
from jibiao.files.encrypted import decrypted, is_encrypted_package
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.kinds import BIFF, other_kind
from jibiao.files.limits import MAX_FILE
from jibiao.files.ole import SIGNATURE as OLE_SIGNATURE

_REFUSED = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY)
"""What systems say of a file that they do not let us read, or that another program keeps to itself."""
_LONGEST = 259 if os.name == "nt" else 4095
"""Characters of a path: Windows says of a longer one that it is not there."""
_NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL)
"""What systems say of a path at which there is no file, or can be none."""
_TRIES = 2
"""How often a file is read that somebody writes to meanwhile."""
_MOST_OPEN = 2
_open: dict[tuple[str, float, int, str], Bundle] = {}
"""The bundles read from last: of one with hundreds of files the list is not read hundreds of times."""


def load(path: Path) -> bytes:
    """The bytes of a file, those of an encrypted package without its password.

    Raises UnreadableFile if there is none, or it cannot be opened, is empty or too large; and no other exception.
    """
    return guarded_read(_plain, guarded_read(raw, path))


def _plain(data: bytes) -> bytes:
    return decrypted(data) if is_encrypted_package(data) else data


def raw(path: Path) -> bytes:
    """The bytes of a file as they are. Raises UnreadableFile, see `load`."""
    try:
        try:
            data = _on_disk(path)
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno not in _NO_FILE:
                raise
            place = _within(path)
            if place is None:
                raise _missing(path, error) from error
            data = place[0].read(place[1])
    except OSError as error:
        raise _closed(error) from error
    if not data:
        raise UnreadableFile("empty")
    return data


def _missing(path: Path, error: OSError | ValueError) -> UnreadableFile:
    """Why there is no file."""
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.ENAMETOOLONG or len(os.path.abspath(path)) > _LONGEST:
        return UnreadableFile("path_too_long")
    return UnreadableFile(
        "missing", "loop" if code == errno.ELOOP else "link" if os.path.islink(path) else ""
    )


def _closed(error: OSError) -> UnreadableFile:
    """Why a file that is there cannot be read."""
    return UnreadableFile("no_permission" if error.errno in _REFUSED else "unreachable")


def _on_disk(path: Path) -> bytes:
    """Raises OSError, ValueError (a path that can be none), UnreadableFile."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):  # a pipe would wait for ever, a device never end
        raise UnreadableFile("not_a_workbook", "directory" if stat.S_ISDIR(mode) else "special")
    with open(path, "rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        if before.st_size > MAX_FILE:
            begins = file.read(4096)
            is_book = begins.startswith((*SIGNATURES, OLE_SIGNATURE, *BIFF))
            raise UnreadableFile(*("too_large", "file") if is_book else other_kind(begins))
        for _ in range(_TRIES):
            data = file.readall()
            after = os.fstat(file.fileno())
            if (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size):
                return data
            before = after
            file.seek(0)
    raise UnreadableFile("changing")


def on_disk(path: Path) -> Path:
    """The file itself, or the zip that it is in."""
    return path if os.path.lexists(path) else next(filter(os.path.isfile, path.parents), path)


def as_folders(path: Path) -> Path:
    """A path with zips as folders: 甲局.zip/表.xlsx → 甲局/表.xlsx."""
    home = on_disk(path)
    if home is path:
        return path
    *folders, name = path.relative_to(home).parts
    within = [folder[:-4] if folder.lower().endswith(".zip") else folder for folder in folders]
    return home.with_suffix("").joinpath(*within, name)


def is_bundle(path: Path) -> bool:
    """Whether a file is a zip of files, and not one document."""
    try:
        bundle = bundle_at(path)
    except UnreadableFile:
        return False
    return bundle is not None and not bundle.is_document


def bundle_at(path: Path) -> Bundle | None:
    """The zip that a file is; None if it is none. Raises UnreadableFile if it cannot be opened as one."""
    try:
        if os.path.isfile(path):
            return _kept(path)
        place = _within(path)
        if place is None or not place[0].is_zip(place[1]):
            return None
        data = place[0].read(place[1])
    except OSError as error:
        raise _closed(error) from error
    return Bundle(lambda: io.BytesIO(data))


def _within(path: Path) -> tuple[Bundle, str] | None:
    """The bundle that a path leads into and the name there; None if it leads into none, or to nothing."""
    home = next(filter(os.path.lexists, path.parents), None)
    bundle = _kept(home) if home and os.path.isfile(home) else None
    if home is None or bundle is None:
        return None
    name = path.relative_to(home).as_posix()
    inner = next((place for place in PurePosixPath(name).parents if str(place) in bundle.infos), None)
    if inner and name not in bundle.infos and bundle.is_zip(str(inner)):
        bundle, name = (
            _kept_within(home, bundle, str(inner)),
            PurePosixPath(name).relative_to(inner).as_posix(),
        )
    return (bundle, name) if name in bundle.infos else None


def _kept(path: Path) -> Bundle | None:
    """A zip on the disk, opened anew only if it has changed; None if it is none."""
    key = _key(path)
    if key in _open:
        return _open[key]
    with path.open("rb") as file:
        if file.read(4) not in SIGNATURES:
            return None
    bundle = Bundle(lambda: path.open("rb"))
    return bundle if bundle.is_document else _keep(key, bundle)


def _kept_within(path: Path, bundle: Bundle, name: str) -> Bundle:
    """A zip in a zip on the disk."""
    key = _key(path, name)
    if key in _open:
        return _open[key]
    data = bundle.read(name)
    return _keep(key, Bundle(lambda: io.BytesIO(data)))


def _key(path: Path, name: str = "") -> tuple[str, float, int, str]:
    about = path.stat()
    return str(path), about.st_mtime, about.st_size, name


def _keep(key: tuple[str, float, int, str], bundle: Bundle) -> Bundle:
    while len(_open) >= _MOST_OPEN:
        del _open[next(iter(_open))]
    _open[key] = bundle
    return bundle

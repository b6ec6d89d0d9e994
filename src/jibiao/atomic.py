"""Output files appear whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jibiao.paths import resolved

_TEMPORARY = re.compile(r"\.(?P<stem>.{0,40})\.[0-9a-f]{8}", re.DOTALL)


@contextmanager
def atomic_path(target: str | os.PathLike[str]) -> Iterator[Path]:
    """A path in the folder of the target to write to; it takes the target's place at the end.

    If the block raises, the target stays as it was and nothing is left behind. The path keeps the
    ending of the target's name, and begins with a dot. A link is followed: the file it leads to is
    replaced, not the link.
    """
    final = resolved(target)
    path = final.with_name(f".{final.stem[:40]}.{secrets.token_hex(4)}{final.suffix}")
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


def remove_leftovers(targets: Iterable[Path], before: float) -> None:
    """Remove what `atomic_path` left of these files in a run that was killed: what was last written to before a
    time (in seconds since 1970) and has such a name."""
    by_folder: dict[Path, set[tuple[str, str]]] = {}
    for target in targets:
        by_folder.setdefault(resolved(target).parent, set()).add((target.stem[:40], target.suffix))
    for folder, names in by_folder.items():
        for path in folder.glob(".*"):
            match = _TEMPORARY.fullmatch(path.stem)
            if match and (match["stem"], path.suffix) in names and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)

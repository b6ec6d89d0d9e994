"""Output files appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_path(target: str | os.PathLike[str]) -> Iterator[Path]:
    """A path in the folder of the target to write to; it takes the target's place at the end.

    If the block raises, the target stays as it was and nothing is left behind. The path keeps the
    ending of the target's name, and begins with a dot. A link is followed: the file it leads to is
    replaced, not the link.
    """
    final = Path(target).resolve()
    path = final.with_name(f".{final.stem[:40]}.{secrets.token_hex(4)}{final.suffix}")
    try:
        yield path
        os.replace(path, final)
    except OSError as error:
        if error.filename:
            error.filename = str(final)  # a user knows nothing of the temporary file
        raise
    finally:
        path.unlink(missing_ok=True)

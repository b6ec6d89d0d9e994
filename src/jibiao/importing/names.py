"""Names of files that every system takes, made of what a document says of an organisation."""

from __future__ import annotations

import re
import unicodedata

from jibiao.distribution.filenames import MOST_BYTES, name_fault

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\ufffe\uffff]+|_(?=x[0-9A-Fa-f]{4}_)')
_ROOM = MOST_BYTES - 60
"""For what is put behind a name."""


def safe_name(text: str) -> str:
    """The text as a part of a file's name: nothing in it leads elsewhere, is invisible, or too long. "" if nothing is
    left of it."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    name = _NOT_IN_NAMES.sub("_", seen).strip("._~$ ")
    name = name.encode()[:_ROOM].decode("utf-8", "ignore").rstrip("._ ")
    return f"_{name}" if name and name_fault(name) else name

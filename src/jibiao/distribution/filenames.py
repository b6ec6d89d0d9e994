"""Names of files and folders that every system takes.

Source: Microsoft, "Naming Files, Paths, and Namespaces"; the limit is the 255 bytes of Linux file systems, with
room for the ending of a zip.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Fault = Literal["sign", "invisible", "begin", "end", "reserved", "long"]

MOST_BYTES = 245

_SIGNS = re.compile(r'[\\/:*?"<>|]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|(?:COM|LPT)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""How Office files write a control character: a text that looks so would be read as one."""


def name_fault(name: str) -> Fault | None:
    """What keeps a name from being a file's or a folder's name everywhere; None if nothing does."""
    if _SIGNS.search(name):
        return "sign"
    if has_invisible(name):
        return "invisible"
    # Such files count as hidden or as lock files, and are not collected when they come back.
    if name.startswith((".", "~$", " ")):
        return "begin"
    if name.endswith((".", " ")):
        return "end"
    if _RESERVED.match(name):
        return "reserved"
    return "long" if len(name.encode()) > MOST_BYTES else None


def has_invisible(text: str) -> bool:
    """Whether a text has control or format characters, or what Office files take for one."""
    unseen = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in text)
    return unseen or "\ufffe" in text or "\uffff" in text or bool(_ESCAPED.search(text))


def path_key(path: str) -> str:
    """A path as systems compare it that tell neither case nor ways of composing letters apart."""
    return unicodedata.normalize("NFC", path).casefold()

"""Formulas as they are compared: programs write them anew when they save.

Excel, WPS and LibreOffice put quotes round sheet names or leave them out, drop spaces, add prefixes (_xlfn.),
Gnumeric writes --(x) as -(-(x)), and references move when rows are inserted or sheets renamed. What stays is the
skeleton: functions, constants and operators, with one sign for every reference.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_AREA = rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w.(])"
_WORD = r"[^\W\d][\w.]*"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<space>\s+)
    |(?P<reference>(?:(?:\$?'(?:[^']|'')*'|\$?[\w.\[\]]+)[!.]|\#REF!)?(?:{_AREA}|\#REF!)
        |(?:\$?'(?:[^']|'')*'|[\w.\[\]]+)!{_WORD})
    |(?P<function>{_WORD})(?=\s*\()
    |(?P<word>{_WORD})
    |(?P<number>\d+\.?\d*(?:[Ee][+-]?\d+)?|\.\d+)
    |(?P<error>\#[A-Za-z/0]+[!?]?)
    |(?P<sign><=|>=|<>|.)""",
    re.VERBOSE | re.DOTALL,
)
_PREFIX = re.compile(r"(?:_XLFN\.|_XLWS\.|_XLL\.|COM\.MICROSOFT\.)+")
_REFERENCE = "§"


@lru_cache(maxsize=1024)
def skeleton(formula: str) -> str:
    """The formula (with or without its =) without what programs may change when they save."""
    pieces = []
    for match in _TOKEN.finditer(formula.strip().removeprefix("=")):
        kind, token = match.lastgroup, match[0]
        if kind == "function":
            pieces.append(_PREFIX.sub("", token.upper()))
        elif kind == "word":
            word = token.upper()
            pieces.append(word if word in ("TRUE", "FALSE") else _REFERENCE)
        elif kind == "reference":
            pieces.append(_REFERENCE)
        elif kind == "number":
            pieces.append(f"{float(token):g}")
        elif kind != "space":
            pieces.append(token if kind == "text" else token.upper())
    joined = "".join(_plain_signs(pieces)).replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    return re.sub(f"{_REFERENCE}(?::{_REFERENCE})+", _REFERENCE, joined)


def _plain_signs(pieces: list[str]) -> list[str]:
    """The tokens with --(x) for -(-(x))."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for n, piece in enumerate(pieces):
        if piece == "(":
            opened.append(n)
        elif piece == ")" and opened:
            ends[opened.pop()] = n
    spare = {
        n
        for start, end in ends.items()
        if pieces[start - 1 : start + 3] == ["-", "(", "-", "("] and ends.get(start + 2) == end - 1
        for n in (start, end)
    }
    return [piece for n, piece in enumerate(pieces) if n not in spare]

"""Folding of texts: how two spellings of one label are seen to be the same, and what of a text is not seen at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from jibiao.regex import regex

UNSEEN = (
    "\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a\u202c\u202d"
    "\u2060-\u2066\u2068-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
"""Signs that take no room where they stand, as the inside of a character class. White space is not among them."""
REORDERING = "\u202b\u202e\u2067"
"""Further ones, behind which digits may be shown in another order than they are stored in."""
INVISIBLE = UNSEEN + REORDERING

_SPACE = regex(rf"[\s{INVISIBLE}]+")
_OF_WEB = regex(
    r"&(?i:(?:gt|lt|ge|le|ne|amp|nbsp|quot|apos|plusmn|times|middot|hellip|mdash|ndash|[lr][sd]quo|#[0-9]{2,5}"
    r"|#x[0-9a-f]{2,4});|(?:gt|lt|nbsp)(?![A-Za-z]))"
    r"|</?(?:(?i:br|div|span|font|strong|em|li|ul|ol|img|td|tr|th|table)|[abipu]|h[1-6]|P)(?:\s[^<>]{0,200})?/?>"
)
_BREAK = regex(r"<(?:br\s*/?|/p|/div|/li|/tr)>", re.IGNORECASE)


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """The text without any white space (full-width spaces are white space too) and without what is not seen."""
    return _SPACE.sub("", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text as it is compared: NFKC (full width → half width), no white space, nothing that is not seen."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def decoded(data: bytes) -> str:
    """The text of a file as Windows, Excel and WPS save it: UTF-8 with or without mark, UTF-16 with mark ("Unicode"),
    else GB18030 ("ANSI"). Raises UnicodeDecodeError."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def nearest(written: str, known: Iterable[str]) -> list[str]:
    """Up to three of the known names that a written one may have been meant for, the nearest first; of a piece of a
    name, those that have it."""
    names = list(known)
    near = get_close_matches(written, names, n=3, cutoff=0.6)
    return near or [name for name in names if len(written) > 1 and written in name][:3]


def web_codes(text: str) -> list[str]:
    """Entities and tags of web pages that stand in a text as such, in order: &gt; of &gt;=95%."""
    return _OF_WEB.findall(text) if "&" in text or "<" in text else []


def without_web_codes(text: str) -> str:
    """The text as a web page would show it; codes that were escaped twice (&amp;gt;) too."""
    for _ in range(2):
        if "&" in text or "<" in text:
            text = _OF_WEB.sub(_shown_by_web, text)
    return text


def _shown_by_web(code: re.Match[str]) -> str:
    if code[0].startswith("&"):
        from html import unescape  # a table of 2,000 names, which hardly a sheet needs

        return unescape(code[0])
    return "\n" if _BREAK.fullmatch(code[0]) else ""

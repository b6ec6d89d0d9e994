"""Folding of texts: how two spellings of one label are seen to be the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\ufeff\u00a0\u3000]+")


@lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """The text without any white space (full-width and zero-width spaces are white space too)."""
    return _SPACE.sub("", text)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text as it is compared: NFKC (full width → half width), no white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))

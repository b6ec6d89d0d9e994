"""Lines that hold several things: 填报单位：某局　　填报日期：2024年3月5日　　单位：万元."""

from __future__ import annotations

import re
from functools import lru_cache

_NEXT_LABEL = re.compile(r"(?<=[^ \t\u3000\n])[ \t\u3000\n]+(?=[^\s:：，。；]{2,10}[:：])")
_GAP = re.compile(r"[ \t\u3000]{2,}|\n")
_REST_OF_DATE = re.compile(r"(?![0-9０-９]{4})[0-9０-９年月日\s]*[年月日][0-9０-９年月日\s]*")


def split_labels(text: str) -> list[str]:
    """A line parted before each further label: 填报单位：某局 | 单位：万元."""
    return [part.strip() for part in _NEXT_LABEL.split(text) if part.strip()]


@lru_cache(maxsize=1024)
def split_line(text: str) -> tuple[str, ...]:
    """A line parted before each further label, and at wide gaps; a date that was spaced out stays whole."""
    pieces: list[str] = []
    for part in split_labels(text):
        for n, piece in enumerate(filter(None, map(str.strip, _GAP.split(part)))):
            if n and (pieces[-1].endswith((":", "：")) or _REST_OF_DATE.fullmatch(piece)):
                pieces[-1] = f"{pieces[-1]} {piece}"
            else:
                pieces.append(piece)
    return tuple(pieces)

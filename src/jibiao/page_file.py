"""绩表.html as a file that is passed on: its name, how it is known, and the note that lies beside it."""

from __future__ import annotations

from pathlib import Path

from jibiao import texts
from jibiao.errors import JibiaoError

PAGE_NAME = "绩表.html"
NOTE_NAME = "绩表.html是什么.txt"

_GENERATOR = b'<meta name="generator" content="jibiao '
"""Stands among its first lines."""
_HEAD = 2_000
_LARGEST = 30_000_000


class NotThePage(JibiaoError):
    """A file is not 绩表.html, or not the whole of it. The message is for the user."""


def read_page(path: Path) -> bytes:
    """The bytes of 绩表.html, whatever the file is called. Raises NotThePage, OSError."""
    with path.open("rb") as stream:
        data = stream.read(_LARGEST)
    if _GENERATOR not in data[:_HEAD] or not data.rstrip().endswith(b"</html>"):
        raise NotThePage(texts.NOT_THE_PAGE.format(file=path))
    return data


def note() -> bytes:
    """What the page is, for who finds it in a zip: plain text, with a mark and line ends as Windows has them."""
    return texts.PAGE_NOTE.replace("\n", "\r\n").encode("utf-8-sig")

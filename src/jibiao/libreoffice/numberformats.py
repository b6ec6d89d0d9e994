"""Number formats: Excel's codes, LibreOffice's keys, and what a format makes of a number."""

from __future__ import annotations

import re
from typing import Any

from .unotools import struct

DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024
"""com.sun.star.util.NumberFormat"""

ISO_DATE, ISO_DATETIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
"""What a date gets that is written to a cell without a date format: unmistakable in every language."""

_PIECES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General|E[+-]|[A-Za-z]', re.IGNORECASE)
_COLOURS = ("Black", "Blue", "Cyan", "Green", "Magenta", "Red", "White", "Yellow")


class Formats:
    """The number formats of one document (com.sun.star.util.XNumberFormats), each asked for once."""

    def __init__(self, document: Any) -> None:
        """Of this document."""
        self._formats = document.NumberFormats
        self._english = struct("lang.Locale", "en", "US", "")
        self._kinds: dict[int, int] = {}
        self._codes: dict[int, str] = {}
        self._keys: dict[str, int] = {}

    def kind(self, key: int) -> int:
        """The type of a format, as bits of com.sun.star.util.NumberFormat."""
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type)
        return self._kinds[key]

    def is_date(self, key: int) -> bool:
        """Whether a number of this format is a date or a time."""
        return bool(self.kind(key) & (DATE | TIME))

    def is_logical(self, key: int) -> bool:
        """Whether a number of this format is TRUE or FALSE."""
        return bool(self.kind(key) & LOGICAL)

    def is_text(self, key: int) -> bool:
        """Whether the format is Excel's `@`, in which everything that is typed stays text."""
        return bool(self.kind(key) & TEXT)

    def key(self, code: str) -> int:
        """The key of an Excel code, added to the document when it has none such.

        Raises:
            ValueError: LibreOffice does not understand the code.
        """
        if code not in self._keys:
            if code.lower() == "general":
                self._keys[code] = 0  # the document's own standard format, whatever its language
                return 0
            found = self._formats.queryKey(code, self._english, False)
            if found < 0:
                try:
                    found = self._formats.addNew(code, self._english)
                except Exception as error:  # MalformedNumberFormatException
                    raise ValueError(
                        f"LibreOffice does not understand the number format {code!r}."
                    ) from error
            self._keys[code] = int(found)
        return self._keys[code]

    @property
    def logical(self) -> int:
        """The key of the format that shows TRUE and FALSE."""
        return int(self._formats.getStandardFormat(LOGICAL, struct("lang.Locale")))

    def code(self, key: int) -> str:
        """The Excel code of a key. A boolean is General: in Excel no number format makes one."""
        if key not in self._codes:
            code = str(self._formats.getByKey(key).FormatString)
            general = key % 10000 == 0 or self.is_logical(key)
            self._codes[key] = "General" if general else _excel_code(code)
        return self._codes[key]


def _excel_code(code: str) -> str:
    """LibreOffice's code with its letters as Excel writes them: `YYYY-MM-DD` as `yyyy-mm-dd`."""

    def piece(match: re.Match[str]) -> str:
        text = match.group()
        if text[0] in '"\\':
            return text
        if text[0] == "[":
            colour = text[1:-1].capitalize()
            return f"[{colour}]" if colour in _COLOURS else text.lower() if len(text) <= 4 else text
        if text.upper() in ("AM/PM", "A/P", "GENERAL"):
            return "General" if text.upper() == "GENERAL" else text.upper()
        return text.upper() if text[0] in "Ee" and len(text) > 1 else text.lower()

    return _PIECES.sub(piece, code)

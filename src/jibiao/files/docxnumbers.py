"""The numbers that Word puts before paragraphs by itself: they are shown, but stand in no text.

Source: ECMA-376 part 1, 17.9 (numbering), 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from jibiao.files.archive import Archive
from jibiao.files.limits import at_most
from jibiao.files.opc import relationships, tree

_DEEPEST = 9
_LARGEST = 9999
_LONGEST = 255
"""Characters of the text around a number."""
_PLACE = re.compile(r"%([1-9])")
_HAN = "〇一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    legal: bool = False
    """Whether it shows the numbers of all levels in figures."""


@dataclass(slots=True)
class _List:
    """One list: its levels, and how far each has got."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _DEEPEST)


class Numbers:
    """The numbers of a document, paragraph by paragraph."""

    def __init__(self) -> None:
        self.lists: dict[str, _List] = {}
        self.restarts: dict[str, dict[int, int]] = {}
        """Number id → the levels that it begins anew, and with what."""
        self.styles: dict[str, tuple[str | None, int, str | None]] = {}
        """Style → its number id, its level and the style that it is based on."""

    def next(self, style: str | None, number: str | None, level: int | None) -> str:
        """What stands before the next paragraph; "" for none. style, number, level: as the paragraph has them."""
        if number is None:
            number, own = self._of_style(style)
            level = own if level is None else level
        one = self.lists.get(number or "")
        level = level or 0
        if one is None or level not in one.levels:
            return ""
        for at, first in self.restarts.pop(number or "", {}).items():
            one.levels[at].start, one.counts[at] = first, None
        count = one.counts[level]
        one.counts[level] = one.levels[level].start if count is None else min(count + 1, _LARGEST)
        one.counts[level + 1 :] = [None] * (_DEEPEST - level - 1)
        if one.levels[level].kind == "bullet":
            return ""
        return _PLACE.sub(lambda found: self._figure(one, int(found[1]) - 1, level), one.levels[level].text)

    def _of_style(self, style: str | None) -> tuple[str | None, int]:
        for _ in range(_DEEPEST):  # styles that are based on one another have no end
            number, level, base = self.styles.get(style or "", (None, 0, None))
            if number is not None or base is None:
                return number, level
            style = base
        return None, 0

    @staticmethod
    def _figure(one: _List, level: int, within: int) -> str:
        """The number of a level in the text of another one."""
        settings = one.levels.get(level, _Level())
        count = one.counts[level]
        kind = "decimal" if one.levels[within].legal else settings.kind
        return _shown(settings.start if count is None else count, kind)


def _shown(number: int, kind: str) -> str:
    """A number in one of the formats of Word; figures where the format is not known."""
    if kind == "none":
        return ""
    if kind.startswith(("chinese", "japaneseCounting", "taiwaneseCounting", "ideographDigital")):
        return _in_han(number)
    if kind == "decimalFullWidth":
        return "".join(chr(ord(figure) + 0xFEE0) for figure in str(number))
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if kind == "lowerLetter" else 65) + number - 1)
    if kind in ("lowerRoman", "upperRoman") and 1 <= number < 40:
        roman = ""
        for worth, sign in _ROMAN:
            times, number = divmod(number, worth)
            roman += sign * times
        return roman if kind == "lowerRoman" else roman.upper()
    return str(number)


def _in_han(number: int) -> str:
    if not 1 <= number < 100:
        return "".join(_HAN[int(figure)] for figure in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")


def read_numbers(archive: Archive, main: str) -> Numbers:
    """The lists and numbered styles of a document. Raises UnreadableFile."""
    found = Numbers()
    parts = dict(relationships(archive, main).values())
    if "numbering" in parts:
        _read_lists(tree(archive, parts["numbering"]), found)
        if "styles" in parts:
            _read_styles(tree(archive, parts["styles"]), found)
    return found


def _read_lists(root: ElementTree.Element, found: Numbers) -> None:
    kinds: dict[str, _List] = {}
    for element in root:
        if _local(element) == "abstractNum":
            levels = {_at(one): _level(one) for one in element if _local(one) == "lvl"}
            kinds[_own(element, "abstractNumId")] = _List(levels)
    for element in root:
        if _local(element) != "num":
            continue
        number = _own(element, "numId")
        one = kinds.get(_child(element, "abstractNumId") or "")
        if one is None:
            continue
        found.lists[number] = one
        for override in (e for e in element if _local(e) == "lvlOverride"):
            if (
                (first := _child(override, "startOverride"))
                and first.isdecimal()
                and _at(override) in one.levels
            ):
                found.restarts.setdefault(number, {})[_at(override)] = min(int(first[:4]), _LARGEST)


def _level(element: ElementTree.Element) -> _Level:
    first, text = _child(element, "start") or "1", _child(element, "lvlText") or ""
    at_most(len(text), _LONGEST, "numbering")
    return _Level(
        min(int(first[:4]), _LARGEST) if first.isdecimal() else 1,
        _child(element, "numFmt") or "decimal",
        text,
        _child(element, "isLgl") not in (None, "0", "false", "off"),
    )


def _read_styles(root: ElementTree.Element, found: Numbers) -> None:
    for element in root:
        if _local(element) != "style":
            continue
        numbering = next((e for e in element.iter() if _local(e) == "numPr"), None)
        number = level = None
        if numbering is not None:
            number, level = _child(numbering, "numId"), _child(numbering, "ilvl")
        found.styles[_own(element, "styleId")] = number, _level_number(level), _child(element, "basedOn")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _own(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: ElementTree.Element, name: str) -> str | None:
    """The value (w:val) of a child."""
    return next((_own(child, "val") for child in element if _local(child) == name), None)


def _at(element: ElementTree.Element) -> int:
    return _level_number(_own(element, "ilvl"))


def _level_number(text: str | None) -> int:
    return "012345678".find(text) if text and text in "012345678" and len(text) == 1 else 0

"""The cell styles that conditional formats need: one for each look, gone with the last rule that has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .look import to_uno_color
from .unotools import enum

if TYPE_CHECKING:
    from .book import Book

PREFIX = "Conditional:"
"""How the names of our styles begin; what follows says how they look."""
_IMPORTED = re.compile(r"ConditionalStyle_[0-9]+")


def ours(name: str) -> bool:
    """Whether a style was made here."""
    return name.startswith(PREFIX)


def make_style(book: Book, look: dict[str, Any]) -> str:
    """The name of the style for a look: `fill_color`, `font_color`, `font_bold`, `font_italic`, None to leave alone."""
    fill, font = (None if look[n] is None else to_uno_color(look[n]) for n in ("fill_color", "font_color"))
    words = [PREFIX]
    words += [f"fill {fill:06X}"] if fill is not None else []
    words += [f"text {font:06X}"] if font is not None else []
    for name, word in (("font_bold", "bold"), ("font_italic", "italic")):
        words += [] if look[name] is None else [word if look[name] else f"not {word}"]
    name = " ".join(words) if len(words) > 1 else f"{PREFIX} as it is"
    styles = book.api.StyleFamilies.getByName("CellStyles")
    if styles.hasByName(name):
        return name
    style = book.api.createInstance("com.sun.star.style.CellStyle")
    styles.insertByName(name, style)
    if fill is not None:
        style.CellBackColor = fill
    if font is not None:
        style.CharColor = font
    for script in ("", "Asian", "Complex"):
        if look["font_bold"] is not None:
            style.setPropertyValue(f"CharWeight{script}", 150.0 if look["font_bold"] else 100.0)
        if look["font_italic"] is not None:
            slant = enum("awt.FontSlant", "ITALIC" if look["font_italic"] else "NONE")
            style.setPropertyValue(f"CharPosture{script}", slant)
    return name


def remove_unused(book: Book, used: set[str], freed: set[str] | None = None) -> None:
    """Remove our styles that no rule names and no cell has. freed: those of the rules that were just removed;
    LibreOffice gives them names of its own when it reads an .xlsx."""
    styles = book.api.StyleFamilies.getByName("CellStyles")
    freed = {name for name in freed or () if _IMPORTED.fullmatch(name)}
    for name in styles.ElementNames:
        if (ours(name) or name in freed) and name not in used and not styles.getByName(name).isInUse():
            styles.removeByName(name)

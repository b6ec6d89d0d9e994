"""The cell styles that conditional formats need: one for each look, gone with the last rule that has it.

A style that a rule applies overrides all that the document's default style says, the alignment, the font and
the number format among it (LibreOffice 7.4; an .xlsx says all of these). So that a cell that a rule lights up
keeps its layout, the look is made once for each layout of the cells, under a name of its own.
"""

from __future__ import annotations

import functools
import re
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .a1 import Rect
from .look import SCRIPTS, to_uno_color
from .undo import is_recording, record
from .unotools import enum, format_groups, properties, to_url
from .values import rects_of

if TYPE_CHECKING:
    from .book import Book
    from .sheet import Sheet

PREFIX = "Conditional:"
"""How the names of our styles begin; what follows says how they look."""
_IMPORTED = re.compile(r"ConditionalStyle_[0-9]+")
"""The names that LibreOffice gives to the looks of rules in an .xlsx."""
_LAYOUT_MARK = " #"
"""Between the look and the number of the layout."""
_WORDS = re.compile(
    r"fill (?P<fill>[0-9A-F]{6})|text (?P<text>[0-9A-F]{6})|(?P<no>not )?(?P<word>bold|italic)"
)

_LAYOUT = (
    *(f"{name}{script}" for name in ("CharFontName", "CharHeight") for script in SCRIPTS),
    *(
        "HoriJustify",
        "IsTextWrapped",
        "NumberFormat",
        "ParaIndent",
        "RotateAngle",
        "ShrinkToFit",
        "VertJustify",
    ),
)
_NOT_COPIED = {"DisplayName", "Hidden", "UserDefinedAttributes"}
_NOT_COPIED |= {"CharFont", "ParaAdjust", "ParaLastLineAdjust", "TableBorder", "TableBorder2"}
"""The name, and what other properties say more exactly."""
_LETTERS = {"font_bold": "CharWeight", "font_italic": "CharPosture"}


def ours(name: str) -> bool:
    """Whether a style was made here."""
    return name.startswith(PREFIX)


def look_name(name: str) -> str:
    """The name of a style without its layout: equal for styles that look the same."""
    return name.split(_LAYOUT_MARK)[0] if ours(name) else name


def read_look(name: str) -> dict[str, Any]:
    """The look that the name of one of our styles says; colours as numbers, None where it says nothing."""
    look: dict[str, Any] = dict.fromkeys(("fill_color", "font_color", "font_bold", "font_italic"))
    for word in _WORDS.finditer(look_name(name)):
        if word["word"]:
            look[f"font_{word['word']}"] = not word["no"]
        else:
            look["fill_color" if word["fill"] else "font_color"] = int(word["fill"] or word["text"], 16)
    return look


def style_name(look: dict[str, Any]) -> str:
    """The name of the style for a look: `fill_color`, `font_color`, `font_bold`, `font_italic`, None to leave alone."""
    fill, font = (None if look[n] is None else to_uno_color(look[n]) for n in ("fill_color", "font_color"))
    words = [PREFIX]
    words += [f"fill {fill:06X}"] if fill is not None else []
    words += [f"text {font:06X}"] if font is not None else []
    for name, word in (("font_bold", "bold"), ("font_italic", "italic")):
        words += [] if look[name] is None else [word if look[name] else f"not {word}"]
    return " ".join(words) if len(words) > 1 else f"{PREFIX} as it is"


def make_plain(book: Book, name: str) -> None:
    """See that the style with the look alone is there."""
    if _styles(book.api).hasByName(name):
        return
    if _is_closed(book):
        _make_elsewhere(book, name)
    else:
        _insert(book.api, name)
    _record_made(book, name)


def lay_out(sheet: Sheet, rects: list[Rect], name: str) -> list[tuple[list[Rect], str]]:
    """Some cells in groups of one layout, each with the name of the style that has the look of `name` and keeps
    this layout. In a document with a protected sheet styles can't be changed: all get the look alone."""
    look, kept = read_look(name), [*_LAYOUT]
    for key, letters in _LETTERS.items():
        kept += [] if look[key] is not None else [f"{letters}{script}" for script in SCRIPTS]
    properties_kept = tuple(sorted(kept))
    groups: dict[str, list[Rect]] = {}
    layouts: dict[str, tuple[Any, ...]] = {}
    for rect in rects:
        for cells in format_groups(sheet.cells_of(rect)):
            values = cells.getPropertyValues(properties_kept)
            layout = f"{name}{_LAYOUT_MARK}{zlib.crc32(repr(values).encode()):08x}"
            groups.setdefault(layout, []).extend(rects_of(cells))
            layouts[layout] = values
    missing = layouts.keys() - set(_styles(sheet.book.api).ElementNames)
    if missing and _is_closed(sheet.book):
        make_plain(sheet.book, name)
        return [([rect for group in groups.values() for rect in group], name)]
    for layout in missing:
        _insert(sheet.book.api, layout).setPropertyValues(properties_kept, layouts[layout])
        _record_made(sheet.book, layout)
    return [(found, layout) for layout, found in groups.items()]


def _is_closed(book: Book) -> bool:
    """Whether a sheet is protected."""
    return any(sheet.uno.isProtected() for sheet in book.sheets)


def _styles(document: Any) -> Any:
    return document.StyleFamilies.getByName("CellStyles")


def _insert(document: Any, name: str) -> Any:
    """A new style with the look that its name says."""
    look = read_look(name)
    style = document.createInstance("com.sun.star.style.CellStyle")
    _styles(document).insertByName(name, style)
    if look["fill_color"] is not None:
        style.CellBackColor = look["fill_color"]
    if look["font_color"] is not None:
        style.CharColor = look["font_color"]
    for script in SCRIPTS:
        if look["font_bold"] is not None:
            style.setPropertyValue(f"CharWeight{script}", 150.0 if look["font_bold"] else 100.0)
        if look["font_italic"] is not None:
            slant = enum("awt.FontSlant", "ITALIC" if look["font_italic"] else "NONE")
            style.setPropertyValue(f"CharPosture{script}", slant)
    return style


def _make_elsewhere(book: Book, name: str) -> None:
    """As long as a sheet is protected LibreOffice lets no style be changed, but it lets styles be loaded from
    another document (XStyleLoader)."""
    desktop = book.app.session.desktop
    other = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
    try:
        _insert(other, name)
        with tempfile.TemporaryDirectory(prefix="xlwings-") as folder:
            url = to_url(str(Path(folder) / "style.ods"))
            other.storeToURL(url, properties(FilterName="calc8"))
            options = properties(LoadCellStyles=True, LoadPageStyles=False, OverwriteStyles=False)
            book.api.StyleFamilies.loadStylesFromURL(url, options)
    finally:
        other.close(True)


def remove_styles(book: Book, names: set[str]) -> None:
    """Remove those of the styles that were made for rules, here or by LibreOffice when it read an .xlsx, and that
    no cell has."""
    styles = _styles(book.api)
    for name in names:
        if (ours(name) or _IMPORTED.fullmatch(name)) and not styles.getByName(name).isInUse():
            again = _copy(book, name) if is_recording(book) else None
            styles.removeByName(name)
            if again:
                record(book, again, functools.partial(_remove, book, name))


def _record_made(book: Book, name: str) -> None:
    if is_recording(book):
        record(book, functools.partial(_remove, book, name), _copy(book, name))


def _remove(book: Book, name: str) -> None:
    styles = _styles(book.api)
    if styles.hasByName(name):
        styles.removeByName(name)


def _copy(book: Book, name: str) -> Callable[[], None]:
    """What makes a style again as it is now."""
    style = _styles(book.api).getByName(name)
    parent = style.ParentStyle
    names = tuple(sorted(one.Name for one in style.PropertySetInfo.Properties))
    names = tuple(
        key
        for key, state in zip(names, style.getPropertyStates(names), strict=True)
        if state.value == "DIRECT_VALUE" and key not in _NOT_COPIED
    )
    values = style.getPropertyValues(names)

    def again() -> None:
        styles = _styles(book.api)
        if not styles.hasByName(name):
            made = book.api.createInstance("com.sun.star.style.CellStyle")
            styles.insertByName(name, made)
            made.ParentStyle = parent
            made.setPropertyValues(names, values)

    return again

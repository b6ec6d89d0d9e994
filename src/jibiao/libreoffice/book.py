"""Open spreadsheet documents: xlwings' Books and Book."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from .a1 import Rect
from .numberformats import Formats
from .unotools import properties, to_path, to_url

if TYPE_CHECKING:
    from .app import App
    from .names import Names
    from .range import Range
    from .sheet import Sheets

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
"""The filter that writes a file, by its extension."""

_CSV = "{delimiter},34,76,1,,1033,false,true"
"""Quotes `"`, UTF-8, from the first line, US English numbers, special numbers (dates) recognised."""


class Books(base_classes.Books):
    """The open spreadsheets of a program, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        """Of this program."""
        self.app = app

    @property
    def api(self) -> Any:
        """All open documents (com.sun.star.frame.Desktop.Components)."""
        return self.app.session.desktop.Components

    def documents(self) -> list[Any]:
        """The documents themselves."""
        found = []
        components = self.api.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            supports = getattr(document, "supportsService", None)
            if supports is not None and supports("com.sun.star.sheet.SpreadsheetDocument"):
                found.append((int(document.RuntimeUID), document))
        return [document for _, document in sorted(found, key=lambda item: item[0])]

    @property
    def active(self) -> Book:
        """The book on the screen; where nothing is shown the one that was last opened or activated."""
        documents = self.documents()
        if not documents:
            raise xlwings.XlwingsError("There is no open workbook.")
        session = self.app.session
        current = session.desktop.CurrentComponent if session.visible else None
        by_uid = {document.RuntimeUID: document for document in documents}
        uid = getattr(current, "RuntimeUID", None)
        if uid not in by_uid:
            uid = session.active_book
        return Book(self.app, by_uid.get(uid, documents[-1]))

    def __call__(self, name_or_index: int | str) -> Book:
        documents = self.documents()
        if isinstance(name_or_index, str):
            for document in documents:
                book = Book(self.app, document)
                if book.name.lower() == name_or_index.lower():
                    return book
        elif 1 <= name_or_index <= len(documents):
            return Book(self.app, documents[name_or_index - 1])
        raise KeyError(name_or_index)

    def __contains__(self, key: int | str) -> bool:
        try:
            self(key)
        except KeyError:
            return False
        return True

    def __len__(self) -> int:
        return len(self.documents())

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self.app, document) for document in self.documents()])

    def add(self) -> Book:
        """A new empty book."""
        return self._load("private:factory/scalc")

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,
        password: str | None = None,
        *others: Any,
        delimiter: str | None = None,
        **named: Any,
    ) -> Book:
        """Open a file that LibreOffice reads; xlwings has made sure that it is there and not open yet.

        Macros in the file are not run. Raises NotImplementedError for options that only Excel has.
        """
        # xlwings hands everything on by position: write password, ignore recommendation, origin, delimiter, …
        if len(others) > 3:
            delimiter, others = others[3], (*others[:3], *others[4:])
        if format is not None or any(o is not None for o in (*others, *named.values())):
            raise NotImplementedError(
                "LibreOffice opens with update_links, read_only, password and delimiter only."
            )
        options: dict[str, Any] = {"MacroExecutionMode": 0, "UpdateDocMode": 3 if update_links else 0}
        if read_only:
            options["ReadOnly"] = True
        if password:
            options["Password"] = password
        if fullname.lower().endswith(".csv"):
            options["FilterName"] = FILTERS[".csv"]
            options["FilterOptions"] = _CSV.format(delimiter=ord(delimiter or ","))
        return self._load(to_url(fullname), **options)

    def _load(self, url: str, **options: Any) -> Book:
        session = self.app.session
        try:
            document = session.desktop.loadComponentFromURL(
                url, "_blank", 0, properties(Hidden=not session.visible, **options)
            )
        except Exception as error:  # IllegalArgumentException, IOException
            document, why = None, f": {error}"
        else:
            why = "" if document is not None else " (is it damaged, or is the password wrong?)"
        if document is None:
            raise xlwings.XlwingsError(f"LibreOffice can't open {url}{why}")
        if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            document.close(True)
            raise xlwings.XlwingsError(f"{url} is no spreadsheet.")
        session.active_book = document.RuntimeUID
        return Book(self.app, document)


class Book(base_classes.Book):
    """A spreadsheet document (com.sun.star.sheet.SpreadsheetDocument)."""

    def __init__(self, app: App, document: Any) -> None:
        """Of this program."""
        self._app = app
        self.document = document

    @property
    def app(self) -> App:
        """The program that has it open."""
        return self._app

    @property
    def api(self) -> Any:
        """The document's UNO model."""
        return self.document

    xl = api

    def _cached(self, name: str, make: Any) -> Any:
        """What is asked of a document once, and kept as long as the program is."""
        cache = self.app.session.caches.setdefault("books", {}).setdefault(self.document.RuntimeUID, {})
        if name not in cache:
            cache[name] = make()
        return cache[name]

    @property
    def formats(self) -> Formats:
        """Its number formats."""
        return self._cached("formats", lambda: Formats(self.document))  # type: ignore[no-any-return]

    @property
    def null_date(self) -> dt.datetime:
        """The day that its dates are counted from."""

        def ask() -> dt.datetime:
            day = self.document.NullDate
            return dt.datetime(day.Year, day.Month, day.Day)

        return self._cached("null", ask)  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        """The file's name, or the title of a book that has no file yet."""
        url = self.document.URL
        return os.path.basename(to_path(url)) if url else str(self.document.Title)

    @property
    def fullname(self) -> str:
        """The file's path, or the title of a book that has no file yet."""
        url = self.document.URL
        return to_path(url) if url.startswith("file:") else url or str(self.document.Title)

    @property
    def controller(self) -> Any:
        """Its view (com.sun.star.sheet.SpreadsheetView)."""
        return self.document.CurrentController

    @property
    def frame(self) -> Any:
        """The frame of its view."""
        return self.controller.Frame

    @property
    def window(self) -> Any:
        """Its window."""
        return self.frame.ContainerWindow

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        from .sheet import Sheets

        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names, those of its sheets too."""
        from .names import Names

        return Names(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the sheet that is shown; None when something else is selected."""
        from .range import Areas, Range

        selected = self.controller.Selection
        address = getattr(selected, "RangeAddress", None)  # of a single block
        found = [address] if address is not None else getattr(selected, "RangeAddresses", ())
        sheet = self.sheets.active
        shown = sheet.index - 1  # the tabs of several sheets may be selected
        rects = [Rect(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in found if a.Sheet == shown]
        if len(rects) > 1:
            return Areas(sheet, rects)
        return Range(sheet, rects[0]) if rects else None

    def activate(self) -> None:
        """Bring it to the front."""
        session = self.app.session
        session.active_book = self.document.RuntimeUID
        if session.visible:
            self.frame.activate()

    def close(self) -> None:
        """Close it without saving."""
        session = self.app.session
        session.caches.get("books", {}).pop(self.document.RuntimeUID, None)
        session.locked.discard(self.document.RuntimeUID)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it where it came from and as what it was; or elsewhere, as what the extension says.

        A book without a file is saved under its title in the current folder, as .xlsx, as Excel does.

        Raises:
            xlwings.XlwingsError: the extension is not known, or the file can't be written.
        """
        try:
            if path is None and self.document.hasLocation() and password is None:
                if self.document.isReadonly():
                    raise xlwings.XlwingsError(
                        f"{self.name} was opened read-only: save it under another name."
                    )
                self.document.store()
                return
            path = path or (self.fullname if self.document.hasLocation() else f"{self.name}.xlsx")
            path = os.path.realpath(os.path.join(os.getcwd(), path))
            self.document.storeAsURL(to_url(path), self._store_options(path, password))
        except xlwings.XlwingsError:
            raise
        except Exception as error:  # com.sun.star.io.IOException
            raise xlwings.XlwingsError(f"LibreOffice can't save {path or self.fullname}: {error}") from error

    @staticmethod
    def _store_options(path: str, password: str | None) -> tuple[Any, ...]:
        extension = os.path.splitext(path)[1].lower()
        if extension not in FILTERS:
            known = ", ".join(FILTERS)
            raise xlwings.XlwingsError(
                f"LibreOffice does not save {extension or 'without extension'}; it does {known}."
            )
        options: dict[str, Any] = {"FilterName": FILTERS[extension], "Overwrite": True}
        if password:
            options["Password"] = password
        if extension == ".csv":
            options["FilterOptions"] = _CSV.format(delimiter=44)
        return properties(**options)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Export it as PDF (filter calc_pdf_Export)."""
        data = properties(Quality=90 if quality == "standard" else 50)
        from .unotools import typed

        options = properties(
            FilterName="calc_pdf_Export", FilterData=typed("[]com.sun.star.beans.PropertyValue", data)
        )
        self.document.storeToURL(to_url(os.path.realpath(path)), options)

    def require_open_structure(self) -> None:
        """Raise xlwings.XlwingsError when sheets can't be added, removed, renamed or moved."""
        if self.document.isProtected():
            raise xlwings.XlwingsError(f"The structure of the workbook {self.name} is protected.")

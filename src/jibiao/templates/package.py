"""A workbook as a file: the same workbook gives the same bytes, and the file appears whole or not at all."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from jibiao.atomic import atomic_path
from jibiao.zipped import write_part

_DATE = datetime(2024, 1, 1)
_TYPES, _CORE = "[Content_Types].xml", "docProps/core.xml"


def save(book: Workbook, target: Path | BinaryIO, text_areas: str = "") -> None:
    """Write the workbook.

    text_areas: areas of the first sheet where figures are kept as text on purpose. Excel would mark each
    of them as an error and offer to turn it into a number, which destroys a project code.
    """
    data = _package(book, text_areas)
    if isinstance(target, Path):
        with atomic_path(target) as path:
            path.write_bytes(data)
    else:
        target.write(data)


def _package(book: Workbook, text_areas: str) -> bytes:
    raw = io.BytesIO()
    book.properties.created = _DATE
    book.save(raw)
    book.properties.modified = _DATE  # openpyxl puts the present time there while it saves
    result = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(source.namelist(), key=lambda name: name != _TYPES):
            data = source.read(name)
            if name == _CORE:
                data = tostring(book.properties.to_tree())
            elif name == "xl/worksheets/sheet1.xml" and text_areas:
                data = _allow_figures_as_text(data, text_areas)
            write_part(package, name, data)
    return result.getvalue()


def _allow_figures_as_text(sheet: bytes, areas: str) -> bytes:
    """openpyxl does not write the element that switches this mark off. It stands after the page setup."""
    element = f'<ignoredErrors><ignoredError sqref="{areas}" numberStoredAsText="1"/></ignoredErrors>'
    return re.sub(rb"</worksheet>\s*$", element.encode() + b"</worksheet>", sheet)

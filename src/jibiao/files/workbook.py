"""A workbook on disk → grids. The one entrance to this package.

What a file is, its first bytes say: in county offices an .xls is as often an .xlsx, a web page or a
text with another ending.
"""

from __future__ import annotations

import os
from pathlib import Path

from jibiao.files.archive import Archive
from jibiao.files.book import Workbook
from jibiao.files.encrypted import decrypted
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.kinds import BIFF, SPREADSHEETS, other_kind
from jibiao.files.named import custom_properties, user_defined
from jibiao.files.ole import SIGNATURE, Compound
from jibiao.files.opc import office_document
from jibiao.files.submitted import load

__all__ = ["SPREADSHEETS", "Workbook", "read_workbook"]


def read_workbook(path: str | os.PathLike[str]) -> Workbook:
    """Reads an .xlsx, .xlsm, .xlsb, .xls, .ods or .et, or a template of one of these kinds (told by content, not by name).

    Numbers come as floats and dates as their serial numbers; `Grid.text` gives what the cells show.
    One sheet that cannot be read does not lose the others.
    Raises UnreadableFile if the file as a whole cannot be read, and no other exception.
    """
    data = load(Path(path))
    book = guarded_read(_read, data)
    if not (book.grids or book.unreadable):  # every workbook has a sheet: the list of them is lost
        raise UnreadableFile("damaged", "no_sheet")
    return book


def _read(data: bytes) -> Workbook:
    # The readers are imported where they are used: a click in Excel starts a Python process, and most
    # files are .xlsx.
    if data.startswith(b"PK"):
        return _read_zip(Archive(data))
    container, stream = b"", data
    if data.startswith(SIGNATURE):
        container, stream = data, _workbook_stream(Compound(data))
    elif not data.startswith(BIFF):
        raise UnreadableFile(*other_kind(data[:4096]))
    from jibiao.files.xls import read_xls

    try:
        return read_xls(stream)
    except UnreadableFile as error:
        if error.reason != "encrypted" or not container:
            raise
    return read_xls(_workbook_stream(Compound(decrypted(container))))


def _read_zip(archive: Archive) -> Workbook:
    if "mimetype" in archive.names or "content.xml" in archive.names:
        from jibiao.files.ods import read_ods

        book = read_ods(archive)
        book.properties = user_defined(archive)
        return book
    main = office_document(archive)
    if main is None:
        if any(name.endswith(".iwa") for name in archive.names):
            raise UnreadableFile("unsupported_type", "iwork")
        package = archive.find("[Content_Types].xml")
        raise UnreadableFile(
            "not_a_workbook", "ofd" if archive.find("OFD.xml") else "ole" if package else "zip"
        )
    if main.startswith("word/"):
        raise UnreadableFile("not_a_workbook", "docx")
    if main.startswith("ppt/"):
        raise UnreadableFile("not_a_workbook", "pptx")
    if main.endswith(".bin"):
        from jibiao.files.xlsb import read_xlsb

        book = read_xlsb(archive, main)
    else:
        from jibiao.files.xlsx import read_xlsx

        book = read_xlsx(archive, main)
    book.properties = custom_properties(archive)
    return book


def _workbook_stream(compound: Compound) -> bytes:
    """A compound file may hold a workbook or a Word document."""
    names = {name.lower(): name for name in compound.names}
    for name in ("workbook", "book"):
        if name in names:
            return compound.stream(names[name])
    for name, kind in (("worddocument", "doc"), ("powerpoint document", "ppt")):
        if name in names:
            raise UnreadableFile("not_a_workbook", kind)
    raise UnreadableFile("not_a_workbook", "ole")

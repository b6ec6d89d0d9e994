"""A workbook on disk → grids. The one entrance to this package.

What a file is, its first bytes say: in county offices an .xls is as often an .xlsx, a web page or a
text with another ending.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from jibiao.files.archive import Archive
from jibiao.files.book import Workbook
from jibiao.files.encrypted import decrypted, is_encrypted_package
from jibiao.files.errors import Reason, UnreadableFile, guarded
from jibiao.files.limits import MAX_FILE
from jibiao.files.named import custom_properties, user_defined
from jibiao.files.ole import SIGNATURE, Compound
from jibiao.files.opc import office_document

__all__ = ["Workbook", "load", "read_workbook"]

_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # an .xls without its container
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)


def read_workbook(path: str | os.PathLike[str]) -> Workbook:
    """Reads an .xlsx, .xlsm, .xls, .xlsb or .ods (told by content, not by name).

    Numbers come as floats and dates as their serial numbers; `Grid.text` gives what the cells show.
    One sheet that cannot be read does not lose the others.
    Raises UnreadableFile if the file as a whole cannot be read, and no other exception.
    """
    data = load(Path(path))
    return guarded(_read, data)


def load(path: Path) -> bytes:
    """The bytes of a file, those of an encrypted package without its password.

    Raises UnreadableFile if it is none, cannot be opened, is empty or too large.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe would wait for ever, a device never end
            raise UnreadableFile("not_a_workbook", "directory" if stat.S_ISDIR(mode) else "special")
        with open(path, "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size > MAX_FILE:
                raise UnreadableFile("too_large", "file")
            data = file.readall()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnreadableFile("missing", "link" if os.path.islink(path) else "") from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnreadableFile("missing", "link") from error
        raise UnreadableFile("no_permission") from error
    if not data:
        raise UnreadableFile("empty")
    return decrypted(data) if is_encrypted_package(data) else data


def _read(data: bytes) -> Workbook:
    # The readers are imported where they are used: a click in Excel starts a Python process, and most
    # files are .xlsx.
    if data.startswith(b"PK"):
        return _read_zip(Archive(data))
    container, stream = b"", data
    if data.startswith(SIGNATURE):
        container, stream = data, _workbook_stream(Compound(data))
    elif not data.startswith(_BIFF):
        raise UnreadableFile(*_other_type(data))
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
        raise UnreadableFile("not_a_workbook", "zip")
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


def _other_type(data: bytes) -> tuple[Reason, str]:
    """The reason and the kind of a file that is neither a zip nor an OLE container."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = data[:4096].decode("utf-16", "replace").encode()
    if head.startswith((b"<?xml", b"<Workbook", b"<office:")):
        # "XML Spreadsheet 2003" has a <Table> as well, so it comes before the web pages.
        if b"schemas-microsoft-com:office:spreadsheet" in head:
            return "unsupported_type", "xml2003"
        if b"opendocument" in head:
            return "unsupported_type", "fods"
    if _HTML.search(head) or head.startswith(b"MIME-Version"):
        return "not_a_workbook", "html"
    if head.startswith(b"<?xml"):
        return "not_a_workbook", "xml"
    for magic, kind in ((b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z")):
        if head.startswith(magic):
            return "not_a_workbook", kind
    if b"\0" in head:
        return "not_a_workbook", "binary"
    return "not_a_workbook", "text"

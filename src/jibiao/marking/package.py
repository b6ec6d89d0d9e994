"""A workbook as a package of parts, of which some are changed: every other part is copied packed as it is.

Sources: APPNOTE.TXT 6.3.10 (PKWARE), section 4.4.4 (flags; for the records see `zipped.py`); ECMA-376 part 2, 6.5
(relationships) and 7.2.3 (content types); part 1, 18.2.19 (sheet).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import quoteattr

from jibiao.errors import JibiaoError
from jibiao.files.archive import Archive
from jibiao.files.errors import UnreadableFile, guarded_read
from jibiao.files.opc import listed_sheets, office_document, relationships, tree
from jibiao.files.password import password_given
from jibiao.files.submitted import load
from jibiao.files.xml import checked
from jibiao.marking.outline import appended, outline, prefixed
from jibiao.marking.texts import UNPATCHABLE
from jibiao.zipped import CENTRAL, END, LOCAL, packed_at

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "[Content_Types].xml"
_MAIN_TYPE = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml|ms-excel)\.sheet\.(.+)"
)
_SUFFIXES = {"main+xml": ".xlsx", "macroEnabled.main+xml": ".xlsm"}
_ASCII = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"'](?:us-)?ascii[\"'][^>]*\?>", re.IGNORECASE)

_UTF8, _SIZES_BEHIND = 0x800, 0x8  # bits of the flags

WhyNot = Literal["other_format", "strict", "same_part", "same_name", "signed"]


class Unpatchable(JibiaoError):
    """A workbook that can be read but not be changed part by part. reason: other_format (.xls, .ods, .xlsb, a
    template or add-in), strict (ISO strict, where it matters), same_part (two sheets are one part), same_name (two are
    called alike), signed."""

    def __init__(self, reason: WhyNot) -> None:
        super().__init__(UNPATCHABLE[reason])
        self.reason: WhyNot = reason


class Package:
    """The parts of an .xlsx or .xlsm.

    main: the workbook part. suffix: ".xlsx" or ".xlsm", as the content says. sheets: part by the worksheet's
    name. Raises UnreadableFile if the file cannot be read, Unpatchable if it can but is of another kind.
    """

    def __init__(self, path: Path) -> None:
        with password_given(None):  # a copy would be without the password: only Excel's own is no loss
            data = load(path)
        if not data.startswith(b"PK"):
            raise Unpatchable("other_format")
        self.archive = Archive(data)
        self._data = data
        self._infos: list[zipfile.ZipInfo] = guarded_read(_infos, data)
        self._changed: dict[str, bytes] = {}
        main = office_document(self.archive)
        if main is None or not main.endswith(".xml"):
            raise Unpatchable("other_format")
        self.main = main
        self.suffix = self._suffix()
        if any(name.lower().startswith("_xmlsignatures/") for name in self.archive.names):
            raise Unpatchable("signed")  # it would say to everybody that the file was tampered with
        self.sheets = self._sheets()

    def _suffix(self) -> str:
        for element in tree(self.archive, self.archive.find(_TYPES) or _TYPES):
            if element.get("PartName", "").lstrip("/").lower() == self.main.lower():
                found = _MAIN_TYPE.fullmatch(element.get("ContentType", ""))
                if found and found[1] in _SUFFIXES:
                    return _SUFFIXES[found[1]]
        raise Unpatchable("other_format")

    def _sheets(self) -> dict[str, str]:
        sheets = listed_sheets(tree(self.archive, self.main), relationships(self.archive, self.main))
        parts = [(sheet.name, sheet.part) for sheet in sheets if sheet.kind == "worksheet"]
        found = dict(parts)
        if len(found) < len(parts):
            raise Unpatchable("same_name")
        if len(set(found.values())) < len(found):
            raise Unpatchable("same_part")
        return found

    @property
    def strict(self) -> bool:
        """Whether it is of the strict kind, whose namespaces are others (ECMA-376 part 1, annex A)."""
        return tree(self.archive, self.main).tag.startswith("{http://purl.oclc.org/")

    @property
    def names(self) -> list[str]:
        """The names of all parts, those that were added at the end."""
        old = self.archive.names
        return old + [name for name in self._changed if name not in old]

    def read(self, part: str) -> bytes:
        """The part as it is now. Raises UnreadableFile."""
        return self._changed[part] if part in self._changed else self.archive.read(part)

    def xml(self, part: str) -> bytes:
        """The part as checked UTF-8, whatever it was written in. Raises UnreadableFile."""
        return _ASCII.sub(b"", checked(self.read(part), part))

    def write(self, part: str, data: bytes) -> None:
        """Change a part, or add one."""
        self._changed[part] = data

    def target(self, source: str, kind: str) -> str | None:
        """The part of a kind (last word of the relationship's type) that a part points at; None if there is none."""
        found = (part for name, part in relationships(self.archive, source).values() if name == kind)
        return next(found, None)

    def add(self, source: str, kind: str, pattern: str, data: bytes, content_type: str) -> tuple[str, str]:
        """Add a part that another one points at. pattern: its name, with {} for a number that is free. Returns its
        name and the id of the relationship."""
        taken = {name.lower() for name in self.names}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        part = pattern.format(number)
        self.write(part, data)
        self._declare(part, content_type)
        return part, self._relate(source, kind, part)

    def _declare(self, part: str, content_type: str) -> None:
        """7.2.3.3: the type of one part."""
        name = self.archive.find(_TYPES) or _TYPES
        data = self.xml(name)
        entry = f"<Override PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}/>"
        root = outline(data, name, 0)
        self.write(name, appended(data, root, prefixed(entry, root.prefix)))

    def _relate(self, source: str, kind: str, part: str) -> str:
        folder, base = posixpath.split(source)
        own = posixpath.join(folder, "_rels", base + ".rels")
        own = own if own in self._changed else self.archive.find(own) or own
        if own in self.names:
            data = self.xml(own)
        else:
            data = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
        root = outline(data, own, 1)
        taken = {child.attributes.get("Id", "") for child in root.children}
        number = 1
        while f"rIdJb{number}" in taken:
            number += 1
        entry = f'<Relationship Id="rIdJb{number}" Type="{RELATION}/{kind}" Target={quoteattr("/" + part)}/>'
        self.write(own, appended(data, root, prefixed(entry, root.prefix)))
        return f"rIdJb{number}"

    def digest(self, without: str) -> str:
        """A fingerprint of all parts but one, as they are now."""
        crcs = {info.filename: info.CRC for info in self._infos}
        crcs |= {name: zlib.crc32(data) for name, data in self._changed.items()}
        crcs.pop(without, None)
        return seal_of(crcs)

    def save(self, path: Path) -> None:
        """Write the package. Raises OSError."""
        body, directory = bytearray(), bytearray()
        members = [_member(info, self._data, self._changed) for info in self._infos]
        old = {info.filename for info in self._infos}
        members += [_new_member(name, data) for name, data in self._changed.items() if name not in old]
        for fields, name, packed in members:
            flags, *same = fields
            directory += CENTRAL.pack(
                b"PK\x01\x02", 20, 20, flags, *same, len(name), 0, 0, 0, 0, 0, len(body)
            )
            directory += name
            body += LOCAL.pack(b"PK\x03\x04", 20, flags, *same, len(name), 0) + name + packed
        end = END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
        path.write_bytes(b"".join((body, directory, end)))


def seal_of(crcs: Mapping[str, int]) -> str:
    """A fingerprint of parts by their names and checksums."""
    return sha256(repr(sorted(crcs.items())).encode()).hexdigest()


def _infos(data: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
    for info in infos:
        info.filename = info.filename.replace("\\", "/")  # as `Archive` has them
    return infos


_Member = tuple[tuple[int, ...], bytes, bytes]
"""Flags, method, time, date, checksum, packed size and size; the name; the packed bytes."""


def _member(info: zipfile.ZipInfo, whole: bytes, changed: dict[str, bytes]) -> _Member:
    name = info.orig_filename.replace("\\", "/").encode("utf-8" if info.flag_bits & _UTF8 else "cp437")
    year, month, day, hour, minute, second = info.date_time
    time, date = hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
    if info.filename in changed:
        packed, method, crc, size = _packed(changed[info.filename])
        return (info.flag_bits & _UTF8, method, time, date, crc, len(packed), size), name, packed
    start = info.header_offset
    if whole[start : start + 4] != b"PK\x03\x04" or info.flag_bits & 1:
        raise UnreadableFile("damaged", info.filename)
    start = packed_at(whole, start)
    packed = whole[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise UnreadableFile("damaged", info.filename)
    flags = info.flag_bits & ~_SIZES_BEHIND
    return (flags, info.compress_type, time, date, info.CRC, len(packed), info.file_size), name, packed


def _new_member(name: str, data: bytes) -> _Member:
    packed, method, crc, size = _packed(data)
    return (_UTF8, method, 0, 1 << 5 | 1, crc, len(packed), size), name.encode(), packed


def _packed(data: bytes) -> tuple[bytes, int, int, int]:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(), zipfile.ZIP_DEFLATED, zlib.crc32(data), len(data)

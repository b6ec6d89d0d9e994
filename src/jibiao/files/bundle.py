"""A zip in which files are handed in.

Nothing of it is unpacked to the disk, and no name in it leads out of it.

Source: APPNOTE.TXT 6.3.10, 4.3.14 to 4.3.16 (ends of the directory), 4.4.4 (flags), 4.6.9 (Info-ZIP Unicode Path); ECMA-376 part
2, 7.2, OpenDocument 1.3 part 2, 3.3 and GB/T 33190, by which a zip that is one document is told from a zip of files.
"""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO
from unicodedata import normalize

from jibiao.files.archive import unpacked
from jibiao.files.errors import UnreadableFile
from jibiao.files.kinds import SPREADSHEETS
from jibiao.files.limits import MAX_DIRECTORY, MAX_FILE, MAX_PARTS, MAX_PATH, at_most, blown_up
from jibiao.regex import regex
from jibiao.zipped import END, LOCAL

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_UTF8, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_END64, _LOCATOR = struct.Struct("<4sQ2H2I4Q"), 20
_PARTS = regex(
    r"(?:\[content_types\]\.xml|mimetype|content\.xml|ofd\.xml|meta-inf/manifest\.(?:xml|mf)|index/.+\.iwa"
    r"|(?:.+/)?_rels/[^/]*\.rels|(?:xl|word|ppt)/[^/]+\.(?:xml|bin))\Z",
    re.IGNORECASE,
)
"""The parts by which documents are known; in a zip of files some may be left over."""
_PACKAGE = "[content_types].xml"
_SUBMITTED = (*SPREADSHEETS, ".docx", ".docm", ".doc", ".wps", ".zip")
_EMBEDDED = regex(r"(?:.+/)?(?:embeddings|attachs?)/", re.IGNORECASE)
"""Where a document keeps files that are embedded in it or attached to it."""
_EMBEDDED_IN_PACKAGE = regex(r"(?:xl|word|ppt)/", re.IGNORECASE)
_FORBIDDEN = regex(r'[\x00-\x1f\x7f-\x9f<>:"|?*]')
_RESERVED = regex(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])\s*(?:\.|\Z)", re.IGNORECASE)
_CHINESE = regex("[\u2e80-\U0003ffff]")


class Bundle:
    """The files of a zip. infos: where they are, by their names, which are paths below the zip that every system takes.

    opened: opens the zip. Raises UnreadableFile: "damaged", or "too_large" if it lists too many files.
    """

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        self._opened = opened
        with opened() as file:
            _check_directory(file)
            try:
                with zipfile.ZipFile(file) as archive:
                    infos = [info for info in archive.infolist() if not info.is_dir()]
            except Exception as error:  # zipfile lets struct.error, ValueError and others through
                raise UnreadableFile("damaged", "bundle") from error
        if len(infos) > MAX_PARTS:
            raise UnreadableFile("too_large", "bundle")
        at_most(max((len(info.filename) for info in infos), default=0), MAX_PATH, "path")
        self.infos = dict(zip(_names(infos), infos, strict=True))

    @property
    def is_document(self) -> bool:
        """Whether it is one document (of Office, OpenDocument, OFD, iWork) or a program, and no bundle of files: it has
        parts of one, and no file that may have been handed in stands beside them."""
        if not any(map(_PARTS.match, self.infos)):
            return False
        is_package = any(name.lower() == _PACKAGE for name in self.infos)
        embedded = _EMBEDDED_IN_PACKAGE if is_package else _EMBEDDED
        return all(embedded.match(name) for name in self.infos if name.lower().endswith(_SUBMITTED))

    @property
    def is_encrypted(self) -> bool:
        """Whether none of its files opens without a password."""
        return bool(self.infos) and all(info.flag_bits & _ENCRYPTED for info in self.infos.values())

    @property
    def size(self) -> int:
        """Bytes of all files together, as declared."""
        return sum(info.file_size for info in self.infos.values())

    def is_zip(self, name: str) -> bool:
        """Whether a file begins as a zip does."""
        info = self.infos[name]
        packed = b"" if info.flag_bits & _ENCRYPTED else self._packed(info, 1024)
        if packed and info.compress_type == zipfile.ZIP_DEFLATED:
            try:
                packed = zlib.decompressobj(-15).decompress(packed, 4)
            except zlib.error:
                return False
        return packed[:4] in SIGNATURES

    def read(self, name: str) -> bytes:
        """A file. Raises UnreadableFile: "encrypted", "damaged", "too_large", "empty", "unsupported_type"."""
        info = self.infos[name]
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableFile("encrypted", "bundle")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile("unsupported_type", "zip_method")
        if not info.file_size:
            raise UnreadableFile("empty")
        if info.file_size > MAX_FILE or blown_up(info.file_size, info.compress_size):
            raise UnreadableFile("too_large", "file")
        data = unpacked(self._packed(info, info.compress_size), info.compress_type, info.file_size)
        if data is None or zlib.crc32(data) != info.CRC:
            raise UnreadableFile("damaged", "bundle")
        return data

    def _packed(self, info: zipfile.ZipInfo, most: int) -> bytes:
        """The packed bytes of a file, at most so many; none if they are not where the directory says."""
        with self._opened() as file:
            file.seek(max(info.header_offset, 0))
            header = file.read(LOCAL.size)
            if len(header) < LOCAL.size or header[:4] != SIGNATURES[0]:
                return b""
            file.seek(sum(LOCAL.unpack(header)[9:]), os.SEEK_CUR)
            return file.read(min(most, info.compress_size))


def _check_directory(file: BinaryIO) -> None:
    """That the list of files is no longer than it may be, before it is read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END.size - 0xFFFF))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + END.size > len(tail):
        raise UnreadableFile("damaged", "bundle")
    lengths = [END.unpack_from(tail, at)[5]]
    if tail[max(at - _LOCATOR, 0) : at].startswith(b"PK\x06\x07"):
        # The end of a zip64 counts. It stands before its locator, or where that says: zipfile has looked in either place.
        (place,) = struct.unpack_from("<Q", tail, at - _LOCATOR + 8)
        before = size - len(tail) + at - _LOCATOR - _END64.size
        lengths = [_length_in_zip64(file, min(one, size)) for one in (before, place) if one >= 0]
    if max(lengths) > MAX_DIRECTORY:
        raise UnreadableFile("too_large", "bundle")


def _length_in_zip64(file: BinaryIO, place: int) -> int:
    """Bytes of the list of files as the end of a zip64 says; 0 if it does not stand there."""
    file.seek(place)
    end = file.read(_END64.size)
    return _END64.unpack(end)[8] if len(end) == _END64.size and end.startswith(b"PK\x06\x06") else 0


def _names(infos: list[zipfile.ZipInfo]) -> Iterator[str]:
    """The names of the files, cleaned. A name that the zip has twice (as any system compares names) gets a number: both
    were handed in."""
    unsaid = [_raw_name(info) for info in infos if not info.flag_bits & _UTF8 and not _unicode_path(info)]
    encoding = _encoding(b"/".join(unsaid))
    taken: set[str] = set()
    copies: dict[str, int] = {}
    for info in infos:
        if info.flag_bits & _UTF8:
            name = info.orig_filename
        else:
            name = _unicode_path(info) or _raw_name(info).decode(encoding, "replace")
        free = name = _clean(name)
        while _folded(free) in taken:
            number = copies[_folded(name)] = copies.get(_folded(name), 1) + 1
            stem, dot, suffix = name.rpartition(".")
            free = f"{stem}({number}).{suffix}" if dot else f"{name}({number})"
        taken.add(_folded(free))
        yield free


def _folded(name: str) -> str:
    """A name as the systems compare it that would take two for one: Windows folds case, macOS composes as well."""
    return normalize("NFC", name.casefold())


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("cp437", "replace")  # which zipfile has decoded it by


def _unicode_path(info: zipfile.ZipInfo) -> str:
    """The name in UTF-8 that some programs add; "" if there is none, or it goes with another name."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack_from("<I", field, 1)
            return field[5:].decode("utf-8", "replace") if checksum == zlib.crc32(_raw_name(info)) else ""
    return ""


def _encoding(names: bytes) -> str:
    """What names are written in of which the zip does not say: programs in China use GBK, others UTF-8.

    A short name in GBK may be one in UTF-8 as well, but none in Chinese.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            if names.isascii() or _CHINESE.search(names.decode(encoding)):
                return encoding
        except UnicodeDecodeError:
            continue
    return "cp437"


def _clean(name: str) -> str:
    steps = [_FORBIDDEN.sub("_", step).rstrip(" .") for step in name.replace("\\", "/").split("/")]
    return "/".join(f"_{step}" if _RESERVED.match(step) else step for step in steps if step) or "_"

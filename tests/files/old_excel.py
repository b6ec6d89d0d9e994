"""Workbooks of BIFF8 for tests, record by record: encrypted ones, and such as no program of ours writes."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable
from pathlib import Path

import xlwt
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from xlwt.CompoundDoc import XlsDoc

from jibiao.files.ole import Compound

Record = tuple[int, bytes]
BOF, EOF, BOUND_SHEET, SST, LABEL_SST, NAME, FORMULA = 0x809, 0x0A, 0x85, 0xFC, 0xFD, 0x18, 0x06
_PLAIN = (BOF, 0xE1, 0x2F)  # also InterfaceHdr; FilePass itself


def book(rows: list[list[object]]) -> list[Record]:
    """The records of a workbook of one sheet."""
    made, stream = xlwt.Workbook(), io.BytesIO()
    page = made.add_sheet("表一")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            page.write(r, c, value)
    made.save(stream)
    return records(Compound(stream.getvalue()).stream("Workbook"))


def records(stream: bytes) -> list[Record]:
    """Number and content of every record."""
    found, position = [], 0
    while position + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, position)
        found.append((number, stream[position + 4 : position + 4 + size]))
        position += 4 + size
    return found


def stream_of(content: list[Record]) -> bytes:
    """The stream, in which the list of sheets says where they begin."""
    position, begins = 0, []
    for number, data in content:
        begins += [position] if number == BOF else []
        position += 4 + len(data)
    sheets = iter(begins[1:])
    return b"".join(
        struct.pack("<HH", number, len(data))
        + (struct.pack("<I", next(sheets)) + data[4:] if number == BOUND_SHEET else data)
        for number, data in content
    )


def saved(path: Path, content: list[Record]) -> Path:
    """The workbook as a file."""
    return in_container(path, stream_of(content))


def in_container(path: Path, stream: bytes) -> Path:
    """The stream as a file."""
    XlsDoc().save(str(path), stream)
    return path


# --- encrypted: [MS-OFFCRYPTO] 2.3.5.2, 2.3.6.2 and 2.3.7.2. RC4 undoes itself, so msoffcrypto's own steps serve.

_SALT, _VERIFIER = bytes(range(16)), b"jibiao-test-only"


def encrypted(path: Path, content: list[Record], password: str, method: str = "rc4") -> Path:
    """The workbook as Excel encrypts it. method: rc4, cryptoapi or xor."""
    head, cipher = {"rc4": _rc4, "cryptoapi": _cryptoapi, "xor": _xor}[method](password)
    whole = [content[0], (0x2F, head), *content[1:]]
    # The container is filled up with zeros, which msoffcrypto takes for records of 4 bytes.
    plain = stream_of([*whole, (0x160, bytes(-len(stream_of(whole)) % 4))])
    secret = bytearray(cipher(plain))
    position = 0
    for number, data in records(plain):
        open_part = len(data) if number in _PLAIN else 4 if number == BOUND_SHEET else 0
        end = position + 4 + open_part
        secret[position:end] = plain[position:end]
        position += 4 + len(data)
    return in_container(path, bytes(secret))


Cipher = Callable[[bytes], bytes]


def _rc4(password: str) -> tuple[bytes, Cipher]:
    def cipher(data: bytes) -> bytes:
        return DocumentRC4.decrypt(password, _SALT, io.BytesIO(data), blocksize=1024).read()

    verifier = cipher(_VERIFIER + hashlib.md5(_VERIFIER).digest())
    return struct.pack("<HHH", 1, 1, 1) + _SALT + verifier, cipher


def _cryptoapi(password: str) -> tuple[bytes, Cipher]:
    def cipher(data: bytes) -> bytes:
        return DocumentRC4CryptoAPI.decrypt(password, _SALT, 128, io.BytesIO(data), blocksize=1024).read()

    verifier = cipher(_VERIFIER + hashlib.sha1(_VERIFIER).digest())
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "CSP\0".encode("utf-16-le")
    info = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
    return info + struct.pack("<I", 16) + _SALT + verifier[:16] + struct.pack("<I", 20) + verifier[
        16:
    ], cipher


def _xor(password: str) -> tuple[bytes, Cipher]:
    keys = DocumentXOR.create_xor_array_method1(password)

    def cipher(data: bytes) -> bytes:
        out, position = bytearray(data), 0
        for number, content in records(data):
            skipped = 4 if number == BOUND_SHEET else 0
            start, position = position + 4, position + 4 + len(content)
            for at in range(start + skipped, position):
                out[at] = DocumentXOR.rol(data[at], 5, 8) ^ keys[(position + at - start) % 16]
        return bytes(out)

    verifier = next(n for n in range(0x10000) if DocumentXOR.verifypw(password, n))
    return struct.pack("<HHH", 0, DocumentXOR.create_xor_key_method1(password), verifier), cipher

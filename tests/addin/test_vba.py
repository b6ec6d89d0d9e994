"""Compression, protection fields and streams of a VBA project, read by oletools."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from jibiao.addin.compression import compress
from jibiao.addin.modules import addin_modules
from jibiao.addin.vba import Kind, Module, class_module, document_module, encrypt, vba_project

_GUID = "{318BEE36-5BE1-492A-826D-473DB19B0F30}"


@given(st.text("ab \r\n='x1", max_size=9000))
def test_text_is_decompressed_to_itself(text: str) -> None:
    assert decompress_stream(bytearray(compress(text.encode()))) == text.encode()


@given(st.binary(max_size=300))
def test_any_bytes_are_decompressed_to_themselves(data: bytes) -> None:
    assert decompress_stream(bytearray(compress(data))) == data


def test_the_examples_of_the_specification() -> None:
    """[MS-OVBA] 3.2: no repetition; normal; maximal."""
    plain = b"abcdefghijklmnopqrstuv."
    assert compress(plain).hex() == (
        "0119b000" "6162636465666768" "00" "696a6b6c6d6e6f70" "00" "7172737475762e"
    )  # fmt: skip
    normal = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    assert decompress_stream(bytearray(compress(normal))) == normal
    assert compress(b"a" * 73) == bytes.fromhex("0103b002614500")


def _decrypted(field: str) -> tuple[int, bytes]:
    """Key and data of a protection field, by [MS-OVBA] 2.4.3.3."""
    seed, version, key, *rest = bytes.fromhex(field)
    plain = key ^ seed
    last, before = key, version
    out = []
    for byte in rest:
        plain_byte = byte ^ ((before + plain) & 0xFF)
        out.append(plain_byte)
        plain, last, before = plain_byte, byte, last
    return key ^ seed, bytes(out[(seed & 6) // 2 :])


def test_protection_fields_say_what_those_of_xlwings_say() -> None:
    theirs = ("5D5F8AADDAA8DEA8DEA8DEA8DE", "5D5F8AADDAADDBADDBAD", "5D5F8AADDAADDBADDB52")
    for field, data in zip(theirs, (bytes(4), b"\0", b"\xff"), strict=True):
        assert _decrypted(field) == _decrypted(encrypt(data, _GUID))


def test_the_streams_of_a_project() -> None:
    module = Module("One", Kind.STANDARD, 'Attribute VB_Name = "One"\r\n')
    data = vba_project("Two", _GUID.strip("{}"), [document_module("Book", "0"), module])
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        paths = {"/".join(path) for path in file.listdir()}
        project = file.openstream("PROJECT").read().decode().split("\r\n")
        names = file.openstream("PROJECTwm").read()
    assert paths == {"VBA/dir", "VBA/_VBA_PROJECT", "VBA/Book", "VBA/One", "PROJECT", "PROJECTwm"}
    assert project[:4] == [f'ID="{_GUID}"', "Document=Book/&H00000000", "Module=One", 'Name="Two"']
    assert names == b"Book\0B\0o\0o\0k\0\0\0One\0O\0n\0e\0\0\0\0\0"


def test_a_module_may_not_have_the_name_of_the_project() -> None:
    with pytest.raises(ValueError):
        vba_project("One", _GUID, [Module("One", Kind.STANDARD, "")])


def test_sources_that_are_not_ascii_are_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project("One", _GUID, [Module("Two", Kind.STANDARD, "' 绩")])


def test_an_exported_class_gets_the_head_that_a_project_has() -> None:
    text = 'VERSION 1.0 CLASS\r\nBEGIN\r\nEND\r\nAttribute VB_Name = "Box"\r\nAttribute VB_Exposed = True\r\nX\r\n'
    module = class_module(text)
    assert (module.name, module.kind) == ("Box", Kind.CLASS)
    lines = module.source.split("\r\n")
    assert lines[:2] == [
        'Attribute VB_Name = "Box"',
        'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"',
    ]
    assert lines[-2:] == ["X", ""]


def test_oletools_reads_the_modules_as_they_were_written() -> None:
    modules = addin_modules()
    parser = VBA_Parser("vbaProject.bin", data=vba_project("Any", _GUID.strip("{}"), modules))
    found = {name.split(".")[0]: source for _, _, name, source in parser.extract_macros()}
    assert found == {module.name: module.source for module in modules}

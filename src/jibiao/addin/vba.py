"""A VBA project as the file vbaProject.bin, made from module sources.

Source: [MS-OVBA] 2.2 (the streams), 2.3.1 (PROJECT), 2.3.3 (PROJECTwm), 2.3.4 (dir and modules), 2.4.3 (data
encryption). There is no performance cache: `_VBA_PROJECT` names version FFFF, which no program has, so the
program compiles the sources when it opens the file. The add-in that xlwings ships is made the same way.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from jibiao.addin.compound import compound_file
from jibiao.addin.compression import compress

_NO_CACHE = bytes.fromhex("cc61ffff000100")  # 2.3.4.1
_VISIBLE = b"\xff"
_ANSI = "ascii"  # sources, names and paths are ASCII; the project says code page 1252
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
"""Libraries by name and libid (2.1.1.8). Office has IRibbonControl; Excel adds VBA and itself."""


class Kind(Enum):
    """Kinds of modules, by the word for them in the PROJECT stream (2.3.1.3)."""

    DOCUMENT = "Document"
    CLASS = "Class"
    STANDARD = "Module"


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its name, and its source with the Attribute lines, each line ended by CR LF."""

    name: str
    kind: Kind
    source: str


def document_module(name: str, base: str) -> Module:
    """The empty module behind a workbook or sheet. base: the GUID of the class that it extends."""
    return Module(name, Kind.DOCUMENT, _attributes(name, base, predeclared=True))


def class_module(exported: str) -> Module:
    """A class module from the text that VBA exports: what stands before its code is written anew, as a project
    has it (2.3.4.3): no VERSION block, and the class that it extends."""
    name = exported.split('Attribute VB_Name = "')[1].split('"')[0]
    *_, last = re.finditer(r"^Attribute VB_.*\r\n", exported, re.MULTILINE)
    head = _attributes(name, "FCFB3D2A-A0FA-1068-A738-08002B3371B5", predeclared=False)
    return Module(name, Kind.CLASS, head + exported[last.end() :])


def _attributes(name: str, base: str, *, predeclared: bool) -> str:
    """The lines at the head of the source of a document or class (2.3.4.3), as Excel writes them."""
    attributes = {
        "Name": f'"{name}"',
        "Base": f'"0{{{base}}}"',
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": predeclared,
        "Exposed": True,
        "TemplateDerived": False,
        "Customizable": predeclared,
    }
    return "".join(f"Attribute VB_{key} = {value}\r\n" for key, value in attributes.items())


def vba_project(name: str, guid: str, modules: Sequence[Module]) -> bytes:
    """The bytes of vbaProject.bin. name: the project's, which no module may have. guid: without braces.

    Raises ValueError if a module has the project's name, UnicodeEncodeError if a source is not ASCII.
    """
    if name in {module.name for module in modules}:
        raise ValueError(name)
    vba = {module.name: compress(module.source.encode(_ANSI)) for module in modules}
    vba |= {"dir": compress(_dir(name, modules)), "_VBA_PROJECT": _NO_CACHE}
    return compound_file(
        {"VBA": vba, "PROJECT": _project(name, f"{{{guid}}}", modules), "PROJECTwm": _names(modules)}
    )


def _dir(name: str, modules: Sequence[Module]) -> bytes:
    """The stream VBA/dir before compression (2.3.4.2)."""
    information = (
        _record(0x0001, struct.pack("<I", 3)),  # system: 64-bit Windows; macOS reads it as well
        _record(0x0002, struct.pack("<I", 0x0409)),
        _record(0x0014, struct.pack("<I", 0x0409)),
        _record(0x0003, struct.pack("<H", 1252)),
        _record(0x0004, name.encode(_ANSI)),
        _twice(0x0005, 0x0040, ""),  # description
        _record(0x0006, b"") + _record(0x003D, b""),  # help files
        _record(0x0007, bytes(4)),
        _record(0x0008, bytes(4)),
        struct.pack("<HIIH", 0x0009, 4, 1, 0),  # the version is not counted in the size
        _twice(0x000C, 0x003C, ""),  # constants
    )
    references = (_reference(*reference) for reference in _REFERENCES)
    count = _record(0x000F, struct.pack("<H", len(modules))) + _record(0x0013, b"\xff\xff")
    end = _record(0x0010, b"")
    return b"".join((*information, *references, count, *map(_module, modules), end))


def _reference(name: str, libid: str) -> bytes:
    """A reference to a registered library (2.3.4.2.2)."""
    path = libid.encode(_ANSI)
    return _twice(0x0016, 0x003E, name) + _record(0x000D, struct.pack("<I", len(path)) + path + bytes(6))


def _module(module: Module) -> bytes:
    """What the dir stream says of a module (2.3.4.2.3.2); its source begins at offset 0: no cache before it."""
    return b"".join(
        (
            _twice(0x0019, 0x0047, module.name),
            _twice(0x001A, 0x0032, module.name),  # the name of its stream
            _twice(0x001C, 0x0048, ""),  # description
            _record(0x0031, bytes(4)),
            _record(0x001E, bytes(4)),
            _record(0x002C, b"\xff\xff"),
            _record(0x0021 if module.kind is Kind.STANDARD else 0x0022, b""),
            _record(0x002B, b""),
        )
    )


def _record(number: int, data: bytes) -> bytes:
    """A record: its number, the size of its data, its data."""
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    """A text in the code page of the project, and again in UTF-16."""
    return _record(number, text.encode(_ANSI)) + _record(unicode_number, text.encode("utf-16-le"))


def _project(name: str, guid: str, modules: Sequence[Module]) -> bytes:
    """The stream PROJECT (2.3.1): modules, name and protection as text. Nothing is protected."""
    lines = [f'ID="{guid}"']
    lines += [
        f"{module.kind.value}={module.name}" + ("/&H00000000" if module.kind is Kind.DOCUMENT else "")
        for module in modules
    ]
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(bytes(4), guid)}"',  # 2.3.1.15: no protection
        f'DPB="{encrypt(bytes(1), guid)}"',  # 2.3.1.16: no password
        f'GC="{encrypt(_VISIBLE, guid)}"',  # 2.3.1.17
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines).encode(_ANSI)


def _names(modules: Sequence[Module]) -> bytes:
    """The stream PROJECTwm (2.3.3): each module's name in the code page and in UTF-16."""
    pairs = (module.name.encode(_ANSI) + b"\0" + f"{module.name}\0".encode("utf-16-le") for module in modules)
    return b"".join(pairs) + b"\0\0"


def encrypt(data: bytes, guid: str, seed: int = 0) -> str:
    """Data of a protection field as hexadecimal digits (2.4.3.2). A seed of 0 asks for no ignored bytes."""
    key = sum(guid.encode(_ANSI)) & 0xFF
    plain, last, before = key, seed ^ key, seed ^ 2  # 2 is the version of the encryption
    out = [seed, before, last]
    for byte in struct.pack("<I", len(data)) + data:
        encrypted = byte ^ (before + plain & 0xFF)
        out.append(encrypted)
        plain, last, before = byte, encrypted, last
    return bytes(out).hex().upper()

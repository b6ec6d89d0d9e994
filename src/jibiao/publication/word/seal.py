"""How a document that this program wrote is known, and that it is as it was written: a custom property holds the
fingerprint of all other parts. Whatever saves it again changes them."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from jibiao.own_output import OWN_PROPERTY, UNSEALED

PROPERTIES = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>'
)
_PROPERTY = '<property fmtid="{format}" pid="{id}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'


def mark(document: Any) -> None:
    """Put our properties into a document that is about to be saved. Those of a template are not ours to publish."""
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            del package.rels[name]
    values = {OWN_PROPERTY: "publication", "JibiaoSeal": UNSEALED}
    properties = "".join(
        _PROPERTY.format(format=_FORMAT, id=n, name=name, value=value)
        for n, (name, value) in enumerate(values.items(), 2)
    )
    blob = _XML.format(properties=properties).encode()
    part = Part(PackURI(f"/{PROPERTIES}"), _TYPE, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def sealed(data: bytes) -> bytes:
    """The file with the fingerprint in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[PROPERTIES] = parts[PROPERTIES].replace(UNSEALED.encode(), _digest(parts).encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _digest(parts: dict[str, bytes]) -> str:
    whole = sha256()
    for name in sorted(parts):
        if name != PROPERTIES:
            whole.update(f"{name}\0{sha256(parts[name]).hexdigest()}\n".encode())
    return whole.hexdigest()


def is_own(path: Path) -> tuple[bool, bool]:
    """Whether this program wrote a document, and whether it is as it was written. A file that cannot be looked into is
    neither."""
    from jibiao.files.archive import Archive
    from jibiao.files.errors import UnreadableFile, guarded_read
    from jibiao.files.submitted import load

    try:
        archive = guarded_read(Archive, load(path))
        parts = {name: archive.read(name) for name in archive.names}
    except UnreadableFile:
        return False, False
    properties = parts.get(PROPERTIES, b"")
    own = f'name="{OWN_PROPERTY}"'.encode() in properties
    return own, own and _digest(parts).encode() in properties

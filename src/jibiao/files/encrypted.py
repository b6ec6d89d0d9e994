"""Workbooks that open with a password only, opened by msoffcrypto-tool.

Excel encrypts a protected .xls, .xlsb or .xlsx with a password of its own when the user gave none for opening; whoever
opens such a file is not asked for one. So that password is tried first, then the one that the user gave.

Source: [MS-OFFCRYPTO] 2.3.4.4 (EncryptedPackage), 2.3.4.10 (EncryptionInfo, spinCount); [MS-XLS] 2.4.117 (FilePass).
"""

from __future__ import annotations

import io

from jibiao.files.errors import UnreadableFile
from jibiao.files.ole import SIGNATURE, Compound
from jibiao.files.password import given_password

BUILT_IN = "VelvetSweatshop"
"""Excel's own password."""

_MAX_SIZE = 64 * 2**20
"""Bytes of a file that is decrypted: .xls takes many times its size."""
_MAX_SPIN = 1_000_000
"""How often a password may be hashed: Excel and WPS do it 100,000 times, a file could ask for ten million."""
_MAX_INFO = 64 * 2**10
"""Bytes of what is said of the encryption; programs write some two thousand."""

_PACKAGE, _INFO = "EncryptedPackage", "encryptioninfo"


def is_encrypted_package(data: bytes) -> bool:
    """Whether a file is an encrypted .xlsx, .xlsm, .xlsb or .docx."""
    if not data.startswith(SIGNATURE) or _PACKAGE.encode("utf-16-le") not in data:
        return False
    return _PACKAGE in Compound(data).names


def decrypted(data: bytes) -> bytes:
    """An encrypted package, or an .xls in its container, as it would be without its password.

    Raises UnreadableFile: "encrypted" if it has another password than Excel's own and none was given, is encrypted in an
    unknown way ("unknown_way"), or nothing is here to open it with ("not_here"); "wrong_password" if the one given does
    not open it; "too_large".
    """
    given = given_password()
    if len(data) > _MAX_SIZE or _says_too_much(data):
        raise UnreadableFile("too_large", "encrypted")
    for password in (BUILT_IN, given) if given else (BUILT_IN,):
        if plain := _opened(data, password):
            return plain
    raise UnreadableFile("wrong_password" if given else "encrypted")


def _says_too_much(data: bytes) -> bool:
    """Whether the XML on the encryption, which the library reads, is too long or declares what may expand."""
    compound = Compound(data)
    infos = [compound.stream(name) for name in compound.names if name.lower() == _INFO]
    return any(len(info) > _MAX_INFO or b"<!" in info.replace(b"\0", b"") for info in infos)


def _opened(data: bytes, password: str) -> bytes | None:
    """The file without its password; None if this is not the password.

    Raises UnreadableFile: "encrypted" with "unknown_way" if the way of encryption is none that the library knows,
    "too_large" if the password is to be hashed too often.
    """
    try:
        from msoffcrypto import OfficeFile
        from msoffcrypto.exceptions import InvalidKeyError
    except ImportError as error:  # not to be had where Python runs within a browser
        raise UnreadableFile("encrypted", "not_here") from error
    plain = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(data))
        if file.format == "ooxml" and file.info.get("spinValue", 0) > _MAX_SPIN:
            raise UnreadableFile("too_large", "encrypted")
        file.load_key(password=password, **({"verify_password": True} if file.format == "ooxml" else {}))
        file.decrypt(plain)
    except InvalidKeyError:
        return None
    except UnreadableFile:
        raise
    except Exception as error:  # others of its own, and those of olefile and cryptography
        raise UnreadableFile("encrypted", "unknown_way") from error
    return plain.getvalue()

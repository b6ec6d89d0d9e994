"""A .doc of Word 97 to 2003 → a .docx, by LibreOffice where it is installed; there is no other reader of this format.

LibreOffice gets a profile and a folder of its own, which are gone afterwards, and a time limit. It takes the file for
what it is and nothing else (a program that guesses could be led to another of its filters), runs no macro, and follows
no link out of the file.

Source: [MS-DOC] 2.5.2 (FibBase: fEncrypted).
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jibiao.files.errors import UnreadableFile
from jibiao.files.ole import SIGNATURE, Compound

SECONDS = 120
"""How long it may take."""

_STREAM = "worddocument"
_FLAGS, _ENCRYPTED = 11, 0x01
"""The byte of the flags, and the bit in it."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""Macros: never; links in texts, pictures from elsewhere: never."""


@contextmanager
def as_docx(data: bytes) -> Iterator[Path]:
    """Within, the path of a .docx with the contents of a .doc. data: of the .doc.

    Raises UnreadableFile: "encrypted"; "not_a_workbook" with the detail "doc" if there is no LibreOffice or it does not
    manage, or if it is no .doc.
    """
    if not data.startswith(SIGNATURE):
        raise UnreadableFile("not_a_workbook", "doc")
    compound = Compound(data)
    name = next((name for name in compound.names if name.lower() == _STREAM), None)
    if name is None:
        raise UnreadableFile("not_a_workbook", "doc")
    if compound.stream(name)[_FLAGS : _FLAGS + 1] and compound.stream(name)[_FLAGS] & _ENCRYPTED:
        raise UnreadableFile("encrypted", "doc")
    program = _soffice()
    if program is None:
        raise UnreadableFile("not_a_workbook", "doc")
    with tempfile.TemporaryDirectory(prefix="jibiao-doc-", ignore_cleanup_errors=True) as folder:
        result = _converted(program, data, Path(folder))
        if result is None:
            raise UnreadableFile("not_a_workbook", "doc")
        yield result


def _soffice() -> str | None:
    """The program; None if it is not installed. xlwings, which the engine for LibreOffice needs, may be missing too."""
    try:
        import xlwings

        from jibiao.libreoffice.process import find_soffice
    except ImportError:
        return None
    try:
        return find_soffice()
    except xlwings.XlwingsError:
        return None


def _converted(program: str, data: bytes, folder: Path) -> Path | None:
    from jibiao.libreoffice.process import environment

    source, settings = folder / "document.doc", folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nofirststartwizard"),
        *("--infilter=MS Word 97", "--convert-to", "docx", "--outdir", str(folder), str(source)),
    ]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command,
            env=environment(),
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=os.name == "posix",
        )
    except OSError:
        return None
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)
    result = folder / "document.docx"
    return result if process.returncode == 0 and result.is_file() else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started, if any of it is left."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        tree = ["taskkill", "/PID", str(process.pid), "/T", "/F"]
        subprocess.run(tree, capture_output=True, check=False)
    process.wait()

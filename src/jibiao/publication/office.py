"""LibreOffice Writer, where it is there: the document as PDF, and the pages on which its headings stand."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 300
_OUTLINE = re.compile(rb"/Title\s*(?:<[0-9A-Fa-f]*>|\((?:\\.|[^\\)])*\))\s*/Dest\s*\[\s*(\d+) 0 R")
_KIDS = re.compile(rb"/Type\s*/Pages\b.*?/Kids\s*\[([^\]]*)\]", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")


def as_pdf(document: bytes) -> bytes | None:
    """The document as LibreOffice prints it; None if there is no LibreOffice, none with Writer, or it does not manage."""
    import xlwings

    from jibiao.libreoffice.process import environment, find_soffice

    try:
        program = find_soffice()
    except xlwings.XlwingsError:
        return None
    with tempfile.TemporaryDirectory(prefix="jibiao-publish-") as name:
        folder = Path(name)
        source = folder / "document.docx"
        source.write_bytes(document)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        try:
            subprocess.run(
                [*command, "--convert-to", "pdf:writer_pdf_Export", "--outdir", name, str(source)],
                env=environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
            return (folder / "document.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def pages_of(pdf: bytes, count: int) -> list[int] | None:
    """The pages, from 1, of the last `count` bookmarks of a PDF: those before are of a template. None if they cannot be
    told."""
    kids = [[int(one) for one in _REFERENCE.findall(found[1])] for found in _KIDS.finditer(pdf)]
    marks = [int(found[1]) for found in _OUTLINE.finditer(pdf)]
    if len(kids) != 1 or len(marks) < count or not count:
        return None
    numbers = {reference: n for n, reference in enumerate(kids[0], 1)}
    pages = [numbers.get(mark) for mark in marks[-count:]]
    return None if None in pages else [page for page in pages if page]

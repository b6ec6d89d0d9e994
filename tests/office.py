"""Office files in tests: checked against the schema, and rendered as a person sees them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator, ValidationError

# What openxml-audit reports on every file of openpyxl 3.1.5 and Excel opens without complaint: the order of
# the children of `font`, and strings inside the cells. Nothing else is accepted.
_ACCEPTED = (
    lambda finding: "Unexpected element" in finding.description and "/fonts[" in (finding.path or ""),
    lambda finding: "inline-string cell" in finding.description,
)

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match target="pattern"><test name="family"><string>宋体</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit></match>
<match target="pattern"><test name="family"><string>黑体</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans CJK SC</string></edit></match>
</fontconfig>"""


def audit(path: Path) -> list[str]:
    """What openxml-audit finds in an Office file, without the accepted findings."""
    result = OpenXmlValidator(max_errors=0).validate(path)
    findings = [finding for finding in result.errors if not any(accept(finding) for accept in _ACCEPTED)]
    return [_line(finding) for finding in findings]


def _line(finding: ValidationError) -> str:
    return f"{finding.part_uri} {finding.path}: {finding.description}"


def render_png(path: Path, folder: Path, dots: int = 80) -> list[Path]:
    """One picture for each printed page, drawn by LibreOffice. Skips the test where it is not installed."""
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        pytest.skip("needs soffice and pdftoppm")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fonts.conf").write_text(_FONTS, "utf-8")
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(path)),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = folder / f"{path.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", str(pdf), str(folder / path.stem)], check=True)
    return sorted(folder.glob(f"{path.stem}-*.png"))

"""Office files in tests: checked against the schema, and rendered as a person sees them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
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


@cache
def _profile() -> Path:
    """One LibreOffice profile for the whole run: making one takes longer than a conversion."""
    return Path(tempfile.mkdtemp(prefix="jibiao-office-"))


def convert(kind: str, folder: Path, *sources: Path, environment: dict[str, str] | None = None) -> list[Path]:
    """Files converted by LibreOffice, e.g. to "pdf" or "ods", in the order of their names. Skips the test
    where LibreOffice is not installed."""
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice (soffice)")
    folder.mkdir(parents=True, exist_ok=True)
    command = ["soffice", f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, sources)],
        env={**os.environ, **(environment or {})},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [folder / f"{source.stem}.{kind.split(':')[0]}" for source in sources]


def render_png(path: Path, folder: Path, dots: int = 80) -> list[Path]:
    """One picture for each printed page, drawn by LibreOffice. Skips the test where it is not installed."""
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fonts.conf").write_text(_FONTS, "utf-8")
    (pdf,) = convert("pdf", folder, path, environment={"FONTCONFIG_FILE": str(folder / "fonts.conf")})
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", str(pdf), str(folder / path.stem)], check=True)
    return sorted(folder.glob(f"{path.stem}-*.png"))

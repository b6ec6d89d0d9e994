"""With LibreOffice Writer: pages in the table of contents, and the PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

import jibiao
from jibiao.publication.office import pages_of
from workbooks import WORKBOOKS


@pytest.fixture
def writer() -> None:
    """Skips the test where no LibreOffice with Writer is installed."""
    program = shutil.which("soffice")
    there = program and (Path(program).resolve().parent / "libswlo.so").exists()
    if not there:
        if os.environ.get("JIBIAO_LIVE") == "required":
            raise RuntimeError("JIBIAO_LIVE=required, but LibreOffice Writer is not installed")
        pytest.skip("needs LibreOffice Writer")


@pytest.mark.usefixtures("writer")
def test_the_table_of_contents_has_the_pages_on_which_the_headings_stand(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    for path in WORKBOOKS.glob("001_*"):
        shutil.copy(path, tmp_path / "报送")
    found = jibiao.publish(tmp_path / "报送", tmp_path / "公开.docx", with_errors=True, pdf=True)
    assert found.pages_known and found.pdf == tmp_path / "公开.pdf"
    links = docx.Document(str(found.target)).element.body.iter(qn("w:hyperlink"))
    entries = ["".join(text.text for text in link.iter(qn("w:t"))) for link in links]
    page_of_text = {}
    pages = subprocess.run(
        ["pdftotext", "-layout", str(found.pdf), "-"], capture_output=True, check=True
    ).stdout
    printed = re.findall(r"\.\s*(\d+)$", pages.decode().split("\f")[0], re.MULTILINE)
    assert printed == [re.search(r"\d+$", entry)[0] for entry in entries]  # type: ignore[index]
    for number, page in enumerate(pages.decode().split("\f")[1:], 2):  # the first has the table of contents
        for line in page.splitlines():
            page_of_text[re.sub(r"\s", "", line)] = number
    checked = 0
    for entry in entries:
        title, number = re.fullmatch(r"(.*?)(\d{1,2})", re.sub(r"\s", "", entry)).groups()  # type: ignore[union-attr]
        if title in page_of_text:
            checked += 1
            assert page_of_text[title] == int(number), title
    assert checked > 15


def test_pages_are_told_by_the_bookmarks_of_a_pdf() -> None:
    pdf = b"""1 0 obj<</Title<FEFF680798980030>\n/Dest[7 0 R/XYZ 90 696 0]>>endobj
    2 0 obj<</Title(a \\) b)/Dest[9 0 R/XYZ 90 696 0]>>endobj
    <</Type/Pages\n/Resources 65 0 R\n/Kids[ 7 0 R 8 0 R 9 0 R ]/Count 3>>"""
    assert pages_of(pdf, 2) == [1, 3]
    assert pages_of(pdf, 1) == [3]
    assert pages_of(pdf, 3) is None
    assert pages_of(b"%PDF-1.7 packed otherwise", 2) is None

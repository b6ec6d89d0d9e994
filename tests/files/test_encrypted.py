"""Files with a password: Excel's own is no secret, another one has to be given."""

from __future__ import annotations

import io
import subprocess
import sys

import docx
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.ecma376_agile import ECMA376AgileEncryptionInfo

from files.old_excel import book, encrypted
from jibiao.checks.notes import reason_words
from jibiao.files import encrypted as module
from jibiao.files.docx import read_document
from jibiao.files.encrypted import BUILT_IN
from jibiao.files.errors import UnreadableFile
from jibiao.files.formulas import read_formulas
from jibiao.files.password import password_given
from jibiao.files.workbook import read_workbook

ROWS = [["项目名称", "农村危房改造", 240.5], ["完成户数", "243户"]]


def encrypted_package(path, data: bytes, password: str):
    with path.open("wb") as target:
        OOXMLFile(io.BytesIO(data)).encrypt(password, target)
    return path


def xlsx() -> bytes:
    made, stream = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        made.active.append(row)
    made.save(stream)
    return stream.getvalue()


@pytest.fixture(params=["xlsx", "rc4", "cryptoapi", "xor"])
def secret(request, tmp_path):
    """Writes a workbook that is encrypted with a password."""

    def write(password: str):
        if request.param == "xlsx":
            return encrypted_package(tmp_path / "secret.xlsx", xlsx(), password)
        return encrypted(tmp_path / "secret.xls", book(ROWS), password, request.param)

    return write


def rows(path) -> list[list[str]]:
    (grid,) = read_workbook(path).grids
    return [[grid.text(r, c) for c in range(len(row))] for r, row in enumerate(grid.rows)]


SHOWN = [["项目名称", "农村危房改造", "240.5"], ["完成户数", "243户"]]


def test_excels_own_password_needs_not_be_given(secret):
    assert rows(secret(BUILT_IN)) == SHOWN


def test_another_password_is_asked_for(secret, refusal):
    assert refusal(secret("kt-2024")) == ("encrypted", "")


def test_the_password_given_opens_it_and_files_with_excels_own(secret):
    with password_given("kt-2024"):
        assert rows(secret("kt-2024")) == SHOWN
        assert rows(secret(BUILT_IN)) == SHOWN


def test_a_wrong_password_is_told_from_none(secret, refusal):
    path = secret("kt-2024")
    with password_given("kt-2025"):
        assert refusal(path) == ("wrong_password", "")
    assert refusal(path) == ("encrypted", "")


def test_a_word_document_with_excels_own_password(tmp_path):
    plain, stream = docx.Document(), io.BytesIO()
    plain.add_paragraph("绩效目标")
    plain.save(stream)
    path = encrypted_package(tmp_path / "secret.docx", stream.getvalue(), BUILT_IN)
    assert read_document(path).blocks == ["绩效目标"]


@pytest.mark.parametrize("cut", [1_000, 3_000, 6_000])
def test_what_is_left_of_an_encrypted_file_is_refused(tmp_path, cut):
    path = encrypted_package(tmp_path / "secret.xlsx", xlsx(), BUILT_IN)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UnreadableFile):
        read_workbook(path)


def test_where_nothing_can_open_it_that_is_said_as_in_the_page(tmp_path, monkeypatch):
    path = encrypted_package(tmp_path / "protected.xlsx", xlsx(), BUILT_IN)
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(path)
    words = reason_words(caught.value.reason, caught.value.detail)
    assert "网页版打不开加密的工作簿" in words["remedy"] and "--password" not in words["remedy"]


UNKNOWN, TOO_MUCH = ("encrypted", "unknown_way"), ("too_large", "encrypted")


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ('spinCount="1000001"', TOO_MUCH),
        ('spinCount="&#57;999999"', TOO_MUCH),
        ("spinCount = '+9_999_999'", TOO_MUCH),
        (f'spinCount="{"9" * 5000}"', UNKNOWN),
        ('spinCount="10000001"', UNKNOWN),
        ('spinCount="-1"', UNKNOWN),
        ('spinCount="many"', UNKNOWN),
    ],
)
@pytest.mark.parametrize("read", [read_workbook, read_document, read_formulas])
def test_how_often_a_password_is_hashed_has_a_limit(tmp_path, monkeypatch, read, spelled, said):
    told = ECMA376AgileEncryptionInfo.toEncryptionDescriptor
    monkeypatch.setattr(
        ECMA376AgileEncryptionInfo,
        "toEncryptionDescriptor",
        lambda info: told(info).replace('spinCount="100000"', spelled),
    )
    path = encrypted_package(tmp_path / "a.xlsx", xlsx(), BUILT_IN)
    if read is read_formulas:
        assert read(path) is None
        return
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert (caught.value.reason, caught.value.detail) == said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_said_of_the_encryption_declares_nothing(tmp_path, refusal, monkeypatch, encoding):
    told = ECMA376AgileEncryptionInfo.toEncryptionDescriptor
    monkeypatch.setattr(
        ECMA376AgileEncryptionInfo,
        "toEncryptionDescriptor",
        lambda info: type("", (), {"encode": lambda *_: ("<!DOCTYPE a>" + told(info)).encode(encoding)})(),
    )
    assert refusal(encrypted_package(tmp_path / "a.xlsx", xlsx(), BUILT_IN)) == TOO_MUCH


def test_an_encrypted_file_has_a_limit(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr(module, "_MAX_SIZE", 1_000)
    assert refusal(encrypted_package(tmp_path / "a.xlsx", xlsx(), BUILT_IN)) == ("too_large", "encrypted")


def test_the_library_is_not_imported_for_other_files(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(xlsx())
    code = (
        "import sys; from jibiao.files.workbook import read_workbook; read_workbook(sys.argv[1]); "
        "sys.exit('msoffcrypto' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.xlsx")]).returncode == 0

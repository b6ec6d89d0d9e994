"""The letters of return as Word documents: from our template and from an office's."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from collection.meddling import KINDS, fill, pack, unpack
from jibiao.collection import intake
from jibiao.collection.letter_documents import LettersChanged, LetterTemplate, LetterTemplateError
from jibiao.collection.letters import letters_of
from jibiao.collection.result import Intake
from jibiao.collection.texts import LETTER_OWN_TEMPLATE, LETTERS_LIST
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from office import audit

NAMES = {"001": ("某县农业农村局", "某县"), "002": ("=1+1{错误}", "某县"), "003": ("某市人防办", "")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """下发 and 收回, where 001 sent two files."""
    rows = "".join(f"{code},{name},{parent}\n" for code, (name, parent) in NAMES.items())
    (tmp_path / "名单.csv").write_text("单位编码,单位名称,上级单位\n" + rows, "utf-8")
    sent = distribute(
        tmp_path / "名单.csv", form_by_id("A1"), 2026, tmp_path / "下发", None, "{code}.xlsx"
    ).manifest.sent
    (tmp_path / "收回").mkdir()
    for one in sent:
        parts = unpack((tmp_path / "下发" / one.file).read_bytes())
        fill(parts, "农村{单位}公路")
        KINDS["label changed"].change(parts)
        (tmp_path / "收回" / f"{one.code}.xlsx").write_bytes(pack(parts))
    book = openpyxl.load_workbook(tmp_path / "收回" / "001.xlsx")
    book["项目1"]["E3"] = "另一个项目"
    book.save(tmp_path / "收回" / "001改.xlsx")
    book = openpyxl.load_workbook(tmp_path / "收回" / "003.xlsx")
    book["项目1"]["C4"] = "{单位}五万"
    book.save(tmp_path / "收回" / "003.xlsx")
    return tmp_path


def letters(folder: Path, template: Path | None = None) -> Intake:
    return intake(folder / "收回", folder / "下发", letters=folder / "退回", letter_template=template)


def lines(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_a_letter_an_organisation_with_a_reply_zipped_by_parent(folder: Path) -> None:
    done = letters(folder)
    first = "某县/001某县农业农村局_退回通知.docx"
    assert done.letters == [first, "某县/002=1+1{错误}_退回通知.docx", "003某市人防办_退回通知.docx"]
    with zipfile.ZipFile(folder / "退回" / "某县.zip") as package:
        assert package.namelist() == [Path(file).name for file in done.letters[:2]]
        assert package.read(Path(first).name) == (folder / "退回" / first).read_bytes()
    assert (folder / "退回" / LETTERS_LIST).read_text("utf-8-sig").count("\n") == 5
    for file in done.letters:
        assert audit(folder / "退回" / file) == []
    letter = letters_of(done)[done.returns[0].key]
    document = docx.Document(str(folder / "退回" / first))
    *lists, reply = document.tables
    assert len(lists) == len(letter.parts) == 2
    shown = [[cell.text for cell in row.cells] for table in lists for row in table.rows[1:]]
    wanted = [row for part in letter.parts for row in part.rows]
    assert [(row[0], row[2], row[4]) for row in shown] == [
        (str(r.number), r.places, r.remedy) for r in wanted
    ]
    assert [row[3] for row in shown] == [r.said for r in wanted]
    assert [row.cells[0].text for row in reply.rows[1:]] == [str(r.number) for r in wanted]
    assert {cell.text for row in reply.rows[1:] for cell in row.cells[3:]} == {""}
    assert [part.heading for part in letter.parts] == [
        line for line in lines(folder / "退回" / first) if line.startswith("文件")
    ]
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)


def test_what_a_county_wrote_is_no_word_of_the_template(folder: Path) -> None:
    done = letters(folder)
    assert lines(folder / "退回" / done.letters[1])[1] == "=1+1{错误}："
    document = docx.Document(str(folder / "退回" / done.letters[2]))
    assert "“{单位}五万”" in "".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )


def test_the_same_letters_are_the_same_bytes_and_one_that_was_worked_on_is_left(folder: Path) -> None:
    first = letters(folder).letters[0]
    before = {path: path.read_bytes() for path in (folder / "退回").rglob("*.*")}
    letters(folder)
    assert before == {path: path.read_bytes() for path in (folder / "退回").rglob("*.*")}
    edited = folder / "退回" / first
    edited.write_bytes(b"signed")
    with pytest.raises(LettersChanged) as caught:
        letters(folder)
    assert caught.value.files == [edited]
    assert edited.read_bytes() == b"signed"


def test_who_has_nothing_left_to_correct_has_no_letter_left(folder: Path) -> None:
    letters(folder)
    (folder / "收回" / "003.xlsx").unlink()
    assert len(letters(folder).letters) == 2
    assert not (folder / "退回" / "003某市人防办_退回通知.docx").exists()


def own_template(folder: Path, *texts: str, row: tuple[str, ...] = ("{位置}", "{问题}")) -> Path:
    document = docx.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for sign in text:  # as Word cuts what was typed in several goes
            paragraph.add_run(sign)
    if row:
        table = document.add_table(1, len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = "致{单位}"
    document.save(str(folder / "模板.docx"))
    return folder / "模板.docx"


def test_an_office_writes_letters_of_its_own(folder: Path) -> None:
    template = own_template(folder, "{单位}（{单位编码}）：{年度}年有{错误}处错误，{警告}处警告。")
    done = letters(folder, template)
    path = folder / "退回" / done.letters[0]
    letter = letters_of(done)[done.returns[0].key]
    assert (
        lines(path)[0] == f"某县农业农村局（001）：2026年有{letter.errors}处错误，{letter.warnings}处警告。"
    )
    document = docx.Document(str(path))
    assert document.sections[0].header.paragraphs[0].text == "致某县农业农村局"
    assert len(document.tables[0].rows) == sum(len(part.rows) for part in letter.parts)
    assert not (folder / "退回" / LETTER_OWN_TEMPLATE).exists()


def test_our_own_template_lies_there_and_is_taken_as_it_is(folder: Path) -> None:
    letters(folder)
    shutil.copy(folder / "退回" / LETTER_OWN_TEMPLATE, folder / "改.docx")
    before = (folder / "退回" / "003某市人防办_退回通知.docx").read_bytes()
    letters(folder, folder / "改.docx")
    assert (folder / "退回" / "003某市人防办_退回通知.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("texts", "row", "said"),
    [
        (("{单为}",), ("{位置}", "{问题}"), r"\{单为\} 不认识"),
        (("{单位}",), (), "没有列问题的表格行"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_before_anything_is_read(folder, texts, row, said) -> None:
    with pytest.raises(LetterTemplateError, match=said):
        letters(folder, own_template(folder, *texts, row=row))
    assert not (folder / "退回").exists()


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_document_is_no_template(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "模板.docx").write_bytes(data)
    with pytest.raises(LetterTemplateError, match="不是 Word 文档"):
        LetterTemplate(tmp_path / "模板.docx")
    with pytest.raises(LetterTemplateError, match="打不开"):
        LetterTemplate(tmp_path / "没有.docx")


def test_the_template_is_a_sound_document(tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_bytes(LetterTemplate().data)
    assert audit(tmp_path / "模板.docx") == []
    assert docx.Document(io.BytesIO(LetterTemplate().data)).tables

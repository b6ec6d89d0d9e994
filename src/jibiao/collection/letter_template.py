"""Our own template of a letter of return, which an office can take, change and give back with `--letter-template`.

Words in braces stand for what a letter says (`letter_documents`). Imports python-docx, which costs a moment.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from jibiao.collection import texts
from jibiao.own_sheets import LETTER_TITLE

_BODY, _HEAD = "宋体", "黑体"
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def default_template() -> bytes:
    """The template as a .docx."""
    document = docx.Document()
    _set_page(document)
    _line(document, LETTER_TITLE, size=20, font=_HEAD, align=_CENTER, after=10)
    _line(document, texts.LETTER_TO.format(name="{单位}"))
    _line(document, "{正文}", after=6)
    _line(document, "{文件}", size=10.5, before=6, after=3, keep=True)
    _table(
        document,
        texts.LETTER_HEADS,
        ("{序号}", "{级别}", "{位置}", "{问题}", "{怎么改}"),
        (1.1, 1.2, 4.1, 6.1, 4.5),
    )
    _line(document, "{提示}", before=8)
    _line(document, texts.LETTER_ENCLOSED, before=6, keep=True)
    for text in texts.LETTER_SIGN.split("\n\n"):
        _line(document, text, before=10, keep=True)
    for text in texts.LETTER_SEAL.split("\n\n"):
        _line(
            document, text.strip(), align=_RIGHT, before=10, keep=text != texts.LETTER_SEAL.split("\n\n")[-1]
        )
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    _line(document, texts.REPLY_TITLE, size=20, font=_HEAD, align=_CENTER, after=10)
    _line(document, texts.REPLY_TEXT, after=6)
    _table(
        document,
        texts.REPLY_HEADS,
        ("{序号}", "{位置}", "{事项}", "{处理情况}", "{单位说明}"),
        (1.1, 4.1, 4.0, 2.8, 5.0),
    )
    _line(document, texts.REPLY_SIGN, before=16)
    _line(document, texts.REPLY_DATE, align=_RIGHT, before=10)
    _drop_old_styles(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _drop_old_styles(document: Document) -> None:
    """python-docx brings the styles of Word 2010 once more, which then differ from those that were changed."""
    for link, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(link)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _BODY, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(0)
    document.styles["Footer"].font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = _CENTER
    for piece in texts.LETTER_PAGE.split("|"):
        run = foot.add_run() if piece in ("PAGE", "NUMPAGES") else foot.add_run(piece)
        if piece in ("PAGE", "NUMPAGES"):
            for kind, text in (("begin", ""), ("", piece), ("end", "")):
                run._r.append(_field(kind, text))


def _field(kind: str, text: str) -> BaseOxmlElement:
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    code = OxmlElement("w:instrText")
    code.text = text
    return code


def _line(
    document: Document,
    text: str,
    *,
    size: float = 12,
    font: str = _BODY,
    align: WD_ALIGN_PARAGRAPH | None = None,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    """keep: on the page of what follows."""
    paragraph = document.add_paragraph()
    _write(paragraph, text, size, font)
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.line_spacing = 1.25
    paragraph.paragraph_format.keep_with_next = keep


def _write(paragraph: Paragraph, text: str, size: float, font: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Document, heads: Iterable[str], row: Iterable[str], widths: tuple[float, ...]) -> None:
    """A table of two rows: the heads, which are repeated on every page, and the row that stands for all others."""
    table = document.add_table(2, len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for at, (texts_of_row, font) in enumerate(((heads, _HEAD), (row, _BODY))):
        for column, (text, width) in enumerate(zip(texts_of_row, widths, strict=True)):
            cell = table.cell(at, column)
            cell.width = Cm(width)
            _write(cell.paragraphs[0], text, 10, font)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _fit_lines(cell.paragraphs[0])
            if at == 0 or (column < 2 and width < 2):
                cell.paragraphs[0].alignment = _CENTER
        _keep_together(table.rows[at])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fit_lines(paragraph: Paragraph) -> None:
    """The lines of places are reckoned in half characters: no space is put between Chinese and other signs."""
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().append(mark)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)


def _keep_together(row: _Row) -> None:
    """No page break within a row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

"""The Word document itself: headings, table of contents, tables, fonts, pages, as python-docx and the schema see it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import jibiao
from office import audit
from publication.documents import DOCUMENTS, read_back, write_document
from reading.official_documents import HEALTH


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one published document that has all parts, published again."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "报送").mkdir()
    shutil.copy(next(path for path in DOCUMENTS if path.name.startswith("002")), folder / "报送")
    return publish(folder, "平乡县住房和城乡建设局", with_errors=True)


def publish(folder: Path, department: str | None = None, **more: Any) -> Path:
    target = folder / "公开.docx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jibiao.publication.office.as_pdf", lambda document: None)
        jibiao.publish(folder / "报送", target, department=department, **more)
    return target


def headings(path: Path) -> list[tuple[int, str]]:
    found = []
    for paragraph in docx.Document(str(path)).paragraphs:
        if paragraph.style.name.startswith("Heading"):
            found.append((int(paragraph.style.name[-1]), paragraph.text))
    return found


def test_the_parts_stand_in_the_published_order_with_real_heading_styles(whole: Path) -> None:
    assert [heading for heading in headings(whole) if heading[0] == 1] == [
        (1, "一、部门职责及机构设置情况"),
        (1, "二、部门预算安排的总体情况"),
        (1, "三、机关运行经费安排情况"),
        (1, "四、财政拨款“三公”经费预算情况及增减变化原因"),
        (1, "五、绩效预算信息"),
        (1, "六、政府采购预算情况"),
        (1, "七、国有资产信息"),
        (1, "八、名词解释"),
        (1, "九、其他需要说明的事项"),
    ]
    below = [text for level, text in headings(whole) if level in (2, 3)]
    assert below[:3] == ["部门机构设置情况", "第一部分部门整体绩效目标", "（二）分项绩效目标："]
    assert "7、物业管理费绩效目标表" in below


def test_the_two_parts_are_headings_with_their_titles_as_in_the_published_ones(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    shutil.copy(next(path for path in DOCUMENTS if path.name.startswith("000")), tmp_path / "报送")
    published = publish(tmp_path, "某局", with_errors=True)
    assert [text for level, text in headings(published) if level == 1] == [
        "第一部分",
        "部门整体绩效目标",
        "第二部分",
        "预算项目绩效目标",
    ]


def test_it_fits_the_schema(whole: Path) -> None:
    assert audit(whole) == []


def test_the_table_of_contents_is_a_field_that_names_the_headings(whole: Path) -> None:
    body = docx.Document(str(whole)).element.body
    codes = [code.text for code in body.iter(qn("w:instrText"))]
    assert codes[0].split()[:2] == ["TOC", "\\o"]
    entries = ["".join(text.text for text in link.iter(qn("w:t"))) for link in body.iter(qn("w:hyperlink"))]
    assert entries == [text for level, text in headings(whole) if level <= 3]
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert anchors <= {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}


def test_chinese_fonts_are_set_for_every_style_of_its_own(whole: Path) -> None:
    styles = docx.Document(str(whole)).styles.element
    fonts = [font.get(qn("w:eastAsia")) for font in styles.iter(qn("w:rFonts"))]
    assert fonts and set(fonts) == {"宋体", "黑体"}
    assert styles.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "宋体"


def test_rows_do_not_break_and_headings_are_said_again_on_each_page(whole: Path) -> None:
    tables = docx.Document(str(whole)).tables
    rows = [row for table in tables for row in table._tbl.tr_lst]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    repeated = [
        sum(1 for row in table._tbl.tr_lst if row.find(f".//{qn('w:tblHeader')}") is not None)
        for table in tables
    ]
    assert repeated == [
        1,
        *[3] * 7,
        3,
        2,
    ]  # institutions, seven forms, procurement with its line, assets with theirs


def test_only_the_procurement_table_lies_across(whole: Path) -> None:
    sections = docx.Document(str(whole)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    assert len(sections[0].footer.paragraphs[0]._p.findall(f".//{qn('w:instrText')}")) == 1


def test_cells_span_as_the_form_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    document = next(path for path in DOCUMENTS if path.name.startswith("000"))
    shutil.copy(document, tmp_path / "报送")
    ours, theirs = (
        docx.Document(str(path)).tables[:1] for path in (publish(tmp_path, with_errors=True), document)
    )
    for own, original in zip(ours, theirs, strict=True):
        assert [[cell.text for cell in row.cells] for row in own.rows] == [
            [cell.text.replace("其中：财政    资金", "其中：财政资金") for cell in row.cells]
            for row in original.rows
        ]


def test_texts_that_xml_does_not_take_do_not_break_it(tmp_path: Path) -> None:
    from jibiao.publication.word.xml import runs

    assert runs("a\x00\x0b\ud800b\ufffe\n<&>\t") == (
        '<w:r><w:t xml:space="preserve">ab</w:t><w:br/><w:t xml:space="preserve">&lt;&amp;&gt;</w:t><w:tab/></w:r>'
    )


def test_a_template_gives_cover_and_styles(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    write_document(tmp_path / "报送" / "上报.docx", HEALTH)
    template = docx.Document()
    template.add_paragraph("清河县卫生健康局　封面")
    template.styles["Heading 1"].font.name = "方正小标宋简体"
    template.sections[0].footer.paragraphs[0].text = "内部页脚"
    template.save(str(tmp_path / "模板.docx"))
    target = publish(tmp_path, with_errors=True, template=tmp_path / "模板.docx")
    made = docx.Document(str(target))
    assert made.paragraphs[0].text == "清河县卫生健康局　封面"
    assert made.styles["Heading 1"].font.name == "方正小标宋简体"
    assert made.sections[0].footer.paragraphs[0].text == "内部页脚"
    assert headings(target)[0] == (1, "一、机构设置情况")
    assert [found for found in audit(target) if "stylesWithEffects" not in found] == []
    assert read_back(target).tables


@pytest.mark.parametrize("content", [b"no document", None])
def test_a_template_that_is_none_is_told_before_anything_is_read(
    tmp_path: Path, content: bytes | None
) -> None:
    (tmp_path / "报送").mkdir()
    if content:
        (tmp_path / "模板.docx").write_bytes(content)
    with pytest.raises(jibiao.UnreadableFile, match="模板"):
        jibiao.publish(tmp_path / "报送", tmp_path / "公开.docx", template=tmp_path / "模板.docx")

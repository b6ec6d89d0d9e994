"""Word documents → paragraphs and tables."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.documents import blocks, numbering, p, parts, t, table
from files.packages import outside, zipped
from jibiao.files.docx import read_document
from jibiao.files.errors import UnreadableFile
from jibiao.grid import Grid

PUBLISHED = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.docx"))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name[:3])
def test_published_documents_read_as_another_reader_reads_them(path: Path) -> None:
    found = read_document(path).blocks
    other = docx.Document(str(path))
    texts = [one.text.strip() for one in other.paragraphs]
    assert [one for one in found if isinstance(one, str)] == [text for text in texts if text]
    grids = [one for one in found if isinstance(one, Grid)]
    assert len(grids) == len(other.tables)
    for grid, wanted in zip(grids, other.tables, strict=True):
        origin = {
            (r, c): (top, left)
            for top, left, bottom, right in grid.merges
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        }
        for r, row in enumerate(wanted.rows):
            for c, cell in enumerate(row.cells):
                assert grid.text(*origin.get((r, c), (r, c))) == cell.text.strip()


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
RUNS = {
    "smart tags": (p("<w:smartTag>" + t("7.6万元") + "</w:smartTag>", "以内"), "7.6万元以内"),
    "inserted and deleted": (p(f"<w:ins>{t('≥90%')}</w:ins>", "<w:del><w:r><w:delText>≥80%</w:delText></w:r></w:del>"), "≥90%"),
    "moved away": (p("甲", f"<w:moveFrom>{t('乙')}</w:moveFrom>"), "甲"),
    "links": (p(f"<w:hyperlink>{t('甲')}</w:hyperlink>"), "甲"),
    "content controls": (p(f"<w:sdt><w:sdtContent>{t('乙')}</w:sdtContent></w:sdt>"), "乙"),
    "formulas": (p(f'<m:oMath {MATH}><m:r><m:t>≥</m:t></m:r></m:oMath>', "80户"), "≥80户"),
    "hidden": (p("甲", t("乙", "<w:vanish/>"), t("丙", '<w:vanish w:val="0"/>')), "甲丙"),
    "breaks": (p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"), "甲\n乙\t丙"),
    "page breaks": (p('<w:r><w:br w:type="page"/><w:t>甲</w:t></w:r>'), "甲"),
    "signs of a symbol font": (p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "95%"), "≥95%"),
    "signs not known": (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "是"), "□是"),
}  # fmt: skip


@pytest.mark.parametrize("kind", RUNS)
def test_a_paragraph_reads_as_it_is_shown(tmp_path: Path, kind: str) -> None:
    body, shown = RUNS[kind]
    assert blocks(tmp_path, body) == [shown]


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    )
    contents = p(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "危房改造绩效目标表 3")
    end = p("环境整治绩效目标表 5", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    field = (
        page
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + t("1")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert blocks(tmp_path, contents + end + p("第一部分", field)) == ["第一部分1"]
    _, below = blocks(tmp_path, contents + table("甲 | 乙") + p("丙"))[-2:]
    assert below == "丙"  # its end was lost


def test_how_things_were_before_a_tracked_change_does_not_count(tmp_path: Path) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    paragraph = p(f"<w:pPr><w:pPrChange><w:pPr>{number}</w:pPr></w:pPrChange></w:pPr>", "甲")
    run = p(t("乙", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"))
    change = "<w:tcPrChange><w:tcPr><w:gridSpan w:val='5'/></w:tcPr></w:tcPrChange>"
    cells = f"<w:tc><w:tcPr>{change}</w:tcPr>{p('丙')}</w:tc><w:tc>{p('丁')}</w:tc>"
    levels = numbering(("decimal", "%1."))
    one, two, grid = blocks(
        tmp_path, f"{paragraph}{run}<w:tbl><w:tr>{cells}</w:tr></w:tbl>", numbering=levels
    )
    assert (one, two) == ("甲", "乙")
    assert isinstance(grid, Grid) and grid.rows == [["丙", "丁"]]


def test_what_asks_to_be_filled_in_is_not_filled_in(tmp_path: Path) -> None:
    asks = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    cell = f"<w:tc>{p('单击此处输入文字。')}</w:tc>"
    body = p("编码：", asks.format(t("单击此处输入文字。"))) + p("名称")
    body += f"<w:tbl><w:tr>{asks.format(cell)}<w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    one, two, grid = blocks(tmp_path, body)
    assert (one, two) == ("编码：", "名称")
    assert isinstance(grid, Grid) and grid.rows == [["", "乙"]]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('编制单位：某局')}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    assert blocks(tmp_path, p(drawing, "标题")) == ["编制单位：某局", "标题"]
    above, grid = blocks(tmp_path, table("项目编码 | 1").replace(t("项目编码"), drawing + t("项目编码")))
    assert above == "编制单位：某局"
    assert isinstance(grid, Grid) and grid.rows == [["项目编码", "1"]]


def test_merged_cells_of_both_kinds(tmp_path: Path) -> None:
    (grid,) = blocks(tmp_path, table("v项目编码 | >2某某 | 金额", "^ | 甲 | 乙 | <", "末 | 1 | 2 | 3"))
    assert isinstance(grid, Grid)
    assert grid.rows == [["项目编码", "某某", "", "金额"], ["", "甲", "乙"], ["末", "1", "2", "3"]]
    assert grid.merges == [(0, 0, 1, 0), (0, 1, 0, 2), (1, 2, 1, 3)]


def test_text_in_the_covered_part_of_a_merged_cell_is_kept(tmp_path: Path) -> None:
    hidden = table("v上 | 甲", "^ | 乙").replace(p(""), p("下"))
    (grid,) = blocks(tmp_path, hidden)
    assert isinstance(grid, Grid)
    assert grid.text(0, 0) == "上\n下"


def test_a_table_within_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    body = table("外 | 旁").replace(p("旁"), table("内1 | 内2") + p("旁"))
    outer, inner = blocks(tmp_path, body)
    assert isinstance(outer, Grid) and isinstance(inner, Grid)
    assert (outer.name, outer.rows) == ("1", [["外", "旁"]])
    assert (inner.name, inner.rows) == ("2", [["内1", "内2"]])


def test_what_stands_in_a_frame_of_single_cells_stands_in_the_document(tmp_path: Path) -> None:
    inner = table("内1 | 内2")
    before, grid, after = blocks(tmp_path, table(p("标题") + inner + p(""), p("说明")))
    assert (before, after) == ("标题", "说明")
    assert isinstance(grid, Grid) and (grid.name, grid.rows) == ("2", [["内1", "内2"]])
    (grid,) = blocks(tmp_path, table("外 | 旁").replace(p("旁"), table("框中") + p("旁")))
    assert isinstance(grid, Grid) and grid.rows == [["外", "框中\n旁"]]


def test_columns_left_out_at_the_beginning_of_a_row(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    (grid,) = blocks(tmp_path, body)
    assert isinstance(grid, Grid) and grid.rows == [["", "", "甲", "乙"]]


NUMBERS = {
    "chineseCounting": ["一、甲", "二、乙"],
    "decimal": ["1、甲", "2、乙"],
    "decimalEnclosedCircleChinese": ["①、甲", "②、乙"],
    "upperRoman": ["I、甲", "II、乙"],
    "upperLetter": ["A、甲", "B、乙"],
    "decimalFullWidth": ["１、甲", "２、乙"],
    "bullet": ["甲", "乙"],
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_automatic_numbers_are_part_of_what_is_shown(tmp_path: Path, kind: str) -> None:
    found = blocks(
        tmp_path, p("甲", number="1/0") + p("") + p("乙", number="1/0"), numbering=numbering((kind, "%1、"))
    )
    assert found == NUMBERS[kind]


def test_deeper_numbers_begin_anew_below_the_next_higher_one(tmp_path: Path) -> None:
    levels = numbering(("chineseCounting", "%1、"), ("decimal", "%1.%2"), restart=True)
    body = "".join(p("甲", number=number) for number in ("1/0", "1/1", "1/1", "1/0", "1/1", "2/0"))
    assert blocks(tmp_path, body, numbering=levels) == [
        "一、甲",
        "一.1甲",
        "一.2甲",
        "二、甲",
        "二.1甲",
        "一、甲",
    ]


def test_a_legal_number_shows_all_levels_in_figures(tmp_path: Path) -> None:
    levels = numbering(("chineseCounting", "%1、"), ("decimal", "%1.%2 ")).replace(
        '<w:lvlText w:val="%1.%2 "/>', '<w:isLgl/><w:lvlText w:val="%1.%2 "/>'
    )
    assert blocks(tmp_path, p("甲", number="1/0") + p("乙", number="1/1"), numbering=levels) == [
        "一、甲",
        "1.1 乙",
    ]


def test_a_number_may_come_with_the_style(tmp_path: Path) -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    body = p("甲", style="a") + p("乙", style="b") + p("丙", style="b", number="0/0")
    levels = numbering(("chineseCountingThousand", "（%1）"))
    assert blocks(tmp_path, body, numbering=levels, styles=styles) == ["（一）甲", "（二）乙", "丙"]


def test_the_strict_namespace_reads_the_same(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    path = zipped(tmp_path / "严.docx", parts(p("甲") + table("乙 | 丙"), namespace=strict))
    first, grid = read_document(path).blocks
    assert first == "甲" and isinstance(grid, Grid) and grid.rows == [["乙", "丙"]]


HOSTILE = {
    "entities": ('<!DOCTYPE x [<!ENTITY a "aa">]><w:document/>', "damaged"),
    "cut off": ("<w:document xmlns:w='x'><w:body>", "damaged"),
    "no XML": ("甲", "damaged"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_broken_document_is_refused(tmp_path: Path, kind: str) -> None:
    content, reason = HOSTILE[kind]
    path = zipped(tmp_path / "坏.docx", {**parts(""), "word/document.xml": content})
    with pytest.raises(UnreadableFile) as error:
        read_document(path)
    assert error.value.reason == reason


def test_tables_within_tables_have_an_end(tmp_path: Path) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 500 + p("甲") + "</w:tc></w:tr></w:tbl>" * 500
    with pytest.raises(UnreadableFile) as error:
        blocks(tmp_path, body)
    assert error.value.reason == "too_large"


def test_a_cell_cannot_be_wider_than_a_table_of_word(tmp_path: Path) -> None:
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='9999999'/></w:tcPr>{p('甲')}</w:tc>"
    body = f"<w:tbl><w:tr>{wide}<w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    (grid,) = blocks(tmp_path, body)
    assert isinstance(grid, Grid) and len(grid.rows[0]) == 64


@given(st.integers(0, 2**32))
def test_damaged_bytes_are_read_or_refused_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    chance = random.Random(seed)
    levels = numbering(("chineseCounting", "%1、"))
    found = parts(p("甲", number="1/0") + table("v乙 | >2丙", "^ | 丁 | 戊"), numbering=levels)
    part = chance.choice([name for name in found if name.startswith("word/")])
    data = bytearray(str(found[part]).encode())
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.choice(b'<>/"= 09aw:\x00\xff')
    path = zipped(tmp_path_factory.mktemp("坏") / "公开.docx", {**found, part: bytes(data)})
    with contextlib.suppress(UnreadableFile):
        assert isinstance(read_document(path).blocks, list)


STRIKE, NOT = "<w:strike/>", '<w:strike w:val="0"/>'


def test_texts_struck_through_are_said_to_be(tmp_path: Path) -> None:
    cells = [
        p(t("甲", STRIKE)),
        p(t("80户", "<w:dstrike/>"), t("100户", NOT)),
        p("乙") + p(t("丙", STRIKE)),
        p(t("丁", "<w:dstrike/>" + NOT)) + p(t("戊", STRIKE)),
        p("己"),
        p(t("", STRIKE)),
    ]
    found = blocks(tmp_path, p(t("段落", STRIKE)) + table("|".join(cells), "子"))[1]
    assert isinstance(found, Grid)
    assert [(one.column, one.detail) for one in found.remarks] == [(0, ""), (1, "80户"), (2, "丙"), (3, "")]


def test_what_leads_out_of_a_document_is_said(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = '<w:fldSimple w:instr="DDE excel a b"><w:r><w:t>值</w:t></w:r></w:fldSimple>'
    content = parts(p(field) + p(simple))
    for part, kind, targets in (
        ("document", "hyperlink", ["https://www.gov.cn", "file:///\\\\server\\a", "file:///\\\\server\\a"]),
        ("settings", "attachedTemplate", ["file:///C:\\Users\\a\\Normal.dotm"]),
        ("webSettings", "attachedTemplate", ["http://server.cn/a.dotm", "file://\\\\server\\a.dotm"]),
    ):
        content[f"word/_rels/{part}.xml.rels"] = outside(kind, "o", targets)
    found = read_document(zipped(tmp_path / "a.docx", content))
    assert found.links == [
        ("dde", "c:\\\\cmd.exe"),
        ("dde", "excel"),
        ("link", "file:///\\\\server\\a"),
        ("link", "http://server.cn/a.dotm"),
        ("link", "file://\\\\server\\a.dotm"),
    ]

"""Marked copies: list, lights and notes are added, nothing of the county's is lost."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from files.packages import RELATION, outside, zipped
from jibiao.checks import Finding, Severity, check
from jibiao.errors import WrongSuffix
from jibiao.files.workbook import read_workbook
from jibiao.forms import form_by_id
from jibiao.highlights.conditional_formats import MARKS, NO_MARKS
from jibiao.highlights.findings_list import FURTHER_COLUMN, HEAD
from jibiao.live.marks import NOTES_PER_SHEET
from jibiao.marking.mark import is_unchanged_copy, mark_workbook
from jibiao.marking.package import Unpatchable
from jibiao.own_sheets import MARK, RESULTS
from jibiao.reading import read_file
from jibiao.templates import build_template
from marking.rich import COMMENTS, EXTENSIONS, MAIN, VML, members, parts, written
from office import audit, convert
from workbooks import WORKBOOKS

SHEET, LIST = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"
COMMENT, DRAWING = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"


def marked(source: Path, name: str = "marked", every: bool = False) -> Path:
    """A marked copy, with the findings of two rules or with all."""
    target = source.with_name(f"{name}{source.suffix}")
    reading = read_file(source)
    found = [one for one in check([reading]) if every or one.rule in ("value_empty", "value_garbled")]
    mark_workbook(reading, found, target)
    return target


def records(path: Path) -> list[dict]:
    return [{**project.to_json(), "file": ""} for project in read_file(path).projects]


def findings(path: Path) -> list[tuple]:
    return [(one.rule, one.sheet, one.cell, one.message) for one in check([read_file(path)])]


def rules(xml: bytes) -> list[tuple[str, str]]:
    """Area and formula of the conditional formats of a sheet, in order."""
    root = ElementTree.fromstring(xml)
    return [
        (area.get("sqref"), rule.findtext(f"{{{MAIN}}}formula"))
        for area in root.iter(f"{{{MAIN}}}conditionalFormatting")
        for rule in area.iter(f"{{{MAIN}}}cfRule")
    ]


def notes(xml: bytes) -> dict[str, str]:
    root = ElementTree.fromstring(xml)
    return {one.get("ref"): "".join(one.itertext()) for one in root.iter(f"{{{MAIN}}}comment")}


def keys(path: Path) -> list[str]:
    own = next(grid for grid in read_workbook(path).grids if grid.name.startswith(RESULTS))
    return [text for row in range(4, len(own.rows)) if (text := own.text(row, HEAD))]


@pytest.fixture
def rich(tmp_path) -> Path:
    return written(tmp_path / "a.xlsm", parts(macros=True))


def test_every_part_is_still_there_and_only_the_necessary_ones_differ(rich):
    before, after = members(rich), members(marked(rich))
    assert set(after) - set(before) == {LIST}
    assert {name for name in before if before[name] != after.get(name)} == {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
        *(SHEET, COMMENT, DRAWING),
    }


def test_the_sheet_gets_two_rules_behind_its_own_and_is_else_the_same(rich):
    before, after = members(rich)[SHEET].decode(), members(marked(rich))[SHEET].decode()
    ours = re.search(r'<conditionalFormatting sqref="A1:G16">.*?</conditionalFormatting>', after)[0]
    assert after.replace(ours, "") == before
    assert EXTENSIONS in after
    assert [formula for _, formula in rules(after.encode())] == [
        'G11=""',
        'COUNTIF(jb_marks,"error 1 "&ADDRESS(ROW(),COLUMN(),4))>0',
        'COUNTIF(jb_marks,"other 1 "&ADDRESS(ROW(),COLUMN(),4))>0',
    ]
    # 7 is the priority of the rule in the extension.
    assert re.findall(r'priority="(\d+)"', ours) == ["8", "9"]


def test_rules_light_up_the_cells_that_the_list_names(rich):
    target = marked(rich)
    assert keys(target) == ["error 1 F11", "error 1 F16"]
    book = openpyxl.load_workbook(written(rich.with_name("b.xlsx"), _without_drawing(target)))
    assert book.defined_names[MARKS].attr_text == f"'{RESULTS}'!$J$5:$K$6"
    dxfs = [
        rule.dxf.fill.bgColor.rgb for area in book["第一'张"].conditional_formatting for rule in area.rules
    ]
    assert dxfs == ["FFFFC7CE", "FFD55E00", "FFCFE2F3"]


def test_every_cell_of_a_finding_on_several_rows_lights_up(tmp_path):
    source = written(tmp_path / "a.xlsx", parts(F12="≥95百分比", F13="≥90百分比", F15="≥98百分比"))
    found = [one for one in check([read_file(source)]) if one.rule == "value_percent_spelled"]
    mark_workbook(read_file(source), found, tmp_path / "b.xlsx")
    assert [(one.cell, one.also) for one in found] == [("F12", ("F13", "F15"))]
    own = next(grid for grid in read_workbook(tmp_path / "b.xlsx").grids if grid.name == RESULTS)
    assert keys(tmp_path / "b.xlsx") == ["other 1 F12"]
    assert [own.text(row, FURTHER_COLUMN) for row in (4, 5)] == ["other 1 F13", "other 1 F15"]
    content = ElementTree.fromstring(members(tmp_path / "b.xlsx")["xl/workbook.xml"])
    name = next(one for one in content.iter(f"{{{MAIN}}}definedName") if one.get("name") == MARKS)
    assert name.text == f"'{RESULTS}'!$J$5:$K$6"


def _without_drawing(path: Path) -> dict:
    """openpyxl cannot read a button with a <br> in it."""
    content = members(path)
    del content["xl/worksheets/_rels/sheet1.xml.rels"]
    content[SHEET] = re.sub(
        rb"<(drawing|legacyDrawing) [^>]*/>|<mc:Alt.*</mc:AlternateContent>", b"", content[SHEET]
    )
    return content


def test_notes_stand_beside_those_of_the_user_and_all_shapes_stay(rich):
    after = members(marked(rich))
    # F11 has a note of the user's: it is left as it is.
    found = notes(after[COMMENT])
    assert found.keys() == {"F11", "F16"}
    assert found["F11"] == "张三:\n等领导定"
    assert found["F16"].startswith("绩表校验　错误：")
    assert after[COMMENT].decode().startswith(COMMENTS[: COMMENTS.index("</authors>")])
    drawing = after[DRAWING].decode()
    assert drawing.startswith(VML.removesuffix("</xml>"))
    added = drawing[len(VML) - len("</xml>") :]
    assert re.findall(r'<v:shape id="_x0000_s(\d+)"', added) == ["1027"]
    assert "<x:Row>15</x:Row><x:Column>5</x:Column>" in added


def test_reading_and_checking_a_copy_give_what_the_original_gives(rich):
    target = marked(rich)
    assert records(target) == records(rich)
    assert findings(target) == findings(rich)


def test_marking_a_copy_again_changes_nothing(rich):
    target = marked(rich)
    assert members(marked(target, "again")) == members(target)


def test_what_was_corrected_in_the_copy_is_no_longer_marked(rich):
    content = members(marked(rich))
    # The county writes a value into F16 of the copy.
    content[SHEET] = re.sub(
        rb'<c r="F16".*?</c>',
        '<c r="F16" s="1" t="inlineStr"><is><t>≥95%</t></is></c>'.encode(),
        content[SHEET],
    )
    target = marked(written(rich.with_name("returned.xlsm"), content), "again")
    after = members(target)
    assert keys(target) == ["error 1 F11"]
    assert notes(after[COMMENT]).keys() == {"F11"}
    assert after[DRAWING].count(b'ObjectType="Note"') == 1
    assert after[DRAWING].count(b'ObjectType="Button"') == 1
    assert len(rules(after[SHEET])) == 3


def test_a_note_that_the_county_has_edited_is_its_own_and_stays(rich):
    content = members(marked(rich))
    content[COMMENT] = content[COMMENT].replace("绩表校验　错误".encode(), "已问过财务：".encode())
    after = members(marked(written(rich.with_name("returned.xlsm"), content), "again"))
    assert notes(after[COMMENT])["F16"].startswith("已问过财务：")
    assert after[COMMENT].count(b"<comment ") == after[DRAWING].count(b'ObjectType="Note"') == 2


def test_a_sheet_without_notes_gets_a_drawing_of_its_own(tmp_path):
    content = parts()
    content["xl/worksheets/sheet2.xml"] = re.sub(
        r'(<c r="F16" s="1") t="s"><v>\d+</v>',
        r'\1 t="inlineStr"><is><t>≥9595%</t></is>',
        content["xl/worksheets/sheet2.xml"],
    )
    source = written(tmp_path / "a.xlsx", content)
    after = members(marked(source))
    assert notes(after["xl/comments2.xml"]).keys() == {"F16"}
    drawing = after["xl/drawings/vmlDrawing2.vml"].decode()
    # The first sheet uses the numbers from 1025 on (block 1).
    assert 'data="2"' in drawing and 'id="_x0000_s2049"' in drawing
    links = after["xl/worksheets/_rels/sheet2.xml.rels"].decode()
    assert '"/xl/comments2.xml"' in links and '"/xl/drawings/vmlDrawing2.vml"' in links
    assert audit(marked(source, "b")) == audit(source)


def test_a_drawing_that_is_not_understood_is_left_and_the_list_says_so(tmp_path):
    content = parts()
    content[DRAWING] = content[DRAWING].replace("xmlns:x=", "xmlns:excel=")
    source = written(tmp_path / "a.xlsx", content)
    target = marked(source)
    after = members(target)
    assert (after[DRAWING], after[COMMENT]) == (content[DRAWING].encode(), content[COMMENT].encode())
    own = next(grid for grid in read_workbook(target).grids if grid.name == RESULTS)
    assert "没有再加批注" in own.text(1, 0) and "第一'张" in own.text(1, 0)


def test_at_most_so_many_notes_a_sheet(tmp_path):
    changes = {f"{column}{row}": "≥9595%" for row in range(11, 17) for column in "F"}
    changes |= {f"{column}{row}": "" for row in range(11, 17) for column in "ABCDG"}
    changes |= dict.fromkeys(("B3", "E3", "C4", "B5", "B7", "B8", "A2"), "")
    source = written(tmp_path / "a.xlsx", parts(**changes))
    target = marked(source, every=True)
    found = {one for _, _, one, _ in findings(source) if one}
    assert len(notes(members(target)[COMMENT])) - 1 == min(len(found - {"F11"}), NOTES_PER_SHEET)
    assert {key.split()[2] for key in keys(target)} == found


def test_the_worst_get_their_notes_first_whatever_sheet_they_are_on(tmp_path, monkeypatch):
    monkeypatch.setattr("jibiao.marking.mark.NOTES_IN_ALL", 2)
    source = written(tmp_path / "a.xlsx", parts())
    found = [
        Finding("x", severity, str(source), sheet, cell, "", None, "", "问题", "改")
        for severity, sheet, cell in [
            (Severity.HINT, "第一'张", "F13"),
            (Severity.WARNING, "第一'张", "F16"),
            (Severity.ERROR, "第二张", "F12"),
        ]
    ]
    mark_workbook(read_file(source), found, tmp_path / "b.xlsx")
    after = members(tmp_path / "b.xlsx")
    assert notes(after[COMMENT]).keys() == {"F11", "F16"}
    assert notes(after["xl/comments2.xml"]).keys() == {"F12"}


def test_what_a_county_typed_is_text_in_the_list_and_no_formula(tmp_path):
    # E3 is the project's name.
    source = written(tmp_path / "a.xlsx", parts(E3="=HYPERLINK(&quot;http://x&quot;)"))
    root = ElementTree.fromstring(members(marked(source))[LIST])
    cells = {cell.get("r"): cell for cell in root.iter(f"{{{MAIN}}}c")}
    assert cells["E5"].get("t") == "inlineStr"
    formulas = [cell.findtext(f"{{{MAIN}}}f") for cell in cells.values()]
    assert not any("x&" in formula or "http" in formula for formula in formulas if formula)


def test_a_sheet_of_the_users_with_the_same_name_stays(tmp_path):
    content = parts()
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace("第二张", RESULTS)
    target = marked(written(tmp_path / "a.xlsx", content))
    names = [grid.name for grid in read_workbook(target).grids]
    assert names == ["第一'张", RESULTS, f"{RESULTS}2"]


def test_a_template_carries_the_rules_already_and_only_the_name_moves(tmp_path):
    source = tmp_path / "表.xlsx"
    build_template(form_by_id("A1"), source)
    book = openpyxl.load_workbook(source)
    book["项目1"]["E3"] = "农村危房改造"
    book.save(source)
    before, after = members(source), members(marked(source, every=True))
    name = next(name for name in before if name.endswith("sheet2.xml"))
    assert rules(after[name]) == rules(before[name])
    names = ElementTree.fromstring(after["xl/workbook.xml"]).iter(f"{{{MAIN}}}definedName")
    refers_to = {one.get("name"): one.text for one in names}
    assert refers_to[MARKS].startswith(f"'{RESULTS}'!$J$5:$K$")
    assert refers_to[NO_MARKS] == "'代码表'!$B$8"
    assert keys(tmp_path / "marked.xlsx")[0].split()[1] == "t1"
    # Where a program has dropped them, they are put on again.
    before[name] = re.sub(rb"<conditionalFormatting .*</conditionalFormatting>", b"", before[name])
    bare = members(marked(written(tmp_path / "bare.xlsx", before), "bare-marked", every=True))
    assert len(rules(bare[name])) == 2


def test_a_workbook_without_faults_gets_a_list_that_says_so(tmp_path):
    content = parts()
    content[SHEET] = content["xl/worksheets/sheet2.xml"]
    target = marked(written(tmp_path / "a.xlsx", content))
    own = next(grid for grid in read_workbook(target).grids if grid.name == RESULTS)
    assert own.text(0, 0) == MARK
    assert own.text(1, 0) == "没有发现问题：2 张表。"


def test_only_an_unchanged_copy_is_written_over(rich):
    target = marked(rich)
    assert is_unchanged_copy(target)
    marked(rich)  # once more
    content = members(target)
    content[SHEET] = content[SHEET].replace("行业标准".encode(), "国家标准".encode(), 1) + b" "
    written(target, content)
    assert not is_unchanged_copy(target)
    before = target.read_bytes()
    with pytest.raises(FileExistsError):
        marked(rich)
    assert target.read_bytes() == before
    assert not is_unchanged_copy(rich)


def test_what_cannot_be_marked_leaves_nothing_behind(tmp_path):
    content = parts()
    for name in ("xl/workbook.xml", SHEET, "xl/worksheets/sheet2.xml"):
        content[name] = content[name].replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    source = written(tmp_path / "a.xlsx", content)
    with pytest.raises(Unpatchable, match="Strict Open XML"):
        marked(source)
    content = parts()
    content["xl/workbook.xml"] = re.sub(
        r'(<(?:\w+:)?sheet [^>]*?name=")[^"]*', r"\1甲", content["xl/workbook.xml"]
    )
    with pytest.raises(Unpatchable, match="两张工作表名称相同"):  # the notes of one might go on the other
        marked(written(tmp_path / "a.xlsx", content))
    plain = written(tmp_path / "b.xlsx", parts())
    with pytest.raises(WrongSuffix):
        mark_workbook(read_file(plain), [], tmp_path / "c.xlsm")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_workbook_without_styles_or_with_other_prefixes_is_marked_too(tmp_path):
    content = parts()
    del content["xl/styles.xml"]
    content["xl/_rels/workbook.xml.rels"] = re.sub(
        r'<Relationship Id="rId3"[^>]*/>', "", content["xl/_rels/workbook.xml.rels"]
    )
    content["[Content_Types].xml"] = re.sub(
        r'<Override PartName="/xl/styles.xml"[^>]*/>', "", content["[Content_Types].xml"]
    )
    for name in (SHEET, "xl/worksheets/sheet2.xml"):
        cells, _, _ = content[name].replace(' s="1"', "").partition("<mergeCells")
        content[name] = cells + "</worksheet>"
    book = content["xl/workbook.xml"]
    content["xl/workbook.xml"] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", book).replace("xmlns=", "xmlns:x=")
    target = marked(written(tmp_path / "a.xlsx", content))
    assert [grid.name for grid in read_workbook(target).grids] == ["第一'张", "第二张", RESULTS]
    assert openpyxl.load_workbook(target)["第一'张"]["F16"].comment.text.startswith("绩表校验")


def test_libreoffice_opens_it_and_the_schema_has_no_more_to_say_than_before(rich):
    target = marked(rich)
    assert audit(target) == audit(rich)
    (converted,) = convert("xlsx", rich.parent / "office", target)
    book = openpyxl.load_workbook(converted)
    assert book.sheetnames == ["第一'张", "第二张", RESULTS]
    assert [row[0].value for row in book[RESULTS]["D5:D6"]] == [
        f"=HYPERLINK(\"#'第一''张'!\"&$L{row},$L{row})" for row in (5, 6)
    ]
    assert book["第一'张"]["F16"].comment.text.startswith("绩表校验")


@pytest.mark.parametrize("source", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.name[:10])
def test_published_workbooks_keep_their_records_and_every_other_part(tmp_path, source):
    target = tmp_path / source.name
    reading = read_file(source)
    mark_workbook(reading, check([reading]), target)
    assert records(target) == records(source)
    assert findings(target) == findings(source)
    before, after = members(source), members(target)
    with_findings = {one.sheet for one in check([reading]) if one.cell}
    sheets = {
        name for name in before if name.startswith("xl/worksheets/sheet") and before[name] != after[name]
    }
    assert len(sheets) == len(with_findings)
    assert audit(target) == audit(source)


_TEXTS = st.text(alphabet=st.sampled_from("９5.％%>=≥百分比以上 　\n&<\"'_x41年元"), max_size=12)
_CELLS = st.sampled_from(["A1", "A2", "E3", "C4", "B7", "B8", "A11", "F12", "F14", "F16", "G13"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_CELLS, _TEXTS, max_size=6))
def test_whatever_stands_there_no_cell_changes_and_twice_is_once(tmp_path, changes):
    source = written(tmp_path / "a.xlsx", parts(**changes))
    for old in tmp_path.glob("*ed.xlsx"):
        old.unlink()
    target = marked(source, "marked", every=True)
    one, other = (CalamineWorkbook.from_path(str(path)) for path in (source, target))
    for name in one.sheet_names:
        assert one.get_sheet_by_name(name).to_python() == other.get_sheet_by_name(name).to_python()
    assert records(target) == records(source)
    assert members(marked(target, "twice-marked", every=True)) == members(target)


def test_links_that_lead_out_stay_as_they_are_and_the_list_warns_of_them(tmp_path):
    book = openpyxl.load_workbook(next(WORKBOOKS.glob("002*")))
    page = book.worksheets[0]
    page["H5"].hyperlink = "file:///\\\\server\\share\\a.docx"
    page["H6"] = "=cmd|'/c calc'!A1"
    source = tmp_path / "a.xlsx"
    book.save(source)
    content = members(source)
    content["xl/externalLinks/externalLink1.xml"] = (
        b"<externalLink xmlns='%s'><externalBook/></externalLink>" % MAIN.encode()
    )
    content["xl/externalLinks/_rels/externalLink1.xml.rels"] = outside(
        "externalLinkPath", "b", ["file:///C:/a.xlsx"]
    ).encode()
    main, rels = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    content[main] = content[main].replace(
        b"</sheets>",
        b"</sheets><externalReferences><externalReference xmlns:r='%s' r:id='x1'/></externalReferences>"
        % RELATION.encode(),
    )
    link = f'<Relationship Id="x1" Type="{RELATION}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    content[rels] = content[rels].replace(b"</Relationships>", link.encode())
    zipped(source, content)
    copy = marked(source, every=True)
    after = members(copy)
    kept = [
        name
        for name in content
        if "externalLink" in name or name.endswith("worksheets/_rels/sheet1.xml.rels")
    ]
    assert len(kept) == 3
    assert all(content[name] == after[name] for name in kept if "externalLink" in name)
    assert b"\\\\server\\share\\a.docx" in after["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b"cmd|&apos;/c calc&apos;!A1" in after[SHEET] or b"cmd|'/c calc'!A1" in after[SHEET]
    own = next(grid for grid in read_workbook(copy).grids if grid.name == RESULTS)
    told = "\n".join(own.text(row, column) for row in range(len(own.rows)) for column in range(8))
    for words in ("\\\\server\\share\\a.docx", "“cmd”", "C:/a.xlsx", "不要点"):
        assert words in told
    assert read_workbook(copy).links == read_workbook(source).links

"""Safe fixes written to a new workbook: the listed cells, and not a byte more."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jibiao.errors import WrongSuffix
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import read_workbook
from jibiao.grid import address
from jibiao.marking import fix as fixing
from jibiao.marking.fix import NotAsListed, fix_workbook
from jibiao.marking.package import Unpatchable
from jibiao.reading import read_file
from marking.rich import EXTENSIONS, MAIN, RELATION, SPOILT, members, parts, written
from office import audit, convert
from workbooks import WORKBOOKS

RIGHT = {"F12": "≥95%", "F13": "2024年12月底前", "F15": "≥95%", "C4": "130.00"}
SHEET = "xl/worksheets/sheet1.xml"


def shown(path: Path) -> dict[tuple[str, str], str]:
    """What each cell shows, by our reader."""
    return {
        (grid.name, address(row, column)): text
        for grid in read_workbook(path).grids
        for row, cells in enumerate(grid.rows)
        for column in range(len(cells))
        if (text := grid.text(row, column))
    }


def values(path: Path) -> dict[tuple[str, str], object]:
    """What each cell holds, by another reader."""
    book = CalamineWorkbook.from_path(str(path))
    found = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        for row, cells in enumerate(sheet.to_python(skip_empty_area=False)):
            found |= {(name, address(row, column)): value for column, value in enumerate(cells)}
    return found


def differences(one: dict, other: dict) -> dict[str, object]:
    return {key[1]: other.get(key) for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


def fixed(source: Path) -> Path:
    target = source.with_name(f"fixed{source.suffix}")
    fix_workbook(read_file(source), target)
    return target


@pytest.mark.parametrize("macros", [False, True])
def test_only_the_listed_cells_change_and_every_other_part_is_the_same(tmp_path, macros):
    source = written(tmp_path / ("a.xlsm" if macros else "a.xlsx"), parts(macros))
    target = fixed(source)
    assert differences(shown(source), shown(target)) == RIGHT
    assert differences(values(source), values(target)) == RIGHT
    before, after = members(source), members(target)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [SHEET]


def test_the_sheet_itself_keeps_every_byte_around_the_cells(tmp_path):
    source = written(tmp_path / "a.xlsx", parts())
    before, after = members(source)[SHEET].decode(), members(fixed(source))[SHEET].decode()
    for cell, text in RIGHT.items():
        start = before.index(f'<c r="{cell}"')
        old = before[start : before.index("</c>", start) + 4]
        new = f'<c r="{cell}" s="1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        before = before.replace(old, new)
    assert after == before
    assert EXTENSIONS in after


def test_other_members_keep_their_packed_bytes_too(tmp_path):
    source = written(tmp_path / "a.xlsx", parts())
    with zipfile.ZipFile(source) as one, zipfile.ZipFile(fixed(source)) as other:
        for before, after in zip(one.infolist(), other.infolist(), strict=True):
            if before.filename != SHEET:
                packed = before.compress_size, before.CRC, before.compress_type, before.date_time
                assert packed == (after.compress_size, after.CRC, after.compress_type, after.date_time)


def test_fixing_twice_writes_nothing_more(tmp_path):
    target = fixed(written(tmp_path / "a.xlsx", parts()))
    again = fix_workbook(read_file(target), tmp_path / "again.xlsx")
    assert (again.changes, again.left) == ([], [])
    assert not (tmp_path / "again.xlsx").exists()


def test_cells_that_hold_more_than_a_plain_text_are_left_and_named(tmp_path):
    source = written(tmp_path / "a.xlsx", parts(rich="F13", formula="F12"))
    result = fix_workbook(read_file(source), tmp_path / "b.xlsx")
    assert {change.cell: change.left for change in result.left} == {"F12": "formula", "F13": "rich_text"}
    assert {change.cell for change in result.changes} == {"F15", "C4"}
    assert differences(shown(source), shown(tmp_path / "b.xlsx")) == {"F15": "≥95%", "C4": "130.00"}


def test_results_of_an_array_formula_of_another_cell_are_left(tmp_path):
    content = parts()
    content[SHEET] = re.sub(
        r'<c r="F11" s="1"/>',
        '<c r="F11" s="1" t="str"><f t="array" ref="F11:F12">X1:X2</f><v/></c>',
        content[SHEET],
    )
    content[SHEET] = re.sub(
        r'<c r="F12"[^>]*><v>\d+</v></c>', '<c r="F12" s="1" t="str"><v>&gt;=９５％</v></c>', content[SHEET]
    )
    result = fix_workbook(read_file(written(tmp_path / "a.xlsx", content)), tmp_path / "b.xlsx")
    assert {change.cell: change.left for change in result.left} == {"F12": "formula"}


def test_heads_of_a_table_are_left_for_the_table_has_their_texts_too(tmp_path):
    content = parts(B4="预 算 数", D3="项目 名称")
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    content[links] = content[links].replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{RELATION}/table" Target="../tables/table1.xml"/></Relationships>',
    )
    content["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" id="1" name="t" displayName="t" ref="A3:G16"/>'
    result = fix_workbook(read_file(written(tmp_path / "a.xlsx", content)), tmp_path / "b.xlsx")
    assert {change.cell: change.left for change in result.left} == {"D3": "table_head"}
    assert {change.cell for change in result.changes} == {*RIGHT, "B4"}
    content["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" ref="x"/>'
    with pytest.raises(UnreadableFile):
        fixed(written(tmp_path / "c.xlsx", content))


def test_a_workbook_with_formulas_is_reckoned_anew_when_it_is_opened(tmp_path):
    source = written(tmp_path / "a.xlsx", parts(formula="F12"))
    assert fix_workbook(read_file(source), tmp_path / "b.xlsx").formulas
    book = members(tmp_path / "b.xlsx")["xl/workbook.xml"].decode()
    assert book == members(source)["xl/workbook.xml"].decode().replace(
        "</definedNames>", '</definedNames><calcPr fullCalcOnLoad="1"/>'
    )


def _prefixed(xml: str) -> str:
    xml = xml.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    for tag in ("worksheet", "sheetData", "row", "c", "v", "mergeCells", "mergeCell"):
        xml = (
            xml.replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    return xml


SPELLINGS = {
    "a prefix": _prefixed,
    "strict": lambda xml: xml.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    "single quotes": lambda xml: xml.replace(' r="F12" s="1" t="s"', " r='F12' t='s' s='1'"),
    "a comment": lambda xml: xml.replace('<c r="F12"', '<!-- <c r="F12"> --><c r="F12"'),
    "no addresses": lambda xml: xml.replace('<c r="F12"', "<c"),
    "utf-16": lambda xml: xml.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
    "gbk": lambda xml: xml.replace('encoding="UTF-8"', 'encoding="GBK"').encode("gbk"),
    "ascii": lambda xml: xml.replace('encoding="UTF-8"', 'encoding="us-ascii"').encode(
        "ascii", "xmlcharrefreplace"
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_unusual_xml_is_patched_as_well(tmp_path, spelling):
    content = parts()
    sheet = content[SHEET]
    # The second sheet of the workbook has no extensions, which the spellings would have to respell too.
    content[SHEET] = SPELLINGS[spelling](sheet.partition("<conditionalFormatting")[0] + "</worksheet>")
    source = written(tmp_path / "a.xlsx", content)
    assert differences(shown(source), shown(fixed(source))) == RIGHT


def test_a_cell_that_stands_twice_is_refused(tmp_path):
    content = parts()
    content[SHEET] = content[SHEET].replace('<c r="E12"', '<c r="F12"')
    with pytest.raises(UnreadableFile):
        fixed(written(tmp_path / "a.xlsx", content))
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_reads_otherwise_than_listed_is_never_written(tmp_path, monkeypatch):
    source = written(tmp_path / "a.xlsx", parts())
    monkeypatch.setattr(
        fixing, "replace_texts", lambda data, *_: (data.replace(b"A1</f>", b"A2</f>") + b" ", {})
    )
    with pytest.raises(NotAsListed, match="F12"):
        fixed(source)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_other_kinds_of_files_are_not_patched(tmp_path):
    convert("ods", tmp_path, next(WORKBOOKS.glob("001_333011*")))
    (source,) = tmp_path.glob("*.ods")
    reading = read_file(source)
    assert fixing.planned(reading)
    with pytest.raises(Unpatchable, match="另存为"):
        fix_workbook(reading, tmp_path / "a.xlsx")


def test_a_workbook_with_macros_is_not_written_under_a_name_that_does_not_open(tmp_path):
    reading = read_file(written(tmp_path / "a.xlsm", parts(macros=True)))
    with pytest.raises(WrongSuffix):
        fix_workbook(reading, tmp_path / "b.xlsx")


def test_a_signed_workbook_is_refused(tmp_path):
    content = {**parts(), "_xmlsignatures/sig1.xml": "<Signature/>"}
    with pytest.raises(Unpatchable, match="有数字签名"):
        fixed(written(tmp_path / "a.xlsx", content))


def test_libreoffice_opens_it_and_the_schema_has_no_more_to_say_than_before(tmp_path):
    source = written(tmp_path / "a.xlsm", parts(macros=True))
    target = fixed(source)
    assert audit(target) == audit(source)
    (converted,) = convert("xlsx", tmp_path / "office", target)
    texts = shown(converted)
    assert {cell: texts["第一'张", cell] for cell in RIGHT} == RIGHT


@pytest.mark.parametrize("source", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.name[:10])
def test_published_workbooks_change_in_the_listed_cells_only(tmp_path, source):
    target = tmp_path / source.name
    result = fix_workbook(read_file(source), target)
    listed = {(change.sheet, change.cell): change.after for change in result.changes}
    assert listed and not result.left
    before, after = shown(source), shown(target)
    assert {key: after[key] for key in after if after[key] != before[key]} == listed
    assert before.keys() == after.keys()
    assert audit(target) == audit(source)
    assert fix_workbook(read_file(target), tmp_path / "again.xlsx").changes == []


_TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from("０９95.％%＞>=≥百分比户及以上 \u3000\n&<_x41"), st.characters(codec="utf-8")
    ),
    max_size=14,
)
_CELLS = st.sampled_from(["F11", "F12", "F14", "C4", "B7", "A11", "D3", "B8"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_CELLS, _TEXTS.filter(lambda text: text.isprintable() or "\n" in text), max_size=5))
def test_whatever_stands_there_only_listed_cells_change_and_twice_is_once(tmp_path, changes):
    clean = {
        cell: "".join(sign for sign in text if sign.isprintable() or sign == "\n")
        for cell, text in changes.items()
    }
    source = written(tmp_path / "a.xlsx", parts(**clean))
    target = tmp_path / "b.xlsx"
    target.unlink(missing_ok=True)
    result = fix_workbook(read_file(source), target)
    listed = {change.cell: change.after for change in result.changes}
    assert set(SPOILT) - set(clean) <= set(listed)
    if result.changes:
        assert differences(shown(source), shown(target)) == listed
        changed = differences(values(source), values(target))
        assert {cell: str(text).strip() for cell, text in changed.items()} == listed
        assert fix_workbook(read_file(target), tmp_path / "c.xlsx").changes == []

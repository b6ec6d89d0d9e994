"""What a workbook says of itself beside its sheets is read from every format, and never in the way."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from xlrd.formula import Ref3D

from files.packages import MAIN, RELATION, parts, sheet, zipped
from jibiao.files.named import named_cell
from jibiao.files.workbook import read_workbook
from jibiao.identity import NAMES, PROPERTIES, Stamp
from jibiao.reading import read_file
from office import convert

STAMP = Stamp("A1", 3, 2026, "001", "某县农业农村局")


def stamped(path: Path, *, properties: bool = True, names: bool = True) -> Path:
    """A workbook with a stamp and two form sheets, the first one renamed."""
    book = openpyxl.Workbook()
    book.active.title = "它's 表"
    book.create_sheet("项目2")["A1"] = "x"
    codes = book.create_sheet("代码表")
    codes["A1"] = "绩表"
    for row, (key, text) in enumerate(STAMP.texts().items(), 2):
        codes.cell(row, 3, text)
        if names:
            book.defined_names[NAMES[key]] = DefinedName(NAMES[key], attr_text=f"代码表!$C${row}")
        if properties:
            book.custom_doc_props.append(StringProperty(name=PROPERTIES[key], value=text))
    for number, title in enumerate(("'它''s 表'", "项目2"), 1):
        name = f"jb_sheet_{number}"
        book.defined_names[name] = DefinedName(name, attr_text=f"{title}!$A$1")
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("reference", "cell"),
    [
        ("项目1!$A$1", ("项目1", (0, 0))),
        ("'it''s 1'!$C$12", ("it's 1", (11, 2))),
        ("$项目1.$A$2", ("项目1", (1, 0))),
        ("$'a.b'.$A$2", ("a.b", (1, 0))),
        ("项目1!#REF!", ("项目1", None)),
        ("#REF!$A$1", None),
        ("#REF!", None),
        ("项目1!$A$1:$B$2", None),
        ('"A1"', None),
        ("[1]项目1!$A$1", None),
        ("'" + "a" * 500 + "'!$A$1", None),
    ],
)
def test_a_name_refers_to_one_cell_or_to_none(reference, cell):
    assert named_cell(reference) == cell


@pytest.mark.parametrize(("properties", "names"), [(True, True), (True, False), (False, True)])
def test_a_stamp_is_read_from_the_properties_or_from_the_named_cells(tmp_path, properties, names):
    reading = read_file(stamped(tmp_path / "a.xlsx", properties=properties, names=names))
    assert reading.stamp == STAMP
    assert reading.sheet_numbers == {"它's 表": 1, "项目2": 2}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_the_stamp_outlives_being_saved_by_libreoffice(tmp_path, kind):
    (path,) = convert(kind, tmp_path / "out", stamped(tmp_path / "a.xlsx"))
    reading = read_file(path)
    assert reading.stamp == STAMP
    assert reading.sheet_numbers == {"它's 表": 1, "项目2": 2}


def test_in_an_xls_a_name_of_a_deleted_sheet_names_no_other_one(tmp_path, monkeypatch):
    """xlrd gives such a sheet the number -2, which as an index is the last but one."""
    (path,) = convert("xls", tmp_path / "out", stamped(tmp_path / "a.xlsx"))
    to_sheet = Ref3D.__init__
    deleted = Ref3D((-2, -1, 0, 1, 0, 1))
    monkeypatch.setattr(
        Ref3D, "__init__", lambda ref, at: to_sheet(ref, deleted.coords if at[0] == 0 else at)
    )
    assert "jb_sheet_1" not in read_workbook(path).names
    assert read_file(path).sheet_numbers == {"项目2": 2}


def test_where_properties_and_cells_differ_the_properties_count(tmp_path):
    path = stamped(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["代码表"]["C2"] = "B"
    book.save(path)
    assert read_file(path).stamp == STAMP


def test_a_workbook_without_a_stamp_has_none(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx")
    assert (reading.stamp, reading.sheet_numbers) == (None, {})


def test_a_name_of_one_sheet_alone_does_not_count(tmp_path):
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        '<definedNames><definedName name="jb_sheet_1" localSheetId="0">a!$A$1</definedName>'
        '<definedName name="jb_sheet_2">a!$A$1</definedName></definedNames></workbook>'
    )
    path = zipped(tmp_path / "a.xlsx", parts(sheet(""), workbook=workbook))
    assert read_workbook(path).names == {"jb_sheet_2": ("a", (0, 0))}


@pytest.mark.parametrize(
    "properties",
    [
        "<not xml",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><Properties><property name="JibiaoForm">&a;</property></Properties>',
        '<Properties><property name="JibiaoForm"/></Properties>',
        "<Properties>" + '<property name="JibiaoForm">A1</property>' * 9_000 + "</Properties>",
        b"\xff\xfe\x00Jibiao",
    ],
)
def test_bad_properties_do_not_keep_the_workbook_from_being_read(tmp_path, properties):
    content = parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')) | {"docProps/custom.xml": properties}
    reading = read_file(zipped(tmp_path / "a.xlsx", content))
    assert (reading.reason, reading.stamp) == (None, None)

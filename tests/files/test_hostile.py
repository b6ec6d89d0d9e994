"""Files from outside that are broken, lying, endless or something else: refused, never a crash."""

from __future__ import annotations

import os
import random
import struct
import tracemalloc
import zipfile

import openpyxl
import pytest
import xlwt

from files.packages import MAIN, cell, ods, parts, sheet, strings, xlsb, zipped
from jibiao.files import limits
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import read_workbook
from jibiao.grid import LOST

FAR = sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

NOT_WORKBOOKS = {
    "html": (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>', "not_a_workbook", "html"),
    "html fragment": ("\ufeff\n<TABLE border=1><tr><td>项目".encode(), "not_a_workbook", "html"),
    "mhtml": (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "not_a_workbook", "html"),
    "mhtml of WPS": (
        b"From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;",
        "not_a_workbook",
        "html",
    ),
    "a table of UTF-16": ("项目\t金额\n一\t2".encode("utf-16"), "not_a_workbook", "text"),
    "a photo of a phone": (b"\0\0\0\x18ftypheic" + bytes(60), "not_a_workbook", "picture"),
    "a picture of the web": (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(60), "not_a_workbook", "picture"),
    "zeros": (bytes(5000), "damaged", "zeros"),
    "xml 2003 without a declaration": (
        b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        "unsupported_type",
        "xml2003",
    ),
    "word 2003": (
        b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
        "not_a_workbook",
        "doc",
    ),
    "a flat text": (
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text">',
        "not_a_workbook",
        "opendocument",
    ),
    "csv": ("项目,金额\n一,2".encode("gbk"), "not_a_workbook", "text"),
    "xml 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table>',
        "unsupported_type",
        "xml2003",
    ),
    "xml": (b'<?xml version="1.0"?><a/>', "not_a_workbook", "xml"),
    "pdf": (b"%PDF-1.7\n", "not_a_workbook", "pdf"),
    "binary": (bytes(range(256)), "not_a_workbook", "binary"),
    "nothing": (b"", "empty", ""),
    "cut ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "damaged", "ole"),
    "cut zip": (b"PK\x03\x04" + bytes(60), "damaged", "zip"),
}


@pytest.mark.parametrize("kind", NOT_WORKBOOKS)
def test_the_content_says_what_a_file_is_whatever_its_name(tmp_path, refusal, kind):
    content, reason, detail = NOT_WORKBOOKS[kind]
    path = tmp_path / "名单.xls"
    path.write_bytes(content)
    assert refusal(path) == (reason, detail)


def test_an_xlsx_named_xls_and_an_xls_named_xlsx_are_read(tmp_path):
    new, old = openpyxl.Workbook(), xlwt.Workbook()
    new.active["A1"] = "新"
    old.add_sheet("a").write(0, 0, "旧")
    new.save(tmp_path / "new.xlsx")
    (tmp_path / "new.xlsx").rename(tmp_path / "new.xls")
    old.save(str(tmp_path / "old.xlsx"))
    assert read_workbook(tmp_path / "new.xls").grids[0].rows == [["新"]]
    assert read_workbook(tmp_path / "old.xlsx").grids[0].rows == [["旧"]]


@pytest.fixture
def xls(tmp_path):
    """A small .xls."""
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "文")
    book.save(str(tmp_path / "small.xls"))
    return tmp_path / "small.xls"


@pytest.mark.parametrize(
    ("stream", "reason", "detail"),
    [
        ("EncryptedPackage", "encrypted", "unknown_way"),
        ("WordDocument", "not_a_workbook", "doc"),
        ("Drawing", "not_a_workbook", "ole"),
    ],
)
def test_other_compound_files_are_named(xls, refusal, stream, reason, detail):
    data = bytearray(xls.read_bytes())
    entry = data.index("Workbook".encode("utf-16-le"))
    data[entry : entry + 64] = stream.encode("utf-16-le").ljust(64, b"\0")
    struct.pack_into("<H", data, entry + 64, 2 * len(stream) + 2)
    xls.write_bytes(data)
    assert refusal(xls) == (reason, detail)


def test_a_chain_of_sectors_that_bites_its_own_tail_is_refused(xls, refusal):
    data = bytearray(xls.read_bytes())
    (table,) = struct.unpack_from("<I", data, 76)
    struct.pack_into("<II", data, (table + 1) * 512, 1, 0)  # sector 0 → 1 → 0
    xls.write_bytes(data)
    assert refusal(xls)[0] == "damaged"


def test_no_file_a_directory_and_a_pipe(tmp_path, refusal):
    assert refusal(tmp_path / "没有.xlsx") == ("missing", "")
    assert refusal(tmp_path) == ("not_a_workbook", "directory")
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert refusal(tmp_path / "pipe.xlsx") == ("not_a_workbook", "special")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path, refusal):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(b"PK")
    path.chmod(0)
    assert refusal(path) == ("no_permission", "")


def test_other_zips_are_named(tmp_path, refusal):
    word = {"_rels/.rels": parts("")["_rels/.rels"].replace("xl/workbook", "word/document")}
    assert refusal(zipped(tmp_path / "a", {**word, "word/document.xml": "<a/>"})) == (
        "not_a_workbook",
        "docx",
    )
    assert refusal(zipped(tmp_path / "b", {"readme.txt": "x"})) == ("not_a_workbook", "zip")
    assert refusal(zipped(tmp_path / "e", {"OFD.xml": "x"})) == ("not_a_workbook", "ofd")
    assert refusal(zipped(tmp_path / "f", {"[Content_Types].xml": "<a/>"})) == ("not_a_workbook", "ole")
    numbers = {"Index/Document.iwa": b"x", "Index/Tables/Tile.iwa": b"x", "preview.jpg": b"x"}
    assert refusal(zipped(tmp_path / "g", numbers)) == ("unsupported_type", "iwork")
    book = {"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}
    assert refusal(zipped(tmp_path / "h", book)) == ("not_a_workbook", "zip")
    text = {**ods(""), "mimetype": "application/vnd.oasis.opendocument.text"}
    assert refusal(zipped(tmp_path / "c", text)) == ("not_a_workbook", "opendocument")
    locked = {**ods(""), "META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert refusal(zipped(tmp_path / "d", locked)) == ("encrypted", "ods")


def test_a_bomb_is_not_unpacked(tmp_path, refusal):
    bomb = parts(sheet("") + " " * (limits.MIN_RATIO_SIZE + 1))
    assert refusal(zipped(tmp_path / "bomb.xlsx", bomb)) == ("too_large", "part xl/worksheets/sheet1.xml")


def test_the_parts_together_have_a_limit(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr("jibiao.files.archive.MAX_UNPACKED", 1000)
    assert refusal(zipped(tmp_path / "many.xlsx", parts(sheet(" " * 1000)))) == ("too_large", "zip")


def lying(path, name: str, size: int):
    """Declares another unpacked size for one part, in both headers."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo(name).header_offset
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    struct.pack_into("<I", data, offset + 22, size)
    struct.pack_into("<I", data, central + 24, size)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_part_that_unpacks_to_another_size_than_declared_is_refused(tmp_path, size):
    path = zipped(tmp_path / "liar.xlsx", parts(sheet(" " * 5000)))
    book = read_workbook(lying(path, "xl/worksheets/sheet1.xml", size))
    assert book.unreadable == [("表一", "damaged", "xl/worksheets/sheet1.xml")]


def test_a_changed_byte_is_noticed(tmp_path):
    path = tmp_path / "flipped.xlsx"
    with zipfile.ZipFile(path, "w") as archive:  # stored: any byte may change without breaking the zip
        for name, content in parts(sheet('<row r="1"><c r="A1"><v>700</v></c></row>')).items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"<v>700</v>", b"<v>100</v>"))
    assert read_workbook(path).unreadable == [("表一", "damaged", "xl/worksheets/sheet1.xml")]


def test_two_parts_of_one_name_are_refused(tmp_path, refusal):
    path = zipped(tmp_path / "twice.xlsx", parts(sheet("")))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(path) == ("damaged", "xl/workbook.xml")


def test_a_zip_with_a_comment_behind_it_is_still_read(tmp_path):
    path = zipped(tmp_path / "commented.xlsx", parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = "备注".encode()
    assert read_workbook(path).grids[0].rows == [[1.0]]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(tmp_path, refusal, part, encoding):
    content = parts(sheet(""), strings=strings("a"))
    content[part] = (DOCTYPE + str(content[part])).encode(encoding)
    assert refusal(zipped(tmp_path / "dtd.xlsx", content)) == ("damaged", part)


def test_entities_in_a_sheet_cost_that_sheet_only(tmp_path):
    book = read_workbook(zipped(tmp_path / "dtd.xlsx", parts(DOCTYPE + sheet(""))))
    assert book.unreadable == [("表一", "damaged", "xl/worksheets/sheet1.xml")]


FAR_CELLS = {
    "xlsx": parts(FAR),
    "xlsx of another spelling": parts(FAR.replace('"', "'")),
    "xlsx, a prefix hides the cell": parts(
        f'<worksheet xmlns="{MAIN}"><x:sheetData xmlns:x="{MAIN}"><x:row r="1048576"><x:c r="XFD1048576">'
        "<x:v>1</x:v></x:c></x:row></x:sheetData><sheetData/></worksheet>"
    ),
    "xlsb": xlsb({1048575: cell(5, 16383, struct.pack("<d", 1))}),
    "ods": ods(
        '<table:table table:name="表一"><table:table-row table:number-rows-repeated="1048575"/><table:table-row>'
        '<table:table-cell table:number-columns-repeated="16383"/><table:table-cell><text:p>1</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    ),
    "ods, one cell repeated over the sheet": ods(
        '<table:table table:name="表一"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    ),
}


@pytest.mark.parametrize("kind", FAR_CELLS)
def test_a_far_cell_is_reported_with_its_address(tmp_path, kind):
    book = read_workbook(zipped(tmp_path / "far", FAR_CELLS[kind]))
    assert book.grids == []
    assert book.unreadable == [("表一", "too_large", "XFD1048576")]


def test_of_two_far_cells_the_one_is_named_that_is_one_too_many(tmp_path):
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="C1048576"><v>1</v></c></row>'
    book = read_workbook(zipped(tmp_path / "far.xlsx", parts(sheet(rows))))
    assert book.unreadable == [("表一", "too_large", "C1048576")]


SPACE = '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>'


@pytest.mark.parametrize("place", ["B1048576", "XFD1", "XFD1048576"])
def test_a_lone_space_far_away_is_nothing(tmp_path, place):
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{SPACE.format(place)}</row>'
    (grid,) = read_workbook(zipped(tmp_path / "space.xlsx", parts(sheet(rows)))).grids
    assert grid.rows == [[1.0]]


def test_a_column_of_spaces_down_to_the_last_row_is_nothing(tmp_path):
    wide = '<row r="1"><c r="T1"><v>1</v></c></row>'
    spaces = "".join(f"<row>{SPACE.format(f'A{row}')}</row>" for row in range(2, 300_001))
    (grid,) = read_workbook(zipped(tmp_path / "spaces.xlsx", parts(sheet(wide + spaces)))).grids
    assert grid.text(0, 19) == "1"
    assert not any(cell.strip() for row in grid.rows[1:] for cell in row)


def test_what_stands_far_below_is_read_where_it_stands(tmp_path):
    rows = "".join(
        f'<row r="{row}"><c r="B{row}"><v>{row}</v></c></row>' for row in (1, 40_000, 40_001, 20_000)
    )
    (grid,) = read_workbook(zipped(tmp_path / "gaps.xlsx", parts(sheet(rows)))).grids
    assert len(grid.rows) == 40_001
    assert [grid.text(row, 1) for row in (0, 19_999, 39_999, 40_000)] == ["1", "20000", "40000", "40001"]


def test_a_space_far_away_in_an_xls(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    page.write(0, 0, 1)
    page.write(65535, 255, " ")
    book.save(str(tmp_path / "space.xls"))
    assert read_workbook(tmp_path / "space.xls").grids[0].rows == [[1.0]]


def test_a_far_cell_of_an_xls(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("near").write(0, 0, 1)
    book.add_sheet("far").write(65535, 255, 1)
    book.save(str(tmp_path / "far.xls"))
    read = read_workbook(tmp_path / "far.xls")
    assert read.unreadable == [("far", "too_large", "IV65536")]
    assert read.grids[0].rows == [[1.0]]


def test_far_cells_without_content_do_no_harm(tmp_path):
    far_style = sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    book = read_workbook(zipped(tmp_path / "styled.xlsx", parts(far_style)))
    assert book.grids[0].rows == [[1.0]]


def test_all_sheets_together_have_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS_IN_ALL", 150)
    book = openpyxl.Workbook()
    for page in (book.active, book.create_sheet("二")):
        page["J10"] = 1
    book.save(tmp_path / "two.xlsx")
    read = read_workbook(tmp_path / "two.xlsx")
    assert len(read.grids) == 1
    assert read.unreadable == [("二", "too_large", "J10")]


def test_a_merged_area_over_the_whole_sheet_is_cut_to_its_cells(tmp_path):
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:XFD1"/></mergeCells>'
    content = parts(sheet('<row r="2"><c r="C2"><v>1</v></c></row>', merge))
    grid = read_workbook(zipped(tmp_path / "merged.xlsx", content)).grids[0]
    assert grid.merges == [(0, 0, 1, 2), (0, 0, 0, 16383)]


@pytest.mark.parametrize("reference", ["A0", "XFE1", "A1048577", "A99999999999", "11", "一1"])
def test_addresses_that_no_sheet_has(tmp_path, reference):
    content = parts(sheet(f'<row r="1"><c r="{reference}"><v>1</v></c></row>'))
    book = read_workbook(zipped(tmp_path / "address.xlsx", content))
    assert [(name, reason) for name, reason, _ in book.unreadable] == [("表一", "damaged")]


@pytest.mark.parametrize("value", ["7", "-1", "1.5", "99999999999", "一"])
def test_a_text_that_is_not_among_the_shared_strings_costs_its_cell_only(tmp_path, value):
    rows = f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>{value}</v></c></row>'
    content = parts(sheet(rows), strings=strings("一"))
    (grid,) = read_workbook(zipped(tmp_path / "index.xlsx", content)).grids
    assert (grid.text(0, 0), grid.text(0, 1), grid.troubles) == ("一", "", {(0, 1): LOST})


def test_a_text_that_is_not_among_the_shared_strings_of_an_xlsb(tmp_path):
    content = xlsb({0: cell(7, 0, struct.pack("<I", 1)) + cell(7, 1, struct.pack("<I", 2))})
    (grid,) = read_workbook(zipped(tmp_path / "index.xlsb", content)).grids
    assert (grid.text(0, 0), grid.text(0, 1), grid.troubles) == ("第二", "", {(0, 1): LOST})


def test_an_xlsb_without_a_cell(tmp_path):
    for number, page in enumerate((xlsb({}), {**xlsb({}), "xl/worksheets/sheet1.bin": b""})):
        (grid,) = read_workbook(zipped(tmp_path / f"{number}.xlsb", page)).grids
        assert grid.rows == []


def test_an_inline_text_of_many_tags_is_read_in_no_time(tmp_path):
    text = "<r>" + "<t>a" * 20_000  # never closed: a careless expression would try every way to match it
    content = parts(sheet(f'<row r="1"><c r="A1" t="inlineStr"><is>{text}</is></c></row>'))
    assert len(read_workbook(zipped(tmp_path / "tags.xlsx", content)).unreadable) == 1


def originals(folder):
    """One small file of every kind."""
    book = openpyxl.Workbook()
    book.active.append(["项目", 0.5, True, "=A1"])
    book.active.merge_cells("A2:C2")
    book.save(folder / "a.xlsx")
    old = xlwt.Workbook()
    old.add_sheet("表").write(0, 0, "文")
    old.save(str(folder / "a.xls"))
    zipped(folder / "a.xlsb", xlsb({0: cell(5, 0, struct.pack("<d", 1)) + cell(7, 1, bytes(4))}))
    zipped(folder / "a.ods", ods('<table:table table:name="表"><table:table-row/></table:table>'))
    return sorted(folder.iterdir())


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The file cut off, or with some bytes changed."""
    if chance.random() < 0.3:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def spoilt_parts(path, chance: random.Random, target) -> None:
    """A sound zip whose parts are spoilt: what is within reach of someone who means it."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            other.writestr(name, spoilt(data, chance) if data and chance.random() < 0.4 else data)


def test_spoilt_files_end_in_a_refusal_or_a_workbook(tmp_path):
    (tmp_path / "sound").mkdir()
    chance = random.Random(20240305)
    target = tmp_path / "spoilt"
    for path in originals(tmp_path / "sound"):
        for turn in range(250):
            if turn % 2 and path.suffix != ".xls":
                spoilt_parts(path, chance, target)
            else:
                target.write_bytes(spoilt(path.read_bytes(), chance))
            try:
                read_workbook(target)
            except UnreadableFile as error:
                assert error.reason


@pytest.mark.parametrize("mark", ["\x1b", "\x00", "\ufffe", "&#11;", "&#x1F;", "&#xD800;", "\ud83d"])
def test_what_is_no_character_of_xml_costs_its_cell_only(tmp_path, mark):
    texts = f"<si><t>前{mark}后</t></si><si><r><t>好</t></r></si>".encode("utf-8", "surrogatepass")
    shared = {**parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'))}
    shared["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">'.encode() + texts + b"</sst>"
    table = ods(
        '<table:table table:name="表一"><table:table-row><table:table-cell><text:p>前@后</text:p></table:table-cell>'
        "<table:table-cell><text:p>好</text:p></table:table-cell></table:table-row></table:table>"
    )
    content = str(table["content.xml"]).replace("@", mark).encode("utf-8", "surrogatepass")
    for name, book in (("a.xlsx", shared), ("a.ods", {**table, "content.xml": content})):
        (grid,) = read_workbook(zipped(tmp_path / name, book)).grids
        assert [grid.text(0, 0), grid.text(0, 1)] == ["前�后", "好"]


def test_rows_without_cells_take_no_more_than_their_bytes(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + '<row r="9" hidden="1"/>' * 100_000
    path = zipped(tmp_path / "rows.xlsx", parts(sheet(rows)))
    tracemalloc.start()
    try:
        assert read_workbook(path).grids[0].rows == [[1.0]]
        assert tracemalloc.get_traced_memory()[1] < 8 * len(rows)
    finally:
        tracemalloc.stop()

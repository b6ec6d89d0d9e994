"""Reading the roster as offices save it."""

import datetime as dt
import os

import openpyxl
import pytest
import xlwt

from jibiao.roster import RosterError, RosterLine, is_roster, lost_zeros, read_roster


@pytest.fixture
def roster(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "名单.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(roster, encoding):
    lines = read_roster(roster("单位编码,单位名称\n333001,某县住建局\n", encoding))
    assert lines == [RosterLine(2, "333001", "某县住建局")]


@pytest.mark.parametrize(
    ("heads", "row", "expected"),
    [
        ("预算单位代码,预算单位名称,县区", "333001,某县住建局,某县", ("333001", "某县住建局", "某县")),
        (" 单位名称 ,单位 编码", "某县住建局,333001", ("333001", "某县住建局", "")),
        ("单位名称", "某县住建局", ("", "某县住建局", "")),
        ("单位编码\t单位名称\t主管部门", "333001\t某县住建局\t住建局", ("333001", "某县住建局", "住建局")),
        ("序号,单位编码,单位名称,电话", '1,333001,"住建局,本级",123', ("333001", "住建局,本级", "")),
    ],
)
def test_headings(roster, heads, row, expected):
    (line,) = read_roster(roster(f"{heads}\n\n{row}\n"))
    assert (line.code, line.name, line.parent) == expected
    assert line.line == 3


def test_every_faulty_line_is_told(roster):
    text = (
        "单位编码,单位名称\n333001,甲局\n ,—\n333001,乙局\n333002,丙,局\n1.3E+05,丁局\n,戊局\n,戊局（本级）\n"
    )
    with pytest.raises(RosterError) as caught:
        read_roster(roster(text))
    assert [error.partition("行")[0] for error in caught.value.errors] == ["第3", "第4", "第5", "第6", "第8"]
    assert "第4行与第2行重复" in str(caught.value)


def workbook(path, rows, *merges):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    book.create_sheet("说明").append(["请按此名单下发"])
    book.save(path)
    return path


def test_a_workbook_is_read_as_it_is(tmp_path):
    rows = [
        ["某市2027年应报单位"],
        ["序号", "上级单位", "单位编码", "单位名称", "项目数", None],
        [1, "某县", "001001", "某县住建局", 3, "已联系"],
        [2, None, "001002", "某县园林局", None],
    ]
    path = workbook(tmp_path / "名单.xlsx", rows, "A1:F1", "B3:B4")
    assert read_roster(path) == [
        RosterLine(3, "001001", "某县住建局", "某县", "3"),
        RosterLine(4, "001002", "某县园林局", "某县", ""),
    ]


def test_an_old_workbook_too(tmp_path):
    book = xlwt.Workbook()
    for column, (head, text) in enumerate((("单位名称", "某县住建局"), ("单位编码", "333001"))):
        book.add_sheet("单位") if column == 0 else None
        book.get_sheet(0).write(0, column, head)
        book.get_sheet(0).write(1, column, text)
    book.save(str(tmp_path / "名单.xls"))
    assert read_roster(tmp_path / "名单.xls") == [RosterLine(2, "333001", "某县住建局")]


def test_a_date_in_a_workbook_is_told_as_such(tmp_path):
    path = workbook(tmp_path / "名单.xlsx", [["单位编码", "单位名称"], [dt.date(2024, 3, 1), "甲局"]])
    with pytest.raises(RosterError, match="已被 Excel 改成科学计数或日期"):
        read_roster(path)


@pytest.mark.parametrize("data", [b"PK\x03\x04" + bytes(50), bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)])
def test_a_workbook_that_cannot_be_read_is_told(tmp_path, data):
    (tmp_path / "名单.xlsx").write_bytes(data)
    with pytest.raises(RosterError, match="打不开这个工作簿"):
        read_roster(tmp_path / "名单.xlsx")


@pytest.mark.parametrize(
    ("codes", "lost"),
    [
        (["1001", "2001", "333001"], ["1001", "2001"]),
        (["333", "333001", "333001002"], []),
        (["1", "11", "21"], []),
        (["1", "333", "12345678"], ["1"]),
        (["A1", "333-0308", "333001"], []),
    ],
)
def test_codes_that_seem_to_have_lost_their_noughts(codes, lost):
    assert [
        line.code for line in lost_zeros([RosterLine(n, code, "某局") for n, code in enumerate(codes)])
    ] == lost


@pytest.mark.parametrize(
    "code", ["1-Mar", "Mar-24", "1.3E+05", "2月3日", "２月３日", "2024年2月", "2024/2/3", "2/3"]
)
def test_a_code_that_excel_changed_is_refused_with_what_to_do(roster, code):
    with pytest.raises(RosterError) as caught:
        read_roster(roster(f"单位编码,单位名称\n333001,甲局\n{code},乙局\n"))
    (said,) = caught.value.errors
    assert said == f"第3行的单位编码“{code}”已被 Excel 改成科学计数或日期，请把该列设为文本后重新填写"


@pytest.mark.parametrize("code", ["333/001", "333/01", "2-3", "333-0308", "E5", "N-1/2"])
def test_other_codes_are_taken_as_they_are(roster, code):
    (line,) = read_roster(roster(f"单位编码,单位名称\n{code},乙局\n"))
    assert line.code == code


@pytest.mark.parametrize(
    ("text", "said"), [("", "空"), ("单位编码,单位名称\n", "空"), ("甲局\n乙局\n", "第1行"), ("a\0b", "CSV")]
)
def test_a_roster_that_is_none(roster, text, said):
    with pytest.raises(RosterError, match=said):
        read_roster(roster(text))


def test_bytes_of_no_encoding(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_bytes(b"\xff\x81\x82\xff\xff")
    with pytest.raises(RosterError, match="编码"):
        read_roster(path)


@pytest.mark.parametrize("head", ["项目数", "表数", "项目个数"])
def test_the_number_of_projects_is_read_as_it_is_written(roster, head):
    lines = read_roster(roster(f"单位编码,单位名称,{head}\n1,甲局,12\n2,乙局,\n3,丙局,几个\n"))
    assert [line.projects for line in lines] == ["12", "", "几个"]


@pytest.mark.parametrize(("limit", "most"), [("MAX_LIST", 100), ("MAX_LISTED", 10)])
def test_a_roster_longer_than_any_is_refused(roster, monkeypatch, limit, most):
    path = roster("单位编码,单位名称\n" + "".join(f"{n},甲局\n" for n in range(60)))
    assert len(read_roster(path)) == 60
    monkeypatch.setattr(f"jibiao.csvfile.{limit}", most)
    with pytest.raises(RosterError, match="太长"):
        read_roster(path)
    assert not is_roster(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "名单.csv")
    assert not is_roster(tmp_path / "名单.csv")

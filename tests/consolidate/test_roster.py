"""Who should have sent a file: reading the list, and finding its lines again."""

import pytest

from jibiao.consolidate import RosterError, consolidate
from jibiao.consolidate.roster import RosterLine, read_roster


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


def test_matching(tmp_path, tools, roster):
    folder = tmp_path / "报表"
    tools.submission(folder / "1.xlsx", {"name": "甲", "unit_code": "333001", "unit_name": "某县住建局"})
    tools.submission(folder / "2.xlsx", {"name": "乙", "unit_code": "", "unit_name": "某县园林局本级"})
    tools.submission(folder / "3.xlsx", {"name": "丙", "unit_code": "333009", "unit_name": "某县人防办"})
    tools.submission(folder / "某县质监站.xlsx", {"name": "丁", "unit_code": "", "unit_name": ""})
    (folder / "某县城管大队.xlsx").write_bytes(b"no workbook")
    path = roster(
        "单位编码,单位名称\n333001,某县住房和城乡建设局\n333002,某县园林局\n,某县质监站\n,某县城管大队\n333007,某县路灯所\n"
    )
    result = consolidate(folder, tmp_path / "汇总.xlsx", roster=path, generated=tools.generated)
    got = [(match.line.name, match.state, match.how) for match in result.roster.matches]
    assert got == [
        ("某县住房和城乡建设局", "sent", "code"),
        ("某县园林局", "sent", "name"),
        ("某县质监站", "sent", "file_name"),
        ("某县城管大队", "sent_unread", "file_name"),
        ("某县路灯所", "missing", None),
    ]
    assert [organisation.name for organisation in result.roster.extra] == ["某县人防办"]
    assert result.to_json()["missing"] == ["某县路灯所"]
    cells = [cell for row in tools.sheet_rows(tmp_path / "汇总.xlsx", "提交情况") for cell in row]
    assert {"未报送", "不在名单上", "已报送，没有读到表", "某县路灯所"} <= set(cells)


def test_one_code_of_two_counties_is_two_organisations(tmp_path, tools, roster):
    folder = tmp_path / "报表"
    tools.submission(folder / "1.xlsx", {"name": "甲", "unit_code": "333001", "unit_name": "乐亭县住建局"})
    tools.submission(folder / "2.xlsx", {"name": "乙", "unit_code": "333001", "unit_name": "定州市审计局"})
    path = roster("单位编码,单位名称\n333001,定州市审计局\n")
    result = consolidate(folder, tmp_path / "汇总.xlsx", roster=path)
    assert len(result.organisations) == 2
    assert result.roster.matches[0].organisation.name == "定州市审计局"
    assert [organisation.name for organisation in result.roster.extra] == ["乐亭县住建局"]


def test_a_faulty_roster_stops_before_anything_is_read_or_written(tmp_path, tools, roster):
    tools.submission(tmp_path / "报表" / "1.xlsx", {"name": "甲"})
    read = []
    with pytest.raises(RosterError):
        consolidate(
            tmp_path / "报表",
            tmp_path / "汇总.xlsx",
            roster=roster("甲\n"),
            progress=lambda *step: read.append(step),
        )
    assert not read
    assert not (tmp_path / "汇总.xlsx").exists()

"""Who should have sent a file: finding the lines of the roster again."""

import pytest

from jibiao.consolidation import consolidate
from jibiao.roster import RosterError


@pytest.fixture
def roster(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "名单.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


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
    assert {"未报送", "不在名单上", "没有读到表", "某县路灯所"} <= set(cells)


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

"""The summary workbook: what its cells say, that texts stay texts and links lead somewhere."""

import re
import warnings
import zipfile
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from jibiao.consolidation import consolidate
from jibiao.consolidation.summary.book import anchor, clean, encode_path
from office import audit

SHEETS = [
    "封面",
    "汇总表",
    "单位汇总",
    "项目汇总",
    "指标明细",
    "资金支出进度",
    "评分表",
    "分项目标草稿",
    "问题清单",
    "提交情况",
]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def _sheet_names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    return [sheet.get("name") for sheet in root.iter(f"{_MAIN}sheet")]


def _links(path: Path) -> list[tuple[str, str]]:
    """Every link to a file: target as written, and place."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                continue
            rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
            targets = {}
            if rels in archive.namelist():
                targets = {
                    rel.get("Id"): rel.get("Target") for rel in ElementTree.fromstring(archive.read(rels))
                }
            for link in ElementTree.fromstring(archive.read(name)).iter(f"{_MAIN}hyperlink"):
                if link.get(f"{_REL}id"):
                    found.append((targets[link.get(f"{_REL}id")], link.get("location") or ""))
    return found


def _formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [
            node.text
            for name in sheets
            for node in ElementTree.fromstring(archive.read(name)).iter(f"{_MAIN}f")
        ]


def test_sheets_in_order(demo_summary):
    assert _sheet_names(demo_summary.path) == SHEETS


def test_accepted_by_the_schema(demo_summary):
    assert audit(demo_summary.path) == []


def test_sums_and_rows_agree_with_the_department(demo_summary, tools):
    department, path = demo_summary.department, demo_summary.path
    projects = tools.table(path, "项目汇总")
    assert len(projects) == len(department.projects) == 89
    total = sum(Decimal(str(row["预算数（万元）"] or 0)) for row in projects)
    assert total == department.total("total")
    organisations = tools.table(path, "单位汇总")
    assert [row["预算数（万元）"] for row in organisations][:4] == [6162.78, 6107.49, 20.0, 151.0]
    assert sum(Decimal(str(row["预算数（万元）"])) for row in organisations) == total
    assert len(tools.table(path, "指标明细")) == 567
    assert len(tools.table(path, "问题清单")) == len(department.findings)
    cover = {row[0]: row[1] for row in tools.sheet_rows(path, "封面") if len(row) > 1}
    assert cover["预算总额"] == float(total)
    assert cover["项目"] == 89


def test_raw_and_parsed_stand_side_by_side(demo_summary, tools):
    rows = tools.table(demo_summary.path, "指标明细")
    row = next(row for row in rows if row["指标值（原文）"] == "≥98%")
    assert (row["类型"], row["符号"], row["数值"], row["计量单位"]) == ("数值", "≥", 98.0, "%")
    graded = [row for row in rows if row["优"]]
    assert graded and all(row["类型"] == "四级标准" for row in graded)


def test_who_takes_no_part_in_the_progress_is_named(demo_summary, tools):
    rows = tools.sheet_rows(demo_summary.path, "资金支出进度")
    cells = [str(row[0]) for row in rows]
    start = next(n for n, text in enumerate(cells) if text.startswith("未参加进度计算的项目"))
    assert "共25个，预算数合计 11,676.49 万元" in cells[start]
    assert len([row for row in rows[start + 2 :] if row[0] != ""]) == 25
    sums = next(row for row in rows if row[0] == "合计")
    assert sums[3] + sums[4] == pytest.approx(float(demo_summary.department.total("total")))
    assert sums[8] == sums[3]  # all of it is spent by the end of the year


def test_links_lead_to_files_and_cells(demo_summary):
    links = _links(demo_summary.path)
    assert len(links) > 500
    for target, _ in links:
        assert (demo_summary.path.parent / unquote(target)).resolve().is_file(), target
    places = {place for _, place in links}
    for finding in demo_summary.department.findings:
        assert anchor(finding.sheet, finding.cell) in places


NASTY = [
    "甲 局.xlsx",
    "乙#1.xlsx",
    "100%完成.xlsx",
    "50%25.xlsx",
    "丙（终稿）【2】.xlsx",
    "a&b<c>.xlsx",
    "引'号\".xlsx",
    "[x]^`{y}.xlsx",
    "全　角.xlsx",
    "a:b.xlsx",
    "问?号;=@+,!~$.xlsx",
    "目 录#/子%20目录/丁.xlsx",
]


def test_links_to_files_of_any_name(tmp_path, tools):
    folder = tmp_path / "县局 报表#"
    for n, name in enumerate(NASTY):
        tools.submission(folder / name, {"name": f"第{n}个'项目'", "sheet": f"表'{n}' #%"})
    path = tmp_path / "结果 汇总" / "汇总.xlsx"
    path.parent.mkdir()
    consolidate(folder, path, generated=tools.generated)
    links = _links(path)
    reached = {(path.parent / unquote(target)).resolve() for target, _ in links}
    assert reached == {(folder / name).resolve() for name in NASTY}
    for target, _ in links:
        assert not re.search(r"[\s#?\"<>\[\]{}^`\\]", target), target
        assert target.startswith("../")
    assert "'表''3'' #%'!E3" in {place for _, place in links}
    assert audit(path) == []


def test_anchor_and_path():
    assert anchor("O'Brien", "F3") == "'O''Brien'!F3"
    assert encode_path("a b/50%25#.xlsx") == "a%20b/50%2525%23.xlsx"
    assert encode_path("乐亭县（本级）.xlsx") == "乐亭县（本级）.xlsx"


INJECTED = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-1+1",
    '=HYPERLINK("http://x")',
    "{=1}",
    "http://x.cn",
    "0012",
]


def test_county_text_never_becomes_a_formula(tmp_path, tools):
    folder = tmp_path / "报表"
    for n, text in enumerate(INJECTED):
        fields = ("name", "code", "unit_name", "use", "goal", "value", "l3", "total")
        tools.submission(folder / f"{n}.xlsx", {"sheet": f"{n}", **dict.fromkeys(fields, text)})
    path = tmp_path / "汇总.xlsx"
    result = consolidate(folder, path, department="=1+1", generated=tools.generated)
    ours = re.compile(r"SUM\(|SUMIFS\(|COUNTIFS\(|SUMPRODUCT\(|IF\(|'单位汇总'!")
    assert all(ours.match(formula) for formula in _formulas(path))
    assert {row["项目名称"] for row in tools.table(path, "项目汇总")} == {
        p.record.name for p in result.projects
    }
    assert set(INJECTED) <= {row["三级指标"] for row in tools.table(path, "指标明细")}
    with zipfile.ZipFile(path) as archive:
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
    assert not any(target.startswith("http") for target, _ in _links(path))
    assert audit(path) == []


def test_control_characters_are_shown():
    assert clean("a\x00b\x07c\x0bd\x7fe") == "a␀b␇c␋d␡e"
    assert clean("甲\r\n乙\t丙") == "甲\n乙\t丙"
    assert clean("a\ud800b\uffffc") == "a\ufffdb\ufffdc"
    assert clean("😀") == "😀"


@pytest.mark.parametrize("text", ["长" * 40_000, "😀" * 17_000, "x" * 100_000])
def test_long_texts_are_kept_whole(tmp_path, tools, text):
    # A workbook cannot bring such a text, a later source may: put in where the rows are made.
    from jibiao.records import Value

    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造"})
    path = tmp_path / "汇总.xlsx"
    result = consolidate(folder, path, generated=tools.generated)
    row = result.projects[0].record.indicators[0]
    row.values["description"] = Value(text, *row.values["description"][1:])
    from jibiao.consolidation.summary import write_summary

    write_summary(result, path)
    assert _sheet_names(path) == [*SHEETS, "长文本"]
    pieces = [line[2] for line in tools.sheet_rows(path, "长文本")[3:]]
    assert "".join(pieces) == text
    cell = tools.table(path, "指标明细")[0]["绩效指标描述"]
    assert f"全文共{len(text)}字，见“长文本”第4行" in cell
    assert audit(path) == []


def test_amounts_in_yuan_keep_every_cent(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(
        folder / "甲.xlsx",
        {"name": "危房改造", "total": "1234567.89元", "fiscal": "1234567.89元"},
        {"name": "路灯电费", "total": "0.01元", "fiscal": "0.01元"},
    )
    result = consolidate(folder, tmp_path / "汇总.xlsx", generated=tools.generated)
    assert result.total("total") == Decimal("123.456790")
    (row,) = tools.table(tmp_path / "汇总.xlsx", "单位汇总")
    assert row["预算数（万元）"] == 123.45679
    assert [row["金额原文"] for row in tools.table(tmp_path / "汇总.xlsx", "项目汇总")][1] == (
        "预算数 0.01元；财政资金 0.01元"
    )


def test_amounts_that_are_left_out_are_named_on_the_cover(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(
        folder / "甲.xlsx",
        {"name": "待定的项目", "total": "待定", "fiscal": ""},
        {"name": "约数的项目", "total": "约200万元", "fiscal": ""},
        {"name": "空白的项目", "total": "", "fiscal": ""},
    )
    consolidate(folder, tmp_path / "汇总.xlsx", generated=tools.generated)
    cover = "\n".join(str(cell) for row in tools.sheet_rows(tmp_path / "汇总.xlsx", "封面") for cell in row)
    assert "预算数读不出来，合计中没有它：待定的项目" in cover
    assert "约数的项目（某县住房和城乡建设局），原文“约200万元”，计 200.00 万元" in cover
    assert "预算数空白的项目1个" in cover


@pytest.mark.parametrize("step", ["write_cover", "write_projects"])
def test_nothing_half_written_stays(tmp_path, tools, monkeypatch, step):
    from jibiao.consolidation import summary

    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造"})
    out = tmp_path / "结果"
    out.mkdir()
    consolidate(folder, out / "汇总.xlsx", generated=tools.generated)
    before = (out / "汇总.xlsx").read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(summary, step, fail)
    with pytest.raises(OSError), warnings.catch_warnings():
        warnings.simplefilter("error")
        consolidate(folder, out / "汇总.xlsx", generated=tools.generated)
    assert {path.name for path in out.iterdir()} == {"汇总.xlsx", "汇总.运行记录.json"}
    assert (out / "汇总.xlsx").read_bytes() == before


def test_a_target_that_cannot_be_written_is_an_os_error(tmp_path, tools):
    folder = tmp_path / "报表"
    tools.submission(folder / "甲.xlsx", {"name": "危房改造"})
    (tmp_path / "汇总.xlsx").mkdir()
    with pytest.raises(OSError):
        consolidate(folder, tmp_path / "汇总.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"报表", "汇总.xlsx"}

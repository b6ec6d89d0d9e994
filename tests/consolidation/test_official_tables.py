"""The official tables beside the forms in the summary: which count, whose they are, what the sheets and files say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from jibiao import schemas
from jibiao.checks import check
from jibiao.checks.published.table_owners import owners_in
from jibiao.consolidation import consolidate
from jibiao.consolidation.department import Department
from jibiao.consolidation.part_one import draft_items
from jibiao.consolidation.put_together import build_department
from jibiao.consolidation.summary import write_summary
from jibiao.reading.document import read_blocks, read_workbook_or_document
from jibiao.submissions.entries import Entry, Status, make_entry, set_reading
from office import audit, convert
from reading.official_documents import HEALTH, SCHOOL, WATER, blocks_of

DOCUMENT = next((Path(__file__).parents[1] / "data" / "documents").glob("002*.docx"))
BOUGHT = """
部门政府采购预算
333001 某县住房和城乡建设局 | | | | | | | | 单位：万元
政府采购项目来源 | | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 政府采购金额
项目名称 | 预算资金 | | | | | | 合计 | 一般公共预算拨款 | 基金预算拨款
小计 | | | | | | | 42 | 42 |
清洁取暖 | 100 | 壁挂炉 | A02 | 个 | 6 | 2 | 12 | 12 |
办公设备 | 30 | 计算机 | A03 | 台 | 60 | 0.5 | 30 | 30 |
"""
BOUGHT_IN_YUAN = """
部门政府采购预算
333002 某县质监站 | | | | | | | | 单位：元
政府采购项目来源 | | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 政府采购金额
项目名称 | 预算资金 | | | | | | 合计 | 一般公共预算拨款 | 基金预算拨款
检测费 | 100000 | 检测设备 | A04 | 台 | 2 | 45000 | 90000 | 40000 | 50000
"""
OWNED = """
固定资产占用情况表
编制部门 | {name} | 截止时间：2023年12月31日
项目 | 数量 | 价值（金额单位：万元）
资产总额 | —— | {total}
1、房屋（平方米） | 900 | 15
其中：办公用房（平方米） | 300 | 5
2、车辆（台、辆） | 2 | 16.2
3、单价在20万元以上设备 | —— | 0
4、其他固定资产 | —— | {others}
"""
LISTED = """
部门机构设置情况
单位名称 | 单位性质 | 单位规格 | 经费保障形式
某县住房和城乡建设局 | 行政 | 正科级 | 财政拨款
某县质监站 | 事业 | 股级 | 财政拨款
"""
HOUSING, STATION = "某县住房和城乡建设局", "某县质监站"


def owned(name: str, others: str = "37.6326", total: str = "68.8326") -> str:
    return OWNED.format(name=name, others=others, total=total)


def workbook(path: Path, **sheets: str) -> Path:
    """A workbook of drawn sheets; what looks like a number is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for r, line in enumerate(text.strip("\n").split("\n"), 1):
            for c, cell in enumerate(line.split("|"), 1):
                if cell := cell.strip():
                    sheet.cell(r, c, float(cell) if cell.replace(".", "").isdecimal() else cell)
    book.save(path)
    return path


def entry_of(name: str, text: str) -> Entry:
    entry = Entry(Path(name), name, Status.READ)
    set_reading(entry, read_blocks(blocks_of(text), Path(name)))
    return entry


def department_of(*entries: Entry) -> Department:
    readings = [entry.reading for entry in entries if entry.reading]
    return build_department(entries, check(readings), name="某部门", folder=Path())


@pytest.fixture(scope="module")
def summed(tmp_path_factory, tools):
    """Two organisations with tables; one of them handed in two of its tables twice, the other has projects too."""
    folder = tmp_path_factory.mktemp("表")
    tools.submission(
        folder / "报表" / "项目.xlsx", {"name": "清洁取暖", "total": "100.00", "fiscal": "100.00"}
    )
    workbook(folder / "报表" / "住建局其他表.xlsx", 采购=BOUGHT, 资产=owned(HOUSING), 机构=LISTED)
    workbook(folder / "报表" / "质监站.xlsx", 采购=BOUGHT_IN_YUAN, 资产=owned(STATION))
    workbook(folder / "报表" / "质监站补报.xlsx", 采购=BOUGHT_IN_YUAN, 资产=owned(STATION, "38", "69.2"))
    roster = folder / "名单.csv"
    roster.write_text(
        "单位编码,单位名称\n333001,某县住房和城乡建设局\n333002,某县质监站\n333003,某县环卫站\n", "utf-8"
    )
    target = folder / "汇总.xlsx"
    department = consolidate(
        folder / "报表", target, roster=roster, parquet=folder / "parquet", generated=tools.generated
    )
    return department, target, folder / "parquet"


def test_a_workbook_with_tables_only_is_a_submission_and_no_project(summed):
    department, _, _ = summed
    entry = next(entry for entry in department.entries if entry.relative == "质监站.xlsx")
    assert (entry.status, entry.projects) == (Status.READ, 0)
    assert entry.why == "部门政府采购预算1张、固定资产占用情况表1张，没有绩效目标表"
    assert [organisation.label for organisation in entry.organisations] == [STATION]
    assert "file_without_form" not in {finding.rule for finding in department.findings}


def test_the_roster_tells_who_sent_tables_and_no_form(summed):
    department, target, _ = summed
    states = {match.line.name: match.state for match in department.roster.matches}
    assert states == {HOUSING: "sent", STATION: "tables_only", "某县环卫站": "missing"}
    assert department.to_json()["tables_only"] == [STATION]
    shown = "".join(
        str(cell) for row in openpyxl.load_workbook(target)["提交情况"].values for cell in row if cell
    )
    assert "应报 3 个：已报 1 个，只报其他表 1 个，空白表 0 个" in shown


def test_the_second_of_two_tables_does_not_count_and_both_are_told(summed):
    department, _, _ = summed
    counted = {(t.entry.relative, t.record.kind): t.counted for t in department.tables}
    assert counted["质监站.xlsx", "fixed_assets"] and not counted["质监站补报.xlsx", "fixed_assets"]
    assert counted["质监站.xlsx", "procurement"] and not counted["质监站补报.xlsx", "procurement"]
    told = [finding for finding in department.findings if finding.rule == "table_repeated"]
    assert sorted((Path(f.file).name, f.sheet, str(f.severity)) for f in told) == [
        ("质监站.xlsx", "资产", "error"),
        ("质监站.xlsx", "采购", "warning"),
        ("质监站补报.xlsx", "资产", "error"),
        ("质监站补报.xlsx", "采购", "warning"),
    ]
    words = next(f.message for f in told if Path(f.file).name == "质监站.xlsx" and f.sheet == "资产")
    assert "“质监站补报.xlsx”的工作表“资产”" in words and "其他固定资产的价值 37.6326 / 38" in words
    assert any("内容完全相同" in f.message for f in told)


def department_in(folder: Path, texts: dict[str, str]) -> Department:
    for name, text in texts.items():
        workbook(folder / "报表" / f"{name}.xlsx", 表=text)
    return consolidate(folder / "报表", folder / "汇总.xlsx")


def whole_of(folder: Path, second: str = "9", bought: str = BOUGHT) -> Department:
    of_all = BOUGHT.replace("333001 某县住房和城乡建设局", "333 某县主管局").split("小计")[0] + (
        "清洁取暖 | 100 | 壁挂炉 | A02 | 个 | 1 | 42 | 42 | 42 |\n"
        f"检测费 | 10 | 检测设备 | A04 | 台 | 1 | {second} | {second} | 4 | 5\n"
    )
    return department_in(folder, {"甲局": bought, "乙站": BOUGHT_IN_YUAN, "主管局": of_all})


def test_a_table_that_contains_the_others_is_told_and_counts_nothing(tmp_path: Path):
    department = whole_of(tmp_path)
    assert {t.entry.relative: t.counted for t in department.tables} == {
        "甲局.xlsx": True,
        "乙站.xlsx": True,
        "主管局.xlsx": False,
    }
    assert [table.contains for table in department.tables if "已经包含它们" in table.because] == [2]
    (told,) = [finding for finding in department.findings if finding.rule == "table_contains_others"]
    assert (Path(told.file).name, str(told.severity)) == ("主管局.xlsx", "hint")
    assert "“乙站.xlsx”" in told.message and "“甲局.xlsx”" in told.message
    values = openpyxl.load_workbook(tmp_path / "汇总.xlsx", data_only=True)["政府采购汇总"]
    heads = {str(cell.value).replace("\n", ""): cell.column for cell in values[4]}
    assert values.cell(5, heads["合计"]).value == 51


@pytest.mark.parametrize(
    "more",
    [{"second": "8.9"}, {"bought": BOUGHT.replace("| 12 | 12 |", "| 12 | | 12")}],
    ids=["sum", "sources"],
)
def test_a_table_of_other_figures_counts(tmp_path: Path, more: dict[str, str]):
    department = whole_of(tmp_path, **more)
    assert len(department.tables) == 3 and all(table.counted for table in department.tables)
    assert "table_contains_others" not in {finding.rule for finding in department.findings}


@pytest.mark.parametrize(("figures", "contains"), [((1, 2, 3), False), ((1.25, 2.5, 3.75), True)])
def test_one_small_figure_may_be_a_sum_by_chance(tmp_path: Path, figures: tuple[float, ...], contains: bool):
    funds = "机关运行经费\n{name} | 单位：万元\n项目 | 金额\n机关运行经费 | {amount}\n"
    names = ("333001甲局", "333002乙站", "333003丙站")
    department = department_in(
        tmp_path,
        {name: funds.format(name=name, amount=amount) for name, amount in zip(names, figures, strict=True)},
    )
    assert [table.counted for table in department.tables] == [True, True, not contains]


def test_the_json_names_the_tables(summed):
    department, _, _ = summed
    data = department.to_json()["tables"]
    assert {(one["kind"], one["organisation"], one["counted"]) for one in data} == {
        ("institutions", HOUSING, True),
        ("procurement", HOUSING, True),
        ("fixed_assets", HOUSING, True),
        ("procurement", STATION, True),
        ("procurement", STATION, False),
        ("fixed_assets", STATION, True),
        ("fixed_assets", STATION, False),
    }


def test_procurement_has_sums_by_organisation(summed):
    _, target, _ = summed
    sheet = openpyxl.load_workbook(target)["政府采购汇总"]
    values = openpyxl.load_workbook(target, data_only=True)["政府采购汇总"]
    heads = {str(cell.value).replace("\n", ""): cell.column for cell in sheet[4]}
    total = heads["合计"]
    rows = [(values.cell(r, heads["项目名称"]).value, values.cell(r, total).value) for r in range(5, 12)]
    assert rows == [
        ("合计", 51),
        (f"{HOUSING}小计", 42),
        ("清洁取暖", 12),
        ("办公设备", 30),
        (f"{STATION}小计", 9),
        ("检测费", 9),
        ("检测费", 9),
    ]
    assert str(sheet.cell(5, total).value).startswith("=SUMIFS(")
    assert (
        "基金预算拨款" in heads and "其他来源收入" not in heads
    )  # only sources from which something is paid


def test_assets_and_institutions_are_summed_over_what_counts(summed, tools):
    _, target, _ = summed
    values = openpyxl.load_workbook(target, data_only=True)
    assets = values["固定资产汇总"]
    last = [cell.value for cell in assets[8]]
    assert last[0] == "合计" and round(last[4], 4) == round(68.8326 * 2, 4)
    assert [row["单位名称"] for row in tools.table(target, "机构设置汇总")] == [HOUSING, STATION]
    assert values["机构设置汇总"]["B7"].value == 2


def test_sums_are_those_that_libreoffice_calculates(summed, tmp_path):
    _, target, _ = summed
    before = openpyxl.load_workbook(target, data_only=True)
    after = openpyxl.load_workbook(convert("xlsx", tmp_path, target)[0], data_only=True)
    formulas = openpyxl.load_workbook(target)
    checked = 0
    for name in ("政府采购汇总", "固定资产汇总", "机构设置汇总", "分项目标草稿"):
        for row in formulas[name].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    own, other = (book[name][cell.coordinate].value for book in (before, after))
                    assert own == pytest.approx(other), (name, cell.coordinate)
                    checked += 1
    assert checked >= 20


def test_the_workbook_is_valid(summed):
    assert audit(summed[1]) == []


def test_parquet_holds_the_same_tables(summed):
    _, _, folder = summed
    frames = {path.stem: pl.read_parquet(path) for path in folder.iterdir()}
    assert set(frames) == {
        *("projects", "indicators", "findings", "files", "roster"),
        *("institutions", "procurement", "fixed_assets"),
    }
    for name, frame in frames.items():
        schemas.table(name).validate(frame, lazy=True)
    bought = frames["procurement"].filter(pl.col("counted"))
    assert bought["total"].sum() == Decimal(51)
    assert bought.filter(pl.col("organisation") == STATION)["unit_price_raw"].to_list() == ["45000"]
    owned_by = frames["fixed_assets"].filter(pl.col("counted") & (pl.col("kind") == "all"))
    assert owned_by["value"].sum() == Decimal("137.6652")


def test_the_draft_of_part_one_has_the_words_of_the_forms(summed, tools):
    department, target, _ = summed
    (item,) = draft_items(department)
    assert item.paragraphs[0] == "（一）清洁取暖"
    assert item.paragraphs[1] == "绩效目标：1.按时完成建设任务。预算安排100万元。"
    assert item.paragraphs[2].startswith("绩效指标：改造户数≥80户；验收合格率≥95%；")
    (row,) = tools.table(target, "分项目标草稿")
    assert row["预算数（万元）"] == 100 and row["绩效目标（草稿）"] == item.goal_paragraph
    assert "草稿" in str(openpyxl.load_workbook(target)["分项目标草稿"]["A1"].value)


def test_a_table_that_names_nobody_is_of_whom_the_file_is():
    reading = read_workbook_or_document(DOCUMENT)
    owners, owner = owners_in(reading)
    assert {own.name for own in (*owners, owner)} == {"平乡县住房和城乡建设局"}


def test_forms_that_name_nobody_are_of_whom_the_tables_of_their_file_name():
    entry = make_entry(DOCUMENT, DOCUMENT.parent, Status.READ)
    set_reading(entry, read_workbook_or_document(DOCUMENT))
    department = department_of(entry)
    assert [organisation.label for organisation in department.organisations] == ["平乡县住房和城乡建设局"]
    assert {project.organisation.label for project in department.projects} == {"平乡县住房和城乡建设局"}


def test_documents_give_every_sheet(tmp_path):
    entry = make_entry(DOCUMENT, DOCUMENT.parent, Status.READ)
    set_reading(entry, read_workbook_or_document(DOCUMENT))
    department = department_of(
        entry, *(entry_of(f"{n}.docx", t) for n, t in enumerate((HEALTH, WATER, SCHOOL)))
    )
    target = tmp_path / "汇总.xlsx"
    write_summary(department, target)
    book = openpyxl.load_workbook(target, data_only=True)
    assert {
        "机构设置汇总",
        "收支预算汇总",
        "机关运行经费汇总",
        "三公经费汇总",
        "政府采购汇总",
        "固定资产汇总",
        "部门整体目标",
    } <= {*book.sheetnames}
    assert not any("软件内部出错" in str(sheet["A2"].value) for sheet in book)
    overview = book["收支预算汇总"]
    heads = {str(cell.value).replace("\n", ""): cell.column for cell in overview[4]}
    assert overview.cell(5, heads["收入预算（万元）"]).value == 13919
    change = [overview.cell(r, heads["预算收支比上年增减（万元）"]).value for r in range(5, 9)]
    assert -49.4 in change  # a decrease
    assert set(department.to_polars()) >= {"figures", "department_target"}
    assert audit(target) == []


def test_a_blank_table_is_nothing_that_was_handed_in(tmp_path):
    blank = "\n".join([*LISTED.strip().split("\n")[:2], " | | | "])
    path = workbook(
        tmp_path / "报表" / "空白.xlsx",
        机构=blank,
        资产=owned("", "", "0").replace("15", "").replace("16.2", ""),
    )
    department = consolidate(path.parent, tmp_path / "汇总.xlsx")
    assert "机构设置汇总" not in openpyxl.load_workbook(tmp_path / "汇总.xlsx").sheetnames
    assert [table.record.kind for table in department.tables if table.record.kind == "institutions"] == []


def test_the_same_organisation_in_two_lists_counts_once(tmp_path, tools):
    workbook(tmp_path / "报表" / "甲.xlsx", 机构=LISTED)
    other = LISTED.replace("某县住房和城乡建设局 | 行政 | 正科级 | 财政拨款\n", "").replace("股级", "副科级")
    workbook(tmp_path / "报表" / "乙.xlsx", 机构=other)
    consolidate(tmp_path / "报表", tmp_path / "汇总.xlsx")
    rows = tools.table(tmp_path / "汇总.xlsx", "机构设置汇总")
    assert [(row["单位名称"], row["计入汇总"]) for row in rows].count((STATION, "否")) == 1
    assert any("单位规格不同，请核对" in row["说明"] for row in rows)


def test_nothing_of_tables_without_tables(demo_summary):
    names = openpyxl.load_workbook(demo_summary.path).sheetnames
    assert not {"机构设置汇总", "政府采购汇总", "固定资产汇总", "收支预算汇总", "部门整体目标"} & set(names)
    assert demo_summary.department.to_json()["tables"] == []

"""The Parquet files hold what the sheets show."""

from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from jibiao.consolidation import consolidate

PAIRS = {
    "projects": ("项目汇总", {"project": "项目名称", "project_code": "项目编码", "organisation": "单位名称"}),
    "indicators": (
        "指标明细",
        {"l3": "三级指标", "value_raw": "指标值（原文）", "kind": "类型", "cell": "单元格"},
    ),
    "findings": ("问题清单", {"message": "说明", "remedy": "怎么改", "rule": "规则"}),
    "files": ("提交情况", {"file": "文件", "status": "状态"}),
}


@pytest.mark.parametrize("name", list(PAIRS))
def test_texts_equal_the_sheet(demo_summary, tools, name):
    frame = pl.read_parquet(demo_summary.parquet / f"{name}.parquet")
    sheet, columns = PAIRS[name]
    rows = tools.table(demo_summary.path, sheet)
    assert len(frame) == len(rows)
    for column, head in columns.items():
        assert [text or "" for text in frame[column]] == [row[head] for row in rows]


def test_money_is_decimal_and_equal(demo_summary, tools):
    frame = pl.read_parquet(demo_summary.parquet / "projects.parquet")
    rows = tools.table(demo_summary.path, "项目汇总")
    for column, head in {"total": "预算数（万元）", "fiscal": "财政资金（万元）"}.items():
        assert frame[column].dtype == pl.Decimal(24, 6)
        assert [None if amount is None else float(amount) for amount in frame[column]] == [
            None if row[head] == "" else row[head] for row in rows
        ]
    assert frame.filter(pl.col("counted"))["total"].sum() == Decimal("56443.07")
    assert frame["plan_percent"].to_list()[0] == [25, 50, 100, 100]
    assert frame["plan_raw"].to_list()[0] == ["25%", "50%", "100%", "100%"]


def test_a_table_without_rows_has_its_columns(tmp_path):
    (tmp_path / "报表").mkdir()
    openpyxl.Workbook().save(tmp_path / "报表" / "空白.xlsx")
    roster = tmp_path / "名单.csv"
    roster.write_text("单位名称\n某县住建局\n", "utf-8")
    consolidate(tmp_path / "报表", tmp_path / "汇总.xlsx", parquet=tmp_path / "表", roster=roster)
    frames = {path.stem: pl.read_parquet(path) for path in (tmp_path / "表").iterdir()}
    assert set(frames) == {"projects", "indicators", "findings", "files", "roster"}
    assert frames["projects"].schema["total"] == pl.Decimal(24, 6)
    assert frames["projects"].is_empty()
    assert frames["roster"]["state"].to_list() == ["未报送"]

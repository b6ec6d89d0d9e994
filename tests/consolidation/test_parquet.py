"""The Parquet files hold what the sheets show."""

import errno
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from jibiao import schemas
from jibiao.consolidation import consolidate
from jibiao.consolidation.parquet import write_parquet
from jibiao.consolidation.parquet_columns import UnfitRows
from jibiao.consolidation.tables import project_rows

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


def test_what_is_written_fits_its_public_schema(demo_summary):
    for path in demo_summary.parquet.iterdir():
        schemas.table(path.stem).validate(pl.read_parquet(path), lazy=True)


def _spoilt(monkeypatch, **values):
    def rows(department):
        good = project_rows(department)
        return [good[0], {**good[1], **values}, *good[2:]]

    monkeypatch.setattr("jibiao.consolidation.parquet.project_rows", rows)


def test_a_row_that_does_not_fit_is_named_and_nothing_is_written(demo_summary, tmp_path, monkeypatch):
    _spoilt(monkeypatch, total=Decimal(10) ** 20, counted=None)
    with pytest.raises(UnfitRows) as refused:
        write_parquet(demo_summary.department, tmp_path / "表")
    project = demo_summary.department.projects[1]
    at = f"{project.entry.relative} {project.record.sheet} "
    cell = project.record.fields["budget_total_raw"].address
    assert refused.value.faults == [
        f"{at}{cell}：表 projects 的 total 数字太长（现为“{10**20}”），没有写 Parquet 文件。",
        f"{at}{project.top_cell}：表 projects 的 counted 不能空白（现为“None”），没有写 Parquet 文件。",
    ]
    assert not (tmp_path / "表").exists()


def test_a_row_that_pandera_alone_refuses_is_named_as_well(demo_summary, tmp_path, monkeypatch):
    monkeypatch.setattr("jibiao.consolidation.parquet.faults_of", lambda name, rows: [])
    _spoilt(monkeypatch, number=-3)
    with pytest.raises(UnfitRows, match=r"表 projects 的 number 不符合规定（in_range.*现为“-3”"):
        write_parquet(demo_summary.department, tmp_path / "表")


def test_a_percentage_that_rounds_up_to_one_more_digit_is_written(demo_summary, tmp_path, monkeypatch):
    """polars refused it, with an error of its own."""
    _spoilt(monkeypatch, plan_percent=[Decimal("999999999999.9999999"), None])
    write_parquet(demo_summary.department, tmp_path)
    assert pl.read_parquet(tmp_path / "projects.parquet")["plan_percent"][1].to_list() == [10**12, None]


def test_a_disk_that_fills_up_at_the_third_table_leaves_all_as_they_were(demo_summary, tmp_path, monkeypatch):
    names = ["files", "findings", "indicators", "projects"]
    for name in names:
        (tmp_path / f"{name}.parquet").write_text("earlier", "utf-8")
    whole, written = Path.write_bytes, []

    def full(path, data):
        written.append(path)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "full")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError) as refused:
        write_parquet(demo_summary.department, tmp_path)
    assert refused.value.filename == str(tmp_path / "findings.parquet")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        f"{name}.parquet": "earlier" for name in names
    }

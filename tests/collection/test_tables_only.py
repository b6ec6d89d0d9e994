"""Other official tables in a workbook of their own: handed in, and no form."""

from __future__ import annotations

from pathlib import Path

import openpyxl

import jibiao

LISTED = (
    ("固定资产占用情况表",),
    ("编制部门", "某县质监站", "截止时间：2025年12月31日"),
    ("项目", "数量", "价值（金额单位：万元）"),
    ("资产总额", "——", 21.2),
    ("1、房屋（平方米）", 900, 5),
    ("2、车辆（台、辆）", 2, 16.2),
)


def test_tables_without_forms_are_told_apart(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位编码,单位名称\n333001,某县住建局\n333002,某县质监站\n", "utf-8")
    jibiao.distribute(roster, "A1", 2026, tmp_path / "下发")
    back = tmp_path / "收回"
    back.mkdir()
    book = openpyxl.Workbook()
    for row in LISTED:
        book.active.append(row)
    book.save(back / "资产.xlsx")
    result = jibiao.intake(back, tmp_path / "下发", tmp_path / "情况.xlsx")
    states = {one["name"]: one["state"] for one in result.to_json()["organisations"]}
    assert states == {"某县住建局": "missing", "某县质监站": "tables_only"}
    assert result.to_json()["tables_only"] == 1
    shown = openpyxl.load_workbook(tmp_path / "情况.xlsx")
    assert "只报其他表 1 个" in str(shown["总览"]["A2"].value)
    assert {row[2]: row[4] for row in shown["未报送"].iter_rows(min_row=5, values_only=True)} == {
        "某县住建局": "未报送",
        "某县质监站": "只报送了其他表",
    }

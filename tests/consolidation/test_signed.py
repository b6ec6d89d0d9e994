"""汇总表: what is handed up on paper."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from jibiao.consolidation import consolidate


@pytest.fixture
def summary(tmp_path: Path, tools):
    """The summary of three organisations' projects, with a roster of four of two counties, or without."""

    def make(roster: str = "", **options):
        folder = tmp_path / "收回"
        for n, (name, code, unit) in enumerate(
            [
                ("甲项目", "333001", "某县住建局"),
                ("乙项目", "333002", "某市园林局"),
                ("丙项目", "333003", "某县人防办"),
                ("丁项目", "333001", "某县住建局"),
            ]
        ):
            tools.submission(folder / f"{n}.xlsx", {"name": name, "unit_code": code, "unit_name": unit})
        path = tmp_path / "名单.csv"
        path.write_text("单位编码,单位名称,上级单位\n" + roster, "utf-8")
        target = tmp_path / "汇总.xlsx"
        result = consolidate(
            folder, target, roster=path if roster else None, generated=tools.generated, **options
        )
        return result, openpyxl.load_workbook(target)

    return make


ROSTER = "333002,某市园林局,某市\n333001,某县住建局,某县\n333009,某县路灯所,某县\n333003,某县人防办,某县\n"


def test_projects_stand_in_the_order_of_the_roster_with_a_sum_for_each_county(summary) -> None:
    result, book = summary(ROSTER)
    sheet = book["汇总表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [(row[0], row[2]) for row in rows[:7]] == [
        (1, "乙项目"), ("某市小计", None), (2, "甲项目"), (3, "丁项目"), (4, "丙项目"), ("某县小计", None), ("合计", None),
    ]  # fmt: skip
    assert [row[4] for row in (rows[1], rows[5], rows[6])] == ["=SUM(E5)", "=SUM(E7:E9)", "=SUM(E6,E10)"]
    assert result.total("total") == sum(Decimal(str(rows[n][4])) for n in (0, 2, 3, 4))
    assert "未报送的单位 1 个，不在表内：某县路灯所" in rows[7][0]
    assert [text for text in rows[9] if text] == [
        "编制单位（盖章）：", "制表人：", "审核人：", "日期：　　　　年　　月　　日",
    ]  # fmt: skip
    assert not [row for row in rows for cell in row if "错误" in str(cell) or "警告" in str(cell)]


def test_without_a_roster_there_is_one_sum(summary) -> None:
    _, book = summary()
    shown = [str(cell.value) for row in book["汇总表"].iter_rows() for cell in row]
    assert not [text for text in shown if "小计" in text]
    assert shown.count("合计") == 1


def test_the_cover_and_the_table_name_the_department_and_not_the_folder(summary) -> None:
    _, book = summary(department="某市住房和城乡建设局")
    assert book["封面"]["A1"].value == "某市住房和城乡建设局"
    assert book["汇总表"]["A3"].value == "编制单位：某市住房和城乡建设局"
    _, book = summary()
    assert "收回" not in (book["封面"]["A1"].value + book["汇总表"]["A3"].value)


def test_a_few_projects_are_on_one_page_and_the_heads_are_repeated(summary) -> None:
    _, book = summary(ROSTER)
    sheet = book["汇总表"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight in (None, 1)  # one is what a file does not say
    assert sheet.print_title_rows == "$4:$4"

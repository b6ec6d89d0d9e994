"""The checks of published Word documents: their forms, their part one and the tables beside."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from checks.examples import part_one_of
from grids import grid
from jibiao.checks import Finding, check
from jibiao.files.book import Workbook
from jibiao.reading import read_book, read_file
from jibiao.reading.document import read_workbook_or_document
from reading.test_published_tables import WORKBOOKS
from samples import findings, project

DOCUMENTS = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.docx"))
START = "一、总体绩效目标|改善农村住房条件|二、分项绩效目标|"
END = "|三、工作保障措施|加强监督"
ITEM = "（一）农村危房改造|绩效目标：80户|绩效指标：80户"


def key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.severity, finding.project, finding.field, finding.value


def found(text: str, *names: str) -> list[tuple[str, str]]:
    """Rule and message of what is wrong with a part one whose projects have these names."""
    projects = [project("A1", {"project_name": name, "title": f"{name}绩效目标表"}) for name in names]
    target = part_one_of({"part_one": text.replace("|", "\n")})
    assert target is not None
    return [
        (finding.rule, finding.message)
        for finding in findings(*projects, year=2024, target=target)
        if finding.project is None
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name[:3])
def test_a_form_has_the_same_findings_in_a_document_as_in_a_workbook(path: Path) -> None:
    books = [read_file(one) for one in sorted(WORKBOOKS.glob(f"{path.name[:3]}*"))]
    in_books, in_document = check(books), check([read_workbook_or_document(path)])
    assert Counter(map(key, (one for one in in_document if one.project))) == Counter(map(key, in_books))


def test_a_document_and_its_workbooks_are_no_copies_of_one_another() -> None:
    path = next(path for path in DOCUMENTS if path.name.startswith("000"))
    books = [read_file(one) for one in WORKBOOKS.glob("000*")]
    document = read_workbook_or_document(path)
    assert check([*books, document]) == check(books) + check([document])


def test_what_is_wrong_with_the_published_part_ones() -> None:
    told = {
        path.name[:3]: [
            (one.rule, one.message)
            for one in check([read_workbook_or_document(path)])
            if one.project is None and one.rule.startswith(("narrative", "numbering"))
        ]
        for path in DOCUMENTS
    }
    assert [rule for rule, _ in told["000"]] == [
        "narrative_part_missing",
        "numbering_broken",
        "narrative_name_ne_table",
        "narrative_item_missing",
    ]
    assert told["000"][1][1] == "序号不连续：“（三）”之后有7段没有序号。"
    assert told["000"][3][1].startswith("第二部分有9个项目在分项绩效目标中没有对应的内容：")
    assert told["001"] == [
        ("narrative_part_missing", "分项绩效目标的7项都缺少“绩效目标：”和“绩效指标：”段落。"),
        ("narrative_count_mismatch", "“二、加大五个力度”说的是“五个”，下面列了6项。"),
    ]
    assert told["002"] == [("numbering_broken", "序号不连续：从“（二）”开始。")]
    assert told["004"] == []


def test_a_whole_part_one_has_no_findings() -> None:
    assert found(START + ITEM + END, "农村危房改造") == []


def test_a_missing_section_is_told() -> None:
    (one,) = found(START + ITEM, "农村危房改造")
    assert one == ("narrative_part_missing", "第一部分缺少“工作保障措施”。")


PART_ONES = {
    "headings in other words": "一、年度总体目标|甲|二、部门职责分类绩效目标|（一）安全|绩效目标：甲|绩效指标：乙"
    "|三、实现年度发展规划目标的保障措施|丙",
    "headings not known": "部门整体绩效目标|一、年度工作思路|甲|二、分项绩效目标|（一）安全|绩效目标：甲|绩效指标：乙"
    "|三、预算绩效管理安排|丙",
    "headings and texts in one paragraph": "一、总体绩效目标：改善条件。|二、分项绩效目标|1.安全|绩效目标：甲|绩效指标：乙"
    "|三、工作保障措施：加强监督，完善制度。",
    "goals and indicators as headings": START + "（一）安全|绩效目标|完成80户|绩效指标|80户" + END,
    "in brackets": START + "（一）安全|【绩效目标】完成80户|【绩效指标】80户" + END,
    "shorter words": START + "（一）安全|1.目标：完成80户|2.指标：80户" + END,
    "indicators by their kinds": START + "（一）安全|年度绩效目标：80户|产出指标：80户|效益指标：90%" + END,
    "numbers begin within a paragraph": START + "（一）安全|绩效目标：1.甲|2.乙|绩效指标：1.丙|2.丁" + END,
    "named in the contents": "第一部分 部门整体绩效目标|第二部分 预算项目绩效目标|第一部分 部门整体绩效目标|"
    + START
    + ITEM
    + END,
    "title and heading in one": "一、部门整体绩效目标|甲|二、分项绩效目标|（一）安全|绩效目标：甲|绩效指标：乙|三、保障措施|丙",
    "numbers that go on": "部门整体绩效目标|四、总体绩效目标|甲|五、分项绩效目标|（一）安全|绩效目标：甲|绩效指标：乙"
    "|六、工作保障措施|丙",
    "figures that number nothing": START
    + ITEM
    + END
    + "|5、6月份完成招标|三、四季度完成扫尾|7、8、9月为汛期",
    "people to ask": START + ITEM + END + "|（一）甲|（二）乙|联系人：张三|联系电话：1234567",
    "counted within a paragraph": START
    + ITEM
    + END
    + "|重点一是加强监督、|二是加强培训（1）甲（2）乙|（3）丙",
    "what comes after it": START + ITEM + END + "|四、政府采购预算情况|（三）采购",
}


@pytest.mark.parametrize("kind", PART_ONES)
def test_part_ones_in_other_hands_have_no_findings(kind: str) -> None:
    assert found(PART_ONES[kind]) == []


def test_names_that_differ_in_what_matters_are_of_two_projects() -> None:
    two = "（一）农村危房改造|绩效目标：甲|绩效指标：乙|（二）城市道路维护管理|绩效目标：丙|绩效指标：丁"
    rules = [rule for rule, _ in found(START + two + END, "农村危房改造", "城市绿化维护管理")]
    assert rules == ["narrative_item_without_project", "narrative_item_missing"]


def test_of_two_items_a_third_project_is_missing_and_the_other_item_may_be_a_field_of_work() -> None:
    two = "（一）农村危房改造|绩效目标：甲|绩效指标：乙|（二）加强队伍建设|绩效目标：丙|绩效指标：丁"
    rules = [rule for rule, _ in found(START + two + END, "农村危房改造", "城市绿化维护", "清洁取暖补贴")]
    assert rules == ["narrative_item_missing"]


def test_items_that_are_fields_of_work_are_not_held_against_projects() -> None:
    fields = "（一）安全生产|绩效目标：甲|绩效指标：乙|（二）物业管理|绩效目标：丙|绩效指标：丁"
    assert found(START + fields + END, "农村危房改造", "垃圾分类处理") == []


def test_a_project_whose_name_stands_in_the_text_of_an_item_is_dealt_with() -> None:
    text = START + ITEM.replace("：80户|", "：80户，其中城镇燃气管网改造12公里|", 1) + END
    assert found(text, "农村危房改造", "2023年城镇燃气管网改造项目（上年结转）") == []


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ("（一）加强监督。甲|（二）加强培训。乙|（四）加强宣传。丙", "“（二）”之后是“（四）”"),
        ("（一）加强监督。甲|（二）加强培训。乙|（二）加强宣传。丙", "“（二）”之后是“（二）”"),
        ("（二）加强监督。甲|（三）加强培训。乙", "从“（二）”开始"),
        ("一、监督|（一）甲|（二）乙|二、培训|（一）丙|三、宣传", ""),
        ("1.加强监督。甲|2.加强培训。乙|综上所述，我们将完成全年任务。", ""),
        ("一是加强监督|二是加强培训|1、甲|2、乙", ""),
        ("1、加强监督。2、加强培训。|3、加强宣传。", ""),
        ("主要做好：1.监督|2.培训", ""),
    ],
)
def test_numbers_that_do_not_follow(measures: str, said: str) -> None:
    told = found(START + ITEM + "|三、工作保障措施|" + measures, "农村危房改造")
    assert told == ([("numbering_broken", f"序号不连续：{said}。")] if said else [])


@pytest.mark.parametrize(
    ("measures", "told"),
    [
        ("（一）抓好第三项工作|1.甲|2.乙", False),
        ("围绕“四个一”工程和“三项重点”|（一）甲|（二）乙", False),
        ("（一）建立两个工作专班制度|1.甲|2.乙|3.丙", False),
        ("（一）增强四个意识|1.甲|2.乙", False),
        ("做好以下三方面工作|（一）甲|（二）乙", True),
        ("做好以下三方面工作|（一）甲|（二）乙|（三）丙", False),
        ("一、坚持两个结合|（一）甲|（二）乙|二、抓好三个环节|（一）丙|（二）丁|（三）戊", False),
        ("统筹三个年度的任务|全年分步推进", False),
    ],
)
def test_a_heading_that_states_a_number_of_items(measures: str, told: bool) -> None:
    rules = [rule for rule, _ in found(START + ITEM + "|三、工作保障措施|" + measures, "农村危房改造")]
    assert rules == (["narrative_count_mismatch"] if told else [])


PROCUREMENT = """
部门政府采购预算 | < | < | < | <
采购物品名称 | 政府采购目录序号 | 计量  单位 | 数量 | 单价
小计 | | | |
电脑 | A02010104 | 台 | 12 |
打印机 | A02010601 | 台 | 3 | 0.2
"""


def test_rows_of_other_published_tables_that_leave_something_out() -> None:
    reading = read_book(Workbook([grid(PROCUREMENT)]), Path("公开.xlsx"))
    (one,) = [finding for finding in check([reading]) if finding.rule == "doc_table_incomplete"]
    assert (one.cell, one.message) == ("E4", "“部门政府采购预算”表的这一行没有填写：单价。")

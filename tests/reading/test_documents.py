"""Published Word documents: the forms against exact transcriptions, and the department's own target."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from files.documents import p, parts, t, table
from files.packages import outside, zipped
from jibiao.reading import FileReading
from jibiao.reading.document import read_workbook_or_document
from jibiao.reading.part_one import has_goal, has_indicator, numbered, read_part_one
from reading.test_published_tables import GOLD, differences, misprinted_labels

DOCUMENTS = {
    path.name[:3]: path for path in (Path(__file__).parents[1] / "data" / "documents").glob("*.docx")
}


@pytest.fixture(scope="module")
def read() -> dict[str, FileReading]:
    return {number: read_workbook_or_document(path) for number, path in DOCUMENTS.items()}


@pytest.mark.parametrize("number", DOCUMENTS)
def test_every_form_of_a_published_document_is_read_as_it_was_transcribed(
    number: str, read: dict[str, FileReading]
) -> None:
    wanted = json.loads((GOLD / f"{number}.json").read_text("utf-8"))
    got = [project.to_json() for project in read[number].projects]
    assert len(got) == len(wanted)
    for one, want in zip(got, wanted, strict=True):
        assert differences(one, want) == []
        told = [note["text"] for note in one["notes"]]
        assert (one["form"], told) == (want["layout"], misprinted_labels(want))
        assert (one["title_position"] == "after") == (want["title_position"] == "after")


def test_places_are_told_by_the_table_in_which_a_form_begins(read: dict[str, FileReading]) -> None:
    first, second = read["000"].projects[:2]
    assert (first.sheet, second.sheet) == ("1", "3")  # head and indicators are two tables
    cells = first.cells()
    assert cells["project_name"] == "E2"
    assert cells["indicators[1].l3"] == "C9"  # the head has seven rows, the headings are the eighth
    assert "title" not in cells  # it stands in a paragraph
    inner = read["002"].projects[1]
    assert (inner.sheet, inner.cells()["title"]) == ("2", "A13")


def test_tables_beside_the_forms_are_no_forms(read: dict[str, FileReading]) -> None:
    others = [sheet for sheet in read["002"].sheets if not sheet.projects]
    assert [sheet.sheet for sheet in others] == ["1", "6", "7"]
    assert all(sheet.tables and not sheet.notes for sheet in others)


HEAD = (
    "项目编码 | 123 | 项目名称 | 危房改造",
    "预算规模及资金用途 | 预算数 | 130.00 | 其中：财政资金 | 130.00 | 其他资金 | ",
)
GOALS = "绩效目标 | >61.完成80户"
ROWS = (
    "一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据",
    "产出指标 | 数量指标 | 改造户数 | 户数 | ≥80户 | 计划",
)


def document(folder: Path, *body: str) -> FileReading:
    return read_workbook_or_document(zipped(folder / "公开.docx", parts("".join(body))))


def test_a_form_in_one_table_or_in_two_reads_the_same(tmp_path: Path) -> None:
    title = p("危房改造绩效目标表")
    (one,) = document(tmp_path, title, table(*HEAD, GOALS, *ROWS)).projects
    (two,) = document(tmp_path, title, table(*HEAD, GOALS), p(""), table(*ROWS)).projects
    assert one.to_json() == two.to_json()
    assert one.text("title") == "危房改造绩效目标表"


def test_titles_below_their_tables(tmp_path: Path) -> None:
    form = table(*HEAD, GOALS, *ROWS)
    other = form.replace("危房改造", "环境整治")
    read = document(tmp_path, form, p("危房改造绩效目标表"), other, p("环境整治绩效目标表"))
    assert [(one.text("title"), one.title_position) for one in read.projects] == [
        ("危房改造绩效目标表", "after"),
        ("环境整治绩效目标表", "after"),
    ]


def test_the_organisation_and_the_unit_of_money_in_a_paragraph(tmp_path: Path) -> None:
    line = p("333001某县住房和城乡建设局　　　　单位：万元")
    (one,) = document(tmp_path, p("危房改造绩效目标表"), line, table(*HEAD, GOALS, *ROWS)).projects
    assert (one.text("unit_code"), one.text("unit_name")) == ("333001", "某县住房和城乡建设局")
    assert one.text("currency_unit") == "万元"


def test_a_line_with_several_labels(tmp_path: Path) -> None:
    form = table(*HEAD, GOALS, *ROWS)
    line = "填报单位（盖章）：某县住建局\t单位：万元"
    for above in (p(line), table(line.replace("\t", " | "))):
        (one,) = document(tmp_path, p("危房改造绩效目标表"), above, form).projects
        assert (one.text("title"), one.text("unit_name")) == ("危房改造绩效目标表", "某县住建局")
        assert one.text("currency_unit") == "万元"


def test_a_list_of_projects_is_no_form(tmp_path: Path) -> None:
    form = p("危房改造绩效目标表") + table(*HEAD, GOALS, *ROWS)
    listed = table("项目名称 | 项目编码 | 预算数 | 财政资金", "危房改造 | 123 | 130 | 130")
    read = document(tmp_path, form, p("项目支出表"), listed)
    assert [(sheet.sheet, len(sheet.projects), sheet.notes) for sheet in read.sheets] == [
        ("1", 1, []),
        ("2", 0, []),
    ]


def test_what_resembles_a_form_and_is_none_is_told(tmp_path: Path) -> None:
    form = p("危房改造绩效目标表") + table(*HEAD, GOALS, *ROWS)
    read = document(tmp_path, form, p("其他"), table("三级指标 | 数", "户数 | 80"))
    assert [note.kind for note in read.sheets[-1].notes] == ["no_form"]


def test_a_document_without_any_form_says_so(tmp_path: Path) -> None:
    (sheet,) = document(tmp_path, p("关于报送绩效目标的通知")).sheets
    assert [note.kind for note in sheet.notes] == ["no_form"]


def test_a_form_goes_on_in_the_next_table(tmp_path: Path) -> None:
    more = "效益指标 | 社会效益指标 | 知晓率 | 占比 | ≥95% | 调查"
    title, form = p("危房改造绩效目标表"), table(*HEAD, GOALS, *ROWS)
    (whole,) = document(tmp_path, title, table(*HEAD, GOALS, *ROWS, more)).projects
    for parts_ in (
        (form, p(""), table(more)),
        (form, p("续上表"), table(more)),
        (form, p(""), table(ROWS[0], more)),
        (form, p("危房改造绩效目标表（续）"), table(ROWS[0], more)),
        (table(*HEAD), p(""), table(GOALS), p(""), table(*ROWS, more)),
    ):
        (one,) = document(tmp_path, title, *parts_).projects
        assert one.to_json()["indicators"] == whole.to_json()["indicators"]
        assert (one.goals, one.text("title")) == (whole.goals, "危房改造绩效目标表")


def test_another_table_after_a_form_is_not_its_rest(tmp_path: Path) -> None:
    form = table(*HEAD, GOALS, *ROWS)
    bought = table("采购物品名称 | 目录序号 | 计量单位 | 数量", "电脑 | A02 | 台 | 2")
    other = form.replace("危房改造", "环境整治")
    duties = table("职责活动 | 内容描述 | 绩效目标", "住房保障 | 政策 | 健全体系")
    body = (form, duties, bought, p("收支总表"), p("单位：元"), bought, other)
    one, two = document(tmp_path, *body).projects
    assert [len(project.indicators) for project in (one, two)] == [1, 1]
    assert "currency_unit" not in two.fields  # that was the one of the table before


def test_a_heading_above_a_title_is_no_label(tmp_path: Path) -> None:
    form = table(*HEAD, GOALS, *ROWS)
    (one,) = document(tmp_path, p("第二部分"), p("项目绩效目标"), p("1.危房改造绩效目标表"), form).projects
    assert (one.text("title"), one.goals) == ("1.危房改造绩效目标表", ["1.完成80户"])


def test_part_one_may_stand_behind_the_forms(tmp_path: Path) -> None:
    form = p("危房改造绩效目标表") + table(*HEAD, GOALS, *ROWS)
    part = (
        "第二部分 部门整体绩效目标|一、总体目标|甲|二、分项目标|（一）危房改造|绩效目标：80户|三、保障措施|乙"
    )
    for body in (form + "".join(map(p, part.split("|"))), "".join(map(p, part.split("|"))) + form):
        target = document(tmp_path, body).target
        assert target is not None and [item.name for item in target.items] == ["危房改造"]
        assert target.measures == ["乙"]


def test_the_parts_of_the_department_target(read: dict[str, FileReading]) -> None:
    target = read["000"].target
    assert target is not None
    assert [kind for kind, _ in target.headings] == ["overall", "items", "measures"]
    assert (len(target.overall), len(target.items), len(target.measures)) == (1, 11, 10)
    assert target.items[0].name == "老旧小区改造项目"
    assert [has_goal(item) for item in target.items] == [True] * 11
    assert [has_indicator(item) for item in target.items] == [True] * 10 + [False]
    other = read["002"].target  # its title holds 第一部分, the heading of 总体绩效目标 is left out
    assert other is not None and [item.name for item in other.items][-1] == "住建政务管理"
    assert len(other.overall) == 1
    assert read["004"].target is None


TARGETS = {
    "names and texts in one paragraph": (
        "一、总体目标|改善条件|二、分项绩效目标|（一）危房改造。绩效目标：80户。绩效指标：80户。|三、保障措施|加强监督",
        ["危房改造"],
    ),
    "names without numbers": (
        "部门整体绩效目标|一、总体绩效目标|改善|二、分项绩效目标|危房改造|绩效目标：80户|环境整治|绩效目标：12村",
        ["危房改造", "环境整治"],
    ),
    "numbers of another kind below": (
        "部门整体绩效目标|二、分项绩效目标|1.2019年危房改造|（1）做好甲|（2）做好乙|2.环境整治|（1）做好丙",
        ["2019年危房改造", "环境整治"],
    ),
    "措施 within a section": (
        "部门整体绩效目标|一、总体目标|（一）目标|甲|（二）主要措施|乙|二、分项目标|（一）危房改造|保障措施|丙|三、保障措施|丁",
        ["危房改造"],
    ),
    "sections as 节": (
        "第一章 部门整体绩效目标|第一节 总体目标|甲|第二节 分项目标|（一）危房改造|乙|第三节 保障措施|丙|第二章 项目|（二）丁",
        ["危房改造"],
    ),
    "part two ends it": (
        "部门整体绩效目标|二、分项绩效目标|（一）危房改造|绩效目标：80户|第二部分|（二）不是分项",
        ["危房改造"],
    ),
}


@pytest.mark.parametrize("kind", TARGETS)
def test_items_of_targets_in_other_hands(kind: str) -> None:
    text, names = TARGETS[kind]
    target = read_part_one(text.split("|"))
    assert target is not None and [item.name for item in target.items] == names


def test_prose_about_targets_is_no_department_target() -> None:
    assert read_part_one(["部门职责", "做好绩效目标管理工作", "工作保障措施"]) is None
    assert read_part_one(["部门整体支出绩效目标表", "（2024年度）", ""]) is None
    assert read_part_one(["部门整体绩效目标", "第二部分"]) is None


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("（十一）某项目", "（一）", 11),
        ("三、某项目", "一、", 3),
        ("1.2019年某项目", "1、", 1),
        ("2、2019年", "1、", 2),
        ("③某项", "①", 3),
        ("一是加强", "一是", 1),
    ],
)
def test_numbers_before_paragraphs(text: str, style: str, number: int) -> None:
    found = numbered(text)
    assert found is not None and (found.style, found.number) == (style, number)


@pytest.mark.parametrize("text", ["1.5万元用于", "2024年", "十分重要", "三个年度"])
def test_figures_that_number_nothing(text: str) -> None:
    assert numbered(text) is None


def test_what_is_struck_through_is_told_in_the_row_of_its_table(tmp_path: Path) -> None:
    struck = p(t("改造户数", "<w:strike/>"))
    rows = (*ROWS[:1], ROWS[1].replace("改造户数", struck))
    found = document(tmp_path, p("前面"), table(*HEAD, GOALS), table(*rows))
    (project,) = found.projects
    assert [(n.kind, n.address) for n in project.notes if n.kind == "struck_through"] == [
        ("struck_through", "C5")
    ]
    assert project.cells()["indicators[1].l3"] == "C5"


def test_where_a_document_leads_to_is_told_of_the_file(tmp_path: Path) -> None:
    content = parts(table(*HEAD, GOALS, *ROWS))
    content["word/_rels/document.xml.rels"] = outside("hyperlink", "h", ["//server/a"])
    found = read_workbook_or_document(zipped(tmp_path / "公开.docx", content))
    assert [(note.kind, note.label) for note in found.notes] == [("link_leads_out", "//server/a")]

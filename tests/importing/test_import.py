"""Published documents become filled workbooks: what they say is in them, or listed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jibiao
from cli.test_commands import jibiao as command
from files.documents import p, parts, table
from files.packages import zipped
from grids import grid
from jibiao.consolidation import consolidate
from jibiao.distribution.filenames import name_fault
from jibiao.forms import form_by_id
from jibiao.grid import Grid
from jibiao.importing import documents, import_documents
from jibiao.importing.names import safe_name
from jibiao.official_table import OfficialTable
from jibiao.reading import FileReading, read_file
from jibiao.reading.document import read_blocks, read_workbook_or_document
from jibiao.records import SCALARS, Project
from jibiao.text import compact
from office import audit
from publication.documents import write_document
from reading.official_documents import SCHOOL, WATER
from samples import SAMPLES
from workbooks import WORKBOOKS

DOCUMENTS = {
    path.name[:3]: path for path in (Path(__file__).parents[1] / "data" / "documents").glob("*.docx")
}


def document(
    *forms: str, changes: dict[tuple[int, str], str] | None = None, name: str = "公开.docx"
) -> FileReading:
    """What is read of a document with these sample forms; changes: (number of the form from 0, text) → another text."""
    blocks: list[str | Grid] = []
    for n, form in enumerate(forms):
        drawn = grid(SAMPLES[form], str(n + 1))
        drawn.rows = [[(changes or {}).get((n, str(text)), text) for text in row] for row in drawn.rows]
        blocks += ["第二部分", drawn]
    return read_blocks(blocks, Path(name))


def said(project: Project) -> dict[str, object]:
    """What a form says, white space aside."""
    data = project.to_json()
    found: dict[str, object] = {name: compact(data[name] or "") for name in (*SCALARS, "plan_label")}
    found |= {name: [compact(text) for text in data[name]] for name in ("plan_heads", "plan_raw", "goals")}
    found["indicators"] = [
        {name: compact(str(value or "")) for name, value in row.items() if not name.endswith("_printed")}
        for row in data["indicators"]
    ]
    return found


def read_back(folder: Path) -> list[Project]:
    return [project for path in sorted(folder.glob("*.xlsx")) for project in read_file(path).projects]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_import_and_then_read_gives_the_records_of_the_document(name: str, tmp_path: Path) -> None:
    reading = read_workbook_or_document(DOCUMENTS[name])
    done = import_documents([reading], tmp_path)
    assert [loss for loss in done.losses if loss.kind == "target"] == []
    assert [said(project) for project in read_back(tmp_path)] == [
        said(project) for project in reading.projects
    ]
    assert [audit(book.path) for book in done.books] == [[]] * len(done.books)


def rows_of(official: OfficialTable) -> list[dict[str, str]]:
    """What the rows say that are not blank."""
    rows = ({name: compact(v.text) for name, v in row.values.items() if v.text} for row in official.rows)
    return [row for row in rows if row]


def test_the_other_tables_and_part_one_become_a_workbook_of_their_own(tmp_path: Path) -> None:
    reading = read_workbook_or_document(DOCUMENTS["002"])
    done = import_documents([reading], tmp_path)
    written = read_file(done.tables[reading.path])
    assert [table.kind for table in written.tables] == [table.kind for table in reading.tables]
    for one, two in zip(reading.tables, written.tables, strict=True):
        if one.rows:  # the others are figures in sentences, and get their unit from the table
            assert rows_of(one) == rows_of(two)
    (public,) = (table for table in written.tables if table.kind == "three_public")
    figures = ("total", "abroad", "cars", "reception")
    assert [public.text(name) for name in figures] == [
        "0元",
        "0",
        "0元",
        "0元",
    ]  # units as mixed as they were
    assert reading.target and written.target
    assert [item.name for item in written.target.items] == [item.name for item in reading.target.items]
    said_of_tables = [(loss.kind, loss.text) for loss in done.losses]
    assert said_of_tables == [("procurement", "11800万元"), ("fixed_assets", "68.8326万元")]
    assert audit(done.tables[reading.path]) == []


def test_amounts_in_another_unit_than_the_heading_prints_keep_theirs(tmp_path: Path) -> None:
    document = write_document(tmp_path / "教育.docx", SCHOOL)
    done = import_documents([read_workbook_or_document(document)], tmp_path / "导入")
    (written,) = done.tables.values()
    (assets,) = [table for table in read_file(written).tables if table.kind == "fixed_assets"]
    row = assets.row("all")
    assert row and row.text("value") == "185307700元"  # the heading says 万元


def test_a_total_that_stands_last_and_in_a_column_of_its_own_comes_back_as_one(tmp_path: Path) -> None:
    drawn = """
部门政府采购预算
[
序号 | 项目名称 | 采购物品名称 | 计量单位 | 数量 | 单价 | 合计
1 | 甲项目 | 计算机 | 台 | 2 | 1.5 | 3
2 | 甲项目 | 桌子 | 张 | 2 | 1 | 2
合计 | | | | | | 5
]
"""
    reading = read_workbook_or_document(write_document(tmp_path / "公开.docx", drawn))
    assert [row.kind for row in reading.tables[0].rows] == ["row", "row", "total"]
    imported = import_documents([reading], tmp_path / "导入")
    (table,) = read_file(imported.tables[reading.path]).tables
    assert [(row.kind, row.text("total")) for row in table.rows] == [
        ("row", "3"),
        ("row", "2"),
        ("total", "5"),
    ]


def test_that_nothing_changed_is_listed_where_no_figure_says_it(tmp_path: Path) -> None:
    document = write_document(tmp_path / "水务.docx", WATER)
    losses = import_documents([read_workbook_or_document(document)], tmp_path / "导入").losses
    assert ("operating_funds", "持平") in [(loss.kind, loss.text) for loss in losses]


def test_a_paragraph_of_part_one_is_in_the_workbook(tmp_path: Path) -> None:
    for name in ("000", "001"):
        reading = read_workbook_or_document(DOCUMENTS[name])
        done = import_documents([reading], tmp_path / name)
        written = read_file(done.tables[reading.path]).target
        assert reading.target and written and done.losses == []
        assert len(written.paragraphs) == len(reading.target.paragraphs)


def test_document_to_workbooks_to_summary(tmp_path: Path) -> None:
    """The sums are those of the document, and what lies beside the workbooks is no submission."""
    jibiao.import_documents(DOCUMENTS["001"], tmp_path / "报表")
    (tmp_path / "报表" / f"{DOCUMENTS['001'].stem}_导入情况.txt").write_text("（没有）", "utf-8")
    (tmp_path / "公开").mkdir()
    (tmp_path / "公开" / "公开.docx").write_bytes(DOCUMENTS["001"].read_bytes())
    one, two = (consolidate(tmp_path / name, tmp_path / f"{name}.xlsx") for name in ("报表", "公开"))
    assert one.unread == [] and len(one.entries) == 4
    assert [one.total(name) for name in ("total", "fiscal", "other")] == [
        two.total(name) for name in ("total", "fiscal", "other")
    ]
    assert [org.label for org in one.organisations] == [org.label for org in two.organisations]


TEXTS = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(
        ["=1+1", "-无", "+5", "@某人", "=cmd|' /C calc'!A0", "#N/A", "00130", "1,234.50", "1e5", "1.", "−3"]
    ),
)
CELLS = (
    "农村危房改造",
    "130.00",
    "用于农村危房改造补助",
    "25%",
    "1.完成农村危房改造80户",
    "≥80户",
    "年度计划",
    "改造户数",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(CELLS), TEXTS, min_size=1))
def test_whatever_a_cell_says_is_in_the_workbook_or_listed(tmp_path: Path, texts: dict[str, str]) -> None:
    reading = document("A1", changes={(0, old): new for old, new in texts.items()})
    if not reading.projects:
        return
    done = import_documents([reading], tmp_path, overwrite=True)
    (project,), (book,) = reading.projects, done.books
    lost = {(loss.field, compact(loss.text)) for loss in done.losses}
    (written,) = read_file(book.path).projects or [None]
    there = {(path, compact(value.text)) for path, value in written.texts()} if written else set()
    for path, value in project.texts():
        place = (path, compact(value.text))
        if path not in ("goals", "unit_name") and value.text and project.indicators:
            assert place in there | lost or (written and compact(written.text(path)) == place[1]), place
    sheet = openpyxl.load_workbook(book.path)["项目1"]
    formulas = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert all("绩效目标表" in formula for formula in formulas)


def test_texts_like_formulas_stay_texts_and_numbers_that_show_the_same_are_numbers(tmp_path: Path) -> None:
    changes = {(0, "用于农村危房改造补助"): "=1+1", (0, "改造户数"): "-户数", (0, "130.00"): "130.50"}
    done = import_documents([document("A1", changes=changes)], tmp_path)
    sheet = openpyxl.load_workbook(done.books[0].path)["项目1"]
    found = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (found["=1+1"], found["-户数"], found[130.5]) == ("s", "s", "n")
    assert done.losses == []


def test_forms_of_several_kinds_stand_in_one_workbook_in_the_order_of_the_document(tmp_path: Path) -> None:
    names = {(n, "农村危房改造"): f"项目{'甲乙丙'[n]}" for n in range(3)}
    codes = {(n, "13022524P00404410014N"): f"13022524P0040441001{n}N" for n in range(3)}
    done = import_documents([document("B", "G", "B", changes=names | codes)], tmp_path)
    (book,) = done.books
    assert (book.path.name, book.forms, done.losses) == ("公开_项目绩效目标表.xlsx", ["B", "G"], [])
    assert [project.form.id for project in read_file(book.path).projects] == ["B", "G", "B"]
    assert audit(book.path) == []


def test_what_has_no_place_in_another_form_is_listed(tmp_path: Path) -> None:
    done = import_documents([document("G")], tmp_path, form_by_id("A1"), 2027)
    (book,) = done.books
    assert (book.path.name, book.forms) == ("公开_2027年项目绩效目标表.xlsx", ["A1"])
    assert read_file(book.path).stamp.year == 2027
    assert {loss.name for loss in done.losses} == {
        "评价标准（优）",
        "评价标准（良）",
        "评价标准（中）",
        "评价标准（差）",
    }
    assert [loss.text for loss in done.losses[:4]] == ["≥90%", "≥80%", "≥70%", "<70%"]
    report = done.reports[0].read_text("utf-8-sig")
    assert "（12处）" in report and all(loss.text in report for loss in done.losses)


def test_a_plan_of_other_periods_is_listed_and_not_put_under_them(tmp_path: Path) -> None:
    plan = {
        (0, f"{month}月底"): f"第{quarter}季度"
        for month, quarter in zip((3, 6, 10, 12), "一二三四", strict=True)
    }
    done = import_documents([document("A1", changes=plan)], tmp_path, form_by_id("A1"))
    assert [(loss.name, loss.text) for loss in done.losses] == [
        ("资金支出计划", share) for share in ("25%", "50%", "75%", "100%")
    ]
    (project,) = read_back(tmp_path)
    assert not any(value.text for value in project.plan)


def test_an_amount_keeps_its_unit_where_the_form_prints_none(tmp_path: Path) -> None:
    changes = {(0, "单位：万元"): "单位：元", (0, "130.00"): "1300000"}
    done = import_documents([document("A1", changes=changes)], tmp_path, form_by_id("B"))
    (project,) = read_back(tmp_path)
    assert project.text("budget_total_raw") == "1300000元"
    became = {loss.field: loss.became for loss in done.losses}
    assert became["currency_unit"] == "" and became["budget_total_raw"] == "1300000元"


def test_a_misspelt_label_of_the_plan_is_not_corrected_silently(tmp_path: Path) -> None:
    changes = {(0, "资金支出计划（%）"): "资金支出计划（累进%）"}
    import_documents([document("A1", changes=changes)], tmp_path)
    assert compact(read_back(tmp_path)[0].plan_label.text) == "资金支出计划（累进%）"


def test_files_that_stand_there_are_not_overwritten_without_being_told(tmp_path: Path) -> None:
    out = tmp_path / "出"
    first = command("import", DOCUMENTS["002"], "-o", out)
    assert first.returncode == 0 and "写成工作簿 2 个，项目 7 个" in first.stdout
    (book,) = out.glob("*项目绩效目标表.xlsx")
    book.write_bytes(b"somebody's work")
    again = command("import", DOCUMENTS["002"], "-o", out)
    assert again.returncode == 2 and book.name in again.stderr and "--overwrite" in again.stderr
    assert book.read_bytes() == b"somebody's work"
    with pytest.raises(FileExistsError):
        jibiao.import_documents(DOCUMENTS["002"], out)
    assert command("import", DOCUMENTS["002"], "-o", out, "--overwrite").returncode == 0
    assert len(read_back(out)) == 7


def test_the_command_tells_what_it_did_and_what_it_left(tmp_path: Path) -> None:
    workbook = next(WORKBOOKS.glob("001*.xlsx"))
    done = command("import", DOCUMENTS["002"], workbook, "-o", tmp_path, "--format", "json")
    data = json.loads(done.stdout)
    assert done.returncode == 2 and f"{workbook}：不是 Word 文档，没有导入" in done.stderr
    assert (data["projects"], len(data["losses"]), data["books"][0]["forms"]) == (7, 2, ["G"])
    assert "没有位置：第6张表，部门政府采购预算的文字中的政府采购预算：11800万元" in done.stderr
    assert data["tables"] == {str(DOCUMENTS["002"]): f"部门公开表格_{DOCUMENTS['002'].stem}.xlsx"}


def test_more_projects_than_a_workbook_holds_make_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_SHEETS", 2)
    names = {(n, "农村危房改造"): f"项目{n}" for n in range(3)}
    done = import_documents([document("A1", "A1", "A1", changes=names)], tmp_path)
    assert [len(book.projects) for book in done.books] == [2, 1]
    assert len({book.path for book in done.books}) == 2


def test_a_goal_too_long_for_a_cell_is_listed_and_the_others_go_on(tmp_path: Path) -> None:
    long = "长" * 20_000
    goals = {(0, "完成农村危房改造80户"): long, (0, "群众满意"): long}
    done = import_documents([document("B", changes=goals)], tmp_path, form_by_id("A1"))
    assert [(loss.field, len(loss.text)) for loss in done.losses] == [("goals", 40_000)]
    again = import_documents([document("B", changes=goals)], tmp_path / "同表式")
    sheet = openpyxl.load_workbook(again.books[0].path)["项目1"]
    assert again.losses == [] and max(row.height or 0 for row in sheet.row_dimensions.values()) <= 409
    assert len(read_back(tmp_path)) == 1


def test_names_from_a_document_lead_nowhere(tmp_path: Path) -> None:
    changes = {(0, "333001某县住房和城乡建设局"): "333001../../某县\\局:*?"}
    done = import_documents([document("A1", changes=changes)], tmp_path / "出")
    assert [book.path.parent for book in done.books] == [tmp_path / "出"]
    assert [path.name for path in tmp_path.iterdir()] == ["出"]


@given(st.text(max_size=300))
def test_every_name_is_one_for_every_system(text: str) -> None:
    name = safe_name(text)
    assert not name or name_fault(name + "_项目绩效目标表.xlsx") is None


def test_a_document_of_thousands_of_tables_and_odd_merges_is_read_or_refused(tmp_path: Path) -> None:
    odd = table("v一级指标|<|>3二级指标", "^|^|x", "三级指标") * 5001
    path = zipped(tmp_path / "公开.docx", parts(p("第二部分") + odd))
    done = command("import", path, "-o", tmp_path / "出")
    assert done.returncode == 2 and re.search("表格超过5000张", done.stderr)
    assert not (tmp_path / "出").exists()


@pytest.mark.parametrize("name", ["001", "002"])
def test_document_to_workbooks_to_document(name: str, tmp_path: Path) -> None:
    """What was published, published again from the workbooks, says the same in forms, tables and part one."""
    first = read_workbook_or_document(DOCUMENTS[name])
    import_documents([first], tmp_path / "报表")
    jibiao.publish(tmp_path / "报表", tmp_path / "再公开.docx", with_errors=True)
    again = read_workbook_or_document(tmp_path / "再公开.docx")
    assert [said(project) for project in again.projects] == [said(project) for project in first.projects]
    assert {table.kind: rows_of(table) for table in again.tables if table.rows} == {
        table.kind: rows_of(table) for table in first.tables if table.rows
    }
    assert first.target and again.target
    published = compact("".join(again.target.paragraphs))
    items = [text for item in first.target.items for text in item.text]
    for text in (*first.target.overall, *items, *first.target.measures):
        assert compact(text) in published

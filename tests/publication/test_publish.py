"""What goes into the document and what does not, what is said of it, and which files are written."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT

import jibiao
from checks.test_balances import as_workbook
from cli.test_commands import jibiao as command
from jibiao.checks.finding import FindingState
from jibiao.official_table import target_json
from jibiao.publication import office
from jibiao.templates import fill_tables
from publication.documents import read_back, values_of, write_document, write_workbook
from reading.balances import TWO_SIDED
from workbooks import WORKBOOKS

LETING = next(WORKBOOKS.glob("000_*"))
TARGET = """
第一部分
部门整体绩效目标
一、总体绩效目标
改善居住条件。
二、分项绩效目标
（一）农村危房改造
绩效目标：完成改造80户。
绩效指标：改造户数80户。
三、工作保障措施
（一）加强领导。
（二）加强监督。
"""


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "报送"
    folder.mkdir()
    return folder


def texts_of(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs if paragraph.text]


def test_a_form_with_open_errors_is_left_out_and_named_with_what_is_open(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    found = jibiao.publish(handed_in, handed_in.parent / "公开.docx")
    assert found.forms == 18
    assert [one.what for one in found.left_out] == [
        "2020年老旧小区改造项目（上年结转）",
        "2023年中央城镇保障性安居工程-租赁住房保障（唐财综[2023]10号）",
        "双代县级运行补贴",
    ]
    assert [finding.cell for one in found.left_out for finding in one.findings] == ["F11", "B8", "F19"]
    assert "双代县级运行补贴" not in [
        form.name for form in read_back(handed_in.parent / "公开.docx").projects
    ]


def test_with_errors_all_are_published_and_the_document_does_not_say_so(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, with_errors=True)
    assert (found.forms, len(found.with_errors), found.left_out) == (21, 3, [])
    assert not any("错误" in text for text in texts_of(target))


def test_the_command_says_what_was_left_out_and_ends_with_status_1(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    done = command("publish", handed_in, "-o", handed_in.parent / "公开.docx")
    assert done.returncode == 1
    assert "没有编入文档的 3 处" in done.stderr and "双代县级运行补贴：F19" in done.stderr
    assert "没有报来、文档里没有的部分：部门职责、机构设置" in done.stdout
    assert "绩效目标表 18 张" in done.stdout


def test_the_run_record_says_what_was_published_with_errors(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    target = handed_in.parent / "公开.docx"
    done = command("publish", handed_in, "-o", target, "--with-errors", "--format", "json")
    record = json.loads(done.stdout)
    assert (record["document"], record["forms"], record["left_out"]) == (str(target), 21, [])
    assert [error["cell"] for one in record["with_errors"] for error in one["errors"]] == ["F11", "B8", "F19"]


def test_if_all_is_refused_nothing_is_written(handed_in: Path) -> None:
    write_document(handed_in / "总.docx", TARGET.replace("（二）加强监督", "（四）加强监督"))
    (handed_in / "总.docx").unlink()
    with pytest.raises(jibiao.NothingToPublish, match="没有可以编入文档的内容"):
        jibiao.publish(handed_in, handed_in.parent / "公开.docx")
    assert not (handed_in.parent / "公开.docx").exists()


def test_organisations_stand_in_the_order_of_their_codes_each_under_its_heading(handed_in: Path) -> None:
    for path in WORKBOOKS.glob("001_*"):
        shutil.copy(path, handed_in / f"{'z' if '333002' in path.name else 'a'}{path.name}")
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, with_errors=True)
    found = [p.text for p in docx.Document(str(target)).paragraphs if p.style.name == "Heading 2"]
    assert found == [
        "（一）定州市住房和城乡建设局",
        "（二）定州市建筑工程质量监督站",
        "（三）定州市建筑劳务基地服务站",
    ]


def test_texts_come_from_text_files_whatever_their_encoding(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    (handed_in / "部门职责.txt").write_text(
        "部门职责\n\n（1）贯彻执行政策。\n（2）完成其他任务。\n", "gb18030"
    )
    (handed_in / "名词解释.txt").write_text("基本支出：指保障机构运转的支出。", "utf-8-sig")
    (handed_in / "01部门整体绩效目标.txt").write_text(TARGET, "utf-16")
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, with_errors=True)
    texts = texts_of(target)
    start = texts.index("一、部门职责")
    assert texts[start + 1 : start + 3] == ["（1）贯彻执行政策。", "（2）完成其他任务。"]
    assert "基本支出：指保障机构运转的支出。" in texts
    assert read_back(target).target.measures == ["（一）加强领导。", "（二）加强监督。"]  # type: ignore[union-attr]
    assert found.department.unread == []
    assert "名词解释" not in found.missing and "其他说明" in found.missing


def test_of_last_years_document_only_the_texts_that_stay_are_taken(handed_in: Path, tmp_path: Path) -> None:
    shutil.copy(LETING, handed_in)
    last = write_document(
        tmp_path / "上年.docx", f"一、部门职责\n贯彻政策。\n{TARGET}\n八、名词解释\n1、项目支出：指任务支出。"
    )
    target = tmp_path / "公开.docx"
    found = jibiao.publish(handed_in, target, with_errors=True, last_year=last)
    texts = texts_of(target)
    assert "贯彻政策。" in texts and "1、项目支出：指任务支出。" in texts
    assert "改善居住条件。" not in texts and "第一部分 部门整体绩效目标" in found.missing


def test_a_file_that_is_not_ours_or_was_edited_is_not_written_over(handed_in: Path, tmp_path: Path) -> None:
    shutil.copy(LETING, handed_in)
    target = tmp_path / "公开.docx"
    jibiao.publish(handed_in, target, with_errors=True)
    jibiao.publish(handed_in, target, with_errors=True)  # as it was written
    edited = docx.Document(str(target))
    edited.add_paragraph("手工补充")
    edited.save(str(target))
    before = target.read_bytes()
    with pytest.raises(FileExistsError):
        jibiao.publish(handed_in, target, with_errors=True)
    target.write_bytes(b"a letter")
    with pytest.raises(FileExistsError):
        jibiao.publish(handed_in, target, with_errors=True)
    assert (target.read_bytes(), before[:2]) == (b"a letter", b"PK")


def test_the_pages_and_the_pdf_are_of_one_run_of_libreoffice(
    handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(LETING, handed_in)
    printed: list[bytes] = []
    monkeypatch.setattr(office, "as_pdf", lambda document: printed.append(document) or b"%PDF-1.6")
    found = jibiao.publish(handed_in, handed_in.parent / "公开.docx", pdf=True)
    assert found.pdf and found.pdf.read_bytes() == b"%PDF-1.6"
    assert len(printed) == 1


def test_what_cannot_be_written_leaves_nothing_behind(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(LETING, handed_in)
    monkeypatch.setattr(office, "as_pdf", lambda document: b"%PDF-1.6")
    folder = tmp_path / "公开"
    folder.mkdir()
    (folder / "公开.pdf").mkdir()
    with pytest.raises(OSError):
        jibiao.publish(handed_in, folder / "公开.docx", with_errors=True, pdf=True)
    assert [path.name for path in folder.iterdir()] == ["公开.pdf"]


def test_the_document_in_the_folder_of_the_workbooks_is_not_read_again(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    for _ in range(2):
        found = jibiao.publish(handed_in, handed_in / "公开.docx", with_errors=True)
        assert found.forms == 21


MINISTRY = """
项目支出绩效目标表 | < | < | < | <
（2025年度） | < | < | < | <
项目名称 | 老旧小区改造 | < | 实施单位 | 某县住房保障中心
项目资金（万元） | 年度资金总额 | 900 | 其中：财政拨款 | 900
总体目标 | 改造30个小区\n改善居住条件 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 改造小区数 | ≥30个
^ | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥95%
"""
BUDGET = """
部门预算安排的总体情况 | <
 | 单位：万元
项目 | 金额
收入预算 | 13919
其中：一般公共预算收入 | 10029
基金预算收入 | 3890
支出预算 | 13919
基本支出 | 514.06
其中：人员经费 | 481.1
日常公用经费 | 32.96
项目支出 | 13404.94
比上年增减 | 3867.09
其中：基本支出增减 | -100.4
项目支出增减 | 3967.49
"""
THREE = """
财政拨款“三公”经费预算 | <
 | 单位：元
项目 | 金额
“三公”经费合计 | 25000
因公出国（境）费 | 0
公务用车购置及运维费 | 20000
其中：公务用车购置费 | 0
公务用车运行维护费 | 20000
公务接待费 | 5000
"""


def test_forms_of_no_known_layout_are_taken_over_as_they_stand(handed_in: Path) -> None:
    write_workbook(handed_in / "甲.xlsx", {"项目": MINISTRY})
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, year=2025)
    table, below = docx.Document(str(target)).tables
    assert [cell.text for cell in table.rows[2].cells] == [
        "项目名称",
        "老旧小区改造",
        "老旧小区改造",
        "实施单位",
        "某县住房保障中心",
    ]
    assert below.cell(2, 0).text == "绩效指标" == below.cell(0, 0).text
    assert values_of(read_back(target)) == values_of(read_back(handed_in / "甲.xlsx"))


def test_sentences_are_made_of_the_figures_of_the_tables(handed_in: Path) -> None:
    write_workbook(handed_in / "部门.xlsx", {"预算": BUDGET, "三公": THREE})
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, year=2020, department="某局")
    texts = texts_of(target)
    assert (
        "反映本部门当年全部收入。2020年预算收入13919万元，其中：一般公共预算收入10029万元，基金预算收入3890万元。"
        in texts
    )
    assert (
        "反映本部门当年全部支出。2020年部门支出预算为13919万元，其中：基本支出514.06万元，包括人员经费481.1万元，"
        "日常公用经费32.96万元；项目支出13404.94万元。" in texts
    )
    assert (
        "2020年，部门预算收支安排13919万元，较2019年增加3867.09万元，其中：基本支出减少100.4万元；"
        "项目支出增加3967.49万元。" in texts
    )
    assert (
        "2020年，我部门财政拨款“三公”经费预算安排25000元，其中：因公出国（境）费0元；公务用车购置及运维费20000元"
        "（其中：公务用车购置费0元，公务用车运行维护费20000元）；公务接待费5000元。" in texts
    )
    before = {table.kind: table for table in read_back(handed_in / "部门.xlsx").tables}
    for after in read_back(target).tables:
        figures = {
            name: value.text for name, value in before[after.kind].fields.items() if name in after.form.fixed
        }
        unit = before[after.kind].text("currency_unit")
        assert {name: after.text(name).removesuffix(unit) for name in figures} == {
            name: text.removeprefix("-") for name, text in figures.items()
        }


def test_rows_of_a_table_that_no_sentence_speaks_of_are_told(handed_in: Path) -> None:
    write_workbook(handed_in / "部门.xlsx", {"预算": BUDGET.replace("基金预算收入", "彩票公益金")})
    found = jibiao.publish(handed_in, handed_in.parent / "公开.docx", with_errors=True)
    assert [remark for remark in found.remarks if "彩票公益金" in remark]


def test_a_departments_own_workbook_gives_its_tables_and_part_one(handed_in: Path) -> None:
    document = next((Path(__file__).parents[1] / "data" / "documents").glob("000*"))
    target = read_back(document).target
    assert target
    tables = [
        table.to_json() for table in read_back(write_workbook(handed_in / "表.xlsx", {"预算": BUDGET})).tables
    ]
    (handed_in / "表.xlsx").unlink()
    fill_tables([*tables, target_json(str(document), target)], handed_in / "部门.xlsx", 2024)
    published = jibiao.publish(handed_in, handed_in.parent / "公开.docx", department="某局")
    assert published.year == 2024  # as the template says
    back = read_back(handed_in.parent / "公开.docx")
    assert back.target == target
    assert [table.text("income") for table in back.tables] == ["13919万元"]


def test_without_a_year_no_sentence_begins_with_a_comma(handed_in: Path) -> None:
    write_workbook(handed_in / "部门.xlsx", {"预算": BUDGET, "三公": THREE})
    jibiao.publish(handed_in, handed_in.parent / "公开.docx", department="某局")
    said = texts_of(handed_in.parent / "公开.docx")
    assert any(text.startswith("我部门财政拨款“三公”经费") for text in said)
    assert not [text for text in said if text.startswith("，")]


def test_tables_of_several_organisations_stand_below_their_names(handed_in: Path) -> None:
    for code, name in (("333002", "乙站"), ("333001", "甲局")):
        unit = f"{code}{name} | < \n项目 | 金额"
        write_workbook(handed_in / f"{name}.xlsx", {"三公": THREE.replace(" | 单位：元\n项目 | 金额", unit)})
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, year=2020, department="某局")
    found = [p.text for p in docx.Document(str(target)).paragraphs if p.style.name == "Heading 2"]
    assert found == ["（一）甲局", "（二）乙站"]
    assert (
        sum(text.startswith("2020年，本单位财政拨款“三公”经费预算安排25000") for text in texts_of(target))
        == 2
    )


OF_ONE = """
部门预算安排的总体情况 | <
{code}{name} | 单位：{unit}
项目 | 金额
收入预算 | {income}
其中：一般公共预算收入 | {income}
支出预算 | {income}
基本支出 | {basic}
其中：人员经费 | {basic}
日常公用经费 | 0
项目支出 | {projects}
比上年增减 | {change}
其中：基本支出增减 | 0
项目支出增减 | {change}
"""


def several(folder: Path, *more: dict[str, object]) -> None:
    for one in (
        {"code": "333001", "name": "甲局", "unit": "万元", "income": 120.5, "basic": 20.25, "projects": 100.25, "change": -3},
        {"code": "333002", "name": "乙站", "unit": "元", "income": 84600, "basic": 84600, "projects": 0, "change": 4500},
        *more,
    ):  # fmt: skip
        write_workbook(folder / f"{one['name']}.xlsx", {"预算": OF_ONE.format(**one)})


def test_the_department_says_the_sum_of_what_its_organisations_say(handed_in: Path) -> None:
    several(handed_in)
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, year=2027, department="某局")
    said = texts_of(target)
    start = said.index("1、收入说明")
    assert said[start : start + 6 : 2] == ["1、收入说明", "2、支出说明", "3、比上年增减情况"]
    assert (
        said[start + 1]
        == "反映本部门当年全部收入。2027年预算收入128.96万元，其中：一般公共预算收入128.96万元。"
    )
    assert said[start + 3].endswith(
        "128.96万元，其中：基本支出28.71万元，包括人员经费28.71万元，日常公用经费0万元；项目支出100.25万元。"
    )
    assert "较2026年减少2.55万元，其中：基本支出与上年持平；项目支出减少2.55万元。" in said[start + 5]
    assert said[start + 6] == "（一）甲局"
    assert [remark for remark in found.remarks if "2 张表相加" in remark]
    (overview,) = (table for table in read_back(target).tables if table.kind == "budget_overview")
    assert overview.text("income") == "128.96万元"


def test_a_table_of_the_department_that_contains_the_others_is_what_it_says(handed_in: Path) -> None:
    whole = {"code": "333", "name": "某局", "unit": "万元", "income": 128.96, "basic": 28.71}
    whole |= {"projects": 100.25, "change": -2.55}
    several(handed_in, whole)
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, year=2027, department="某局")
    names = [p.text for p in docx.Document(str(target)).paragraphs if p.style.name == "Heading 2"]
    assert names == ["（一）甲局", "（二）乙站"]
    assert sum("预算收入128.96万元" in text for text in texts_of(target)) == 1
    assert not [remark for remark in found.remarks if "相加" in remark or "未计入" in remark]


def test_what_only_some_say_is_not_added_up(handed_in: Path) -> None:
    write_workbook(handed_in / "甲站.xlsx", {"三公": THREE})
    write_workbook(
        handed_in / "乙站.xlsx", {"三公": THREE.replace("公务接待费 | 5000\n", "").replace("25000", "22000")}
    )
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, year=2027, department="某局", with_errors=True)
    (said,) = [text for text in texts_of(target) if text.startswith("2027年，我部门")]
    assert "安排4.7万元" in said and "公务接待费" not in said


def test_what_was_accepted_is_not_open(handed_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jibiao.publication import publishing

    build = publishing.build_department

    def with_an_opinion(entries: Any, findings: Any, **more: Any) -> Any:
        stated = (replace(one, state=FindingState.ACCEPTED) if one.cell == "F19" else one for one in findings)
        return build(entries, stated, **more)

    shutil.copy(LETING, handed_in)
    monkeypatch.setattr(publishing, "build_department", with_an_opinion)
    found = jibiao.publish(handed_in, handed_in.parent / "公开.docx")
    assert (found.forms, [f.cell for one in found.left_out for f in one.findings]) == (19, ["F11", "B8"])


PROCUREMENT = """
部门政府采购预算 | < | < | < | < | < | <
{name} | < | < | < | < | < | 单位：万元
项目名称 | 采购物品名称 | 政府采购目录序号 | 计量单位 | 数量 | 单价 | 合计
合计 | | | | | | {total}
小计 | | | | | | {total}
办公设备 | 计算机 | A02010105 | 台 | 20 | 0.5 | {total}
 | | | | | |
小计 | | | | | |
"""


def buy(folder: Path, name: str, total: str = "10", file: str = "") -> None:
    sheets = {"采购": PROCUREMENT.format(name=name, total=total)}
    write_workbook(folder / f"{file or name}.xlsx", sheets)


def test_what_several_organisations_buy_is_summed_up_and_told(handed_in: Path) -> None:
    buy(handed_in, "333001甲局")
    buy(handed_in, "333002乙站", "5.50")
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, year=2027, department="某局")
    assert "2027年，我部门安排政府采购预算15.5万元。具体内容见下表。" in texts_of(target)
    assert any("2 张表相加" in remark for remark in found.remarks)
    document = docx.Document(str(target))
    (sentence,) = (
        p for p in document.paragraphs if p.text.startswith("2027年，本单位安排政府采购预算5.50万元")
    )
    assert sentence.paragraph_format.keep_with_next  # its table may be on the next page, and not it here
    assert document.sections[-1].orientation == WD_ORIENT.LANDSCAPE  # else an empty page would follow


def test_rows_that_nobody_needed_are_not_published(handed_in: Path) -> None:
    buy(handed_in, "333001甲局")
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, year=2027)
    (table,) = docx.Document(str(target)).tables
    assert [row.cells[0].text for row in table.rows][-3:] == ["合计", "小计", "办公设备"]


def test_of_the_same_table_twice_one_is_published_and_the_other_named(handed_in: Path) -> None:
    buy(handed_in, "333001甲局")
    buy(handed_in, "333001甲局", file="甲局再报")
    (handed_in / "甲局再报.xlsx").write_bytes((handed_in / "甲局再报.xlsx").read_bytes() + b"\0" * 4)
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, year=2027)
    assert len(docx.Document(str(target)).tables) == 1
    assert any("未计入：与" in remark and remark.endswith("没有编入。") for remark in found.remarks)


def test_an_organisation_without_a_name_is_called_by_its_file_and_told(handed_in: Path) -> None:
    write_workbook(handed_in / "甲站.xlsx", {"三公": THREE})
    write_workbook(handed_in / "乙站.xlsx", {"三公": THREE.replace("25000", "20000").replace("5000", "0")})
    target = handed_in.parent / "公开.docx"
    found = jibiao.publish(handed_in, target, year=2027, department="某局")
    names = [p.text for p in docx.Document(str(target)).paragraphs if p.style.name == "Heading 2"]
    assert sorted(name[3:] for name in names) == ["乙站", "甲站"]
    assert sum("没有写明是哪个单位" in remark for remark in found.remarks) == 2


def test_a_table_that_has_no_part_in_the_document_is_told(handed_in: Path) -> None:
    write_workbook(handed_in / "甲站.xlsx", {"三公": THREE})
    as_workbook(TWO_SIDED, handed_in / "收支.xlsx")
    found = jibiao.publish(handed_in, handed_in.parent / "公开.docx", year=2027, department="某局")
    assert "收支.xlsx [2024年部门收支总表]：部门收支总表，不编入公开文档。" in found.remarks


def test_without_a_name_of_the_department_the_folders_is_used_and_told(handed_in: Path) -> None:
    write_workbook(handed_in / "甲站.xlsx", {"三公": THREE})
    found = jibiao.publish(handed_in, handed_in.parent / "公开.docx", year=2027)
    assert found.owner == "报送"
    assert any("--department" in remark for remark in found.remarks)


@pytest.mark.parametrize(
    ("written", "folder", "owner"),
    [
        (["某县水利局"], "收回", "某县水利局"),
        ([], "某县水利局", "某县水利局"),
        (["甲", "乙"], "收回", "收回"),
    ],
    ids=["the forms", "the folder", "the folder, for nothing else says it"],
)
def test_the_department_is_called_as_the_summary_calls_it(
    tmp_path: Path, written: list[str], folder: str, owner: str
) -> None:
    home = tmp_path / folder
    home.mkdir()
    named = MINISTRY.replace("实施单位", "主管部门")
    names = written or ["某县住房保障中心", "某县人民医院"]
    for n, name in enumerate(names):
        text = (named if written else MINISTRY).replace("某县住房保障中心", name)
        write_workbook(home / f"{n}.xlsx", {"表": text.replace("老旧小区改造", f"老旧小区改造{n}")})
    found = jibiao.publish(home, tmp_path / "公开.docx", with_errors=True)
    assert (found.owner, any("--department" in one for one in found.remarks)) == (owner, owner == folder)
    summary = jibiao.consolidate(home, tmp_path / "汇总.xlsx")
    assert summary.name == (owner if owner != "收回" else "本部门")


def test_that_rules_are_off_is_said_first(handed_in: Path) -> None:
    shutil.copy(LETING, handed_in)
    (handed_in / "绩表设置.toml").write_text("[rules]\nplan_gap = '不查'\n", "utf-8")
    said = command("publish", handed_in, "-o", handed_in.parent / "公开.docx").stdout.splitlines()
    checked = command("check", handed_in).stdout.splitlines()
    assert "1" in said[0] and said[0] == checked[0]


def test_a_reason_does_not_hide_how_the_amount_changed(handed_in: Path) -> None:
    reason = f"{THREE}比上年增减 | -500\n增减变化原因 | 主要原因是压减公务接待。\n"
    write_workbook(handed_in / "甲站.xlsx", {"三公": reason})
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, year=2027, department="某局")
    (said,) = [text for text in texts_of(target) if "公务接待费" in text]
    assert said.endswith("“三公”经费较2026年减少500元，主要原因是压减公务接待。")


TARGET_SHEET = """
部门整体绩效目标 | < | <
一、总体绩效目标
做好工作。
二、分项绩效目标
名称 | 绩效目标 | 绩效指标
水质 | #NAME? | ≥95%
三、工作保障措施
抓好落实。
"""


def test_an_error_of_a_formula_is_not_published(handed_in: Path) -> None:
    write_workbook(handed_in / "部门.xlsx", {"整体": TARGET_SHEET})
    with pytest.raises(jibiao.NothingToPublish) as refused:
        jibiao.publish(handed_in, handed_in.parent / "公开.docx")
    (one,) = refused.value.refused
    assert [(finding.rule, finding.cell) for finding in one.findings] == [("error_value", "B6")]


@pytest.mark.parametrize(("indicator", "printed"), [("", "水质达标。"), ("≥95%", "绩效目标：水质达标。")])
def test_goals_have_a_label_only_beside_indicators(handed_in: Path, indicator: str, printed: str) -> None:
    sheet = TARGET_SHEET.replace("#NAME?", "水质达标。").replace("≥95%", indicator)
    write_workbook(handed_in / "部门.xlsx", {"整体": sheet})
    target = handed_in.parent / "公开.docx"
    jibiao.publish(handed_in, target, with_errors=True)
    assert printed in texts_of(target)

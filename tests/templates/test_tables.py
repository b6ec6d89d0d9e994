"""The official tables as templates: blank, filled, read again; and what their own formulas say of planted faults."""

from __future__ import annotations

import re
import warnings
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from department import department
from evaluated import MISSING, WRONG, by_gnumeric, by_libreoffice, fills_of_page, lights
from jibiao.checks import check
from jibiao.forms import form_by_id
from jibiao.forms.official_tables import department_forms
from jibiao.identity import Stamp
from jibiao.official_table import target_json
from jibiao.own_sheets import SELF_CHECK
from jibiao.reading import read_file
from jibiao.templates import build_book, build_tables, fill_tables
from jibiao.templates.fill import project_content
from jibiao.templates.tables.content import table_content
from office import audit, convert

PROGRAMS = {"LibreOffice": by_libreoffice, "Gnumeric": by_gnumeric}
KINDS = list(department_forms())
YEAR = 2027


def filled(path: Path, tables: dict[str, dict]) -> Path:
    """A workbook filled with these tables, of which nothing is lost."""
    assert fill_tables(list(tables.values()), path, YEAR) == []
    return path


def read(path: Path) -> dict[str, dict]:
    """What is read of a workbook, by kind."""
    reading = read_file(path)
    found = {table.kind: table.to_json() for table in reading.tables}
    return found | ({"overall_target": target_json(str(path), reading.target)} if reading.target else {})


def relations(path: Path) -> tuple[list[str], dict[str, int]]:
    """What 自检 says: the result of each table, and how often each relation is broken that is broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gnumeric writes no default style
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    with closing(book):
        rows = [row[1:5] for row in book[SELF_CHECK].iter_rows(min_row=5, values_only=True)]
    results = [row[2] for row in rows if row[0]]
    return results, {row[3]: row[2] for row in rows if not row[0] and isinstance(row[2], int) and row[2]}


@pytest.mark.parametrize("kind", [*KINDS, "department"])
def test_a_blank_is_sound_and_nothing_that_was_handed_in(kind, tmp_path):
    path = tmp_path / "空白.xlsx"
    build_tables(KINDS if kind == "department" else [kind], path, YEAR)
    reading = read_file(path)
    assert reading.blank_tables == (KINDS if kind == "department" else [kind])
    assert (reading.is_blank, reading.tables, reading.target, reading.forms) == (True, [], None, [])
    assert [finding.rule for finding in check([reading], YEAR)] == ["file_blank"]
    assert audit(path) == []


def test_what_is_filled_in_is_read_again(tmp_path):
    tables = department()
    found = read(filled(tmp_path / "部门.xlsx", tables))
    for kind, table in tables.items():
        assert {name: found[kind]["fields"].get(name) for name in table["fields"]} == table["fields"]
        if "row_kinds" in table:
            assert found[kind]["row_kinds"] == table["row_kinds"]
        rows = [{name: text for name, text in row.items() if text} for row in found[kind]["rows"]]
        assert rows == table["rows"] or not table["rows"]


def test_figures_of_sentences_stand_in_the_unit_of_the_table_and_with_their_direction(tmp_path):
    """The sentences of a Word document: 收入13919万元, 减少3万元, 机关运行经费32.96元."""
    tables = {
        "budget_overview": {
            "kind": "budget_overview",
            "fields": {"income": "13919万元", "basic_change": "3万元", "basic_change_direction": "减少"},
        },
        "operating_funds": {"kind": "operating_funds", "fields": {"amount": "32.96元"}},
    }
    found = read(filled(tmp_path / "文字.xlsx", tables))
    assert (
        found["budget_overview"]["fields"] | {"income": "13919", "basic_change": "-3"}
        == (found["budget_overview"]["fields"])
    )
    assert found["operating_funds"]["fields"]["amount"] == "32.96元"


def test_what_has_no_cell_is_told(tmp_path):
    table = {
        "kind": "institutions",
        "fields": {"remarks": "……"},
        "rows": [{"unit_name": "某局", "remark": "新设"}],
    }
    assert fill_tables([table], tmp_path / "表.xlsx") == [
        "部门机构设置情况：remarks",
        "部门机构设置情况：备注",
    ]


def test_a_faultless_department_has_no_finding(tmp_path):
    path = filled(tmp_path / "部门.xlsx", department())
    assert check([read_file(path)], YEAR) == []
    assert audit(path) == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_faultless_department_passes_its_own_check(program, tmp_path):
    path = filled(tmp_path / "部门.xlsx", department())
    assert relations(PROGRAMS[program](path, tmp_path / "out")) == (["通过"] * len(KINDS), {})


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_blank_department_says_so(program, tmp_path):
    path = tmp_path / "空白.xlsx"
    build_tables(KINDS, path, YEAR)
    assert relations(PROGRAMS[program](path, tmp_path / "out")) == (["空白"] * len(KINDS), {})


def field(kind: str, **fields: str):
    """A fault: other figures in a table."""
    return kind, lambda table: table["fields"].update(fields)


def row(kind: str, number: int, **cells: str):
    """A fault: other cells in a row."""
    return kind, lambda table: table["rows"][number].update(cells)


def gone(kind: str, number: int, *cells: str):
    """A fault: cells of a row that are blank."""
    return kind, lambda table: [table["rows"][number].pop(cell) for cell in cells]


def of_source(source: str):
    """A fault: what was bought from the fund comes from a source that gives nothing."""
    return "procurement", lambda table: [
        table["rows"][n].update({source: table["rows"][n].pop("fund_budget")}) for n in (0, 4, 5)
    ]


TO_CLEAR = "（删去）"
# What is done to the faultless department → the rule of our checks, the relation of 自检, and a cell that lights up.
PLANTED = {
    "整体目标空": (
        field("overall_target", overall=""),
        "narrative_part_missing",
        "有总体绩效目标、分项绩效目标、工作保障措施",
        {"A4": MISSING},
    ),
    "分项缺指标": (
        row("overall_target", 1, text="绩效目标：完成清洁取暖改造2000户。"),
        "narrative_part_missing",
        "每个分项有名称、绩效目标和绩效指标",
        {"D9": MISSING},
    ),
    "措施项数": (
        field(
            "overall_target",
            measures=department()["overall_target"]["fields"]["measures"].replace("三项", "五项"),
        ),
        "narrative_count_mismatch",
        "总说明说有几项措施，下面就列几项",
        {"C12": WRONG},
    ),
    "机构缺规格": (
        gone("institutions", 1, "rank"),
        "doc_table_incomplete",
        "每个单位的四栏都要填",
        {"C4": MISSING},
    ),
    "收入": (
        field("budget_overview", income_fund_budget="3880"),
        "doc_sum_mismatch",
        "收入预算＝",
        {"B6": WRONG},
    ),
    "支出不等于收入": (
        field("budget_overview", expenditure="13819", projects="13304.94"),
        "doc_figures_differ",
        "支出预算＝收入预算",
        {"B10": WRONG},
    ),
    "收支安排": (
        field("budget_overview", total="13900"),
        "doc_figures_differ",
        "预算收支安排＝收入预算",
        {"B15": WRONG},
    ),
    "支出": (
        field("budget_overview", projects="9514.94"),
        "doc_sum_mismatch",
        "支出预算＝基本支出",
        {"B14": WRONG},
    ),
    "基本支出": (
        field("budget_overview", personnel="480"),
        "doc_sum_mismatch",
        "基本支出＝人员经费",
        {"B12": WRONG},
    ),
    "增减": (
        field("budget_overview", basic_change="-100.4"),
        "doc_sum_mismatch",
        "比上年增减＝",
        {"B17": WRONG},
    ),
    "机关运行经费": (
        field("operating_funds", amount="40"),
        "table_part_exceeds",
        "机关运行经费不大于",
        {"B4": WRONG},
    ),
    "三公": (field("three_public", total="4"), "doc_sum_mismatch", "“三公”经费合计＝", {"B4": WRONG}),
    "公务用车": (
        field("three_public", cars="2.5", total="3.5"),
        "doc_sum_mismatch",
        "公务用车购置及运维费＝",
        {"B6": WRONG},
    ),
    "机构空行": (
        row("institutions", 0, unit_name=TO_CLEAR, nature=TO_CLEAR, rank=TO_CLEAR, funding=TO_CLEAR),
        "doc_table_incomplete",
        "中间不留空行",
        {"A3": MISSING},
    ),
    "持平却有增减": (
        field("three_public", total_change="1"),
        "doc_change_contradicted",
        "写“与上年持平”的",
        {"B10": WRONG},
    ),
    "房屋单价": (
        (
            "fixed_assets",
            lambda table: [table["rows"][n].update(value=v) for n, v in ((0, "554.8326"), (1, "501"))],
        ),
        "assets_implausible",
        "房屋每平方米",
        {"C5": WRONG},
    ),
    "车辆单价": (row("fixed_assets", 3, quantity="0"), "assets_implausible", "车辆每辆", {"C7": WRONG}),
    "设备单价": (
        row("fixed_assets", 4, quantity="2"),
        "assets_implausible",
        "单价在20万元以上",
        {"C8": WRONG},
    ),
    "采购缺序号": (
        gone("procurement", 2, "catalogue_number"),
        "doc_table_incomplete",
        "每行的目录序号",
        {"D7": MISSING},
    ),
    "采购来源": (
        ("procurement", lambda table: [table["rows"][n].update(fund_budget="17.00") for n in (0, 4, 5)]),
        "table_sum_mismatch",
        "合计＝各资金来源之和",
        {"H10": WRONG},
    ),
    "采购小计": (
        row("procurement", 1, total="90.00", general_budget="90.00"),
        "table_sum_mismatch",
        "小计＝本单位各行之和",
        {"H6": WRONG},
    ),
    "采购合计": (
        row("procurement", 0, total="108.00", general_budget="90.00"),
        "table_sum_mismatch",
        "小计＝本单位各行之和",
        {"H5": WRONG},
    ),
    "数量单价": (row("procurement", 5, quantity="3"), "table_product_mismatch", "数量×单价", {"H10": WRONG}),
    "超过预算资金": (
        row("procurement", 5, project_budget="10.00"),
        "table_part_exceeds",
        "一个项目的采购",
        {"H10": WRONG},
    ),
    "超过收入": (
        field("budget_overview", income_general_budget="90", income_fund_budget="13829"),
        "table_part_exceeds",
        "从一般公共预算采购的",
        {"I5": WRONG},
    ),
    "超过基金收入": (
        field("budget_overview", income_general_budget="13909", income_fund_budget="10"),
        "table_part_exceeds",
        "从基金预算采购的",
        {"J5": WRONG},
    ),
    "超过国有资本收入": (
        of_source("state_capital"),
        "table_part_exceeds",
        "从国有资本经营预算采购的",
        {"K5": WRONG},
    ),
    "超过专户收入": (of_source("special_account"), "table_part_exceeds", "从财政专户采购的", {"L5": WRONG}),
    "资产缺价值": (
        gone("fixed_assets", 2, "value"),
        "doc_table_incomplete",
        "填了数量的填价值",
        {"C6": MISSING},
    ),
    "资产总额": (row("fixed_assets", 0, value="70"), "table_sum_mismatch", "资产总额＝", {"C4": WRONG}),
    "办公用房面积": (
        row("fixed_assets", 2, quantity="120"),
        "table_part_exceeds",
        "办公用房的面积",
        {"B6": WRONG},
    ),
    "办公用房价值": (
        row("fixed_assets", 2, value="16"),
        "table_part_exceeds",
        "办公用房的价值",
        {"C6": WRONG},
    ),
    "截止时间": (
        field("fixed_assets", as_of="2027年6月30日"),
        "assets_date_wrong",
        "截止时间是",
        {"D2": WRONG},
    ),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> dict[str, Path]:
    """A workbook for each fault."""
    folder = tmp_path_factory.mktemp("planted")
    paths = {}
    for name, ((kind, plant), *_) in PLANTED.items():
        tables = department()
        plant(tables[kind])
        paths[name] = cleared(filled(folder / f"{name}.xlsx", tables))
    return paths


def cleared(path: Path) -> Path:
    """The workbook without the texts that an officer deletes: a filled template leaves no row blank."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(TO_CLEAR.encode(), b""))
    return path


def test_our_checks_find_each_planted_fault(planted):
    found = {
        name: {finding.rule for finding in check([read_file(path)], YEAR)} for name, path in planted.items()
    }
    assert found == {name: {rule} for name, (_, rule, _, _) in PLANTED.items()}


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_planted_fault_is_told_by_the_workbook_itself(planted, program, tmp_path):
    if program == "LibreOffice":
        done = convert("xlsx:Calc MS Excel 2007 XML", tmp_path, *planted.values())
    else:
        done = [by_gnumeric(path, tmp_path) for path in planted.values()]
    for (name, (_, _, says, _)), path in zip(PLANTED.items(), done, strict=True):
        _, broken = relations(path)
        assert (name, [relation.startswith(says) for relation in broken]) == (name, [True])


def test_the_cells_at_fault_light_up(planted, tmp_path):
    pages = convert("html:HTML (StarCalc)", tmp_path, *planted.values())
    for (name, ((kind, _), _, _, cells)), page in zip(PLANTED.items(), pages, strict=True):
        if name in ("超过收入", "超过基金收入"):
            kind = "procurement"  # where it shows
        shown = fills_of_page(page)[department_forms()[kind].blank.sheet]
        assert (name, cells.items() <= shown.items()) == (name, True)


def test_the_template_knows_the_year_of_its_date(planted):
    found = check([read_file(planted["截止时间"])])
    assert [(finding.rule, finding.cell) for finding in found] == [("assets_date_wrong", "D2")]
    assert "2026年12月31日" in found[0].message


# ── In a workbook that holds the forms as well ──────────────────────────────────────────────────────

PROJECTS = {"农村危房改造": "9514.94", "清洁取暖补贴": "3890.00"}
HOUSES = {"l1": "产出指标", "l2": "数量指标", "l3": "改造户数"}
COUNTS = {"农村危房改造": "80户", "清洁取暖补贴": "≥2000户"}
PLANTED_WITH_FORMS = {
    "分项名称": (
        row("overall_target", 1, name="清洁取暖改造补贴", heading="（二）清洁取暖改造补贴"),
        {},
        "narrative_name_ne_table",
        "分项的名称是项目绩效目标表的项目名称",
    ),
    "采购项目": (
        row("procurement", 5, project_name="道路绿化工程"),
        {},
        "table_project_unknown",
        "项目名称是项目绩效目标表的项目名称",
    ),
    "项目支出": (
        field("budget_overview"),
        {"清洁取暖补贴": "3990万元"},
        "projects_ne_forms",
        "各项目绩效目标表的预算数合计不大于项目支出",
    ),
    "分项金额": (
        row(
            "overall_target",
            0,
            text="绩效目标：改造80户，预算安排资金951.494万元。\n绩效指标：改造户数80户。",
        ),
        {},
        "part_one_amount_ne_budget",
        "分项里安排的金额是该项目的预算数",
    ),
    "分项数量": (
        row("overall_target", 1, text="绩效目标：清洁取暖改造1900户。\n绩效指标：改造户数1900户。"),
        {},
        "part_one_quantity_ne_indicator",
        "分项里写到的数量是该项目的指标值",
    ),
}


def with_forms(path: Path, tables: dict[str, dict], budgets: dict[str, str]) -> Path:
    """A department's workbook with its project forms, of which only name and budget are filled in."""
    form = form_by_id("A1")
    forms = [
        project_content(
            form,
            {
                "project_name": name,
                "budget_total_raw": budget,
                "indicators": [HOUSES | {"value_raw": COUNTS[name]}],
            },
        )
        for name, budget in (PROJECTS | budgets).items()
    ]
    stamp = Stamp(form.id, form.version, YEAR)
    path.write_bytes(build_book(form, forms, stamp, tables=[table_content(one) for one in tables.values()]))
    return path


@pytest.fixture(scope="module")
def planted_with_forms(tmp_path_factory) -> dict[str, Path]:
    """The faultless one, and a workbook for each fault."""
    folder = tmp_path_factory.mktemp("forms")
    paths = {"": with_forms(folder / "全.xlsx", department(), {})}
    for name, ((kind, plant), budgets, *_) in PLANTED_WITH_FORMS.items():
        tables = department()
        plant(tables[kind])
        paths[name] = with_forms(folder / f"{name}.xlsx", tables, budgets)
    return paths


def test_our_checks_find_what_does_not_fit_the_forms_of_the_workbook(planted_with_forms):
    rules = {
        name: {one.rule for one in check([read_file(path)], YEAR)}
        for name, path in planted_with_forms.items()
    }
    faultless = rules.pop("")
    assert {rule for *_, rule, _ in PLANTED_WITH_FORMS.values()}.isdisjoint(faultless)
    assert {name: rule in rules[name] for name, (*_, rule, _) in PLANTED_WITH_FORMS.items()} == dict.fromkeys(
        PLANTED_WITH_FORMS, True
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_workbook_itself_tells_what_does_not_fit_its_forms(planted_with_forms, program, tmp_path):
    for name, path in planted_with_forms.items():
        _, broken = relations(PROGRAMS[program](path, tmp_path / "out"))
        assert list(broken) == ([PLANTED_WITH_FORMS[name][-1]] if name else []), name


def test_the_item_that_does_not_fit_its_form_lights_up(planted_with_forms, tmp_path):
    for name, cells in {"分项金额": ("C8", "D8"), "分项数量": ("C9", "D9")}.items():
        shown = lights(planted_with_forms[name], tmp_path / name)["部门整体绩效目标"]
        assert shown == dict.fromkeys(cells, WRONG)


# What an item says of a project of 130 万元 and 80户 改造户数 → whether its amount and its quantity are wrong.
SAID = {
    "改造80户，预算安排资金130万元": (0, 0),
    "预算安排1,300,000元，改造户数达到80户": (0, 0),
    "安排0.013亿元": (0, 0),
    "预算130.00万元，改造户数：80户": (0, 0),
    "预算安排资金13万元": (1, 0),
    "预算安排130,000元": (1, 0),
    "安排0.13亿元": (1, 0),
    "预算安排1,000.5万元": (1, 0),
    "安排检测费用7.6万元": (1, 0),
    "预算安排：13万元": (1, 0),
    "改造户数90户": (0, 1),
    "危房改造户数：1,090户": (0, 1),
    "改造户数为90户，预算安排13万元": (1, 1),
    "完成危房改造70户": (0, 1),
    # What cannot be known from it
    "每户安排补助1.5万元": (0, 0),
    "安排5万元用于检测，安排125万元用于改造": (0, 0),
    "预算总额130万元，本年安排65万元": (0, 0),
    "安排人员80人，资金13万元": (0, 0),
    "改造50户，新建30户": (0, 0),
    "改造80户，其中困难户改造户数90户": (0, 0),
    "改造户数3-4户": (0, 0),
    "改造户数2024年底达标": (0, 0),
    "验收合格率90%": (0, 0),
}
SAID_OF = [f"{one}工程" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天"]


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> Path:
    """A workbook with a project for each of the sentences."""
    form = form_by_id("A1")
    indicators = [HOUSES | {"value_raw": "80户"}, {**HOUSES, "l3": "验收合格率", "value_raw": "100%"}]
    budget = {"budget_total_raw": "130.00", "budget_fiscal_raw": "130.00", "indicators": indicators}
    forms = [project_content(form, {"project_name": name, **budget}) for name in SAID_OF]
    items = [
        {"heading": f"（{n}）{name}", "name": name, "text": f"绩效目标：{text}。\n绩效指标：群众满意。"}
        for n, (name, text) in enumerate(zip(SAID_OF, SAID, strict=True), 1)
    ]
    target = {"kind": "overall_target", "fields": {"overall": "改善居住条件。"}, "rows": items}
    path = tmp_path_factory.mktemp("said") / "说法.xlsx"
    stamp = Stamp(form.id, form.version, YEAR)
    path.write_bytes(build_book(form, forms, stamp, tables=[table_content(target)]))
    return path


def test_our_checks_know_the_amounts_and_quantities_that_items_name(said):
    found = [(one.rule, one.message) for one in check([read_file(said)], YEAR)]
    rules = ("part_one_amount_ne_budget", "part_one_quantity_ne_indicator")
    wrong = {
        text: tuple(sum(rule == one and name in message for one, message in found) for rule in rules)
        for text, name in zip(SAID, SAID_OF, strict=True)
    }
    assert wrong == SAID


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_workbook_knows_the_amounts_and_quantities_that_items_name(said, program, tmp_path):
    path = PROGRAMS[program](said, tmp_path / "out")
    amounts, counts = (values_of(path, name) for name in ("分项金额不符", "分项数量不符"))
    assert dict(zip(SAID, zip(amounts, counts, strict=True), strict=True)) == SAID


def values_of(path: Path, name: str) -> list[object]:
    """The values of the cells that a defined name stands for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
    ((sheet, area),) = book.defined_names[name].destinations
    return [cell.value for (cell,) in book[sheet][area.replace("$", "")]]


def test_no_formula_is_longer_than_excel_takes(said):
    with zipfile.ZipFile(said) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    longest = max(len(formula) for sheet in sheets for formula in re.findall("<f[^>]*>([^<]*)</f>", sheet))
    assert longest <= 8192
    assert audit(said) == []

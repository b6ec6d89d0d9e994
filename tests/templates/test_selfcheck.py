"""What a template says of itself while it is filled in, reckoned by programs that we did not write."""

from __future__ import annotations

import json
import re
import zipfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import pytest

from evaluated import MISSING, WRONG, by_gnumeric, by_libreoffice, lights, self_check
from jibiao.checks import check
from jibiao.checks.catalogue import rules
from jibiao.reading import read_file
from jibiao.templates.formulas import checked_rules

DOCUMENTS = Path(__file__).parents[1] / "data" / "gold_documents"
FUNCTIONS = """
ABS ADDRESS AND ASC CHAR COLUMN COLUMNS COUNTIF FIND HYPERLINK IF IFERROR INDIRECT INT ISERROR ISNUMBER LEN LENB LOOKUP
MAX MID N NOT OR REPT ROUND ROW ROWS SUBSTITUTE SUM SUMPRODUCT TRIM UPPER VALUE
"""
PROGRAMS = {"LibreOffice": by_libreoffice, "Gnumeric": by_gnumeric}
PLAN = {rule for rule in rules() if rule.startswith("plan_")}


def published(form_id: str) -> list[dict]:
    """The published projects on a form, with the title that the template makes."""
    projects = [p for path in sorted(DOCUMENTS.glob("*.json")) for p in json.loads(path.read_text("utf-8"))]
    return [project | {"title": None} for project in projects if project["layout"] == form_id]


def findings(path: Path) -> list[set[str]]:
    """What our own checks find on each form sheet, of the rules that templates check. Texts that are too long have a test of
    their own: by drawing them the template has made room for them."""
    reading = read_file(path)
    found: dict[str, set[str]] = {sheet: set() for sheet in reading.sheet_numbers}
    for finding in check([reading]):
        if finding.sheet in found and finding.rule in checked_rules():
            found[finding.sheet].add(finding.rule)
    return list(found.values())


def same(of_template: dict[str, int], of_checks: set[str]) -> bool:
    """Whether both say the same. Of a wrong plan the checks tell the first cause, the template all."""
    told = set(of_template)
    return (
        told - PLAN == of_checks - PLAN
        and of_checks & PLAN <= told
        and bool(told & PLAN) == bool(of_checks & PLAN)
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_self_check_says_of_every_published_project_what_the_checks_find(
    tools, form_id, program, tmp_path
):
    """But for amounts inside a sentence, which no formula reads."""
    path = tmp_path / "filled.xlsx"
    path.write_bytes(tools.filled(form_id, *published(form_id)))
    expected = findings(path)
    if form_id == "C":
        expected = [found - {"budget_sum_mismatch", "budget_malformed_number"} for found in expected]
    said = [counts for _, _, counts in self_check(PROGRAMS[program](path, tmp_path / "out"))]
    assert len(said) == len(expected) > 0
    assert [pair for pair in zip(said, expected, strict=True) if not same(*pair)] == []


def change(**fields):
    return lambda project: project | fields


def change_row(number: int, **fields):
    def changed(project):
        rows = deepcopy(project["indicators"])
        rows[number] |= fields
        return project | {"indicators": rows}

    return changed


def without(l1: str):
    def changed(project):
        rows = deepcopy(project["indicators"])
        for row in rows:
            if row["l1"] == l1:
                row |= {"l3": "", "description": "", "value_raw": "", "basis": ""}
        return project | {"indicators": rows}

    return changed


# What is done to a faultless form of 2024 → the rule, and the cells that light up.
PLANTED = {
    "名称": (change(project_name=""), "name_empty", {"E3": MISSING}),
    "编码": (change(project_code="13022524P"), "code_wrong_format", {"B3": WRONG}),
    "预算空": (change(budget_total_raw=""), "budget_empty", {"C4": MISSING}),
    "预算文字": (change(budget_total_raw="待定"), "budget_malformed_number", {"C4": WRONG}),
    "合计": (
        change(budget_fiscal_raw="1.00"),
        "budget_sum_mismatch",
        dict.fromkeys(["C4", "E4", "G4"], WRONG),
    ),
    "元": (change(budget_fiscal_raw="1元"), "budget_sum_mismatch", dict.fromkeys(["C4", "E4", "G4"], WRONG)),
    "用途": (change(use_of_funds=""), "use_empty", {"B5": MISSING}),
    "计划空": (change(plan_raw=[""] * 4), "plan_empty", dict.fromkeys(["B7", "C7", "E7", "G7"], MISSING)),
    "计划前空": (
        change(plan_raw=["", "", "60%", "100%"]),
        "plan_leading_blank",
        dict.fromkeys(["B7", "C7"], MISSING),
    ),
    "计划中空": (change(plan_raw=["25", "", "60", "100"]), "plan_gap", {"C7": MISSING}),
    "计划后空": (
        change(plan_raw=["50%", "100%", "", ""]),
        "plan_trailing_blank",
        dict.fromkeys(["E7", "G7"], MISSING),
    ),
    "计划下降": (change(plan_raw=["50%", "40%", "60%", "100%"]), "plan_not_monotone", {"C7": WRONG}),
    "计划未满": (change(plan_raw=["20%", "40%", "60%", "90%"]), "plan_last_not_100", {"G7": WRONG}),
    "计划文字": (change(plan_raw=["20%", "待定", "60%", "100%"]), "plan_not_number", {"C7": WRONG}),
    "计划超出": (change(plan_raw=["20%", "40%", "60%", "130%"]), "plan_out_of_range", {"G7": WRONG}),
    "目标": (change(goals=[], goals_raw=""), "goal_empty", {"B8": MISSING}),
    "三级": (change_row(1, l3=""), "l3_empty", {"C12": MISSING}),
    "指标值": (change_row(1, value_raw=""), "value_empty", {"F12": MISSING}),
    "一级写错": (change_row(8, l1="满意程度"), "l1_misspelt", {"A19": WRONG}),
    "二级写错": (change_row(1, l2="质量标准"), "l2_misspelt", {"B12": WRONG}),
    "二级放错": (change_row(1, l2="社会效益指标"), "l2_in_wrong_l1", {"B12": WRONG}),
    "缺效益": (without("效益指标"), "l1_missing", {"A15": WRONG}),
    "缺满意度": (without("满意度指标"), "missing_satisfaction", {"A19": WRONG}),
}


def faultless() -> dict:
    """A published project without a fault, all nine indicators filled in."""
    project = published("A1")[0]
    assert len(project["indicators"]) == 9
    return project | {"project_code": "13022524P004044100001"}


@pytest.fixture(scope="module")
def planted(tools, tmp_path_factory):
    """A workbook with a sheet for each fault, then a faultless and a blank one."""
    project = faultless()
    path = tmp_path_factory.mktemp("planted") / "planted.xlsx"
    path.write_bytes(
        tools.filled("A1", *(plant(project) for plant, _, _ in PLANTED.values()), project, {"title": None})
    )
    return path


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_planted_fault_is_told_and_no_other(planted, program, tmp_path):
    *faulty, good, blank = self_check(PROGRAMS[program](planted, tmp_path))
    told = dict(zip(PLANTED, (set(counts) for _, _, counts in faulty), strict=True))
    assert told == {name: {rule} for name, (_, rule, _) in PLANTED.items()}
    assert [words for _, words, _ in faulty] == [
        f"{rules()[rule].title}；" for _, rule, _ in PLANTED.values()
    ]
    assert (good[0], good[2]) == ("通过", {})
    assert (blank[0], blank[2]) == ("空白", {})


def test_the_cells_at_fault_light_up_and_no_others(planted, tmp_path):
    shown = list(lights(planted, tmp_path).values())[1:]  # the guide has no lights
    expected = [cells for _, _, cells in PLANTED.values()]
    assert dict(zip(PLANTED, shown, strict=False)) == dict(zip(PLANTED, expected, strict=True))
    good, blank = shown[len(PLANTED) : len(PLANTED) + 2]
    assert (good, blank) == ({}, {})


def test_the_checks_find_the_planted_faults_too(planted):
    """What the template says is what the officer who checks the file will say."""
    found = findings(planted)[: len(PLANTED)]
    assert dict(zip(PLANTED, found, strict=True)) == {name: {rule} for name, (_, rule, _) in PLANTED.items()}


# What people type and paste: the template must not cry wolf where the checks are quiet, nor be quiet where it
# counts. Amounts, plans, codes, levels.
ODD = [
    *(
        change(budget_other_raw=text)
        for text in ("不涉及", "暂无", "N/A", "／", "***", "——", "无", " ", "0元")
    ),
    *(
        change(budget_total_raw=text)
        for text in ("１３０.00", "130万元。", "130万元整", "130.00万元", "1,300.50")
    ),
    *(change(plan_raw=plan) for plan in (["0.25", "0.5", "0.75", "1"], ["25％", "50％", "75％", "１００％"])),
    *(
        change(plan_raw=plan)
        for plan in (["——"] * 4, ["50%", "100%", "——", "——"], ["——", "50%", "60%", "100%"])
    ),
    change(plan_raw=["百分之二十五", "50%", "75%", "100%"]),
    *(
        change(project_code=text)
        for text in ("333—0308—JCN—Y6GG", "XXXX", "同上", "不涉及", "13022524P004044100001\u00a0")
    ),
    *(change_row(8, l1=text) for text in ("满意度\u00a0指标", "满意度*")),
    *(change_row(1, l2=text) for text in ("质量*", "质量 指标", "<>质量指标")),
    change_row(1, l3="无", value_raw=""),
    *(without(l1) for l1 in ("产出指标", "效益指标")),
    change_row(0, l1=""),
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_people_type_is_judged_as_by_the_checks(tools, program, tmp_path):
    project = faultless()
    path = tmp_path / "odd.xlsx"
    path.write_bytes(tools.filled("A1", *(odd(project) for odd in ODD)))
    said = [counts for _, _, counts in self_check(PROGRAMS[program](path, tmp_path / "out"))]
    pairs = list(zip(said, findings(path), strict=True))
    assert [(n, set(told), found) for n, (told, found) in enumerate(pairs) if not same(told, found)] == []


def _first_row_deleted(project: dict, l1: str) -> dict:
    """As the guide advises for rows that are not needed: the level's name went with its first row."""
    first, *others = [row for row in project["indicators"] if row["l1"] == l1]
    rows = [row | {"l1": ""} if row in others else row for row in project["indicators"] if row != first]
    return project | {"indicators": rows}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_first_row_of_a_level_may_be_deleted(tools, program, tmp_path):
    path = tmp_path / "deleted.xlsx"
    path.write_bytes(tools.filled("A1", _first_row_deleted(faultless(), "效益指标")))
    ((result, words, counts),) = self_check(PROGRAMS[program](path, tmp_path / "out"))
    assert (result, words, counts) == ("通过", "", {})
    assert list(lights(path, tmp_path).values())[1:2] == [{}]
    assert findings(path) == [set()]


def test_an_error_value_or_a_sheet_taken_out_leaves_the_other_checks_alone(tools, tmp_path):
    """An error value in a row hides that row only; a sheet that is gone is told, not counted as filled in."""
    project = faultless()
    book = tools.open_book(tools.filled("A1", project, project, project))
    book["项目1"]["F12"], book["项目1"]["F13"] = "=NA()", None
    book["项目2"]["E3"] = "=NA()"
    book["项目2"]["B5"] = None
    del book["项目3"]
    path = tmp_path / "errors.xlsx"
    book.save(path)
    rows = self_check(by_libreoffice(path, tmp_path / "out"))
    assert rows[0][2] == {"value_empty": 1}
    assert rows[1][2] == {"use_empty": 1}
    assert rows[2][0] == "表已删除"


def test_formulas_keep_to_functions_that_all_programs_share(tools, form_id):
    """Those of Excel 2007 and 2010; what came later is written with _xlfn before it and unknown to old programs."""
    used: set[str] = set()
    with zipfile.ZipFile(BytesIO(tools.blank(form_id))) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/"):
                xml = package.read(name).decode()
                for formula in re.findall(r"<(?:f|formula|formula1|formula2)(?: [^>]*)?>([^<]*)<", xml):
                    assert len(formula) < 8000
                    used |= set(
                        re.findall(
                            r"([A-Z][A-Z0-9.]+|\bN)\(", re.sub(r"&quot;.*?&quot;|\".*?\"", "", formula)
                        )
                    )
    assert used <= set(FUNCTIONS.split())
    assert "SUMPRODUCT" in used


# What is typed into the blank sheet of 2024 → in which fields 自检 finds too much text. A line of 绩效目标 holds 88 half-width
# characters and the cell nine lines, one of 描述 23 and four, one of 依据 17 and four.
LONG = {
    "正好": ({"B8": "农" * 44 * 9, "D11": "农" * 11 * 4, "G11": "a" * 17 * 4}, set()),
    "多一行": (
        {"B8": "农" * 44 * 9 + "村", "D11": "农" * 46 + "村", "G11": "a" * 17 * 4 + "b"},
        {"goals", "description", "basis"},
    ),
    "分行放得下": ({"B8": "一、完成改造\n" * 8 + "农" * 44}, set()),
    "分行多一行": ({"B8": "一、完成改造\n" * 8 + "农" * 45}, {"goals"}),
    "分行太多": (
        {"B8": "一、完成改造\n" * 9 + "其他", "D12": "\n".join("一二三四五") * 2},
        {"goals", "description"},
    ),
    "各段都长": ({"B8": "\n".join(["农" * 45] * 5)}, {"goals"}),
    "段落太多，公式算不了": ({"B5": "改" * 900 + "\n改" * 40}, {"use_of_funds"}),
    "半角与全角": ({"B8": "“改造”≥100户×2，" * 60}, {"goals"}),
    "短的": ({"C11": "改造\n户\n数\n完\n成"}, set()),
    "最后一行": ({"C19": "农村危房改造竣工验收合格户数" * 4, "F19": "≥80户"}, {"l3"}),
}


def _typed(tools, form_id, path, cells_of_sheets):
    """A blank template into whose drawn cells this is typed, sheet by sheet."""
    book = tools.open_book(tools.blank(form_id, len(cells_of_sheets)))
    for number, cells in enumerate(cells_of_sheets, 1):
        for cell, text in cells.items():
            book[f"项目{number}"][cell] = text
    book.save(path)
    return path


def _cut(path):
    """The fields of each sheet whose texts are cut, as the checks say."""
    found = []
    for project in read_file(path).projects:
        cut = {
            at
            for note in project.notes
            if note.kind == "text_cut"
            for at in ((note.row, note.column), *note.also)
        }
        found.append(
            {name.rpartition(".")[2].split("[")[0] for name, value in project.texts() if value[1:] in cut}
        )
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_text_that_its_cell_cannot_show_is_told_and_is_no_fault(tools, program, tmp_path):
    path = _typed(tools, "A1", tmp_path / "long.xlsx", [cells for cells, _ in LONG.values()])
    rows = self_check(PROGRAMS[program](path, tmp_path / "out"))
    said = [{name.split()[1] for name in counts if name.startswith("text_cut")} for _, _, counts in rows]
    assert dict(zip(LONG, said, strict=True)) == {name: fields for name, (_, fields) in LONG.items()}
    # Never where the checks are quiet.
    assert [fields - checked for fields, checked in zip(said, _cut(path), strict=True)] == [set()] * len(LONG)
    assert "绩效目标文字较多；" in rows[1][1]


def test_a_text_that_is_too_long_leaves_the_result_passed(tools, tmp_path):
    path = tmp_path / "long.xlsx"
    book = tools.open_book(tools.filled("A1", faultless()))
    book["项目1"]["B8"] = "农村危房改造" * 400
    book.save(path)
    ((result, words, counts),) = self_check(by_libreoffice(path, tmp_path / "out"))
    assert (result, words, counts) == ("通过", "绩效目标文字较多；", {"text_cut goals": 1})


@pytest.mark.parametrize("form_id", ["C", "G"])
def test_rows_that_grow_are_not_told(tools, form_id, tmp_path):
    column, row = {"C": ("D", 10), "G": ("C", 5)}[form_id]
    path = _typed(tools, form_id, tmp_path / "long.xlsx", [{f"{column}{row}": "农村危房改造" * 40}])
    ((_, _, counts),) = self_check(by_libreoffice(path, tmp_path / "out"))
    assert not [name for name in counts if name.startswith("text_cut")]

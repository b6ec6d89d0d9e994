"""A template has more form sheets than most need: those that were left over are no projects."""

from __future__ import annotations

from pathlib import Path

import pytest

from collection.meddling import fill, pack, unpack
from grids import grid
from jibiao.checks import check
from jibiao.forms import all_forms
from jibiao.identity import Stamp
from jibiao.reading import FileReading, read_file, read_grid
from jibiao.reading.blank import set_aside_blank_forms
from jibiao.reading.results import SheetReading
from jibiao.templates import build_book
from samples import rules_found


def template(form, sheets: int = 3) -> bytes:
    return build_book(form, [None] * sheets, Stamp(form.id, form.version, 2026, "001", "某县农业农村局"))


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_the_forms_of_a_blank_template_are_blank(form, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    path.write_bytes(template(form))
    reading = read_file(path)
    assert (len(reading.projects), len(reading.blanks), reading.is_blank) == (0, 3, True)


def test_blank_sheets_beside_a_filled_one_give_no_project(tmp_path: Path) -> None:
    form = next(form for form in all_forms() if form.id == "A1")
    parts = unpack(template(form))
    fill(parts, "农村公路")
    path = tmp_path / "甲.xlsx"
    path.write_bytes(pack(parts))
    reading = read_file(path)
    assert [project.name for project in reading.projects] == ["农村公路"]
    assert [(sheet.sheet, bool(sheet.blanks)) for sheet in reading.sheets] == [
        ("项目1", False), ("项目2", True), ("项目3", True),
    ]  # fmt: skip


BLANK = """
省级部门预算项目支出绩效目标申报表 | < | < | < | < | <
填报单位（盖章）： | | | 填报日期：    年  月  日 | | 单位：万元
项目名称 | | | 项目编码 | |
资金总额 | {total} | 其中：财政拨款 | | 其他资金 |
年度绩效目标 | {goal} | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 | 指标值确定依据
产出指标 | 数量指标 | {name} | {value} | 10 |
^ | 质量指标 | | | 10 |
满意度指标 | 服务对象满意度指标 | | | 10 |
{note} | < | < | < | < | <
填报人： | | 审核人： | | 联系电话： |
"""


def blank_form(**texts: str) -> SheetReading:
    texts = {"total": "", "goal": "", "name": "", "value": "", "note": ""} | texts
    sheet = read_grid(grid(BLANK.format(**texts)))
    set_aside_blank_forms([sheet])
    return sheet


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"total": "0.00"},
        {"total": "万元"},
        {"goal": "（用一段简洁的文字描述项目预期达到的总体目标，200字以内）"},
        {"goal": "目标1：请简要描述本项目的总体目标"},
        {"goal": "填写项目预期达到的产出和效果，不超过200字"},
        {"name": "示例：培训人数", "value": "≥100人"},
        {"name": "（例：培训人数）", "value": "如：≥95%"},
        {"name": "培训人数（示例）", "value": "≥95%"},
        {"note": "填表说明：1.“项目名称”按预算批复填写；2.指标值应填写如“≥95%”。"},
        {"note": "注：三级指标不少于5条。"},
    ],
    ids=lambda texts: "、".join(texts.values()) or "nothing",
)
def test_instructions_and_examples_fill_in_nothing(texts) -> None:
    sheet = blank_form(**texts)
    assert (len(sheet.projects), len(sheet.blanks)) == (0, 1)
    (finding,) = check([FileReading(Path("甲.xlsx"), [sheet])])
    assert finding.message == "表格没有填写。"


@pytest.mark.parametrize(
    "texts",
    [
        {"total": "5"},
        {"goal": "填报统计报表12期"},
        {"goal": "完成培训，请专家授课20次"},
        {"name": "填报及时率"},
        {"name": "示范户数量"},
        {"value": "≥95%"},
        {"name": "例行检查次数"},
    ],
    ids=lambda texts: "、".join(texts.values()),
)
def test_what_only_resembles_an_instruction_was_filled_in(texts) -> None:
    assert len(blank_form(**texts).projects) == 1


def test_an_instruction_that_was_left_in_a_form_is_told() -> None:
    for path, text in (
        ("goals", "（用一段简洁的文字描述项目预期达到的总体目标，200字以内）"),
        ("indicators[1].l3", "示例：培训人数"),
        ("indicators[1].value_raw", "如：≥95%"),
    ):
        assert "placeholder_left" in rules_found("A1", {path: text}), text


def test_a_label_with_nothing_beside_it_is_not_told_and_one_with_something_is() -> None:
    table = BLANK.format(total="5", goal="完成", name="户数", value="5户", note="").rstrip()
    for line, told in (
        ("会签部门： | | 科室会办： |", None),
        ("会签部门： | 农财科 | 科室会办： |", (11, 0)),
    ):
        (form,) = read_grid(grid(f"{table}\n{line}")).projects
        unread = [note for note in form.notes if note.kind == "unread" and note.row and note.row >= 11]
        assert [(note.row, note.column) for note in unread] == ([told] if told else [])

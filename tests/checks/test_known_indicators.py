"""What a library knows of an indicator: values in another kind of unit, bounds on the wrong side."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.checks.finding import Finding
from jibiao.checks.settings import NO_SETTINGS, Settings
from jibiao.forms.indicators import Entry, Library
from jibiao.reading import FileReading, SheetReading
from samples import project

NUMBER = {"数量指标": 1, "质量指标": 2, "成本指标": 4, "社会效益指标": 5, "服务对象满意度指标": 6}


def found(level: str, name: str, value: str, library: Library | None = None) -> list[Finding]:
    """The findings on units and bounds, of an indicator in an otherwise faultless form."""
    n = NUMBER[level]
    texts = {"l3": name, "value_raw": value, "description": "按计划完成的情况"}
    changed = project(changes={f"indicators[{n}].{column}": text for column, text in texts.items()})
    settings = Settings(library=library) if library else NO_SETTINGS
    reading = FileReading(Path("县局.xlsx"), [SheetReading("1", [changed])])
    return [
        one
        for one in check([reading], 2024, settings=settings)
        if one.rule in ("value_unit_wrong", "value_questionable")
    ]


@pytest.mark.parametrize(
    ("level", "name", "value", "told"),
    [
        ("数量指标", "清扫保洁道路条数", "≥48公里", "计量单位通常是“条”"),
        ("社会效益指标", "受益人口", "≥48公里", "计量单位通常是“人”"),
        ("社会效益指标", "新增和改善灌溉面积", "≥500户", "计量单位通常是“"),
        ("质量指标", "安全事故发生起数", "≥1起", "用了下限，越高反而越好"),
        ("质量指标", "应保未保比率", "≥5%", "用了下限，越高反而越好"),
        ("质量指标", "储备粮变质比例（%）", "＞1%", "用了下限，越高反而越好"),
        ("社会效益指标", "受益人口", "≤1000人", "用了上限，越低反而越好"),
    ],
)
def test_what_our_library_contradicts_is_told_once(level: str, name: str, value: str, told: str) -> None:
    (finding,) = found(level, name, value)
    assert told in finding.message


@pytest.mark.parametrize(
    ("level", "name", "value"),
    [
        ("数量指标", "清扫保洁道路条数", "≥48条"),
        ("数量指标", "小型水利工程建设数量", "≥3处"),  # counted in another word
        ("数量指标", "开展研究项目数量", "≥3家"),
        ("数量指标", "清扫保洁道路面积", "≥900亩"),  # another unit of area
        ("社会效益指标", "年增产粮食数量", "≥3吨"),
        ("社会效益指标", "受益人口", "≥1.2万人"),
        ("质量指标", "安全事故发生起数", "=0起"),
        ("服务对象满意度指标", "学生满意度", "≥90分"),
        ("社会效益指标", "受益人口数量", "≤1000人"),  # none of the library's
        ("数量指标", "培训(会议)天数", "≤3天"),  # neither more nor less is better
    ],
)
def test_what_fits_the_library_is_not(level: str, name: str, value: str) -> None:
    assert found(level, name, value) == []


def _library(*entries: tuple[str, str, str]) -> Library:
    return Library(
        tuple(Entry(("数量指标",), l3, measure=measure, direction=way) for l3, measure, way in entries)
    )


def test_the_departments_list_counts_before_ours() -> None:
    library = _library(("巡查里程总计", "公里", "正向"), ("受益人口", "户", "反向"))
    (unit,) = found("数量指标", "巡查里程总计", "≥3次", library)
    assert unit.rule == "value_unit_wrong" and "公里" in unit.message
    (bound,) = found("社会效益指标", "受益人口", "≥100户", library)
    assert "用了下限" in bound.message
    assert found("数量指标", "巡查里程总计", "≥3次") == []


def test_of_a_name_with_several_units_nothing_is_known() -> None:
    library = _library(("巡查情况", "公里", "正向"), ("巡查情况", "次", "正向"))
    assert found("数量指标", "巡查情况", "≤3天", library) == []

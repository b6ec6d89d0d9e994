"""Findings that would not be true, and beside each kind those that are."""

from __future__ import annotations

from typing import Any

import pytest

from jibiao.checks import Finding
from samples import findings, project


def told(rule: str, changes: dict[str, Any], year: int | None = None) -> list[Finding]:
    return [one for one in findings(project("A1", changes), year=year) if one.rule == rule]


@pytest.mark.parametrize(
    ("basis", "usual", "varies"),
    [
        ("年初工作要求", "年初工作计划", False),
        ("按照工作规定", "按照工作安排", False),
        ("合同约定", "合同计划", False),
        ("往年工作安排", "年初工作安排", False),
        ("县教育局年度工作安排", "县体育局年度工作安排", False),
        ("农业局技术推广规程", "农业农村局技术推广规程", False),
        ("一期工程施工图设计", "二期工程施工图设计", False),
        ("城镇道路工程验收标准", "城市道路工程验收标准", False),
        ("根据年初工作安排", "根据年初工作计划安排", True),
        ("合同要求", "合同约定", True),
        ("合同", "合同约定", True),
        ("依据上级文件规定", "根据上级文件要求", True),
        ("工作计划", "按照年初工作安排", True),
        ("危房改造竣工验收标准", "危房改造工程竣工验收标准", True),
        ("专项资金管理办法", "专项资金使用管理办法", True),
    ],
)
def test_bases_of_one_kind_and_words_are_one(basis: str, usual: str, varies: bool) -> None:
    bases = {f"indicators[{n}].basis": usual for n in range(2, 7)}
    assert bool(told("basis_wording_varies", {**bases, "indicators[1].basis": basis})) is varies


@pytest.mark.parametrize(
    ("goal", "stale"),
    [
        ("对2018年造林2024年抚育5000亩", False),
        ("对2018年造林地块进行抚育", False),
        ("2021年新造林补植补栽300亩", False),
        ("维护2019年安装的路灯320盏", False),
        ("发放2020年退耕还林第二次补助", False),
        ("按照2022年实施方案完成验收", False),
        ("2022年完成主体，2024年完成装修", False),
        ("粮食产量高于2023年水平", False),
        ("资助2021级学生120人", False),
        ("清退2023年缴纳的质保金", False),
        ("完成2022年农村危房改造80户", True),
        ("完成2023年造林5000亩", True),
        ("2023年抚育森林3000亩", True),
        ("2022年召开会议5次", True),
        ("2022年农村公路养护120公里", True),
        ("完成2023年度的改造任务", True),
        ("2023年提高农村居住水平", True),
    ],
)
def test_a_year_that_is_part_of_what_is_done_is_not_stale(goal: str, stale: bool) -> None:
    assert bool(told("stale_year", {"goals": f"1.{goal}"}, year=2024)) is stale


@pytest.mark.parametrize(
    ("title", "name", "severity"),
    [
        ("校车", "全县中小学校车运行补助", "warning"),
        ("退役军人安置", "退役安置经费", "warning"),
        ("滑冰馆建设", "唐山高新区滑冰馆（方舱医院储备设施）建设", "warning"),
        ("河长制", "全面推行河湖长制度工作", "warning"),
        ("危改", "农村危房改造", "warning"),
        ("农村公路养护", "农村公路养护工程（2024年）", "warning"),
        ("北安道（学院路—建设路）", "规划道路7（支路1—大庆道）", "error"),
        ("食品安全抽检", "农村危房改造", "error"),
        ("校车", "农村危房改造", "error"),
        ("路灯维修", "公路养护", "error"),
    ],
)
def test_a_title_that_may_be_the_short_form_of_the_name_is_a_warning(
    title: str, name: str, severity: str
) -> None:
    (found,) = told("title_ne_name", {"title": f"{title}项目绩效目标表", "project_name": name})
    assert found.severity == severity

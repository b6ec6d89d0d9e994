"""Under which second level an indicator belongs, by its name and value."""

from __future__ import annotations

import pytest

from jibiao.checks.rows.facts import level_facts
from jibiao.checks.rows.placing import better_l2
from jibiao.values.target import parse_target

OUTPUT, BENEFIT = "产出指标", "效益指标"


def better(level: str, name: str, value: str) -> str | None:
    l1 = OUTPUT if level in ("数量", "质量", "时效", "成本") else BENEFIT
    l2 = f"{level}影响指标" if level == "可持续" else f"{level}指标" if l1 == OUTPUT else f"{level}效益指标"
    return better_l2(level_facts(l1, l2), parse_target(value), name)


@pytest.mark.parametrize(
    ("level", "name", "value", "expected"),
    [
        ("经济", "居民出行安全", "是", "社会效益指标"),
        ("经济", "消除校园安全隐患处数", "≥5处", "社会效益指标"),
        ("经济", "降低道路交通事故", "≥10%", "社会效益指标"),
        ("生态", "维护社会稳定", "稳定", "社会效益指标"),
        ("生态", "受益人口", "≥5000人", "社会效益指标"),
        ("可持续", "受益学生人数", "≥1200人", "社会效益指标"),
        ("社会", "化学需氧量削减量", "≥120吨", "生态效益指标"),
        ("社会", "PM2.5年均浓度", "≤41微克/立方米", "生态效益指标"),
        ("质量", "可吸入颗粒物浓度下降", "是", "生态效益指标"),
        ("社会", "农民人均增收", "≥500元", "经济效益指标"),
        ("社会", "设施使用年限", "≥15年", "可持续影响指标"),
        ("社会", "购置设备数量", "20台", "数量指标"),
        ("社会", "工程验收合格率", "100%", "质量指标"),
        ("经济", "工程完工时间", "2024年12月底前", "时效指标"),
        ("质量", "按期完工率", "100%", "时效指标"),
        ("成本", "资金拨付及时率", "100%", "时效指标"),
        ("成本", "维修路灯盏数", "≥200盏", "数量指标"),
    ],
)
def test_a_name_that_plainly_belongs_elsewhere(level: str, name: str, value: str, expected: str) -> None:
    assert better(level, name, value) == expected


@pytest.mark.parametrize(
    ("level", "name", "value"),
    [
        ("社会", "空气质量信息公开率", "100%"),
        ("社会", "环保意识提升率", "≥90%"),
        ("生态", "环保意识提升率", "≥90%"),
        ("生态", "森林火灾受害率", "≤0.9‰"),
        ("经济", "减少火灾经济损失", "≥20万元"),
        ("经济", "保护耕地面积", "≥0.85万亩"),
        ("经济", "带动就业人数", "≥200人"),
        ("生态", "水土流失治理面积", "≥3.2平方公里"),
        ("社会", "低收入家庭改善居住条件户数", "≥30户"),
        ("可持续", "救助政策知晓率", "≥90%"),
        ("可持续", "生态环境持续改善", "持续改善"),
        ("质量", "脱管、漏管人数", "0人"),
        ("社会", "食品评价性抽检合格率", "≥98%"),
    ],
)
def test_a_name_that_may_well_stand_where_it_stands(level: str, name: str, value: str) -> None:
    assert better(level, name, value) is None

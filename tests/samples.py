"""Faultless forms for the rules to be tried on, as text tables, and changes to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grids import grid
from jibiao.checks import Finding, check
from jibiao.reading import FileReading, read_grid
from jibiao.reading.goaltext import split_goals
from jibiao.records import DepartmentTarget, Project, Value

A1 = """
3.农村危房改造绩效目标表 | < | < | < | < | < | <
333001某县住房和城乡建设局 | < | < | < | 单位：万元 | < | <
项目编码 | 13022524P00404410014N | < | 项目名称 | 农村危房改造 | < | <
预算规模及资金用途 | 预算数 | 130.00 | 其中：财政资金 | 130.00 | 其他资金 |
^ | 用于农村危房改造补助 | < | < | < | < | <
资金支出计划（%） | 3月底 | 6月底 | < | 10月底 | < | 12月底
^ | 25% | 50% | < | 75% | < | 100%
绩效目标 | 1.完成农村危房改造80户 | < | < | < | < | <

一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | < | 指标值 | 指标值确定依据
产出指标 | 数量指标 | 改造户数 | 完成改造的户数 | < | ≥80户 | 年度计划
^ | 质量指标 | 验收合格率 | 验收合格户数占改造户数的比率 | < | 100% | 行业标准
^ | 时效指标 | 完成时限 | 全部完成的时间 | < | 2024年12月底前 | 年度计划
^ | 成本指标 | 项目总成本 | 全部支出 | < | ≤130万元 | 预算批复
效益指标 | 社会效益指标 | 群众知晓率 | 知道补助政策的群众占比 | < | ≥98% | 抽样调查
满意度指标 | 服务对象满意度指标 | 群众满意度 | 满意群众占受访群众的比率 | < | ≥95% | 抽样调查
"""

B = """
农村危房改造项目绩效目标表 | < | < | < | < | < | <
项目编码 | 13022524P00404410014N | < | 项目名称 | 农村危房改造 | < | <
预算规模及资金用途 | 预算数 | 130万元 | 其中：财政资金 | 130万元 | 其他资金 | 0
^ | 用于农村危房改造补助 | < | < | < | < | <
资金支出计划（%） | 3月底 | 6月底 | < | 10月底 | < | 12月底
^ | 25% | 50% | < | 75% | < | 100%
绩效目标 | 目标1 | 完成农村危房改造80户 | < | < | < | <
^ | 目标2 | 群众满意 | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | < | 指标值 | 指标值确定依据
^ | ^ | ^ | ^ | < | ^ | ^
产出指标 | 数量指标 | 改造户数 | 完成改造的户数 | < | ≥80户 | 年度计划
效果指标 | 社会效益指标 | 群众知晓率 | 知道补助政策的群众占比 | < | ≥98% | 抽样调查
满意度指标 | 服务对象满意度指标 | 群众满意度 | 满意群众占受访群众的比率 | < | ≥95% | 抽样调查
"""

G = """
1、农村危房改造绩效目标表 | < | < | < | < | < | < | <
绩效目标 | 完成农村危房改造80户 | < | < | < | < | < | <
绩效指标分类 | 绩效指标 | 绩效指标描述 | 绩效指标评价标准 | < | < | < | 评价标准确定依据
^ | ^ | ^ | 优 | 良 | 中 | 差 | ^
产出指标 | 改造完成率（%） | 改造户数占计划户数的比率 | ≥90% | ≥80% | ≥70% | <70% | 年度计划
效果指标 | 群众知晓率（%） | 知道补助政策的群众占比 | ≥90% | ≥80% | ≥70% | ＜70% | 抽样调查
满意度指标 | 群众满意度（%） | 满意群众占受访群众的比率 | ≥90% | ≥80% | ≥70% | <70% | 抽样调查
"""

SAMPLES = {"A1": A1, "B": B, "G": G}


def project(form: str = "A1", changes: dict[str, Any] | None = None) -> Project:
    """A faultless project on a form, with some texts changed ({"indicators[2].l3": "…", "plan_raw": […]})."""
    found = read_grid(grid(SAMPLES[form]), "县局.xlsx").projects[0]
    for path, text in (changes or {}).items():
        _change(found, path, text)
    return found


def _change(found: Project, path: str, text: Any) -> None:
    if path == "plan_raw":
        found.plan = [value._replace(text=new) for value, new in zip(found.plan, text, strict=True)]
    elif path == "goals":
        found.goals = split_goals(text)
        found.goal_values = [found.goal_values[0]._replace(text=text)]
    elif path in ("l1", "l2"):
        for row, new in zip(found.indicators, text, strict=True):
            row.values[path] = Value(new, row.row, row.values[path].column)
    elif path.startswith("indicators["):
        number, name = path[len("indicators[") :].split("].")
        row = found.indicators[int(number) - 1]
        row.values[name] = Value(text, row.row, row.values[name].column)
    else:
        found.fields[path] = found.fields[path]._replace(text=text)


def findings(
    *projects: Project, year: int | None = None, target: DepartmentTarget | None = None
) -> list[Finding]:
    """The findings of one file that holds these projects; with the department's target, of a Word document."""
    from jibiao.reading import SheetReading

    reading = FileReading(Path("县局.xlsx"), is_document=target is not None, target=target)
    for n, one in enumerate(projects, 1):
        one.sheet = f"{n}"
        reading.sheets.append(SheetReading(one.sheet, [one]))
    return check([reading], year)


def rules_found(form: str = "A1", changes: dict[str, Any] | None = None, year: int | None = None) -> set[str]:
    """Ids of the rules that a changed form breaks."""
    return {finding.rule for finding in findings(project(form, changes), year=year)}

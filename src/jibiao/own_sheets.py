"""Sheets that this program makes. They are no part of what a county submits: the reader passes over them, and nothing
but this program's own commands changes or removes them.

A sheet is known by its name and by what stands in its first rows, both together, whatever program saved it last. It may
be a user's all the same: `reading.own` looks whether it holds a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jibiao.grid import Grid
from jibiao.regex import regex
from jibiao.text import compact

MARK = "绩表"
"""Stands in A1 of every sheet that is put into a user's workbook: a user's own sheet may have the same name."""

RESULTS = "校验结果"
FIX_LOG = "修正记录"
CODES = "绩表代码"
GUIDE = "填报说明"
SELF_CHECK = "自检"
REFERENCE = "指标参考"
CODE_LISTS = "代码表"
OF_TEMPLATES = (GUIDE, SELF_CHECK, REFERENCE, CODE_LISTS)
"""The sheets of a template besides the forms: they tell it if its stamp was lost."""

COVER, COVER_TITLE = "封面", "预算绩效目标汇总"
INDICATORS = "指标明细"
FINDINGS = "问题清单"
BOUND = "合订本目录"
OVERVIEW, ROUND, UNASKED, CONTENTS = "总览", "改正情况", "另有改动", "报送内容"
LETTER_TITLE = "退　回　通　知"
TITLES = {
    "目录": "分县区目录",
    "汇总表": "预算绩效目标汇总表",
    "单位汇总": "各单位预算绩效目标汇总表",
    "项目汇总": "项目绩效目标汇总表",
    INDICATORS: "绩效指标明细表",
    "资金支出进度": "资金支出进度计划表",
    "评分表": "填报质量评分表",
    "机构设置汇总": "部门机构设置情况汇总表",
    "收支预算汇总": "部门预算收支总体情况汇总表",
    "机关运行经费汇总": "机关运行经费汇总表",
    "三公经费汇总": "“三公”经费预算汇总表",
    "政府采购汇总": "部门政府采购预算汇总表",
    "固定资产汇总": "固定资产占用情况汇总表",
    "部门整体目标": "部门整体绩效目标汇总",
    "分项目标草稿": "分项绩效目标（草稿，供修改）",
    FINDINGS: "审核问题清单",
    "提交情况": "报送情况表",
    "长文本": "长文本",
    OVERVIEW: "绩效目标表收表情况",
    ROUND: "与上一次相比：改正情况",
    UNASKED: "与上一次相比：要求改正之处以外的改动",
    CONTENTS: "报送内容（供下一次对照）",
    "未报送": "未报送单位",
    "变动明细": "报来的表与下发模板的不同之处",
    "其他文件": "没有算作报送的文件",
    BOUND: "预算项目绩效目标表合订本",
}
"""The sheets of a workbook that this program writes as a result (a summary, a report, a status): title in A1."""
_INDICATOR_HEADS = (
    "序号",
    "项目序号",
    "项目名称",
    "一级指标",
    "二级指标",
    "三级指标",
    "绩效指标描述",
    "指标值（原文）",
)
_HEAD_ROW = 3

_IN_WORKBOOKS = (RESULTS, FIX_LOG, CODES, *OF_TEMPLATES)
# A name that is taken gets a number from us, and another one from each program that copies a sheet.
_AGAIN = r"(?:\d{1,4}|（\d{1,4}）| \(\d{1,4}\)|_\d{1,4})?"
_NAME_IN_WORKBOOK = regex(f"(?:{'|'.join(_IN_WORKBOOKS)}){_AGAIN}")
_NAME_OF_RESULT = regex(f"(?P<name>{'|'.join(TITLES)}){_AGAIN}")
_NAME_OF_LETTER = regex(r"\d{1,5}\..+", re.DOTALL)


def looks_own(grid: Grid) -> bool:
    """Whether a sheet has the name and the mark of one that this program puts into a user's workbook."""
    return bool(_NAME_IN_WORKBOOK.fullmatch(grid.name)) and grid.text(0, 0) == MARK


def looks_like_result(grid: Grid) -> bool:
    """Whether a sheet has the name and the title of one of a summary, a report or a status."""
    title = grid.text(0, 0)
    if grid.name == COVER:
        return grid.text(1, 0) == COVER_TITLE
    if title == LETTER_TITLE:
        return bool(_NAME_OF_LETTER.fullmatch(grid.name))
    found = _NAME_OF_RESULT.fullmatch(grid.name)
    return found is not None and title == TITLES[found["name"]]


def is_indicator_list(grid: Grid) -> bool:
    """Whether a sheet is the summary's list of indicators and nothing else: read as a form it would be one."""
    heads = tuple(compact(grid.text(_HEAD_ROW, c)) for c in range(len(_INDICATOR_HEADS)))
    numbers = (grid.text(r, 0) for r in range(_HEAD_ROW + 1, len(grid.rows)) if any(grid.rows[r]))
    return heads == _INDICATOR_HEADS and all(number.isdecimal() for number in numbers)


def are_names_of_results(names: Iterable[str]) -> bool:
    """Whether a workbook with these sheets can be a result, by their names alone: all have a list of findings, or the
    list of the forms that are bound in it."""
    names = list(names)
    if BOUND in names[:1]:
        return True
    known = (COVER.__eq__, _NAME_OF_RESULT.fullmatch, _NAME_OF_LETTER.fullmatch)
    return FINDINGS in names and all(any(is_one(name) for is_one in known) for name in names)

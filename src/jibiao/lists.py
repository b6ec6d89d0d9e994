"""The CSV lists, users' and our own: what their columns hold, as data. A blank cell is None. Where a list is read, the plain
check judges it; `jibiao.schemas.csv_list` makes pandera schemas of the same."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple, get_args

from jibiao.columns import Column
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.operators import Sign

_WORDS = r"\S+( \S+)*"
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_TO_FILL = regex(r"\([^()]*[必选非可][^()]*填[^()]*\)$")


class CsvList(NamedTuple):
    """columns: in the order of the file. one_of: columns of which a row fills one at least. heads: of a list that users
    write, the headings that a column is known by, the first of them the one that they are asked for."""

    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()
    heads: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def places(self, cells: Sequence[str]) -> dict[str, int]:
        """Where the columns stand, by a row of headings: *三级指标（必填） is 三级指标 too."""
        whole = [fold(cell).strip("*") for cell in cells]
        found: dict[str, int] = {}
        for written in ([_TO_FILL.sub("", text).strip("*") for text in whole], whole):
            for name, known in self.heads.items():
                at = next((written.index(fold(head)) for head in known if fold(head) in written), None)
                found |= {} if at is None else {name: at}
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """The headings that have to be there and are not among the columns found."""
        needed = [column.name for column in self.columns if column.required and column.name not in names]
        if self.one_of and not any(name in names for name in self.one_of):
            needed.insert(0, self.one_of[-1])
        return [self.heads[name][0] for name in needed]

    def fits(self, row: Mapping[str, str]) -> bool:
        """Whether the cells of a row, by column, are as they should be."""
        given = {name: text or None for name, text in row.items()}
        return not any(column.fault(given[column.name]) for column in self.columns) and (
            not self.one_of or any(given[name] for name in self.one_of)
        )


def _given(name: str, meaning: str, *values: str, pattern: str = "") -> Column:
    return Column(name, "text", meaning, values, required=True, pattern=pattern)


def _maybe(name: str, meaning: str, *values: str, pattern: str = "") -> Column:
    return Column(name, "text", meaning, values, pattern=pattern)


ROSTER = CsvList(
    (
        _maybe("code", "单位编码: code of the organisation"),
        _maybe("name", "单位名称: name of the organisation"),
        _maybe("parent", "上级单位: the organisation above it"),
        _maybe("projects", "项目数: how many projects it has"),
    ),
    one_of=("code", "name"),
    heads={
        "code": ("单位编码", "单位代码", "预算单位编码", "预算单位代码", "编码", "代码"),
        "name": ("单位名称", "预算单位名称", "预算单位", "单位", "名称", "单位全称"),
        "parent": (
            *("上级单位", "主管单位", "主管部门", "主管部门名称"),
            *("县区", "县(市、区)", "县市区", "所属县区"),
        ),
        "projects": ("项目数", "项目个数", "表数"),
    },
)
MISSPELLINGS = CsvList(
    (_given("wrong", "写错: the slip"), _given("right", "应为: what is meant")),
    heads={"wrong": ("写错", "错误写法"), "right": ("应为", "正确写法")},
)

_FIELD, _L1, _L2, _L3, _EXPLANATION, _MEASURE, _DIRECTION, _TYPICAL = (
    _maybe("field", "行业: field of work; blank or 通用: common to all"),
    _maybe("l1", "一级指标: the first level"),
    _maybe("l2", "二级指标: the second level"),
    _given("l3", "三级指标: the indicator"),
    _maybe("explanation", "指标解释: what it means, how it is worked out"),
    _maybe("measure", "计量单位: its unit of measure"),
    _maybe("direction", "方向: what is better: more, less, neither", "正向", "反向", "适度", "定性"),
    _maybe("typical", "参考值: a usual value"),
)
LIBRARY = CsvList(
    (_FIELD, _L1, _L2, _L3, _EXPLANATION, _MEASURE, _DIRECTION, _TYPICAL),
    one_of=("l1", "l2"),
    heads={
        "field": ("行业", "行业领域", "行业类别", "所属行业", "适用行业", "行业名称", "领域", "支出领域"),
        "l1": ("一级指标", "一级", "一级指标名称"),
        "l2": ("二级指标", "二级", "二级指标名称"),
        "l3": ("三级指标", "三级", "三级指标名称", "绩效指标名称", "指标名称", "绩效指标"),
        "explanation": (
            *("指标解释", "解释", "指标说明", "指标解释及说明", "指标解释和说明", "指标释义", "指标含义"),
            *("指标解释及计算公式", "指标解释及计算方法", "计算公式", "计算方法", "指标内容", "说明"),
        ),
        "measure": ("计量单位", "度量单位", "指标单位", "指标值单位", "单位"),
        "direction": ("方向", "指标方向", "指标性质", "指标属性", "计算符号", "符号"),
        "typical": ("参考值", "指标参考值", "参考标准", "标准值", "目标值", "指标值"),
    },
)
"""A department's own library; ours has the same columns and some more."""

CODE_LISTS = {
    "forms/codes/fields.csv": CsvList(
        (
            _FIELD._replace(required=True),
            _given("names", "other names of it", pattern=_WORDS),
        )
    ),
    "forms/codes/indicators.csv": CsvList(
        (
            _FIELD._replace(required=True),
            _given("area", "part of the field"),
            _L1._replace(meaning="first level by 财预〔2015〕88号; blank where it has none"),
            _L2._replace(meaning="second level by the same"),
            _given("l1_2021", "first level by 财预〔2021〕101号"),
            _given("l2_2021", "second level by the same"),
            _L3,
            _EXPLANATION._replace(required=True),
            _given("operator", "its usual sign", "≥", "≤", "=", "定性"),
            _TYPICAL,
            _MEASURE,
            _DIRECTION._replace(required=True),
            _given("source", "numbers or pages of the bureaus that published it, 共性指标 or 惯例"),
            _maybe("note", "what was wrong where it was published"),
        )
    ),
    "forms/codes/kinds_of_nouns.csv": CsvList(
        (
            _given("kind", "the kind of things"),
            _given("nouns", "how the names of such things end", pattern=_WORDS),
            _maybe("unless", "endings of other words that look like it", pattern=_WORDS),
            _given("never", "measures and groups of measures that never count them", pattern=_WORDS),
            _given("usual", "the commonest measure"),
        )
    ),
    "forms/codes/level_synonyms.csv": CsvList(
        (
            _given("level", "first or second", "1", "2"),
            _given("written", "as it is written"),
            _maybe("means", "the standard level; blank: none"),
            _given("forms", "where it is written so", "all", "older", "evaluation"),
        )
    ),
    "forms/codes/levels.csv": CsvList(
        (
            _given("version", "version of the levels"),
            _given("source", "the rule that gives them"),
            _given("l1", "first level"),
            _maybe("l2", "second level; blank where there is none"),
        )
    ),
    "forms/codes/measures_of_names.csv": CsvList(
        (
            _given("ending", "how the name of an indicator ends"),
            _maybe("groups", "groups of measures that it may have", pattern=_WORDS),
            _maybe("measures", "measures that it may have", pattern=_WORDS),
            _given("usual", "the commonest"),
        ),
        one_of=("groups", "measures"),
    ),
    "forms/codes/field_words.csv": CsvList(
        (
            _given("field", "the field"),
            _given("words", "words that its forms are written with", pattern=_WORDS),
        )
    ),
    "forms/codes/misspellings.csv": CsvList(
        (*MISSPELLINGS.columns, _maybe("unless", "words in which it is right", pattern=_WORDS))
    ),
    "forms/codes/benefits.csv": CsvList(
        (
            _given("l2", "second level of a benefit"),
            _given("words", "words in the names of its indicators", pattern=_WORDS),
            _maybe("unless", "words by which it may be another one after all", pattern=_WORDS),
        )
    ),
    "forms/codes/topics.csv": CsvList(
        (_given("topic", "the topic"), _given("words", "words that belong to it", pattern=_WORDS))
    ),
    "forms/codes/usual_values.csv": CsvList(
        (
            _given("name", "how the name of an indicator ends"),
            _maybe("measure", "in which measure"),
            _maybe("low", "the least usual value", pattern=_NUMBER),
            _maybe("high", "the greatest usual value", pattern=_NUMBER),
            _given("source", "who says so"),
        ),
        one_of=("low", "high"),
    ),
    "forms/labels.csv": CsvList(
        (
            _given("label", "wording met on forms; {a|b} stands for a and b"),
            _given("place", "where its value stands", "right", "below", "group", "heading", "lower"),
            _maybe("field", "field that it labels; blank: none of ours"),
        )
    ),
    "values/measures.csv": CsvList(
        (_given("measure", "as written"), _given("key", "its one name"), _given("group", "its group"))
    ),
    "values/operators.csv": CsvList(
        (
            _given("spelling", "as written"),
            _given("op", "the sign", *get_args(Sign)),
            _given("place", "where it stands to the number", "before", "after"),
            _given("settled", "whether the bound itself is in is clear", "yes", "no"),
        )
    ),
}
"""Our own, by their place in the package."""


def code_rows(name: str) -> list[dict[str, str]]:
    """The rows of one of our lists in `forms/codes`, by column."""
    with (resources.files("jibiao.forms") / "codes" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


LISTS = {"roster": ROSTER, "misspellings": MISSPELLINGS, "library": LIBRARY, **CODE_LISTS}

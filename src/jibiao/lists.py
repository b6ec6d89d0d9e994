"""The CSV lists, users' and our own: what their columns hold, as data. A blank cell is None. Where a list is read, the plain
check judges it; `jibiao.schemas.csv_list` makes pandera schemas of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from jibiao.columns import Column
from jibiao.values.operators import Sign

_WORDS = r"\S+( \S+)*"
_NUMBER = r"-?[0-9]+(\.[0-9]+)?"


@dataclass(frozen=True, slots=True)
class CsvList:
    """columns: in the order of the file. one_of: columns of which a row fills one at least."""

    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()

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
)
MISSPELLINGS = CsvList((_given("wrong", "写错: the slip"), _given("right", "应为: what is meant")))
LIBRARY = CsvList(
    (_given("l2", "二级指标: the second level"), _given("l3", "三级指标: an indicator under it"))
)

CODE_LISTS = {
    "forms/codes/indicators.csv": CsvList(
        (
            _maybe("l1", "first level by 财预〔2015〕88号; blank where it has none"),
            _maybe("l2", "second level by the same"),
            _given("l3", "the indicator"),
            _given("operator", "its usual sign", "≥", "≤", "=", "定性"),
            _maybe("typical", "a usual value"),
            _maybe("measure", "its unit of measure"),
            _given("direction", "what is better: more, less, neither", "正向", "反向", "适度", "定性"),
            _given("area", "field of work"),
            _given("l1_2021", "first level by 财预〔2021〕101号"),
            _given("l2_2021", "second level by the same"),
            _given("source", "numbers of the bureaus that published it, 共性指标 or 惯例"),
            _maybe("note", "what was wrong where it was published"),
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

LISTS = {"roster": ROSTER, "misspellings": MISSPELLINGS, "library": LIBRARY, **CODE_LISTS}

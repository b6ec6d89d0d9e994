"""Titles of forms: 1.某某项目绩效目标表, 某某绩效指标表, 某某项目绩效表, 项目支出绩效自评表（2024年度）."""

from __future__ import annotations

import re

from jibiao.text import compact, fold

# The last 绩效…表 of a text: a project may itself be called 绩效管理平台.
_TITLE = re.compile(r"(?P<name>.*)绩效[^，,。；;：:（）()]{0,12}表(?:[（(][^（）()]{0,20}[)）])?\s*", re.S)
_NUMBER = re.compile(r"^\s*[（(]?[0-9０-９一二三四五六七八九十]{1,3}[)）]?\s*[、.．]\s*")
_KIND = re.compile(r"(项目)?(支出)?$")
_CONTINUED = re.compile(r"续(?:上?表|前表|上页)?[)）]?$|^[(（]?续")
"""The title printed once more above the rest of a table."""
_LONGEST = 120


def is_title(text: str) -> bool:
    """Whether a text looks like the title of a form."""
    if len(text) > _LONGEST or "绩效" not in (key := fold(text)):
        return False
    return bool(_TITLE.fullmatch(key)) and not _CONTINUED.search(key)


def printed_name(title: str) -> str:
    """The name in a title as it is printed, without the number before it and 绩效目标表 behind it. 项目
    before 绩效目标表 stays: whether it is part of the name cannot be told."""
    match = _TITLE.fullmatch(title)
    return _NUMBER.sub("", match["name"] if match else title).strip()


def bare_name(title: str) -> str:
    """The name in a title as names are compared: no white space, no 项目支出 before 绩效目标表."""
    return _KIND.sub("", compact(printed_name(title)))

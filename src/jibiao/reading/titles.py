"""Titles of forms (1.某某项目绩效目标表, 某某绩效指标表, 项目支出绩效自评表（2024年度）) and the names in them."""

from __future__ import annotations

import re

from jibiao.regex import regex
from jibiao.text import compact, fold

# The last 绩效…表 of a text: a project may itself be called 绩效管理平台.
_TITLE = regex(r"(?P<name>.*)绩效[^，,。；;：:（）()]{0,12}表(?:[（(][^（）()]{0,20}[)）])?\s*", re.S)
_NEARLY = regex(r"(?P<name>[^，,。；;：:]{2,})绩效[^，,。；;：:（）()、]{0,12}")
_NUMBER = regex(r"^\s*[（(]?[0-9０-９一二三四五六七八九十]{1,3}[)）]?\s*[、.．]\s*")
_KIND = regex(r"(项目)?(支出)?$")
_CONTINUED = regex(r"续(?:上?表|前表|上页)?\)?$|^\(?(?:续|接[上前])")
"""续表, or the title printed once more above the rest of a table."""
_LONGEST = 120
_ANY_FORM = regex(
    r"(.{2,24}(省|市|县|区|旗|州|镇|乡|局|委|办|厅|处|院|校|站|所|中心|大队|本级|政府|公司))?"
    r"(\d|-|_|年度?|附[件表]|中央|地方|省|市|县|区|镇|乡|直|级|对|部门|财政|项目|债券|预算|支出|单位|专项|资金|政策|整体|区域"
    r"|转移支付|申报|重点|一般|共同事权|本级|绩效|及|和|与|的|\(|\)|\[|\]|、|:)*"
)
"""Words of which titles are made that fit every form, perhaps behind an office: 省级部门预算项目支出."""


def is_title(text: str) -> bool:
    """Whether a text looks like the title of a form."""
    if len(text) > _LONGEST or "绩" not in text or "绩效" not in (key := fold(text)):
        return False
    return bool(_TITLE.fullmatch(key)) and not _CONTINUED.search(key)


def is_continued(text: str) -> bool:
    """Whether a text says that a table goes on below it: 续表, 政府采购预算表（续）."""
    return len(text) <= _LONGEST and bool(_CONTINUED.search(fold(text)))


def is_nearly_title(text: str) -> bool:
    """Whether a text that stands alone above a form may be its title, though none is worded so: …绩效评价标准."""
    return len(text) <= _LONGEST // 2 and "绩效" in text and bool(_NEARLY.fullmatch(fold(text)))


def printed_name(title: str) -> str:
    """The name in a title as it is printed, without the number before it and 绩效目标表 behind it. 项目
    before 绩效目标表 stays: whether it is part of the name cannot be told."""
    match = _TITLE.fullmatch(title) or _NEARLY.fullmatch(title)
    return _NUMBER.sub("", match["name"] if match else title).strip()


def names_nothing(title: str) -> bool:
    """Whether a title fits every form (省级部门预算项目支出绩效目标表, 某县某局项目支出绩效目标表): it is nobody's name."""
    return bool(_ANY_FORM.fullmatch(fold(printed_name(title))))


def bare_name(title: str) -> str:
    """The name in a title as names are compared: no white space, no 项目支出 before 绩效目标表."""
    return _KIND.sub("", compact(printed_name(title)))

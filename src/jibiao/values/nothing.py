"""Cells that say nothing: blank, a dash, a slash, 无, 不涉及."""

from __future__ import annotations

import re
from functools import lru_cache

from jibiao.regex import regex
from jibiao.text import INVISIBLE

from .numerals import half_width, squeeze

_INK = regex(f"[^\\s{INVISIBLE}]")
_NO_SIGN = regex(r"[0-9A-Za-z\u3400-\u9fff①-⑳%‰]")
# 无 with what is said around it; 无垃圾残留 or 无投诉 say something and do not fit.
_NONE = regex(
    r"(?:(?:本|该|此)(?:项目|项|指标|单位)?)?"
    r"(?:无|暂无|没有|暂没有|不涉及|未涉及|无涉及|没有涉及|暂不涉及|均不涉及|不适用|无此项|无该项|无需|不考核|空|空白|无内容)"
    r"(?:(?:此|该|本)(?:项|类|指标|项目|项指标|类指标|方面|内容)(?:内容|指标)?|相关(?:内容|指标|情况)|此指标|指标|内容)?"
)
_NOT_APPLICABLE = regex(r"(?i)n/?a|none|null|nil")
_IN_ALL_OF_THEM = regex("[无没不未空nNｎＮ]")  # most cells have none of these


_FILLER = regex(
    r"(?:目标|指标|任务)[0-9一二三四五六七八九十]{0,2}(?=[:：、.…\s]|$)|^具体指标$|[年月日至到\-—~～、/:：;；,，。()（）_＿%％\s.…]|[xX×*＊]{2,}"
)
_DOTS = regex(r"[.…·]{2,}|…|指标[0-9]{1,2}[:：]")
_OF_DOTS = frozenset(".…·指")
_TICKED = regex("[☑√✓✔■]")
_NUMBERED = regex(r"(?:目标|指标|任务)?[0-9一二三四五六七八九十]{0,2}[:：.、]\s*")
_LONGEST_INSTRUCTION = 300
_FILL = "填写|填报|填列|填入|输入|描述|简述|概述|概括|写明|列明"
_WITHIN = "[(（【\\[][^()（）【】\\[\\]]*(?:{})[^()（）【】\\[\\]]*[)）】\\]][。.]?"
_INSTRUCTION = regex(
    "|".join(
        (
            _WITHIN.format(rf"{_FILL}|字以内|此处|示例|例如|举例|如[:：]|例[:：]"),
            rf"(?:请|此处|在此)[^。；;]{{0,20}}(?:{_FILL}|选择|说明).*",
            r"填写(?:本|该|具体|项目(?:预期|总体|的)|[“\"]|与.{0,20}一致).*",
            r"(?:填[写报表列]|编制)(?:说明|要求|示例|须知)[:：].*",
            r"(?:[示样范]例|例如|比如|举例)(?:[:：].*|[0-9]{0,2})",
            r"[如例](?:[:：]|\s*[“\"≥≤＞＜>]).*",
            r".*[(（](?:[示样范]例|举例|仅供参考)[)）]",
            r"[xXＸ×]{2,}[^0-9。]{0,40}",
            rf"[^。；;]*(?:{_FILL}|说明)[^。；;]*字(?:以内|左右)[)）]?[。.]?",
        )
    ),
    re.DOTALL,
)
"""What a form tells those who fill it in: （用一段简洁的文字描述总体目标，200字以内）, 请填写…, 如：≥95%, 示例：培训人数."""
_IN_INSTRUCTIONS = frozenset("请填输描简概写列此例如编仅字xXＸ×")
"""One of them stands in each."""

NOT_ARRANGED = ("未安排", "没有安排", "不安排", "无安排", "未编列", "未编制")
"""What a sentence says of an amount that is nought."""


def is_to_fill(text: str) -> bool:
    """Nothing but what a blank form prints for somebody to fill in: 目标1：……, 新增项目□ 延续项目□, 年 月 日."""
    if "□" in text:
        return not _TICKED.search(text)
    return is_blank(text) or bool(_FILLER.match(text) and not _FILLER.sub("", text)) or is_instruction(text)


def is_instruction(text: str) -> bool:
    """What a form tells those who fill it in, or an example that it gives them, and nothing else."""
    if len(text) > _LONGEST_INSTRUCTION or _IN_INSTRUCTIONS.isdisjoint(text):
        return False
    text = text.strip()
    number = _NUMBERED.match(text)
    return bool(_INSTRUCTION.fullmatch(text) or (number and _INSTRUCTION.fullmatch(text[number.end() :])))


def is_dots(text: str) -> bool:
    """Only dots, as blank forms print them where more may follow: ……, ...; 指标2：, too."""
    return text[:1] in _OF_DOTS and bool(_DOTS.fullmatch(text))


def is_blank(text: str) -> bool:
    """Nothing at all, or white space."""
    return not _INK.search(text)


def is_dashes(text: str) -> bool:
    """Only signs and no letter, digit or word: ——, /, ***, ……; not the empty text."""
    return not _NO_SIGN.search(text) and not is_blank(text) and not _NO_SIGN.search(half_width(text))


@lru_cache(maxsize=16384)
def says_nothing(text: str) -> bool:
    """Signs only, or a word for none: ——, /, 无, 无涉及, 不涉及, 暂无, 本项目不涉及此项, N/A."""
    if is_blank(text):
        return False
    if is_dashes(text):
        return True
    if not _IN_ALL_OF_THEM.search(text):
        return False
    word = half_width(squeeze(text)).replace(" ", "").replace("\n", "").strip("()[]【】\"'。.,;、")
    return bool(_NONE.fullmatch(word) or _NOT_APPLICABLE.fullmatch(word))

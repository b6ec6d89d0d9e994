"""Values that are filled in and say nothing: ？？, ≥, ≥%, 待定, abc123.

None of these is how anybody says that there is nothing (——, 无, 不涉及; see `nothing.py`), and none is a value.
"""

from __future__ import annotations

from functools import lru_cache

from jibiao.regex import regex

from . import measures
from .nothing import is_blank
from .numerals import half_width, squeeze
from .operators import BEFORE, pattern

_NO_SIGN_FOR_NONE = regex(r"[^-—–―－_/\\、*.…·○〇×√☑✓✔■\s]")
"""Signs other than those by which people say 'none', and other than a tick."""
_COMPARISONS = regex(rf"(?:[≥≤<>=±~]|{pattern(BEFORE)})*")
_LETTERS = regex(r"[A-Za-z][A-Za-z0-9]*|[0-9]+[A-Za-z]{2,}[0-9]+|(?:[0-9]+[A-Za-z]+){3,}[0-9]*")
_RATING = regex(
    r"[A-E]{1,3}|[IVX]{1,4}|PH|(?i:ok|yes|wi-?fi)"
    r"|(?!ABC|ASD|QWE|ZXC|XYZ|XX|TEST|([A-Z])\1{2})[A-Z]{1,6}[0-9]{0,4}"
    r"|(?:GB|ISO|IEC|HJ|JGJ|CJJ?|CECS|DB|DL|JTG|NY|SL|TD|WS|YY|QB|SB|LY|RB|AQ|GA)T?[A-Z]?[0-9]*"
)
"""Letters that do say something: ratings, classes of water, numbers of standards, names of techniques (GIS)."""
_LATER = r"(?:定|确定|核定|审定|明确|确认|补充?|补填|完善|下达|批复?|批准|填写?|核实?|测算|统计|更新|提供|细化|商定|研究)"
_UNSETTLED = regex(
    r"(?:指标值?|数[值量据字]?|目标值?|具体|暂|尚|还|目前|正在?|有|需|须|仍)*"
    rf"(?:待(?!遇|岗|业|产|孕)(?:[\u4e00-\u9fff]{{0,10}}后)?(?:[\u4e00-\u9fff]{{0,4}}){_LATER}"
    r"|[未没无]有?(?:最终)?(?:法|能)?(?:确定|定|明确|核定|下达)"
    rf"|另行{_LATER}|另行(?:通知|安排|规定|约定|公布)|另定|再定"
    rf"|(?:以|之|今|日|过)?后(?:续|期)?(?:再|另行?|将)?(?:行)?{_LATER}"
    rf"|再(?:行|另)?{_LATER}"
    r"|视(?:具体|实际)*情况(?:而定|再定|确定)?"
    r"|暂[定缺缓]|[从]?略|空?缺|缺[失项]|(?:暂)?无数据|数据暂?缺失?|未统计|[未没]填写?"
    r"|不确定|不清楚|不知道|不详|不定|未知|(?i:tb[dc]|tba|test|todo))"
)
_PUTS_OFF = frozenset("待未没无另再后视暂略空缺不tT")
"""One of them stands in all that `_UNSETTLED` finds."""


@lru_cache(maxsize=16384)
def is_unsaid(text: str) -> bool:
    """Whether a value is filled in and says nothing: only signs that do not mean 'none', a comparison of nothing,
    a unit without its number, words that put it off, letters that are no rating."""
    if is_blank(text):
        return False
    form = half_width(squeeze(text)).replace(" ", "").replace("\n", "")
    if not any(map(str.isalnum, form)):
        return bool(_NO_SIGN_FOR_NONE.search(form))
    form = form.strip("()[]【】\"'。.,;、!?:")
    compared = _COMPARISONS.match(form)
    rest = form[compared.end() :] if compared else form
    if not rest or measures.is_measure(rest):
        return True
    if not _PUTS_OFF.isdisjoint(form) and (
        _UNSETTLED.fullmatch(form) or _UNSETTLED.fullmatch(rest.removeprefix("约").rstrip("%"))
    ):
        return True
    if _LETTERS.fullmatch(form):
        return not _RATING.fullmatch(form)
    # A key that was held down; 一一 for ——.
    return len(set(form)) == 1 and form.isalpha() and (len(form) > 2 or form == "一一")

"""Chinese numerals, for the format modifiers [DBNum1] (一二三), [DBNum2] (壹贰叁) and [DBNum3] (full width).

Source: ECMA-376 part 1, 18.8.31; the numerals are those of the zh-CN locale.
"""

from __future__ import annotations

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖", 3: "０１２３４５６７８９"}
_PLACES = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿", "万亿")


def chinese_digits(text: str, kind: int) -> str:
    """Every digit of the text replaced by its numeral: 2024 → 二〇二四."""
    return text.translate(str.maketrans("0123456789", _DIGITS[kind]))


def chinese_number(number: float, kind: int) -> str:
    """A number in words: 12 → 十二, 105 → 一百〇五. Decimals follow the point digit by digit."""
    whole, _, decimals = f"{number:.15g}".partition(".")
    if kind == 3 or not whole.isdigit() or len(whole) > 15 or "e" in decimals:
        return chinese_digits(f"{number:.15g}", kind)
    words = _whole(int(whole), kind)
    return f"{words}.{chinese_digits(decimals, kind)}" if decimals else words


def _whole(number: int, kind: int) -> str:
    zero = _DIGITS[kind][0]
    if number == 0:
        return zero
    words = ""
    gap = False  # a zero stands between the last word and the next one
    for group in range(len(_GROUPS) - 1, -1, -1):
        part = number // 10000**group % 10000
        if not part:
            gap = bool(words)
            continue
        for place in range(3, -1, -1):
            digit = part // 10**place % 10
            if digit:
                words += (zero if gap else "") + _DIGITS[kind][digit] + _PLACES[kind][place]
                gap = False
            else:
                gap = bool(words)
        gap = False if part % 10 else gap
        words += _GROUPS[group]
    # 10–19 is 十…, not 一十…, in the everyday numerals only.
    return words[1:] if kind == 1 and words.startswith("一十") else words

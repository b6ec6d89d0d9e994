"""Reading of number format codes: `0.00;[Red]-0.00;@` into sections of tokens.

Source: ECMA-376 part 1, 18.8.31 (numFmts: the grammar of format codes), and what Excel accepts beyond
it (`!` as escape before a point, `[DBNum1]`, `[$-804]`, `aaaa`). Nothing here sees a value.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from jibiao.regex import regex

Token = tuple[str, str]

_CONDITION = regex(r"(<=|>=|<>|<|>|=)\s*([-+]?[0-9.]+(?:[Ee][-+]?[0-9]+)?)\Z")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_DATE_WORD = regex(r"AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|a{3,4}|e+|b{2,4}|g+", re.IGNORECASE)
_ELAPSED = regex(r"(h+|m+|s+)\Z", re.IGNORECASE)


@dataclass(slots=True)
class Section:
    """One of the up to four parts of a code.

    tokens: (kind, text) in order: "text" a literal; "whole", "decimal", "fraction", "exponent" a place
        for digits; "general"; "@"; for dates the letters in lower case, e.g. ("date", "yyyy").
    whole, decimals: the placeholders before and after the point.
    scale: the power of ten by which the number is multiplied (2 per %, -3 per scaling comma).
    numerals: 1–3 for [DBNum1]–[DBNum3], else 0.
    """

    tokens: list[Token] = field(default_factory=list)
    condition: tuple[str, float] | None = None
    locale: int = 0
    numerals: int = 0
    whole: str = ""
    decimals: str = ""
    thousands: bool = False
    scale: int = 0
    exponent: str = ""
    numerator: int = 0
    denominator: str = ""
    general: bool = False
    is_text: bool = False
    is_date: bool = False

    def meets(self, value: float) -> bool:
        """Whether the value satisfies the section's condition."""
        assert self.condition is not None
        sign, limit = self.condition
        return _COMPARE[sign](value, limit)

    @property
    def only_negative(self) -> bool:
        """Whether the condition lets negative numbers through and no others."""
        if self.condition is None:
            return False
        sign, limit = self.condition
        return (sign == "<" and limit <= 0) or (sign in ("<=", "=") and limit < 0)


class Code(NamedTuple):
    """A whole code: the sections for numbers (one to three) and the one for texts, if there is one."""

    numbers: list[Section]
    text: Section | None

    def choose(self, value: float) -> tuple[Section, bool]:
        """The section that shows this number, and whether a minus sign is still to be put before it."""
        sections = self.numbers
        if any(section.condition for section in sections[:2]):
            return self._choose_by_condition(value)
        if len(sections) == 1:
            return sections[0], True
        if value < 0:
            return sections[1], False
        return (sections[2] if value == 0 and len(sections) > 2 else sections[0]), False

    def _choose_by_condition(self, value: float) -> tuple[Section, bool]:
        sections = self.numbers
        first = sections[0]
        if first.condition is None and len(sections) > 1 and value > 0:
            return first, False
        if first.condition is not None and first.meets(value):
            return first, not first.only_negative
        if len(sections) == 1:
            return sections[0], True
        second = sections[1]
        if second.condition is None and len(sections) > 2 and value >= 0:
            return sections[2], True
        if second.condition is None or second.meets(value):
            # [>=0]0;0 : what is left for the second section is negative, so it shows no sign of its own.
            left_negative = first.condition is not None and first.condition in ((">", 0.0), (">=", 0.0))
            return second, not (second.only_negative or left_negative)
        return sections[-1] if len(sections) > 2 else first, True


@lru_cache(maxsize=1024)
def parse(code: str) -> Code | None:
    """The code read; None if it is not a number format (the caller shows the value as General)."""
    if len(code) > 255:  # Excel takes no more
        return None
    try:
        sections = [_finish(section) for section in _sections(code)]
    except (ValueError, IndexError):
        return None
    text = None
    if len(sections) > 3:
        text = sections[3]
        sections = sections[:3]
    elif sections[-1].is_text:
        text = sections.pop()
    if not sections or any(section.is_text for section in sections):
        # "@" alone: a number is shown as General.
        sections = [Section(tokens=[("general", "")], general=True)]
    return Code(sections, text)


def _sections(code: str) -> list[Section]:
    """The code cut at its semicolons into raw tokens: digits, point, comma, literals, date letters."""
    sections = [Section()]
    position = 0
    while position < len(code):
        if code[position] == ";":
            sections.append(Section())
            position += 1
        else:
            position = _token(code, position, sections[-1])
    if len(sections) > 4:
        raise ValueError(code)
    return sections


def _token(code: str, position: int, section: Section) -> int:
    """Reads one token into the section; gives the position after it."""
    letter = code[position]
    tokens = section.tokens
    if letter == '"':
        end = code.find('"', position + 1)
        end = len(code) if end < 0 else end
        tokens.append(("text", code[position + 1 : end]))
        return end + 1
    if letter == "\\" or (letter == "!" and code[position + 1 : position + 2] == "."):
        tokens.append(("text", code[position + 1 : position + 2]))
        return position + 2
    if letter == "_":  # a space as wide as the next character
        tokens.append(("text", " "))
        return position + 2
    if letter == "*":  # the next character repeated to the cell's width: nothing that was typed
        return position + 2
    if letter == "[":
        end = code.index("]", position)
        _bracket(code[position + 1 : end], section)
        return end + 1
    if letter in "0#?":
        tokens.append(("digit", letter))
    elif letter in ".,%@/":
        tokens.append((letter, letter))
    elif letter in "Ee" and code[position + 1 : position + 2] in ("+", "-"):
        tokens.append(("E", code[position + 1]))
        return position + 2
    elif code[position : position + 7].lower() == "general":
        tokens.append(("general", ""))
        return position + 7
    elif match := _DATE_WORD.match(code, position):
        word = match.group()
        tokens.append(("date", word if "/" in word else word.lower()))
        return match.end()
    else:
        tokens.append(("text", letter))
    return position + 1


def _bracket(inside: str, section: Section) -> None:
    """[Red], [>=100], [$¥-804], [DBNum1], [h]: what stands between brackets."""
    if inside.startswith("$"):
        symbol, dash, locale = inside[1:].rpartition("-")
        if not dash:
            symbol, locale = locale, ""
        if symbol:
            section.tokens.append(("text", symbol))
        try:
            section.locale = int(locale or "0", 16)
        except ValueError:
            section.locale = 0x804 if locale.lower().startswith("zh") else 0x409
    elif match := _CONDITION.match(inside.strip()):
        section.condition = (match.group(1), float(match.group(2)))
    elif _ELAPSED.match(inside):
        section.tokens.append(("date", f"[{inside.lower()}]"))
    elif inside.lower() in ("dbnum1", "dbnum2", "dbnum3"):
        section.numerals = int(inside[-1])
    # A colour, or something unknown: it changes no character of what is shown.


def _finish(section: Section) -> Section:
    """Raw tokens into final ones, by the kind of section that they make up."""
    kinds = {kind for kind, _ in section.tokens}
    if "date" in kinds or section.locale & 0xFFFF in (0xF800, 0xF400):
        section.is_date = True
        _finish_date(section)
    elif "@" in kinds:
        section.is_text = True
        section.tokens = [token if token[0] == "@" else ("text", token[1]) for token in section.tokens]
    elif "general" in kinds or (not section.tokens and (section.numerals or section.condition)):
        section.general = True
        if "general" not in kinds:
            section.tokens = [("general", "")]
        section.tokens = [t if t[0] == "general" else ("text", t[1]) for t in section.tokens]
    else:
        _finish_number(section)
    return section


def _finish_date(section: Section) -> None:
    """In a date, points, commas and slashes are literals; .00 behind seconds are their decimals."""
    done: list[Token] = []
    tokens = section.tokens
    index = 0
    while index < len(tokens):
        kind, text = tokens[index]
        index += 1
        if kind == "date":
            done.append((kind, text))
        elif kind == "." and index < len(tokens) and tokens[index] == ("digit", "0"):
            start = index
            while index < len(tokens) and tokens[index] == ("digit", "0"):
                index += 1
            done.append(("subsecond", "0" * (index - start)))
        else:
            done.append(("text", f"E{text}" if kind == "E" else text))
    section.tokens = _minutes(done)


def _minutes(tokens: list[Token]) -> list[Token]:
    """m and mm are minutes behind an hour or before a second, else months."""
    words = [
        index for index, (kind, _) in enumerate(tokens) if kind == "date" and "/" not in tokens[index][1]
    ]
    for place, index in enumerate(words):
        word = tokens[index][1]
        if word not in ("m", "mm"):
            continue
        before = tokens[words[place - 1]][1] if place else ""
        after = tokens[words[place + 1]][1] if place + 1 < len(words) else ""
        if before.strip("[")[:1] == "h" or after.strip("[")[:1] == "s":
            tokens[index] = ("minute", word)
    return tokens


def _finish_number(section: Section) -> None:
    tokens = section.tokens
    digits = [index for index, (kind, _) in enumerate(tokens) if kind == "digit"]
    if ("/", "/") in tokens and digits:
        _finish_fraction(section)
        tokens = section.tokens
        digits = [index for index, (kind, _) in enumerate(tokens) if kind == "digit"]
    first, last = (digits[0], digits[-1]) if digits else (-1, -1)
    done: list[Token] = []
    state = "whole"
    for index, (kind, text) in enumerate(tokens):
        if kind == "digit":
            done.append((state, text))
            if state == "whole":
                section.whole += text
            elif state == "decimal":
                section.decimals += text
            else:
                section.exponent += text
                done.pop()
        elif kind == "." and state == "whole":
            state = "decimal"
            done.append(("text", "."))
        elif kind == "," and first < index and digits:
            if state == "whole" and index < last and _digit_follows(tokens, index):
                section.thousands = True
            else:
                section.scale -= 3
        elif kind == "E" and state != "exponent":
            state = "exponent"
            section.exponent = text
            done.append(("exponent", ""))
        else:
            if kind == "%":
                section.scale += 2
            done.append((kind if kind == "fraction" else "text", text))
    section.tokens = done


def _digit_follows(tokens: list[Token], index: int) -> bool:
    """Whether the whole part goes on behind this comma: then it groups, else it scales."""
    for kind, _ in tokens[index + 1 :]:
        if kind in (".", "E"):
            return False
        if kind == "digit":
            return True
    return False


def _finish_fraction(section: Section) -> None:
    """Puts one "fraction" token in the place of numerator, slash and denominator."""
    tokens = section.tokens
    slash = tokens.index(("/", "/"))
    start = slash
    while start and tokens[start - 1][0] == "digit":
        start -= 1
    end = slash + 1
    # A fixed denominator (?/16) comes as literal digits, or 0 and # signs among them (?/100).
    while end < len(tokens) and (tokens[end][0] == "digit" or tokens[end][1] in "123456789"):
        end += 1
    denominator = "".join(text for _, text in tokens[slash + 1 : end])
    if start == slash or not denominator:
        return
    section.numerator = slash - start
    section.denominator = denominator
    section.tokens = [*tokens[:start], ("fraction", ""), *tokens[end:]]

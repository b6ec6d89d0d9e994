"""The text of goals: several in one cell, a goal a line, or numbered within a line."""

from __future__ import annotations

from itertools import pairwise

from jibiao.regex import regex

_NUMERALS = "一二三四五六七八九十"
_GOAL = regex(
    rf"目标\s*(?P<number>[0-9]{{1,2}}|[{_NUMERALS}])(?:\s*(?P<sign>[:：、.．])|(?![0-9{_NUMERALS}个项条户万%％]))"
)
_NEXT_NUMBER = regex(r"(?<=[。；;])\s*\d{1,2}\s*[.．、](?!\d)")
_NUMBERED = regex(
    r"^\s*(目标\s*[0-9一二三四五六七八九十]|[（(]?[0-9一二三四五六七八九十]{1,2}[)）]?\s*[.．、:：)）])"
)
_FILLER = regex(r"目标(?:内容)?\s*[0-9一二三四五六七八九十]{0,2}[:：。]?")
"""What the template prints for a goal: no line goes on with it."""
_ENDED = "。；;！!．.：:"


def split_goals(text: str) -> list[str]:
    """The goals of one cell: a goal a line, or goals numbered within a line. Numbers stay with their goal.

    A line without a number goes on with a numbered goal above it that has not come to its end.
    """
    goals: list[str] = []
    reached = 0
    for line in text.split("\n"):
        pieces, reached = _split_line(line, reached)
        for piece in filter(None, map(str.strip, pieces)):
            open_goal = goals and _NUMBERED.match(goals[-1]) and goals[-1][-1] not in _ENDED
            if open_goal and not (_NUMBERED.match(piece) or _FILLER.fullmatch(piece)):
                goals[-1] += piece
            else:
                goals.append(piece)
    return goals


def _split_line(line: str, reached: int) -> tuple[list[str], int]:
    """A line at the goals that begin within it, and the number of the last one. reached: that of the one before.

    目标3 begins a goal if a sign follows, or if it comes after 目标2 and is no amount (目标3个).
    """
    cuts = {match.start() for match in _NEXT_NUMBER.finditer(line)}
    for match in _GOAL.finditer(line) if "目标" in line else ():
        number = int(match["number"]) if match["number"].isdecimal() else _NUMERALS.find(match["number"]) + 1
        if match["sign"] or (number == reached + 1 and (reached or not match.start())):
            reached = number
            cuts.add(match.start())
    if not cuts:
        return [line], reached
    edges = [0, *sorted(cuts - {0}), len(line)]
    return [line[start:end] for start, end in pairwise(edges)], reached

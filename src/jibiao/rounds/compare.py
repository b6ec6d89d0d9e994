"""Two rounds of an organisation's forms: every cell that says something else, and where rows went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Literal

from jibiao.rounds.contents import Form, Said
from jibiao.text import compact

_MOST_ROWS = 500
"""Of more rows the first stands against the first, and so on: to find out better would take minutes."""

Place = tuple[str, str]
"""Sheet and cell."""


class Asked(StrEnum):
    """Whether a change was asked for: in a cell with an error or a warning, in one with a hint only, or in neither."""

    YES = "yes"
    HINT = "hint"
    NO = "no"


@dataclass(slots=True)
class Changed:
    """A cell that says something else now. project, field: of which ("" for a whole project). before, after: sheet and cell;
    the cell is "" where there was none, or is none any more."""

    project: str
    field: str
    row: str
    before: Place
    after: Place
    old: str
    new: str
    what: Literal["cell", "row", "project"] = "cell"
    asked: Asked = Asked.NO


@dataclass(slots=True)
class Compared:
    """changes: of all forms. moved: where cells of the last round stand now."""

    changes: list[Changed] = field(default_factory=list)
    moved: dict[Place, Place] = field(default_factory=dict)


def compare_forms(before: Sequence[Form], now: Sequence[Form]) -> Compared:
    """All forms of one organisation, of two rounds."""
    result = Compared()
    pairs, gone, new = _paired(before, now)
    for old, form in pairs:
        _compare(old, form, result)
    for form in gone:
        result.changes.append(_whole(form, form.sheet, "", old=form.project))
    for form in new:
        result.changes.append(_whole(form, "", form.sheet, new=form.project))
    return result


def _whole(form: Form, before: str, after: str, old: str = "", new: str = "") -> Changed:
    return Changed(form.project, "", "", (before, ""), (after, ""), old, new, "project")


def _paired(
    before: Sequence[Form], now: Sequence[Form]
) -> tuple[list[tuple[Form, Form]], list[Form], list[Form]]:
    """The forms of one project: by name or code, else by their sheet, else by what is left over on both sides."""
    left, pairs = list(now), []
    waiting = list(before)
    tests = (
        lambda one, other: one.keys == other.keys,
        lambda one, other: bool(set(one.keys) & set(other.keys)),
        lambda one, other: one.sheet == other.sheet,
    )
    for fits in tests:
        for one in list(waiting):
            found = next((other for other in left if fits(one, other)), None)
            if found:
                pairs.append((one, found))
                waiting.remove(one)
                left.remove(found)
    if len(waiting) == len(left) == 1:
        pairs.append((waiting.pop(), left.pop()))
    return pairs, waiting, left


def _compare(old: Form, new: Form, result: Compared) -> None:
    fields, others = old.fields(), new.fields()
    _compare_values(old, new, fields, others, "", result)
    for one, other in _aligned(old.rows, new.rows):
        name = _text(other or one, "l3") or _text(one or other, "l3")
        if one is None or other is None:
            _row_changes(old, new, one, other, name, result)
        else:
            _compare_values(old, new, one, other, name, result)


def _compare_values(
    old: Form, new: Form, one: Mapping[str, Said], other: Mapping[str, Said], row: str, result: Compared
) -> None:
    nothing = Said("", "")
    for name in dict.fromkeys([*one, *other]):
        before, after = one.get(name, nothing), other.get(name, nothing)
        if before.cell and after.cell:
            result.moved[old.sheet, before.cell] = new.sheet, after.cell
        if compact(before.text) != compact(after.text):
            places = (old.sheet, before.cell), (new.sheet, after.cell)
            result.changes.append(Changed(new.project, name, row, *places, before.text, after.text))


def _row_changes(
    old: Form,
    new: Form,
    one: Mapping[str, Said] | None,
    other: Mapping[str, Said] | None,
    row: str,
    result: Compared,
) -> None:
    """A row that is there only now, or no more: each of its texts."""
    for name, said in (one or other or {}).items():
        if one:
            result.moved[old.sheet, said.cell] = "", ""
        if compact(said.text):
            before = (old.sheet, said.cell if one else "")
            after = (new.sheet, said.cell if other else "")
            texts = (said.text, "") if one else ("", said.text)
            result.changes.append(Changed(new.project, name, row, before, after, *texts, "row"))


_Row = Mapping[str, Said]


def _aligned(before: Sequence[_Row], now: Sequence[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    """The rows of one indicator; None where it is only on one side. What is between rows that are known is paired in order
    if there are as many, else by what they have in common."""
    ours, theirs = list(map(_key, before)), list(map(_key, now))
    if ours == theirs or max(len(ours), len(theirs)) > _MOST_ROWS:
        longest = max(len(before), len(now))
        for n in range(longest):
            yield before[n] if n < len(before) else None, now[n] if n < len(now) else None
        return
    for _, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        yield from _block(before[i:j], now[k:m])


def _block(before: Sequence[_Row], now: Sequence[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    if len(before) == len(now):
        yield from zip(before, now, strict=True)
        return
    left = list(now)
    for one in before:
        best = max(left, key=lambda other: _alike(one, other), default=None)
        if best is not None and _alike(one, best):
            left.remove(best)
            yield one, best
        else:
            yield one, None
    yield from ((None, other) for other in left)


def _alike(one: _Row, other: _Row) -> int:
    """How many texts two rows have in common; levels and words that most rows have do not make them one."""
    names = one.keys() & other.keys() - {"l1", "l2", "basis"}
    return sum(bool(text := compact(one[name].text)) and text == compact(other[name].text) for name in names)


def _key(row: _Row) -> tuple[str, ...]:
    return (compact(_text(row, "l3")),)


def _text(row: _Row | None, name: str) -> str:
    return row[name].text if row and name in row else ""

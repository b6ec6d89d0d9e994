"""How texts are written: slips of the pen, doubled words, stray spaces, texts that break off, mixed signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile

from jibiao.checks import names, texts
from jibiao.checks.codes import Misspelling, misspellings
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.checks.together import cells_in_words
from jibiao.checks.writing.dictionary import dictionary
from jibiao.records import GRADE_COLUMNS, GRADES, Project, Value
from jibiao.regex import regex

HEAD_TEXTS = ("project_name", "use_of_funds")
_HAN = "\u4e00-\u9fff"
_SPACE = r"[ \t\u3000\u00a0]"
_SPACES = regex(f"{_SPACE}+")
AROUND = 8
"""So many characters before and behind a stray space show where it is."""
_QUOTED = regex("《[^《》]*》")
"""Titles of standards have spaces of their own: 《室外健身器材的安全 通用要求》."""
_PADDED = regex(r"[ \t\u3000\u00a0]+")
_INDENT = regex(r"\u3000{2}|[ \u00a0]{4,}")
"""Before a paragraph: two characters, as one indents it."""
_PARAGRAPHS = ("use_of_funds", "goals", "description", "basis", "remark")
_NAMES = ("l3", "project_name", "unit_name", "project_code")
"""What is looked up by what is written: a space behind it counts, too, unseen as it is."""
DOUBLED = regex(rf"([{_HAN}]{{2,4}})\1")
_BREAKS_OFF = regex(
    r"([，、：；,;:（(《“]|(?<=、)[^，。；、]{1,12}?(?<![总缓平谐])(?:和|及|以及)"
    "|以及|其中|包括|例如|分别为|标准为|用于)$"
)
_BEGINS_OPEN = regex(r"^(?:\d[.．、])?([、，。；：）)或]|位(?![于置次移列])|的(?!士)|等(?![级效次待]))")
_ENDS_OPEN = regex(
    "((?<![目标有似])的|(?<![总缓平谐饱共中温])和|(?<![普涉以顾波未力])及|(?<![参给赠授])与|或|(?<![合兼归吞])并"
    "|(?<![可所难得足])以|(?<![行作成人认较极])为|为了|按照|根据|(?<!侵)占|(?<![核应面比结校配绝反查])对|(?<![自理缘事])由"
    "|(?<=[，、。；])位|(?<![原起基诱成病])因"
    "|(?<![功效性节产职技动潜可才势智热电光核储机体阳])能)$"
)
"""Words that a text may begin or end with only if the rest of it was lost."""
_LAST = frozenset("，、：；,;:（(《“和及中括如为于的与或并以了照据占对由位因能人")
"""What all these ends end in: most texts end otherwise."""
_LONGEST_END = 20
"""No end that is looked for is longer: texts are searched no farther back."""
_CLAUSES = regex(r"[，。；,;\n]|\d[.．、]")
_SOMEONE = regex("(?<![有没])(?<!有[房车人钱]、)有人$")
_PAIRS = (("（(", "）)"), ("《", "》"), ("“", "”"), ("【", "】"))
_OPENING = regex(f"[{''.join(left for left, _ in _PAIRS)}]")
_SIGNS = (
    ("%", "％"),
    ("<", "＜"),
    (">", "＞"),
    ("=", "＝"),
    ("(", "（"),
    ("/", "／"),
    ("~", "～"),
    ("+", "＋"),
)
_COMMAS = ((",", "，"), (";", "；"))
_VALUES = frozenset(["l3", "value_raw", *GRADE_COLUMNS])
_BETWEEN_WORDS = regex(rf"(?<=[{_HAN}）”》])[,;，；](?=[{_HAN}（“《])")


_Text = tuple[str, Value]


def writing_faults(typed: TypedProject) -> Iterator[Fault]:
    """The faults of one form's texts."""
    project = typed.project
    spoken = list(prose(project))
    texts = [*spoken, *_row_texts(typed.rows)]
    reported: set[tuple[str, str]] = set()
    for path, value in texts:
        for rule, severity, said in faults_of_text(value.text, path.rpartition(".")[2]):
            if (value.text, str(said)) not in reported:  # a description is often the name again
                reported.add((value.text, str(said)))
                yield Fault(rule, project, path, value, said, severity)
    yield from guarded_rules(project, (_padded, project), (_mixed_signs, typed, spoken))


def prose(project: Project) -> Iterator[_Text]:
    """The name, the use of funds and the goals."""
    for name in HEAD_TEXTS:
        if name in project.fields and not (name == "project_name" and project.name_from_title):
            yield name, project.fields[name]
    for value in project.goal_values:
        yield "goals", value


def _row_texts(rows: list[Row]) -> Iterator[_Text]:
    """The texts of the indicators with a fault; one that stands in several rows of a column comes once."""
    reported: set[tuple[str, str]] = set()
    for row in rows:
        for name, text in _faulty(row.l3, row.description, row.basis, row.value):
            if (name, text) not in reported:
                reported.add((name, text))
                yield row.path(name), row.cell(name)


@lru_cache(maxsize=16384)
def _faulty(l3: str, description: str, basis: str, value: str) -> tuple[tuple[str, str], ...]:
    """The texts of a row with a fault, each with its column."""
    texts = ("l3", l3), ("description", description), ("basis", basis), ("value_raw", value)
    return tuple((name, text) for name, text in texts if text and faults_of_text(text, name))


@lru_cache(maxsize=32768)
def faults_of_text(text: str, name: str) -> tuple[tuple[str, Severity | None, dict[str, str]], ...]:
    """What is wrong with one text of a field of that name: rule, severity, what the message mentions."""
    found: list[tuple[str, Severity | None, dict[str, str]]] = [
        ("typo", None, {"said": texts.MISSPELT.format(wrong=wrong, right=right)})
        for wrong, right in dict.fromkeys((one.wrong, one.right) for _, one in listed_slips(text))
    ]
    if word := _doubled(text):
        found.append(("typo", Severity.HINT, {"said": texts.MISSPELT.format(wrong=word * 2, right=word)}))
    if name in ("value_raw", *GRADES):
        return tuple(found)  # the rest of what is said of values has rules of its own
    if _SPACES.search(text) and (space := _stray_space(plain := _QUOTED.sub("", text))):
        around = plain[max(0, space.start() - AROUND) : space.end() + AROUND]
        found.append(("text_stray_space", None, {"side": "中", "said": around.replace("\n", "")}))
    if name != "basis" and (cut := _cut_off(text.strip(), name)):
        severity, because = cut
        found.append(("text_truncated", severity, {"because": because}))
    return tuple(found)


def _cut_off(text: str, name: str) -> tuple[Severity | None, str] | None:
    """How grave it is that a text breaks off, or begins with what goes on from before, and what shows it; None if it is
    whole."""
    if name != "l3":  # names are cut off in other ways
        tail, open_end = max(0, len(text) - _LONGEST_END), text[-1:] in _LAST
        if open_end and _BREAKS_OFF.search(text, tail):
            return None, texts.ENDS_IN.format(end=text[-1])
        if verb := _without_object(text):
            return Severity.HINT, texts.ENDS_IN_VERB.format(end=verb, verb=verb[-2:])
        if open_end and (end := _ENDS_OPEN.search(text, tail) or _SOMEONE.search(text, tail)):
            return Severity.HINT, texts.ENDS_IN.format(end=end[end.lastindex or 0])
    if begin := _BEGINS_OPEN.match(text):
        return Severity.HINT, texts.BEGINS_WITH.format(begin=begin[1])
    if sign := _left_open(text):
        return Severity.HINT, texts.LEFT_OPEN.format(sign=sign)
    return None


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Misspelling]]:
    known = {one.wrong: one for one in misspellings()}
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))), known


def _own(one: Misspelling) -> int:
    """How much of what is written is not the same behind in what is meant: 按 of 必需按 only shows that 必须 is."""
    behind = zip(one.wrong[:1:-1], one.right[::-1], strict=False)
    return len(one.wrong) - len(list(takewhile(lambda pair: pair[0] == pair[1], behind)))


def listed_slips(text: str) -> Iterator[tuple[int, Misspelling]]:
    """The slips of the list in a text, with where each stands; not those that are parts of two words."""
    pattern, known = _pattern()
    for match in pattern.finditer(text):
        one = known[match[0]]
        around = text[max(0, match.start() - 4) : match.end() + 4]
        if any(word in around for word in one.unless):
            continue
        ends = {len(one.wrong), _own(one)}
        if not all(dictionary().tears(text, match.start(), match.start() + end) for end in ends):
            yield match.start(), one


def _stray_space(text: str) -> re.Match[str] | None:
    """White space between two characters, or more than one sign of it behind punctuation and before a character."""
    for space in _SPACES.finditer(text):
        before, behind = text[: space.start()][-1:], text[space.end() :][:1]
        if not (_is_han(behind) or behind in tuple("（【《")):
            continue
        if _is_han(before) or (before in tuple("，。、；：）】") and len(space[0]) > 1):
            return space
    return None


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _doubled(text: str) -> str | None:
    """A word that stands twice on end: of two characters one of those known (用于用于), else of any."""
    for match in DOUBLED.finditer(text):
        word = match[1]
        if word in names.words("doubled_words") or (len(word) > 2 and len(set(word)) > 2):
            return word
    return None


def _without_object(text: str) -> str | None:
    """The last clause of a text if it is but a verb that wants an object, with adverbs before it: …，切实提高."""
    said = text.rstrip("。；;")
    if not names.ends_in("transitive", said):
        return None
    clause = _CLAUSES.split(said)[-1]
    found = _bare_verb().fullmatch(clause) if clause != text else None
    return found[0] if found else None


@cache
def _bare_verb() -> re.Pattern[str]:
    verbs, adverbs = ("|".join(map(re.escape, names.words(kind))) for kind in ("transitive", "adverbs"))
    return re.compile(rf"(?:并|以|从而|进而|同时)?(?:{adverbs})*(?:{verbs})")


def _left_open(text: str) -> str | None:
    """An opening bracket or quotation mark without its other half."""
    if _OPENING.search(text):
        for left, right in _PAIRS:
            if sum(map(text.count, left)) > sum(map(text.count, right)):
                return left[0]
    return None


def _padded(project: Project) -> Iterator[Fault]:
    """Texts with spaces before them, names also with spaces behind them: one finding for a form."""
    found = [
        (path, value)
        for path, value in (project.texts() if project.padded else ())
        if (around := project.padded.get(value[1:])) and _is_padded(path.rpartition(".")[2], *around)
    ]
    if not found:
        return
    path, first = found[0]
    also = tuple(value for _, value in found[1:])
    side = "前面" if _PADDED.fullmatch(project.padded[first[1:]][0]) else "后面"
    if also:
        side = f"{side}（另有{cells_in_words(also)}）"
    params = {"side": side, "said": " ".join(first.text.split())}
    yield Fault("text_stray_space", project, path, first, params, also=also)


def _is_padded(name: str, before: str, behind: str) -> bool:
    if _PADDED.fullmatch(before):
        return not (name in _PARAGRAPHS and _INDENT.fullmatch(before))
    return name in _NAMES and bool(_PADDED.fullmatch(behind))


def _mixed_signs(typed: TypedProject, prose: list[_Text]) -> Iterator[Fault]:
    """One sign half width here and full width there: in values and the names' units, and between words. It is on every
    cell with the rarer one."""
    project, whole = typed.project, typed.whole
    signs, commas = (
        [(half, full) for half, full in pairs if half in whole and full in whole]
        for pairs in (_SIGNS, _COMMAS)
    )
    values = [
        (row, name, value)
        for row in (typed.rows if signs else ())
        for name, value in row.record.values.items()
        if name in _VALUES
    ]
    in_values = _in_both_widths(typed.project, [value.text for *_, value in values], signs)
    spoken = [_between_words(value.text) for _, value in prose] if commas else []
    in_prose = _in_both_widths(typed.project, spoken, commas)
    rare = [
        (row.path(name), value) for at, _ in in_values for row, name, value in map(values.__getitem__, at)
    ]
    rare += [prose[n] for at, _ in in_prose for n in at]
    if not rare:
        return
    path, first = rare[0]
    cells = tuple({(value.row, value.column): value for _, value in rare}.values())
    mixed = "、".join(f"“{half}”与“{full}”" for _, (half, full) in (*in_values, *in_prose))
    params = {"said": mixed, "cells": cells_in_words(cells)}
    yield Fault("symbol_variant", project, path, first, params, also=cells[1:])


@lru_cache(maxsize=8192)
def _between_words(text: str) -> str:
    """The commas and semicolons between the words of a text."""
    return "".join(_BETWEEN_WORDS.findall(text))


def _in_both_widths(
    project: Project, texts: list[str], pairs: Sequence[tuple[str, str]]
) -> list[tuple[list[int], tuple[str, str]]]:
    """For every sign that stands in both widths: the numbers of the texts with the rarer one; of two that are as rare,
    the one that is rarer in the whole form and its labels, else the full width."""
    together, found = "".join(texts), []
    for half, full in pairs:
        if half in together and full in together:
            rarer = min((full, half), key=lambda sign: sum(sign in text for text in texts))
            if sum(half in text for text in texts) == sum(full in text for text in texts):
                whole = [*project.labels.values(), *(value for _, value in project.texts())]
                rarer = min((full, half), key=lambda sign: sum(value.text.count(sign) for value in whole))
            found.append(([n for n, text in enumerate(texts) if rarer in text], (half, full)))
    return found

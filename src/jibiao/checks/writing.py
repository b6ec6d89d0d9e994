"""How texts are written: slips of the pen, doubled words, stray spaces, texts that break off, mixed signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from jibiao.checks import names
from jibiao.checks.codes import Misspelling, misspellings
from jibiao.checks.finding import Fault, Severity
from jibiao.records import Project, Value

HEAD_TEXTS = ("project_name", "use_of_funds")
ROW_TEXTS = ("l3", "description", "value_raw", "basis")
_HAN = "\u4e00-\u9fff"
_STRAY_SPACE = re.compile(rf"(?<=[{_HAN}，。、；：）】])[ \t\u3000\u00a0]+(?=[{_HAN}（【《])")
_DOUBLED = re.compile(rf"([{_HAN}]{{2,4}})\1")
_BREAKS_OFF = re.compile(r"([，、：；,;:（(《“]|(?<=、)[^，。；、]{1,12}?(?<![总缓平谐])(?:和|及|以及))$")
_PAIRS = (("（(", "）)"), ("《", "》"), ("“", "”"), ("【", "】"))
_SIGNS = (("%", "％"), ("<", "＜"), (">", "＞"), ("=", "＝"), ("(", "（"))
_COMMAS = ((",", "，"), (";", "；"))
_BETWEEN_WORDS = re.compile(rf"(?<=[{_HAN}）”》])[,;，；](?=[{_HAN}（“《])")


def texts_of(project: Project) -> Iterator[tuple[str, Value]]:
    """The texts that people write, each with its path; a text that stands in several rows of a column comes once."""
    for name in HEAD_TEXTS:
        if name in project.fields and not (name == "project_name" and project.name_from_title):
            yield name, project.fields[name]
    for value in project.goal_values:
        yield "goals", value
    told: set[tuple[str, str]] = set()
    for n, row in enumerate(project.indicators, 1):
        for name in ROW_TEXTS:
            text = row.text(name)
            if text and (name, text) not in told:
                told.add((name, text))
                yield f"indicators[{n}].{name}", row.values[name]


def writing_faults(project: Project) -> Iterator[Fault]:
    """The faults of one form's texts."""
    slips: set[str] = set()
    for path, value in texts_of(project):
        for wrong, right in _misspelt(value.text):
            if wrong not in slips or path.endswith("l3"):
                slips.add(wrong)
                yield Fault("typo", project, path, value, {"said": f"“{wrong}”疑为“{right}”"})
        if (word := _doubled(value.text)) and word not in slips and not path.endswith("value_raw"):
            slips.add(word)
            said = {"said": f"“{word}{word}”疑为“{word}”"}
            yield Fault("typo", project, path, value, said, Severity.HINT)
        if not path.endswith("value_raw") and _STRAY_SPACE.search(value.text):
            yield Fault("text_stray_space", project, path, value)
    yield from _cut_off(project)
    yield from _mixed_signs(project)


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, Misspelling]]:
    known = {one.wrong: one for one in misspellings()}
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))), known


@lru_cache(maxsize=16384)
def _misspelt(text: str) -> tuple[tuple[str, str], ...]:
    pattern, known = _pattern()
    found = []
    for match in pattern.finditer(text):
        one = known[match[0]]
        around = text[max(0, match.start() - 4) : match.end() + 4]
        if not any(word in around for word in one.unless):
            found.append((one.wrong, one.right))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=16384)
def _doubled(text: str) -> str | None:
    """A word that stands twice on end: of two characters one of those known (用于用于), else of any."""
    for match in _DOUBLED.finditer(text):
        word = match[1]
        if word in names.words("doubled_words") or (len(word) > 2 and len(set(word)) > 2):
            return word
    return None


def _cut_off(project: Project) -> Iterator[Fault]:
    """Texts that end in a comma or leave a bracket open."""
    for path, value in texts_of(project):
        text = value.text.strip()
        if path.endswith(("basis", "value_raw")) or not text:
            continue
        if _BREAKS_OFF.search(text) and not path.endswith("l3"):
            yield Fault("text_truncated", project, path, value, {"because": f"以“{text[-1]}”结尾"})
        elif sign := _left_open(text):
            because = {"because": f"“{sign}”没有配对"}
            yield Fault("text_truncated", project, path, value, because, Severity.HINT)


def _left_open(text: str) -> str | None:
    """An opening bracket or quotation mark without its other half."""
    for left, right in _PAIRS:
        if sum(map(text.count, left)) > sum(map(text.count, right)):
            return left[0]
    return None


def _mixed_signs(project: Project) -> Iterator[Fault]:
    """One sign half width here and full width there: in values and the names' units, and between words."""
    values = [
        (f"indicators[{n}].{name}", value, value.text)
        for n, row in enumerate(project.indicators, 1)
        for name, value in row.values.items()
        if name in ("l3", "value_raw") or name.startswith("grades.")
    ]
    prose = [
        (path, value, "".join(_BETWEEN_WORDS.findall(value.text)))
        for path, value in texts_of(project)
        if path in ("goals", "use_of_funds")
    ]
    mixed = [*_in_both_widths(values, _SIGNS), *_in_both_widths(prose, _COMMAS)]
    if mixed:
        path, value, _ = mixed[0]
        said = "、".join(f"“{half}”与“{full}”" for _, _, (half, full) in mixed)
        yield Fault("symbol_variant", project, path, value, {"said": said})


def _in_both_widths(
    texts: list[tuple[str, Value, str]], pairs: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, Value, tuple[str, str]]]:
    """For every sign that stands in both widths: where the rarer one stands first. texts: path, value, what of its
    text is looked at."""
    for half, full in pairs:
        holding = [[(path, value) for path, value, seen in texts if sign in seen] for sign in (half, full)]
        if all(holding):
            path, value = min(holding, key=len)[0]
            yield path, value, (half, full)

"""The title of a form against the project's name, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from jibiao.checks.finding import Fault, Severity
from jibiao.checks.form.goals import plain_text
from jibiao.checks.guard import guarded_rules
from jibiao.checks.writing.style import DOUBLED
from jibiao.reading.titles import bare_name, names_nothing
from jibiao.records import Project
from jibiao.regex import regex
from jibiao.text import fold

_PUNCTUATION = regex(r"[^\w]|_")
_TAIL = regex(r"(项目|绩效|支出|预算)+$")
_MONEY_TAIL = regex(r"(项目|资金|经费|工程|绩效|支出|预算)+$")
_PAYING = regex("^(支付|发放|拨付|开展|实施|保障)")
_PAYMENT = regex("费用$")
_SUFFIX = regex(r"绩效目标(申报|批复)?表(\([^()]*\))?$")


def title_faults(project: Project) -> Iterator[Fault]:
    """The faults of one form's title, and of a use of funds that is but the name."""
    yield from guarded_rules(project, (_use_is_name, project))
    title = project.fields.get("title")
    if title is None or not title.text or "{project_name}" not in project.form.title:
        return  # it is printed; or, on a form without a definition, whether it should name the project is not known
    if not project.name_from_title:
        yield from guarded_rules(project, (_other_name, project))
    if project.title_position == "after":
        yield Fault("title_after_table", project, "title", title)
    if found := DOUBLED.search(fold(title.text)):
        yield Fault("title_doubled_word", project, "title", title, {"word": found[1]})
    if not _SUFFIX.search(fold(title.text)):
        yield Fault("title_suffix_nonstandard", project, "title", title)


def _other_name(project: Project) -> Iterator[Fault]:
    title, name = project.fields["title"], project.fields.get("project_name")
    if name is None or not name.text:
        return
    in_title = bare_name(title.text)
    a, b = _bare(in_title), _bare(name.text)
    if not a or not b or a == b or names_nothing(title.text):
        return
    severity = Severity.ERROR if _alien(a, b) else None
    params = {"title": " ".join(title.text.split())}
    yield Fault("title_ne_name", project, "project_name", name, params, severity)


@lru_cache(maxsize=8192)
def _bare(name: str, tail: re.Pattern[str] = _TAIL) -> str:
    text = _PUNCTUATION.sub("", fold(name))
    return tail.sub("", text) or text


def _alien(a: str, b: str) -> bool:
    """Whether two names have next to nothing in common. One that stands in the other, if with gaps (退役安置, 退役军人安置;
    校车, 中小学校车补助), may be its short form."""
    if _within(*sorted((a, b), key=len)):
        return False
    match = SequenceMatcher(None, a, b, autojunk=False)
    longest = match.find_longest_match().size
    return longest < 3 and match.ratio() < 0.5


def _within(short: str, long: str) -> bool:
    """Whether the characters of the shorter text stand in the longer one in their order."""
    rest = iter(long)
    return all(sign in rest for sign in short)


def _purpose(text: str) -> str:
    """What is paid for, without that it is paid: 支付公益林补偿, 公益林补偿费用."""
    bare = _PAYING.sub("", _bare(text, _MONEY_TAIL))
    return _PAYMENT.sub("", bare) or bare


def _use_is_name(project: Project) -> Iterator[Fault]:
    """主要用于农村危房改造 as the use of funds of 农村危房改造项目."""
    use = project.fields.get("use_of_funds")
    if use is None or not project.name:
        return
    said = _purpose(plain_text(project.use_purpose or use.text))
    if said and said == _purpose(project.name):
        yield Fault("use_repeats_name", project, "use_of_funds", use)

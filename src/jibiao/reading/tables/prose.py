"""The figures that a published document gives in sentences: 2020年预算收入13919万元，其中：一般公共预算收入10029万元，…

Which table a figure is of, the heading above or the sentence itself says (`topic`); which figure it is, the words
before it (`prose`), both in the tables' definitions. Amounts that others are compared with (较上年增加3万元) are of what
was named before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from jibiao.forms.official_tables import TableForm, table_forms
from jibiao.official_table import OfficialTable, Place
from jibiao.reading.part_one import bare, numbered
from jibiao.records import OUTSIDE, Value
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values.nothing import NOT_ARRANGED
from jibiao.values.numerals import half_width

DIRECTION = "_direction"
"""Behind the name of a change: the word that tells which way it goes."""
LEVEL = "持平"

_FIGURE = regex(r"(?<![\d.])-?\d[\d,]*(?:\.\d+)?\.?\s*[百千]?[万亿]?\s*元(?![/每]|\s*以)")
_SENTENCE = regex(r"[^。！!\n]+")
_PARTS = regex(r"[,，;；:：、()]|其中|包括|分别")
_AND = regex("[和及与]")
_QUOTES = regex("[\"'“”‘’《》]")
_BEFORE = regex(
    r"(?:\d{1,2}\.|(?:20\d\d|本|今|当)年度?|在|从|[我本](?:部门|单位|局|委|办|院|校|中心|县|市)?(?:全年)?|其|和|及|以及|与|主要是?|由于|用于|其?包?含|编报|编制|全(?:局|委|办|院|校|系统|部门|单位|县|市|区)|财政(?=拨款安排)|拨款(?=安排)|安排)+"
)
_BEHIND = regex(
    r"(?:共计|总计|合计|安排|预计|计划|编制|核定|资金|金额|数额|均|都|各|为|是|共|约|拟|达到|达|计|数|有)+$"
)
_SUM = regex("(?:收入|支出)(?:总计|合计|总额)")
_LIKE = regex(r"[均都各]为?$")
_AGAINST = r"(?:与|较|比|同|相比)?(?:上一年|上年|去年|20\d\d年)度?(?:初|同期|预算|决算|执行|支出|安排)*数?(?:相比|比较|比)?"
_CHANGE = regex(
    rf"(?P<subject>.*?)(?:{_AGAINST})?,?(?:同比|环比|共|总体|略有?|有所)*(?P<way>增加|增长|上升|提高|减少|下降|降低|压减|压缩|增减)了?额?(?:变化)?(?:额|数)?"
)
_LEVEL = regex(
    rf"(?P<subject>[^,，;；:：。]{{0,40}}?)(?P<each>[均都])?{_AGAINST}(?:基本|保持|相对)*(?:持平|一致|相同|无增减|没有增减|无变化|没有变化)"
)
_NOUGHT = regex(
    rf"(?P<before>[^,，;；:：。]{{0,40}}?)(?P<none>{'|'.join(NOT_ARRANGED)})(?P<behind>[^,，;；:：。]{{0,30}})"
)
_LONGEST_HEADING, _LONGEST_PART = 45, 80


class Line(NamedTuple):
    """A paragraph, or a line of a cell. number: of the paragraph, from 1; row, column: of the cell (`OUTSIDE` in none)."""

    text: str
    number: int
    row: int = OUTSIDE
    column: int = 0


class _Phrase(NamedTuple):
    """The words before a figure, folded: the parts between the signs, the nearest first."""

    parts: list[str]
    alike: bool
    """Whether the figure is of each of them (均为0元)."""


def read_sentences(lines: Iterable[Line], file: str, sheet: str = "") -> list[OfficialTable]:
    """The tables whose figures stand in sentences, each with what was found, in the order in which they begin."""
    found: dict[str, OfficialTable] = {}
    topics = _Topics()
    for line in lines:
        forms = topics.of(line.text)
        if not line.text:
            continue
        text = half_width(line.text)
        for sentence in _SENTENCE.finditer(text):
            if forms:
                _Sentence(line, text, sentence.span(), forms, found, file, sheet).read(topics.subject)
            topics.subject = _subject_of(sentence[0])
    return [table for table in found.values() if table.fields]


def _subject_of(sentence: str) -> list[str]:
    """What a sentence names that gives no figure."""
    if len(sentence) > _LONGEST_HEADING or _FIGURE.search(sentence):
        return []
    return _phrase(bare(sentence)).parts[:1]


class _Topics:
    """Of which tables a paragraph may speak: those that its heading names, and those that it names itself."""

    def __init__(self) -> None:
        self.forms: list[TableForm] = []
        self.style: str | None = None
        self.subject: list[str] = []
        """What the sentence before names, if it gives no figure: 公务接待费。2024年安排3万元."""

    def of(self, text: str) -> list[TableForm]:
        folded = _QUOTES.sub("", fold(bare(text[:400])))
        named = [form for form in _forms_in_prose() if form.topic and form.topic.search(folded)]
        number = numbered(text)
        if len(text) > _LONGEST_HEADING or _FIGURE.search(half_width(text)):
            return named + [form for form in self.forms if form not in named]
        if named:
            self.forms, self.style = named, number.style if number else None
        elif number and number.style == self.style:
            self.forms = []
        return []


@cache
def _forms_in_prose() -> tuple[TableForm, ...]:
    return tuple(form for form in table_forms().values() if form.topic)


class _Sentence:
    """One sentence while it is read. span: its place in the line; forms: of which tables it may speak."""

    def __init__(
        self,
        line: Line,
        text: str,
        span: tuple[int, int],
        forms: list[TableForm],
        found: dict[str, OfficialTable],
        file: str,
        sheet: str,
    ) -> None:
        self.line, self.text, self.span, self.forms, self.found = line, text, span, forms, found
        self.file, self.sheet = file, sheet
        self.named: list[tuple[int, tuple[TableForm, str]]] = []
        """Where figures end, and which they are: what stands behind one is compared with it."""
        self.first: dict[tuple[TableForm, str], int] = {}
        """Each of them once."""

    def read(self, subject: list[str]) -> None:
        """subject: what the figures are of that have no name."""
        begin, end = self.span
        at = begin
        self.subject = subject
        for figure in _FIGURE.finditer(self.text, begin, end):
            words = self.text[at : figure.start()]
            outside = words.replace("）", ")").find(")")  # what follows a bracket is of what stands before it
            opened = max(self.text.rfind(sign, begin, at) for sign in "(（") if outside == 0 else at
            self._read_figure(_phrase(words), figure, opened)
            at = figure.end()
        self._read_none()
        if "年" in self.text[begin:end]:
            self._read_levels()
            self._read_comparison()

    def _read_figure(self, phrase: _Phrase, figure: re.Match[str], after: int) -> None:
        """after: what is compared stands before this place."""
        at = figure.span()
        for part in phrase.parts:
            if change := _CHANGE.fullmatch(part):
                known = self._subject(change["subject"], phrase.parts, after)
                if known and self._keep(known[0], f"{known[1]}_change", at):
                    self._keep_text(known[0], f"{known[1]}_change{DIRECTION}", change["way"], at[0])
                elif self.forms:
                    self._keep_other(part, at)
                return
        names = [known for part in phrase.parts if (known := self._field_of(part))]
        first = next((part for part in phrase.parts if part), "")
        if not first and not self.named and self.subject:
            names = [known for part in self.subject if (known := self._field_of(part))]
            first = self.subject[0]
        if names and (phrase.alike or self._field_of(first) == names[0]):
            for known in names if phrase.alike else names[:1]:
                self._keep(*known, at)
            self.named.append((at[1], names[0]))
            self.first.setdefault(names[0], at[1])
        else:
            self._keep_other(first, at)

    def _read_none(self) -> None:
        """因公出国（境）费未安排, 未安排因公出国（境）费."""
        for found in _NOUGHT.finditer(self.text, *self.span):
            for words in (found["behind"], found["before"]):
                parts = _phrase(words).parts
                if known := self._field_of(parts[0]) if parts else None:
                    self._keep_text(*known, found["none"], found.start("none"))
                    break

    def _read_levels(self) -> None:
        """与上年持平: no figure, and yet something that is said of one."""
        for level in _LEVEL.finditer(self.text, *self.span):
            if level["each"] and not _bare(level["subject"]):
                for (form, name), end in self.first.items():
                    if end <= level.start():
                        self._keep_text(form, f"{name}_change{DIRECTION}", LEVEL, level.start())
                continue
            before = _phrase(level["subject"]).parts
            if known := self._subject(before[0] if before else "", [], level.start()):
                self._keep_text(known[0], f"{known[1]}_change{DIRECTION}", LEVEL, level.start())

    def _read_comparison(self) -> None:
        for form in self.forms:
            for name, field in form.fields.items():
                if field.type != "sentence" or not field.prose or not form.topic:
                    continue
                begin, end = self.span
                match = field.prose.search(self.text, begin, end)
                if not match or form.kind not in self.found:
                    continue
                start = max(
                    (n + 1 for n in range(begin, match.start()) if self.text[n] in ",;:，；："), default=begin
                )
                self._keep_text(form, name, self.line.text[start:end].strip(), start)

    def _subject(self, words: str, parts: list[str], after: int) -> tuple[TableForm, str] | None:
        """Of which figure a change is: that which it names, the one named right before it, else the last one before a
        place."""
        if bare_words := _bare(words):
            return self._field_of(bare_words)
        before = next((known for part in parts[1:] if (known := self._field_of(part))), None)
        return before or next((known for end, known in reversed(self.named) if end <= after), None)

    def _field_of(self, part: str) -> tuple[TableForm, str] | None:
        """The table and the field that some words name."""
        return next(
            (
                (form, name)
                for form in self.forms
                for words in dict.fromkeys((part, _bare(part)))
                for name, field in form.fields.items()
                if words and field.type == "money" and field.prose and field.prose.fullmatch(words)
            ),
            None,
        )

    def _table(self, form: TableForm) -> OfficialTable:
        top = max(self.line.row, 0)
        return self.found.setdefault(form.kind, OfficialTable(self.file, self.sheet, form.kind, top))

    def _keep(self, form: TableForm, name: str, at: tuple[int, int]) -> bool:
        """A figure with its place. Whether there is such a field, and nothing else in it."""
        if name not in form.fields:
            return False
        text = self.line.text[slice(*at)].strip()
        return self._keep_text(form, name, text, at[0]) or self._table(form).text(name) == text

    def _keep_text(self, form: TableForm, name: str, text: str, start: int) -> bool:
        table = self._table(form)
        value = Value(text, self.line.row, self.line.column)
        if table.fields.setdefault(name, value) is not value:
            return False
        if self.line.row == OUTSIDE:
            table.places[name] = Place(self.line.number, start, self.line.text)
        return True

    def _keep_other(self, words: str, at: tuple[int, int]) -> None:
        value = Value(self.line.text[slice(*at)].strip(), self.line.row, self.line.column)
        place = Place(self.line.number, at[0], self.line.text)
        self._table(self.forms[0]).others.append((words, value, place))


def _phrase(text: str) -> _Phrase:
    words = re.sub(r"\(境\)", "境", _QUOTES.sub("", fold(text)))
    words = re.sub(r"\([^()]*\)", "", words)
    parts = [part for part in reversed(_PARTS.split(words)) if 0 < len(part) <= _LONGEST_PART]
    alike = bool(parts) and bool(_LIKE.search(parts[0]))
    if alike:  # 国有资本经营预算和财政专户管理资金均为0元
        parts = [one for part in parts for one in reversed(_AND.split(part)) if one]
    return _Phrase(_joined(parts), alike)


def _joined(parts: list[str]) -> list[str]:
    """The parts without those that name nothing (为, 预算安排)."""
    return [part for part in parts if _bare(part) or _CHANGE.fullmatch(part)]


@cache
def _nothing() -> frozenset[str]:
    return frozenset(["预算", "支出", "年初", "拨款", "全部"])


def _bare(words: str) -> str:
    """Some words without what stands before and behind the name of a figure: 2020年我部门…共计安排."""
    if match := _BEFORE.match(words):
        words = words[match.end() :]
    if _SUM.fullmatch(words):
        return words
    words = _BEHIND.sub("", words)
    return "" if words in _nothing() else words


def lines_of(text: str, row: int, column: int) -> Iterator[Line]:
    """The lines of a cell."""
    for one in text.split("\n"):
        yield Line(one, 0, row, column)

"""The catalogue of rules for readers: one rule's page, and all of them as `docs/rules.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from jibiao.checks import texts
from jibiao.checks.catalogue import built_in
from jibiao.checks.finding import SEVERITY_NAMES, Severity
from jibiao.checks.rule import Rule
from jibiao.checks.thresholds import USUAL
from jibiao.forms import field_name

Lines = list[tuple[str, list[str]]]


def page_of(rule: Rule) -> Lines:
    """What is to be said of a rule: (heading, lines). Parts that it does not have are left out."""
    return [
        (heading, lines)
        for heading, lines in (
            (texts.LEVEL, [severities_of(rule)]),
            (texts.APPLIES, [applies_to(rule)]),
            (texts.WHY, [rule.why]),
            (texts.MESSAGE, [_with_names(rule.message)]),
            (texts.REMEDY, [_with_names(rule.remedy)]),
            (texts.BAD, list(example_lines(rule.bad))),
            (texts.GOOD, list(example_lines(rule.good))),
            (texts.SETTABLE, list(_settable(rule))),
        )
        if any(lines)
    ]


def as_text(rule: Rule) -> str:
    """A rule's page for the terminal."""
    lines = [texts.RULE_HEAD.format(title=rule.title, id=rule.id)]
    for heading, said in page_of(rule):
        # Headings of three and of four characters; a full-width space keeps the columns straight.
        lines += [f"  {heading if not n else '':　<4}  {line}" for n, line in enumerate(said)]
    return "\n".join(lines)


def as_markdown() -> str:
    """All our rules as one page: an index, then a section for each."""
    every = built_in().values()
    counted = Counter(rule.severity for rule in every)
    numbers = {str(severity): counted[severity] for severity in Severity}
    parts = [
        texts.PAGE_TITLE,
        texts.PAGE_INTRO.format(
            count=len(every), indicators="、".join(texts.EXAMPLE_INDICATORS), **numbers
        ).rstrip(),
        "\n".join([texts.INDEX_HEAD, *(_index_row(rule) for rule in every)]),
        *(_section(rule) for rule in every),
        "\n".join([texts.THRESHOLDS_SECTION, *_threshold_rows()]),
    ]
    return "\n\n".join(parts) + "\n"


def _index_row(rule: Rule) -> str:
    return texts.INDEX_ROW.format(id=rule.id, severity=SEVERITY_NAMES[rule.severity], title=rule.title)


def _settable(rule: Rule) -> Iterator[str]:
    """The thresholds that a department may set for a rule."""
    for name, usual in USUAL._asdict().items():
        of, meaning = texts.THRESHOLDS[name]
        if of == rule.id:
            yield texts.SETTABLE_LINE.format(name=name, usual=usual, meaning=meaning)


def _threshold_rows() -> Iterator[str]:
    for name, usual in USUAL._asdict().items():
        rule, meaning = texts.THRESHOLDS[name]
        yield texts.THRESHOLDS_ROW.format(name=name, usual=usual, meaning=meaning, rule=rule)


def _section(rule: Rule) -> str:
    lines = [f"## {rule.id}", "", f"**{rule.title}**", ""]
    for heading, said in page_of(rule):
        if heading in (texts.BAD, texts.GOOD, texts.SETTABLE):
            lines += [f"- {heading}：", *(f"  - {_literal(line)}" for line in said)]
        else:
            lines.append(f"- {heading}：{_literal(said[0])}")
    return "\n".join(lines)


def _literal(text: str) -> str:
    """A text as Markdown shows it: signs that mean something there are escaped."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]|" else sign for sign in text)


def severities_of(rule: Rule) -> str:
    """How grave a rule is, and on forms without a definition if that is another severity."""
    usual = SEVERITY_NAMES[rule.severity]
    if rule.elsewhere is None:
        return usual
    return texts.LEVEL_ELSEWHERE.format(usual=usual, elsewhere=SEVERITY_NAMES[rule.elsewhere])


def applies_to(rule: Rule) -> str:
    """For which forms and years a rule is, in words."""
    names = "、".join(texts.FORMS_NAMED.get(form, form) for form in rule.forms)
    forms = texts.ONLY_FORMS.format(forms=names) if names else texts.ALL_FORMS
    first, last = rule.from_year, rule.to_year
    if first and last:
        years = texts.YEARS.format(first=first, last=last)
    elif first:
        years = texts.FROM_YEAR.format(year=first)
    else:
        years = texts.TO_YEAR.format(year=last) if last else texts.ALL_YEARS
    return f"{forms}，{years}"


def example_lines(changes: Mapping[str, Any]) -> Iterator[str]:
    """An example, which is some changes to a faultless form, as lines: which field, what stands in it."""
    for path, said in changes.items():
        if path == "others":
            for number, other in enumerate(said, 2):
                lines = "；".join(example_lines(other)) or texts.SAME_PROJECT
                yield texts.OTHER_PROJECT.format(number=number, lines=lines)
            continue
        yield texts.EXAMPLE_LINE.format(place=_place(path), text=_shown(said))


def _place(path: str) -> str:
    name = texts.EXAMPLE_FIELDS.get(path) or field_name(path)
    if path.startswith("indicators["):
        number = path[len("indicators[") : path.index("]")]
        return texts.INDICATOR.format(number=number, name=name.removeprefix("grades."))
    return texts.WHOLE_COLUMN.format(name=name) if path in ("l1", "l2", "basis") else name


def _shown(said: Any) -> str:
    if isinstance(said, list):
        return "，".join(map(_shown, said))
    return texts.EXAMPLE_WORDS.get(said) or str(said).replace("\n", "；") or texts.EMPTY


def _with_names(template: str) -> str:
    """A message with names in place of what each finding fills in; "" if nothing else would be left."""
    return "" if template == "{remedy}" else template.format_map(_Named())


class _Named(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return texts.PARAM.format(name=texts.PARAMS.get(key, key))

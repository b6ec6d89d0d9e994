"""Part one of the published document: whether it is whole, in order, and about the projects of part two.

Source: the layout of 部门整体绩效目标 in the provinces' rules on publishing budgets: 总体绩效目标, 分项绩效目标 (each with
绩效目标 and 绩效指标) and 工作保障措施.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial
from itertools import islice
from math import ceil
from typing import Any

from jibiao.checks import texts
from jibiao.checks.finding import Fault
from jibiao.checks.form.goal_numbers import other_quantities
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.typed import TypedProject
from jibiao.checks.texts import MISSPELT
from jibiao.checks.writing.spelling import FileTexts, unlisted_slips
from jibiao.checks.writing.style import faults_of_text
from jibiao.reading import FileReading
from jibiao.reading.part_one import Numbered, bare, has_goal, has_indicator, numbered, numbers_within
from jibiao.records import BUDGETS, OUTSIDE, DepartmentTarget, Project, TargetItem, Value
from jibiao.regex import regex
from jibiao.text import compact, fold
from jibiao.values.amount import parse_amount
from jibiao.values.numerals import chinese_number, half_width

PART_ONE = "第一部分"
SECTIONS = {"overall": "总体绩效目标", "items": "分项绩效目标", "measures": "工作保障措施"}
ALIKE_NAMES = 0.6
"""Names that agree so far may be of one project, one of them written otherwise …"""
HELD = 0.8
"""… if so much of the shorter one stands in the other: 道路维护 and 绿化维护 are two."""
LEAST_TOLD = 6
"""So many characters of a project's name in the text of an item tell that it is dealt with there."""
MOST_ALONE = 0.25
"""Of more items without a project some are fields of work, unless there are as many of them as projects."""
MOST_NAMED = 5
"""So many projects are named in a message."""

_SUM = r"([两二三四五六七八九]|十[一二三四五六七八九]?)(?:个|项|大|方面|点|条)"
_STATED = regex(
    rf"(?<=以下|下列|如下){_SUM}"
    rf"|(?<![第“\"‘]){_SUM}(?!百分|年|月|季|确立|维护|意识|自信|代表|全面|清单)(?=[^\W\d_]{{1,4}}[:：。]?$)"
)
"""加大五个力度, 做好以下三方面工作. No sum of what stands below: 第三项工作, “四个一”工程, 建立两个工作专班制度."""
_LONGEST_HEADING = 30
_LEAD = regex(r"[^。；;：:，,]{2,20}。.")
_SEVERAL = regex(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、月日号季期级类线]")
"""What stands behind 三、 and 5、 where these may number nothing: 三、四季度, 5、6月份."""
_ARRANGED = regex(
    r"(?<![每均])(?<![每均].)(?<![每均]..)(?:安排|预算)(?:预算)?(?:资金|金额|经费|数)?(?:为|共|共计)?:?"
    r"[^,，。；;：:\d元每均]{0,6}?(?<![\d,.])((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[万亿]?元)(?!/)"
)
"""An amount that is arranged for a project: 预算安排数78万元, 安排预算资金10万元, 预算安排检测费用7.6万元. 每户安排1.5万元 is
what one of many gets."""
_LEAST_ARRANGED = Decimal(1)
"""In 万元: what is less is not for a whole project."""
_PHRASE_TWICE = regex(r"([\u4e00-\u9fff]{5,14})\1")
_ASIDE = regex(r"\([^()]*\)|(?:19|20)\d\d年?(?:度)?")
_COMMON = regex(r"[\W_]|项目|资金|经费|工程|专项|补助")


def target_faults(
    reading: FileReading, projects: Sequence[Project], typed: Mapping[int, TypedProject]
) -> Iterator[Fault]:
    """The faults of a document's part one. projects: those of its part two; typed: what was typed, by the project's
    id."""
    target = reading.target
    if target is None:
        return
    file = str(reading.path)

    def in_document(rule: Callable[..., Iterator[_Found]], *arguments: Any) -> Iterator[Fault]:
        for found, text, said in rule(target, *arguments):
            at = target.cells.get(text) or Value(text, OUTSIDE, 0)
            yield Fault(found, None, None, at, said, file=file, sheet=target.sheet or None)

    rules = (_missing_parts, _broken_numbers, _wrong_counts, _misspelt)
    yield from guarded_rules(file, *((in_document, rule) for rule in rules))
    against = (_against_projects, _amounts_ne_budgets)
    yield from guarded_rules(file, *((in_document, rule, projects) for rule in against))
    yield from guarded_rules(file, (in_document, _quantities_ne_indicators, projects, typed))


_Found = tuple[str, str, dict[str, Any]]
"""A rule, the paragraph, what the message mentions."""


def _misspelt(target: DepartmentTarget) -> Iterator[_Found]:
    for text in target.paragraphs:
        for rule, _, said in faults_of_text(text, "goals"):
            if rule == "typo":
                yield rule, text, {"name": PART_ONE, **said}
        if doubled := _PHRASE_TWICE.search(text):
            said = {"said": MISSPELT.format(wrong=doubled[0], right=doubled[1])}
            yield "typo", text, {"name": PART_ONE, **said}
    for text, slip in unlisted_slips(tuple(dict.fromkeys(target.paragraphs)), FileTexts()):
        said = {"said": MISSPELT.format(wrong=slip.wrong, right=slip.right)}
        yield "typo", text, {"name": PART_ONE, **said}


def _missing_parts(target: DepartmentTarget) -> Iterator[_Found]:
    """Sections that are missing, and items without 绩效目标： or 绩效指标：. What all of them lack is reported once."""
    there = {kind for kind, _ in target.headings}
    if target.overall:
        there.add("overall")  # its heading is often left out
    if missing := [f"“{name}”" for kind, name in SECTIONS.items() if kind not in there]:
        yield (
            "narrative_part_missing",
            target.paragraphs[0],
            {"where": PART_ONE, "missing": "、".join(missing)},
        )
    lacks = {
        id(item): [
            name
            for name, has in (("绩效目标：", has_goal(item)), ("绩效指标：", has_indicator(item)))
            if not has
        ]
        for item in target.items
    }
    same = list(lacks.values())
    if len(same) > 1 and same[0] and all(one == same[0] for one in same):
        heading = next(text for kind, text in target.headings if kind == "items")
        params = {"where": texts.ALL_ITEMS.format(count=len(same)), "missing": _named(same[0])}
        yield "narrative_part_missing", heading, params
        return
    for item in target.items:
        if lacks[id(item)]:
            params = {
                "where": texts.ONE_ITEM.format(heading=item.heading),
                "missing": _named(lacks[id(item)]),
            }
            yield "narrative_part_missing", item.heading, params


def _named(parts: list[str]) -> str:
    return texts.PARAGRAPHS.format(parts="和".join(f"“{part}”" for part in parts))


def _broken_numbers(target: DepartmentTarget) -> Iterator[_Found]:
    scopes = [
        target.overall,
        [item.heading for item in target.items],
        *(item.text for item in target.items),
        target.measures,
    ]
    for found in (_gap_in_headings(target), *map(_gap, scopes)):
        if found:
            yield "numbering_broken", found[0], {"numbers": found[1]}
    if found := _no_longer_numbered(target.measures):
        yield "numbering_broken", found[0], {"numbers": found[1]}


def _gap_in_headings(target: DepartmentTarget) -> tuple[str, str] | None:
    """The gap in the numbers of the sections. They may go on with those of a larger document: then 二、 at the
    beginning is a fault only if the section before is missing, whose heading may be worded in a way not known."""
    headings = [heading for _, heading in target.headings]
    first = numbered(headings[0]) if headings else None
    if first is None:
        return None
    if first.number == 2 and target.headings[0][0] != "overall":
        alike = [text for text in target.overall if (found := numbered(text)) and found.style == first.style]
        return _gap(alike + headings)
    return _gap(headings, first.number)


def _gap(paragraphs: Sequence[str], begin: int = 1) -> tuple[str, str] | None:
    """The first paragraph whose number does not follow, and how that is said. begin: the first number, beside 1."""
    levels: list[Numbered] = []
    within: dict[str, int] = {}  # style → the last number in the middle of a paragraph
    for n, text in enumerate(paragraphs):
        if n:
            within.update({found.style: found.number for found in numbers_within(paragraphs[n - 1])})
        found = numbered(text)
        if found is None:
            continue
        at = next((n for n, level in enumerate(levels) if level.style == found.style), None)
        follows = found.number in (1, begin, within.get(found.style, 0) + 1)
        if not follows and (at is None or found.number != levels[at].number + 1):
            if _SEVERAL.match(bare(text)):
                continue
            if at is not None:
                return text, f"“{levels[at].printed}”之后是“{found.printed}”"
            return text, f"从“{found.printed}”开始" + (f"，前面是“{levels[-1].printed}”" if levels else "")
        levels[len(levels) if at is None else at :] = [found]
    return None


def _no_longer_numbered(paragraphs: Sequence[str]) -> tuple[str, str] | None:
    """（一）…（二）…（三）… and then paragraphs of the same kind without a number."""
    numbers = [numbered(text) for text in paragraphs]
    last = max((n for n, found in enumerate(numbers) if found), default=-1)
    first = next((n for n, found in enumerate(numbers) if found), 0)
    listed = numbers[first : last + 1]
    if len(listed) < 2 or len({found.style if found else None for found in listed}) != 1:
        return None  # below each number there is text without one
    rest = paragraphs[last + 1 :]
    if len(rest) < 2 or not all(_LEAD.match(text) for text in rest):
        return None
    shown = listed[-1].printed if listed[-1] else ""
    return rest[0], texts.UNNUMBERED.format(number=shown, count=len(rest))


def _wrong_counts(target: DepartmentTarget) -> Iterator[_Found]:
    """加大五个力度 above a list of six."""
    for paragraphs in (target.overall, *(item.text for item in target.items), target.measures):
        numbers = [numbered(text) for text in paragraphs]
        for n, text in enumerate(paragraphs):
            stated = _STATED.search(bare(text)) if len(text) <= _LONGEST_HEADING else None
            count = _listed_below(numbers, n) if stated else 0
            figure = (stated[1] or stated[2]) if stated else ""
            if stated and count > 1 and count != chinese_number(figure.replace("两", "二")):
                params = {"heading": text, "stated": stated[0], "count": count}
                yield "narrative_count_mismatch", text, params


def _listed_below(numbers: Sequence[Numbered | None], at: int) -> int:
    """How many numbered paragraphs stand below a heading as its parts; 0 if the next one is none."""
    own, first = numbers[at], numbers[at + 1] if at + 1 < len(numbers) else None
    if first is None or first.number != 1 or (own and own.style == first.style):
        return 0
    count = 0
    for found in islice(numbers, at + 1, None):
        if found and own and found.style == own.style:
            break
        if found and found.style == first.style:
            if found.number <= count:
                break  # a list of another heading
            count = found.number
    return count


def _against_projects(target: DepartmentTarget, projects: Sequence[Project]) -> Iterator[_Found]:
    """Items that are named otherwise than their project, and projects that no item deals with.

    Departments also make items of their fields of work; then there is nothing to compare."""
    items, others = list(target.items), [project for project in projects if core_name(project.name)]
    exact = [item for item in items if any(_same(item, project) for project in others)]
    left = [project for project in others if not any(_same(item, project) for item in items)]
    renamed: list[tuple[TargetItem, Project]] = []
    for item in items:
        near = [project for project in left if item not in exact and _likeness(item, project) >= ALIKE_NAMES]
        if near:
            renamed.append((item, max(near, key=partial(_likeness, item))))
            left.remove(renamed[-1][1])
    matched = len(exact) + len(renamed)
    if not matched or 2 * matched < len(items):
        return
    for item, project in renamed:
        yield "narrative_name_ne_table", item.heading, {"item": item.heading, "project": project.name}
    known = [*map(id, exact), *(id(item) for item, _ in renamed)]
    alone = [item for item in items if id(item) not in known]
    if len(alone) <= MOST_ALONE * len(items) or len(items) == len(others):
        for item in alone:
            if not any(_is_mentioned(fold(item.heading + "".join(item.text)), project) for project in others):
                yield "narrative_item_without_project", item.heading, {"item": item.heading}
    text = fold("".join(paragraph for item in items for paragraph in item.text))
    absent = [project for project in left if not _is_mentioned(text, project)]
    if absent:
        names = "、".join(f"“{project.name}”" for project in absent[:MOST_NAMED])
        heading = next((text for kind, text in target.headings if kind == "items"), target.paragraphs[0])
        params = {"count": len(absent), "names": names + ("等" if len(absent) > MOST_NAMED else "")}
        yield "narrative_item_missing", heading, params


def _amounts_ne_budgets(target: DepartmentTarget, projects: Sequence[Project]) -> Iterator[_Found]:
    """Items in which another amount is arranged (预算安排5万元) than their project has, as a whole or of one source."""
    for item in target.items:
        own = [project for project in projects if core_name(project.name) and _same(item, project)]
        exact = [project for project in own if core_name(project.name) == core_name(item.name)]
        arranged = {
            (found[1], amount)
            for paragraph in item.text
            for found in _ARRANGED.finditer(half_width(compact(paragraph)))
            if (amount := parse_amount(found[1]).wan)
        }
        if len(arranged) != 1 or not own:
            continue
        ((printed, amount),) = arranged
        if amount < _LEAST_ARRANGED:
            continue
        of_project = (exact or own)[0]
        totals = [budget_of(project) for project in own]
        known = [_budget(project, name) for project in own for name in BUDGETS.values()]
        if None in totals or amount in (*known, sum(total for total in totals if total is not None)):
            continue
        text = next(paragraph for paragraph in item.text if printed in half_width(compact(paragraph)))
        params = {"item": item.heading, "amount": printed, "project": of_project.name}
        yield "part_one_amount_ne_budget", text, params | {"budget": of_project.text(BUDGETS["total"])}


def budget_of(project: Project) -> Decimal | None:
    """What a project has, in 万元; None if it is not given or not understood."""
    return _budget(project, BUDGETS["total"])


def _budget(project: Project, name: str) -> Decimal | None:
    return parse_amount(project.text(name), project.text("currency_unit") or project.form.currency).wan


def _quantities_ne_indicators(
    target: DepartmentTarget, projects: Sequence[Project], typed: Mapping[int, TypedProject]
) -> Iterator[_Found]:
    """Items that give another quantity of a thing than the indicator of their project."""
    for item in target.items:
        own = [project for project in projects if core_name(project.name) and _same(item, project)]
        exact = [project for project in own if core_name(project.name) == core_name(item.name)]
        for project in exact or own if len(exact or own) == 1 else ():
            rows = typed[id(project)].rows if id(project) in typed else []
            for paragraph, quantities, row in other_quantities(item.text, rows):
                said = {
                    "item": item.heading,
                    "said": "、".join(dict.fromkeys(quantities)),
                    "project": project.name,
                }
                said |= {"indicator": row.l3, "number": row.shown}
                yield "part_one_quantity_ne_indicator", paragraph, said


def core_name(name: str) -> str:
    """The name of a project as it is compared: without years, brackets and the words that every name has."""
    return _COMMON.sub("", _ASIDE.sub("", fold(name)))


def _same(item: TargetItem, project: Project) -> bool:
    """Whether an item is named as a project, or one name holds the other."""
    return same_name(core_name(item.name), core_name(project.name))


def same_name(a: str, b: str) -> bool:
    """Whether two names (`core_name`) are one, or one holds the other."""
    return a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a))


def _likeness(item: TargetItem, project: Project) -> float:
    a, b = core_name(item.name), core_name(project.name)
    alike = SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0
    return alike if alike * (len(a) + len(b)) / 2 >= HELD * min(len(a), len(b)) else 0.0


def _is_mentioned(text: str, project: Project) -> bool:
    """Whether most of a project's name stands in a text."""
    core = core_name(project.name)
    size = max(LEAST_TOLD, ceil(ALIKE_NAMES * len(core)))
    return any(core[n : n + size] in text for n in range(len(core) - size + 1))

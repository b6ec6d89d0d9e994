"""Habits of a whole file: one plan for all projects, one basis for all indicators, styles that differ.

What is said here is said once for a file, or once for the form that differs from the rest of its file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from jibiao.checks import names, texts
from jibiao.checks.catalogue import rules
from jibiao.checks.finding import Fault
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.typed import Row, TypedProject
from jibiao.checks.texts import COUNTED_NOT_A_SHARE, GRADES_ILL_FIT, GRADES_OF_ALL, HARDLY_SO_MUCH
from jibiao.checks.thresholds import USUAL, Thresholds
from jibiao.forms import Form
from jibiao.records import GRADES, Project, Value
from jibiao.regex import regex
from jibiao.text import fold
from jibiao.values import measures
from jibiao.values.amount import parse_amount
from jibiao.values.nothing import is_blank, is_dashes
from jibiao.values.numerals import half_width

DATES_OF_ONE_STYLE = 3
ALIKE_CORES, LOST_OF_BASIS = 5, 2
"""Bases of more characters than these are one if one of them has so many more within it."""
COMMON_BASES = 20
TITLES_IN_ORDER = 5
GRADES_IN_COMMON = 3
"""So many indicators of a file with the same grades have them from a pattern."""
MUCH_CHANGE = 80
"""Hardly anything falls or grows by so many per cent within a year."""

_Row = tuple[Project, Row]
_Based = tuple[Project, Row, str]
"""An indicator with its basis, folded."""
_TELLS_APART = regex("[省市县区乡镇村国校院所新旧老非不未无一二三四五六七八九十甲乙丙上下前后及和与、]")
"""Characters by which two offices, stages or documents differ."""
_COUNTS = ("count", "person", "area", "length", "volume", "mass")
_CHANGES = regex("(?:下降|降低|减少|压减|上升|增长|提高|提升)(?:率|幅度|比例)$|[增降]幅$")
_PERCENT_SIGN = regex("[%％]")
_TITLE_NUMBER = regex(r"^\s*(\d{1,3})\s*[.、．]")
_MONTH_END = regex(
    r"(?P<year>(?:20\d\d)[年./-])?(?:(?P<month>\d{1,2})(?P<unit>月?份?))?(?P<end>年?[底末])?(?P<limit>(?:之|以)?前|止)?"
)


def habit_faults(typed: list[TypedProject], limits: Thresholds = USUAL) -> Iterator[Fault]:
    """The habits of one file. limits: from how many on something is a habit."""
    projects = [one.project for one in typed]
    rows = [(one.project, row) for one in typed for row in one.rows]
    based = [(project, row, text) for project, row in rows if (text := fold(row.basis))]
    counts = Counter(text for _, _, text in based)
    yield from guarded_rules(
        projects[0].file,
        (_layouts, projects),
        (_plans, projects, limits),
        (_same_basis, based, counts, limits),
        (_basis_wordings, based, counts),
        (_same_grades, rows, limits),
        (_dates, rows),
        (_amount_styles, projects, limits),
        (_titles, projects),
    )


def _layouts(projects: list[Project]) -> Iterator[Fault]:
    mixed = _concerned("layout_mixed", projects)
    forms = list(dict.fromkeys(project.form.id for project in mixed))
    if len(forms) > 1:
        other = next(project for project in mixed if project.form.id != forms[0])
        params = {"forms": "、".join(forms), "sheet": other.sheet}
        yield Fault("layout_mixed", other, None, _first_cell(other), params)
    concerned = _concerned("layout_lacks_budget", projects)
    bare = [project for project in concerned if not _asks_for_budget(project.form)]
    if bare:
        yield Fault("layout_lacks_budget", bare[0], None, _first_cell(bare[0]), {"count": _of_all(bare)})


def _concerned(rule: str, projects: list[Project]) -> list[Project]:
    """The projects whose form a rule is for."""
    return [project for project in projects if rules()[rule].applies(project.form.id, None)]


def _asks_for_budget(form: Form) -> bool:
    return "budget_total_raw" in form.fields or form.amounts_in is not None


def _first_cell(project: Project) -> Value | None:
    return project.fields.get("title") or next(iter(project.labels.values()), None)


def _of_all(projects: list[Project]) -> str:
    return texts.SO_MANY_FORMS.format(count=len(projects)) if len(projects) > 1 else ""


def _plans(projects: list[Project], limits: Thresholds) -> Iterator[Fault]:
    filled = [p for p in projects if any(not is_blank(v.text) and not is_dashes(v.text) for v in p.plan)]
    plans = {
        tuple(half_width(value.text.strip()).rstrip("%") for value in project.plan) for project in filled
    }
    if len(plans) == 1 and len(filled) >= limits.same_plan_projects:
        first = filled[0]
        params = {"count": len(filled), "plan": "、".join(value.text for value in first.plan)}
        yield Fault("plan_boilerplate", first, "plan_raw", first.plan[0], params)
    styles = {id(project): _percent_style(project) for project in filled}
    usual = _usual([style for style in styles.values() if style], limits)
    for project in filled:
        style = styles[id(project)]
        if usual and style and style != usual:
            params = {"usual": usual, "style": style}
            yield Fault("plan_style_differs_from_file", project, "plan_raw", project.plan[0], params)


def _percent_style(project: Project) -> str | None:
    """带%, 不带%; None if both occur in one plan, which is reported elsewhere."""
    signed = {bool(_PERCENT_SIGN.search(value.text)) for value in project.plan if value.text.strip()}
    return None if len(signed) != 1 else "带%" if signed == {True} else "不带%"


def _usual(styles: list[str], limits: Thresholds) -> str | None:
    """The style of a file: enough projects have one, and a large enough share of them this one."""
    if len(styles) < limits.style_projects:
        return None
    style, count = Counter(styles).most_common(1)[0]
    return style if count >= limits.style_share * len(styles) else None


def _same_basis(based: list[_Based], counts: Counter[str], limits: Thresholds) -> Iterator[Fault]:
    if len(based) < limits.same_basis_rows:
        return
    basis, count = counts.most_common(1)[0]
    if count >= limits.same_basis_share * len(based):
        project, row = next((project, row) for project, row, text in based if text == basis)
        params = {"count": count, "all": len(based)}
        yield Fault("basis_boilerplate", project, row.path("basis"), row.cell("basis"), params)


def _basis_wordings(based: list[_Based], counts: Counter[str]) -> Iterator[Fault]:
    """A basis that differs from a much commoner one by filler words only, or from any by 的, once for each form that has
    it."""
    weak = names.words("weak_bases")  # reported as such
    counts = Counter({text: count for text, count in counts.items() if text not in weak})
    common = counts.most_common(COMMON_BASES)
    commoner = {text: usual for text in counts if (usual := _commoner(text, counts[text], common))}
    commoner = _but_for_particles(counts) | commoner
    reported: set[tuple[int, str]] = set()
    for project, row, text in based if commoner else ():
        if text in commoner and (id(project), text) not in reported:
            reported.add((id(project), text))
            params = {"usual": commoner[text]}
            yield Fault("basis_wording_varies", project, row.path("basis"), row.cell("basis"), params)


def _commoner(text: str, own: int, common: list[tuple[str, int]]) -> str | None:
    """A much commoner wording of a basis; it is held against the commonest only, so that the work stays linear."""
    for other, count in common:
        if count <= 2 * own:
            return None
        if other != text and _same_basis_words(text, other):
            return other
    return None


def _but_for_particles(counts: Counter[str]) -> dict[str, str]:
    """The bases that are another one with 的 more or less, each with the commonest of its like, or else the first."""
    alike: dict[str, list[str]] = {}
    for text in counts:
        alike.setdefault(text.replace("的", ""), []).append(text)
    usual = {text: max(group, key=counts.__getitem__) for group in alike.values() for text in group}
    return {text: other for text, other in usual.items() if text != other}


@lru_cache(maxsize=8192)
def _same_basis_words(one: str, other: str) -> bool:
    if re.search(r"\d", one + other):
        return False  # documents are told apart by their numbers
    a, b = _core(one), _core(other)
    if a == b:
        kinds, others = _kinds(one), _kinds(other)
        return len(a) > 1 and (not kinds or not others or bool(kinds & others))
    shorter, longer = sorted((a, b), key=len)
    return (
        len(shorter) > ALIKE_CORES
        and len(longer) - len(shorter) <= LOST_OF_BASIS
        and _without_gap(shorter, longer)
    )


def _kinds(basis: str) -> set[str]:
    """What kind of thing a basis is: a plan (计划, 安排) is no requirement (要求, 规定)."""
    return {kind for kind in ("plans", "requirements") if names.holds(kind, basis)}


def _without_gap(short: str, long: str) -> bool:
    """Whether the longer text is the shorter one with some characters within it that tell nothing apart."""
    head = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    lost = long[head : head + len(long) - len(short)]
    return 0 < head < len(short) and long.endswith(short[head:]) and not _TELLS_APART.search(lost)


@lru_cache(maxsize=4096)
def _core(basis: str) -> str:
    for word in sorted(names.words("basis_fillers"), key=len, reverse=True):
        basis = basis.replace(word, "")
    return basis


def _same_grades(rows: list[_Row], limits: Thresholds) -> Iterator[Fault]:
    """One set of percentages as the grades of nearly all indicators; or of one that it makes no sense for."""
    graded = [
        (project, row, tuple(half_width(row.record.text(f"grades.{grade}")) for grade in GRADES))
        for project, row in rows
        if "grades.优" in row.record.values
    ]
    graded = [(project, row, texts) for project, row, texts in graded if "%" in texts[0]]
    counts = Counter(texts for _, _, texts in graded)
    usual = counts.most_common(1)[0] if counts else None
    at_all = (
        usual
        and len(graded) >= limits.same_grades_rows
        and usual[1] >= limits.same_grades_share * len(graded)
    )
    reported = False
    for project, row, grades in graded:
        said = ""
        if at_all and usual and not reported and grades == usual[0]:
            reported = True
            said = GRADES_OF_ALL.format(count=usual[1], all=len(graded), grades="、".join(grades))
        elif counts[grades] >= GRADES_IN_COMMON and (because := _make_no_sense(row.l3, grades[0])):
            common = counts[grades] - 1
            said = GRADES_ILL_FIT.format(name=row.l3, because=because, count=common, grades="、".join(grades))
        if said:
            at = row.cell("grades.优")
            yield Fault("grades_boilerplate", project, row.path("grades.优"), at, {"said": said})


@lru_cache(maxsize=4096)
def _make_no_sense(name: str, best: str) -> str | None:
    """Why percentages make no sense as the grades of an indicator: it counts something, or changes by hardly so much."""
    number = re.search(r"\d+(?:\.\d+)?", best)
    measure = re.search(r"\(([^()]+)\)$", fold(name))
    if names.is_count(name) or (measure and measures.group(measure[1]) in _COUNTS):
        return COUNTED_NOT_A_SHARE
    if _CHANGES.search(names.bare(name)) and number and Decimal(number[0]) >= MUCH_CHANGE:
        return HARDLY_SO_MUCH
    return None


def _dates(rows: list[_Row]) -> Iterator[Fault]:
    """Deadlines at the end of a month: one that leaves the month itself open, and those unlike the file's commonest."""
    dated = [
        (project, row, style)
        for project, row in rows
        if row.target.kind == "date" and (style := _date_style(row.value))
    ]
    # A style that names the year is the better one, however many leave it out.
    styles = Counter(style for _, _, style in dated)
    ranking = sorted(styles.items(), key=lambda style: ("Y" not in style[0], -style[1]))
    usual = next((style for style, count in ranking if count >= DATES_OF_ONE_STYLE), None)
    for project, row, style in dated:
        if row.target.bound_unsettled:
            because = texts.MONTH_UNSETTLED
        elif usual and style != usual:
            because = texts.OTHER_DATE_STYLE.format(usual=_shown_style(usual))
        else:
            continue
        yield Fault("date_style", project, row.path("value_raw"), row.cell("value_raw"), {"because": because})


@lru_cache(maxsize=4096)
def _date_style(text: str) -> str | None:
    """2024年12月底前 → Y年M月底前; None for a single day, a period and whatever else is no end of a month or year."""
    form = re.sub(r"\s", "", half_width(text)).rstrip("。")
    found = _MONTH_END.fullmatch(form)
    if not found or not (found["month"] or found["end"]):
        return None
    return re.sub(r"\d{1,2}(?=\D|$)", "M", re.sub(r"20\d\d", "Y", form))


def _shown_style(style: str | None) -> str:
    return (style or "").replace("Y", "××××").replace("M", "××")


def _amount_styles(projects: list[Project], limits: Thresholds) -> Iterator[Fault]:
    """Two decimals throughout (130.00), or none that are not needed (700万元)."""
    styles = {id(project): _decimal_style(project.text("budget_total_raw")) for project in projects}
    usual = _usual([style for style in styles.values() if style], limits)
    for project in projects:
        style = styles[id(project)]
        if usual and style and style != usual:
            name = "budget_total_raw"
            yield Fault("budget_format_inconsistent", project, name, project.fields[name], {"other": usual})


def _decimal_style(text: str) -> str | None:
    found = re.search(r"\d+(?:\.(\d+))?", text) if not parse_amount(text).fault else None
    if not found or (found[1] and len(found[1]) == 2 and not found[1].endswith("0")):
        return None  # 7.65 fits both
    return texts.TWO_DECIMALS if found[1] and len(found[1]) == 2 else texts.NO_NEEDLESS_NOUGHT


def _titles(projects: list[Project]) -> Iterator[Fault]:
    """Numbers before the titles: 1. 2. 4."""
    numbered = [
        (project, int(found[1]))
        for project in projects
        if (found := _TITLE_NUMBER.match(project.text("title")))
    ]
    if len(numbered) < TITLES_IN_ORDER:
        return
    for (_, before), (project, number) in pairwise(numbered):
        if number != before + 1:
            params = {"numbers": f"{before}、{number}"}
            yield Fault("numbering_broken", project, "title", project.fields["title"], params)
            return


def in_files(projects: list[TypedProject]) -> list[list[TypedProject]]:
    """The projects file by file."""
    groups: dict[str, list[TypedProject]] = defaultdict(list)
    for one in projects:
        groups[one.project.file].append(one)
    return list(groups.values())

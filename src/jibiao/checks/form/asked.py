"""What a department asks for in its settings, and what weights add up to: rules on one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jibiao.checks import texts
from jibiao.checks.catalogue import shortened
from jibiao.checks.codes import misspellings as known_misspellings
from jibiao.checks.finding import Fault, Severity
from jibiao.checks.guard import guarded_rules
from jibiao.checks.rows.row_words import plain
from jibiao.checks.settings import Settings
from jibiao.forms import levels_of
from jibiao.forms.levels import same_l1, standard_l1, standard_l2
from jibiao.records import Indicator, Project, Value
from jibiao.text import compact, fold, nearest
from jibiao.values.share import parse_share

_WITHOUT_EXECUTION = Decimal(90)
_MOST_MEANT = 3


def asked_faults(project: Project, settings: Settings) -> Iterator[Fault]:
    """The faults of one form."""
    asked = (
        (_too_few, settings.required),
        (_other_taxonomy, settings.taxonomy),
        (_not_in_library, settings.library.own_names),
        (_misspelt, settings.misspellings),
    )
    yield from guarded_rules(project, (_weights, project, settings.weights))
    yield from guarded_rules(project, *((rule, project, what) for rule, what in asked if what))


def _weights(project: Project, total: Decimal) -> Iterator[Fault]:
    """The weights of a form that has a column for them. One that is merged over several rows counts once."""
    cells = {
        row.values["weight_raw"]: n
        for n, row in enumerate(project.indicators, 1)
        if "weight_raw" in row.values
    }
    shares = {cell: parse_share(cell.text.strip().removesuffix("分")) for cell in cells}
    for cell, share in shares.items():
        if share.fault == "too_long":
            return  # that is reported elsewhere
        if share.fault not in (None, "blank"):
            path = f"indicators[{cells[cell]}].weight_raw"
            yield Fault("weight_not_number", project, path, cell)
            return
    known = [share.percent for share in shares.values() if share.percent is not None]
    found = sum(known, Decimal(0))
    if known and total not in (found, found * 100) and found != _stated_total(project):  # 0.2 stands for 20 %
        last = max(cells, key=lambda cell: cell.row)
        params = {"sum": plain(found), "wanted": plain(total)}
        path = f"indicators[{cells[last]}].weight_raw"
        # As a rule the other 10 points are left to 预算执行率, whether the form says so or not.
        severity = Severity.HINT if found == _WITHOUT_EXECUTION else None
        yield Fault("weights_wrong_sum", project, path, last, params, severity)


def _stated_total(project: Project) -> Decimal | None:
    """The sum of weights if the form itself leaves 10 points to 预算执行率 (财预〔2020〕10号): by a total of 90, or by a
    word on it anywhere."""
    said = parse_share(project.text("weight_total_raw")).percent
    speaks = any("预算执行" in value.text for _, value in project.texts())
    return _WITHOUT_EXECUTION if said == _WITHOUT_EXECUTION or speaks else None


def _too_few(project: Project, required: Mapping[str, int]) -> Iterator[Fault]:
    """Levels with fewer indicators than asked for. A form without second levels is asked for its first ones only."""
    if not project.indicators:
        return  # that is reported elsewhere
    has_l2 = any("l2" in row.values for row in project.indicators)
    own = {same_l1(l1) for l1 in levels_of(project.form.taxonomy).tree}
    for level, least in required.items():
        rows = [row for row in project.indicators if level in _levels(row)]
        if len(rows) < least and (has_l2 or level in own):
            at = _level_cell((rows or project.indicators)[0])
            params = {"level": level, "count": len(rows), "least": least}
            yield Fault("level_too_few", project, "indicators", at, params)


def _levels(row: Indicator) -> set[str]:
    """The standard names of a row's levels."""
    l1 = standard_l1(row.l1)
    names = {standard_l2(row.l2), l1, same_l1(l1) if l1 else None}
    return {name for name in names if name}


def _level_cell(row: Indicator) -> Value:
    value = row.values.get("l2") or row.values.get("l1") or next(iter(row.values.values()))
    return value._replace(text="")


def _other_taxonomy(project: Project, version: str) -> Iterator[Fault]:
    """Second levels that the version asked for does not have, each where it is written."""
    levels = levels_of(version)
    reported: set[Value] = set()
    for n, row in enumerate(project.indicators, 1):
        name, value = standard_l2(row.l2), row.values.get("l2")
        if name and value and value not in reported and not levels.l1_of(name):
            reported.add(value)
            params = {
                "source": levels.source,
                "choices": "、".join(f"“{l2}”" for l2s in levels.tree.values() for l2 in l2s),
            }
            yield Fault("level_of_other_version", project, f"indicators[{n}].l2", value, params)


def _not_in_library(project: Project, library: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    """Third levels that are not in the department's library, under levels that it has. The first ones that may have been
    meant for one of the library are named with it."""
    strange: list[tuple[str, Value]] = []
    meant: dict[str, str] = {}
    for n, row in enumerate(project.indicators, 1):
        value, levels = row.values.get("l3"), _levels(row)
        known = [names for level, names in library.items() if level in levels]
        if not value or not value.text or not known or any(fold(value.text) in names for names in known):
            continue
        strange.append((f"indicators[{n}].l3", value))
        written, names = compact(value.text), (name for of_level in known for name in of_level.values())
        if len(meant) < _MOST_MEANT and (near := nearest(written, names)):
            meant[written] = near[0]
    pairs = "，".join(texts.MEANT_BY.format(written=shortened(one), name=name) for one, name in meant.items())
    for path, value in strange:
        yield Fault("l3_not_in_library", project, path, value, {"near": f"（{pairs}）" if pairs else ""})


def _misspelt(project: Project, misspellings: Mapping[str, str]) -> Iterator[Fault]:
    """Words of the department's list, each where it stands; those that every department looks for are reported anyway."""
    usual = {(one.wrong, one.right) for one in known_misspellings()}
    own = [pair for pair in misspellings.items() if pair not in usual]
    for path, value in project.texts():
        for wrong, right in own:
            if wrong in value.text.replace(right, ""):
                yield Fault("misspelling_listed", project, path, value, {"wrong": wrong, "right": right})

"""The levels of an indicator (一级、二级指标) by version of the rules.

Source: 财预〔2015〕88号, 财预〔2021〕101号 and the provincial forms; `codes/levels.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from jibiao.lists import code_rows
from jibiao.regex import regex
from jibiao.text import fold

_POINTS = regex(r"\(?(?<![0-9])[0-9]+(\.[0-9]+)?(分|%|分值)\)?$|\([0-9]+(\.[0-9]+)?\)$")
_BROKEN_WORD = regex("(?!指标$|目标$)(?:指.?|.?标|标指|指?标指?标)")
"""What is left of 指标 at the end of a name: 指, 标, 指际."""


@dataclass(frozen=True)
class Levels:
    """One version: the first levels in order, each with its second levels (none: the form has none)."""

    version: str
    source: str
    tree: dict[str, tuple[str, ...]]

    @property
    def second(self) -> frozenset[str]:
        """All second levels."""
        return frozenset(l2 for children in self.tree.values() for l2 in children)

    def l1_of(self, l2: str) -> str | None:
        """The first level that a second level belongs to, None if this version does not have it."""
        return next((l1 for l1, children in self.tree.items() if l2 in children), None)


@cache
def all_levels() -> dict[str, Levels]:
    """Every version, by its id."""
    trees: dict[str, dict[str, list[str]]] = {}
    sources: dict[str, str] = {}
    for row in code_rows("levels.csv"):
        children = trees.setdefault(row["version"], {}).setdefault(row["l1"], [])
        if row["l2"]:
            children.append(row["l2"])
        sources[row["version"]] = row["source"]
    return {
        version: Levels(version, sources[version], {l1: tuple(l2) for l1, l2 in tree.items()})
        for version, tree in trees.items()
    }


def levels_of(version: str) -> Levels:
    """The levels of one version. Raises KeyError if there is none of that id."""
    return all_levels()[version]


@lru_cache(maxsize=4096)
def level_key(text: str) -> str:
    """How level names are compared: folded, without the word 指标 and without points in brackets: 产出指标（50分）."""
    return _POINTS.sub("", fold(text)).replace("指标", "")


@cache
def belongs(l1: str | None, l2: str | None) -> bool:
    """Whether some version of the rules has this second level under this first level (效果 is 效益). None, for
    a name that is none of the standard ones, belongs everywhere."""
    if l1 is None or l2 is None:
        return True
    homes = {same_l1(home) for levels in all_levels().values() if (home := levels.l1_of(l2))}
    return same_l1(l1) in homes


def home_of_l2(l2: str) -> str:
    """The first level that a standard second level belongs to, 效益指标 of 效果指标."""
    return next(same_l1(home) for levels in all_levels().values() if (home := levels.l1_of(l2)))


def same_l1(l1: str) -> str:
    """The one name of first levels that mean the same: 效果指标 of one version of the rules is 效益指标 of another."""
    return "效益指标" if l1 == "效果指标" else l1


@cache
def known_levels(level: int, older: bool = True) -> dict[str, str]:
    """Key of every known spelling of a level (1 or 2) → the standard name. older: also what forms before 2015 and those
    of other provinces call it (项目完成指标), which nobody types into a template."""
    known = {}
    for levels in all_levels().values():
        for l1, children in levels.tree.items():
            for name in (l1,) if level == 1 else children:
                known[level_key(name)] = name
    for row in code_rows("level_synonyms.csv"):
        meant = int(row["level"]) == level and row["means"] and (older or row["forms"] == "all")
        if meant and level_key(row["written"]) not in known:
            known[level_key(row["written"])] = row["means"]
    return known


def standard_l1(text: str) -> str | None:
    """The standard name of a first level however it is spelled; None if it is none."""
    return known_levels(1).get(level_key(text))


def standard_l2(text: str) -> str | None:
    """The standard name of a second level however it is spelled; None if it is none.

    Any name with 满意度 in it counts as 服务对象满意度指标 (practice of all bureaus in the corpus).
    """
    key = level_key(text)
    found = known_levels(2).get(key)
    return found or ("服务对象满意度指标" if "满意度" in key else None)


def standard_level(text: str) -> str:
    """The standard name of a first or second level, 效益指标 of 效果指标; "" if it is none."""
    l1 = standard_l1(text)
    return same_l1(l1) if l1 else standard_l2(text) or ""


def is_misspelt_l2(text: str) -> bool:
    """Whether a second level is none of the standard ones, or one of satisfaction in a spelling that is nearly right:
    服务对象满意度指, 服务对像满意度指标. Whose satisfaction it is may be said in other words (受益群众满意度)."""
    name = _POINTS.sub("", fold(text))
    if "指标指标" in name or standard_l2(text) is None:
        return True
    if level_key(text) in known_levels(2):
        return False
    who, _, behind = name.partition("满意度")
    return bool(_BROKEN_WORD.fullmatch(behind)) or _is_slip(who, "服务对象")


def _is_slip(written: str, meant: str) -> bool:
    """Whether one character is wrong, missing or doubled."""
    if len(written) == len(meant):
        return sum(one != other for one, other in zip(written, meant, strict=True)) == 1
    longer, shorter = (written, meant) if len(written) > len(meant) else (meant, written)
    at = next((n for n, sign in enumerate(shorter) if sign != longer[n]), len(shorter))
    if longer[:at] + longer[at + 1 :] != shorter:
        return False
    return longer is meant or longer[at] in longer[:at][-1:] + longer[at + 1 :][:1]


def is_shortened_l2(text: str) -> bool:
    """Whether a second level is a standard one without the word 指标 (质量, 社会效益), and no name that stands in some
    form (`level_synonyms.csv`)."""
    name = _POINTS.sub("", fold(text))
    return name == level_key(text) and name in known_levels(2) and name not in _written(2)


@cache
def _written(level: int) -> frozenset[str]:
    """The spellings of a level that stand in forms, folded."""
    return frozenset(
        fold(row["written"]) for row in code_rows("level_synonyms.csv") if row["level"] == str(level)
    )


def names_a_level(level: int, text: str) -> bool:
    """Whether a text is the name of a level (1 or 2), be it one that the rules for targets have or one of an
    evaluation: 投入, 过程, 决策, 影响力 (财预〔2013〕53号, 财预〔2020〕10号, 沪财绩〔2014〕19号)."""
    standard = standard_l1 if level == 1 else standard_l2
    return bool(standard(text)) or level_key(text) in _of_evaluations(level)


@cache
def _of_evaluations(level: int) -> frozenset[str]:
    rows = code_rows("level_synonyms.csv")
    return frozenset(
        level_key(row["written"]) for row in rows if not row["means"] and row["level"] == str(level)
    )

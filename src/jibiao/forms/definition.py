"""A form as its definition says, and what fields mean."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from typing import Any

from jibiao.errors import JibiaoError, first_of
from jibiao.forms.drawing import DrawnCell
from jibiao.forms.levels import levels_of

GENERAL = "general"
"""Id of the form that stands for 'of the family, but with no definition of its own'."""


class FormError(JibiaoError, ValueError):
    """A form's definition is not well formed. file: its name. errors: every fault with its line, in the user's
    language."""

    def __init__(self, file: str, errors: Iterable[str]) -> None:
        self.file, self.errors = file, list(errors)
        super().__init__(f"{file}：{'；'.join(first_of(self.errors))}")


@dataclass(frozen=True, eq=False)
class Form:
    """One official form. There is one object for each, so that forms are told apart by identity.

    id: short name, as in `jibiao template A1`; GENERAL for the general definition.
    name: what users see.
    year: the budget year whose rules introduced it, None for the general definition.
    version: of the template that is made from it, from 1.
    taxonomy: version of the indicator levels, see `codes/levels.csv`.
    currency_unit: the unit of money printed on the form, None if the form prints none.
    title: pattern of the title, with {project_name}.
    amounts_in: the field whose sentence gives the amounts, if they have no cells of their own.
    columns: widths in characters; rows: number of drawn rows, the last one stands for all indicators.
    """

    id: str
    name: str
    year: int | None = None
    version: int = 1
    taxonomy: str = "mof_2015_88"
    currency_unit: str | None = None
    title: str = ""
    amounts_in: str | None = None
    columns: tuple[int, ...] = ()
    cells: tuple[DrawnCell, ...] = field(default=(), repr=False)
    rows: int = 0

    @property
    def currency(self) -> str:
        """The unit of the amounts: 万元 where the form prints none."""
        return self.currency_unit or "万元"

    @cached_property
    def fields(self) -> frozenset[str]:
        """Names of the fields that the form prints."""
        return frozenset(cell.field for cell in self.cells if cell.field)

    def with_levels(self, version: str | None) -> Form:
        """The form as it is filled in where another version of the levels holds. It stays as it is printed if the
        version has the same second levels, or if the one of them has none; None: no other version holds."""
        if version is None:
            return self
        own, other = levels_of(self.taxonomy).second, levels_of(version).second
        return replace(self, taxonomy=version) if own and other and own != other else self


@cache
def _field_meanings() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files("jibiao.forms") / "fields.toml").read_text("utf-8"))


def known_fields() -> tuple[str, ...]:
    """Names of all fields that have a meaning."""
    return tuple(_field_meanings())


def field_name(path: str) -> str:
    """The Chinese name of a field, given its path: indicators[2].value_raw → 指标值."""
    name = path.split("].")[-1].split("[")[0]
    return str(_field_meanings().get(name, {}).get("name", name))


def field_help(name: str, currency: str) -> tuple[str, str]:
    """How a field is filled where amounts are in this unit, and an example; "" where there is none to give."""
    meaning = _field_meanings().get(name, {})
    return str(meaning.get("help", "")).replace("{currency}", currency), str(meaning.get("example", ""))


def longest_text(name: str) -> int | None:
    """How many characters a field usually has at most; None if that is not said."""
    return _field_meanings().get(name, {}).get("longest")


def field_type(name: str) -> str:
    """What a field holds: text, amount, code, share, level, target, grade or date."""
    return str(_field_meanings().get(name, {}).get("type", "text"))


@cache
def column_fields() -> frozenset[str]:
    """Names of the fields that are columns of the indicator table."""
    return frozenset(name for name, meaning in _field_meanings().items() if meaning.get("column"))


@cache
def required_fields() -> dict[str, str]:
    """Fields that must be filled on a form that prints them → the rule that is broken when they are not."""
    return {name: meaning["required"] for name, meaning in _field_meanings().items() if "required" in meaning}

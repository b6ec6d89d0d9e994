"""Records as lists that JSON can hold, and back: by the types of their fields, so that a new field needs nothing here.

It knows the types that records are made of: texts and numbers, lists, tuples, mappings by texts or by places, named tuples,
dataclasses. What JSON has itself stays as it is, which most of a reading is: that is what makes it quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from jibiao.forms import Form, form_by_id

Change = Callable[[Any], Any]


class Coder(NamedTuple):
    """How the values of a type go into JSON, and out of what was read from JSON. None: they stay as they are.

    What comes from outside may raise TypeError, ValueError or LookupError on its way out."""

    into: Change | None = None
    out_of: Change | None = None


@cache
def coder(kind: Any) -> Coder:
    """How values of a type are carried."""
    origin, args = get_origin(kind), get_args(kind)
    if kind is Form:
        return Coder(attrgetter("id"), form_by_id)
    if kind is Path:
        return Coder(str, Path)
    if origin is list:
        return _each(coder(args[0]), list)
    if origin is tuple:
        return _each(coder(args[0]), tuple) if args[-1] is ... else _tuple(tuple, args)
    if origin in (dict, Mapping):
        return _mapping(*args)
    if origin in (Union, UnionType) and NoneType in args:
        return _or_none(coder(next(one for one in args if one is not NoneType)))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Coder(None, kind)
    if is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _tuple(partial(tuple.__new__, kind), [*get_type_hints(kind).values()])
    return Coder()


def _each(item: Coder, make: Callable[[Any], Any]) -> Coder:
    into, out_of = item
    return Coder(
        into and (lambda items: [into(one) for one in items]),
        (lambda items: make(map(out_of, items))) if out_of else None if make is list else make,
    )


def _tuple(make: Callable[[Any], Any], kinds: Any) -> Coder:
    """A tuple of certain types; in JSON any is a list."""
    into, out_of = _at([coder(kind) for kind in kinds])
    return Coder(
        into and (lambda values: into([*values])), (lambda values: make(out_of(values))) if out_of else make
    )


def _record(kind: Any) -> Coder:
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    into, out_of = _at([coder(hints[name]) for name in names])
    values_of = attrgetter(*names)
    return Coder(
        (lambda record: into([*values_of(record)])) if into else values_of,
        (lambda values: kind(*out_of(values))) if out_of else (lambda values: kind(*values)),
    )


def _at(coders: list[Coder]) -> Coder:
    """Change a list in place, where something is to be changed."""

    def changing(changes: list[tuple[int, Change]]) -> Change:
        def change(values: list[Any]) -> list[Any]:
            for n, make in changes:
                values[n] = make(values[n])
            return values

        return change

    into = [(n, one.into) for n, one in enumerate(coders) if one.into]
    out_of = [(n, one.out_of) for n, one in enumerate(coders) if one.out_of]
    return Coder(changing(into) if into else None, changing(out_of) if out_of else None)


def _mapping(key: Any, value: Any) -> Coder:
    """JSON has only texts as keys: by places it is a list of pairs."""
    if key is not str:
        pairs = _each(_tuple(tuple, (key, value)), list)
        listed, paired = pairs.into or list, pairs.out_of or list
        return Coder(lambda found: listed(found.items()), lambda items: dict(paired(items)))
    into, out_of = coder(value)
    return Coder(
        into and (lambda found: {name: into(one) for name, one in found.items()}),
        out_of and (lambda found: {name: out_of(one) for name, one in found.items()}),
    )


def _or_none(value: Coder) -> Coder:
    into, out_of = value
    return Coder(
        into and (lambda one: None if one is None else into(one)),
        out_of and (lambda one: None if one is None else out_of(one)),
    )

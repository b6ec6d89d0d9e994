"""What every module needs from UNO: properties, structs, enums, and paths as URLs."""

from __future__ import annotations

from typing import Any

from .process import load_uno


def properties(**values: Any) -> tuple[Any, ...]:
    """A sequence of com.sun.star.beans.PropertyValue."""
    uno = load_uno()
    made = []
    for name, value in values.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def struct(name: str, *values: Any) -> Any:
    """A UNO struct by its name below com.sun.star."""
    return load_uno().createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    """A value of a UNO enum by its name below com.sun.star."""
    return load_uno().Enum(f"com.sun.star.{name}", value)


def to_url(path: str) -> str:
    """A file's path as a URL."""
    return str(load_uno().systemPathToFileUrl(path))


def to_path(url: str) -> str:
    """A file URL as a path."""
    return str(load_uno().fileUrlToSystemPath(url))


def typed(kind: str, value: Any) -> Any:
    """A value of a given UNO type, for properties that take no other (use with `set_typed`)."""
    return load_uno().Any(kind, value)


def call_typed(target: Any, method: str, *arguments: Any) -> Any:
    """Call a method with arguments made by `typed`; an ordinary call would unpack them."""
    return load_uno().invoke(target, method, arguments)


def is_ambiguous(target: Any, name: str) -> bool:
    """Whether the cells of a range differ in a property (XPropertyState): then its value is one of theirs."""
    return bool(target.getPropertyState(name).value == "AMBIGUOUS_VALUE")


def format_groups(block: Any) -> list[Any]:
    """The cells of a block in groups that are formatted alike (XUniqueCellFormatRangesSupplier)."""
    groups = block.getUniqueCellFormatRanges()
    return [groups.getByIndex(number) for number in range(groups.Count)]


def uniform(target: Any, name: str) -> Any:
    """The value of a property that all cells of a range share, or None where they differ."""
    return None if is_ambiguous(target, name) else target.getPropertyValue(name)

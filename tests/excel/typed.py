"""Objects that know what Excel's object model has, and raise on anything else; and xlwings' Windows engine over them.

What a class has, with the arguments and types, is in `members.txt` (made by `describe.py`). A subclass of `Com` says
what a member does: `get_Name`, `set_Name`, `do_Name` for one that is called. A member that Excel has and the stand-in
does not is NotImplementedError.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime as dt
import importlib
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

BY_HAND = """
class Worksheet
Visible= XlSheetVisibility|boolean
class Range
MergeCells= boolean|nothing
"""
"""What the description of 2010 does not have, in the form of members.txt, each with its source: the examples of
https://learn.microsoft.com/office/vba/api/excel.worksheet.visible set True and False;
excel.range.mergecells says Null of cells of which some are merged. No command uses a member that
came after 2010."""

_READ_WITHOUT_CALL = {("Range", "Address"), ("Application", "International")}
"""Properties with arguments, all of which may be left out: pywin32 reads them by their name, and calls them by
Get and their name."""
FAULTS: list[str] = []
"""What was asked of Excel that it does not have; also where the caller let the exception go by."""


class NotInExcel(TypeError):
    """A member, argument or type that Excel does not have."""

    def __init__(self, told: str) -> None:
        FAULTS.append(told)
        super().__init__(told)


class ComError(Exception):
    """pywintypes.com_error: Excel refuses."""

    def __init__(self, told: str = "", hresult: int = -2147352567) -> None:
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", told, None, 0, -2146827284)
        super().__init__(hresult, told, self.excepinfo, None)


@dataclass(frozen=True, slots=True)
class Argument:
    name: str
    optional: bool
    kinds: frozenset[str]


@dataclass(slots=True)
class Member:
    """kinds: of what it gives. forms: the arguments that it can be called with; none for a plain property."""

    kinds: frozenset[str]
    writable: bool = False
    forms: list[list[Argument]] = field(default_factory=list)


@cache
def description() -> tuple[dict[str, dict[str, Member]], dict[str, set[int]]]:
    """The members of each class, and the numbers of each enumeration."""
    classes: dict[str, dict[str, Member]] = {}
    enums: dict[str, set[int]] = {}
    text = Path(__file__).with_name("members.txt").read_text("utf-8") + BY_HAND
    for line in filter(None, text.splitlines()):
        first, _, rest = line.partition(" ")
        if first == "#":
            continue
        if first == "enum":
            name, *numbers = rest.split()
            enums[name] = set(map(int, numbers))
        elif first == "class":
            members = classes.setdefault(rest, {})
        elif "(" in line:
            head, _, kinds = line.rpartition(") ")
            name, _, inside = head.partition("(")
            member = members.setdefault(name, Member(frozenset(kinds.split("|"))))
            member.forms.append([_argument(word) for word in inside.split(", ") if word])
        else:
            members[first.removesuffix("=")] = Member(frozenset(rest.split("|")), first.endswith("="))
    return classes, enums


def _argument(word: str) -> Argument:
    name, _, kinds = word.partition(":")
    return Argument(name.removesuffix("?"), name.endswith("?"), frozenset(kinds.split("|")))


def has_member(kind: str, name: str) -> bool:
    """Whether objects of a class have a member."""
    return name in description()[0][kind]


def table(**members: Callable[..., Any]) -> Mapping[str, Callable[..., Any]]:
    """Members of a class by their names, each in one line."""
    return MappingProxyType(members)


class CDispatch:
    """pywin32's object; xlwings tells by it what to try again."""


class Com(CDispatch):
    """An object of Excel. kind: its class. reads, sets: members that need one line."""

    kind = ""
    reads: Mapping[str, Callable[[Any], Any]] = MappingProxyType({})
    sets: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType({})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        getter = name.startswith("Get") and (self.kind, name[3:]) in _READ_WITHOUT_CALL
        member = self._member(name[3:] if getter else name)
        if getter or (member.forms and (self.kind, name) not in _READ_WITHOUT_CALL):
            return lambda *given, **named: self._call(
                name.removeprefix("Get") if getter else name, given, named
            )
        if member.forms:
            return self._call(name, (), {})
        value = self.reads[name](self) if name in self.reads else self._does(f"get_{name}")()
        assert _fits(value, member.kinds), (
            f"the stand-in gives {value!r} for {self.kind}.{name}: {member.kinds}"
        )
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
            return
        member = self._member(name)
        if not member.writable:
            raise NotInExcel(f"{self.kind}.{name} cannot be set")
        if not _fits(value := _bare(value), member.kinds):
            raise NotInExcel(f"{self.kind}.{name} = {value!r}: {'|'.join(sorted(member.kinds))}")
        if name in self.sets:
            self.sets[name](self, value)
        else:
            self._does(f"set_{name}")(value)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._call("Item", given, named)

    def __iter__(self) -> Iterator[Any]:
        self._member("Item")
        return (self._call("Item", (number,), {}) for number in range(1, self.Count + 1))

    def _member(self, name: str) -> Member:
        found = description()[0][self.kind].get(name)
        if found is None:
            raise NotInExcel(f"{self.kind}.{name}")
        return found

    def _does(self, name: str) -> Callable[..., Any]:
        try:
            return object.__getattribute__(self, name)  # type: ignore[no-any-return]
        except AttributeError:
            raise NotImplementedError(f"the stand-in has no {self.kind}.{name}") from None

    def _call(self, name: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        values, names = [_bare(value) for value in given], {key: _bare(value) for key, value in named.items()}
        for form in self._member(name).forms:
            if (arguments := _bound(form, values, names)) is not None:
                return self._does(f"do_{name}")(**arguments)
        raise NotInExcel(f"{self.kind}.{name}({', '.join(map(repr, given))}, {named})")


def _bound(form: list[Argument], given: list[Any], named: dict[str, Any]) -> dict[str, Any] | None:
    """The arguments by their names; None if the form does not take them. None stands for one that is left out."""
    if len(given) > len(form) or named.keys() - {one.name for one in form[len(given) :]}:
        return None
    values = dict(zip((one.name for one in form), given, strict=False)) | named
    for one in form:
        value = values.get(one.name)
        if value is None and (one.optional or "nothing" in one.kinds):
            continue
        if one.name not in values or not _fits(value, one.kinds):
            return None
    return {name: value for name, value in values.items() if value is not None}


def _bare(value: Any) -> Any:
    """Without the wrapper in which xlwings keeps an object."""
    return value.__dict__["_inner"] if "_inner" in getattr(value, "__dict__", {}) else value


def _fits(value: Any, kinds: frozenset[str]) -> bool:
    if "any" in kinds:
        return True
    if isinstance(value, Com):
        return value.kind in kinds
    if value is None:
        return "nothing" in kinds or bool(kinds & description()[0].keys())  # Nothing is of every class
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, int | float):
        enums = description()[1]
        return "number" in kinds or any(value in enums[kind] for kind in kinds if kind in enums)
    return ("text" if isinstance(value, str) else "array") in kinds


def windows_engine(answers: Callable[[str], int]) -> Any:
    """xlwings' module of its Windows engine, pywin32 replaced. answers: a message box's text → the button's number."""
    modules = {name: types.ModuleType(name) for name in _PYWIN32}
    for name, module in modules.items():
        if "." in name:
            parent, _, child = name.rpartition(".")
            setattr(modules[parent], child, module)
    pywintypes, pythoncom, client = (modules[name] for name in ("pywintypes", "pythoncom", "win32com.client"))
    pywintypes.__dict__.update(com_error=ComError, error=ComError, TimeType=dt.datetime, IID=str)
    pythoncom.__dict__.update(CoInitialize=lambda: None, ole_error=ComError, __file__="")
    client.__dict__.update(
        {
            name: type(name, (), {})
            for name in ("CoClassBaseClass", "DispatchBaseClass", "Dispatch", "DispatchEx")
        },
        CDispatch=CDispatch,
    )
    boxes = {"MB_OK": 0, "MB_OKCANCEL": 1, "MB_YESNOCANCEL": 3, "MB_YESNO": 4}
    modules["win32con"].__dict__.update(boxes, MB_ICONWARNING=48, MB_ICONINFORMATION=64)
    modules["win32api"].__dict__.update(MessageBox=lambda hwnd, text, title, style: answers(text))
    modules["win32process"].__dict__.update(GetWindowThreadProcessId=lambda hwnd: (1, hwnd))
    modules["win32gui"].__dict__.update(FindWindowEx=lambda *_: 1)
    modules["win32timezone"].__dict__.update(TimeZoneInfo=types.SimpleNamespace(utc=lambda: dt.UTC))
    before, before_ctypes = dict(sys.modules), dict(vars(ctypes))
    sys.modules.update(modules)
    anything = _Anything()
    ctypes.__dict__.update(oledll=anything, windll=anything, PyDLL=lambda path: anything)
    try:
        sys.modules.pop("xlwings._xlwindows", None)
        engine = importlib.import_module("xlwings._xlwindows")
    finally:
        for name in modules:
            sys.modules.pop(name)
        sys.modules.update({name: before[name] for name in modules if name in before})
        ctypes.__dict__.update({name: before_ctypes[name] for name in ("PyDLL",)})
        for name in ("oledll", "windll"):
            if name not in before_ctypes:
                delattr(ctypes, name)
    atexit.unregister(engine.cleanup)
    engine.__dict__.update(WindowsError=OSError, N_COM_ATTEMPTS=1)  # nothing becomes better by waiting
    return engine


_PYWIN32 = (
    *("pywintypes", "pythoncom", "win32api", "win32con", "win32gui", "win32process", "win32timezone"),
    *("win32com", "win32com.client"),
)


class _Anything:
    """Stands for a library of Windows while the module is loaded."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __call__(self, *_: Any) -> Any:
        return self

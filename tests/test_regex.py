"""Regular expressions at the top of modules: compiled when they are used, and all of them in order."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from importlib import import_module

import pytest

import jibiao
from jibiao.regex import regex

_COMPILED_BY_IMPORTS = """
import re, sys
compiled, compile = [], re.compile
def caller():
    frame = sys._getframe(2)
    return frame.f_globals.get("__name__", "")
def counted(*arguments, **named):
    compiled.append(caller())
    return compile(*arguments, **named)
re.compile = counted
import jibiao.live.validate, jibiao.checks.checking
print(*[module for module in compiled if module.startswith("jibiao")])
"""


def test_what_a_click_imports_compiles_none() -> None:
    ran = subprocess.run([sys.executable, "-c", _COMPILED_BY_IMPORTS], capture_output=True, text=True)
    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def test_one_that_is_used_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda *asked: compiled.append(asked[0]) or real(*asked))
    word = regex("[a-z]+", re.IGNORECASE)
    assert compiled == [] and word.pattern == "[a-z]+"
    assert word.findall("One 2 Three") == ["One", "Three"] and word.fullmatch("2") is None
    assert compiled == ["[a-z]+"]


def test_all_of_the_package_are_in_order() -> None:
    """An expression that is wrong would show only when somebody needs it."""
    found = 0
    for module in pkgutil.walk_packages(jibiao.__path__, "jibiao."):
        if module.name.startswith(("jibiao.checks.", "jibiao.reading.", "jibiao.values.", "jibiao.shown.")):
            for value in vars(import_module(module.name)).values():
                if type(value).__name__ == "_Regex":
                    assert value.flags is not None
                    found += 1
    assert found > 250

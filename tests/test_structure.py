"""Arrows between modules and between folders go one way, and the developers' pages name what there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "src").rglob("*.py")
}
PAGES = ("README.md", "CONTRIBUTING.md", "docs/DESIGN.md")


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only type checkers look at."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            yield node
            yield from _nodes(node)


@cache
def _imported(module: str) -> set[str]:
    """The modules of ours that a module imports, also those that it imports only when it comes to them."""
    found: set[str] = set()
    for node in _nodes(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = (f"{node.module}.{name.name}" for name in node.names)
            found |= {name if name in MODULES else node.module for name in whole}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return (found & MODULES.keys()) - {module}


def _module(name: str) -> str:
    """The object model of LibreOffice is one: a sheet gives ranges, and a range its sheet."""
    return "jibiao.libreoffice" if name.startswith("jibiao.libreoffice.") else name


def _folder(name: str) -> str:
    """jibiao.checks.form.money → jibiao.checks. `schemas` is the public name of what the consolidation writes."""
    top = ".".join(name.split(".")[:2])
    return "jibiao.consolidation" if top == "jibiao.schemas" else top


@pytest.mark.parametrize("node_of", [_module, _folder])
def test_no_imports_go_in_a_circle(node_of: Callable[[str], str]) -> None:
    arrows: dict[str, set[str]] = {}
    for name in MODULES:
        arrows.setdefault(node_of(name), set()).update(node_of(other) for other in _imported(name))
    for node, others in arrows.items():
        others.discard(node)
    TopologicalSorter(arrows).prepare()  # CycleError names the circle


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w-]+/)+(?:[\w.-]+\.(?:py|toml|csv|md|xml)|(?=`)))", text))
    assert named
    places = (ROOT, ROOT / "src/jibiao", ROOT / "tests")
    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []


@pytest.mark.parametrize("page", PAGES)
def test_modules_that_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`(jibiao(?:\.[a-z_]+)+)", text)
    assert [name for name in named if name not in MODULES and name.rpartition(".")[0] not in MODULES] == []

"""Every call that the commands make on xlwings is there for Excel on macOS: xlwings' own sources say so. For Excel on
Windows tests/excel proves more. Excel itself cannot be run here."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
import xlwings as xw

from counting_host import counted
from jibiao.live import click
from jibiao.live.findings_sheet import find_sheet
from jibiao.own_sheets import FIX_LOG
from workbooks import WORKBOOKS

_SOURCES = Path(xw.__file__).parent


def _members(module: str) -> dict[str, dict[str, ast.AST]]:
    """Class → member → its definition, those of its bases worked in."""
    classes = _classes(module)
    common = {f"base_classes.{name}": node for name, node in _classes("base_classes.py").items()}
    classes |= common

    def of(name: str) -> dict[str, ast.AST]:
        found: dict[str, ast.AST] = {}
        for base in reversed(classes[name].bases):
            if ast.unparse(base) in classes:
                found |= of(ast.unparse(base))
        for node in classes[name].body:
            if isinstance(node, ast.FunctionDef):
                setter = any(isinstance(d, ast.Attribute) and d.attr == "setter" for d in node.decorator_list)
                found[node.name + ("=" if setter else "")] = node
            elif isinstance(node, ast.Assign):
                found |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
        return found

    return {name: of(name) for name in classes}


def _classes(module: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse((_SOURCES / module).read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _is_missing(definition: ast.AST) -> bool:
    """Whether all that it does is to raise NotImplementedError."""
    body = getattr(definition, "body", [])
    body = [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.dump(body[0])


@pytest.fixture(scope="module")
def calls_made(app, tmp_path_factory):
    """All calls of a morning's work: every command, on a published workbook with a value to fix."""

    folder = tmp_path_factory.mktemp("calls")
    book, calls = counted(app.books.open(str(shutil.copy(next(WORKBOOKS.glob("002*")), folder))))
    plain = xw.Book(impl=book.impl._target)
    plain.sheets[1].activate()
    cell = plain.sheets[1].range("F11")
    cell.value = "'≥９５百分比"
    commands = ["validate_sheet", "validate_book", "next_finding", "validate_book", "dropdowns", "dropdowns"]
    commands += ["fix", "undo_fix", "fit_rows", "clear", "consolidate", "template_A1", "help"]
    for command in commands:
        plain.sheets[1].activate()
        cell.select()
        outcome = click.run(command, book)
        assert "没有完成" not in outcome.message, (command, outcome.message)
    assert find_sheet({sheet.name: sheet for sheet in plain.sheets}, FIX_LOG)
    for one in list(app.books):
        one.close()
    return sorted(set(calls.made))


def test_every_call_is_implemented(calls_made):
    members = _members("_xlmac.py")
    assert len(calls_made) > 50
    missing = []
    for kind, member in calls_made:
        definition = members[kind].get(member)
        if definition is None and member == "__contains__":  # Python falls back on iterating
            definition = members[kind].get("__iter__")
        if definition is None or _is_missing(definition):
            missing.append(f"{kind}.{member}")
    assert missing == []

"""The command lines by which Excel starts Python: rebuilt from the sources and run, for workbooks with evil names."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw

from jibiao.addin.excel import find_excel, install
from jibiao.addin.modules import addin_modules
from jibiao.live import click

EVIL = [
    "预算$(touch x).xlsx",
    "预算`touch x`.xlsx",
    'a"; touch x; ".xlsx',
    "a'; touch x; '.xlsx",
    "a' \"$(touch x)\" '.xlsx",
    "a\ntouch x\n.xlsx",
    "a & touch x &.xlsx",
    "a|touch x|.xlsx",
    "a > x.xlsx",
    "${HOME}~/*?[a-z]!!.xlsx",
    "back\\slash\\$(touch x)\\.xlsx",
    "--wb=a=b=c.xlsx",
    "-c",
    "-m this",
    "“引号”‘单’＂全角＂＄（ｔｏｕｃｈ）.xlsx",
    " 前后空格 ",
    "e\u0301 %PATH% ^&.xlsx",
]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The script as it is installed, and a Python that writes its arguments down beside itself."""
    home = tmp_path_factory.mktemp("home $(touch x) 家")
    python = home / 'py"thon'
    recorder = f"import json, sys\nopen({str(home / 'told')!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
    python.write_text(f"#!{sys.executable}\n{recorder}")
    python.chmod(0o755)
    excel = find_excel("darwin", home, python)
    assert excel
    excel.own.mkdir(parents=True)
    assert all(state.ok for state in install(excel))
    return excel.starter.read_text("utf-8"), home


def _evaluated(expression: str, variables: dict[str, str]) -> str:
    """An AppleScript expression of texts and `quoted form of` variables joined by &."""
    terms = re.findall(r'"(?:[^"\\]|\\.)*"|quoted form of \w+', expression)
    assert " & ".join(terms) == expression, "something else is in it"
    return "".join(
        shlex.quote(variables[term.split()[-1]]) if term.startswith("quoted") else _literal(term)
        for term in terms
    )


def _literal(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


@pytest.mark.parametrize("name", EVIL)
def test_on_macos_the_name_arrives_exact_and_runs_nothing(
    script: tuple[str, Path], name: str, tmp_path: Path
) -> None:
    text, home = script
    python = re.search(r'^property pythonPath : (".*")$', text, re.MULTILINE)
    assert python
    # What the handler takes apart: the id of the button, and all that stands behind the first "|".
    button, _, workbook = f"validate_sheet|{name}".partition("|")
    variables = {
        "pythonPath": _literal(python[1]),
        "buttonId": button,
        "workbookName": workbook,
        "logFile": str(tmp_path / "log $(touch x)"),
    }
    lines = [_evaluated(line, variables) for line in re.findall(r"do shell script (.+)$", text, re.MULTILINE)]
    assert len(lines) == 3
    before = {path.name for path in home.iterdir()} | {"told"}
    for line in lines:
        done = subprocess.run(["sh", "-c", line.removesuffix(" &")], cwd=tmp_path, check=True)
        assert done.returncode == 0
    code = "import sys, jibiao.live.click as c; c.excel(*sys.argv[1:])"
    assert json.loads((home / "told").read_text()) == [
        *("-P", "-B", "-W", "ignore", "-c", code, "validate_sheet", name)
    ]
    assert {path.name for path in tmp_path.iterdir()} == {"log $(touch x)"}
    assert {path.name for path in home.iterdir()} == before


def test_on_macos_the_workbook_reaches_the_shell_in_quoted_form_only(script: tuple[str, Path]) -> None:
    text, _ = script
    uses = re.findall(r"(\S+ )+workbookName", text)
    assert uses == ["set ", "of "]
    assert text.count("quoted form of workbookName") == 1


def _vba() -> str:
    sources = {module.name: module.source for module in addin_modules()}
    return sources["xlwings"] + sources["Start"]


def test_no_line_that_is_run_holds_anything_of_the_workbook() -> None:
    """On Windows `%…%` is replaced even in quotes, and `\\"` ends cmd's quotes: so nothing goes there."""
    text = _vba()
    (of_macos,) = re.findall(r".*ActiveWorkbook\.Name.*", text)
    assert of_macos.strip().startswith('fault = AppleScriptTask("jibiao.applescript"')
    assigned = re.findall(r"ActiveFullName = (.+)\r\n", text)
    assert set(assigned) == {'""'}
    for name in ("PYTHONPATH", "RunCommand", "ExitCode", "tail", "XLPyCommand", "ParameterString"):
        for line in re.findall(rf"^\s*{name} = (?:.*_\r\n)*.*$", text, re.MULTILINE):
            assert "ActiveWorkbook" not in line, line
    assert text.count("ToPosixPath(ActiveWorkbook") == 0  # it would be a line of AppleScript


def test_the_line_of_windows_is_the_same_for_every_workbook() -> None:
    """Rebuilt from the sources: what cmd is given by ExecuteWindows."""
    run = re.search(r"ExitCode = WScript\.Run\((.+?)WindowStyle, WaitOnReturn\)", _vba(), re.DOTALL)
    command = re.search(r"RunCommand = CondaCmd & (.+)\r\n", _vba())
    assert run and command
    words = set(re.findall(r"\b[A-Z][A-Za-z_.]+\b", re.sub(r'"[^"]*"', "", run[1] + command[1])))
    assert words == {
        *("DriveCommand", "RunCommand", "Chr", "Application.Path", "Application.Name", "Application.Hwnd"),
        *("LOG_FILE", "PythonInterpreter", "PYTHONPATH", "PythonCommand"),
    }


class _Book:
    def __init__(self, name: str) -> None:
        self.name = name


class _Books(list[_Book]):
    @property
    def active(self) -> _Book:
        return self[-1]


def test_the_workbook_is_found_by_its_name_whatever_its_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS, where file names may be decomposed."""
    books = _Books([_Book("a=b.xlsx"), _Book("e\u0301.xlsx"), _Book("in front.xlsx")])
    monkeypatch.setattr(xw, "books", books)
    assert click._in_front("a=b.xlsx") is books[0]
    assert click._in_front("\u00e9.xlsx") is books[1]
    assert click._in_front("unknown.xlsx") is books[2]

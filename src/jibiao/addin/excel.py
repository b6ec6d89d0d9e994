"""The add-in in Excel: put where Excel looks, taken away, and what is there.

Two files: the add-in in the folder whose workbooks Excel opens when it starts; and what names the Python to start:
on Windows the settings that xlwings' VBA module reads, on macOS the script through which Excel's sandbox lets it
start a program. Both carry a mark by which they are known to be ours: a file without it is never written over and
never removed.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import locale
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from jibiao import __version__
from jibiao.addin import texts
from jibiao.addin.build import build
from jibiao.addin.modules import SETTINGS_NAME
from jibiao.addin.obstacles import obstacles, store_python
from jibiao.addin.package import CORE, IDENTIFIER
from jibiao.addin.sources import source
from jibiao.addin.state import State
from jibiao.atomic import atomic_path
from jibiao.files.xml import checked

_MARK = "JIBIAO"  # the key in the settings file that says whose it is, and of which version
_SCRIPT_MARK = "-- installed by jibiao addin install, version "
_SCRIPT_PYTHON = re.compile(r'^property pythonPath : "(.*)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Excel:
    """Where the files of the add-in go on one system, and the Python that they name.

    own: the folder that exists once Excel has been opened. starter: the settings, or the script (macOS), that names
    the Python. server: xlwings keeps Python running between clicks.
    """

    own: Path
    addin: Path
    starter: Path
    python: Path
    server: bool

    @property
    def on_mac(self) -> bool:
        return self.starter.suffix == ".applescript"


def find_excel(
    system: str = sys.platform, home: Path | None = None, python: Path | None = None
) -> Excel | None:
    """Excel's folders for the user on this system; None on a system that has no Excel. The folder is not looked
    for here: `Excel.own` may not exist."""
    home = home or Path.home()
    python = python or Path(sys.executable)
    if system == "win32":
        roaming = os.environ.get("APPDATA") if home == Path.home() else None
        own = Path(roaming or home / "AppData/Roaming") / "Microsoft/Excel"
        settings = home / f".{SETTINGS_NAME}" / f"{SETTINGS_NAME}.conf"
        windowless = python.with_name("pythonw.exe")
        python = windowless if windowless.exists() else python
        return Excel(own, own / "XLSTART/jibiao.xlam", settings, python, _has_server(python))
    if system == "darwin":
        library = home / "Library"
        own = library / "Group Containers/UBF8T346G9.Office"
        start = own / "User Content.localized/Startup.localized/Excel"
        script = library / "Application Scripts/com.microsoft.Excel/jibiao.applescript"
        return Excel(own, start / "jibiao.xlam", script, python, server=False)
    return None


def install(excel: Excel | None = None) -> list[State]:
    """Put the add-in, its settings and on macOS its script in place; what is there afterwards.

    Raises OSError if a file cannot be written, e.g. while Excel has the add-in open.
    """
    excel = excel or find_excel()
    if excel is None or not excel.own.is_dir():
        return [_no_excel(excel)]
    if store_python(excel.python):
        return [_state(texts.PYTHON, excel.python, False, texts.EXCEL_STORE_PYTHON)]
    if not _writable(excel):
        return [_state(texts.PYTHON, excel.python, False, texts.EXCEL_UNWRITABLE.format(python=excel.python))]
    items = _items(excel)
    for item in items:
        if item.needs_writing():
            item.path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_path(item.path) as path:
                path.write_bytes(item.content)
    states = [item.state() for item in items]
    if all(state.ok for state in states):
        states[0] = _state(texts.ADDIN, excel.addin, True, texts.EXCEL_RESTART)
    return [*states, *_surroundings(excel)]


def uninstall(excel: Excel | None = None) -> list[State]:
    """Remove what `install` put there and nothing else. ok in the states: nothing of ours is there any more."""
    excel = excel or find_excel()
    if excel is None or not excel.own.is_dir():
        return [_no_excel(excel)]
    states = []
    for item in _items(excel):
        present, ours = item.path.exists(), item.version() is not None
        if present and ours:
            item.path.unlink()
        detail = texts.WAS_ABSENT if not present else texts.REMOVED if ours else texts.EXCEL_LEFT
        states.append(_state(item.name, item.path, True, detail))
    if excel.starter.parent.name == f".{SETTINGS_NAME}":
        with suppress(OSError):  # somebody keeps other files there, or it is gone
            excel.starter.parent.rmdir()
    return states


def status(excel: Excel | None = None) -> list[State]:
    """The add-in, its settings or script, the Python that these name, and what keeps Excel from starting it."""
    excel = excel or find_excel()
    if excel is None or not excel.own.is_dir():
        return [_no_excel(excel)]
    return [*(item.state() for item in _items(excel)), *_surroundings(excel)]


@dataclass(frozen=True)
class _Item:
    """A file of ours: where it belongs, how its version is told from its bytes (None if it is not ours), and
    what makes its bytes."""

    name: str
    path: Path
    version_of: Callable[[bytes], str | None]
    make: Callable[[], bytes]

    @cached_property
    def content(self) -> bytes:
        """Made when asked for: what is only removed need not be built."""
        return self.make()

    def version(self) -> str | None:
        return self.version_of(self.path.read_bytes()) if self.path.is_file() else None

    def is_enough(self) -> bool:
        return self.path.is_file() and self.path.read_bytes() == self.content

    def needs_writing(self) -> bool:
        """It is missing, or ours and not as it should be."""
        return not self.path.exists() or (not self.is_enough() and self.version() is not None)

    def state(self) -> State:
        detail = self._fault()
        return _state(self.name, self.path, not detail, detail)

    def _fault(self) -> str:
        if not self.path.exists():
            return texts.ABSENT
        if self.is_enough():
            return ""
        there, ours = self.version(), self.version_of(self.content)
        if there is None:
            return texts.EXCEL_FOREIGN
        return (
            texts.EXCEL_DIFFERENT
            if there == ours
            else texts.EXCEL_OTHER_VERSION.format(there=there, ours=ours)
        )


def _items(excel: Excel) -> list[_Item]:
    """What belongs where."""
    addin = _Item(texts.ADDIN, excel.addin, _addin_version, _built_addin)
    if excel.on_mac:
        return [addin, _Item(texts.EXCEL_SCRIPT, excel.starter, _script_version, lambda: _script(excel))]
    return [addin, _Item(texts.EXCEL_SETTINGS, excel.starter, _settings_version, lambda: _settings(excel))]


def _built_addin() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "jibiao.xlam"
        build(built, kind="xlam")
        return built.read_bytes()


def _addin_version(data: bytes) -> str | None:
    """The version in the properties of an add-in that we built."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            core = ElementTree.fromstring(checked(archive.read(CORE), CORE))
    except Exception:  # whatever it is, it is not ours
        return None
    found = {element.tag.rsplit("}")[-1]: element.text for element in core.iter()}
    return found.get("version") if found.get("identifier") == IDENTIFIER else None


def _settings(excel: Excel) -> bytes:
    """The settings as VBA's Input # reads them: pairs in quotes, in the code page of the system."""
    pairs = {
        _MARK: __version__,
        "INTERPRETER_WIN": str(excel.python),
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",  # a county's folder is no place to import from
        "USE UDF SERVER": str(excel.server),
    }
    text = "".join(f'"{key}","{value}"\r\n' for key, value in pairs.items())
    return text.encode(locale.getencoding(), "replace")


def _settings_version(data: bytes) -> str | None:
    return _read_settings(data).get(_MARK)


def _read_settings(data: bytes) -> dict[str, str]:
    lines = data.decode(locale.getencoding(), "replace").splitlines()
    return {row[0]: row[1] for row in csv.reader(lines) if len(row) == 2}


def _script(excel: Excel) -> bytes:
    """The script with the Python to start as a text of AppleScript."""
    python = str(excel.python).replace("\\", "\\\\").replace('"', '\\"')
    text = source("macros/jibiao.applescript").read_text("utf-8").replace("{python}", python)
    return f"{_SCRIPT_MARK}{__version__}\n{text}".encode()


def _script_version(data: bytes) -> str | None:
    first = data.decode("utf-8", "replace").split("\n", 1)[0]
    return first.removeprefix(_SCRIPT_MARK) if first.startswith(_SCRIPT_MARK) else None


def _writable(excel: Excel) -> bool:
    """Whether the path of Python can be written where Excel reads it: in the code page of the system, or on macOS
    in one line."""
    try:
        str(excel.python).encode("utf-8" if excel.on_mac else locale.getencoding())
    except UnicodeEncodeError:
        return False
    return "\n" not in str(excel.python)


def _named_python(excel: Excel) -> str | None:
    """The Python that the settings or the script name."""
    data = excel.starter.read_bytes() if excel.starter.is_file() else b""
    if not excel.on_mac:
        return _read_settings(data).get("INTERPRETER_WIN")
    found = _SCRIPT_PYTHON.search(data.decode("utf-8", "replace"))
    return re.sub(r"\\(.)", r"\1", found[1]) if found else None


def _surroundings(excel: Excel) -> list[State]:
    """The Python that is named: whether it is there, and whether it is this one; and what keeps Excel from starting it,
    which only Windows tells."""
    named = _named_python(excel)
    states = [] if excel.on_mac else obstacles()
    if named is None:
        return [_state(texts.PYTHON, None, False, texts.ABSENT), *states]
    fault = ""
    if not Path(named).exists():
        fault = texts.EXCEL_PYTHON_GONE
    elif store_python(Path(named)):
        fault = texts.EXCEL_STORE_PYTHON
    elif Path(named) != excel.python:
        fault = texts.EXCEL_OTHER_PYTHON.format(ours=excel.python)
    return [_state(texts.PYTHON, Path(named), not fault, fault), *states]


def _has_server(python: Path) -> bool:
    """Whether xlwings can keep Python running: it needs pywin32, and its libraries beside Python or, in a virtual
    environment, one folder above."""
    names = [f"xlwings{bits}-{version('xlwings')}.dll" for bits in (32, 64)]
    found = all(any((folder / name).exists() for folder in python.parents[:2]) for name in names)
    return found and importlib.util.find_spec("win32com") is not None


def _no_excel(excel: Excel | None) -> State:
    return _state(texts.PROGRAM, None, False, texts.EXCEL_NOT_FOUND if excel else texts.EXCEL_NO_EXCEL)


def _state(item: str, path: Path | None, ok: bool, detail: str = "") -> State:
    return State("Excel", item, path, ok, detail)

"""The extension in a LibreOffice: installed, clicked, taken out. What a click needs is either a stand-in that
writes down where it ran, or the real commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xlwings import XlwingsError

import jibiao
from jibiao.addin.extension import environment, install, status, uninstall
from jibiao.addin.extension_office import find_office
from jibiao.addin.sources import source

if not shutil.which("soffice"):
    pytest.skip("needs LibreOffice (soffice)", allow_module_level=True)

from jibiao.libreoffice.process import Program, load_uno

pytestmark = pytest.mark.flaky(reruns=2)  # a LibreOffice that is started many times on a loaded machine

_WORKBOOK = Path(jibiao.__file__).parent / "demo" / "workbooks" / "000_333001_乐亭县住房和城乡建设局本级.xlsx"

_STAND_IN = {
    "jibiao/__init__.py": "",
    "jibiao/libreoffice/__init__.py": "def add_engine(*, context):\n    assert context.ServiceManager\n",
    "jibiao/live/__init__.py": "",
    "jibiao/live/click.py": """
        import json, os, sys
        from pathlib import Path

        def run(command, book):
            if command == "clear":
                raise ValueError("不能清除")
            seen = {"command": command, "book": book, "process": os.getpid(), "path": sys.path}
            Path(__file__).with_name("seen.json").write_text(json.dumps(seen))
        """,
    "jibiao/live/xlwings_alone.py": "import xlwings\n",
    "xlwings/__init__.py": "class books:\n    active = 'the active one'\n",
}


@pytest.fixture
def profile() -> Iterator[Path]:
    """An empty profile of LibreOffice. unopkg refuses root: for root it is somebody else's."""
    folder = Path(tempfile.mkdtemp(prefix="jibiao-profile-"))
    if os.name == "posix" and os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, where the log goes."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    for name, text in _STAND_IN.items():
        path = tmp_path / "stand-in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
    return tmp_path / "stand-in"


class _Calc:
    """A copy of a demo workbook opened in a LibreOffice with a given profile. It holds the UNO objects, so that
    pytest, which shows the arguments of what failed, does not touch them after the end: pyuno aborts then."""

    def __init__(self, profile: Path, folder: Path) -> None:
        workbook = folder / "报表.xlsx"
        shutil.copyfile(_WORKBOOK, workbook)
        self._program = Program(profile=str(profile))
        services = self._program.context.ServiceManager
        desktop = services.createInstance("com.sun.star.frame.Desktop")
        self._document = desktop.loadComponentFromURL(workbook.as_uri(), "_blank", 0, ())
        self._helper = services.createInstance("com.sun.star.frame.DispatchHelper")

    def click(self, command: str) -> None:
        """What a button does: ask the window's frame who handles the address, and send it there."""
        frame = self._document.CurrentController.Frame
        self._helper.executeDispatch(frame, f"vnd.jibiao:{command}", "", 0, ())

    def sheets(self) -> list[str]:
        return list(self._document.Sheets.ElementNames)

    def __enter__(self) -> _Calc:
        return self

    def __exit__(self, *exception: object) -> None:
        self._program.kill()


def test_install_status_uninstall(profile: Path) -> None:
    def last(states: list[Any]) -> tuple[bool, str]:
        return states[-1].ok, states[-1].detail

    assert last(status(profile)) == (False, "没有安装；请运行 jibiao addin install")
    installed = install(profile)
    assert [(state.item, state.ok, state.detail) for state in installed] == [
        ("程序", True, ""),
        ("Python", True, ""),
        ("工具栏和菜单", True, ""),
    ]
    assert status(profile) == installed
    assert last(install(profile)) == (True, "")  # again
    assert last(uninstall(profile)) == (True, "已经卸载")
    assert last(uninstall(profile)) == (True, "原来就没有安装")
    assert not status(profile)[-1].ok


def test_status_tells_what_changed_since(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(profile)
    settings.write_text(json.dumps({"python": "3.11", "folders": ["/nowhere"]}), "utf-8")
    assert (
        status(profile)[-1].detail
        == "其中记下的绩表位置已经不在（/nowhere）；请再运行一次 jibiao addin install"
    )
    monkeypatch.setattr(jibiao, "__version__", "9.9")
    assert not status(profile)[-1].ok
    assert "装的是 0." in status(profile)[-1].detail


def test_an_open_libreoffice_is_left_alone(profile: Path) -> None:
    (profile / ".lock").touch()
    assert "请全部关闭后再运行一次" in install(profile)[-1].detail
    assert not status(profile)[-1].ok
    (profile / ".lock").unlink()
    install(profile)
    (profile / ".lock").touch()
    assert not uninstall(profile)[-1].ok
    assert status(profile)[-1].ok


def test_no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise XlwingsError("not found")

    monkeypatch.setattr("jibiao.libreoffice.process.find_soffice", nowhere)
    for states in (install(), status()):
        assert [(state.ok, state.detail.partition("；")[0]) for state in states] == [
            (False, "没有找到 LibreOffice")
        ]
    assert uninstall()[0].detail == "原来就没有安装"


def test_click_runs_inside_libreoffice(profile: Path, stand_in: Path, home: Path) -> None:
    settings = _settings(profile)
    settings.write_text(json.dumps({**environment(), "folders": [str(stand_in)]}), "utf-8")
    written = stand_in / "jibiao/live/seen.json"
    with _Calc(profile, home) as calc:
        calc.click("validate_sheet")
        seen = json.loads(written.read_text("utf-8"))
        assert (seen["command"], seen["book"]) == ("validate_sheet", "the active one")
        assert "soffice" in Path(f"/proc/{seen['process']}/cmdline").read_text("utf-8")
        ours, system = seen["path"].index(str(stand_in)), seen["path"].index("/usr/lib/python3/dist-packages")
        assert seen["path"].index(str(_program())) < ours < system

        calc.click("clear")  # which raises: told, logged, and LibreOffice goes on
        assert "ValueError: 不能清除" in _log(home)
        calc.click("fix")
        assert json.loads(written.read_text("utf-8"))["command"] == "fix"


def test_the_real_commands(profile: Path, home: Path) -> None:
    _settings(profile)
    with _Calc(profile, home) as calc:
        before = calc.sheets()
        calc.click("validate_sheet")
        assert [sheet for sheet in calc.sheets() if sheet not in before] == ["校验结果"], _log(home)
        calc.click("clear")
        assert calc.sheets() == before, _log(home)
        calc.click("no_such_command")
        assert "no_such_command" in _log(home)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"python": "3.5", "folders": []}, "绩表装在 Python 3.5 里，两者不能混用。"),
        ({"folders": ["/nowhere"]}, "找不到绩表的程序：No module named 'jibiao'。\n\n应在：/nowhere"),
        (None, "应在：（没有记录）"),
    ],
)
def test_a_click_without_jibiao_says_what_to_do(settings: Any, told: str, tmp_path: Path) -> None:
    """The component in LibreOffice's own Python, without LibreOffice."""
    load_uno()
    shutil.copy(source("addin/libreoffice/jibiao_addin.py"), tmp_path)
    if settings is not None:
        (tmp_path / "jibiao.json").write_text(json.dumps(settings), "utf-8")
    office = find_office()
    assert office is not None
    found = office.python()
    assert found is not None
    script = "import jibiao_addin as a\ntry: a.run(None, 'fix')\nexcept a.Trouble as trouble: print(trouble)"
    paths = os.pathsep.join([str(tmp_path), str(office.program)])
    environ = {**os.environ, "PYTHONPATH": paths, "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [found[0], "-c", script], env=environ, capture_output=True, check=True, cwd=tmp_path
    )
    text = done.stdout.decode()
    assert told in text
    assert "jibiao addin install" in text


def _settings(profile: Path) -> Path:
    """The settings in the extension, once it is installed."""
    path = install(profile)[-1].path
    assert path is not None
    return path / "jibiao.json"


def _log(home: Path) -> str:
    path = home / ".jibiao" / "jibiao.log"
    return path.read_text("utf-8") if path.exists() else ""


def _program() -> Path:
    office = find_office()
    assert office is not None
    return office.program

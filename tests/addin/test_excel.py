"""Installing in Excel, in homes as the three systems have them."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from jibiao import __version__
from jibiao.addin import excel as module
from jibiao.addin.build import build
from jibiao.addin.excel import Excel, find_excel, install, status, uninstall
from jibiao.addin.obstacles import obstacles, store_python
from jibiao.addin.package import CORE


@pytest.fixture(params=["win32", "darwin"])
def excel(request: pytest.FixtureRequest, tmp_path: Path) -> Excel:
    """Excel that has been opened once, and a Python to name."""
    python = tmp_path / "环境" / "python.exe"
    python.parent.mkdir()
    python.touch()
    found = find_excel(request.param, tmp_path / "home", python)
    assert found
    found.own.mkdir(parents=True)
    return found


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _home(excel: Excel) -> Path:
    return next(path for path in excel.own.parents if path.name == "home")


def test_where_excel_looks(tmp_path: Path) -> None:
    windows = find_excel("win32", tmp_path)
    mac = find_excel("darwin", tmp_path)
    assert windows and mac
    assert windows.addin == tmp_path / "AppData/Roaming/Microsoft/Excel/XLSTART/jibiao.xlam"
    assert windows.starter == tmp_path / ".jibiao/jibiao.conf"
    group = "Library/Group Containers/UBF8T346G9.Office"
    assert mac.addin == tmp_path / group / "User Content.localized/Startup.localized/Excel/jibiao.xlam"
    assert mac.starter == tmp_path / "Library/Application Scripts/com.microsoft.Excel/jibiao.applescript"


def test_without_excel_nothing_is_written(tmp_path: Path) -> None:
    assert find_excel("linux", tmp_path) is None
    never_opened = find_excel("win32", tmp_path)
    for action in (install, status, uninstall):
        (state,) = action(never_opened)
        assert state.absent and "没有找到 Excel" in state.detail
    assert _files(tmp_path) == set()


def test_installed_then_in_place_then_gone(excel: Excel, tmp_path: Path) -> None:
    before = _files(tmp_path)
    assert not any(state.ok for state in status(excel))
    assert all(state.ok for state in install(excel))
    assert [state.detail for state in status(excel)] == [""] * len(status(excel))
    build(tmp_path / "again.xlam", kind="xlam")
    assert excel.addin.read_bytes() == (tmp_path / "again.xlam").read_bytes()
    (tmp_path / "again.xlam").unlink()
    assert all(state.ok and state.detail == "已经卸载" for state in uninstall(excel))
    assert _files(tmp_path) == before
    assert not (_home(excel) / ".jibiao").exists()
    assert {state.detail for state in uninstall(excel)} == {"原来就没有安装"}


def test_what_is_removed_is_not_built(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    """An xlwings for which it cannot be built any more must not keep it installed."""
    install(excel)

    def fail(*_: object, **__: object) -> None:
        raise ValueError("xlwings' VBA module has changed")

    monkeypatch.setattr(module, "build", fail)
    assert all(state.detail == "已经卸载" for state in uninstall(excel))
    assert all("没有安装" in state.detail for state in status(excel))


def test_the_settings_name_the_python(excel: Excel) -> None:
    install(replace(excel, server=True))
    lines = excel.starter.read_text("utf-8").splitlines()
    if excel.on_mac:
        assert lines[0] == f"-- installed by jibiao addin install, version {__version__}"
        assert f'property pythonPath : "{excel.python}"' in lines
        return
    assert lines == [
        f'"JIBIAO","{__version__}"',
        f'"INTERPRETER_WIN","{excel.python}"',
        '"ADD_WORKBOOK_TO_PYTHONPATH","False"',
        '"USE UDF SERVER","True"',
    ]


def test_on_windows_python_has_no_window(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    found = find_excel("win32", tmp_path, tmp_path / "python.exe")
    assert found and found.python == tmp_path / "pythonw.exe"
    assert found.server is False  # neither pywin32 nor xlwings' libraries are there


def test_a_python_that_is_gone_or_another_is_said(excel: Excel, tmp_path: Path) -> None:
    install(excel)
    other = tmp_path / "other.exe"
    other.touch()
    python = status(replace(excel, python=other))[-1]
    assert not python.ok and python.path == excel.python and str(other) in python.detail
    excel.python.unlink()
    assert "已经不在" in status(excel)[-1].detail


def test_foreign_files_are_left_alone(excel: Excel) -> None:
    for path in (excel.addin, excel.starter):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("somebody's", "utf-8")
    states = install(excel)
    assert [state.ok for state in states[:2]] == [False, False]
    assert all("不是绩表的" in state.detail for state in states[:2])
    assert all("没有删除" in state.detail for state in uninstall(excel)[:2])
    for path in (excel.addin, excel.starter):
        assert path.read_text("utf-8") == "somebody's"


def test_another_version_is_said_and_replaced(excel: Excel) -> None:
    install(excel)
    with zipfile.ZipFile(excel.addin) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[CORE] = parts[CORE].replace(__version__.encode(), b"0.0.1")
    with zipfile.ZipFile(excel.addin, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    excel.starter.write_bytes(excel.starter.read_bytes() + b" ")
    addin, starter = status(excel)[:2]
    assert "0.0.1" in addin.detail and __version__ in addin.detail
    assert "不一致" in starter.detail
    assert all(state.ok for state in install(excel))


def test_a_store_python_is_refused_in_words(excel: Excel, tmp_path: Path) -> None:
    """What it writes under AppData, Excel does not see."""
    python = tmp_path / "Microsoft" / "WindowsApps" / "PythonSoftwareFoundation.Python.3.12" / "python.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    before = _files(tmp_path)
    (state,) = install(replace(excel, python=python))
    assert not state.ok and "微软商店" in state.detail
    assert _files(tmp_path) == before


def test_a_virtual_environment_of_the_store_python_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.12")
    assert store_python(Path(sys.executable))
    assert not store_python(Path("/elsewhere/python.exe"))


@pytest.mark.parametrize(
    ("key", "name", "value", "told"),
    [
        (r"Policies\Microsoft\Windows Defender", "d4f940ab", "1", "创建子进程"),
        (r"SOFTWARE\Microsoft\Windows Defender", "D4F940AB", 6, "创建子进程"),
        (r"Policies\Microsoft\Windows Defender", "92e97fa1", "1", "Win32 API"),
        (r"Policies\Microsoft\Office", "VBAWarnings", 4, "不运行宏"),
        (r"Excel\Security\Trusted Locations", "AllLocationsDisabled", 1, "受信任位置"),
    ],
)
def test_what_keeps_excel_from_starting_python_is_said(key: str, name: str, value: object, told: str) -> None:
    def read(_: str, asked_key: str, asked: str) -> object:
        return value if key in asked_key and asked.lower().startswith(name.lower()) else None

    (state,) = obstacles(read)
    assert not state.ok and told in state.detail


def test_rules_that_only_watch_are_no_obstacle() -> None:
    assert obstacles(lambda *_: "2") == []
    assert obstacles(lambda *_: None) == []
    assert obstacles() == []  # no Windows

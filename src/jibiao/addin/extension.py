"""The LibreOffice extension: put into LibreOffice, taken out of it, and what is there.

The component runs in LibreOffice's own Python (addin/libreoffice/jibiao_addin.py). So that it finds jibiao, the
extension is built at installation and holds the folders from which jibiao is running now.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import jibiao
from jibiao.addin.extension_office import Office, find_office
from jibiao.addin.extension_package import IDENTIFIER, SETTINGS, build_extension
from jibiao.addin.state import State

__all__ = ["build_extension", "install", "status", "uninstall"]

_PROGRAM, _PYTHON, _EXTENSION = "程序", "Python", "工具栏和菜单"
_NOT_FOUND = "没有找到 LibreOffice；如果装在不常见的位置，请把它的 program 文件夹加到 PATH"
_ROOT = "LibreOffice 不让 root 用户安装扩展；请用平时打开 LibreOffice 的那个用户运行，不要加 sudo"
_NO_PYTHON = "这个 LibreOffice 不能运行 Python；在 Debian、Ubuntu、统信、麒麟上请安装 python3-uno"
_UNKNOWN_PYTHON = "没有查出 LibreOffice 的 Python 是哪个版本；点按钮时会核对"
_OTHER_PYTHON = "LibreOffice 用 Python {office}，绩表装在 Python {ours} 里，不能混用；请把绩表装到 Python {office} 里再安装一次"
_OLD_PYTHON = "LibreOffice 用 Python {office}，绩表需要 3.11 以上；请先升级 LibreOffice"
_FAILED = "LibreOffice 的 unopkg 没有做成：{why}"
_ABSENT = "没有安装；请运行 jibiao addin install"
_OTHER_VERSION = "装的是 {there}，绩表是 {ours}；请再运行一次 jibiao addin install"
_MOVED = "其中记下的绩表位置已经不在（{folders}）；请再运行一次 jibiao addin install"
_RESTART = "已经装好；LibreOffice 正开着，请全部关闭后重新打开"
_REMOVED, _WAS_ABSENT = "已经卸载", "原来就没有安装"
_REMOVED_RESTART = "已经卸载；LibreOffice 正开着，请全部关闭后重新打开"

_OLDEST = (3, 11)  # pyproject.toml: requires-python


def install(profile: Path | None = None) -> list[State]:
    """Build the extension for this Python and put it into LibreOffice; what is there afterwards.

    profile: another folder than the user's profile of LibreOffice.
    """
    office = find_office(profile)
    if obstacle := _obstacle(office):
        return [obstacle]
    assert office is not None
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # unopkg may run as another user (Office.unopkg)
        package = build_extension(Path(folder) / "jibiao.oxt", environment())
        failure = _unopkg(office, "add", "--force", "--suppress-license", str(package))
    states = _states(office)
    if failure:
        return [*states[:-1], failure]
    if office.is_running() and states[-1].ok:
        states[-1] = replace(states[-1], detail=_RESTART)
    return states


def uninstall(profile: Path | None = None) -> list[State]:
    """Take the extension out of LibreOffice. ok in the states: it is not there any more."""
    office = find_office(profile)
    if obstacle := _obstacle(office):
        return [obstacle]
    assert office is not None
    if _installed(office) is None:
        return [_state(_EXTENSION, None, True, _WAS_ABSENT)]
    if failure := _unopkg(office, "remove", IDENTIFIER):
        return [failure]
    return [_state(_EXTENSION, None, True, _REMOVED_RESTART if office.is_running() else _REMOVED)]


def status(profile: Path | None = None) -> list[State]:
    """LibreOffice, its Python and the extension: what is there and what is wrong with it."""
    office = find_office(profile)
    if obstacle := _obstacle(office):
        return [obstacle]
    assert office is not None
    return _states(office)


def environment() -> dict[str, object]:
    """What the component must know: the version of this Python, and the folders of its packages and of jibiao
    (which stands elsewhere when it is installed as editable)."""
    ours = Path(jibiao.__file__).parents[1]
    folders = [Path(entry) for entry in sys.path if entry]
    kept = [str(folder) for folder in folders if folder.name.endswith("-packages") or folder == ours]
    return {"python": _this_python(), "folders": list(dict.fromkeys([*kept, str(ours)]))}


def _obstacle(office: Office | None) -> State | None:
    """What makes everything else pointless."""
    if office is None:
        return _state(_PROGRAM, None, False, _NOT_FOUND)
    if office.refuses_user():
        return _state(_PROGRAM, office.program, False, _ROOT)
    if not office.runs_python():
        return _state(_PROGRAM, office.program, False, _NO_PYTHON)
    return None


def _states(office: Office) -> list[State]:
    return [_state(_PROGRAM, office.program, True), _python_state(office), _extension_state(office)]


def _python_state(office: Office) -> State:
    found = office.python()
    if found is None:
        return _state(_PYTHON, None, True, _UNKNOWN_PYTHON)
    path, version = found
    if version == _this_python():
        return _state(_PYTHON, path, True)
    old = tuple(map(int, version.split("."))) < _OLDEST
    return _state(
        _PYTHON,
        path,
        False,
        (_OLD_PYTHON if old else _OTHER_PYTHON).format(office=version, ours=_this_python()),
    )


def _extension_state(office: Office) -> State:
    found = _installed(office)
    if found is None:
        return _state(_EXTENSION, None, False, _ABSENT)
    path, version = found
    if version != jibiao.__version__:
        return _state(_EXTENSION, path, False, _OTHER_VERSION.format(there=version, ours=jibiao.__version__))
    try:
        folders = json.loads((path / SETTINGS).read_text("utf-8"))["folders"]
    except (OSError, ValueError, KeyError):
        folders = []
    if not any((Path(folder) / "jibiao" / "__init__.py").exists() for folder in folders):
        return _state(_EXTENSION, path, False, _MOVED.format(folders="、".join(folders)))
    return _state(_EXTENSION, path, True)


def _installed(office: Office) -> tuple[Path, str] | None:
    """Folder and version of the extension in the profile, as unopkg lists them."""
    try:
        listed = office.unopkg("list", IDENTIFIER).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"^\s*Version: (\S+)", listed, re.MULTILINE)
    place = re.search(
        r"^\s*URL: vnd\.sun\.star\.expand:\$UNO_USER_PACKAGES_CACHE/(\S+)", listed, re.MULTILINE
    )
    if not version or not place:
        return None
    return office.profile / "user" / "uno_packages" / "cache" / unquote(place[1]), version[1]


def _unopkg(office: Office, *arguments: str) -> State | None:
    """Run unopkg; a State with its own words if it fails."""
    try:
        done = office.unopkg(*arguments)
    except (OSError, subprocess.TimeoutExpired) as error:
        return _state(_EXTENSION, None, False, _FAILED.format(why=error))
    if done.returncode == 0:
        return None
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    why = next(
        (line for line in lines if line.startswith("ERROR")), lines[-1] if lines else str(done.returncode)
    )
    return _state(_EXTENSION, None, False, _FAILED.format(why=why))


def _state(item: str, path: Path | None, ok: bool, detail: str = "") -> State:
    return State("LibreOffice", item, path, ok, detail)


def _this_python() -> str:
    return "{}.{}".format(*sys.version_info)

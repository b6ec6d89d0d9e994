"""The LibreOffice extension: put into LibreOffice, taken out of it, and what is there.

The component runs in LibreOffice's own Python (addin/libreoffice/jibiao_addin.py). So that it finds jibiao, the
extension is built at installation and holds the folders from which jibiao is running now.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import jibiao
from jibiao.addin.extension_office import Office, UnopkgFailed, find_office
from jibiao.addin.extension_package import IDENTIFIER, SETTINGS, build_extension
from jibiao.addin.state import ABSENT, PROGRAM, PYTHON, REMOVED, WAS_ABSENT, State

__all__ = ["build_extension", "install", "status", "uninstall"]

_EXTENSION = "工具栏和菜单"
_NOT_FOUND = "没有找到 LibreOffice；如果装在不常见的位置，请把它的 program 文件夹加到 PATH"
_ROOT = "LibreOffice 不让 root 用户安装扩展；请用平时打开 LibreOffice 的那个用户运行，不要加 sudo"
_NO_PYTHON = "这个 LibreOffice 不能运行 Python；在 Debian、Ubuntu、统信、麒麟上请安装 python3-uno"
_UNKNOWN_PYTHON = "没有查出 LibreOffice 的 Python 是哪个版本；点按钮时会核对"
_OTHER_PYTHON = "LibreOffice 用 Python {office}，绩表装在 Python {ours} 里，不能混用；请把绩表装到 Python {office} 里再安装一次"
_OLD_PYTHON = "LibreOffice 用 Python {office}，绩表需要 3.11 以上；请先升级 LibreOffice"
_FAILED = "LibreOffice 的 unopkg 没有做成：{why}"
_IS_OPEN = (
    "LibreOffice 正开着，没有改动；请全部关闭后再运行一次（如果没有开着，是上次没有正常关闭：打开一次再关闭）"
)
_OTHER_VERSION = "装的是 {there}，绩表是 {ours}；请再运行一次 jibiao addin install"
_MOVED = "其中记下的绩表位置已经不在（{folders}）；请再运行一次 jibiao addin install"

_OLDEST = (3, 11)  # pyproject.toml: requires-python


def install(profile: Path | None = None) -> list[State]:
    """Build the extension for this Python and put it into LibreOffice; what is there afterwards.

    profile: another folder than the user's profile of LibreOffice.
    """
    office = _usable(find_office(profile), change=True)
    if isinstance(office, State):
        return [office]
    try:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)  # unopkg may run as another user (Office.unopkg)
            package = build_extension(Path(folder) / "jibiao.oxt", environment())
            office.unopkg("add", "--force", "--suppress-license", str(package))
    except UnopkgFailed as failure:
        return [*_states(office)[:-1], _state(_EXTENSION, None, False, _FAILED.format(why=failure))]
    return _states(office)


def uninstall(profile: Path | None = None) -> list[State]:
    """Take the extension out of LibreOffice. ok in the states: it is not there any more."""
    found = find_office(profile)
    if found is None or found.installed(IDENTIFIER) is None:
        return [_state(_EXTENSION, None, True, WAS_ABSENT)]
    office = _usable(found, change=True)
    if isinstance(office, State):
        return [office]
    try:
        office.unopkg("remove", IDENTIFIER)
    except UnopkgFailed as failure:
        return [_state(_EXTENSION, None, False, _FAILED.format(why=failure))]
    return [_state(_EXTENSION, None, True, REMOVED)]


def status(profile: Path | None = None) -> list[State]:
    """LibreOffice, its Python and the extension: what is there and what is wrong with it."""
    office = _usable(find_office(profile))
    return [office] if isinstance(office, State) else _states(office)


def environment() -> dict[str, object]:
    """What the component must know: the version of this Python, and the folders of its packages and of jibiao
    (which stands elsewhere when it is installed as editable)."""
    ours = Path(jibiao.__file__).parents[1]
    folders = [Path(entry) for entry in sys.path if entry]
    kept = [str(folder) for folder in folders if folder.name.endswith("-packages") or folder == ours]
    return {"python": _this_python(), "folders": list(dict.fromkeys([*kept, str(ours)]))}


def _usable(office: Office | None, *, change: bool = False) -> Office | State:
    """The LibreOffice, or what makes everything else pointless. change: something is to be changed, which an
    open LibreOffice does not let us: unopkg may then wait without end."""
    if office is None:
        return _state(PROGRAM, None, False, _NOT_FOUND)
    if office.refuses_user():
        return _state(PROGRAM, office.program, False, _ROOT)
    if not office.runs_python():
        return _state(PROGRAM, office.program, False, _NO_PYTHON)
    if change and office.is_running():
        return _state(_EXTENSION, None, False, _IS_OPEN)
    return office


def _states(office: Office) -> list[State]:
    return [_state(PROGRAM, office.program, True), _python_state(office), _extension_state(office)]


def _python_state(office: Office) -> State:
    found = office.python()
    if found is None:
        return _state(PYTHON, None, True, _UNKNOWN_PYTHON)
    path, version = found
    if version == _this_python():
        return _state(PYTHON, path, True)
    old = tuple(map(int, version.split("."))) < _OLDEST
    detail = (_OLD_PYTHON if old else _OTHER_PYTHON).format(office=version, ours=_this_python())
    return _state(PYTHON, path, False, detail)


def _extension_state(office: Office) -> State:
    found = office.installed(IDENTIFIER)
    if found is None:
        return _state(_EXTENSION, None, False, ABSENT)
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


def _state(item: str, path: Path | None, ok: bool, detail: str = "") -> State:
    return State("LibreOffice", item, path, ok, detail)


def _this_python() -> str:
    return "{}.{}".format(*sys.version_info)

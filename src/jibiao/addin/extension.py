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
from jibiao.addin import texts
from jibiao.addin.extension_office import Office, UnopkgFailed, find_office
from jibiao.addin.extension_package import IDENTIFIER, SETTINGS, build_extension
from jibiao.addin.state import State

__all__ = ["build_extension", "install", "status", "uninstall"]


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
        return [
            *_states(office)[:-1],
            _state(texts.OFFICE_EXTENSION, None, False, texts.OFFICE_FAILED.format(why=failure)),
        ]
    return _states(office)


def uninstall(profile: Path | None = None) -> list[State]:
    """Take the extension out of LibreOffice. ok in the states: it is not there any more."""
    found = find_office(profile)
    if found is None or found.installed(IDENTIFIER) is None:
        return [_state(texts.OFFICE_EXTENSION, None, True, texts.WAS_ABSENT)]
    office = _usable(found, change=True)
    if isinstance(office, State):
        return [office]
    try:
        office.unopkg("remove", IDENTIFIER)
    except UnopkgFailed as failure:
        return [_state(texts.OFFICE_EXTENSION, None, False, texts.OFFICE_FAILED.format(why=failure))]
    return [_state(texts.OFFICE_EXTENSION, None, True, texts.REMOVED)]


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
        return _state(texts.PROGRAM, None, False, texts.OFFICE_NOT_FOUND)
    if office.refuses_user():
        return _state(texts.PROGRAM, office.program, False, texts.OFFICE_ROOT)
    if not office.runs_python():
        return _state(texts.PROGRAM, office.program, False, texts.OFFICE_NO_PYTHON)
    if change and office.is_running():
        return _state(texts.OFFICE_EXTENSION, None, False, texts.OFFICE_IS_OPEN)
    return office


def _states(office: Office) -> list[State]:
    return [_state(texts.PROGRAM, office.program, True), _python_state(office), _extension_state(office)]


def _python_state(office: Office) -> State:
    found = office.python()
    if found is None:
        return _state(texts.PYTHON, None, True, texts.OFFICE_UNKNOWN_PYTHON)
    path, version = found
    if version == _this_python():
        return _state(texts.PYTHON, path, True)
    old = tuple(map(int, version.split("."))) < _OLDEST
    detail = (texts.OFFICE_OLD_PYTHON if old else texts.OFFICE_OTHER_PYTHON).format(
        office=version, ours=_this_python()
    )
    return _state(texts.PYTHON, path, False, detail)


def _extension_state(office: Office) -> State:
    found = office.installed(IDENTIFIER)
    if found is None:
        return _state(texts.OFFICE_EXTENSION, None, False, texts.ABSENT)
    path, version = found
    if version != jibiao.__version__:
        return _state(
            texts.OFFICE_EXTENSION,
            path,
            False,
            texts.OFFICE_OTHER_VERSION.format(there=version, ours=jibiao.__version__),
        )
    try:
        folders = json.loads((path / SETTINGS).read_text("utf-8"))["folders"]
    except (OSError, ValueError, KeyError):
        folders = []
    if not any((Path(folder) / "jibiao" / "__init__.py").exists() for folder in folders):
        return _state(
            texts.OFFICE_EXTENSION, path, False, texts.OFFICE_MOVED.format(folders="、".join(folders))
        )
    return _state(texts.OFFICE_EXTENSION, path, True)


def _state(item: str, path: Path | None, ok: bool, detail: str = "") -> State:
    return State("LibreOffice", item, path, ok, detail)


def _this_python() -> str:
    return "{}.{}".format(*sys.version_info)

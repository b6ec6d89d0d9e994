"""What on a Windows computer keeps Excel from starting Python, as far as it can be found out: where the Python comes
from, and the settings of Defender and Office in the registry.

Sources: "Attack surface reduction rules reference" (GUIDs, states) and "Enable attack surface reduction rules"
(where a policy stands) in Microsoft's documentation of Defender; "Security settings for VBA macros" and "Trusted
locations for Office files" in that of Office.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from jibiao.addin import texts
from jibiao.addin.state import State

_RULES = r"Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_DEFENDER = (
    ("machine", rf"SOFTWARE\Policies\Microsoft\{_RULES}"),
    ("machine", rf"SOFTWARE\Microsoft\{_RULES}"),
)
_SECURITY = r"Microsoft\Office\16.0\Excel\Security"
_POLICY = (("user", rf"SOFTWARE\Policies\{_SECURITY}"),)
_EXCEL = (*_POLICY, ("user", rf"SOFTWARE\{_SECURITY}"))
_BLOCK, _WARN = 1, 6

_OBSTACLES = (
    (_DEFENDER, "", "d4f940ab-401b-4efc-aadc-ad5f3c50688a", (_BLOCK, _WARN), texts.BARRED_CHILDREN),
    (_DEFENDER, "", "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", (_BLOCK, _WARN), texts.BARRED_CALLS),
    (_POLICY, "", "VBAWarnings", (4,), texts.BARRED_NO_MACROS),
    (_EXCEL, r"\Trusted Locations", "AllLocationsDisabled", (1,), texts.BARRED_NO_TRUST),
)
"""Where it stands, further key, value, the numbers that mean it, what is said."""

Read = Callable[[str, str, str], object]
"""Hive ("machine" or "user"), key, value → what stands there, None if nothing does or it may not be read."""


def store_python(python: Path) -> bool:
    """Whether a Python, or the one that a virtual environment was made from, is that of the Microsoft Store. What it
    writes under AppData goes to a folder of its own, where Excel does not look."""
    ours = python.parent == Path(sys.executable).parent
    places = [python, Path(sys.base_prefix)] if ours else [python]
    return any("windowsapps" in (part.lower() for part in place.parts) for place in places)


def obstacles(read: Read | None = None) -> list[State]:
    """What stands in the way; empty where nothing is known of it."""
    read = read or _registry
    return [
        State("Excel", texts.BARRED_ITEM, None, False, message)
        for places, below, name, numbers, message in _OBSTACLES
        if any(_number(read(hive, key + below, name)) in numbers for hive, key in places)
    ]


def _number(value: object) -> int | None:
    """Defender writes its numbers as texts."""
    return int(str(value)) if str(value).isdecimal() else None


def _registry(hive: str, key: str, name: str) -> object:
    if sys.platform != "win32":
        return None
    import winreg

    root = winreg.HKEY_LOCAL_MACHINE if hive == "machine" else winreg.HKEY_CURRENT_USER
    try:
        with winreg.OpenKey(root, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None

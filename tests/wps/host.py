"""A stand-in for WPS: that of Excel (`excel.books`), asked through the one function that the task pane has for it, and
for nothing that WPS's own description does not have.

`members.txt` has what the add-in asks for, a line for each member with the most arguments that it is given.
`describe.py` says which of them WPS does not have.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from excel.books import Application
from excel.typed import Com

USED: set[tuple[str, str, int]] = set()
"""What was asked for."""


class NotInWps(TypeError):
    """A member, or an argument of it, that is not in `members.txt`."""


@cache
def members() -> dict[tuple[str, str], int]:
    lines = Path(__file__).with_name("members.txt").read_text("utf-8").splitlines()
    return {
        (kind, name): int(most) for kind, name, most in (line.split() for line in lines if line[0] != "#")
    }


class Host:
    """What `addin/wps/host.js` is in the pane: objects by number, members by name, JSON in and out."""

    def __init__(self, app: Application) -> None:
        self._objects: list[Any] = [app]

    def ask(self, what: str, number: int, name: str, told: str) -> str:
        thing = self._objects[number]
        given = [self._objects[one["$"]] if isinstance(one, dict) else one for one in json.loads(told)]
        return json.dumps(does(thing, what, name, given), default=self._remember)

    def _remember(self, thing: Any) -> dict[str, int]:
        self._objects.append(thing)
        return {"$": len(self._objects) - 1}


def does(thing: Com, what: str, name: str, given: list[Any]) -> Any:
    """Do with an object what it is asked for. Raises NotInWps, and what Excel raises."""
    count = len(given) if what == "call" else -1
    USED.add((thing.kind, name, count))
    if count > members().get((thing.kind, name), -2):
        raise NotInWps(f"{thing.kind}.{name} ({what}, {count})")
    if what == "set":
        setattr(thing, name, *given)
        return None
    found = getattr(thing, name)
    return found(*given) if callable(found) and what == "call" else found

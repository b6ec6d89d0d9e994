"""WPS's objects as Python sees them. They stay with JavaScript, which knows each by a number; what passes is JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Ask = Callable[[str, int, str, str], str]
"""What JavaScript does: "get", "set" or "call", the number of the object, the member, the arguments as a JSON list; what
it gives, as JSON. An object is {"$": number}. It raises what WPS raises."""


class Com:
    """An object of WPS. Attributes are its properties; methods, and properties that take arguments, go by `call`."""

    def __init__(self, ask: Ask, number: int) -> None:
        self.__dict__.update(_ask=ask, _number=number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._do("get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._do("set", name, value)

    def call(self, name: str, *given: Any) -> Any:
        """Call a method with arguments in WPS's order."""
        return self._do("call", name, *given)

    def _do(self, what: str, name: str, *given: Any) -> Any:
        told = json.dumps(given, default=_number, ensure_ascii=False)
        answer = json.loads(self._ask(what, self._number, name, told), parse_int=float)
        return Com(self._ask, int(answer["$"])) if isinstance(answer, dict) else answer


def _number(com: Com) -> dict[str, int]:
    return {"$": com._number}

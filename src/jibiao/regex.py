"""Regular expressions that are compiled when they are first used.

What a click needs has some 400 of them, and most clicks use few: to compile all took more than half of the time of
importing it (see `benchmarks/startup.py`).
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "flags", "groups")


class _Regex:
    """Becomes the compiled expression, as far as anybody asks for it, when it is first asked."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._asked)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, for a name at the top of a module. What is wrong with it shows at the first use."""
    return cast("re.Pattern[AnyStr]", _Regex(pattern, flags))

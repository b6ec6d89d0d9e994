"""What an indicator's name speaks of: a rate, growth, a cost of the whole project … (`words.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from jibiao.text import fold

_BRACKET = re.compile(r"\(([^()]*)\)$")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((resources.files("jibiao.checks") / "words.toml").read_text("utf-8"))
    return {key: tuple(fold(word) for word in words) for key, words in data.items()}


@lru_cache(maxsize=4096)
def is_rate(name: str) -> bool:
    """Whether the value of an indicator of that name should be a percentage (…率, …比例)."""
    bare = _BRACKET.sub("", fold(name))
    return bare.endswith(_words()["rate_endings"]) and not bare.endswith(_words()["not_rates"])


@lru_cache(maxsize=4096)
def may_exceed_100(name: str) -> bool:
    """Whether a percentage above 100 makes sense under that name (增长率)."""
    return any(word in fold(name) for word in _words()["growth"])


@lru_cache(maxsize=4096)
def needs_no_measure(name: str) -> bool:
    """Whether a value under that name has no unit of measure by nature, or the name gives it (…（户）)."""
    key = fold(name)
    return bool(_BRACKET.search(key)) or key.endswith(_words()["unitless_endings"])


@lru_cache(maxsize=4096)
def is_whole_cost(name: str) -> bool:
    """Whether the name speaks of the cost of the whole project (总成本, 总投资)."""
    return any(word in fold(name) for word in _words()["whole_cost"])


@lru_cache(maxsize=4096)
def is_part_cost(name: str) -> bool:
    """Whether the name speaks of a cost per piece or of a part only (单价, 每户, 补助标准)."""
    return any(word in fold(name) for word in _words()["part_cost"])

"""The texts of the page: one file for what stands in it, what its JavaScript says and what Python answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The texts by part (page, script, said) and name."""
    return tomllib.loads((resources.files("jibiao.page") / "texts.toml").read_text("utf-8"))


def said(name: str, /, **params: Any) -> str:
    """What Python answers."""
    return texts()["said"][name].format(**params)

"""The texts that are built into the add-in for WPS, in one file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The texts by part (pane, script, files) and name."""
    return tomllib.loads((resources.files("jibiao.addin") / "wps_texts.toml").read_text("utf-8"))

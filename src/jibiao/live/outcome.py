"""Outcome: what a command tells its user."""

from __future__ import annotations

from typing import NamedTuple

from jibiao.errors import JibiaoError


class Outcome(NamedTuple):
    """message: Chinese. alert: in a message box; otherwise in the status bar, where it does not interrupt."""

    message: str
    alert: bool = False


class CannotRun(JibiaoError):
    """A command cannot do anything until the user has put something right; the message says what."""

"""The notes on cells with findings: what they say, and how many there are room for."""

from __future__ import annotations

from jibiao.checks.finding import SEVERITY_NAMES, Severity
from jibiao.highlights import texts

NOTES_PER_SHEET = 20
NOTES_IN_ALL = 100


def note_text(severity: Severity, message: str, remedy: str, count: int) -> str:
    """The note on a cell with `count` findings, of which this is the worst."""
    text = texts.NOTE.format(level=SEVERITY_NAMES[severity], message=message, remedy=remedy)
    return text + (texts.NOTE_MORE.format(count=count - 1) if count > 1 else "")

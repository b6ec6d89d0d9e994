"""Workbooks that come back: who sent what, what became of the templates, what is to be corrected.

senders.py    who sent a file
expected.py   what should stand in a template's locked cells
align.py      where the rows and columns of a template went
skeleton.py   formulas as they are compared
compare.py    a workbook against its template
assess.py     all files against the manifest
run.py        the whole job
result.py     what it gives
status.py     the status workbook; letters.py the letters of return in it
texts.py      every word that a user sees

Imports are lazy, as in `jibiao.consolidation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jibiao.collection.result import Intake
    from jibiao.collection.run import intake

__all__ = ["Intake", "intake"]


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module("jibiao.collection.run"), name)

"""收表: what came back (`jibiao.returns`) as a status workbook with letters of return.

collecting.py the whole job
result.py     what it gives
status.py     the status workbook
letters.py    what the letters of return say; letter_sheets.py as pages of the workbook, letter_documents.py as Word
              documents from a template, letter_template.py our own one
rounds.py     what became of what was asked for, in the workbook; table.py how its sheets are written
texts.py      every word that a user sees

Imports are lazy, as in `jibiao.consolidation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jibiao.collection.collecting import intake
    from jibiao.collection.result import Intake

__all__ = ["Intake", "intake"]


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module("jibiao.collection.collecting"), name)

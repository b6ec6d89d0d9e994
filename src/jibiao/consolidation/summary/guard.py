"""A guard round each sheet: one that cannot be written says so, and the workbook has the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from jibiao.checks.catalogue import as_finding
from jibiao.checks.finding import Fault
from jibiao.checks.guard import SUMMARY_FAILED
from jibiao.consolidation import texts
from jibiao.consolidation.summary.book import Book
from jibiao.failures import failed

_T = TypeVar("_T")
_NOTE_ROW = 1
"""Below the title; it says what a sheet shows, or here that it does not."""


def write_sheet(book: Book, name: str, write: Callable[..., _T], *arguments: Any) -> _T | None:
    """Let a function write a sheet, given by its name in `texts`; what the function gives, None if it raises. That is
    then a finding, and stands on the sheet. Raises OSError as the function does."""
    before = list(book.sheets)
    try:
        return write(*arguments)
    except OSError:
        raise
    except Exception as error:
        failure = failed(error, f"writing {name}")
    label = getattr(texts, name)
    sheet = book.sheets.get(label) or book.add_sheet(name)
    for one in (sheet, *(book.sheets[new] for new in book.sheets if new not in (*before, label))):
        one.text(_NOTE_ROW, 0, texts.SHEET_FAILED.format(failure=failure), "note")
    fault = Fault(SUMMARY_FAILED, None, params={"failure": failure}, file=book.file, sheet=label)
    book.department.findings.append(as_finding(fault))
    return None

"""The task pane: one call for each button, and for a click on a finding; JSON out, never an exception."""

from __future__ import annotations

import json
from typing import Any, cast

from jibiao.checks.finding import SEVERITY_NAMES
from jibiao.errors import JibiaoError
from jibiao.failures import failed
from jibiao.live import click, texts
from jibiao.live.findings_sheet import find_sheet, read_results
from jibiao.live.host import sheets_of
from jibiao.live.outcome import CannotRun, Outcome
from jibiao.live.sheet import is_visible
from jibiao.own_sheets import RESULTS
from jibiao.wps import texts as own_texts
from jibiao.wps.book import App, Book
from jibiao.wps.com import Ask


class Pane:
    """Answers the pane. ask: what JavaScript does with WPS's objects (`jibiao.wps.com`)."""

    def __init__(self, ask: Ask) -> None:
        self._app = App(ask)

    def press(self, command: str) -> str:
        """Run the command of a button on the workbook in front (`jibiao.live.click`). Gives `message`, `alert` (the user
        has to know) and `lines`, what the list of findings has now."""
        return self._answered(lambda book: click.call(command, book), command)

    def go(self, row: int) -> str:
        """Lead to the cell of a finding, which is known by its row in the list: the list follows when rows are moved."""
        return self._answered(lambda book: _select(book, row), "go")

    def _answered(self, do: Any, doing: str) -> str:
        lines: list[dict[str, Any]] = []
        try:
            book = self._app.book
            if book is None:
                raise CannotRun(own_texts.NO_BOOK)
            outcome = do(book)
            lines = _lines(book)
        except JibiaoError as error:
            outcome = Outcome(str(error), alert=True)
        except Exception as error:  # whatever it is, it is told
            told = own_texts.FAILED_INSIDE.format(failure=failed(error, doing))
            outcome = Outcome(told, alert=True)
        answer = {"message": outcome.message, "alert": outcome.alert, "lines": lines}
        return json.dumps(answer, ensure_ascii=False)


def _listed(book: Book) -> Any:
    sheets = sheets_of(cast(Any, book))
    own = find_sheet(sheets, RESULTS)
    return sheets, read_results(own).lines if own else []


def _lines(book: Book) -> list[dict[str, Any]]:
    _, lines = _listed(book)
    return [
        {
            "row": line.row,
            "severity": str(line.severity),
            "level": SEVERITY_NAMES[line.severity],
            "place": f"[{line.sheet}] {line.cell or ''}".strip(),
            "message": line.message,
            "remedy": line.remedy,
        }
        for line in lines
    ]


def _select(book: Book, row: int) -> Outcome:
    sheets, lines = _listed(book)
    line = next((one for one in lines if one.row == row), None)
    if line is None or line.sheet not in sheets or not is_visible(sheets[line.sheet]):
        raise CannotRun(texts.PLACE_GONE)
    sheets[line.sheet].activate()
    sheets[line.sheet].range(line.cell or "A1").select()
    return Outcome("")

"""How long a click takes: 校验 from the start of Python (cold) and in a Python that runs already (warm), as
ratios to a bare interpreter and to `import xlwings`.

Needs LibreOffice. Python drives it over a pipe here; inside LibreOffice, and in Excel with its server, calls
are cheaper.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import xlwings as xw

from benchmarks.timing import best
from jibiao import libreoffice
from jibiao.live.validate import clear, validate

WORKBOOK = next((Path(libreoffice.__file__).parents[1] / "demo" / "workbooks").glob("000*"))

_OURS = "import jibiao.live.validate, jibiao.checks.checking"
_STARTS = {
    "bare interpreter": "pass",
    "import xlwings": "import xlwings",
    "import all that 校验 needs": f"import jibiao.live.xlwings_alone; {_OURS}",
    "the same after the whole of xlwings": f"import xlwings; {_OURS}",
}
"""What is imported → by which code: the third as a click does it."""


def starts(runs: int = 15) -> list[float]:
    """Seconds of processor time of fresh interpreters that run the codes, in turn: the least of several runs. They find
    compiled files, as one that is installed does."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    found = dict.fromkeys(_STARTS, float("inf"))
    for _ in range(runs):
        for name, code in _STARTS.items():
            script = f"{code}\nimport time; print(time.process_time())"
            run = subprocess.run(
                [sys.executable, "-c", script], check=True, env=env, capture_output=True, text=True
            )
            found[name] = min(found[name], float(run.stdout))
    return [*found.values()]


def main() -> None:
    bare, xlwings, ready, whole = starts()
    for name, seconds in zip(_STARTS, (bare, xlwings, ready, whole), strict=True):
        print(
            f"{name:36}  {seconds:6.3f} s  {seconds / bare:5.1f} x bare, {seconds / xlwings:4.2f} x import xlwings"
        )
    libreoffice.add_engine()
    with xw.App(visible=False, add_book=False) as app, tempfile.TemporaryDirectory() as folder:
        book = app.books.open(str(shutil.copy(WORKBOOK, folder)))
        for what, whole in (("one sheet", False), (f"all {len(book.sheets)} sheets", True)):

            def click(whole: bool = whole) -> None:
                clear(book)
                validate(book, whole)

            first = best(click, runs=3)
            again = best(lambda whole=whole: validate(book, whole), runs=3)  # type: ignore[misc]
            clear(book)
            print(f"校验 of {what}")
            print(
                f"  cold, first click                   {ready + first:6.3f} s  "
                f"{(ready + first) / bare:5.1f} x bare, {(ready + first) / xlwings:4.1f} x import xlwings"
            )
            print(
                f"  warm, 清除 and 校验                  {first:6.3f} s  {first / xlwings:4.1f} x import xlwings"
            )
            print(
                f"  warm, again                         {again:6.3f} s  {again / xlwings:4.1f} x import xlwings"
            )
        book.close()


if __name__ == "__main__":
    main()

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

_IMPORTS = "import xlwings; import jibiao.live.validate, jibiao.checks.run"


def python(code: str) -> float:
    """Seconds of a fresh interpreter that runs the code. It finds compiled files, as one that is installed does."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return best(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=env), runs=5)


def main() -> None:
    bare, xlwings, ready = python("pass"), python("import xlwings"), python(_IMPORTS)
    print(f"bare interpreter                      {bare:6.3f} s")
    print(f"import xlwings                        {xlwings:6.3f} s  {xlwings / bare:5.1f} x bare")
    print(f"import all that 校验 needs             {ready:6.3f} s  {ready / xlwings:5.1f} x import xlwings")
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

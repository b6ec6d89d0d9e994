"""How fast 绩表.html is: its size, its start, and the check of a workbook of 21 forms against the same on this Python.

Needs Chromium, Node.js, npm (or JIBIAO_PYODIDE, a folder with the core) and Playwright.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import jibiao
from benchmarks.timing import best

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import browser

WORKBOOK = next((Path(jibiao.__file__).parent / "demo" / "workbooks").glob("000*"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browser.chromium() as chromium:
        file = browser.built(Path(folder))
        print(f"size                         {file.stat().st_size / 1e6:6.1f} MB")
        starts = []
        for _ in range(3):
            begun = time.perf_counter()
            page = browser.Open(chromium, file)
            starts.append(time.perf_counter() - begun)
            page.context.close()
        print(f"start (opened to ready)      {min(starts):6.2f} s")
        page = browser.Open(chromium, file)
        page.give("check", "files", WORKBOOK)
        begun = time.perf_counter()
        page.run("check")
        first = time.perf_counter() - begun
        desktop = best(lambda: jibiao.check(WORKBOOK), runs=5)
        # Files that were given anew are read anew.
        inside = best(lambda: page.page.evaluate("steps.check.renew(); steps.check.run('check')"), runs=5)
        print(f"check of 21 forms, desktop   {desktop:6.3f} s")
        print(f"check of 21 forms, the page  {inside:6.3f} s  {inside / desktop:4.1f} x desktop")
        print(f"the first check              {first:6.3f} s")


if __name__ == "__main__":
    main()

"""绩表.html in a real Chromium, driven by Playwright with the system's browser."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SLOW = 180_000
"""Milliseconds that anything may take: how fast it is, the benchmark measures."""


def missing() -> str:
    """What is not here of what the page is built and tried with; "" if all is."""
    programs = [name for name, path in (("chromium", CHROMIUM), ("node", shutil.which("node"))) if not path]
    if not (os.environ.get("JIBIAO_PYODIDE") or shutil.which("npm")):
        programs.append("npm")
    try:
        import playwright  # noqa: F401
    except ImportError:
        programs.append("playwright")
    return ", ".join(programs)


def require() -> None:
    """Skips the test where something is not here that it needs; where it must be, that is a failure."""
    if lacking := missing():
        if os.environ.get("JIBIAO_LIVE") == "required":
            pytest.fail(f"not installed: {lacking}")
        pytest.skip(f"not installed: {lacking}")


def built(folder: Path) -> Path:
    """The page, built for the tests. JIBIAO_PYODIDE: a folder with its core, else npm fetches it."""
    from jibiao.addin.page import build_page

    given = os.environ.get("JIBIAO_PYODIDE")
    page = folder / "绩表.html"
    build_page(page, Path(given) if given else None)
    return page


@contextmanager
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Debian's Chromium, as root in a container: no sandbox, no shared memory.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


class Open:
    """The page, opened from file://. asked: every address that was asked for. wrong: what its scripts complained of."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **{"locale": "zh-CN"} | options)
        self.context.set_default_timeout(SLOW)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.goto(file.as_uri())
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready]")
        self.until("python.ready && !python.waiting")

    def until(self, expression: str) -> None:
        """Wait for an expression to hold. Playwright's own waiting evaluates texts in the page, which its policy forbids."""
        end = time.monotonic() + SLOW / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, expression
            time.sleep(0.05)

    def clear(self) -> None:
        """Empty all fields and go back to the first step; Python stays as it is."""
        self.page.evaluate("for (const one of document.querySelectorAll('.clear:not([hidden])')) one.click()")
        self.page.evaluate("for (const one of document.querySelectorAll('form')) one.reset()")
        self.page.evaluate("showFindings(null)")
        self.page.evaluate("for (const one of document.querySelectorAll('.result')) one.replaceChildren()")
        self.turn_to("check")

    def turn_to(self, step: str) -> None:
        self.page.click(f"#tab-{step}")

    def give(self, step: str, field: str, *paths: Path) -> None:
        """Put files, or one folder, into a field."""
        kind = "folder" if paths[0].is_dir() else "files"
        box = f"#{step} [data-field={field}]"
        self.page.locator(f"{box} .{kind}-input").set_input_files(
            paths[0] if kind == "folder" else list(paths)
        )
        self.until(f'document.querySelector("{box} .chosen").textContent')

    def run(self, step: str, **values: str) -> str:
        """Fill in the step's form and run it. Returns what it says."""
        for name, value in values.items():
            self.page.fill(f"#{step} [name={name}]", value)
        self.page.click(f"#{step} .run")
        self.page.wait_for_selector(f"#{step} .said")
        self.until("!python.waiting")
        return self.page.inner_text(f"#{step} .result")

    def fetched(self, click: str) -> tuple[str, bytes]:
        """What clicking gives to save: its name and bytes."""
        with self.page.expect_download() as download:
            self.page.click(click)
        path = download.value.path()
        return download.value.suggested_filename, Path(path).read_bytes()

    def findings(self) -> list[dict[str, Any]]:
        """All findings of the last check, with their files."""
        found: list[dict[str, Any]] = self.page.evaluate(
            "shown.files.flatMap(({file, findings}) => findings.map(one => ({...one, file})))"
        )
        return found


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}

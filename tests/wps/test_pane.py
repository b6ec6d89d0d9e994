"""The task pane of WPS in a real Chromium, over a stand-in that raises on what WPS does not have."""

from __future__ import annotations

import base64
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import browser
from jibiao.addin.wps_texts import texts
from jibiao.checks import check
from jibiao.checks.order import worst_first
from jibiao.reading import read_file
from workbooks import WORKBOOKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.flaky(reruns=2)  # a browser on a loaded machine

TESTS = Path(__file__).parents[1]
STAND_IN = (TESTS / "wps" / "stand_in.js").read_text("utf-8")
FILES = {
    f"/stand/{name}": (TESTS / name).read_text("utf-8")
    for name in (
        *("excel/typed.py", "excel/books.py", "excel/cells.py", "excel/dialogs.py", "excel/members.txt"),
        *("wps/host.py", "wps/members.txt"),
    )
}
SAID = texts()["script"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the add-in, unpacked as WPS has it."""
    browser.require()
    from jibiao.addin.wps_package import build_wps, folder_name

    home = tmp_path_factory.mktemp("wps")
    given = os.environ.get("JIBIAO_PYODIDE")
    build_wps(home / "绩表-wps.zip", Path(given) if given else None)
    with zipfile.ZipFile(home / "绩表-wps.zip") as archive:
        archive.extractall(home)
    return home / folder_name()


@pytest.fixture(scope="module")
def chromium(folder: Path) -> Iterator[Browser]:
    with browser.chromium() as started:
        yield started


class Pane:
    """The pane, opened from file:// as WPS does. asked: every address that was asked for. wrong: what its scripts
    complained of."""

    def __init__(self, chromium: Browser, file: Path, *scripts: str) -> None:
        self.context = chromium.new_context(viewport={"width": 360, "height": 800})
        self.context.set_default_timeout(browser.SLOW)
        for script in scripts:
            self.context.add_init_script(script)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type != "log" else None)
        self.page.goto(file.as_uri())

    def open(self, name: str) -> Path:
        """A workbook that the package ships, in the stand-in."""
        path = next(WORKBOOKS.glob(f"{name}*"))
        book = base64.b64encode(path.read_bytes()).decode()
        self.page.evaluate("([files, book]) => standIn(files, book)", [FILES, book])
        return path

    def press(self, command: str) -> list[str]:
        """Press a button. Returns the list of findings as it is shown."""
        self.page.evaluate("delete document.documentElement.dataset.done")
        self.page.click(f"[data-command={command}]")
        self.done()
        return self.page.locator("#findings p").all_text_contents()

    def done(self) -> None:
        end = time.monotonic() + browser.SLOW / 1000
        while not self.page.evaluate("document.documentElement.dataset.done"):
            assert time.monotonic() < end
            time.sleep(0.05)

    def python(self, expression: str) -> Any:
        return self.page.evaluate("(asked) => python.runPython(asked)", expression)


@pytest.fixture(scope="module")
def shared(chromium: Browser, folder: Path) -> Iterator[Pane]:
    """One pane for all tests. It never asked for anything but itself, and no script complained."""
    file = folder / "pane.html"
    pane = Pane(chromium, file, STAND_IN)
    pane.page.wait_for_selector("html[data-ready]")
    yield pane
    assert [url for url in pane.asked if not url.startswith("blob:")] == [file.as_uri()]
    assert pane.wrong == []
    pane.context.close()


@pytest.mark.parametrize("name", ["000", "001_333002", "001_333009", "001_333011", "002", "004"])
def test_findings_are_those_of_the_desktop_and_clearing_leaves_the_workbook_as_it_was(
    shared: Pane, name: str
) -> None:
    path = shared.open(name)
    found = worst_first(check([read_file(path)]))
    assert shared.press("validate_book") == [f"{one.message} {one.remedy}".strip() for one in found]
    assert shared.python("book.state() != before") == bool(found)
    assert shared.press("clear") == []
    assert shared.python("book.state() == before")


def test_a_click_on_a_finding_leads_to_its_cell(shared: Pane) -> None:
    shared.open("002")
    shared.press("validate_book")
    place = shared.page.locator("#findings .place").nth(1)
    sheet, _, cell = place.inner_text().removeprefix("[").partition("] ")
    shared.page.evaluate("delete document.documentElement.dataset.done")
    place.click()
    shared.done()
    assert shared.python("book.ActiveSheet.Name") == sheet
    assert shared.python("program.Selection.Address").replace("$", "") == cell
    assert shared.page.locator("#findings li").count() > 1, "the list stays"


def test_dropdowns_and_fixes_come_and_go(shared: Pane) -> None:
    shared.open("002")
    shared.python("sheet = book.Worksheets.Item(2); sheet.Activate(); cell = sheet.Range('F11')")
    shared.python('cell.Value2 = "\'≥９５百分比"; cell.Select(); before = book.state()')
    shared.press("dropdowns")
    assert shared.python("len(book._sheets[1].validations)") > 1
    shared.press("dropdowns")
    assert shared.python("book.state() == before")
    shared.press("fix")
    assert shared.python("cell.Formula") == "≥95%"
    shared.press("undo_fix")
    assert shared.python("cell.Formula") == "≥９５百分比"


def test_a_member_that_wps_does_not_have_is_an_error(shared: Pane) -> None:
    shared.open("000")
    for asked in ("standInApplication.Calculate", "standInApplication.NoSuch = 1"):
        assert (
            shared.page.evaluate(
                "(asked) => { try { return String(globalThis.eval(asked)) } catch (error) { return 'raised' } }",
                asked,
            )
            == "raised"
        )


def test_without_webassembly_is_said_what_to_do(chromium: Browser, folder: Path) -> None:
    pane = Pane(chromium, folder / "pane.html", STAND_IN, "delete globalThis.WebAssembly")
    assert pane.page.locator(".old").inner_text() == texts()["pane"]["old_browser"]
    assert not pane.page.locator(".app").is_visible()
    assert pane.wrong == []
    pane.context.close()


def test_outside_of_wps_is_said_where_it_belongs(chromium: Browser, folder: Path) -> None:
    pane = Pane(chromium, folder / "pane.html")
    assert pane.page.locator("#status").inner_text() == SAID["not_in_wps"]
    assert pane.page.locator("[data-command]:enabled").count() == 0
    pane.context.close()


def test_the_button_of_the_ribbon_opens_and_closes_one_pane(chromium: Browser, folder: Path) -> None:
    fake = """
      const strict = (kept) => new Proxy(kept, {
        get(_, name) { if (!(name in kept)) throw new TypeError(name); return kept[name]; },
        set(_, name, value) { if (!(name in kept)) throw new TypeError(name); kept[name] = value; return true; },
      });
      const storage = {}; globalThis.panes = [];
      globalThis.wps = strict({
        PluginStorage: strict({
          getItem: (key) => storage[key] ?? "",
          setItem: (key, value) => { storage[key] = String(value); },
        }),
        GetTaskPane: (id) => panes[id - 1],
        CreateTaskPane: (url, title) => {
          panes.push(strict({ ID: panes.length + 1, Visible: false, Width: 0, url, title }));
          return panes.at(-1);
        },
      });
    """
    pane = Pane(chromium, folder / "index.html", fake)
    seen = pane.page.evaluate(
        "[1, 2, 3].map(() => (jibiao.open(), [panes.length, panes[0].Visible, panes[0].url, panes[0].title]))"
    )
    url = (folder / "pane.html").as_uri()
    assert seen == [[1, shown, url, "绩表"] for shown in (True, False, True)]
    assert pane.wrong == []
    pane.context.close()

"""绩表.html in a real Chromium, opened from file://: what it finds and makes is what the desktop finds and makes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import canonicalize

import pytest

import browser
import jibiao
from jibiao.page.texts import texts
from workbooks import WORKBOOKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.flaky(reruns=2)  # a browser on a loaded machine

ONE = "001_333009_定州市建筑工程质量监督站.xlsx"
ROSTER = "单位编码,单位名称,上级单位,项目数\n333009,定州市建筑工程质量监督站,定州市,1\n333011,定州市建筑劳务基地服务站,定州市,1\n"
DATA = Path(__file__).parents[1] / "data"
SCRIPT = texts()["script"]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    browser.require()
    return browser.built(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def chromium(file: Path) -> Iterator[Browser]:
    with browser.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def shared(chromium: Browser, file: Path) -> Iterator[browser.Open]:
    """One page for all tests. It never asked for anything but itself, and no script complained."""
    page = browser.Open(chromium, file)
    yield page
    assert [url for url in page.asked if not url.startswith("blob:")] == [file.as_uri()]
    assert page.wrong == []
    page.context.close()


@pytest.fixture
def page(shared: browser.Open) -> browser.Open:
    shared.clear()
    return shared


def commented(workbook: bytes, comment: str) -> bytes:
    """The same workbook with other bytes."""
    data = BytesIO(workbook)
    with zipfile.ZipFile(data, "a") as archive:
        archive.comment = comment.encode()
    return data.getvalue()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of workbooks, a document, a zip and what is broken, as a county hands it in."""
    home = tmp_path_factory.mktemp("office")
    folder = home / "县局报表"
    folder.mkdir()
    for path in WORKBOOKS.iterdir():
        shutil.copy2(path, folder)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "说明.pdf").write_bytes(b"%PDF-1.4")
    with zipfile.ZipFile(folder / "甲局.zip", "w") as archive:
        archive.write(next(WORKBOOKS.glob("002*")), "分局/一样.xlsx")
        archive.writestr("分局/再报.xlsx", commented((WORKBOOKS / ONE).read_bytes(), "no copy of the other"))
    for path in sorted((DATA / "documents").glob("*.docx"))[:1]:
        shutil.copy2(path, folder)
    return home


Key = tuple[str, str, str | None, str | None, str, str]


def on_the_desktop(home: Path) -> set[Key]:
    """What the command says of all that lies in a folder."""
    names = sorted(path.name for path in home.iterdir())
    words = [sys.executable, "-m", "jibiao", "check", *names, "--format", "json"]
    done = subprocess.run(words, cwd=home, capture_output=True, encoding="utf-8")
    return {_key(one) for one in json.loads(done.stdout)}


def _key(one: dict[str, Any]) -> Key:
    return one["rule"], one["file"], one["sheet"], one["cell"], one["severity"], one["message"]


def in_the_page(page: browser.Open) -> set[Key]:
    return {_key(one) for one in page.findings()}


def test_a_folder_is_checked_as_on_the_desktop_and_marked_alike(
    page: browser.Open, office: Path, tmp_path: Path
) -> None:
    page.give("check", "files", office / "县局报表")
    said = page.run("check")
    assert "坏.xlsx" in said and "说明.pdf" in said
    assert in_the_page(page) == on_the_desktop(office)

    name, data = page.fetched("[data-verb=mark]")
    copies = browser.unzipped(data)
    assert name == "标记副本.zip" and f"县局报表/{ONE}" in copies
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(office)
        findings = jibiao.check("县局报表")
        for n, path in enumerate(path for path in sorted(Path("县局报表").glob("0*.xlsx"))):
            jibiao.mark(path, tmp_path / f"{n}.xlsx", findings)
            assert copies[str(path)] == (tmp_path / f"{n}.xlsx").read_bytes(), path


def test_dropped_files_and_zips_are_taken(page: browser.Open, office: Path) -> None:
    """Real drag and drop: the browser is told of it as by the system."""
    paths = [office / "县局报表" / ONE, office / "县局报表" / "甲局.zip"]
    drop(page, paths)
    assert SCRIPT["chosen"].format(count=2, size="").rstrip() in page.page.inner_text(
        "#check .chosen >> nth=0"
    )
    page.run("check")
    assert {one["file"] for one in page.findings()} == {
        ONE,
        "甲局.zip/分局/一样.xlsx",
        "甲局.zip/分局/再报.xlsx",
    }


def test_a_dropped_folder_is_taken_whole_or_the_way_round_is_told(page: browser.Open, office: Path) -> None:
    drop(page, [office / "县局报表"])
    said = page.page.inner_text("#check .chosen >> nth=0")
    count = sum(path.is_file() for path in (office / "县局报表").iterdir())
    assert (
        said.startswith(SCRIPT["chosen"].format(count=count, size="").rstrip()) or said == SCRIPT["no_folder"]
    )


def drop(page: browser.Open, paths: list[Path]) -> None:
    box = page.page.locator("#check [data-field=files]").bounding_box()
    assert box
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})
    page.until("document.querySelector('#check .chosen').textContent")


def test_findings_are_filtered_and_searched(page: browser.Open, office: Path) -> None:
    page.give("check", "files", office / "县局报表" / "002_平乡县住房和城乡建设局.xlsx")
    page.run("check")
    found = page.findings()
    for level in ("warning", "hint"):
        page.page.uncheck(f"#levels input[value={level}]")
    errors = [one for one in found if one["severity"] == "error"]
    assert page.page.inner_text("#shown") == SCRIPT["shown"].format(count=len(errors))
    for level in ("warning", "hint"):
        page.page.check(f"#levels input[value={level}]")
    rule = found[-1]["rule"]
    page.page.select_option("#rule", rule)
    of_rule = [one for one in found if one["rule"] == rule]
    assert page.page.inner_text("#shown") == SCRIPT["shown"].format(count=len(of_rule))
    page.page.fill("#search", "没有这样的字")
    page.until(f"document.getElementById('shown').textContent === '{SCRIPT['none_match']}'")


def test_a_finding_shows_its_sheet_by_keyboard_too(page: browser.Open, office: Path) -> None:
    page.give("check", "files", office / "县局报表" / ONE)
    page.run("check")
    place = page.page.locator("#findings button.place").first
    place.focus()
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector("#view td.at")
    lit = page.page.locator("#view td.at").first
    assert lit.get_attribute("aria-describedby") == "view-reason"
    assert page.page.locator("#view td[colspan='2'], #view td[colspan='3'], #view td[colspan='4']").count()
    assert page.page.evaluate("document.activeElement.id") == "view-title"
    page.page.keyboard.press("Escape")
    assert not page.page.is_visible("#view")
    assert page.page.evaluate("document.activeElement.className") == "place"


def test_what_stands_in_a_cell_is_text_and_never_markup(page: browser.Open, tmp_path: Path) -> None:
    import openpyxl

    evil = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    book = openpyxl.load_workbook(WORKBOOKS / ONE)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and "%" in cell.value:
                cell.value = evil
    book.save(tmp_path / "<b>坏.xlsx")
    page.give("check", "files", tmp_path / "<b>坏.xlsx")
    page.run("check")
    page.page.locator("#findings button.place").first.click()
    page.page.wait_for_selector("#view td.at")
    assert page.page.locator("main img, #findings b, #view img, #view script").count() == 0


def test_the_four_steps_of_a_year(page: browser.Open, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text(ROSTER, "utf-8")
    page.turn_to("distribute")
    page.give("distribute", "roster", tmp_path / "名单.csv")
    page.page.fill("#next-year", "2027")
    name, sent = page.fetched("#distribute .run")
    assert name == "2027年A1下发.zip"
    jibiao.distribute(tmp_path / "名单.csv", "A1", 2027, tmp_path / "下发")
    desktop = {
        path.relative_to(tmp_path / "下发").as_posix(): path.read_bytes()
        for path in (tmp_path / "下发").rglob("*")
        if path.is_file()
    }
    assert said_by(browser.unzipped(sent)) == said_by(desktop)

    (tmp_path / "下发.zip").write_bytes(sent)
    (tmp_path / "收回").mkdir()
    shutil.copy2(WORKBOOKS / ONE, tmp_path / "收回")
    page.turn_to("intake")
    page.give("intake", "files", tmp_path / "收回")
    page.give("intake", "manifest", tmp_path / "下发.zip")
    name, status = page.fetched("#intake .run")
    assert name == "收表情况.xlsx" and "未报送 1 个" in page.page.inner_text("#intake .result")
    assert jibiao.read(save(tmp_path, name, status))[0].is_result

    page.turn_to("consolidate")
    page.give("consolidate", "files", tmp_path / "收回")
    page.page.check("#consolidate [name=linked]")
    name, summary = page.fetched("#consolidate .run")
    (tmp_path / "桌面").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        jibiao.consolidate("收回", "桌面.xlsx")
    assert without_times(summary) == without_times((tmp_path / "桌面.xlsx").read_bytes())


_MERGED = re.compile(r"<\w+:mergeCell .*?</\w+:mergeCell>")


def said_by(files: dict[str, bytes]) -> dict[str, Any]:
    """What files say. Templates are written by openpyxl, whose XML depends on whether lxml is there, and its order of
    merged areas on the width of a hash."""
    found: dict[str, Any] = {}
    for name, data in files.items():
        if name.endswith((".zip", ".xlsx")):
            found[name] = said_by(browser.unzipped(data))
        elif name.endswith((".xml", ".rels")):
            whole = canonicalize(data.decode(), rewrite_prefixes=True)
            found[name] = _MERGED.sub("", whole), sorted(_MERGED.findall(whole))
        else:
            found[name] = re.sub(rb"[0-9a-f]{64}", b"", data)
    return found


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def without_times(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook without the time at which it was made, and its seal."""
    when = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?|[0-9a-f]{64}|<v>4\d{4}\.\d+</v>")
    return {name: when.sub(b"", part) for name, part in browser.unzipped(data).items()}


def test_stopping_leaves_the_files_and_the_page_usable(page: browser.Open, tmp_path: Path) -> None:
    for n in range(60):
        shutil.copy(next(WORKBOOKS.glob("004*")), tmp_path / f"{n}.xlsx")
    page.give("check", "files", tmp_path)
    page.page.click("#check .run")
    page.until("document.getElementById('doing').textContent.includes('/')")
    page.page.click("#cancel")
    page.until(f"document.querySelector('#check .result').textContent === '{SCRIPT['cancelled']}'")
    page.ready()
    assert "60" in page.page.inner_text("#check .chosen >> nth=0")
    page.page.click("#check .clear >> nth=0")
    page.give("check", "files", WORKBOOKS / ONE)
    assert "1 个文件" in page.run("check")


def test_python_that_fell_is_told_and_started_again(page: browser.Open) -> None:
    page.give("check", "files", WORKBOOKS / ONE)
    page.run("check")
    page.page.workers[-1].evaluate("setTimeout(() => { throw new Error('fell') })")
    page.until("!python.ready")
    page.ready()
    _, data = page.fetched("[data-verb=mark]")  # it is checked again for it
    assert zipfile.is_zipfile(BytesIO(data))
    page.wrong.clear()


def test_a_bomb_and_a_file_that_has_gone_cost_only_themselves(page: browser.Open, tmp_path: Path) -> None:
    folder = tmp_path / "报表"
    folder.mkdir()
    shutil.copy(WORKBOOKS / ONE, folder / "好.xlsx")
    shutil.copy(WORKBOOKS / ONE, folder / "没了.xlsx")
    with zipfile.ZipFile(folder / "炸.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 400_000_000)
    page.give("check", "files", folder)
    (folder / "没了.xlsx").unlink()
    page.run("check")
    rules = {(one["file"], one["rule"]) for one in page.findings()}
    assert {("报表/炸.xlsx", "file_unreadable"), ("报表/没了.xlsx", "file_unreadable")} <= rules
    assert any(file == "报表/好.xlsx" for file, _ in rules)


def test_five_hundred_files_are_checked_and_the_page_stays_alive(page: browser.Open, tmp_path: Path) -> None:
    data = (WORKBOOKS / ONE).read_bytes()
    for n in range(500):
        (tmp_path / f"{n:03}.xlsx").write_bytes(commented(data, str(n)))
    page.give("check", "files", tmp_path)
    page.page.evaluate(
        "() => { let last = performance.now(); window.longest = 0; setInterval(() => { const now = performance.now();"
        " window.longest = Math.max(window.longest, now - last); last = now; }, 50); }"
    )
    assert "500 个文件" in page.run("check")
    assert page.page.evaluate("window.longest") < 5_000
    assert page.page.locator("#findings details").count() == 500
    assert (
        len({one["n"] for one in page.findings()}) == len(page.findings()) > 2_000
    )  # more than come at once


def test_the_same_sources_give_the_same_bytes(file: Path, tmp_path: Path) -> None:
    assert browser.built(tmp_path).read_bytes() == file.read_bytes()
    assert file.stat().st_size < 15_000_000


def test_an_old_browser_gets_one_sentence(chromium: Browser, file: Path) -> None:
    context = chromium.new_context()
    context.add_init_script("delete window.DecompressionStream")
    old = context.new_page()
    old.goto(file.as_uri())
    assert old.is_visible(".old") and not old.is_visible(".app")
    assert old.inner_text(".old") == texts()["page"]["old_browser"]
    assert not old.workers
    context.close()

"""The parts of the page, and what it is refused for; that it works is shown by tests/page/test_browser.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import jibiao.page
from jibiao.addin import page, page_core, texts
from jibiao.addin.page_core import PageError, core_folder, pinned
from jibiao.addin.sources import source
from jibiao.page.texts import texts as page_texts

HTML = source("addin/page/page.html").read_text("utf-8")
SCRIPT = source("addin/page/page.js").read_text("utf-8")
PYTHON = "".join(path.read_text("utf-8") for path in Path(jibiao.page.__file__).parent.glob("*.py"))


def test_a_core_without_a_part_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PageError) as refused, core_folder(tmp_path):
        pass
    assert str(tmp_path) in str(refused.value)


def test_a_core_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    for name in pinned()["sha256"]:
        (tmp_path / name).write_bytes(b"other")
    with pytest.raises(PageError, match="SHA-256"), core_folder(tmp_path):
        pass


def test_without_npm_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_core.shutil, "which", lambda name: None)
    with pytest.raises(PageError) as refused, core_folder(None):
        pass
    assert str(refused.value) == texts.PAGE_NO_NPM


def test_a_program_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PageError, match="没有完成"):
        page_core.run_program(["python3", "-c", "import sys; sys.exit('broken')"], "")


def test_every_text_is_used_and_every_text_used_is_there() -> None:
    used = set(re.findall(r"\{\{page\.(\w+)\}\}", HTML))
    assert used == set(page_texts()["page"])
    said = set(re.findall(r'say\("(\w+)"', SCRIPT)) | {"none_match", "no_findings"}
    assert said == set(page_texts()["script"])
    answered = {name for name in page_texts()["said"] if f'"{name}"' in PYTHON}
    assert answered | {f"collected_{state}" for state in ("missing", "blank", "unreadable")} == set(
        page_texts()["said"]
    )


def test_no_chinese_stands_outside_the_texts() -> None:
    for name in ("page.html", "page.js", "core.js", "worker.js", "check.js", "page.css"):
        code = source(f"addin/page/{name}").read_text("utf-8").replace("绩表.html", "")
        assert not re.search("[\u4e00-\u9fff]", code), name


def test_nothing_may_come_from_outside() -> None:
    policy = page._POLICY
    assert policy.startswith("default-src 'none'") and "http" not in policy
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy and "connect-src" not in policy
    assert not re.search(r"""(src|href)=["']http""", HTML)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", SCRIPT)


def test_the_licences_of_all_parts_are_in_it() -> None:
    notices = page._notices()
    for part in (
        "Mozilla Public License 2.0",
        "PYTHON SOFTWARE FOUNDATION",
        "openpyxl",
        "et_xmlfile",
        "XlsxWriter",
        "xlrd",
    ):
        assert part in notices
    assert notices.count("Permission is hereby granted") + notices.count("Redistribution and use") >= 4


def test_the_library_has_no_part_that_a_page_has_no_use_for() -> None:
    names = [name for name, _ in page._modules()]
    assert "jibiao/page/desk.py" in names and "jibiao/checks/rules.toml" in names
    assert not any(name.startswith(("jibiao/cli/", "jibiao/live/", "jibiao/libreoffice/")) for name in names)
    assert names == sorted(names, key=lambda name: (name.split("/")[0], Path(name)))


def test_pythons_own_library_has_no_part_that_ours_imports_and_the_page_lacks() -> None:
    imports = re.compile(r"^\s*(?:import|from) (\w+)", re.MULTILINE)
    # "this" begins lines of prose; the cache does without sqlite3.
    never = set(pinned()["left_out"]) - {"this", "sqlite3"}
    for name, data in page._modules():
        if name.endswith(".py"):
            assert not set(imports.findall(data.decode())) & never, name

"""The add-in in WPS's folders: put there, looked for, taken away; nothing of others changes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from jibiao.addin import wps_install, wps_package
from jibiao.addin.page_core import PageError
from jibiao.addin.sources import source
from jibiao.addin.texts import ABSENT, PROGRAM
from jibiao.addin.wps_install import OtherZip, find_wps, install, status, uninstall
from jibiao.addin.wps_package import FILES, folder_name, line
from jibiao.addin.wps_texts import texts

OTHERS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<jsplugins>\r\n'
    '  <jsplugin name="别家" type="wps" url="别家_1.0" version="1.0"/>\r\n</jsplugins>\r\n'
).encode()


@pytest.fixture
def wps(tmp_path: Path) -> Path:
    """The folder of a WPS that has been opened."""
    folder = tmp_path / "Kingsoft" / "wps"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """The task pane, with its 13 MB, is built and tried in tests/wps/test_pane.py."""
    monkeypatch.setattr(wps_package, "_pane", lambda pyodide: "<html></html>")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_installed_is_found_and_goes_without_a_trace(wps: Path) -> None:
    assert [state.detail for state in status(wps)] == [ABSENT, ABSENT]
    assert all(state.ok for state in install(wps))
    assert all(state.ok for state in status(wps))
    there = everything(wps / "jsaddons")
    assert set(there) == {"publish.xml", *(f"{folder_name()}/{name}" for name in FILES)}
    assert line() in there["publish.xml"]
    assert all(state.ok for state in uninstall(wps))
    assert everything(wps) == {}


def test_other_add_ins_keep_every_byte(wps: Path) -> None:
    addins = wps / "jsaddons"
    (addins / "别家_1.0").mkdir(parents=True)
    (addins / "别家_1.0" / "index.html").write_bytes(b"theirs")
    (addins / "publish.xml").write_bytes(OTHERS)
    before = everything(wps)
    install(wps)
    install(wps)
    assert (addins / "publish.xml").read_bytes().replace(b"  " + line() + b"\r\n", b"") == OTHERS
    uninstall(wps)
    assert everything(wps) == before


def test_a_list_that_cannot_be_read_is_told_and_left_alone(wps: Path) -> None:
    path = wps / "jsaddons" / "publish.xml"
    path.parent.mkdir()
    path.write_bytes(b"<jsplugins><jsplugin")
    for action in (install, status, uninstall):
        states = action(wps)
        assert any(not state.ok and "读不懂" in state.detail for state in states)
        assert everything(wps) == {"jsaddons/publish.xml": b"<jsplugins><jsplugin"}


def test_an_older_version_goes_and_what_somebody_put_beside_it_stays(wps: Path) -> None:
    old = wps / "jsaddons" / "jibiao_0.0.1"
    old.mkdir(parents=True)
    for name in (*FILES, "我的笔记.txt"):
        (old / name).write_bytes(b"old")
    (wps / "jsaddons" / "publish.xml").write_bytes(
        b'<jsplugins>\n<jsplugin name="jibiao" version="0.0.1"/>\n</jsplugins>'
    )
    assert [state.ok for state in status(wps)] == [False, False]
    assert "jibiao_0.0.1" in status(wps)[0].detail
    install(wps)
    assert everything(old) == {"我的笔记.txt": b"old"}
    assert (wps / "jsaddons" / "publish.xml").read_bytes() == b"<jsplugins>\n" + line() + b"\n</jsplugins>"


def test_a_missing_file_is_told_and_put_back(wps: Path) -> None:
    install(wps)
    (wps / "jsaddons" / folder_name() / "ribbon.xml").unlink()
    assert "文件不全" in status(wps)[0].detail
    install(wps)
    assert all(state.ok for state in status(wps))


def test_a_zip_is_installed_without_building(
    wps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "绩表-wps.zip"
    wps_package.build_wps(made)
    monkeypatch.setattr(wps_install, "add_in_files", None)
    assert all(state.ok for state in install(wps, made))
    with zipfile.ZipFile(made) as archive:
        for name in FILES:
            path = wps / "jsaddons" / folder_name() / name
            assert path.read_bytes() == archive.read(f"{folder_name()}/{name}")


def test_another_zip_is_refused_and_nothing_is_written(wps: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("jibiao_9/../../evil", b"")
    for path in (other, Path(__file__)):
        with pytest.raises(OtherZip):
            install(wps, path)
    assert everything(wps) == {}


def test_without_the_means_to_build_is_said_what_to_do(wps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot() -> None:
        raise PageError("没有 npm。")

    monkeypatch.setattr(wps_install, "add_in_files", cannot)
    (state,) = install(wps)
    assert not state.ok and "没有 npm。" in state.detail and "--wps" in state.detail
    assert everything(wps) == {}


def test_without_wps_nothing_is_amiss(tmp_path: Path) -> None:
    for action in (install, status, uninstall):
        (state,) = action(tmp_path / "nothing")
        assert state.absent and state.item == PROGRAM


def test_wps_is_looked_for_where_each_system_has_it(tmp_path: Path) -> None:
    assert find_wps("win32", tmp_path) == tmp_path / "AppData/Roaming/kingsoft/wps"
    assert find_wps("linux", tmp_path) == tmp_path / ".local/share/Kingsoft/wps"
    assert find_wps("darwin", tmp_path) is None


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1.zip", "2.zip"):
        wps_package.build_wps(tmp_path / name)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_the_words_on_the_buttons_are_those_of_the_ribbon() -> None:
    buttons = wps_package._buttons()
    for command in (
        "validate_sheet",
        "validate_book",
        "next_finding",
        "clear",
        "dropdowns",
        "fix",
        "undo_fix",
    ):
        assert f'data-command="{command}"' in buttons
    assert ">校验</button>" in buttons and "distribute" not in buttons


def test_how_to_install_by_hand_names_the_folder_and_the_line(tmp_path: Path) -> None:
    wps_package.build_wps(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        text = archive.read("安装说明.txt").decode("utf-8-sig")
    assert folder_name() in text and line().decode() in text and "{" not in text


def test_no_place_in_the_files_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    files = wps_package.add_in_files()
    assert set(files) == set(FILES)
    assert not [name for name, data in files.items() if b"{{" in data]


def test_every_text_is_used_and_no_chinese_stands_elsewhere() -> None:
    code = {path.name: path.read_text("utf-8") for path in source("addin/wps/pane.js").parent.iterdir()}
    assert not [name for name, text in code.items() if re.search("[\u4e00-\u9fff]", text)]
    said = {part: set(names) for part, names in texts().items()}
    assert set(re.findall(r"\{\{pane\.(\w+)\}\}", code["pane.html"])) == said["pane"]
    assert set(re.findall(r'say\("(\w+)"', code["pane.js"])) == said["script"]
    built = Path(wps_package.__file__).read_text("utf-8")
    assert all(f'"{name}"' in built for name in said["files"])

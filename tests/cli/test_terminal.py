"""What is printed is clean, whatever stands in cells and names; what cannot be printed ends with a message."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePath

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import jibiao.cli
from jibiao.cli.terminal import one_line, progress, say, say_json, say_json_list, set_encodings
from workbooks import WORKBOOKS

EVIL = "\x1b]0;标题\x07\x1b[2J\x9b31m‮txt.slx\u2066\x7f"
COMMANDED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files of Linux")


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "jibiao", *map(os.fspath, arguments)]  # type: ignore[arg-type]
    return subprocess.run(command, **({"capture_output": True} | options))  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def evil(tmp_path_factory) -> Path:
    """A workbook with such characters in its cells, its sheet's name and its own name, beside files like it."""
    folder = tmp_path_factory.mktemp("报表")
    book = openpyxl.load_workbook(next(WORKBOOKS.glob("001_333009*")))
    sheet = book.active
    sheet.title = "表‮1\x9b"
    for cell in ("A1", "B3", "E3", "C4", "B5", "B7", "F11", "C11"):
        sheet[cell] = "EVILCELL"
    plain = folder / "plain.xlsx"
    book.save(plain)
    _replace(plain, b"EVILCELL", "x_x001B_]0;标题_x0007__x001B_[2J_x009B_31m‮txt.slx\u2066".encode())
    for name in (b"\x1b]0;X\x07\n2.xlsx", "‮3.xlsx".encode(), b"\xff\xfe4.xlsx"):
        shutil.copy(plain, os.path.join(os.fsencode(folder), name))
    (folder / "\x1b[2J.txt").touch()
    (folder / "自己.xlsx").symlink_to("自己.xlsx")
    (folder / "没有.xlsx").symlink_to("没有这个.xlsx")
    return folder


def _replace(path: Path, old: bytes, new: bytes) -> None:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).replace(old, new) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("platform", "encoding", "text", "data"),
    [
        ("win32", "gbk", "审核完成≥", "审核完成≥".encode("gbk")),
        ("win32", "gbk", "\U00020000项", "?项".encode("gbk")),
        ("linux", "ascii", "审核完成", "审核完成".encode()),
    ],
)
def test_windows_gets_its_code_page_where_it_pipes_and_json_is_utf_8(
    platform: str, encoding: str, text: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(piped, encoding=encoding, newline="\n"))
    monkeypatch.setattr("sys.platform", platform)
    set_encodings()
    say("{text}", text=text)
    say_json({"单位": text})
    sys.stdout.flush()
    assert piped.getvalue().split(b"\n", 1)[0] == data
    assert json.loads(piped.getvalue().split(b"\n", 1)[1]) == {"单位": text}


@LINUX
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "{}"],
        ["check", "{}", "--all"],
        ["check", "{}", "--format", "json"],
        ["read", "{}"],
        ["read", "{}", "--format", "json"],
        ["check", "{}", "--mark", "-o", "{out}"],
        ["check", "{}", "-o", "{out}/报告.xlsx"],
        ["consolidate", "{}", "-o", "{out}/汇总.xlsx", "--parquet", "{out}/p"],
        ["consolidate", "{}", "-o", "{out}/汇总.xlsx", "--format", "json"],
        ["fix", "{}/plain.xlsx", "-o", "{out}/改.xlsx"],
        ["fix", "{}/\x1b[2J.xlsx", "-o", "{out}/改.xlsx"],
        ["explain", EVIL],
        ["read", f"--{EVIL}"],
        ["template", EVIL],
        ["check", "{}", "--settings", "\x1b[2J\n.toml"],
    ],
    ids=" ".join,
)
def test_nothing_printed_commands_a_terminal(evil: Path, tmp_path: Path, arguments: list[str]) -> None:
    done = run(*(one.format(evil, out=tmp_path) if "{" in one else one for one in arguments))
    said = done.stdout.decode(), done.stderr.decode()
    assert not any(map(COMMANDED.search, said))
    assert "Traceback" not in said[1] and "软件内部出错" not in "".join(said)
    assert done.returncode == (0 if arguments[0] == "fix" and "plain" in arguments[1] else 2)


@LINUX
def test_what_would_command_it_is_shown_as_signs(evil: Path) -> None:
    said = run("check", evil).stdout.decode()
    assert any("␊2.xlsx" in line for line in said.splitlines())  # and forges no line
    said = run("check", evil, "--all", env={**os.environ, "COLUMNS": "300"}).stdout.decode()
    assert any("␊2.xlsx" in line for line in said.splitlines())
    assert "x␛]0;标题␇␛[2J" in said


@LINUX
def test_names_come_back_out_of_json(evil: Path) -> None:
    found = json.loads(run("read", evil, "--format", "json").stdout)
    assert {os.fsencode(Path(one["file"]).name) for one in found} >= {
        b"\x1b]0;X\x07\n2.xlsx",
        b"\xff\xfe4.xlsx",
    }
    assert "\x1b]0;标题\x07\x1b[2J\x9b31m‮txt.slx\u2066" in found[0]["project_name"]


@given(st.text(st.characters(codec=None)))
def test_any_text_is_one_clean_line(text: str) -> None:
    shown = one_line(text)
    assert len(shown) == len(text)
    assert not COMMANDED.search(shown) and "\n" not in shown
    shown.encode()


@given(st.dictionaries(st.text(), st.text(st.characters(codec=None))))
def test_json_is_clean_and_says_the_same(data: dict[str, str]) -> None:
    printed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jibiao.cli.terminal._write", lambda text, err: printed.append(text))
        say_json(data)
    assert not COMMANDED.search(printed[0].replace("\n", ""))
    assert json.loads(printed[0]) == data


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_a_list_in_portions_is_what_it_is_as_a_whole(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[str] = []
    monkeypatch.setattr("jibiao.cli.terminal._write", lambda text, err: printed.append(text))
    monkeypatch.setattr("jibiao.cli.terminal._AT_ONCE", 3)
    items = [{"a": n, "行": ["x\n y", {}]} for n in range(count)]
    say_json(items)
    say_json_list(iter(items))
    assert printed[0] == "\n".join(printed[1:])


def test_nothing_is_printed_but_by_the_one_module_for_it() -> None:
    folder = Path(jibiao.cli.__file__).parent
    others = {
        path.name: path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "terminal.py"
    }
    printing = re.compile(r"click\.(?:secho|echo)|(?<!\w)print\(|Console|std(?:out|err)\.write|rich")
    assert {name: found[0] for name, text in others.items() if (found := printing.search(text))} == {}


@LINUX
@pytest.mark.parametrize(
    "command", [["check", WORKBOOKS], ["read", WORKBOOKS, "--format", "json"], ["rules"]]
)
def test_a_full_disk_below_the_output(command) -> None:
    with open("/dev/full", "wb") as full:
        done = run(*command, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 2
    assert done.stderr.decode().strip() == "没有把结果显示完：磁盘已满。"


@LINUX
@pytest.mark.parametrize("command", [["check", WORKBOOKS], ["read", WORKBOOKS, "--format", "json"]])
def test_a_reader_that_has_gone(command) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run(*command, stdout=writing, stderr=subprocess.PIPE, capture_output=False)
    os.close(writing)
    assert done.returncode == 2
    assert done.stderr.decode().strip() == "没有把结果显示完：接收的程序已经关闭。"


@LINUX
def test_nobody_listens_to_messages() -> None:
    with open("/dev/full", "wb") as full:
        done = run("read", "没有.xlsx", stderr=full, stdout=subprocess.PIPE, capture_output=False)
    assert done.returncode == 2
    assert "共 1 个文件" in done.stdout.decode()


def test_whoever_ends_a_run_is_told_how_far_it_had_got(capsys) -> None:
    with pytest.raises(KeyboardInterrupt), progress() as step:
        step(3, 40, PurePath("甲.xlsx"))
        raise KeyboardInterrupt
    assert "已读 3 / 40 个文件" in capsys.readouterr().err
    with pytest.raises(KeyboardInterrupt), progress() as step:
        for done in (39, 40, 2):
            step(done, 40, PurePath("甲.xlsx"))
        raise KeyboardInterrupt
    assert "已检查 2 / 40 个" in capsys.readouterr().err
    with pytest.raises(KeyboardInterrupt), progress():
        raise KeyboardInterrupt
    assert not capsys.readouterr().err

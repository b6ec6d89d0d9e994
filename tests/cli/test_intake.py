"""`jibiao intake` as an officer and a machine call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collection.meddling import KINDS, fill, pack, unpack
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id


def jibiao(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a console does."""
    command = [sys.executable, "-m", "jibiao", *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=dict(os.environ), timeout=120)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two organisations; one sent its workbook back with a label changed."""
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n001,某县农业农村局\n002,某县人民医院\n", "utf-8")
    sent = distribute(tmp_path / "名单.csv", form_by_id("A1"), 2026, tmp_path / "下发").manifest.sent
    (tmp_path / "收回").mkdir()
    parts = unpack((tmp_path / "下发" / sent[0].file).read_bytes())
    fill(parts, "农村公路")
    KINDS["label changed"].change(parts)
    (tmp_path / "收回" / "a.xlsx").write_bytes(pack(parts))
    return tmp_path


def test_it_says_who_is_missing_and_where_the_workbook_is(folder: Path) -> None:
    target = folder / "收表.xlsx"
    done = jibiao("intake", folder / "收回", "--manifest", folder / "下发", "-o", target)
    assert done.returncode == 1
    assert "应报 2 个单位：已报 1 个" in done.stdout
    assert "未报送：某县人民医院" in done.stdout
    assert str(target) in done.stdout and target.exists()


OFF = "[rules]\ntemplate_label_changed = '不查'\n"


def test_settings_among_the_returned_files_are_left_and_those_beside_the_manifest_taken(folder: Path) -> None:
    command = ("intake", folder / "收回", "--manifest", folder / "下发", "-o", folder / "收表.xlsx")
    (folder / "收回" / "绩表设置.toml").write_text(OFF, "utf-8")
    done = jibiao(*command)
    assert f"{folder / '收回' / '绩表设置.toml'}：这个设置文件没有采用" in done.stderr
    assert "没有查" not in done.stdout
    assert "绩表设置.toml：不是电子表格" not in done.stderr
    (folder / "下发" / "绩表设置.toml").write_text(OFF, "utf-8")
    assert jibiao(*command).stdout.startswith("有1条规则没有查")


def test_settings_beside_a_manifest_that_lies_among_the_returned_files_are_left(folder: Path) -> None:
    (folder / "收回" / "manifest.json").write_bytes((folder / "下发" / "manifest.json").read_bytes())
    (folder / "收回" / "绩表设置.toml").write_text(OFF, "utf-8")
    done = jibiao("intake", folder / "收回", "--manifest", folder / "收回", "-o", folder / "收表.xlsx")
    assert "这个设置文件没有采用" in done.stderr and "没有查" not in done.stdout


def test_for_machines_it_gives_every_change(folder: Path) -> None:
    done = jibiao(
        "intake", folder / "收回", "--manifest", folder / "下发/manifest.json",
        "-o", folder / "收表.xlsx", "--format", "json",
    )  # fmt: skip
    data = json.loads(done.stdout)
    (change,) = data["organisations"][0]["files"][0]["changes"]
    assert (change["rule"], change["cell"]) == ("template_label_changed", "A3")
    assert (change["old"], change["new"]) == ("项目编码", "代码")


@pytest.mark.parametrize(
    ("where", "manifest", "part"),
    [("没有", "下发", "找不到"), ("名单.csv", "下发", "不是文件夹"), ("收回", "收回", "清单")],
)
def test_a_wrong_command_line_is_one_line_and_status_2(folder: Path, where, manifest, part) -> None:
    done = jibiao("intake", folder / where, "--manifest", folder / manifest, "-o", folder / "收表.xlsx")
    assert (done.returncode, len(done.stderr.strip().split("\n"))) == (2, 1)
    assert part in done.stderr
    assert not (folder / "收表.xlsx").exists()


def test_the_roster_of_a_summary_may_be_the_manifest(folder: Path) -> None:
    summary = folder / "汇总.xlsx"
    done = jibiao("consolidate", folder / "收回", "-o", summary, "--manifest", folder / "下发")
    assert "应报未报 1 个单位：某县人民医院" in done.stdout


def test_with_nothing_changed_it_says_so_and_writes_nothing(folder: Path) -> None:
    command = ("intake", folder / "收回", "--manifest", folder / "下发", "-o", folder / "收表.xlsx")
    command = (*command, "--letters", folder / "退回")
    first = jibiao(*command)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    second = jibiao(*command)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert (second.returncode, second.stdout) == (first.returncode, first.stdout)
    assert second.stderr.startswith(f"{first.stderr}与上次（")
    assert (
        jibiao(*command, "--format", "json").stdout
        == jibiao(*command, "--no-cache", "--format", "json").stdout
    )


@pytest.mark.parametrize(
    "changed", ["下发/绩表设置.toml", "绩表设置.toml", "收回/b.xlsx", "退回/退回通知清单.csv"]
)
def test_what_enters_or_was_written_is_changed_and_it_runs_again(folder: Path, changed: str) -> None:
    command = ("intake", folder / "收回", "--manifest", folder / "下发", "-o", folder / "收表.xlsx")
    command = (*command, "--letters", folder / "退回")
    jibiao(*command)
    assert "与上次" in jibiao(*command).stderr
    if changed.endswith(".toml"):
        (folder / changed).write_text(OFF, "utf-8")
    elif changed.endswith(".csv"):
        (folder / changed).unlink()
    else:
        (folder / changed).write_bytes((folder / "收回" / "a.xlsx").read_bytes())
    assert "与上次" not in jibiao(*command).stderr


def test_a_workbook_that_was_sent_is_changed_and_it_runs_again(folder: Path) -> None:
    command = ("intake", folder / "收回", "--manifest", folder / "下发", "-o", folder / "收表.xlsx")
    jibiao(*command)
    sent = next((folder / "下发").rglob("*.xlsx"))
    sent.write_bytes(sent.read_bytes() + b" ")
    assert "与上次" not in jibiao(*command).stderr


def test_saying_that_nothing_changed_imports_nothing_that_reads(folder: Path) -> None:
    words = ["intake", folder / "收回", "--manifest", folder / "下发", "-o", folder / "收表.xlsx"]
    jibiao(*words)
    told = "import sys; from jibiao.cli import main\ntry: main()\nfinally: print(sorted(sys.modules))"
    command = [sys.executable, "-c", told, *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert "与上次" in done.stderr and "'jibiao.submissions.last_run'" in done.stdout
    assert not {
        name
        for name in ("jibiao.reading", "jibiao.checks", "rich", "xlsxwriter")
        if f"'{name}'" in done.stdout
    }

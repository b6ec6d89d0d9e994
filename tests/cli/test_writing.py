"""Every command that writes: a disk that is full or closed is a message that names the file, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workbooks import WORKBOOKS

if sys.platform == "win32":
    pytest.skip("limits of POSIX", allow_module_level=True)

import resource

ONE = next(WORKBOOKS.glob("000*"))
COMMANDS = {
    "check -o": ["check", ONE, "-o", "{}/报告.xlsx"],
    "check --mark": ["check", ONE, "--mark", "-o", "{}/标记"],
    "fix": ["fix", ONE, "-o", "{}/改好.xlsx"],
    "consolidate": ["consolidate", WORKBOOKS, "-o", "{}/汇总.xlsx"],
    "template": ["template", "A1", "-o", "{}/空白.xlsx"],
    "distribute": [
        "distribute",
        "--roster",
        "{}/名单.csv",
        "--form",
        "A1",
        "--year",
        "2027",
        "--out",
        "{}/下发",
    ],
    "intake": ["intake", "{sent}", "--manifest", "{sent}", "-o", "{}/收表.xlsx"],
    "demo": ["demo", "--out", "{}/演示"],
    "addin build": ["addin", "build", "-o", "{}/绩表.xlam"],
}


def run(arguments, folder: Path, sent: Path = Path(), **options) -> subprocess.CompletedProcess[str]:
    command = [str(one).replace("{sent}", str(sent)).replace("{}", str(folder)) for one in arguments]
    # openpyxl writes with lxml where that is there, which only our tests have.
    environment = {**os.environ, "OPENPYXL_LXML": "False", "HOME": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "jibiao", *command], capture_output=True, text=True, env=environment, **options
    )


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """Blank templates that were sent to two bureaus."""
    folder = tmp_path_factory.mktemp("下发")
    (folder / "名单.csv").write_text("单位编码,单位名称\n333001,甲局\n333002,乙局\n", "utf-8")
    assert run(COMMANDS["distribute"], folder).returncode == 0
    return folder / "下发"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n333001,甲局\n333002,乙局\n", "utf-8")
    return tmp_path


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_takes_no_more(name: str, folder: Path, sent: Path) -> None:
    done = run(COMMANDS[name], folder, sent, preexec_fn=_limit)
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if "不能写入" in line]
    # Before a template is written to its place openpyxl writes its sheets to temporary files.
    assert (str(folder) in line or tempfile.gettempdir() in line) and "文件超过了允许的大小" in line
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr and "/." not in line
    assert [path for path in folder.rglob("*") if path.is_file() and path.name != "名单.csv"] == []


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if name not in ("check --mark", "distribute", "demo")]
)
@pytest.mark.parametrize("place", ["没有的文件夹/x", "名单.csv"])
def test_a_place_that_is_none(name: str, place: str, folder: Path, sent: Path) -> None:
    done = run(COMMANDS[name], folder / place, sent)
    assert done.returncode == 2
    assert place in done.stderr and ("不能写入" in done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["check -o", "fix", "consolidate", "template", "intake", "addin build"])
def test_a_folder_in_the_place_of_the_file(name: str, folder: Path, sent: Path) -> None:
    *arguments, _ = COMMANDS[name]
    done = run([*arguments, str(folder)], folder, sent)
    assert done.returncode == 2
    assert f"{folder} 是文件夹" in done.stderr


def test_parquet_on_a_full_disk(folder: Path) -> None:
    (folder / "p").mkdir()
    arguments = ["consolidate", WORKBOOKS, "-o", "{}/汇总.xlsx", "--parquet", "{}/p"]
    script = (
        "import os, pathlib, errno, jibiao.cli\n"
        "whole = pathlib.Path.write_bytes\n"
        "def full(path, data):\n"
        "    if path.suffix == '.parquet': raise OSError(errno.ENOSPC, 'full')\n"
        "    return whole(path, data)\n"
        "pathlib.Path.write_bytes = full\n"
        "jibiao.cli.main()\n"
    )
    command = [sys.executable, "-c", script, *(str(one).replace("{}", str(folder)) for one in arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (2, f"不能写入 {folder}/p/projects.parquet：磁盘已满。")


def test_rows_that_do_not_fit_are_told_line_by_line_and_the_summary_stays(folder: Path) -> None:
    script = (
        "import jibiao.cli\n"
        "from jibiao.consolidation import parquet\n"
        "whole = parquet.project_rows\n"
        "parquet.project_rows = lambda department: [{**row, 'errors': -1} for row in whole(department)[:2]]\n"
        "jibiao.cli.main()\n"
    )
    arguments = ["consolidate", WORKBOOKS, "-o", folder / "汇总.xlsx", "--parquet", folder / "p"]
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True)
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, len(lines)) == (2, 2)
    assert all("xlsx" in line and "errors 不能小于0（现为“-1”）" in line for line in lines)
    assert (folder / "汇总.xlsx").exists() and not (folder / "p").exists()


def test_a_file_that_may_not_be_read_is_told_as_such(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, to whom nothing is closed: so it is opening that fails."""
    script = (
        "import builtins, jibiao.cli, os\n"
        "whole = builtins.open\n"
        "def closed(file, *a, **k):\n"
        "    if str(file).endswith('.xlsx'): raise PermissionError(13, 'closed', str(file))\n"
        "    return whole(file, *a, **k)\n"
        "builtins.open, os.access = closed, lambda *a: False\n"
        "jibiao.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, "read", ONE], capture_output=True, text=True)
    assert done.returncode == 2
    assert "没有读取权限" in done.stderr and "命令写得不对" not in done.stderr

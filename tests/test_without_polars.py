"""What an office does all works on a machine for which polars, pandera and cryptography have no wheels."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jibiao.cli import texts
from jibiao.errors import MissingLibrary
from workbooks import WORKBOOKS

REFUSING = """
import sys
from importlib.abc import MetaPathFinder

class Refusing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("polars", "pandera", "pyarrow", "pydantic", "msoffcrypto", "cryptography"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refusing())
from jibiao.cli import main
main()
"""
ROSTER = "单位编码,单位名称\n333009,定州市建筑工程质量监督站\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands are tried on; each leaves its result for the next."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "报表").mkdir()
    shutil.copy(WORKBOOKS / "001_333009_定州市建筑工程质量监督站.xlsx", folder / "报表" / "质监站.xlsx")
    (folder / "名单.csv").write_text(ROSTER, "utf-8")
    return folder


def jibiao(office: Path, command: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", REFUSING, *command.split()]
    wide = {**os.environ, "COLUMNS": "400"}
    done = subprocess.run(words, capture_output=True, encoding="utf-8", cwd=office, env=wide, timeout=120)
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("command", "status", "written"),
    [
        ("read 报表", 0, None),
        ("check 报表", 0, None),
        ("check 报表 --mark -o 标记", 0, "标记/质监站.xlsx"),
        ("fix 报表/质监站.xlsx -o 改好.xlsx", 0, "改好.xlsx"),
        ("consolidate 报表 -o 汇总.xlsx --roster 名单.csv", 0, "汇总.xlsx"),
        ("template A1 -o 空白表.xlsx", 0, "空白表.xlsx"),
        ("distribute --roster 名单.csv --form A1 --year 2027 --out 下发", 0, "下发/manifest.json"),
        ("intake 下发 --manifest 下发/manifest.json -o 收表.xlsx", 1, "收表.xlsx"),
    ],
)
def test_every_command_works(office: Path, command: str, status: int, written: str | None) -> None:
    done = jibiao(office, command)
    assert done.returncode == status, done.stderr
    assert written is None or (office / written).stat().st_size


def test_parquet_is_refused_before_anything_is_written(office: Path) -> None:
    done = jibiao(office, "consolidate 报表 -o 另一份.xlsx --parquet 表")
    assert (done.returncode, done.stderr.strip()) == (
        2,
        texts.NO_PARQUET.format(why=MissingLibrary("polars")),
    )
    assert not (office / "另一份.xlsx").exists() and not (office / "表").exists()

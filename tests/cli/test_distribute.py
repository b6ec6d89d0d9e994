"""`jibiao distribute` as an officer and a machine call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbooks import WORKBOOKS

ROSTER = "单位编码,单位名称,上级单位,项目数\n333009,定州市建筑工程质量监督站,定州市,1\n5,平乡县住房和城乡建设局,,2\n"


@pytest.fixture
def jibiao(tmp_path):
    """Run the command in a folder that holds a roster."""
    (tmp_path / "名单.csv").write_text(ROSTER, "utf-8")

    def run(*words: object, form: str = "A1") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "jibiao", "distribute", "--roster", "名单.csv", "--form", form]
        command += ["--year", "2027", "--out", "下发", *map(str, words)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, timeout=120)
        assert "Traceback" not in done.stderr
        return done

    return run


def test_the_result_fits_on_a_screen_and_says_where_the_list_is(jibiao, tmp_path) -> None:
    done = jibiao(form="a1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "2 个单位的空白表已备好，上级单位的压缩包 1 个：写入 5 个文件，没有变化的 0 个。",
        f"下发清单：{Path('下发') / '下发清单.csv'}",
    ]
    names = {path.name for path in (tmp_path / "下发").rglob("*")}
    assert "5平乡县住房和城乡建设局_2027年项目绩效目标表.xlsx" in names


def test_json_for_machines(jibiao) -> None:
    data = json.loads(jibiao("--format", "json").stdout)
    assert (data["form"], data["year"], data["organisations"], data["archives"]) == ("A1", 2027, 2, 1)
    again = json.loads(jibiao("--format", "json").stdout)
    assert (again["written"], again["kept"]) == ([], data["written"])


def test_every_fault_of_the_roster_is_a_line_and_nothing_is_written(jibiao, tmp_path) -> None:
    (tmp_path / "名单.csv").write_text(ROSTER + ",甲局\n5,乙局\n6,丙/局\n", "utf-8")
    done = jibiao()
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition("：")[2][:3] for line in done.stderr.splitlines()] == ["第4行", "第5行", "第6行"]
    assert not (tmp_path / "下发").exists()


def test_last_year_what_was_not_carried_over_is_told_on_standard_error(jibiao) -> None:
    done = jibiao("--last-year", WORKBOOKS, form="G")
    assert done.returncode == 0
    assert "带入上年项目 8 个" in done.stdout
    assert len(done.stdout.splitlines()) == 3
    lines = done.stderr.splitlines()
    assert sum("看不出是名单上哪个单位的" in line for line in lines) == 81
    (lost,) = (line for line in lines if "新表式没有这一栏" in line)
    assert "001_333009_定州市建筑工程质量监督站.xlsx" in lost
    assert "项目“质监站经费”的资金用途、二级指标没有带入" in lost


def test_a_file_that_could_not_be_read_is_told_by_the_status(jibiao, tmp_path) -> None:
    (tmp_path / "上年").mkdir()
    (tmp_path / "上年" / "坏.xlsx").write_bytes(b"no workbook")
    done = jibiao("--last-year", "上年")
    assert done.returncode == 2
    assert "坏.xlsx：无法读取" in done.stderr
    assert (tmp_path / "下发" / "manifest.json").exists()


def test_files_that_may_have_been_filled_in_are_named_line_by_line(jibiao, tmp_path) -> None:
    jibiao()
    files = sorted((tmp_path / "下发").rglob("*.xlsx"))
    for file in files:
        file.write_bytes(b"filled in")
    done = jibiao("--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == len(files) == 2
    assert all(file.read_bytes() == b"filled in" for file in files)


def test_who_left_the_roster_is_named(jibiao, tmp_path) -> None:
    jibiao()
    (tmp_path / "名单.csv").write_text("".join(ROSTER.splitlines(keepends=True)[:2]), "utf-8")
    done = jibiao()
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert "5平乡县住房和城乡建设局" in line
    assert "没有删除" in line


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--form", "Z9"], "没有表式"),
        (["--year", "27"], "--year"),
        (["--last-year", "没有"], "没有"),
        (["--name", "{name}.xlsx"], "{code}"),
        (["--roster", "没有.csv"], "打不开"),
        (["--out", "名单.csv"], "名单.csv 是文件"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_status_2(jibiao, tmp_path, words, part) -> None:
    done = jibiao(*words)
    assert done.returncode == 2
    assert part in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"名单.csv"}

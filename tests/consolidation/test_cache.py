"""A second run reads only what changed and gives what a full run gives; one with nothing changed writes nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jibiao.checks.settings import NO_SETTINGS, read_settings
from jibiao.cli import group
from jibiao.consolidation import consolidate
from jibiao.files.password import password_given
from jibiao.reading import document
from jibiao.submissions import cache as cache_module
from jibiao.submissions import scan as scan_module
from jibiao.submissions.beside import cache_path, record_path
from jibiao.submissions.cache import Cache, cached_readings

COUNT = 6


@pytest.fixture
def folder(tmp_path, tools) -> Path:
    """Six workbooks of two forms, a roster, and a picture."""
    for n in range(COUNT):
        own = {"unit_code": f"33300{n}", "unit_name": f"{n}局"}
        forms = [{**own, "sheet": f"表{m}", "name": f"项目{n}{m}", "total": str(100 + n)} for m in range(2)]
        tools.submission(tmp_path / "报表" / f"{n}.xlsx", *forms)
    (tmp_path / "报表" / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0 no workbook")
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n333000,0局\n333009,九局\n", "utf-8")
    return tmp_path


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []

    def read(path: Path):
        names.append(path.name)
        return document.read_workbook_or_document(path)

    monkeypatch.setattr(scan_module, "read_workbook_or_document", read)
    return names


def outputs(
    folder: Path, target: str, *, cached: bool, settings=NO_SETTINGS, when: datetime
) -> dict[str, bytes]:
    """What a run writes, without what is of one run only, by name. The target's own name does not enter."""
    path, parquet = folder / target / "汇总.xlsx", folder / target / "数据"
    path.parent.mkdir(exist_ok=True)
    with cached_readings(path, settings, cached) as store:
        consolidate(
            folder / "报表",
            path,
            folder / "名单.csv",
            parquet,
            generated=when,
            settings=settings,
            store=store,
        )
    content = json.loads(record_path(path).read_bytes())["content"]
    files = {one.name: one.read_bytes() for one in (path, *parquet.iterdir())}
    return {**files, "record": json.dumps(content).encode()}


def run(folder: Path, *options: str, command: str = "consolidate") -> Result:
    words = [command, folder / "报表", "-o", folder / "汇总.xlsx", *options]
    return CliRunner().invoke(group, [*map(str, words)])


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_what_changed_is_read_and_the_result_is_that_of_a_full_run(folder, tools, opened):
    outputs(folder, "甲", cached=True, when=tools.generated)
    assert len(opened) == COUNT + 1
    tools.submission(
        folder / "报表" / "3.xlsx", {"name": "改过的项目", "unit_code": "333003", "unit_name": "3局"}
    )
    (folder / "报表" / "5.xlsx").unlink()
    opened.clear()
    second = outputs(folder, "甲", cached=True, when=tools.generated)
    assert sorted(opened) == ["3.xlsx", "照片.jpg"]  # what could not be read is tried again
    whole = outputs(folder, "乙", cached=False, when=tools.generated)
    assert second == whole
    assert not cache_path(folder / "乙" / "汇总.xlsx").exists()


def test_rows_of_files_that_are_gone_are_cleared(folder, tools):
    outputs(folder, "甲", cached=True, when=tools.generated)
    path = cache_path(folder / "甲" / "汇总.xlsx")
    before = path.stat().st_size
    for n in range(1, COUNT):
        (folder / "报表" / f"{n}.xlsx").unlink()
    outputs(folder, "甲", cached=True, when=tools.generated)
    with sqlite3.connect(path) as rows:
        assert rows.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    assert path.stat().st_size < before


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_cache_changes_no_result(folder, tools, seed, opened):
    """Random bytes, cut off, blank, something else: whatever is in the file, the result is that of a full run."""
    whole = outputs(folder, "乙", cached=False, when=tools.generated)
    outputs(folder, "甲", cached=True, when=tools.generated)
    path = cache_path(folder / "甲" / "汇总.xlsx")
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(4 ** (seed % 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 4 == 3:
        del data[chance.randrange(len(data)) :]
    path.write_bytes(data)
    assert outputs(folder, "甲", cached=True, when=tools.generated) == whole
    opened.clear()
    assert outputs(folder, "甲", cached=True, when=tools.generated) == whole
    assert opened == ["照片.jpg"]  # it was made whole again


@pytest.mark.parametrize(
    "program",
    [
        "CREATE VIEW more AS SELECT * FROM kept",
        "CREATE TRIGGER run AFTER INSERT ON kept BEGIN DELETE FROM kept; END",
        "ALTER TABLE kept ADD COLUMN more",
        "PRAGMA application_id = 7",
    ],
)
def test_a_cache_with_anything_in_it_but_our_table_is_begun_anew(folder, tools, program, opened):
    outputs(folder, "甲", cached=True, when=tools.generated)
    path = cache_path(folder / "甲" / "汇总.xlsx")
    rows = sqlite3.connect(path)
    rows.execute(program)
    rows.commit()
    rows.close()
    opened.clear()
    outputs(folder, "甲", cached=True, when=tools.generated)
    assert len(opened) == COUNT + 1


def test_a_row_of_other_bytes_is_not_taken(folder, tools, opened):
    whole = outputs(folder, "甲", cached=True, when=tools.generated)
    path = cache_path(folder / "甲" / "汇总.xlsx")
    rows = sqlite3.connect(path)
    (one,), *_ = rows.execute("SELECT data FROM kept").fetchall()
    rows.execute("UPDATE kept SET data = ?", (one,))  # the reading of one file in the place of all
    rows.commit()
    rows.close()
    assert outputs(folder, "甲", cached=True, when=tools.generated) == whole


def test_what_somebody_else_has_in_its_place_is_left_alone(folder, tools):
    path = cache_path(folder / "甲" / "汇总.xlsx")
    path.parent.mkdir()
    path.write_bytes(b"a file of the office's own")
    outputs(folder, "甲", cached=True, when=tools.generated)
    assert path.read_bytes() == b"a file of the office's own"


def test_two_runs_at_once_and_a_place_where_nothing_can_be_written_do_without(folder, tools):
    path = folder / "甲" / "汇总.xlsx"
    path.parent.mkdir()
    held = Cache(cache_path(path))
    assert held.is_open and not Cache(cache_path(path)).is_open
    outputs(folder, "甲", cached=True, when=tools.generated)
    held.close()
    assert not Cache(folder / "无此文件夹" / "缓存.db").is_open
    (folder / "link").symlink_to(folder / "报表" / "1.xlsx")
    assert not Cache(folder / "link").is_open


def test_a_full_disk_takes_the_cache_away_and_nothing_else(folder, tools, monkeypatch):
    class Full:
        """A connection to a file on a full disk."""

        def __init__(self, rows: sqlite3.Connection) -> None:
            self._rows = rows

        def execute(self, said: str, *values: object) -> object:
            if said.startswith("INSERT"):
                raise sqlite3.OperationalError("database or disk is full")
            return self._rows.execute(said, *values)

        def __getattr__(self, name: str) -> object:
            return getattr(self._rows, name)

    connected = cache_module._connected
    monkeypatch.setattr(cache_module, "_connected", lambda path: Full(connected(path)))
    outputs(folder, "甲", cached=True, when=tools.generated)
    assert (folder / "甲" / "汇总.xlsx").exists()
    assert not cache_path(folder / "甲" / "汇总.xlsx").exists()


def test_nothing_is_kept_of_files_that_open_with_a_password(folder, tools):
    with password_given("秘密"), cached_readings(folder / "汇总.xlsx", NO_SETTINGS) as store:
        assert store is None
    assert not cache_path(folder / "汇总.xlsx").exists()


def test_other_forms_of_the_department_are_another_reading(folder, tools, opened):
    outputs(folder, "甲", cached=True, when=tools.generated)
    (folder / "表式").mkdir()
    source = Path(cache_module.__file__).parents[1] / "forms" / "official" / "A1.toml"
    own = source.read_text("utf-8").replace("A1", "Z1").replace("预算项目绩效目标表", "我县绩效目标表")
    (folder / "表式" / "z.toml").write_text(own, "utf-8")
    settings = read_settings(folder / "表式")
    assert settings.forms
    opened.clear()
    outputs(folder, "甲", cached=True, settings=settings, when=tools.generated)
    assert len(opened) == COUNT + 1


def test_a_hidden_file_is_refused_whatever_was_kept_of_its_bytes(folder, tools):
    outputs(folder, "甲", cached=True, when=tools.generated)
    (folder / "报表" / "0.xlsx").rename(folder / "报表" / ".0.xlsx")
    second = outputs(folder, "甲", cached=True, when=tools.generated)
    assert second == outputs(folder, "乙", cached=False, when=tools.generated)


# ── Nothing changed ─────────────────────────────────────────────────────────────────────────────────


def test_with_nothing_changed_nothing_is_read_or_written_and_all_is_said_again(folder, opened):
    first = run(folder, "--roster", str(folder / "名单.csv"), "--parquet", str(folder / "数据"))
    before = state(folder)
    opened.clear()
    second = run(folder, "--roster", str(folder / "名单.csv"), "--parquet", str(folder / "数据"))
    assert opened == []
    after = state(folder)
    assert [name for name in before if after.get(name) != before[name]] == []
    assert after.keys() == before.keys()
    assert second.exit_code == first.exit_code == 2  # the picture
    assert second.stdout == first.stdout
    assert second.stderr.startswith(f"{first.stderr}与上次（")
    assert second.stderr.endswith(f"）相同，没有重写 {folder / '汇总.xlsx'}。\n")


def test_machines_are_told_the_same(folder):
    first = run(folder, "--format", "json")
    second = run(folder, "--format", "json")
    assert "与上次" in second.stderr and second.stdout == first.stdout
    people = run(folder)
    assert "与上次" in people.stderr and "汇总已存为" in people.stdout


def changes(folder: Path, tools) -> dict[str, object]:
    """What makes a run one that must be done, by what is changed."""
    return {
        "a file is added": lambda: tools.submission(folder / "报表" / "新.xlsx", {"name": "新项目"}),
        "a file is gone": lambda: (folder / "报表" / "1.xlsx").unlink(),
        "a file is renamed": lambda: (folder / "报表" / "1.xlsx").rename(folder / "报表" / "9.xlsx"),
        "a file is another": lambda: tools.submission(folder / "报表" / "1.xlsx", {"name": "另一个"}),
        "a file is saved again": lambda: os.utime(folder / "报表" / "1.xlsx", (1e9, 1e9)),
        "settings appear": lambda: (folder / "报表" / "绩表设置.toml").write_text("weights = 10\n", "utf-8"),
        "the roster is another": lambda: (folder / "名单.csv").write_text(
            "单位编码,单位名称\n1,丙局\n", "utf-8"
        ),
        "the summary is gone": lambda: (folder / "汇总.xlsx").unlink(),
        "the record is gone": lambda: record_path(folder / "汇总.xlsx").unlink(),
        "a table is gone": lambda: (folder / "数据" / "projects.parquet").unlink(),
        "the cache is gone": lambda: cache_path(folder / "汇总.xlsx").unlink(),
        "a hidden folder appears": lambda: (folder / "报表" / ".藏").mkdir(),
    }


@pytest.mark.parametrize("name", list(changes(Path(), None)))
def test_whatever_is_changed_the_run_is_done(folder, tools, name):
    options = ("--roster", str(folder / "名单.csv"), "--parquet", str(folder / "数据"))
    run(folder, *options)
    assert "与上次" in run(folder, *options).stderr
    changes(folder, tools)[name]()
    assert "与上次" not in run(folder, *options).stderr


@pytest.mark.parametrize("option", [("--year", "2030"), ("--department", "某局"), ("--no-cache",)])
def test_whatever_else_is_asked_the_run_is_done(folder, option):
    run(folder)
    assert "与上次" not in run(folder, *option).stderr


def test_other_code_is_another_program(folder, monkeypatch):
    run(folder)
    monkeypatch.setattr("jibiao.submissions.last_run.program", lambda: "another")
    assert "与上次" not in run(folder).stderr


def test_without_a_cache_none_is_left(folder):
    run(folder, "--no-cache")
    assert not cache_path(folder / "汇总.xlsx").exists()


def test_a_summary_that_somebody_wrote_into_is_not_taken_for_ours(folder):
    run(folder)
    with (folder / "汇总.xlsx").open("ab") as file:
        file.write(b" ")
    done = run(folder)
    assert "与上次" not in done.stderr


def test_the_cache_is_nothing_that_was_handed_in(folder):
    shutil.move(folder / "报表", folder / "全部")
    words = ["consolidate", folder / "全部", "-o", folder / "全部" / "汇总.xlsx", "--format", "json"]
    CliRunner().invoke(group, [*map(str, words)])
    assert cache_path(folder / "全部" / "汇总.xlsx").exists()
    (folder / "全部" / "照片.jpg").unlink()
    again = CliRunner().invoke(group, [*map(str, words)])
    files = [one["file"] for one in json.loads(again.stdout)["files"] if one["status"] != "own_output"]
    assert files == [f"{n}.xlsx" for n in range(COUNT)]
    assert CliRunner().invoke(group, [*map(str, words)]).stdout == again.stdout


def test_what_a_cache_says_is_printed_clean(folder):
    """Somebody who makes a whole row of his own has no terminal to command."""
    run(folder)
    rows = Cache(cache_path(folder / "汇总.xlsx"))
    from jibiao.submissions.last_run import Asked, Told, keep_run

    rows.close()
    given = dict.fromkeys(["roster", "manifest", "parquet", "forms", "year", "department", "settings"])
    target = folder / "汇总.xlsx"
    asked = Asked("consolidate", folder / "报表", target, given | {"previous": ()}, [record_path(target)])
    keep_run(asked, asked.key(), Told("今天", 0, [], [(False, "\x1b[2J危险")], {}), [])
    done = run(folder)
    assert "危险" in done.stdout and "\x1b" not in done.stdout

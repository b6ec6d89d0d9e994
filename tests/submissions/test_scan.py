"""Which files of a folder count."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from jibiao.submissions import scan as module
from jibiao.submissions.scan import collect, scan


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _zip(path: Path, **files: bytes) -> Path:
    """A zip; files by their names, in which "__" stands for "/"."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


def _names(folder: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def _refused(folder: Path) -> dict[str, tuple[str | None, str]]:
    found = scan([folder]).refused
    return {path.relative_to(folder).as_posix(): (one.reason, one.detail) for path, one in found.items()}


def test_every_file_is_to_be_read_whatever_its_ending(tmp_path):
    names = ["a.XLSX", "b.xlsm", "c.xls", "d.et", "e.ods", "f.docx", "g.csv", "h", "i.pdf", "j.xltx"]
    _touch(tmp_path, *names)
    assert _names(tmp_path, scan([tmp_path]).files) == names


def test_what_programs_and_systems_leave_is_passed_over(tmp_path):
    _touch(
        tmp_path,
        "~$甲.xlsx",
        ".~lock.甲.xlsx#",
        "._甲.xlsx",
        ".DS_Store",
        ".git/乙.xlsx",
        ".Trash-1000/files/乙.xlsx",
        ".下发未完成",
        "Thumbs.db",
        "desktop.ini",
        "甲.xlsx",
    )
    assert _names(tmp_path, scan([tmp_path]).files) == ["甲.xlsx"]


def test_any_other_hidden_file_is_named_and_not_read(tmp_path):
    _touch(tmp_path, "甲.xlsx", ".教育局.xlsx", ".子/教育局.xlsx", "乡镇/.乙.et")
    _zip(tmp_path / "报送.zip", **{".丙.xlsx": b"x", ".藏__丁.xlsx": b"x", "戊.xlsx": b"x"})
    assert _refused(tmp_path) == {
        ".教育局.xlsx": ("hidden_file", ""),
        ".子": ("hidden_folder", ""),
        "乡镇/.乙.et": ("hidden_file", ""),
        "报送.zip/.丙.xlsx": ("hidden_file", ""),
        "报送.zip/.藏/丁.xlsx": ("hidden_file", ""),
    }


def test_what_belongs_to_the_rounds_own_is_no_submission(tmp_path):
    _touch(tmp_path, "甲.xlsx", "manifest.json", "下发清单.csv", "绩表设置.toml", "表/projects.parquet")
    (tmp_path / "应报.csv").write_text("序号,单位编码,单位名称,联系人\n1,001,财政局,张三\n", "gbk")
    (tmp_path / "数据.csv").write_text("单位名称,项目名称,预算数\n财政局,消防栓,5\n", "gbk")
    assert _names(tmp_path, scan([tmp_path]).files) == ["数据.csv", "甲.xlsx"]


def test_numbers_are_ordered_by_size(tmp_path):
    _touch(tmp_path, "第10.xlsx", "第2.xlsx", "第10批/1.xlsx", "第9批/12.xlsx", "第9批/3.xlsx", "a１.xlsx")
    names = _names(tmp_path, collect(tmp_path))
    assert names.index("第2.xlsx") < names.index("第10.xlsx")
    assert names.index("第9批/3.xlsx") < names.index("第9批/12.xlsx") < names.index("第10批/1.xlsx")


def test_the_runs_own_files_are_skipped(tmp_path):
    _touch(tmp_path, "甲.xlsx", "汇总.xlsx", "名单.csv", "parquet/projects.parquet")
    found = scan([tmp_path], [tmp_path / "汇总.xlsx", tmp_path / "名单.csv", tmp_path / "parquet"])
    assert _names(tmp_path, found.files) == ["甲.xlsx"]


def test_a_file_that_is_named_is_read_whatever_it_is(tmp_path):
    _touch(tmp_path, ".隐藏.xlsx", "manifest.json")
    named = [tmp_path / name for name in (".隐藏.xlsx", "manifest.json", "没有.xlsx")]
    assert scan(named).files == named


def test_an_empty_folder(tmp_path):
    assert collect(tmp_path) == []


def test_a_zip_is_taken_apart_and_so_is_one_in_it(tmp_path, monkeypatch):
    inner = _zip(tmp_path / "inner", b=b"x", c__d=b"x").read_bytes()
    (tmp_path / "inner").unlink()
    junk = {"__MACOSX__._a": b"x", "~$a": b"x", ".DS_Store": b"x", "sub__Thumbs.db": b"x"}
    _zip(tmp_path / "报送.zip", a10=b"x", a9=b"x", 内=inner, **junk)
    expected = ["报送.zip/a9", "报送.zip/a10", "报送.zip/内/b", "报送.zip/内/c/d"]
    assert _names(tmp_path, scan([tmp_path]).files) == expected
    assert scan([tmp_path / "报送.zip"]).files == scan([tmp_path]).files
    monkeypatch.chdir(tmp_path)
    assert scan([Path("报送.zip")]).files == [Path(name) for name in expected]


def test_a_zip_is_known_by_its_content(tmp_path):
    _zip(tmp_path / "甲.xlsx", a=b"x")
    (tmp_path / "乙.zip").write_bytes(b"PK\x03\x04 cut off")
    _touch(tmp_path, "丙.zip")
    assert _names(tmp_path, collect(tmp_path)) == ["丙.zip", "乙.zip", "甲.xlsx/a"]


def test_zips_that_cannot_be_taken_apart_are_named_once(tmp_path):
    deep = _zip(tmp_path / "1", a=b"x").read_bytes()
    deep = _zip(tmp_path / "1", 三=deep).read_bytes()
    _zip(tmp_path / "1", 二=deep)
    _zip(tmp_path / "2")
    secret = bytearray(_zip(tmp_path / "3", a=b"x", b=b"y").read_bytes())
    at = -1
    while (at := secret.find(b"PK\x01\x02", at + 1)) >= 0:
        secret[at + 8] |= 1
    (tmp_path / "3").write_bytes(secret)
    assert _names(tmp_path, collect(tmp_path)) == ["1/二/三", "2", "3"]
    assert _refused(tmp_path) == {
        "1/二/三": ("unsupported_type", "zip_in_zip"),
        "2": ("not_a_workbook", "empty_zip"),
        "3": ("encrypted", "bundle"),
    }


@pytest.mark.parametrize("limit", ["MAX_PARTS", "MAX_BUNDLED"])
def test_all_zips_together_have_a_limit(tmp_path, monkeypatch, limit):
    for n in range(3):
        _zip(tmp_path / f"{n}.zip", a=b"x" * 10, b=b"y" * 10)
    monkeypatch.setattr(module, limit, {"MAX_PARTS": 5, "MAX_BUNDLED": 50}[limit])
    assert len(collect(tmp_path)) == 5
    assert _refused(tmp_path) == {"2.zip": ("too_large", "bundle")}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_is_closed_is_named(tmp_path):
    (tmp_path / "closed").mkdir(mode=0)
    assert _refused(tmp_path) == {"closed": ("closed_folder", "")}


def test_a_folder_that_stands_elsewhere_is_named_and_not_looked_into(tmp_path):
    """It may lead to a whole disk, or in a circle."""
    home = tmp_path / "报送"
    _touch(tmp_path, "别处/乙.xlsx", "报送/甲.xlsx")
    (home / "共享").symlink_to(tmp_path / "别处", target_is_directory=True)
    (home / "圈").symlink_to(home, target_is_directory=True)
    (tmp_path / "入口").symlink_to(home, target_is_directory=True)
    assert _refused(home) == {"共享": ("linked_folder", ""), "圈": ("linked_folder", "")}
    assert _names(home, collect(home)) == ["共享", "圈", "甲.xlsx"]
    assert "甲.xlsx" in _names(tmp_path / "入口", collect(tmp_path / "入口"))


def test_texts_for_the_published_document_are_nothing_that_was_submitted(tmp_path: Path) -> None:
    for name in ("部门职责.txt", "02名词解释.txt", "说明.txt"):
        (tmp_path / name).write_text("一段话", "utf-8")
    found = scan([tmp_path])
    assert [path.name for path in found.texts] == ["02名词解释.txt", "部门职责.txt"]
    assert [path.name for path in found.files] == ["说明.txt"]
    assert scan([tmp_path / "部门职责.txt"]).files  # who names it asks what is in it


def test_what_killed_runs_left_half_written_is_nothing_that_was_submitted(tmp_path: Path) -> None:
    left = ".汇总.0a1b2c-1f3-abcdef.xlsx"
    _touch(
        tmp_path, left, "表.xlsx", "甲局/.下发清单.0a1b2c-1-abcdef.csv", ".汇总.xlsx", ".汇总.0a1b2c-1f3.xlsx"
    )
    _zip(tmp_path / "乙局.zip", **{left: b"x", "表.xlsx": b"x"})
    assert _names(tmp_path, collect(tmp_path)) == [
        ".汇总.0a1b2c-1f3.xlsx",
        ".汇总.xlsx",
        "乙局.zip/表.xlsx",
        "表.xlsx",
    ]
    assert (tmp_path / left).exists()

"""Which files of a folder count."""

from pathlib import Path

from jibiao.consolidate.collect import collect, is_own_output, scan


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _names(folder: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_endings_in_any_case(tmp_path):
    _touch(tmp_path, "a.XLSX", "b.xlsm", "c.xls", "d.XlsB", "e.ods", "f.docx", "g.csv", "h")
    found = scan(tmp_path)
    assert _names(tmp_path, found.spreadsheets) == ["a.XLSX", "b.xlsm", "c.xls", "d.XlsB", "e.ods"]
    assert _names(tmp_path, found.others) == ["f.docx", "g.csv", "h"]


def test_lock_files_and_hidden_things_are_no_submissions(tmp_path):
    _touch(tmp_path, "~$甲.xlsx", ".~lock.甲.xlsx#", ".隐藏.xlsx", ".git/乙.xlsx", "Thumbs.db", "甲.xlsx")
    found = scan(tmp_path)
    assert _names(tmp_path, found.spreadsheets) == ["甲.xlsx"]
    assert found.others == []


def test_numbers_are_ordered_by_size(tmp_path):
    _touch(tmp_path, "第10.xlsx", "第2.xlsx", "第10批/1.xlsx", "第9批/12.xlsx", "第9批/3.xlsx", "a１.xlsx")
    names = _names(tmp_path, collect(tmp_path))
    assert names.index("第2.xlsx") < names.index("第10.xlsx")
    assert names.index("第9批/3.xlsx") < names.index("第9批/12.xlsx") < names.index("第10批/1.xlsx")


def test_the_runs_own_files_are_skipped(tmp_path):
    _touch(tmp_path, "甲.xlsx", "汇总.xlsx", "名单.csv", "parquet/projects.parquet")
    found = scan(tmp_path, [tmp_path / "汇总.xlsx", tmp_path / "名单.csv", tmp_path / "parquet"])
    assert _names(tmp_path, found.spreadsheets) == ["甲.xlsx"]
    assert found.others == []


def test_our_own_summary_is_known_by_its_property(tmp_path, demo_summary):
    copy = tmp_path / "各单位情况.xlsx"
    copy.write_bytes(demo_summary.path.read_bytes())
    _touch(tmp_path, "坏.xlsx")
    assert is_own_output(copy)
    found = scan(tmp_path)
    assert _names(tmp_path, found.own) == ["各单位情况.xlsx"]
    assert _names(tmp_path, found.spreadsheets) == ["坏.xlsx"]


def test_an_empty_folder(tmp_path):
    assert collect(tmp_path) == []

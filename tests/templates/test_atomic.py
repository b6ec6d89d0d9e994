"""Files appear whole or not at all."""

import pytest

from jibiao.atomic import atomic_path


def test_takes_the_place_of_the_target(tmp_path):
    target = tmp_path / "汇总.xlsx"
    target.write_text("old")
    with atomic_path(target) as path:
        assert path.parent == tmp_path
        assert path.suffix == ".xlsx"
        path.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_leaves_nothing_behind_when_it_fails(tmp_path):
    with pytest.raises(RuntimeError), atomic_path(tmp_path / "a.csv") as path:
        path.write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_long_name_is_no_hindrance(tmp_path):
    target = tmp_path / ("项目" * 40 + ".csv")
    with atomic_path(target) as path:
        path.write_text("x")
    assert target.read_text() == "x"


def test_follows_a_link(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    with atomic_path(link) as path:
        path.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"

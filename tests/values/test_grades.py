"""The four grades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jibiao.values import read_grades


def grades(text: str) -> dict[str, str]:
    return dict(zip("优良中差", text.split(" | "), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "≥90% | ≥80% | ≥70% | <70%",
        "≥90% | ≥80% | ≥70% | ＜70%",
        "≥68人 | ≥66人 | ≥64人 | ＜64人",
        "≥20 | ≥18 | ≥17 | ＜17",
        "≥250万吨 | ≥240万吨 | ≥230万吨 | ＜230万吨",
        "≥1万户 | ≥9500户 | ≥9000户 | ＜9000户",
        "90%-100% | 80%-90% | 60%-80% | 60%以下",
        "80%≤x≤100% | 70%≤x<80% | 60%≤x<70% | x<60%",
        "100% | 90% | 80% | 80%以下",
        "≥60场 | 50-59场 | 40-49场 | ≤39场",
    ],
)
def test_sound_grades(text: str) -> None:
    read = read_grades(grades(text))
    assert (read.direction, read.monotone, read.same_measure) == ("higher", True, True)
    assert (read.gaps, read.overlaps, read.unparsed, read.missing) == ((), (), (), ())


def test_lower_is_better() -> None:
    read = read_grades(grades("≤5天 | ≤7天 | ≤10天 | >10天"))
    assert (read.direction, read.monotone, read.gaps) == ("lower", True, ())
    gap = read_grades(grades("≤5天 | ≤7天 | ≤10天 | >12天")).gaps[0]
    assert (gap.better, gap.worse, gap.low, gap.high) == ("中", "差", Decimal(10), Decimal(12))


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("≥10人 | ≥8人 | ≥7人 | <2人", ("中", "差", 2, 7)),
        ("≥90% | ≥80% | ≥70% | <60%", ("中", "差", 60, 70)),
        (">90% | >80% | >70% | <70%", ("中", "差", 70, 70)),
        ("90%-100% | 80%-89% | 70%-80% | 70%以下", ("优", "良", 89, 90)),
    ],
)
def test_gap(text: str, gap: tuple[str, str, int, int]) -> None:
    found = read_grades(grades(text)).gaps
    assert [(one.better, one.worse, one.low, one.high) for one in found] == [gap]


def test_nothing_lies_between_whole_things() -> None:
    assert read_grades(grades("0起 | 1起 | 2起 | ≥3起")).gaps == ()
    (gap,) = read_grades(grades("0起 | 1起 | 2起 | ≥4起")).gaps
    assert (gap.low, gap.high) == (2, 4)
    assert read_grades(grades("≥1.2公里 | ≥1.1公里 | 1-1.09公里 | ＜1公里")).gaps != ()


def test_overlap() -> None:
    (overlap,) = read_grades(grades("≥90% | ≥80% | ≥70% | ＜75%")).overlaps
    assert (overlap.low, overlap.high) == (70, 75)


def test_not_monotone() -> None:
    assert read_grades(grades("≥90% | ≥95% | ≥70% | ＜70%")).monotone is False
    assert read_grades(grades("≥90% | ≥90% | ≥70% | ＜70%")).monotone is False
    assert read_grades(grades("=100% | ＜100% | ＜90% | ＜80%")).monotone is True


def test_different_measures() -> None:
    assert read_grades(
        grades("≥90% | ≥80 | ≥70% | ＜70%")
    ).same_measure  # one that is missing is no other one
    assert not read_grades(grades("≥64人 | ≥60个 | ≥50人 | ＜50人")).same_measure


def test_unparsed_and_missing() -> None:
    read = read_grades({"优": "优秀", "良": "≥80%", "中": "", "差": "其他"})
    assert (read.unparsed, read.missing) == (("优", "差"), ("中",))
    assert read_grades({}).missing == ("优", "良", "中", "差")

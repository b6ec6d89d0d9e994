"""The stamp of a template against what is expected and what the forms print."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibiao.checks import check
from jibiao.checks.department.organisation import assign_organisations
from jibiao.forms import form_by_id
from jibiao.identity import Stamp, same_organisation
from jibiao.reading import FileReading, SheetReading
from samples import project

NOW = form_by_id("A1").version
HOME = ("333001", "某县住房和城乡建设局")


def found(
    stamp: Stamp | None, form: str = "A1", year: int | None = None, expected: Stamp | None = None
) -> list[str]:
    one = project(form)
    reading = FileReading(Path("县局.xlsx"), [SheetReading(one.sheet, [one])], stamp=stamp)
    return [f.rule for f in check([reading], year, expected) if f.rule.startswith(("stamp", "unit_missing"))]


def test_a_file_without_a_stamp_is_told_nothing_about_it() -> None:
    assert found(None) == []


@pytest.mark.parametrize(
    ("stamp", "rules"),
    [
        (Stamp("A1", NOW, 2024, *HOME), []),
        (Stamp("A1", 7, 2024, *HOME), ["stamp_version"]),
        (Stamp("A1", NOW, 2023, *HOME), ["stamp_year"]),
        (Stamp("A1", NOW, 2024, "333002", "某县交通运输局"), ["stamp_organisation"]),
        (Stamp("A1", NOW, 2024, HOME[0], ""), []),
        (Stamp("A1", NOW), []),
        (Stamp("nonsense", NOW, 2024, *HOME), []),
    ],
)
def test_the_stamp_is_held_against_the_form_the_year_and_the_printed_organisation(stamp, rules) -> None:
    assert found(stamp, year=2024) == rules


@pytest.mark.parametrize(
    ("stamp", "rules"),
    [
        (Stamp("A1", 4, 2026, *HOME), []),
        (Stamp("B", 4, 2026, *HOME), ["stamp_form"]),
        (Stamp("A1", 3, 2026, *HOME), ["stamp_version"]),
        (Stamp("A1", 4, 2025, *HOME), ["stamp_year"]),
        (Stamp("B", 1, 2025, "9", "x"), ["stamp_form", "stamp_year", "stamp_organisation"]),
    ],
)
def test_what_was_sent_counts_where_it_is_known(stamp, rules) -> None:
    assert found(stamp, expected=Stamp("A1", 4, 2026)) == rules


def test_a_difference_of_organisations_is_shown_where_the_form_prints_it() -> None:
    reading = FileReading(
        Path("县局.xlsx"), [SheetReading("1", [project()])], stamp=Stamp("A1", NOW, 0, "9", "乙局")
    )
    (finding,) = [f for f in check([reading]) if f.rule == "stamp_organisation"]
    assert finding.cell == "A2"
    assert "发给“乙局”" in finding.message and "某县住房和城乡建设局" in finding.message


def test_a_form_that_prints_no_organisation_is_not_asked_for_one_that_the_stamp_says() -> None:
    assert found(None, "B") == ["unit_missing"]
    assert found(Stamp("B", form_by_id("B").version, 0, *HOME), "B") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("001", "某县农业局"), ("001", "某县农业局本级"), True),
        (("001", "农业局"), ("001", "某县农业农村局"), True),
        (("001", "某县农业局"), ("001", "乙市医院"), False),
        (("001", ""), ("002", ""), False),
        (("", "农业局"), ("001", "某县农业局"), True),
        (("", "某县农业局"), ("", "某县交通局"), False),
        (("", ""), ("001", "某县交通局"), True),
    ],
)
def test_organisations_are_told_apart_by_code_and_name(one, other, same) -> None:
    assert same_organisation(*one, *other) is same
    assert same_organisation(*other, *one) is same


def test_the_stamp_names_the_organisation_of_forms_that_print_none() -> None:
    unnamed, named = project("B"), project("A1")
    stamps = {"县局.xlsx": Stamp("B", 1, 0, "9", "乙局")}
    organisations, homes = assign_organisations([unnamed, named], stamps)
    assert [(o.code, o.name) for o in organisations] == [("9", "乙局"), HOME]
    assert homes[id(unnamed)] is organisations[0]

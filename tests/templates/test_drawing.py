"""The blank templates and a filled form, compared with drawings that a person can read."""

from pathlib import Path

import pytest

DRAWINGS = Path(__file__).parent / "drawings"


def test_blank_template_is_drawn_like_the_official_table(tools, form_id):
    sheet = tools.open_form(tools.blank(form_id))
    assert tools.draw(sheet) == (DRAWINGS / f"{form_id}.txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize("form_id", ["B"])
def test_filled_form(tools, form_id):
    sheet = tools.open_form(tools.filled(form_id, tools.gold(form_id)))
    expected = (DRAWINGS / f"{form_id}_filled.txt").read_text("utf-8").rstrip("\n")
    assert tools.draw(sheet) == expected

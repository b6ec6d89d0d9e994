"""Readings that are packed while nobody looks at them say what they said."""

from __future__ import annotations

import pytest

from jibiao.reading import read_file
from jibiao.submissions import folded
from jibiao.submissions.folded import Shelf, packed_of
from jibiao.submissions.packed import pack
from workbooks import WORKBOOKS

FILES = sorted(WORKBOOKS.glob("*.xlsx"))[:4]


def test_a_folded_reading_says_what_it_said() -> None:
    shelf = Shelf(1)
    for path in FILES:
        reading = read_file(path)
        one = shelf.fold(read_file(path))
        shelf.fold(read_file(FILES[0]))  # there is room for one
        assert [*one.to_json()] == [*reading.to_json()]
        assert one.sheets == reading.sheets and one.tables == reading.tables
        assert one.kinds == reading.kinds and one.project_count == len(reading.projects)
        assert (one.sender, one.unread, one.stamp) == (reading.sender, reading.unread, reading.stamp)
        assert packed_of(one) == pack(reading)


def test_what_was_looked_at_last_stays_the_same_objects() -> None:
    shelf = Shelf(40)
    one, two = (shelf.fold(read_file(path)) for path in FILES[:2])
    form = one.projects[0]
    assert one.projects[0] is form
    for path in FILES * 2:
        shelf.fold(read_file(path))
    assert one.projects[0] is not form and one.projects[0] == form
    assert two.whole.projects == two.projects


def test_what_there_is_nothing_of_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(1)
    one = shelf.fold(read_file(FILES[0]))
    shelf.fold(read_file(FILES[1]))
    monkeypatch.setattr(folded, "unpack", None)
    assert not one.tables and one.target is None and not one.listed
    assert one.path == FILES[0] and one.project_count

"""What was read goes through bytes and comes out the same; bytes that were damaged are refused, and none are ever run."""

from __future__ import annotations

import hashlib
import json
import math
import pickle
import zlib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats import DOCUMENTS
from jibiao.checks import check
from jibiao.explained import Key, ListedRow
from jibiao.forms import Form, all_forms, form_by_id, forms_known
from jibiao.identity import Stamp
from jibiao.official_table import OfficialTable, Place, TableRow
from jibiao.reading import FileReading, SheetReading
from jibiao.reading.document import read_workbook_or_document
from jibiao.records import DepartmentTarget, Indicator, Note, Project, Stored, TargetItem, Value
from jibiao.submissions.entries import read_entries
from jibiao.submissions.packed import MARK, PackedError, pack, unpack
from jibiao.submissions.scan import scan
from samples import project
from workbooks import WORKBOOKS

FILES = [*sorted(WORKBOOKS.glob("*.xlsx")), *sorted(DOCUMENTS.glob("*.docx"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_gives_the_same_forms_and_findings_when_it_was_packed(path: Path) -> None:
    reading = read_workbook_or_document(path)
    again = unpack(pack(reading))
    assert again == reading
    assert [*again.to_json()] == [*reading.to_json()]
    assert check([again]) == check([reading])


_text = st.text(st.characters(), max_size=8)  # with half surrogates: what some programs leave of a sign
_small = st.integers(-1, 3_000_000)
_value = st.builds(Value, _text, _small, _small)
_place = st.tuples(_small, _small)
_note = st.builds(
    Note,
    _text,
    st.none() | _small,
    st.none() | _small,
    _text,
    _text,
    st.lists(_place).map(tuple),
    st.booleans(),
)
_values = st.dictionaries(_text, _value, max_size=3)
_indicator = st.builds(Indicator, _small, _values)
_number = st.floats() | st.integers()
_project = st.builds(
    Project,
    file=st.just("甲.xlsx"),
    sheet=_text,
    form=st.sampled_from(all_forms()),
    kind=_text,
    top=_small,
    fields=_values,
    plan_label=st.none() | _value,
    plan=st.lists(_value, max_size=2),
    tasks=st.lists(_values, max_size=2),
    goals=st.lists(_text, max_size=2),
    indicators=st.lists(_indicator, max_size=2),
    other_indicators=st.lists(st.tuples(_text, _indicator), max_size=2),
    amount_parts=st.lists(st.tuples(_text, _text), max_size=2),
    use_purpose=st.none() | _text,
    hidden=st.booleans(),
    notes=st.lists(_note, max_size=2),
    stored=st.dictionaries(_place, st.builds(Stored, _number, st.booleans()), max_size=2),
    padded=st.dictionaries(_place, st.tuples(_text, _text), max_size=2),
)
_spot = st.builds(Place, _small, _small, _text)
_table = st.builds(
    OfficialTable,
    file=st.just("甲.xlsx"),
    sheet=_text,
    kind=_text,
    rows=st.lists(st.builds(TableRow, _small, _text, _values), max_size=2),
    places=st.dictionaries(_text, _spot, max_size=2),
    others=st.lists(st.tuples(_text, _value, _spot), max_size=2),
)
_target = st.builds(
    DepartmentTarget,
    paragraphs=st.lists(_text, max_size=2),
    headings=st.lists(st.tuples(_text, _text), max_size=2),
    items=st.lists(st.builds(TargetItem, _text, _text, st.lists(_text, max_size=2)), max_size=2),
    cells=_values,
)
_sheet = st.builds(
    SheetReading,
    sheet=_text,
    projects=st.lists(_project, max_size=2),
    others=st.lists(_project, max_size=1),
    blanks=st.lists(_project, max_size=1),
    tables=st.lists(_table, max_size=2),
    target=st.none() | _target,
    notes=st.lists(_note, max_size=1),
    reason=st.none() | _text,
)
_listed = st.builds(
    ListedRow,
    _text,
    _small,
    _small,
    st.none() | st.builds(Key, _text, _text, _text),
    st.dictionaries(_text, _text, max_size=2),
)
_reading = st.builds(
    FileReading,
    path=st.just(Path("甲.xlsx")),
    sheets=st.lists(_sheet, max_size=2),
    reason=st.none() | _text,
    stamp=st.none() | st.builds(Stamp, _text, _small, _small, _text, _text),
    sheet_numbers=st.dictionaries(_text, _small, max_size=2),
    is_document=st.booleans(),
    target=st.none() | _target,
    tables=st.lists(_table, max_size=2),
    notes=st.lists(_note, max_size=1),
    listed=st.lists(_listed, max_size=2),
)


@given(_reading)
def test_whatever_was_read_is_the_same_afterwards(reading: FileReading) -> None:
    assert repr(unpack(pack(reading))) == repr(reading)  # as a text, for what is no number equals nothing


@given(_sheet, _table)
def test_what_a_sheet_and_its_file_have_in_common_stays_one_object(
    sheet: SheetReading, said: OfficialTable
) -> None:
    reading = FileReading.of_sheets(Path("甲.xlsx"), [sheet])
    reading.tables = [said, *reading.tables]
    again = unpack(pack(reading))
    assert repr(again) == repr(reading)
    assert [*map(id, again.tables[1:])] == [*map(id, again.sheets[0].tables)]
    assert again.target is again.sheets[0].target


def test_the_same_reading_gives_the_same_bytes() -> None:
    assert pack(read_workbook_or_document(FILES[0])) == pack(read_workbook_or_document(FILES[0]))


def test_a_file_that_was_moved_is_named_as_it_is_called_now() -> None:
    reading = unpack(pack(read_workbook_or_document(FILES[0])), Path("别处/乙.xlsx"))
    assert reading.path == Path("别处/乙.xlsx")
    assert {form.file for form in reading.forms} == {str(reading.path)}


def test_a_form_of_a_department_is_known_again_where_it_is_known(own_form: Form) -> None:
    one = project()
    one.form = own_form
    packed = pack(FileReading(Path("县局.xlsx"), [SheetReading("1", [one])]))
    with forms_known((own_form,)):
        assert unpack(packed).projects[0].form is own_form
    with pytest.raises(PackedError):
        unpack(packed)


@pytest.fixture
def own_form() -> Form:
    drawn = form_by_id("A1")
    return Form(
        **{one.name: getattr(drawn, one.name) for one in fields(Form)} | {"id": "ZZ", "name": "自己的表"}
    )


PACKED = pack(FileReading(Path("县局.xlsx"), [SheetReading("1", [project()])]))


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_found_out(at: int, by: int) -> None:
    with pytest.raises(PackedError):
        unpack(PACKED[:at] + bytes([PACKED[at] ^ by]) + PACKED[at + 1 :])


@given(st.integers(0, len(PACKED) - 1))
def test_a_part_is_no_reading(end: int) -> None:
    with pytest.raises(PackedError):
        unpack(PACKED[:end])


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 30) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=14) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(_json)
def test_other_data_in_the_right_wrapping_is_refused_or_gives_a_reading(data: object) -> None:
    try:
        reading = unpack(MARK + zlib.compress(json.dumps(data).encode()))
    except PackedError:
        return
    assert isinstance(reading, FileReading)


class _Told:
    def __reduce__(self) -> tuple[object, ...]:
        return exec, ("raise SystemExit('ran')",)


@pytest.mark.parametrize("wrapping", [b"", MARK])
def test_what_python_would_run_is_not_run(wrapping: bytes) -> None:
    for data in (pickle.dumps(_Told()), zlib.compress(pickle.dumps(_Told()))):
        with pytest.raises(PackedError):
            unpack(wrapping + data)


def test_what_expands_without_end_is_not_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jibiao.submissions.packed.MOST", 1000)
    with pytest.raises(PackedError):
        unpack(MARK + zlib.compress(b" " * 2000 + b"[]"))


# ── A store ─────────────────────────────────────────────────────────────────────────────────────────


class Shelf(dict[str, bytes]):
    """A store in memory."""

    def put(self, sha256: str, packed: bytes) -> None:
        self[sha256] = packed


def test_what_is_in_the_store_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "甲.xlsx"
    file.write_bytes(FILES[0].read_bytes())
    shelf = Shelf()
    first = read_entries(tmp_path, scan([tmp_path]), store=shelf)
    assert [*shelf] == [hashlib.sha256(file.read_bytes()).hexdigest()]
    file.rename(tmp_path / "乙.xlsx")
    monkeypatch.setattr(
        "jibiao.submissions.scan.read_workbook_or_document", lambda path: pytest.fail("read again")
    )
    (again,) = read_entries(tmp_path, scan([tmp_path]), store=shelf)
    assert again.reading and first[0].reading and again.reading.sheets != first[0].reading.sheets
    assert {form.file for form in again.reading.forms} == {str(tmp_path / "乙.xlsx")}


def test_what_is_damaged_in_the_store_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(FILES[0].read_bytes())
    shelf = Shelf()
    first = read_entries(tmp_path, scan([tmp_path]), store=shelf)
    good = dict(shelf)
    shelf.update({key: packed[:-3] for key, packed in shelf.items()})
    assert read_entries(tmp_path, scan([tmp_path]), store=shelf) == first
    assert shelf == good


def test_what_could_not_be_read_is_not_stored(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(FILES[0].read_bytes()[:3000])
    shelf = Shelf()
    read_entries(tmp_path, scan([tmp_path]), store=shelf)
    assert shelf == {}


def test_numbers_that_are_none_are_kept() -> None:
    one = project()
    one.stored = {(1, 2): Stored(math.inf, False), (1, 3): Stored(-0.0, True)}
    again = unpack(pack(FileReading(Path("县局.xlsx"), [SheetReading("1", [one])])))
    assert repr(again.projects[0].stored) == repr(one.stored)

"""Fast copies: the marks and nothing else are replaced, and every program can open the result."""

import io
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.templates import build_book
from jibiao.templates.copies import CODE_MARK, NAME_MARK, Pattern
from jibiao.zipped import write_part
from office import audit, convert

CODE, NAME = "333001", "某县<住建局>&园林局"
TYPES = "[Content_Types].xml"


@pytest.fixture(scope="module")
def template() -> bytes:
    """A template with two form sheets and the marks in the places of code and name."""
    form = form_by_id("A1")
    return build_book(form, [None, None], Stamp(form.id, form.version, 2027, CODE_MARK, NAME_MARK))


def _package(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            write_part(package, name, data)
    return packed.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _records(data: bytes) -> dict[str, bytes]:
    """The raw local record of each part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = package.infolist()
    sizes = {info.filename: 30 + len(info.filename) + info.compress_size for info in infos}
    return {
        info.filename: data[info.header_offset : info.header_offset + sizes[info.filename]] for info in infos
    }


def test_the_texts_take_the_places_of_the_marks_and_nothing_else_changes(template):
    before, after = _parts(template), _parts(Pattern(template).copy(CODE, NAME))
    expected = {
        name: data.replace(CODE_MARK.encode(), b"333001").replace(
            NAME_MARK.encode(), "某县&lt;住建局&gt;&amp;园林局".encode()
        )
        for name, data in before.items()
    }
    assert after == expected
    assert sum(before[name] != after[name] for name in before) == 2


def test_parts_without_a_mark_keep_every_byte_of_their_record(template):
    before, after = _records(template), _records(Pattern(template).copy(CODE, NAME))
    changed = {"xl/sharedStrings.xml", "docProps/custom.xml"}
    assert {name for name in before if before[name] != after[name]} == changed


def test_the_content_types_stay_in_front(template):
    assert next(iter(_parts(Pattern(template).copy(CODE, NAME)))) == TYPES


def test_dates_and_attributes_of_parts_that_are_made_anew_stay(template):
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        before = {info.filename: (info.date_time, info.external_attr) for info in package.infolist()}
    with zipfile.ZipFile(io.BytesIO(Pattern(template).copy(CODE, NAME))) as package:
        assert {info.filename: (info.date_time, info.external_attr) for info in package.infolist()} == before
        assert package.testzip() is None


def test_the_same_texts_give_the_same_bytes(template):
    assert Pattern(template).copy(CODE, NAME) == Pattern(template).copy(CODE, NAME)


def test_a_copy_is_clean_against_the_schema_and_openpyxl_reads_it(template, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(Pattern(template).copy(CODE, NAME))
    assert audit(path) == []
    assert openpyxl.load_workbook(path)["项目2"]["A2"].value == CODE + NAME


def test_libreoffice_opens_a_copy(template, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(Pattern(template).copy(CODE, NAME))
    (page,) = convert("html:HTML (StarCalc)", tmp_path / "out", path)
    assert "333001某县&lt;住建局&gt;&amp;园林局" in page.read_text("utf-8")


@given(
    pieces=st.lists(st.binary(max_size=300), min_size=1, max_size=6),
    code=st.text(st.characters(codec="utf-8"), max_size=20),
    name=st.text("甲乙<>&;]", max_size=200),
)
def test_whatever_stands_between_the_marks_is_kept(pieces, code, name):
    marks = [CODE_MARK.encode(), NAME_MARK.encode()]
    marked = b"".join(piece + marks[n % 2] for n, piece in enumerate(pieces))
    plain = bytes(range(256)) * 9
    got = _parts(Pattern(_package(a=plain, b=marked, c=b"")).copy(code, name))
    said = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in (code, name)]
    whole = b"".join(piece + said[n % 2].encode() for n, piece in enumerate(pieces))
    assert got == {"a": plain, "c": b"", "b": whole}


def test_a_package_of_another_kind_is_refused():
    good = bytearray(_package(a=b"x"))
    start = good.index(b"PK\x01\x02")
    (good_flags,) = struct.unpack_from("<H", good, start + 8)
    struct.pack_into("<H", good, start + 8, good_flags | 0b1000)
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        package.writestr("a", "x")
    for data in (bytes(good), stored.getvalue(), b"", b"PK", _package(a=b"x") + b"\0"):
        with pytest.raises(ValueError):
            Pattern(data)

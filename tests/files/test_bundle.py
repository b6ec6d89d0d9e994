"""A zip of files: a path leads into it as into a folder, whoever packed it."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from files.packages import parts, sheet, zipped
from jibiao.files import bundle as module
from jibiao.files import limits, submitted
from jibiao.files.bundle import Bundle
from jibiao.files.errors import UnreadableFile
from jibiao.files.submitted import bundle_at, load, on_disk, raw
from jibiao.files.workbook import read_workbook


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def with_names(data: bytes, flagged: bool, **names: bytes) -> bytes:
    """The zip with other names of the same length, in whatever encoding, said to be UTF-8 or not."""
    for old, new in names.items():
        assert len(new) == len(old)
        data = data.replace(old.encode(), new)
    out, at = bytearray(data), 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<H", out, at + 8, 0x800 if flagged else 0)
        at += 4
    return bytes(out)


def names_in(path: Path) -> list[str]:
    found = bundle_at(path)
    assert found is not None
    return list(found.infos)


def workbook(folder: Path, text: str = "1") -> bytes:
    content = parts(sheet(f'<row r="1"><c r="A1"><v>{text}</v></c></row>'))
    return zipped(folder / "one.xlsx", content).read_bytes()


def test_a_path_leads_into_a_zip(tmp_path):
    path = tmp_path / "甲局.zip"
    path.write_bytes(packed({"报表/一.xlsx": workbook(tmp_path), "说明.txt": b"x"}))
    assert read_workbook(path / "报表" / "一.xlsx").grids[0].rows == [[1.0]]
    assert raw(path / "说明.txt") == b"x"
    assert (on_disk(path / "报表" / "一.xlsx"), on_disk(path)) == (path, path)
    for missing in (path / "没有.txt", path / "报表", tmp_path / "没有" / "a", path / "说明.txt" / "a"):
        with pytest.raises(UnreadableFile) as caught:
            load(missing)
        assert caught.value.reason == "missing"


def test_a_zip_in_a_zip(tmp_path):
    inner = packed({"一.xlsx": workbook(tmp_path), "b/c.txt": b"y"})
    path = tmp_path / "甲局.zip"
    path.write_bytes(packed({"a/二.zip": inner, "a.txt": b"x"}))
    assert read_workbook(path / "a" / "二.zip" / "一.xlsx").grids[0].rows == [[1.0]]
    assert raw(path / "a" / "二.zip" / "b" / "c.txt") == b"y"
    assert names_in(path / "a" / "二.zip") == ["一.xlsx", "b/c.txt"]
    assert bundle_at(path / "a.txt") is None


def test_a_file_that_was_changed_is_read_anew(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a.txt": b"old"}))
    assert raw(path / "a.txt") == b"old"
    path.write_bytes(packed({"a.txt": b"and new"}))
    assert raw(path / "a.txt") == b"and new"


CHINESE = "项目.xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_that_are_not_said_to_be_utf8(tmp_path, encoding):
    name = CHINESE.encode(encoding)
    data = packed({"x" * len(name): b"1", "sub/y": b"2"})
    (tmp_path / "a.zip").write_bytes(with_names(data, False, **{"x" * len(name): name}))
    assert names_in(tmp_path / "a.zip") == [CHINESE, "sub/y"]


def test_a_backslash_within_a_character_of_gbk_is_none(tmp_path):
    name = "乗.xls".encode("gbk")
    assert b"\\" in name
    (tmp_path / "a.zip").write_bytes(
        with_names(packed({"x" * len(name): b"1"}), False, **{"x" * len(name): name})
    )
    assert names_in(tmp_path / "a.zip") == ["乗.xls"]


def test_a_short_name_of_gbk_that_would_be_cyrillic_in_utf8(tmp_path):
    assert "一.xls".encode("gbk").decode("utf-8") == "һ.xls"
    (tmp_path / "a.zip").write_bytes(
        with_names(packed({"xx.xls": b"1"}), False, **{"xx.xls": "一.xls".encode("gbk")})
    )
    assert names_in(tmp_path / "a.zip") == ["一.xls"]


def test_a_name_in_utf8_that_goes_with_another_name(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, said in (("1.xls", "1.xls"), ("2.xls", "changed since")):
            info = zipfile.ZipInfo(name)
            field = struct.pack("<BI", 1, zlib.crc32(said.encode())) + CHINESE.encode()
            info.extra = struct.pack("<HH", 0x7075, len(field)) + field
            archive.writestr(info, b"x")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    assert names_in(tmp_path / "a.zip") == [CHINESE, "2.xls"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../甲.xlsx", "甲.xlsx"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\报表\\甲.xlsx", "C_/报表/甲.xlsx"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("甲.xlsx:evil", "甲.xlsx_evil"),
        ("a\x1b]0;x\x07b.txt", "a_]0;x_b.txt"),
        ("con.txt", "_con.txt"),
        ("a. /b", "a/b"),
        ("..", "_"),
    ],
)
def test_a_name_never_leads_out_of_the_zip(tmp_path, name, clean):
    info = zipfile.ZipInfo("x")
    info.filename = name
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, b"data")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    assert names_in(tmp_path / "a.zip") == [clean]
    assert raw(tmp_path / "a.zip" / clean) == b"data"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_two_files_of_one_name_are_both_there(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for text in ("one", "two"):
            archive.writestr("甲/a.txt", text)
        archive.writestr("甲\\a.txt", "three")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    assert [raw(tmp_path / "a.zip" / name) for name in names_in(tmp_path / "a.zip")] == [
        b"one",
        b"two",
        b"three",
    ]


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "mimetype", "OFD.xml", "_rels/.rels", "XL\\workbook.xml"]
)
def test_one_document_is_no_bundle(tmp_path, part):
    (tmp_path / "a.zip").write_bytes(packed({part: b"x", "other/part.bin": b"y"}))
    found = bundle_at(tmp_path / "a.zip")
    assert found is not None and found.is_document


@pytest.mark.parametrize(
    "left_over",
    [
        "_rels/.rels",
        "_rels/甲.xml.rels",
        "甲局/_rels/.rels",
        "ppt/notes.xml",
        "mimetype",
        "content.xml",
        "xl/workbook.xml",
    ],
)
def test_what_is_left_over_of_a_document_hides_no_workbooks(tmp_path, left_over):
    (tmp_path / "a.zip").write_bytes(packed({left_over: b"x", "甲局/项目表.XLSX": workbook(tmp_path)}))
    found = bundle_at(tmp_path / "a.zip")
    assert found is not None and not found.is_document
    assert len(read_workbook(tmp_path / "a.zip" / "甲局" / "项目表.XLSX").grids) == 1


@pytest.mark.parametrize(
    ("part", "inside"),
    [
        ("[Content_Types].xml", "word/embeddings/Microsoft_Excel_Sheet1.xlsx"),
        ("[Content_Types].xml", "word/afchunk.docx"),
        ("_rels/.rels", "xl/embeddings/a.xls"),
        ("OFD.xml", "Doc_0/Attachs/项目表.xlsx"),
    ],
)
def test_what_is_embedded_in_a_document_was_not_handed_in(tmp_path, part, inside):
    (tmp_path / "a.zip").write_bytes(packed({part: b"x", inside: workbook(tmp_path)}))
    found = bundle_at(tmp_path / "a.zip")
    assert found is not None and found.is_document


@pytest.mark.parametrize(
    "names", [("A.XLSX", "a.xlsx"), ("caf\u00e9.xls", "cafe\u0301.xls"), ("stra\u00dfe", "STRASSE")]
)
def test_names_that_a_system_takes_for_one_are_told_apart(tmp_path, names):
    (tmp_path / "a.zip").write_bytes(packed({name: name.encode() for name in names}))
    first, second = names_in(tmp_path / "a.zip")
    assert (first, second.replace("(2)", "")) == names and "(2)" in second
    assert raw(tmp_path / "a.zip" / second) == names[1].encode()


def test_thousands_of_spellings_of_one_name(tmp_path):
    spellings = ["".join(letters) + ".xls" for letters in itertools.product(*("aA", "bB", "cC", "dD") * 3)]
    (tmp_path / "a.zip").write_bytes(packed(dict.fromkeys(spellings, b"x")))
    assert len({name.casefold() for name in names_in(tmp_path / "a.zip")}) == len(spellings) == 4096


def test_a_zip64_says_elsewhere_how_long_its_list_is(tmp_path, monkeypatch):
    data = packed({"a.txt": b"x"})
    at = data.rindex(b"PK\x05\x06")
    count, here, size, place = (
        *struct.unpack_from("<HH", data, at + 8),
        *struct.unpack_from("<II", data, at + 12),
    )
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, here, size, place)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
    data = data[:at] + end64 + locator + data[at : at + 12] + b"\xff" * 8 + b"\0\0"
    assert list(spoilt(data).infos) == ["a.txt"]
    with pytest.raises(UnreadableFile, match="too_large"):
        spoilt(data.replace(end64, end64[:40] + struct.pack("<Q", 2**40) + end64[48:]))


def test_a_name_too_long_for_the_system_is_of_no_file(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed({"a.txt": b"x"}))
    long = tmp_path / ("长" * 200), tmp_path / ("a/" * 3000)
    for path, reason in (
        *((path, "path_too_long") for path in long),
        (tmp_path / "a.zip" / ("长" * 200), "missing"),
    ):
        with pytest.raises(UnreadableFile) as caught:
            raw(path)
        assert caught.value.reason == reason
        assert bundle_at(path) is None


def test_a_name_too_long_for_the_system_is_read_in_a_zip(tmp_path):
    name = "长" * 200 + ".txt"
    (tmp_path / "a.zip").write_bytes(packed({name: b"x"}))
    assert raw(tmp_path / "a.zip" / name) == b"x"


def test_what_only_looks_like_a_zip(tmp_path, refusal):
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(UnreadableFile) as caught:
        bundle_at(tmp_path / "a.zip")
    assert (caught.value.reason, caught.value.detail) == ("damaged", "bundle")
    assert bundle_at(tmp_path) is None and bundle_at(tmp_path / "none") is None


def spoilt(data: bytes) -> Bundle:
    return Bundle(lambda: io.BytesIO(data))


def reason(found: Bundle, name: str = "a.txt") -> tuple[str, str]:
    with pytest.raises(UnreadableFile) as caught:
        found.read(name)
    return caught.value.reason, caught.value.detail


def test_files_that_cannot_be_unpacked_are_named(monkeypatch):
    data = packed({"a.txt": b"x" * 1000})
    entry = data.index(b"PK\x01\x02")

    def changed(at: int, value: int, kind: str = "<H") -> Bundle:
        out = bytearray(data)
        struct.pack_into(kind, out, entry + at, value)
        return spoilt(bytes(out))

    assert reason(changed(8, 1)) == ("encrypted", "bundle") and changed(8, 1).is_encrypted
    assert reason(changed(10, 9)) == ("unsupported_type", "zip_method")
    assert reason(changed(16, 7, "<I")) == ("damaged", "bundle")  # checksum
    assert reason(changed(24, 999, "<I")) == ("damaged", "bundle")  # size
    assert reason(changed(42, 5, "<I")) == ("damaged", "bundle")  # place
    assert reason(spoilt(packed({"a.txt": b""}))) == ("empty", "")
    monkeypatch.setattr(limits, "MIN_RATIO_SIZE", 500)
    monkeypatch.setattr(limits, "MAX_RATIO", 10)
    assert reason(spoilt(data)) == ("too_large", "file")
    monkeypatch.setattr(module, "MAX_FILE", 900)
    assert reason(spoilt(data)) == ("too_large", "file")


def test_a_list_of_too_many_files_is_not_read(monkeypatch):
    data = packed({f"{n}.txt": b"x" for n in range(50)})
    monkeypatch.setattr(module, "MAX_PARTS", 49)
    with pytest.raises(UnreadableFile, match="too_large"):
        spoilt(data)
    monkeypatch.setattr(module, "MAX_DIRECTORY", 100)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(UnreadableFile, match="too_large"):
        spoilt(data)


def test_the_list_of_a_large_zip_is_read_once(tmp_path, monkeypatch):
    path = tmp_path / "a.zip"
    path.write_bytes(packed({f"{n}.txt": b"%d" % n for n in range(200)}))
    opened = []
    monkeypatch.setattr(submitted, "Bundle", lambda file: opened.append(1) or Bundle(file))
    assert [raw(path / f"{n}.txt") for n in range(200)] == [b"%d" % n for n in range(200)]
    assert len(opened) == 1


def test_cut_and_changed_zips_end_in_a_refusal_or_in_files():
    data = packed({"a/一.txt": b"x" * 300, "b.zip": packed({"c": b"z"})})
    for at in range(0, len(data), 3):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]):
            try:
                found = spoilt(broken)
                for name in found.infos:
                    found.is_zip(name)
                    found.read(name)
            except UnreadableFile as error:
                assert error.reason
    assert limits.MAX_BUNDLED > limits.MAX_UNPACKED


def test_a_path_of_thousands_of_folders_is_refused():
    deep = "a/" * (limits.MAX_PATH // 2 - 1) + "b"
    assert list(spoilt(packed({deep: b"x"})).infos) == [deep]
    with pytest.raises(UnreadableFile, match="too_large: path 1000"):
        spoilt(packed({"a/" * (limits.MAX_PATH // 2) + "b": b"x"}))

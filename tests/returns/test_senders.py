"""Who sent a file, when the manifest was saved again by Excel."""

from __future__ import annotations

from pathlib import Path

from jibiao.identity import Stamp
from jibiao.manifest import Manifest, Sent
from jibiao.reading import FileReading
from jibiao.returns.senders import Sender, Senders

SHA = "0f" * 32


def senders(*lines: tuple[str, str, str]) -> Senders:
    sent = tuple(Sent(code, name, "", file, SHA, ("项目1",)) for code, name, file in lines)
    return Senders(Manifest("A1", 1, 2026, sent))


def told(by: Senders, code: str, name: str, file: str = "报表.xlsx") -> tuple[str, str]:
    sender: Sender = by.sender(FileReading(Path(file), stamp=Stamp("A1", 1, 2026, code, name)), file)
    return (sender.sent.code if sender.sent else "", sender.how)


def test_codes_that_lost_their_zeros_tell_organisations_of_one_name_apart() -> None:
    by = senders(("1", "财政局", "甲县/a.xlsx"), ("3", "财政局", "乙县/b.xlsx"))
    assert (told(by, "001", "财政局"), told(by, "003", "财政局")) == (("1", "stamp"), ("3", "stamp"))
    assert told(by, "001", "人民医院") == ("", "stamp")


def test_of_two_codes_that_differ_in_zeros_only_each_is_its_own() -> None:
    by = senders(("1", "财政局", "a.xlsx"), ("001", "财政局", "b.xlsx"))
    assert (told(by, "001", "财政局"), told(by, "1", "财政局")) == (("001", "stamp"), ("1", "stamp"))
    assert told(by, "01", "财政局") == ("", "stamp")


def test_of_several_with_the_same_name_the_file_name_tells_the_one() -> None:
    by = senders(("7", "财政局", "甲县/a.xlsx"), ("8", "财政局", "乙县/b.xlsx"), ("9", "卫健局", "c.xlsx"))
    assert told(by, "333", "财政局", "收回/b.xlsx") == ("8", "file_name")
    assert told(by, "333", "财政局", "收回/c.xlsx") == ("", "stamp")


def test_a_file_name_that_was_sent_to_two_tells_nobody() -> None:
    by = senders(("7", "财政局", "甲县/a.xlsx"), ("8", "财政局", "乙县/a.xlsx"))
    assert told(by, "333", "财政局", "收回/a.xlsx") == ("", "stamp")

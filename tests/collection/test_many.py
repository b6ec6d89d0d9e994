"""Two thousand organisations: everything that was done to the workbooks is found, and nothing else."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from collection.meddling import CUSTOM, FIRST, KINDS, fill, pack, put, replace, unpack
from jibiao.collection import intake
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.manifest import Sent
from jibiao.templates import build_book
from office import convert

ALL, BACK, EACH = 2_000, 1_900, 4
WATCHED = ("stamp_", "template_", "file_", "not_on_manifest", "organisation_unknown")

Told = tuple[str, str, str | None, str | None]


class Office:
    """The office that sends and takes back; it keeps book of what must be told."""

    def __init__(self, folder: Path) -> None:
        self.sent_to, self.back = folder / "下发", folder / "收回"
        self.back.mkdir()
        roster = folder / "名单.csv"
        rows = "".join(f"{n:06d},某县第{n}中学,某县教育局,2\n" for n in range(1, ALL + 1))
        roster.write_text("单位编码,单位名称,上级单位,项目数\n" + rows, "utf-8")
        self.sent = list(distribute(roster, form_by_id("A1"), 2026, self.sent_to).manifest.sent)
        self.waiting = self.sent[:BACK]
        self.told: set[Told] = set()
        self.states = Counter(missing=ALL - BACK)

    def next(self) -> tuple[Sent, str, bytes]:
        """The next organisation, the name of its file and the workbook that it was sent."""
        one = self.waiting.pop()
        return one, Path(one.file).name, (self.sent_to / one.file).read_bytes()

    def hand_in(self, name: str, data: bytes) -> None:
        (self.back / name).write_bytes(data)

    def say(self, name: str, *told: tuple[str, str | None, str | None], state: str = "returned") -> None:
        self.told |= {(name, *one) for one in told}
        self.states[state] += 1


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("office"))
    for kind in KINDS.values():
        for _ in range(EACH):
            one, name, data = office.next()
            parts = unpack(data)
            fill(parts, f"{one.name}项目")
            kind.change(parts)
            office.hand_in(name, pack(parts))
            office.say(name, *kind.told)
    for plan in (_borrowed, _another_form, _last_year, _twice, _two, _blank, _broken, _blank_beside):
        for _ in range(EACH):
            plan(office)
    _strangers(office)
    _as_ods(office)
    while office.waiting:
        one, name, data = office.next()
        parts = unpack(data)
        fill(parts, f"{one.name}项目")
        office.hand_in(name, pack(parts))
        office.say(name)
    return office


def _filled(data: bytes, text: str) -> bytes:
    parts = unpack(data)
    fill(parts, text)
    return pack(parts)


def _borrowed(office: Office) -> None:
    """An organisation fills the workbook of another, with its own name on the form."""
    one, name, data = office.next()
    parts = unpack(data)
    fill(parts, "借来的")
    for key in (one.code, one.name):
        replace(parts, CUSTOM, key, {one.code: office.sent[0].code, one.name: office.sent[0].name}[key])
    office.hand_in(name, pack(parts))
    office.say(name, ("stamp_organisation", "项目1", "A2"))


def _another_form(office: Office) -> None:
    one, name, _ = office.next()
    stamp = Stamp("A2", form_by_id("A2").version, 2026, one.code, one.name)
    office.hand_in(name, _filled(build_book(form_by_id("A2"), [None] * 2, stamp), "别的表"))
    office.say(name, ("stamp_form", None, None))


def _last_year(office: Office) -> None:
    one, name, _ = office.next()
    stamp = Stamp("A1", form_by_id("A1").version, 2025, one.code, one.name)
    office.hand_in(name, _filled(build_book(form_by_id("A1"), [None] * 2, stamp), "去年的"))
    office.say(name, ("stamp_year", None, None))


def _twice(office: Office) -> None:
    _, name, data = office.next()
    filled = _filled(data, "两份")
    office.hand_in(name, filled)
    office.hand_in(f"{name[:-5]}副本.xlsx", filled)
    office.say(f"{name[:-5]}副本.xlsx", ("file_repeated", None, None))


def _two(office: Office) -> None:
    _, name, data = office.next()
    other = f"{name[:-5]}改.xlsx"
    office.hand_in(name, _filled(data, "第一稿"))
    office.hand_in(other, _filled(data, "第二稿"))
    office.say(name, ("file_rival", None, None), state="several")
    office.told.add((other, "file_rival", None, None))


def _blank(office: Office) -> None:
    _, name, data = office.next()
    if len(office.waiting) % 2:  # saved again, but nothing filled in
        parts = unpack(data)
        put(parts, FIRST, "C3", None)
        data = pack(parts)
    office.hand_in(name, data)
    office.say(name, ("file_blank", None, None), state="blank")


def _blank_beside(office: Office) -> None:
    _, name, data = office.next()
    office.hand_in(name, _filled(data, "填好的"))
    office.hand_in(f"{name[:-5]}空表.xlsx", data)
    office.say(name)


def _broken(office: Office) -> None:
    _, name, data = office.next()
    office.hand_in(name, data[: len(data) // 2])
    office.say(name, ("file_unreadable", None, None), state="unreadable")


def _strangers(office: Office) -> None:
    for n in range(EACH):
        stamp = Stamp("A1", form_by_id("A1").version, 2026, f"9{n}", f"外市第{n}医院")
        name = f"外市{n}.xlsx"
        office.hand_in(name, _filled(build_book(form_by_id("A1"), [None] * 2, stamp), "外来的"))
        office.told.add((name, "not_on_manifest", None, None))


def _as_ods(office: Office) -> None:
    if not shutil.which("soffice"):
        return
    sources = []
    for _ in range(EACH):
        one, name, data = office.next()
        sources.append(office.sent_to / name)
        sources[-1].write_bytes(_filled(data, one.name))
        ods = f"{name[:-5]}.ods"
        office.say(ods, ("template_not_compared", None, None))
    convert("ods", office.back, *sources)


def test_everything_that_was_done_is_found_and_nothing_else(office: Office) -> None:
    result = intake(office.back, office.sent_to)
    found = {
        (Path(f.file).name, f.rule, f.sheet, f.cell)
        for f in result.department.findings
        if f.rule.startswith(WATCHED)
    }
    assert found == office.told
    assert Counter(str(one.state) for one in result.returns) == office.states

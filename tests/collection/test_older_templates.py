"""Workbooks that went out with an older version of the template are known by what was sent."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from jibiao.collection import intake
from jibiao.forms import form_by_id
from jibiao.identity import Stamp
from jibiao.manifest import JSON_NAME, Manifest, Sent
from jibiao.templates import build_book

FORM = form_by_id("B")
STAMP = Stamp("B", FORM.version - 1, 2026, "001", "某县农业农村局")


def told(folder: Path, still_at_hand: bool) -> list[tuple[str, str | None]]:
    data = build_book(FORM, [None], STAMP)
    book = load_workbook(BytesIO(data))
    book["项目1"]["A2"] = "别的"
    for name in ("收回", "下发"):
        (folder / name).mkdir()
    book.save(folder / "收回" / "甲.xlsx")
    if still_at_hand:
        (folder / "下发" / "甲.xlsx").write_bytes(data)
    sent = Sent(STAMP.code, STAMP.name, "", "甲.xlsx", hashlib.sha256(data).hexdigest(), ("项目1",))
    manifest = folder / "下发" / JSON_NAME
    manifest.write_bytes(Manifest("B", STAMP.version, 2026, (sent,)).to_json())
    (file,) = intake(folder / "收回", manifest).assessment.files
    return [(change.rule, change.address) for change in file.changes]


def test_an_older_template_is_held_against_what_was_sent(tmp_path: Path) -> None:
    assert told(tmp_path, still_at_hand=True) == [("template_label_changed", "A2")]


def test_where_that_is_gone_it_is_told_that_nothing_was_compared(tmp_path: Path) -> None:
    assert told(tmp_path, still_at_hand=False) == [("template_not_compared", None)]

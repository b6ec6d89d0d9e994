"""Two hundred organisations with official tables in their workbooks: what was done to these is found, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from collection.meddling import BOOK, Parts, Told, fill, pack, put, replace, unpack
from jibiao.collection import intake
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from jibiao.manifest import read_manifest

ALL = 200
KINDS = ("institutions", "procurement", "fixed_assets")
SHEETS = ("项目1", "机构设置", "政府采购", "固定资产")
INSTITUTIONS, PROCUREMENT, ASSETS = (f"xl/worksheets/sheet{n}.xml" for n in (3, 4, 5))
WATCHED = ("stamp_", "template_", "file_", "table_not_filled", "not_on_manifest", "organisation_unknown")


def _fill(parts: Parts, name: str) -> None:
    fill(parts, f"{name}项目")
    for cell, text in zip(("A3", "B3", "C3", "D3"), (name, "行政", "正科级", "财政拨款"), strict=True):
        put(parts, INSTITUTIONS, cell, text)
    for column, text in {
        "A": f"{name}项目",
        "C": "锅炉",
        "D": "A02",
        "E": "台",
        "F": "2",
        "G": "9",
        "H": "18",
    }.items():
        put(parts, PROCUREMENT, f"{column}6", text)
    for row, value in enumerate(("31", "15", "9", "16", "0", "0"), 4):
        put(parts, ASSETS, f"B{row}", "1")
        put(parts, ASSETS, f"C{row}", value)


def _nothing(parts: Parts) -> None:
    """It was filled in and sent back."""


def _blank_institutions(parts: Parts) -> None:
    for cell in ("A3", "B3", "C3", "D3"):
        put(parts, INSTITUTIONS, cell, None)


def _without_assets(parts: Parts) -> None:
    parts[BOOK] = re.sub('<sheet [^>]*name="固定资产"[^>]*/>'.encode(), b"", parts[BOOK])
    replace(parts, BOOK, "'固定资产'!$A$1<", "#REF!$A$1<")


def _another_label(parts: Parts) -> None:
    put(parts, ASSETS, "A7", "2、车辆")


def _renamed(parts: Parts) -> None:
    replace(parts, BOOK, 'name="政府采购"', 'name="采购"')
    replace(parts, BOOK, "'政府采购'!", "'采购'!")


def _overwritten_sum(parts: Parts) -> None:
    put(parts, PROCUREMENT, "H5", "18")


def _of_another(parts: Parts) -> None:
    put(parts, ASSETS, "B2", "某县水利局")


PLANS: dict[str, tuple[Callable[[Parts], None], set[Told]]] = {
    "空白的表": (_blank_institutions, {("table_not_filled", "机构设置", None)}),
    "删去的表": (_without_assets, {("template_sheet_removed", None, None)}),
    "改了栏目": (_another_label, {("template_label_changed", "固定资产", "A7")}),
    "改了表名": (_renamed, {("template_sheet_renamed", "采购", None)}),
    "改了公式": (_overwritten_sum, {("template_formula_changed", "政府采购", "H5")}),
    "别的单位": (_of_another, {("stamp_organisation", "固定资产", "B2")}),
    "照填": (_nothing, set()),
}


@pytest.fixture(scope="module")
def sent_to(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    rows = "".join(f"{n:06d},某县第{n}中学,,1\n" for n in range(1, ALL + 1))
    (folder / "名单.csv").write_text("单位编码,单位名称,上级单位,项目数\n" + rows, "utf-8")
    distribute(folder / "名单.csv", form_by_id("A1"), 2027, folder / "下发", tables=KINDS)
    return folder / "下发"


def test_the_manifest_says_which_sheets_were_sent(sent_to: Path) -> None:
    for name in ("manifest.json", "下发清单.csv"):
        sent = read_manifest(sent_to / name).sent[0]
        assert (sent.sheets, sent.forms, sent.tables) == (SHEETS, SHEETS[:1], KINDS)


def test_what_was_done_to_tables_is_found_and_nothing_else(sent_to: Path, tmp_path: Path) -> None:
    told: set[tuple[str, str, str | None, str | None]] = set()
    back = tmp_path / "收回"
    back.mkdir()
    plans = list(PLANS.values())
    for n, one in enumerate(read_manifest(sent_to).sent):
        change, says = plans[n % len(plans)]
        parts = unpack((sent_to / one.file).read_bytes())
        _fill(parts, one.name)
        change(parts)
        (back / one.file).write_bytes(pack(parts))
        told |= {(one.file, *say) for say in says}
    found = {
        (Path(finding.file).name, finding.rule, finding.sheet, finding.cell)
        for finding in intake(back, sent_to).department.findings
        if finding.rule.startswith(WATCHED)
    }
    assert found == told

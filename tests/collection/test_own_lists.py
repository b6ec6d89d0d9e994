"""Workbooks that went out with a department's own lists: what is as it was sent is no change, whether the settings
and the workbooks that were sent are still at hand or not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from collection.meddling import FIRST, fill, pack, put, unpack
from jibiao.checks.settings import read_settings
from jibiao.collection import intake
from jibiao.distribution.distributing import distribute
from jibiao.forms import form_by_id
from jibiao.manifest import JSON_NAME
from office import convert

TEXTS = {
    "library": 'library = "指标库.csv"',
    "levels": 'taxonomy = "mof_2021_101"',
    "both": 'taxonomy = "mof_2021_101"\nlibrary = "指标库.csv"',
}
GUIDE = "xl/worksheets/sheet1.xml"


@pytest.fixture(params=TEXTS)
def returned(request, tmp_path: Path):
    """Distribute by settings, take the workbook back; gives what is told of it, with and without what was sent."""

    def told(form_id: str = "A1", meddle=None, saved_by_libreoffice: bool = False) -> list[set[str]]:
        home = tmp_path / "名单"
        home.mkdir()
        own = "".join(f"{level}指标,本部门{level}{n}\n" for level in ("数量", "质量") for n in range(400))
        (home / "指标库.csv").write_text("二级指标,三级指标\n" + own + "社会成本指标,甲乙丙\n", "utf-8")
        (home / "绩表设置.toml").write_text(TEXTS[request.param], "utf-8")
        (home / "名单.csv").write_text("单位编码,单位名称,项目数\n001,某县农业农村局,2\n", "utf-8")
        settings = read_settings(home / "绩表设置.toml")
        form = form_by_id(form_id)
        done = distribute(home / "名单.csv", form, 2026, tmp_path / "下发", settings=settings)
        parts = unpack((tmp_path / "下发" / done.manifest.sent[0].file).read_bytes())
        if form_id == "A1":
            fill(parts, "农村公路")
        if meddle:
            meddle(parts)
        folder = tmp_path / "收回"
        folder.mkdir()
        (folder / "甲.xlsx").write_bytes(pack(parts))
        if saved_by_libreoffice:
            (saved,) = convert("xlsx", tmp_path / "存", folder / "甲.xlsx")
            shutil.copy(saved, folder / "甲.xlsx")
        manifest = tmp_path / "清单"
        manifest.mkdir()
        shutil.copy(tmp_path / "下发" / JSON_NAME, manifest)
        results = []
        for sent_from, asked in (("下发", settings), ("下发", None), ("清单", settings), ("清单", None)):
            given = {"settings": asked} if asked else {}
            (file,) = intake(folder, tmp_path / sent_from, **given).assessment.files
            results.append({f"{change.rule} {change.sheet} {change.address}" for change in file.changes})
        return results

    return told


def test_what_was_sent_is_no_change(returned) -> None:
    assert returned() == [set()] * 4


@pytest.mark.parametrize("form_id", ["A2", "B", "G"])
def test_of_other_forms_neither(returned, form_id) -> None:
    assert returned(form_id, lambda parts: parts.update({"docProps/extra.xml": b"<a/>"})) == [set()] * 4


def test_saved_by_libreoffice_neither(returned) -> None:
    assert returned(saved_by_libreoffice=True) == [set()] * 4


def test_what_was_changed_is_told_all_the_same(returned) -> None:
    def meddle(parts) -> None:
        put(parts, FIRST, "A3", "代码")
        put(parts, GUIDE, "B2", "别的")

    expected = {"template_label_changed 项目1 A3", "template_label_changed 填报说明 B2"}
    assert returned(meddle=meddle) == [expected] * 4

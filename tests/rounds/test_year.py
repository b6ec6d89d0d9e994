"""The year of a finance officer: the commands of the manual's section 一年从头到尾, run one by one on what five organisations
hand in."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from jibiao.explained import OPINION
from jibiao.manifest import read_manifest
from jibiao.own_sheets import FINDINGS
from rounds.play import REASON, RIGHT, Office, explained_copy, first_form, write_beside

MANUAL = Path(__file__).parents[2] / "docs" / "使用手册.md"
NAMES = ("某镇", "某乡", "某办事处", "某学校", "某医院")


class Year(Office):
    """The office, with the commands that it still has to type."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        section = MANUAL.read_text("utf-8").split("### 一年从头到尾\n")[1].split("\n## ")[0]
        self.commands: Iterator[str] = iter(re.findall(r"^ +jibiao (.*)$", section, re.MULTILINE))
        self.left: dict[str, list[str]] = {}

    def type(self, word: str) -> str:
        """Type the next command, which must be this one. What the terminal says."""
        first, *words = shlex.split(next(self.commands))
        assert first == word
        done = subprocess.run(
            [sys.executable, "-m", "jibiao", first, *words],
            cwd=self.folder, capture_output=True, encoding="utf-8", timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 1) and not done.stderr, done.stdout + done.stderr
        return done.stdout

    def overview(self, number: int) -> dict[str, tuple[str, int, int]]:
        """State, errors and warnings of each organisation, from the status of a round."""
        page = openpyxl.load_workbook(self.status(number))["总览"]
        heads = [str(cell.value).replace("\n", "") for cell in page[4]]
        rows = [dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=5, values_only=True)]
        return {r["单位名称"]: (r["报送情况"], r["错误"] or 0, r["警告"] or 0) for r in rows}

    def status(self, number: int) -> Path:
        return self.folder / f"第{'_一二三'[number]}次收表情况.xlsx"

    def letters(self, number: int) -> set[str]:
        found = (self.folder / "退回通知" / f"第{'_一二三'[number]}次").rglob("*.docx")
        return {name for path in found for name in NAMES if name in path.name}


@pytest.fixture
def year(tmp_path: Path) -> Year:
    rows = "".join(f"33300{n},{name},{'某县' if n < 4 else ''},1\n" for n, name in enumerate(NAMES, 1))
    (tmp_path / "名单.csv").write_text("单位编码,单位名称,上级单位,项目数\n" + rows, "utf-8")
    return Year(tmp_path)


def amount(text: str) -> float:
    return float(text.replace(",", ""))


def test_the_year_as_the_manual_has_it_typed(year: Year) -> None:
    assert "5 个单位的空白表已备好" in year.type("distribute")
    year.sent = list(read_manifest(year.folder / "下发").sent)
    town, village, street, school, hospital = year.sent
    for n, one in enumerate(year.sent, 1):
        texts = first_form(n).items()
        year.said[one.code] = {
            c: t.replace("2026", "2027").replace("13022526P", "13022527P") for c, t in texts
        }

    # The first round: one is missing, the others have an error each and one and the same warning.
    for one in (town, village, street, school):
        year.hand_in(1, one)
    said = year.type("intake")
    first = year.overview(1)
    assert "已报 4 个" in said and "未报 1 个" in said and "需要退回改正 4 个" in said
    assert Counter(state for state, *_ in first.values()) == {"已报送": 4, "未报送": 1}
    assert first[hospital.name] == ("未报送", 0, 0)
    assert year.letters(1) == {one.name for one in (town, village, street, school)}
    year.type("check")
    copies = [path.name for path in (year.folder / "标记" / "第一次").rglob("*.xlsx")]
    assert sorted(copies) == sorted(Path(one.file).name for one in (town, village, street, school))

    # The second: corrected; explained; silent; corrected, and the budget changed besides; handed in late, without fault.
    data = explained_copy(year.back(1) / Path(village.file).name, year.folder / "说明")
    for one in (town, village, school, hospital):
        for cell in ("G12", "G13"):
            year.change(one, cell, "行业标准", asked=True)
    for one in (town, school, hospital):
        year.change(one, "F11", RIGHT, asked=True)
    for cell, text in (("C4", "500.00"), ("E4", "500.00"), ("F14", "≤500万元")):
        year.change(school, cell, text, asked=False)
    for one in (town, school, hospital):
        year.hand_in(2, one)
    year.hand_in(2, village, data)
    said = year.type("intake")
    second = year.overview(2)
    assert "已报 5 个" in said and "未报 0 个" in said and "需要退回改正 2 个" in said
    assert "要求之外改动 3 处" in said
    assert second[street.name] == ("上次已报", *first[street.name][1:])
    assert [second[one.name][1:] for one in (town, school, hospital)] == [(0, 0)] * 3
    unasked = openpyxl.load_workbook(year.status(2))["另有改动"].iter_rows(min_row=5, values_only=True)
    assert {(row[1], row[4], row[7], row[8]) for row in unasked} == {
        (school.name, cell, old, new) for _, cell, old, new in year.planted
    }
    assert year.letters(2) == {village.name, street.name}
    agreed = write_beside(year.status(2), FINDINGS, OPINION, "同意", lambda row: row["单位说明"] == REASON)
    assert agreed == sum(second[village.name][1:])

    # The same once more, by the opinions: what is compared is still the first round, and who was agreed to gets no letter.
    said = year.type("intake")
    assert "第2次收表" in said and "要求之外改动 3 处" in said and "需要退回改正 1 个" in said
    assert year.letters(2) == {street.name}

    # The third: the last one corrects.
    for cell, text in (("F11", RIGHT), ("G12", "行业标准"), ("G13", "行业标准")):
        year.change(street, cell, text, asked=True)
    year.hand_in(3, street)
    said = year.type("intake")
    third = year.overview(3)
    assert "已报 5 个" in said and "需要退回改正 0 个" in said
    assert {found[1:] for found in third.values()} == {(0, 0)}
    assert year.letters(3) == set()

    # The summary, and what is published.
    said = year.type("consolidate")
    total = sum(float(texts["C4"]) for texts in year.said.values())
    assert re.search(r"5 个单位.*5 个项目", said, re.DOTALL), said
    sheet = openpyxl.load_workbook(year.folder / "汇总.xlsx")["汇总表"]
    shown = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    assert all(any(one.name in text for text in shown) for one in year.sent)
    assert "某县财政局" in " ".join(shown)
    assert f"{total:.2f}" in said.replace(",", "")
    year.type("publish")
    document = docx.Document(str(year.folder / "公开.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for texts in year.said.values():
        assert texts["E3"] in cells and texts["C4"] in cells
    assert next(year.commands, None) is None

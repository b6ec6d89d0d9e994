"""Forty organisations over three rounds: what each of them does, and what an intake must say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase as LETTERS

import openpyxl

import jibiao
from collection.meddling import FIRST, pack, put, unpack
from jibiao.explained import EXPLANATION, OPINION
from jibiao.manifest import Sent
from jibiao.own_sheets import FINDINGS, MARK, RESULTS

ALL = 40
KINDS = (
    "corrects", "explains", "changes the budget as well", "is silent", "sends the same",
    "is wrong in another way", "is accepted", "is accepted and changes it",
)  # fmt: skip
WRONG, WRONG_TOO, RIGHT = "待定", "另行通知", "≥80户"
REASON = "上级任务尚未下达，以下达数为准"

Change = tuple[str, str, str, str]
"""Organisation, cell, old, new."""


@dataclass
class Office:
    """The office with its folders, and the book that is kept of what was done."""

    folder: Path
    sent: list[Sent] = field(default_factory=list)
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    planted: list[Change] = field(default_factory=list)

    def kind(self, one: Sent) -> str:
        return KINDS[self.sent.index(one) % len(KINDS)]

    def of(self, *kinds: str) -> Iterator[Sent]:
        return (one for one in self.sent if self.kind(one) in kinds)

    def hand_in(self, number: int, one: Sent, data: bytes | None = None) -> Path:
        """Put what an organisation says into the folder of a round."""
        path = self.back(number) / Path(one.file).name
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = unpack(data or (self.folder / "下发" / one.file).read_bytes())
        for cell, text in self.said[one.code].items():
            put(parts, FIRST, cell, text or None)
        path.write_bytes(pack(parts))
        return path

    def back(self, number: int) -> Path:
        return self.folder / "收回" / ("", "第一次", "第二次", "第三次")[number]

    def status(self, number: int) -> Path:
        return self.folder / f"第{number}次收表情况.xlsx"

    def change(self, one: Sent, cell: str, text: str, *, asked: bool) -> None:
        """Let a cell say something else."""
        before = self.said[one.code].get(cell, "")
        self.said[one.code][cell] = text
        if not asked:
            self.planted.append((one.name, cell, before, text))


def first_form(n: int) -> dict[str, str]:
    """What the n-th organisation fills in: F11 says nothing, and G12 and G13 have no basis."""
    amount = f"{100 + n}.00"
    rows = {
        11: ("改造户数", "完成改造的户数", WRONG, "年度计划"),
        12: ("验收合格率", "验收合格户数占改造户数的比率", "100%", ""),
        13: ("完成时限", "全部完成的时间", "2026年12月底前", ""),
        14: ("项目总成本", "全部支出", f"≤{100 + n}万元", "预算批复"),
        16: ("群众知晓率", "知道补助政策的群众占比", "≥98%", "抽样调查"),
        19: ("群众满意度", "满意群众占受访群众的比率", "≥95%", "抽样调查"),
    }
    said = {
        "B3": f"13022526P0040441{n:04d}N", "E3": f"第{n}片农村危房改造", "C4": amount, "E4": amount, "G4": "0",
        "B5": f"用于第{n}片农村危房改造补助", "B7": "25%", "C7": "50%", "E7": "75%", "G7": "100%",
        "B8": f"完成第{n}片农村危房改造80户",
    }  # fmt: skip
    for row, texts in rows.items():
        said |= dict(zip((f"C{row}", f"D{row}", f"F{row}", f"G{row}"), texts, strict=True))
    return said


def write_beside(path: Path, sheet: str, head: str, text: str, keep: object) -> int:
    """Write into a column of a list beside the rows that `keep` takes (of their texts by head). How many."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {str(c.value).replace("\n", ""): c.column for c in page[4] if c.value}
    count = 0
    for row in range(5, page.max_row + 1):
        columns = {name: str(page.cell(row, c).value or "") for name, c in heads.items()}
        if keep(columns):  # type: ignore[operator]
            page.cell(row, heads[head]).value = text
            count += 1
    book.save(path)
    return count


def accept(office: Office, number: int, *kinds: str) -> int:
    """The finance section agrees to what is on F11 of some organisations."""
    names = {one.name for one in office.of(*kinds)}
    return write_beside(
        office.status(number), FINDINGS, OPINION, "同意",
        lambda row: row["单位名称"].removeprefix("0") and any(name in row["单位名称"] for name in names)
        and row["单元格"] == "F11",
    )  # fmt: skip


def explained_copy(path: Path, folder: Path) -> bytes:
    """The marked copy of a workbook, in which the county has explained what is on F11."""
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    jibiao.mark(path, target)
    page = openpyxl.load_workbook(target)[RESULTS]
    heads = {c.value: c.column_letter for c in page[4] if c.value}
    parts = unpack(target.read_bytes())
    listed = next(
        part
        for part, data in parts.items()
        if "worksheets/" in part and b"ROW(" in data and MARK.encode() in data
    )
    rows = [row for row in range(5, page.max_row + 1) if "!F11)" in str(page[f"{heads['位置']}{row}"].value)]
    assert rows
    for row in rows:  # as a program writes it that keeps the results of formulas
        add(parts, listed, f"{heads[EXPLANATION]}{row}", REASON)
    return pack(parts)


def add(parts: dict[str, bytes], part: str, cell: str, text: str) -> None:
    """Put a cell with a text into a row, before the cells that follow it."""
    row = re.search(rf'<row r="{cell.lstrip(LETTERS)}".*?</row>'.encode(), parts[part], re.DOTALL)
    assert row
    new = f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
    later = next(
        (m for m in re.finditer(rb'<c r="([A-Z]+)', row[0]) if (len(m[1]), m[1]) > _letters(cell)), None
    )
    at = later.start() if later else len(row[0]) - len(b"</row>")
    parts[part] = parts[part].replace(row[0], row[0][:at] + new + row[0][at:])


def _letters(cell: str) -> tuple[int, bytes]:
    letters = cell.rstrip("0123456789").encode()
    return len(letters), letters

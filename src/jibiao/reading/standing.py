"""The texts of a published document that no table gives: what the department is for, what words mean, what else is to be
said. They stand in text files, or in a Word document under their headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from jibiao.files.docx import Document
from jibiao.files.errors import UnreadableFile
from jibiao.files.submitted import load
from jibiao.grid import Grid
from jibiao.reading.part_one import bare
from jibiao.text import fold

TEXT_SUFFIX = ".txt"
_LONGEST_HEADING = 40
_MOST_BYTES = 1_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TARGETS = re.compile(
    r"第[一二三四](?:部分|章).*|.{0,12}整体(?:支出)?绩效目标(?:表)?|.{0,8}项目(?:支出)?(?:预算)?绩效目标(?:表)?"
)
_HEADINGS = {
    "duties": r"(?:本?部门|单位|机构|主要|基本)*(?:职责|职能)(?:任务)?(?:[及和与、]?机构设置)?(?:情况)?",
    "institutions": r"(?:部门|单位)?(?:所属)?(?:机构|单位)(?:设置|构成)(?:情况)?",
    "budget_overview": r"(?:部门|单位)?(?:收支)?预算(?:收支|安排)*的?(?:总体)?(?:安排)?情况(?:说明)?",
    "operating_funds": r"机关运行经?费(?:预算)?(?:安排)?(?:情况)?(?:说明)?",
    "three_public": r"(?:财政拨款)?三公经费(?:支出)?(?:预算)?(?:安排)?(?:情况)?(?:[及和]?增减变化)?(?:原因|情况)*(?:说明)?",
    "targets": r"(?:部门)?(?:预算)?绩效(?:预算|目标|管理)*(?:信息|情况)(?:说明)?",
    "procurement": r"(?:部门|单位)?政府采购(?:预算|计划|安排)*(?:情况|信息)?(?:说明)?",
    "fixed_assets": r"(?:国有|固定)+资产(?:占用|占有|使用)*(?:信息|情况)*(?:说明)?",
    "terms": r"(?:专业性?|专用|有关)?名词解释",
    "others": r"其[他它]需?要?说明的?(?:事项|情况|问题)?|其[他它]说明",
    "part_one": r"(?:部门|单位)?整体(?:支出)?绩效目标",
}
_KEYS = {key: re.compile(pattern) for key, pattern in _HEADINGS.items()}
_QUOTES = re.compile("[\"'“”‘’:]")
_NUMBER = re.compile(r"^\d{1,2}[.、\-_\s]*")

Sections = dict[str, list[str]]
"""Which part → its paragraphs, without its heading."""


def key_of_heading(text: str) -> str | None:
    """Which part a paragraph is the heading of."""
    if len(text) > _LONGEST_HEADING or text.endswith(("。", "；")):
        return None
    words = _QUOTES.sub("", fold(bare(text)))
    return next((key for key, pattern in _KEYS.items() if pattern.fullmatch(words)), None)


def is_document(path: Path) -> bool:
    """Whether it is a Word document, by its name."""
    return path.suffix.lower() == ".docx"


def key_of_file(path: Path) -> str | None:
    """Which part a file of texts is, by its name (部门职责.txt, 01名词解释.docx)."""
    return (
        key_of_heading(_NUMBER.sub("", path.stem))
        if path.suffix.lower() == TEXT_SUFFIX or is_document(path)
        else None
    )


def sections_of(document: Document, titles: Iterable[str] = ()) -> Sections:
    """The parts of a published document. titles: of its tables, which are no paragraphs of a part."""
    known = {fold(title) for title in titles}
    found: Sections = {}
    at: str | None = None
    for block in document.blocks:
        if isinstance(block, Grid):
            continue
        if len(block) <= _LONGEST_HEADING and _TARGETS.fullmatch(fold(bare(block))):
            at = "targets"
        elif fold(block) in known:
            continue
        elif key := key_of_heading(block):
            at = key
            found.setdefault(key, [])
        elif at:
            found.setdefault(at, []).append(block)
    return {key: texts for key, texts in found.items() if texts}


def paragraphs_of(document: Document) -> list[str]:
    """All paragraphs of a document."""
    return [block for block in document.blocks if isinstance(block, str)]


def read_text(path: Path) -> list[str]:
    """The lines of a text file that are not blank. Raises UnreadableFile."""
    data = load(path)
    if len(data) > _MOST_BYTES:
        raise UnreadableFile("too_large", "text")
    if not data.startswith(_UTF16) and b"\0" in data:
        raise UnreadableFile("not_a_workbook", "text")
    return [line.strip() for line in _decoded(data).splitlines() if line.strip()]


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def without_heading(key: str, lines: Sequence[str]) -> list[str]:
    """The lines without the heading that may stand first."""
    return list(lines[1:] if lines and key_of_heading(lines[0]) == key else lines)

"""Workbooks and documents damaged at random, read, checked, and now and then marked, fixed and consolidated: nothing raises,
no guard catches anything, and of cells that were not damaged no value is lost.

    PYTHONPATH=src:tests python tests/damaging.py 0 50000      # so many, from a seed to another; faults with their seeds
    PYTHONPATH=src:tests python tests/damaging.py 1234         # one of them again, with its traceback

A seed stands for one damage: which file, which kind, where. Every 25th is consolidated, beside a sound workbook.
"""

from __future__ import annotations

import datetime
import io
import logging
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from files.packages import ods, record, wide, xlsb, zipped
from jibiao.checks import check
from jibiao.consolidation import NothingToRead, consolidate
from jibiao.errors import WrongSuffix
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.forms import form_by_id
from jibiao.forms.labels import label_map
from jibiao.grid import Grid, address
from jibiao.identity import Stamp
from jibiao.marking.fix import NotAsListed, fix_workbook
from jibiao.marking.mark import mark_workbook
from jibiao.marking.package import Unpatchable
from jibiao.reading import FileReading, read_book
from jibiao.reading.document import read_workbook_or_document
from jibiao.submissions.scan import scan
from jibiao.templates import build_book
from workbooks import WORKBOOKS

DOCUMENTS = Path(__file__).parent / "data" / "documents"
SOUND = next(WORKBOOKS.glob("002*"))
LONGEST = 20
"""Seconds of the processor that one damage may take: more is a fault too."""
LARGEST = 500
"""Megabytes that it may take."""
_BOOKS = ("001_333009*", "000*", "002*")
_OF_DOCUMENTS = ("001*", "000*")


# ── What is damaged ─────────────────────────────────────────────────────────────────────────────────


@cache
def sources() -> dict[str, bytes]:
    """Real forms in every format, by file name."""
    found = {path.name: path.read_bytes() for name in _BOOKS for path in WORKBOOKS.glob(name)}
    found |= {path.name: path.read_bytes() for name in _OF_DOCUMENTS for path in DOCUMENTS.glob(name)}
    found["template.xlsx"] = build_book(
        form_by_id("A1"), [None, None], Stamp("A1", 1, 2024, "333001", "甲局")
    )
    grids = read_workbook(next(WORKBOOKS.glob("002*"))).grids
    found["form.xls"] = as_xls(grids)
    found["form.ods"] = as_ods(grids)
    found["form.xlsb"] = _as_xlsb(grids[0])
    found["rich.xlsx"] = _rich()
    found["form.xlsm"] = _with_macros(found["rich.xlsx"])
    found["form.xml"] = _FLAT.format(
        "Workbook", "schemas-microsoft-com:office:spreadsheet", "Worksheet"
    ).encode()
    found["form.fods"] = _FLAT.format(
        "document", "oasis:names:tc:opendocument:xmlns:office:1.0", "body"
    ).encode()
    found["bundle.zip"] = _packed(
        {
            "甲局/表.xlsx": SOUND.read_bytes(),
            "乙局.ods": found["form.ods"],
            "说明.txt": "见附件",
            "空.xls": b"",
        }
    )
    return found


_FLAT = '<?xml version="1.0"?>\n<{0} xmlns="urn:{1}"><{2}><Table><Row><Cell>项目名称</Cell></Row></Table></{2}></{0}>'


def _rich() -> bytes:
    """A workbook with all that people put on cells beside their values."""
    book, data = openpyxl.load_workbook(SOUND), io.BytesIO()
    page = book.worksheets[0]
    page["I2"], page["I3"], page["I4"] = datetime.date(2024, 3, 5), "=SUM(B1:B9)", datetime.time(8, 30)
    page["I5"], page["I6"], page["I7"] = (
        True,
        -1.5e-7,
        CellRichText("甲", TextBlock(InlineFont(strike=True), "乙")),
    )
    page["I3"].comment = Comment("批注", "某人")
    page["I2"].hyperlink = "https://example.org/"
    page.row_dimensions[3].hidden = page.column_dimensions["I"].hidden = True
    page.auto_filter.ref, page.freeze_panes = "A1:I9", "B2"
    book.create_sheet("空表").sheet_state = "hidden"
    book.create_chartsheet("图")
    book.save(data)
    return data.getvalue()


def _with_macros(data: bytes) -> bytes:
    parts = _parts(data)
    types = parts["[Content_Types].xml"]
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = types.replace(
        main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return _packed({**parts, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def as_xls(grids: list[Grid]) -> bytes:
    made, data = xlwt.Workbook(), io.BytesIO()
    for grid in grids:
        page = made.add_sheet(grid.name[:31])
        covered = {}
        for top, left, bottom, right in grid.merges:
            page.write_merge(top, bottom, left, right, grid.text(top, left))
            covered |= {(r, c): 1 for r in range(top, bottom + 1) for c in range(left, right + 1)}
        for r, row in enumerate(grid.rows):
            for c in range(len(row)):
                if (r, c) not in covered and grid.text(r, c):
                    page.write(r, c, grid.text(r, c))
    made.save(data)
    return data.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<text:line-break/>")


def as_ods(grids: list[Grid]) -> bytes:
    tables = ""
    for grid in grids:
        spans = {(t, left): (b - t + 1, r - left + 1) for t, left, b, r in grid.merges}
        rows = ""
        for r, row in enumerate(grid.rows):
            cells = ""
            for c in range(len(row)):
                down, across = spans.get((r, c), (1, 1))
                cells += (
                    f'<table:table-cell table:number-rows-spanned="{down}" table:number-columns-spanned="{across}" '
                    f"><text:p>{_escaped(grid.text(r, c))}</text:p></table:table-cell>"
                )
            rows += f"<table:table-row>{cells}</table:table-row>"
        tables += f'<table:table table:name="{grid.name}">{rows}</table:table>'
    return _packed(ods(tables))


def _as_xlsb(grid: Grid) -> bytes:
    rows = {
        r: b"".join(
            record(6, c.to_bytes(4, "little") + bytes(4) + wide(grid.text(r, c)))
            for c in range(len(row))
            if grid.text(r, c)
        )
        for r, row in enumerate(grid.rows)
    }
    merges = b"".join(
        record(176, b"".join(n.to_bytes(4, "little") for n in (top, bottom, left, right)))
        for top, left, bottom, right in grid.merges
    )
    return _packed(xlsb(rows, merges))


def _packed(parts: dict[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return zipped(Path(folder) / "x", parts).read_bytes()


# ── Damages ─────────────────────────────────────────────────────────────────────────────────────────

_TEXTS = (
    *(
        "",
        " ",
        "\n",
        "　",
        "/",
        "——",
        "无",
        "x" * 3000,
        "=1/0",
        "@SUM(1)",
        "绩表",
        "合计",
        "附件1",
        "注：",
        "填报人：",
    ),
    *(
        "项目名称：某工程",
        "项目名称:",
        "预算数：5万元",
        "单位：元",
        "目标1",
        "目标1：",
        "1.\n2.\n3.",
        "①②",
        "（一）",
    ),
    *("6222021234567890123", "9" * 400, "1234567890123", "999999999999亿元", "0." + "3" * 40, "6.22202E+18"),
    *("1" * 30, "-" + "9" * 30, "1,234" * 20, "=SUM(A1:A9)", "+cmd|' /C calc'!A0", "44927", "2024/2/29 8:30"),
    *(
        "-1",
        "１２．３",
        "1,2345,678",
        "≥≤95%",
        "≥-5%",
        "100%100",
        "5±±3人",
        "10~5",
        "百分之",
        "一百五",
        "零零零",
        "亿亿",
    ),
    *(
        "2024年13月45日",
        "2月30日前",
        "0000年",
        "9999年12月底前",
        "3月底",
        "第一季度",
        "12月31日",
        "2024-02-30",
        "点五",
    ),
    *("\x1b]0;x\x07", "\u202e倒", "\u2028", "\ud800", "\x00", "\ufffe", "𠮷𠮷", "é" * 50, "₂²③"),
    *("%s%s{0}{name}", "[red]", "<b>&amp;"),
)


def _text(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return chance.choice(sorted(label_map()))
    return chance.choice(_TEXTS)


def _number(chance: random.Random) -> str:
    return chance.choice(
        ["0", "-1", "1", "2", "7", "63", "65535", "65536", "1048577", "16385", "2147483648", "99999999999", "1e400",
         "NaN", "", "x", "A0", "XFD1048576", "B4:A1", "A1:XFD1048576", "0.1", "-2147483648", "1900", "44927.5",
         "1" * 30, "١", "+1", "1_0", "true", "$A$1", "A1:B2 C3:D4", "'表'!A1", "rId1", "../../x", "#"]
    )  # fmt: skip


def bytes_of(data: bytes, chance: random.Random) -> bytes:
    """Cut off, or some bytes changed, doubled or lost."""
    if not data or chance.random() < 0.1:
        return data[: chance.randrange(len(data) + 1)]
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        at = chance.randrange(len(changed) or 1)
        what = chance.randrange(3)
        if what == 0 and changed:
            changed[at] = chance.randrange(256)
        elif what == 1:
            changed[at:at] = changed[at : at + chance.randrange(1, 40)]
        else:
            del changed[at : at + chance.randrange(1, 40)]
    return bytes(changed)


_ELEMENT = re.compile(rb"<[A-Za-z][^<>]*/>|<([A-Za-z][\w:]*)(?:\s[^<>]*)?>(?:[^<]|<(?!/\1>))*</\1>")
_ATTRIBUTE = re.compile(rb'(?<==")[^"<>]*(?=")')
_CONTENT = re.compile(rb"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)")


def _one_of(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> re.Match[bytes] | None:
    start = chance.randrange(len(data) + 1)
    return pattern.search(data, start) or pattern.search(data)


def xml_of(data: bytes, chance: random.Random) -> bytes:
    """Elements lost, doubled or moved; attributes and texts changed. It may still be XML."""
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        what = chance.randrange(6)
        pattern = (_ELEMENT, _ELEMENT, _ELEMENT, _ATTRIBUTE, _ATTRIBUTE, _CONTENT)[what]
        if (found := _one_of(pattern, data, chance)) is None:
            continue
        before, own, after = data[: found.start()], found[0], data[found.end() :]
        other = _one_of(pattern, data, chance)
        if what == 0:
            own = b""
        elif what == 1:
            own *= chance.choice([2, 2, 3, 50])
        elif what in (2, 3) and other:
            own = other[0]
        elif what == 4:
            own = _number(chance).encode()
        else:
            own = _xml_text(_text(chance))
        data = before + own + after
    return data


def _xml_text(text: str) -> bytes:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    shown = "".join(f"_x{ord(c):04X}_" if ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 else c for c in escaped)
    return shown.encode()


def parts_of(data: bytes, chance: random.Random) -> bytes:
    """A sound zip with parts that are damaged, lost, or in one another's place."""
    parts = _parts(data)
    names, again = sorted(parts), dict[str, bytes]()
    for name in chance.sample(names, min(len(names), chance.choice([1, 1, 2, 4]))):
        what = chance.randrange(12)
        if what == 0:
            del parts[name]
        elif what == 1:
            parts[name] = parts.get(chance.choice(names), b"")
        elif what == 2:
            parts[chance.choice([name.upper(), name.replace("/", "\\"), f"/{name}", "x.xml"])] = parts.pop(
                name
            )
        elif what == 3:
            again[name] = bytes_of(parts[name], chance)
        elif what == 4 or not name.endswith((".xml", ".rels")):
            parts[name] = bytes_of(parts[name], chance)
        else:
            parts[name] = xml_of(parts[name], chance)
    return _zipped([*parts.items(), *again.items()])


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two of one name are meant
        for name, content in parts:
            archive.writestr(name, content)
    return made.getvalue()


def cells_of(data: bytes, chance: random.Random) -> bytes:
    """Texts of cells and paragraphs in a sound zip."""
    return cells_changed(data, chance)[0]


def cells_changed(data: bytes, chance: random.Random) -> tuple[bytes, list[str]]:
    """The same, and which texts were changed."""
    parts, changed = _parts(data), []
    holding = [
        n for n in parts if n.endswith(("sharedStrings.xml", "content.xml", "document.xml")) or "/sheet" in n
    ]
    for _ in range(chance.choice([1, 2, 5, 20]) if holding else 0):
        name = chance.choice(sorted(holding))
        if found := _one_of(_CONTENT, parts[name], chance):
            content = parts[name]
            parts[name] = content[: found.start()] + _xml_text(_text(chance)) + content[found.end() :]
            changed.append(unescape(found[0].decode()))
    return _zipped(parts.items()), changed


_VALUES = (
    *(0.25, 1e300, -1.0, 45000.0, 0, True, 1e-12, 123456789012345.0, 10**30, float("inf"), float("nan")),
    *(datetime.date(2024, 2, 29), datetime.datetime.max, datetime.time(23, 59), datetime.timedelta(-1, 3)),
)


@cache
def _grids() -> list[Grid]:
    books = [read_workbook(path) for path in sorted(WORKBOOKS.glob("*.xlsx"))]
    return [grid for book in books for grid in book.grids]


def grid_of(chance: random.Random) -> Grid:
    """A sheet whose rows, columns, merged areas and cells went astray; or two sheets in one."""
    source = chance.choice(_grids())
    rows = [list(row) for row in source.rows]
    if chance.random() < 0.2:
        rows += [list(row) for row in chance.choice(_grids()).rows]
    merges, width = list(source.merges), max(map(len, rows), default=1)
    troubles = dict(source.troubles)
    for _ in range(chance.choice([1, 2, 4, 10, 30])):
        r, c = chance.randrange(len(rows) + 1), chance.randrange(width + 1)
        row = rows[r] if r < len(rows) else []
        match chance.randrange(11):
            case 0:
                rows[r : r + 1] = []
            case 1:
                rows[r:r] = [list(row) for _ in range(chance.choice([1, 3]))]
            case 2:
                rows[r:r] = [[] for _ in range(chance.choice([1, 3, 600]))]
            case 3:
                for one in rows:
                    one[c : c + 1] = []
            case 4:
                for one in rows:
                    one[c:c] = [""] if len(one) > c else []
            case 5:
                chance.shuffle(row)
            case 6 if c < len(row):
                row[c] = _text(chance)
            case 7 if c < len(row):
                row[c] = chance.choice(_VALUES)
            case 8:
                corner = chance.randrange(len(rows) + 2), chance.randrange(width + 2)
                merges.append((min(r, corner[0]), min(c, corner[1]), max(r, corner[0]), max(c, corner[1])))
            case 9 if merges:
                del merges[chance.randrange(len(merges))]
            case 10:
                troubles[r, c] = chance.choice(["#REF!", "=", "#N/A"])
    return Grid(
        chance.choice([source.name, "", "校验结果", "指标明细", "\x1b[2J"]),
        rows,
        merges,
        source.number_formats,
        troubles,
        chance.random() < 0.1,
    )


# ── What is done with it ────────────────────────────────────────────────────────────────────────────

_EXPECTED = (UnreadableFile, Unpatchable, WrongSuffix, NotAsListed)


def try_one(seed: int, folder: Path) -> None:
    """Make the damage of a seed and go through it. Raises what should not be raised. The folder is left as it was."""
    chance = random.Random(seed)
    if chance.random() < 0.35:
        grids = [grid_of(chance) for _ in range(chance.choice([1, 1, 3]))]
        grids += grids[:1] * chance.choice([0, 0, 0, 1])
        _check(read_book(Workbook(grids), folder / "表.xlsx"), chance)
        return
    name = chance.choice(sorted(sources()))
    data = sources()[name]
    kinds: list[Callable[[bytes, random.Random], bytes]] = [bytes_of]
    if data.startswith(b"PK"):
        kinds = [bytes_of, parts_of, parts_of, parts_of, cells_of, cells_of]
    elif data.startswith(b"<"):
        kinds = [bytes_of, xml_of]
    path = folder / name
    kind = chance.choice(kinds)
    damaged, changed = cells_changed(data, chance) if kind is cells_of else (kind(data, chance), None)
    path.write_bytes(damaged)
    try:
        _go_through(path, chance, whole=seed % 25 == 0)
        if changed is not None and path.suffix not in (".zip", ".docx"):
            _compare(name, read_workbook(path), changed)
    finally:
        path.unlink()


def _compare(name: str, damaged: Workbook, changed: list[str]) -> None:
    """Of cells whose texts were not changed all show what they did. A number or the place of a text is one cell's."""
    assert not damaged.unreadable or damaged.unreadable == _sound(name).unreadable, damaged.unreadable
    lost = []
    for before, after in zip(_sound(name).grids, damaged.grids, strict=True):
        for r, row in enumerate(before.rows):
            for c in range(len(row)):
                text = before.text(r, c)
                if after.text(r, c) != text and not any(
                    one.strip() and one.strip() in text for one in changed
                ):
                    lost.append((after.name, address(r, c), text, after.text(r, c)))
    plain = sum(re.fullmatch(r"[-+.\deE]+|=.*|[A-Z()$:\d]+", one) is not None for one in changed)
    assert len(lost) <= plain, lost


@cache
def _sound(name: str) -> Workbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(sources()[name])
        return read_workbook(path)


def _go_through(path: Path, chance: random.Random, whole: bool) -> None:
    for one in scan([path]).files:
        _go_through_one(read_workbook_or_document(one), path, chance)
    if whole:
        _consolidate(path)


def _go_through_one(reading: FileReading, path: Path, chance: random.Random) -> None:
    findings = _check(reading, chance)
    out = path.parent / f"结果{path.suffix}"
    for act in (
        lambda: mark_workbook(reading, findings, out),
        lambda: fix_workbook(reading, out, False),
    ):
        if chance.random() < 0.1 and not reading.reason:  # nobody marks or fixes what cannot be read
            try:
                act()
            except _EXPECTED:
                pass
            finally:
                out.unlink(missing_ok=True)


def _consolidate(path: Path) -> None:
    sound = path.parent / "旁边.xlsx"
    sound.write_bytes(SOUND.read_bytes())
    summary, tables = path.parent.with_suffix(".汇总.xlsx"), path.parent.with_suffix(".表")
    try:
        consolidate(path.parent, summary, parquet=tables)
        assert read_workbook_or_document(summary).is_result
    except NothingToRead:
        pass
    finally:
        sound.unlink()
        summary.unlink(missing_ok=True)


def _check(reading: FileReading, chance: random.Random) -> list[Any]:
    findings = check([reading], chance.choice([None, 2024]))
    for form in reading.forms:
        form.to_json()
    for finding in findings:
        finding.to_json()
        assert finding.cell is None or re.fullmatch("[A-Z]{1,3}[1-9][0-9]*", finding.cell), finding
    return findings


@contextmanager
def guards_watched() -> Iterator[list[str]]:
    """What the guards catch meanwhile, with its traceback."""
    caught: list[str] = []
    keeper = logging.Handler()
    keeper.emit = lambda entry: caught.append(keeper.format(entry))  # type: ignore[method-assign]
    logging.getLogger("jibiao").addHandler(keeper)
    try:
        yield caught
    finally:
        logging.getLogger("jibiao").removeHandler(keeper)


def fault_of(seed: int, folder: Path) -> str:
    """The traceback of what the damage of a seed led to; "" if it was borne."""
    with guards_watched() as caught:
        try:
            try_one(seed, folder)
        except Exception:
            return traceback.format_exc()
    return caught[0] if caught else ""


def main(first: int, last: int) -> int:
    """Try the seeds from first up to last. Returns how many led to a fault."""
    faults, started = 0, time.monotonic()
    signal.signal(signal.SIGPROF, _too_long)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "报表"
        folder.mkdir()
        for seed in range(first, last):
            signal.setitimer(signal.ITIMER_PROF, LONGEST)
            fault = fault_of(seed, folder)
            signal.setitimer(signal.ITIMER_PROF, 0)
            if not fault and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > LARGEST * 1024:
                fault = f"more than {LARGEST} MB"
            if fault:
                faults += 1
                print(f"seed {seed}: {fault if last == first + 1 else _short(fault)}", flush=True)
    print(f"{last - first} damages from {first} on, {faults} faults, {time.monotonic() - started:.0f} s")
    return faults


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LONGEST} s")


def _short(fault: str) -> str:
    """The last line of ours, and the exception."""
    lines = fault.strip().split("\n")
    places = [line.strip() for line in lines if "jibiao/" in line]
    return f"{lines[-1][:200]} | {places[-1] if places else ''}"


if __name__ == "__main__":
    begin = int(sys.argv[1])
    sys.exit(bool(main(begin, int(sys.argv[2]) if len(sys.argv) > 2 else begin + 1)))

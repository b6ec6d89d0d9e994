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

from formats import SOUND, parts_of_zip, sources
from jibiao.checks import check
from jibiao.consolidation import NothingToRead, consolidate
from jibiao.errors import WrongSuffix
from jibiao.files.errors import UnreadableFile
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.forms.labels import label_map
from jibiao.grid import Grid, address
from jibiao.marking.fix import NotAsListed, fix_workbook
from jibiao.marking.mark import mark_workbook
from jibiao.marking.package import Unpatchable
from jibiao.reading import FileReading, read_book
from jibiao.reading.document import read_workbook_or_document
from jibiao.submissions.scan import scan
from losing import silently_lost
from workbooks import WORKBOOKS

LONGEST = 10
"""Seconds of the processor that one damage may take: more is a fault too."""
LARGEST = 500
"""Megabytes that it may take."""

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
    parts = parts_of_zip(data)
    names, again = sorted(parts), dict[str, bytes]()
    for name in chance.sample(names, min(len(names), chance.choice([1, 1, 2, 4]))):
        what = chance.randrange(14)
        if what == 12 and name.endswith((".xml", ".rels")):
            parts[name] = _otherwise_encoded(parts[name], chance)
        elif what == 13 and name.endswith((".xml", ".rels")):
            parts[name] = _nested(parts[name], chance)
        elif what == 0:
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


def _otherwise_encoded(data: bytes, chance: random.Random) -> bytes:
    """XML in another encoding than most write it in, which it may say, or not, or wrongly."""
    text = data.decode("utf-8", "replace")
    encoding = chance.choice(
        ["utf-16", "utf-16-be", "utf-32", "gb18030", "big5", "latin-1", "utf-8-sig", "utf-7"]
    )
    named = chance.choice([encoding, encoding, "", "utf-8", "gbk", "x-none", "UTF-16"])
    head = f'<?xml version="1.0" encoding="{named}"?>' if named else '<?xml version="1.0"?>'
    return re.sub(r"^\ufeff?<\?xml[^>]*\?>", head, text).encode(encoding, "xmlcharrefreplace")


def _nested(data: bytes, chance: random.Random) -> bytes:
    """Something in XML stands in as many elements as no writer makes; or entities do, that it declares itself."""
    found = _one_of(_ELEMENT, data, chance) or _one_of(_CONTENT, data, chance)
    if found is None:
        return data
    deep, name = (
        chance.choice([20, 300, 20_000]),
        chance.choice([b"x", b"si", b"is", b"r", b"row", b"text:span", b"w:p"]),
    )
    inner = (b"<%s>" % name) * deep + found[0] + (b"</%s>" % name) * deep
    if chance.random() < 0.3:
        kinds = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        data = re.sub(rb"(^<\?xml[^>]*\?>|^)", rb"\1" + kinds, data, count=1)
        return data.replace(found[0], chance.choice([b"&b;", b"&c;", b"&#0;", b"&none;"]), 1)
    return data[: found.start()] + inner + data[found.end() :]


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
    parts, changed = parts_of_zip(data), []
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
        if lost := silently_lost(name, path):
            raise AssertionError(f"lost without a word in {name} by {kind.__name__}: {lost[:5]}")
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

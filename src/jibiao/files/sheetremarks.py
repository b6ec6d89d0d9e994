"""What the XML of an .xlsx says of rows, columns and cells beside what the cells show.

Hidden rows and columns, cells struck through, pictures in cells, links and formulas that lead out of the file.
Source: ECMA-376 part 1, 18.3.1.13 (col), 18.3.1.40 (f), 18.3.1.47 (hyperlink), 18.3.1.73 (row), 18.8.22 (font),
18.4.10 (strike), 18.14.9 (externalReferences); [MS-XLSX] 2.3.13 (rich values of a cell: `vm`).

Few sheets have any of it: some searches of the bytes tell, and only then is a sheet passed over once more, by a
parser that understands every spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from jibiao.files.errors import attempted
from jibiao.files.limits import Budget, lines_within
from jibiao.files.links import LONGEST_FORMULA, leads_out, of_formula, shown_target
from jibiao.files.struck import StruckText
from jibiao.files.xml import pass_over
from jibiao.grid import Grid, Position, Remark, RemarkKind, column_number

MAX_LOOKED_INTO = 16 * 2**20
"""Bytes of a part. A form sheet has some ten thousand; a larger one is not looked into."""
_MOST_FORMULAS = 20_000

_STRUCK = re.compile(rb"strike(?:\s*/?>|\s+val\s*=\s*[\"'](?:1|true|on)[\"'])")
_SIGNS = (
    *(b'hidden="1"', b'hidden="true"', b"hidden='1'", b"hidden='true'"),
    *(b' ht="0"', b' ht="0.0', b' width="0"', b' width="0.0'),
    *(b"|", b".xls", b"DISPIMG(", b"HYPERLINK(", b"WEBSERVICE(", b"IMAGE(", b"IMPORT"),
    *(b"RTD(", b"DDE(", b"CALL(", b"REGISTER"),
)
"""Without any of these a sheet hides nothing, and its formulas lead nowhere but to workbooks by number."""
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NUMBERED = re.compile(r"\[([0-9]{1,4})\]")
_STRINGS = re.compile(r'"[^"]*"')
_ON = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Facts:
    """What other parts of the workbook say of its cells.

    styles: the cell styles that strike through. texts: the struck part of shared strings by their number, "" where all
    of it is struck. pictures: values of the rich kind are pictures. others: the workbooks and programs that formulas
    name by number, from 1.
    """

    styles: Set[int] = frozenset()
    texts: Mapping[int, str] = field(default_factory=dict)
    pictures: bool = False
    others: tuple[tuple[RemarkKind, str], ...] = ()


@dataclass(slots=True)
class SheetRemarks:
    """What was found. columns: spans (first, behind the last). others: the numbers of the workbooks that formulas
    name."""

    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    cells: list[Remark] = field(default_factory=list)
    others: set[int] = field(default_factory=set)

    def put_on(self, grid: Grid) -> None:
        """Tell a grid which of its rows and columns are hidden, and what is to be said of its cells."""
        width = max(map(len, grid.rows), default=0)
        grid.hidden_rows = {r for r in self.rows if r < len(grid.rows)}
        grid.hidden_columns = lines_within(self.columns, width)
        grid.remarks = [one for one in self.cells if one.kind != "struck" or holds(grid, one.row, one.column)]


def holds(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell holds anything."""
    return row < len(grid.rows) and column < len(grid.rows[row]) and grid.rows[row][column] != ""


def struck_styles(data: bytes, budget: Budget) -> Set[int]:
    """The cell styles whose font strikes through. data: styles.xml."""
    if not _STRUCK.search(data) or len(data) > MAX_LOOKED_INTO:
        return frozenset()
    reader = _StylesReader()
    attempted(pass_over, None, data, "styles", reader, budget)
    return {style for style, font in enumerate(reader.styles) if font in reader.struck}


def struck_texts(data: bytes, budget: Budget) -> dict[int, str]:
    """The struck part of each shared string that has one, "" where it is the whole. data: sharedStrings.xml."""
    if not _STRUCK.search(data) or len(data) > MAX_LOOKED_INTO:
        return {}
    reader = _StringsReader()
    attempted(pass_over, None, data, "sharedStrings", reader, budget)
    return reader.found


def sheet_remarks(
    data: bytes, part: str, facts: Facts, hyperlinks: Mapping[str, str], plain: bool, budget: Budget
) -> SheetRemarks | None:
    """What a sheet says, None if it says nothing. hyperlinks: targets outside the file by the id of the relationship.
    plain: it is known to have no formulas and to hide nothing."""
    targets = {link: target for link, target in hyperlinks.items() if leads_out(target)}
    if len(data) > MAX_LOOKED_INTO or not (
        _may_concern(data, facts, targets) or (not plain and _has_signs(data, facts))
    ):
        return None
    reader = _SheetReader(facts, targets, budget)
    attempted(pass_over, None, data, part, reader, budget)  # what stands before an error in it counts
    return reader.found


def _may_concern(data: bytes, facts: Facts, targets: Mapping[str, str]) -> bool:
    """Whether what other parts say may be of this sheet."""
    return bool(targets or facts.styles or facts.texts or (facts.pictures and b"vm=" in data))


def _has_signs(data: bytes, facts: Facts) -> bool:
    return (
        any(sign in data for sign in _SIGNS)
        or bool(facts.others and b"[" in data)
        or bool(b"strike" in data and _STRUCK.search(data))
    )


def _name(qualified: str) -> str:
    return qualified.rpartition(" ")[2]


def _index(text: str) -> int:
    """A number that counts from 0; -1 if it is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _is_on(attributes: dict[str, str]) -> bool:
    """Of an element that says yes unless its val says no (22.9.2.7)."""
    return attributes.get("val", "1") in _ON


def _is_nought(text: str | None) -> bool:
    try:
        return text is not None and float(text) == 0
    except ValueError:
        return False


class _StylesReader:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.fonts = -1
        self.struck: set[int] = set()
        self.styles: list[int] = []

    def start(self, qualified: str, raw: dict[str, str]) -> None:
        name, parent = _name(qualified), self.path[-1] if self.path else ""
        self.path.append(name)
        if name == "font" and parent == "fonts":
            self.fonts += 1
        elif name == "strike" and self.path[-3:] == ["fonts", "font", "strike"] and _is_on(raw):
            self.struck.add(self.fonts)
        elif name == "xf" and parent == "cellXfs":
            font = raw.get("fontId", "0")
            self.styles.append(_index(font))

    def end(self, qualified: str) -> None:
        self.path.pop()

    def characters(self, text: str) -> None:
        pass


class _StringsReader:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.number = -1
        self.is_struck = False
        self.runs = StruckText()
        self.found: dict[int, str] = {}
        self.aids = 0
        """How many reading aids are open."""

    def start(self, qualified: str, raw: dict[str, str]) -> None:
        name = _name(qualified)
        self.path.append(name)
        self.aids += name == "rPh"
        if name == "si":
            self.number += 1
            self.is_struck, self.runs = False, StruckText()
        elif name == "r":
            self.is_struck = False
        elif name == "strike":
            self.is_struck = _is_on(raw)

    def characters(self, text: str) -> None:
        if self.path[-1] == "t" and not self.aids:
            self.runs.add(text, self.is_struck)

    def end(self, qualified: str) -> None:
        self.aids -= self.path.pop() == "rPh"
        if _name(qualified) == "si" and (part := self.runs.part()) is not None:
            self.found[self.number] = part


class _SheetReader:
    def __init__(self, facts: Facts, targets: Mapping[str, str], budget: Budget) -> None:
        self.facts, self.targets, self.budget = facts, targets, budget
        self.found = SheetRemarks()
        self.row = self.column = -1
        self.path: list[str] = []
        self.cell: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.is_struck = False
        self.runs = StruckText()
        self.group = ""
        self.shared: dict[str, str] = {}
        self.leads: dict[str, list[tuple[RemarkKind, str]]] = {}
        """Where each formula leads to: thousands of cells may share one that names thousands of workbooks."""
        self.formulas = 0
        self.aids = 0

    def start(self, qualified: str, raw: dict[str, str]) -> None:
        name = _name(qualified)
        self.path.append(name)
        self.aids += name == "rPh"
        if name == "c":
            self._begin_cell(raw)
        elif name == "row":
            self._begin_row(raw)
        elif name == "col":
            self._column(raw)
        elif name == "f" and self.path[-2] == "c":
            self.texts["f"] = []
            self.group = raw.get("si", "") if raw.get("t") == "shared" else ""
        elif name == "r":
            self.is_struck = False
        elif name == "strike":
            self.is_struck = _is_on(raw)
        elif name == "hyperlink":
            self._hyperlink(raw)

    def _begin_row(self, raw: dict[str, str]) -> None:
        number = raw.get("r", "").strip()
        self.row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.row + 1
        self.column = -1
        if raw.get("hidden", "0") in _ON or _is_nought(raw.get("ht")):
            self.found.rows.add(self.row)

    def _column(self, raw: dict[str, str]) -> None:
        first, last = raw.get("min", ""), raw.get("max", "")
        hidden = raw.get("hidden", "0") in _ON or _is_nought(raw.get("width"))
        if hidden and first.isdecimal() and last.isdecimal():
            self.found.columns.append((int(first[:7]) - 1, int(last[:7])))

    def _begin_cell(self, raw: dict[str, str]) -> None:
        if place := _place(raw.get("r", "")):
            self.row, self.column = place
        else:
            self.column += 1
        self.cell, self.texts = raw, {}
        self.is_struck, self.runs = False, StruckText()

    def characters(self, text: str) -> None:
        name = self.path[-1]
        if name in ("v", "f"):
            self.texts.setdefault(name, []).append(text)
        elif name == "t" and not self.aids:
            self.runs.add(text, self.is_struck)

    def end(self, qualified: str) -> None:
        name = self.path.pop()
        self.aids -= name == "rPh"
        if name == "f" and self.path[-1] == "c":
            self._formula("".join(self.texts.get("f", ())))
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        kind, style = self.cell.get("t", "n"), self.cell.get("s", "0")
        if self.facts.pictures and kind == "e" and "vm" in self.cell:
            self._say("picture")
        value = "".join(self.texts.get("v", ())).strip()
        part = self.facts.texts.get(_index(value)) if kind == "s" else self.runs.part()
        if part is None and _index(style) in self.facts.styles:
            part = ""
        if part is not None:
            self._say("struck", part)

    def _formula(self, text: str) -> None:
        if self.group:
            text = self.shared.setdefault(self.group, text) if text else self.shared.get(self.group, "")
        self.formulas += 1
        if self.formulas > _MOST_FORMULAS:
            return
        if text not in self.leads:
            self.leads[text] = list(self._of_formula(text[:LONGEST_FORMULA]))
        for kind, detail in self.leads[text][: self.budget.remarks]:
            self._say(kind, detail)

    def _of_formula(self, text: str) -> Iterable[tuple[RemarkKind, str]]:
        if found := of_formula(text):
            return [found]
        numbers = (
            {int(number) for number in _NUMBERED.findall(_STRINGS.sub("", text))} if "[" in text else set()
        )
        numbers = {number for number in numbers if 1 <= number <= len(self.facts.others)}
        self.found.others |= numbers
        return [self.facts.others[number - 1] for number in sorted(numbers)]

    def _hyperlink(self, raw: dict[str, str]) -> None:
        link = next((value for name, value in raw.items() if name.endswith(" id")), "")
        place = _place(raw.get("ref", ""))
        if link in self.targets and place:
            self._tell(Remark("link", *place, shown_target(self.targets[link])))

    def _say(self, kind: RemarkKind, detail: str = "") -> None:
        self._tell(Remark(kind, self.row, self.column, detail))

    def _tell(self, remark: Remark) -> None:
        if self.budget.remarks_kept(1):
            self.found.cells.append(remark)


def _place(reference: str) -> Position | None:
    """The first cell of a reference (C4, C4:D9); None if it names none."""
    match = _ADDRESS.match(reference.strip())
    return (int(match[2]) - 1, column_number(match[1].upper())) if match and int(match[2]) else None

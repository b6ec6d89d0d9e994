"""A roster made into orders: which workbook goes to whom, under which name. All faults are found here, before
anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

from jibiao.distribution import texts
from jibiao.distribution.filenames import has_invisible, name_fault, path_key
from jibiao.errors import JibiaoError
from jibiao.forms import Form
from jibiao.manifest import CSV_NAME, JSON_NAME, marked
from jibiao.roster import Fault, RosterError, RosterLine, parse_roster
from jibiao.text import compact, fold

SHEETS = 5
"""Form sheets of a workbook for whom the roster does not say how many."""
MOST_SHEETS = 200
NAME_PATTERN = "{code}{name}_{year}年项目绩效目标表.xlsx"
NAME_PATTERN_BESIDE = "{code}{name}_{year}年项目绩效目标表_{form}.xlsx"
"""Where another form of the same year went to the same folder."""

_KEYS = ("code", "name", "year", "form")
_LONGEST_CODE = 30
_CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.-]{{0,{_LONGEST_CODE - 1}}}")


class PatternError(JibiaoError):
    """The pattern of file names cannot be used; the message says why, in the user's language."""


@dataclass(frozen=True, slots=True)
class Order:
    """A workbook to be made. file: its path from the folder of the distribution, with "/". sheets: form sheets."""

    line: RosterLine
    file: str
    sheets: int


def make_orders(
    roster: Path, form: Form, year: int, pattern: str = NAME_PATTERN, mark: str = ""
) -> list[Order]:
    """The orders of a roster, in its order. mark: of the distribution, see `manifest.marked`. Raises PatternError, and
    RosterError with every fault of every line."""
    check_pattern(pattern)
    lines, faults = parse_roster(roster)
    orders = []
    parents: dict[str, str] = {}
    for line in lines:
        # 甲县 and 甲　县 are one folder, spelled as in the first line that has it.
        line = replace(line, parent=parents.setdefault(compact(line.parent), line.parent))
        file = pattern.format(code=line.code, name=line.name, year=year, form=form.id)
        found = list(_faults(line, file))
        faults += [Fault(line.line, text) for text in found]
        if not found:
            path = f"{line.parent}/{file}" if line.parent else file
            orders.append(Order(line, path, int(fold(line.projects) or SHEETS)))
    faults += _clashes(orders, mark)
    if faults:
        raise RosterError(roster, [fault.text for fault in sorted(faults, key=lambda fault: fault.line)])
    return orders


def check_pattern(pattern: str) -> None:
    """Raise PatternError unless the pattern gives each organisation a file name of its own."""
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        raise PatternError(texts.PATTERN_BRACES.format(pattern=pattern)) from error
    used = [
        key + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, key, spec, conversion in pieces
        if key is not None
    ]
    for key in used:
        if key not in _KEYS:
            keys = " ".join(f"{{{known}}}" for known in _KEYS)
            raise PatternError(texts.PATTERN_KEY.format(key=key, keys=keys))
    if "code" not in used:
        raise PatternError(texts.PATTERN_CODE.format())
    if set(pattern) & set("/\\"):
        raise PatternError(texts.PATTERN_FOLDER)
    if not pattern.endswith(".xlsx"):
        raise PatternError(texts.PATTERN_ENDING)


def _faults(line: RosterLine, file: str) -> Iterator[str]:
    """What is wrong with one line, as texts."""
    values = {"line": line.line, "code": line.code, "name": line.name, "parent": line.parent}
    sound = True
    if not _CODE.fullmatch(line.code):
        sound = False
        text = texts.CODE_BAD if line.code else texts.CODE_MISSING
        yield text.format(**values, most=_LONGEST_CODE)
    if not line.name or has_invisible(line.name):
        sound = False
        yield (texts.NAME_BAD if line.name else texts.NAME_MISSING).format(**values)
    if sound and (fault := name_fault(file)):
        yield texts.FILE_BAD.format(**values, file=file, why=texts.FILE_NAME_FAULTS[fault])
    if line.parent and (fault := name_fault(line.parent)):
        yield texts.PARENT_BAD.format(**values, why=texts.FILE_NAME_FAULTS[fault])
    number = fold(line.projects)
    if number and not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= MOST_SHEETS):
        yield texts.PROJECTS_BAD.format(**values, projects=line.projects, most=MOST_SHEETS)


def _clashes(orders: Iterable[Order], mark: str) -> Iterator[Fault]:
    """Lines whose file, folder or zip another one takes already. A folder and a zip belong to all lines with
    the same parent."""
    taken: dict[str, tuple[str, str, int]] = {
        path_key(path): (path, "", 0) for path in (marked(JSON_NAME, mark), marked(CSV_NAME, mark))
    }
    for order in orders:
        parent, line = order.line.parent, order.line.line
        shared = [(parent, parent), (zip_name(parent, mark), parent)] if parent else []
        for path, owner in [*shared, (order.file, f"line {line}")]:
            first, other_owner, other_line = taken.setdefault(path_key(path), (path, owner, line))
            if (first, other_owner) != (path, owner):
                other = texts.PATH_OF_LINE if other_line else texts.PATH_OF_RUN
                yield Fault(
                    line,
                    texts.PATH_TWICE.format(
                        line=line, path=path, other=other.format(line=other_line, path=first)
                    ),
                )


def zip_name(parent: str, mark: str = "") -> str:
    """The zip with the workbooks of a parent organisation."""
    return f"{parent}{mark}.zip"

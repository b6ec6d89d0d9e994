"""The safe fixes of a workbook written to a new one; nothing else in it is touched."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from jibiao.atomic import atomic_path
from jibiao.errors import JibiaoError, WrongSuffix
from jibiao.files.canonical import shared_strings
from jibiao.files.errors import guarded_read
from jibiao.files.opc import relationships, tree
from jibiao.files.workbook import Workbook, read_workbook
from jibiao.fixes import Fix, safe_fixes
from jibiao.grid import address, corners
from jibiao.marking import texts
from jibiao.marking.cells import Left, Texts, formatted_strings, is_inside, replace_texts
from jibiao.marking.outline import attribute_edit, insert_after, outline, prefixed, spliced
from jibiao.marking.package import Package
from jibiao.reading import FileReading

_BEFORE_CALCULATION = (  # 18.2.27: what may stand before calcPr
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One cell. before, after: what it showed and shows. rules: keys of `fixes.TITLES`. left: why it was not
    changed, a key of texts.LEFT; None if it was."""

    sheet: str
    cell: str
    project: str
    before: str
    after: str
    rules: tuple[str, ...]
    left: Left | None = None

    def to_json(self) -> dict[str, Any]:
        """The change as `jibiao fix --format json` gives it."""
        return asdict(self)


@dataclass(slots=True)
class Fixed:
    """What became of a workbook. changes: the cells that were changed. left: those that were not. formulas: it
    holds formulas, which programs reckon anew when they open it."""

    changes: list[Change] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    formulas: bool = False


class NotAsListed(JibiaoError):
    """The new workbook does not read as it should. It was not written. The message is for the user."""


def planned(reading: FileReading, above_means_at_least: bool = False) -> list[Change]:
    """What would be changed, in the order of the file; no cell twice. above_means_at_least: see `safe_fixes`."""
    found: dict[tuple[str, str], Change] = {}
    for project in reading.projects:
        for fix in sorted(safe_fixes(project, above_means_at_least), key=_order):
            change = Change(project.sheet, fix.at.address, fix.project, fix.at.text, fix.after, fix.why)
            found.setdefault((change.sheet, change.cell), change)
    return list(found.values())


def _order(fix: Fix) -> tuple[int, int]:
    return fix.at.row, fix.at.column


def fix_workbook(reading: FileReading, target: Path, above_means_at_least: bool = False) -> Fixed:
    """Write the workbook that was read with its safe fixes applied. No file is written where nothing is to be
    changed. The target must not exist. above_means_at_least: see `safe_fixes`.

    Raises Unpatchable (another format), WrongSuffix (of the target), UnreadableFile, NotAsListed, OSError; nothing
    is written then.
    """
    package = Package(reading.path)
    if target.suffix.lower() != package.suffix:
        raise WrongSuffix(package.suffix)
    wanted = planned(reading, above_means_at_least)
    done = _apply(package, wanted)
    if not done.changes:
        return done
    done.formulas = any(_has_formulas(package, part) for part in package.sheets.values())
    if done.formulas:
        _reckon_when_opened(package)
    with atomic_path(target) as path:
        package.save(path)
        _compare(read_workbook(reading.path), read_workbook(path), done.changes)
    return done


def _apply(package: Package, wanted: list[Change]) -> Fixed:
    strings = package.target(package.main, "sharedStrings")
    shared = Texts()
    if strings:
        data = package.xml(strings)
        shared = Texts(
            shared_strings(data, strings, package.archive.budget), formatted_strings(data, strings)
        )
    left: dict[tuple[str, str], Left] = {}
    for name in dict.fromkeys(change.sheet for change in wanted):
        cells = {change.cell: (change.before, change.after) for change in wanted if change.sheet == name}
        reasons = _apply_to_sheet(package, package.sheets[name], cells, shared)
        left |= {(name, cell): why for cell, why in reasons.items()}
    done = Fixed()
    for change in wanted:
        if (why := left.get((change.sheet, change.cell))) is None:
            done.changes.append(change)
        else:
            done.left.append(replace(change, left=why))
    return done


def _apply_to_sheet(
    package: Package, part: str, cells: dict[str, tuple[str, str]], shared: Texts
) -> dict[str, Left]:
    """Returns the cells that were left."""
    areas = _table_heads(package, part)
    heads = {cell for cell in cells if any(is_inside(cell, area) for area in areas)}
    others = {cell: texts_of for cell, texts_of in cells.items() if cell not in heads}
    old = package.xml(part)
    new, left = replace_texts(old, part, others, shared)
    if new != old:
        package.write(part, new)
    return left | dict.fromkeys(heads, "table_head")


def _table_heads(package: Package, part: str) -> list[str]:
    """18.5.1.2 (table): where the heads of a sheet's tables stand. The table has their texts as well (18.5.1.3), and
    Excel repairs a file in which the two differ."""
    found = []
    for kind, table in relationships(package.archive, part).values():
        if kind == "table":
            element = tree(package.archive, table)
            (top, left), (_, right) = guarded_read(corners, element.get("ref", ""))
            if element.get("headerRowCount", "1") != "0":
                found.append(f"{address(top, left)}:{address(top, right)}")
    return found


_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def _has_formulas(package: Package, part: str) -> bool:
    cells, _, _ = package.read(part).rpartition(b"sheetData>")  # formulas of rules and lists stand behind it
    return _FORMULA.search(cells) is not None


def _reckon_when_opened(package: Package) -> None:
    """18.2.2 (calcPr): the saved results of formulas that refer to a changed cell are those of the old text."""
    data = package.xml(package.main)
    root = outline(data, package.main, 1)
    if settings := root.child("calcPr"):
        edit = attribute_edit(data, settings, "fullCalcOnLoad", "1")
    else:
        place = insert_after(root, _BEFORE_CALCULATION)
        edit = (place, place, prefixed('<calcPr fullCalcOnLoad="1"/>', root.prefix))
    package.write(package.main, spliced(data, [edit]))


def _compare(before: Workbook, after: Workbook, changes: list[Change]) -> None:
    """The listed cells and no other ones show something else. What a county submitted is law: this is looked at
    in every file that is written."""
    listed = {(change.sheet, change.cell): change.after for change in changes}
    found: dict[tuple[str, str], str] = {}
    for old, new in zip(before.grids, after.grids, strict=True):
        for row in range(max(len(old.rows), len(new.rows))):
            if old.rows[row : row + 1] == new.rows[row : row + 1]:
                continue
            for column in range(
                max(len(grid.rows[row]) if row < len(grid.rows) else 0 for grid in (old, new))
            ):
                if old.text(row, column) != (text := new.text(row, column)):
                    found[old.name, address(row, column)] = text
    if found != listed or before.unreadable != after.unreadable:
        cells = sorted(f"{sheet}!{cell}" for (sheet, cell), _ in listed.items() ^ found.items())
        raise NotAsListed(texts.NOT_AS_LISTED.format(cells="、".join(cells[:5])))

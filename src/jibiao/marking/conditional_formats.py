"""The two conditional formats by which the cells of a sheet light up, see docs/decisions/0005.

Source: ECMA-376 part 1, 18.3.1.18 (conditionalFormatting), 18.3.1.10 (cfRule), 18.3.1.99 (worksheet).
"""

from __future__ import annotations

import re

from jibiao.highlights.conditional_formats import MARKS, marks_formula
from jibiao.marking.looks import Looks
from jibiao.marking.outline import Edit, Element, insert_after, outline, prefixed, spliced, xml_text

BEFORE_FORMATS = (  # 18.3.1.99: what may stand before our conditional formats
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate"),
    *("customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
)
_PRIORITY = re.compile(rb"\spriority\s*=\s*[\"']([0-9]{1,9})[\"']")


def put_formats(data: bytes, part: str, area: str, key: str, looks: Looks) -> bytes:
    """The sheet with the two rules over an area. key: how the keys of the list name the sheet.

    They come behind the sheet's own rules: where one of those fills the same cell, it wins. Raises UnreadableFile.
    """
    root = outline(data, part, 1)
    last = max(map(int, _PRIORITY.findall(data)), default=0)
    rules = "".join(
        f'<cfRule type="expression" dxfId="{dxf}" priority="{last + number}">'
        f"<formula>{xml_text(marks_formula(look, key))}</formula></cfRule>"
        for number, (look, dxf) in enumerate(looks.dxfs.items(), 1)
    )
    xml = prefixed(f'<conditionalFormatting sqref="{area}">{rules}</conditionalFormatting>', root.prefix)
    place = insert_after(root, BEFORE_FORMATS)
    return spliced(data, [(place, place, xml)])


def remove_formats(data: bytes, part: str, keep: str = "") -> bytes:
    """The sheet without these rules, wherever its rows have moved them. keep: the key of those that stay (a
    template has them from the start). Raises UnreadableFile."""
    if MARKS.encode() not in data:
        return data
    edits: list[Edit] = []
    for element in outline(data, part, 1).children:
        if element.name == "conditionalFormatting" and MARKS.encode() in data[element.start : element.end]:
            edits += _removals(data[element.start : element.end], part, element, keep)
    return spliced(data, edits)


def has_formats(data: bytes, key: str) -> bool:
    """Whether a sheet has rules for a key."""
    return all(xml_text(_head(look, key)).encode() in data for look in ("error", "other"))


def _head(look: str, key: str) -> str:
    return marks_formula(look, key).partition("&")[0]


def _removals(xml: bytes, part: str, element: Element, keep: str) -> list[Edit]:
    rules = [child for child in outline(xml, part, 1).children if child.name == "cfRule"]
    ours = [rule for rule in rules if _is_ours(xml[rule.start : rule.end], keep)]
    if len(ours) == len(rules):
        return [(element.start, element.end, b"")]
    return [(element.start + rule.start, element.start + rule.end, b"") for rule in ours]


def _is_ours(rule: bytes, keep: str) -> bool:
    text = rule.replace(b"&quot;", b'"')
    return f'COUNTIF({MARKS},"'.encode() in text and not (
        keep and any(_head(look, keep).encode() in text for look in ("error", "other"))
    )

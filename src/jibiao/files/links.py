"""What leads out of a file: links to other machines, formulas over other workbooks and running programs.

Nothing of it is ever followed. Source: ECMA-376 part 1, 18.14 (external references) and 18.17.2.3 (references in
formulas; `program|topic!item` is DDE); OpenDocument 1.3 part 4, 5.8 (external references).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import unquote

from jibiao.grid import Grid, Remark, RemarkKind
from jibiao.regex import regex

LONGEST_FORMULA = 8192
"""Characters of a formula, as programs allow."""
_HARMLESS = ("mailto", "tel", "sms")
_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+-]*):")
"""RFC 3986 allows a "." as well, but no program is called by such a scheme: www.gov.cn:8080 is a host with its port."""
_WEB = regex(r"https?://(?:[^/@]*@)?(?P<host>\[[^]]*\]|[^/:?#]*)", re.IGNORECASE)
_LOCAL = regex(r"(?:file:///(?!/))?(?:[A-Za-z]:|[^:/]+(?:/|$))", re.IGNORECASE)
_WEBDAV = regex(r"davwwwroot|@ssl\b", re.IGNORECASE)

_SIGNS = regex(r"[|\[(#]")
"""A formula without any of these leads nowhere."""
_STRINGS = regex(r'"[^"]*"')
_ARGUMENT = r'\(\s*(?:"([^"]{0,2000})")?'
_PICTURE = regex(r"DISPIMG\(", re.IGNORECASE)
_DDE = regex(r"(?<![\w.])([A-Za-z][\w.]{0,60})\|(?:'[^'|]{0,500}'|[^'|!\s]{1,500})!")
_RUNS = regex(rf"(?<![\w.])(?:DDE|RTD|CALL|REGISTER\.ID){_ARGUMENT}", re.IGNORECASE)
_FETCHES = regex(
    rf"(?<![\w.])(?:_xlfn\.)?(?:WEBSERVICE|IMAGE|IMPORTXML|IMPORTDATA|IMPORTRANGE){_ARGUMENT}", re.IGNORECASE
)
_POINTS = regex(rf"(?<![\w.])HYPERLINK{_ARGUMENT}", re.IGNORECASE)
_OTHER_BOOK = regex(
    r"\[([^\[\]'!:]{1,250}\.(?:xl\w{1,3}|ods|et|csv))\]|'(file:[^'#]{1,1000})'#", re.IGNORECASE
)


def leads_out(target: str) -> bool:
    """Whether a link leads to a place other than the web or a mailbox: file:, C:, \\\\server, smb:, a machine by its
    bare name, a shared folder over http (WebDAV). A name alone is a file beside this one."""
    target = target.strip()
    if target.replace("\\", "/").startswith("//"):
        return True
    if web := _WEB.match(target):
        # The hosts of the web have a dot; a bare name is a machine of somebody's own network.
        return not (set(web["host"]) & set(".:")) or bool(_WEBDAV.search(target))
    scheme = _SCHEME.match(target)
    return scheme is not None and scheme[1].lower() not in _HARMLESS


def shown_target(target: str) -> str:
    """A link's target as a user would write it."""
    return unquote(target).strip()


@lru_cache(maxsize=4096)
def of_formula(formula: str) -> tuple[RemarkKind, str] | None:
    """What is to be said of a formula (with or without its =), see `Remark`; None of an ordinary one.

    Workbooks that are named by their number only ([1]Sheet1!A1) are not looked up here.
    """
    formula = formula[:LONGEST_FORMULA]
    if not _SIGNS.search(formula):
        return None
    if _PICTURE.search(formula):
        return "picture", ""
    if found := _RUNS.search(formula):
        return "dde", found[1] or found[0].rstrip("(")
    if found := _FETCHES.search(formula):
        return "link", found[1] or found[0].rstrip("(")
    for found in _POINTS.finditer(formula):
        if leads_out(found[1] or ""):
            return "link", found[1]
    bare = _STRINGS.sub('""', formula)
    if found := _DDE.search(bare):
        return "dde", found[1]
    if found := _OTHER_BOOK.search(bare):
        return "other_workbook", shown_target(found[1] or found[2])
    return None


def tell_pictures(data: bytes, grids: Iterable[Grid]) -> None:
    """For formats whose formulas are not read. data: where the names of functions stand. If the one for pictures in
    cells is among them, it is what a cell with an unknown name holds: only WPS knows it."""
    if b"DISPIMG" not in data and "DISPIMG".encode("utf-16-le") not in data:
        return
    for grid in grids:
        grid.remarks += [Remark("picture", *at) for at, text in grid.troubles.items() if text == "#NAME?"]


def links_of_parts(outside: Mapping[str, Mapping[str, tuple[str, str]]]) -> list[tuple[RemarkKind, str]]:
    """Where the parts of an Office file lead to, each place once: pictures and objects kept elsewhere, links of
    drawings, templates on other machines. outside: see `opc.external_relationships`. Links of sheets stand in cells,
    and other workbooks in formulas: they are left to the readers."""
    targets = (
        shown_target(target)
        for part, links in outside.items()
        for kind, target in links.values()
        if _is_of_the_file(part, kind, target)
    )
    return [("link", target) for target in dict.fromkeys(targets)]


def _is_of_the_file(part: str, kind: str, target: str) -> bool:
    """Whether a link is to be told with the file: that of a cell is told at its cell."""
    if kind == "externalLinkPath" or (kind == "hyperlink" and "/worksheets/" in part):
        return False
    if kind == "attachedTemplate":
        # Fetched when the document is opened; nearly all name one in the writer's own folder.
        return not _LOCAL.match(target.replace("\\", "/"))
    return leads_out(target)

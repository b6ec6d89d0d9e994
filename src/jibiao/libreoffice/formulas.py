"""Formulas in Excel's writing and in the one that UNO takes, both in English.

LibreOffice's API takes formulas with `;` between arguments, `$'Sheet'.A1` for cells of other sheets,
`~` for unions, `!` for intersections and `{1;2|3;4}` for constant arrays, whatever the language of the
program. Translating here, and not with one FormulaParser call a cell, keeps a block one UNO call.
"""

from __future__ import annotations

import re

from .a1 import MAX_COLUMN, MAX_ROW, column_number, letters, quote_sheet

_WORD = r"[^\W\d][\w.\\?]*"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w.(])"
_ERRORS = r"\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!)"

_TEXT = r"""(?P<text>"(?:[^"]|"")*")"""
_REST = rf"""
    |(?P<call>{_WORD}\s*\()
    |(?P<cell>{_CELL})
    |(?P<word>\$?{_WORD})
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<space>\s+)
    |(?P<sign>.)"""
"""What both writings have in common, behind what each has of its own."""
_EXCEL = re.compile(
    rf"""{_TEXT}
    |(?P<sheet>(?:'(?:[^']|'')+'|{_WORD})!(?!\s))
    |(?P<error>{_ERRORS}){_REST}""",
    re.VERBOSE | re.DOTALL,
)
_API = re.compile(
    rf"""{_TEXT}
    |(?P<sheet>\$'(?:[^']|'')+'\.|\$\w+\.|'(?:[^']|'')+'\.|[^\W\d]\w*\.(?={_CELL}|\$|\#REF!))
    |(?P<error>{_ERRORS})
    |(?P<constant>(?:TRUE|FALSE)\(\)){_REST}""",
    re.VERBOSE | re.DOTALL,
)
_ADDIN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.\w+\.GET", re.IGNORECASE)


def is_formula(value: object) -> bool:
    """Whether writing this to a cell makes a formula."""
    return isinstance(value, str) and len(value) > 1 and value.startswith("=")


def to_api(formula: str) -> str:
    """An Excel A1 formula, with or without its `=`, as UNO takes it."""
    tokens = [(m.lastgroup or "", m.group()) for m in _EXCEL.finditer(formula)]
    out: list[str] = []
    nesting: list[str] = []
    for at, (kind, token) in enumerate(tokens):
        if kind == "call":
            nesting.append("call")
            out.append(token.removeprefix("_xlfn.").removeprefix("_xlws."))
        elif kind == "sheet":
            name = token[:-1]
            out.append(f"${name}." if name.startswith("'") else f"$'{name}'.")
        elif kind == "word" and token.upper() in ("TRUE", "FALSE"):
            # As a bare word UNO would keep it as the number 1 or 0. In a constant array a word is right.
            out.append(token if "{" in nesting else f"{token.upper()}()")
        elif kind == "space":
            out.append("!" if _is_intersection(tokens, at) else token)
        elif kind == "sign":
            out.append(_api_sign(token, nesting))
        else:
            out.append(token)
    return "".join(out)


def _is_intersection(tokens: list[tuple[str, str]], at: int) -> bool:
    """Whether white space stands between two references."""
    if at == 0 or at + 1 == len(tokens):
        return False
    (before, closing), (after, _) = tokens[at - 1], tokens[at + 1]
    return (before in ("cell", "word") or closing == ")") and after in ("cell", "sheet", "word")


def _api_sign(sign: str, nesting: list[str]) -> str:
    inside = nesting[-1] if nesting else ""
    if sign in "({":
        nesting.append(sign)
    elif sign in ")}" and nesting:
        nesting.pop()
    elif sign == ",":
        return ";" if inside in ("call", "{") else "~"
    elif sign == ";" and inside == "{":
        return "|"
    elif sign == "@":  # implicit intersection is what UNO does anyway
        return ""
    return sign


def from_api(formula: str) -> str:
    """A formula as UNO gives it in Excel's A1 writing."""
    if formula.startswith("{=") and formula.endswith("}"):  # an array formula
        formula = formula[1:-1]
    out: list[str] = []
    braces = 0
    for match in _API.finditer(formula):
        kind, token = match.lastgroup, match.group()
        if kind == "sheet":
            name = token.lstrip("$")[:-1]
            name = name[1:-1].replace("''", "'") if name.startswith("'") else name
            out.append(quote_sheet(name) + "!")
        elif kind == "constant":
            out.append(token[:-2])
        elif kind == "call":
            out.append(_ADDIN.sub("", token))
        elif kind == "sign":
            braces += (token == "{") - (token == "}")
            signs = {";": ",", "|": ";"} if braces else {";": ",", "~": ",", "!": " "}
            out.append(signs.get(token, token))
        else:
            out.append(token)
    return "".join(out)


def shift(formula: str, rows: int, columns: int) -> str:
    """An Excel formula as it reads when copied that far: relative references move, absolute ones stay."""
    if not rows and not columns:
        return formula
    out = []
    for match in _EXCEL.finditer(formula):
        out.append(_shift_cell(match.group(), rows, columns) if match.lastgroup == "cell" else match.group())
    return "".join(out)


def _shift_cell(cell: str, rows: int, columns: int) -> str:
    match = re.fullmatch(r"(\$?)([A-Za-z]+)(\$?)(\d+)", cell)
    if match is None:
        return cell
    column = column_number(match[2]) + (0 if match[1] else columns)
    row = int(match[4]) - 1 + (0 if match[3] else rows)
    if not (0 <= column <= MAX_COLUMN and 0 <= row <= MAX_ROW):
        return "#REF!"
    return f"{match[1]}{letters(column)}{match[3]}{row + 1}"


def relative(formula: str, row: int, column: int) -> str:
    """An Excel formula with references as distances from a cell: equal for cells that share a rule."""

    def cell(text: str) -> str:
        match = re.fullmatch(r"(\$?)([A-Za-z]+)(\$?)(\d+)", text)
        if match is None:
            return text
        across = column_number(match[2])
        down = int(match[4]) - 1
        return f"R{down if match[3] else f'[{down - row}]'}C{across if match[1] else f'[{across - column}]'}"

    tokens = _EXCEL.finditer(formula)
    return "".join(cell(m.group()) if m.lastgroup == "cell" else m.group() for m in tokens)


_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_INTERSECTION = re.compile(r"[0-9A-Z)]!(?=[$A-Z(])")


def has_intersection(formula: str) -> bool:
    """Whether a formula as UNO gives it intersects areas, all of which are there."""
    bare = _QUOTED.sub("", formula)
    return "#REF!" not in bare and _INTERSECTION.search(bare) is not None

"""Translation of formulas: needs no LibreOffice."""

import pytest

from jibiao.libreoffice import formulas
from jibiao.libreoffice.a1 import Rect, merge_cells, parse, quote_sheet, subtract

BOTH_WAYS = [
    ("=SUM(A1,B2)", "=SUM(A1;B2)"),
    ("='My Sheet'!A1:B2+Sheet1!$A$1", "=$'My Sheet'.A1:B2+$'Sheet1'.$A$1"),
    ("='It''s'!A1", "=$'It''s'.A1"),
    ("='''a'''!A1", "=$'''a'''.A1"),
    ("=绩效表!A1&B1", "=$'绩效表'.A1&B1"),
    ("=VLOOKUP(1,A1:B2,2,FALSE)", "=VLOOKUP(1;A1:B2;2;FALSE())"),
    ("=SUM((A1,B2))", "=SUM((A1~B2))"),
    ("={1,2;3,4}", "={1;2|3;4}"),
    ("=A1:B2 B2:C3", "=A1:B2!B2:C3"),
    ('=IF(A1="a,b;c",,"it""s")', '=IF(A1="a,b;c";;"it""s")'),
    ("=Sheet1!rate*2", "=$'Sheet1'.rate*2"),
    ('=INDIRECT(LOOKUP(2,1/($A$4:$A4<>""),$A$4:$A4))', '=INDIRECT(LOOKUP(2;1/($A$4:$A4<>"");$A$4:$A4))'),
    ("=#REF!+1", "=#REF!+1"),
    ("=SUM(A:A,1:1)", "=SUM(A:A;1:1)"),
]


@pytest.mark.parametrize(("excel", "api"), BOTH_WAYS)
def test_both_ways(excel: str, api: str) -> None:
    """What is written is read back as it was."""
    assert formulas.to_api(excel) == api
    assert formulas.from_api(api) == excel


def test_from_api_only() -> None:
    """What LibreOffice writes in its own way."""
    assert formulas.from_api("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;2)") == "=EDATE(A1,2)"
    assert formulas.from_api("=$Sheet1.A1") == "=Sheet1!A1"
    assert formulas.from_api("{=SUM(A1:A3*B1:B3)}") == "=SUM(A1:A3*B1:B3)"
    assert formulas.from_api('="TRUE()"') == '="TRUE()"'


def test_to_api_drops_what_only_excel_writes() -> None:
    """Prefixes of newer functions and implicit intersection."""
    assert formulas.to_api("=_xlfn.CONCAT(@A1:A3,1)") == "=CONCAT(A1:A3;1)"


def test_shift_moves_relative_references_only() -> None:
    """As copying does; text and function names that look like cells stay."""
    assert formulas.shift('=A1*$B$2+S!C$3+LOG10(A1)&"A1"', 1, 2) == '=C2*$B$2+S!E$3+LOG10(C2)&"A1"'
    assert formulas.shift("=A1", -1, 0) == "=#REF!"


def test_relative_is_equal_for_copies() -> None:
    """The same rule told from two cells."""
    assert formulas.relative("=A1>$C$3", 0, 0) == formulas.relative("=B2>$C$3", 1, 1)
    assert formulas.relative("=A1>$C$3", 0, 0) != formulas.relative("=B2>$C$3", 0, 0)


@pytest.mark.parametrize(
    ("address", "rect"),
    [
        ("A1", (0, 0, 0, 0)),
        ("$B$2:D5", (1, 1, 4, 3)),
        ("D5:B2", (1, 1, 4, 3)),
        ("A:C", (0, 0, 1048575, 2)),
        ("2:3", (1, 0, 2, 16383)),
        ("loc", None),
        ("A", None),
        ("A1:B", None),
        ("XFE1", None),
        ("A0", None),
    ],
)
def test_parse(address: str, rect: tuple[int, int, int, int] | None) -> None:
    """Addresses, and what is none."""
    assert parse(address) == rect


def test_rectangles() -> None:
    """Subtracting leaves what is not covered; cells come together as blocks."""
    left = subtract([Rect(0, 0, 3, 3)], [Rect(1, 1, 2, 2)])
    assert sum(r.shape[0] * r.shape[1] for r in left) == 12
    assert not any(r.intersection(Rect(1, 1, 2, 2)) for r in left)
    assert merge_cells([(0, 0), (0, 1), (1, 0), (1, 1), (5, 5)]) == [Rect(0, 0, 1, 1), Rect(5, 5, 5, 5)]


@pytest.mark.parametrize(
    ("name", "quoted"), [("Sheet1", "Sheet1"), ("a b", "'a b'"), ("A1", "'A1'"), ("it's", "'it''s'")]
)
def test_quote_sheet(name: str, quoted: str) -> None:
    """Only where it is needed."""
    assert quote_sheet(name) == quoted

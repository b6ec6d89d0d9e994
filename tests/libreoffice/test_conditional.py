"""Conditional formats: they light up at once, and other people's rules stay as they were."""

import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import PatternFill

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def _rules(book: xw.Book, path: Path) -> list[str]:
    """What the book has of conditional formats and cell styles, as it is saved."""
    book.save(path)
    with zipfile.ZipFile(path) as file:
        content, styles = file.read("content.xml").decode(), file.read("styles.xml").decode()
    names = sorted(re.findall(r'<style:style style:name="([^"]*)" style:display-name', styles))
    return [*re.findall(r"<calcext:conditional-formats>.*?</calcext:conditional-formats>", content), *names]


def _colours(book: xw.Book, folder: Path) -> set[tuple[int, int, int]]:
    """The pure colours of the page that the book prints."""
    book.to_pdf(folder / "page.pdf", show=False)
    subprocess.run(["pdftoppm", "-r", "40", folder / "page.pdf", folder / "page"], check=True)
    data = sorted(folder.glob("page*.ppm"))[0].read_bytes().split(b"\n", 3)[3]
    return {tuple(data[i : i + 3]) for i in range(0, len(data) - 2, 3)} & {RED, GREEN, BLUE}  # type: ignore[misc]


@pytest.fixture
def numbers(sheet: xw.Sheet) -> xw.Range:
    """A1:D10 with the numbers from 0 to 39."""
    sheet["A1"].value = [[4 * row + column for column in range(4)] for row in range(10)]
    return sheet["A1:D10"]


@pytest.fixture
def foreign(app: xw.App, tmp_path: Path) -> xw.Book:
    """A book with rules of every kind, overlapping."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in range(1, 11):
        sheet.append([row * column for column in range(1, 5)])
    fill = PatternFill(bgColor="FFAA00")
    rules = sheet.conditional_formatting
    rules.add("A1:B5", CellIsRule(operator="greaterThan", formula=["3"], fill=fill))
    rules.add("A4:C7", FormulaRule(formula=["$A4>2"], fill=fill))
    rules.add("B2:C8", ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))
    rules.add("D1:D5", DataBarRule("min", None, "max", None, color="FF638EC6"))
    made.save(tmp_path / "rules.xlsx")
    return app.books.open(tmp_path / "rules.xlsx")


def test_three_rules_of_one_block_light_up(numbers: xw.Range, tmp_path: Path) -> None:
    """Rules added one after another are all seen, and each can be deleted."""
    formats = numbers.conditional_formats
    rules = {
        RED: formats.add_custom("=A1<4", fill_color=RED),
        GREEN: formats.add_custom("=A1>35", fill_color=GREEN),
        BLUE: formats.add_custom("=AND(A1>10,A1<20)", fill_color=BLUE),
    }
    book = numbers.sheet.book
    assert len(formats) == 3
    assert _colours(book, tmp_path) == {RED, GREEN, BLUE}
    rules[GREEN].delete()
    assert _colours(book, tmp_path) == {RED, BLUE}
    rules[RED].delete()
    rules[BLUE].delete()
    assert len(formats) == 0
    assert _colours(book, tmp_path) == set()


def test_rules_of_overlapping_blocks_light_up(numbers: xw.Range, tmp_path: Path) -> None:
    """The second block takes in a part of the first: both rules hold where both apply."""
    sheet = numbers.sheet
    numbers.conditional_formats.add_custom("=A1>37", fill_color=RED)
    other = sheet["C9:F12"].conditional_formats.add_custom("=C9=34", fill_color=BLUE)
    assert _colours(sheet.book, tmp_path) == {RED, BLUE}
    assert [rule.formula for rule in sheet["C9:D10"].conditional_formats] == ["=C9=34", "=C9>37"]
    other.delete()
    assert [rule.formula for rule in numbers.conditional_formats] == ["=A1>37"]
    assert _colours(sheet.book, tmp_path) == {RED}


def test_relative_references_hold_for_every_cell(numbers: xw.Range, tmp_path: Path) -> None:
    """They are told from the block's first cell, also when others cut the block."""
    sheet = numbers.sheet
    sheet["A1:A3"].conditional_formats.add_custom("=A1=1000", fill_color=GREEN)
    numbers.conditional_formats.add_custom("=A1=39", fill_color=RED)
    assert _colours(sheet.book, tmp_path) == {RED}
    sheet["D10"].value = 0
    assert _colours(sheet.book, tmp_path) == set()


def test_foreign_rules_stay(foreign: xw.Book, tmp_path: Path) -> None:
    """After adding and deleting, all that is saved of rules and styles is what it was."""
    before = _rules(foreign, tmp_path / "before.ods")
    assert len(before[0]) > 500
    block = foreign.sheets[0]["A1:E12"]
    rules = [block.conditional_formats.add_custom(f"=A1={n}", fill_color=RED, font_bold=True) for n in (1, 2)]
    rules.append(block.conditional_formats.add_cell_value("between", 2, 5, fill_color=BLUE))
    during = _rules(foreign, tmp_path / "during.ods")
    assert before[0][31:-31] != during[0][31:-31]
    for rule in rules:
        rule.delete()
    assert _rules(foreign, tmp_path / "after.ods") == before
    foreign.close()


def test_rules_beside_foreign_ones_are_saved(foreign: xw.Book, app: xw.App, tmp_path: Path) -> None:
    """Where others' rules are ours waits for the next load; elsewhere it is seen at once."""
    sheet = foreign.sheets[0]
    sheet["E1"].value = 7
    sheet["A1:E12"].conditional_formats.add_custom("=E1=7", fill_color=BLUE)
    sheet["C4:E4"].conditional_formats.add_custom("=C4=12", fill_color=BLUE)
    kinds = [rule.type for rule in sheet["A1:E12"].conditional_formats]
    assert sorted(kinds) == ["cell_value", "custom", "custom", "custom", "unknown", "unknown"]
    foreign.save(tmp_path / "saved.ods")
    foreign.close()
    again = app.books.open(tmp_path / "saved.ods")
    assert {"=E1=7", "=A1=12"} <= {rule.formula for rule in again.sheets[0]["A1:E12"].conditional_formats}
    again.close()


def test_reading(numbers: xw.Range) -> None:
    """All that a rule says."""
    rule = numbers.conditional_formats.add_cell_value(
        "between", 5, 10, fill_color="#ffff00", font_color=RED, font_bold=True, font_italic=False
    )
    for seen in (rule, numbers.conditional_formats[0]):
        assert (seen.type, seen.operator, seen.formula1, seen.formula2) == (
            "cell_value",
            "between",
            "=5",
            "=10",
        )
        assert (seen.fill_color, seen.font_color) == ((255, 255, 0), RED)
        assert (seen.font_bold, seen.font_italic, seen.formula) == (True, False, None)
        assert seen.stop_if_true is True


def test_set(numbers: xw.Range) -> None:
    """Changing a rule."""
    rule = numbers.conditional_formats.add_custom("=A1>5", fill_color=RED)
    rule.set(formula="=A1>6", font_bold=True)
    assert (rule.formula, rule.font_bold, rule.fill_color) == ("=A1>6", True, RED)
    assert len(numbers.conditional_formats) == 1
    with pytest.raises(NotImplementedError):
        rule.set(stop_if_true=False)


def test_names_and_other_sheets_in_formulas(book: xw.Book, numbers: xw.Range, tmp_path: Path) -> None:
    """The rule that marks findings: over defined names, with several arguments."""
    other = book.sheets.add("find ings", after=book.sheets[-1])
    other["A1"].value = [["error", "B2"], ["warning", "C3"]]
    book.names.add("jb_level", "='find ings'!$A$1:$A$2")
    book.names.add("jb_cell", "='find ings'!$B$1:$B$2")
    numbers.conditional_formats.add_custom(
        '=COUNTIFS(jb_level,"error",jb_cell,ADDRESS(ROW(),COLUMN(),4))>0', fill_color=RED
    )
    assert _colours(book, tmp_path) == {RED}
    numbers.conditional_formats.clear()
    numbers.conditional_formats.add_custom("='find ings'!$A$1=\"error\"", fill_color=BLUE)
    assert numbers.conditional_formats[0].formula == "='find ings'!$A$1=\"error\""
    assert _colours(book, tmp_path) == {BLUE}


def test_styles_go_with_their_last_rule(numbers: xw.Range) -> None:
    """And not before."""
    styles = numbers.sheet.book.api.StyleFamilies.getByName("CellStyles")
    before = styles.ElementNames
    first = numbers.conditional_formats.add_custom("=A1=1", fill_color=RED)
    second = numbers.conditional_formats.add_custom("=A1=2", fill_color=RED)
    assert len(styles.ElementNames) == len(before) + 1
    first.delete()
    assert len(styles.ElementNames) == len(before) + 1
    second.delete()
    assert styles.ElementNames == before


def test_clear(numbers: xw.Range) -> None:
    """On these cells only."""
    numbers.conditional_formats.add_custom("=A1=1", fill_color=RED)
    numbers.sheet["A1:A5"].conditional_formats.clear()
    assert len(numbers.sheet["A1:A5"].conditional_formats) == 0
    assert len(numbers.conditional_formats) == 1


def test_what_is_not_there(numbers: xw.Range) -> None:
    """Says so."""
    with pytest.raises(NotImplementedError):
        numbers.conditional_formats.add_color_scale(["#ff0000", "#00ff00"])

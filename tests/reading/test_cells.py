"""What a sheet says of cells beside what they show reaches the form that was read from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grids import below, grid
from jibiao.checks import Finding, check
from jibiao.files.book import Workbook
from jibiao.grid import Grid, Remark, column_number
from jibiao.reading import FileReading, SheetReading, read_book, read_grid
from jibiao.records import NOTE_OF_REMARK
from samples import A1


def at(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, column_number(letters)


def form(
    rows: set[int] = frozenset(), columns: str = "", struck: dict[str, str] | None = None, **cells
) -> Grid:
    """The faultless form with hidden rows and columns, as users count them, cells struck through, and other values."""
    found = grid(A1)
    found.hidden_rows = {row - 1 for row in rows}
    found.hidden_columns = {column_number(letter) for letter in columns}
    found.remarks = [Remark("struck", *at(cell), said) for cell, said in (struck or {}).items()]
    for cell, value in cells.items():
        row, column = at(cell)
        found.rows[row][column] = value
    return found


def findings(*grids: Grid, year: int | None = 2024) -> list[Finding]:
    readings = [read_grid(one, "县局.xlsx") for one in grids]
    return check([FileReading(Path("县局.xlsx"), readings)], year)


def told(found: list[Finding], *rules: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(one.rule, one.cell, one.also) for one in found if one.rule in rules]


HIDDEN = ("hidden_rows", "hidden_columns")


def test_a_hidden_row_is_told_at_its_first_value() -> None:
    (found,) = findings(form(rows={12}))
    assert (found.rule, found.cell, found.severity) == ("hidden_rows", "C12", "warning")
    assert "第12行" in found.message


def test_rows_hidden_in_succession_are_one_finding() -> None:
    found = findings(form(rows={9, 11, 12, 13, 15, 16}))
    assert told(found, *HIDDEN) == [("hidden_rows", "C11", ()), ("hidden_rows", "C15", ())]
    assert "第11—13行" in found[0].message


def test_a_hidden_column_is_told_at_its_first_value() -> None:
    (found,) = findings(form(columns="G"))
    assert (found.rule, found.cell) == ("hidden_columns", "G7")
    assert "G列" in found.message


def test_a_merged_cell_that_reaches_out_of_what_is_hidden_is_seen() -> None:
    assert told(findings(form(columns="E")), *HIDDEN) == [
        ("hidden_columns", "E4", ())
    ]  # 项目名称 in E3:G3 is seen
    assert told(findings(form(columns="A")), *HIDDEN) == []


def test_hidden_labels_levels_and_blanks_are_nothing() -> None:
    assert told(findings(form(rows={10}, columns="A")), *HIDDEN) == []
    blank = {f"{column}16": "" for column in "CDFG"}
    assert told(findings(form(rows={9, 16}, **blank)), *HIDDEN) == []


def test_each_of_several_forms_on_a_sheet_is_told_of_its_own_rows() -> None:
    both = below(grid(A1), grid(A1.replace("农村危房改造", "消防栓维护")))
    both.hidden_rows = {11, 30}
    reading = read_grid(both)
    assert [[(n.kind, n.address) for n in p.notes] for p in reading.projects] == [
        [("hidden_rows", "C12")],
        [("hidden_rows", "C31")],
    ]


def test_rows_struck_through_are_told_once_with_their_cells() -> None:
    struck = dict.fromkeys(("B12", "C12", "D12", "F12", "G12", "C13", "F15"), "")
    found = findings(form(struck=struck))
    assert told(found, "struck_through") == [
        ("struck_through", "C12", ("D12", "F12", "G12", "C13")),
        ("struck_through", "F15", ()),
    ]
    assert "C12、D12" in found[0].message


def test_a_text_struck_through_in_part_says_which_part() -> None:
    (found,) = findings(form(struck={"F11": "80户"}, F11="80户≥80户"))[:1]
    assert (found.rule, found.cell) == ("struck_in_part", "F11")
    assert "“80户”" in found.remedy


def test_what_no_form_was_read_from_may_be_struck_through() -> None:
    assert findings(form(struck={"A3": "", "G4": "", "A30": ""})) == []


PICTURE = '=DISPIMG("ID_0A1B",1)'


def test_a_picture_is_no_text_and_told_whatever_else_is_missing() -> None:
    project = read_grid(form(G11=PICTURE)).projects[0]
    assert project.indicators[0].text("basis") == ""
    (found,) = findings(form(G11=PICTURE))
    assert (found.rule, found.cell, found.severity) == ("cell_picture", "G11", "warning")
    assert "图片" in found.message


def test_a_picture_in_place_of_a_value_is_an_error_too() -> None:
    found = findings(form(F11=PICTURE, F12=PICTURE))
    assert told(found, "cell_picture") == [("cell_picture", "F11", ("F12",))]
    assert told(found, "value_empty") == [("value_empty", "F11", ()), ("value_empty", "F12", ())]


def test_an_error_value_of_a_picture_is_told_as_a_picture() -> None:
    source = form(G11="")
    source.troubles = {at("G11"): "#NAME?"}
    source.remarks = [Remark("picture", *at("G11"))]
    assert [(one.rule, one.cell) for one in findings(source)] == [("cell_picture", "G11")]


@pytest.mark.parametrize(
    ("text", "rule", "named"),
    [
        ("=cmd|'/c calc'!A1", "runs_program", "cmd"),
        ("+MSEXCEL|'\\..\\cmd.exe /c calc'!''", "runs_program", "MSEXCEL"),
        ('=HYPERLINK("\\\\server\\a","依据")', "link_leads_out", "\\\\server\\a"),
    ],
)
def test_a_text_that_is_a_formula_and_leads_out_is_told(text: str, rule: str, named: str) -> None:
    found = [one for one in findings(form(G12=text)) if one.rule == rule]
    assert [(one.cell, one.severity) for one in found] == [("G12", "warning")]
    assert named in found[0].message


def test_a_formula_without_a_result_still_says_where_it_leads() -> None:
    source = form(G12="")
    source.troubles = {at("G12"): "="}
    source.remarks = [Remark("dde", *at("G12"), "cmd")]
    source.hidden_columns = {6}
    assert {one.rule for one in findings(source) if one.cell == "G12"} == {"no_result", "runs_program"}


@pytest.mark.parametrize(
    ("cell", "text", "told_of"),
    [
        ("C4", "130.00\u00a0", ["C4"]),
        ("C3", "\u00a013022524P00404410014N", []),  # no cell of a value
        ("B3", "\u00a013022524P00404410014N", ["B3"]),
        ("F13", "2024\u00a0", ["F13"]),
        ("F12", "≥100%\u00a0", []),
        ("B5", "用于农村危房改造补助\u00a0", []),
        ("C4", "130.00 ", []),
    ],
)
def test_a_hard_space_beside_a_figure_or_a_code_is_a_sign_not_seen(
    cell: str, text: str, told_of: list[str]
) -> None:
    found = [one for one in findings(form(**{cell: text})) if one.rule == "invisible_sign"]
    assert [one.cell for one in found] == told_of
    assert all("U+00A0" in one.message for one in found)


def test_links_are_told_of_a_form_of_another_kind_too() -> None:
    source = form(A1="农村危房改造项目绩效自评表")
    source.remarks = [Remark("link", *at("G12"), "\\\\s\\a"), Remark("struck", *at("G12"))]
    assert [one.rule for one in findings(source)] == ["other_kind", "link_leads_out"]


def test_texts_with_a_sign_before_them_are_texts() -> None:
    assert (
        told(findings(form(F12="=100%", G12="-", G13="+年度|计划")), "runs_program", "link_leads_out") == []
    )


def test_links_to_one_place_are_one_finding_wherever_they_stand() -> None:
    source = form()
    source.remarks = [Remark("link", *at(cell), "\\\\s\\a") for cell in ("G12", "A40", "C3")]
    found = findings(source)
    assert told(found, "link_leads_out") == [("link_leads_out", "C3", ("G12", "A40"))]


def test_links_on_a_sheet_without_a_form_and_of_the_file_are_told() -> None:
    other = Grid("附件", [["说明"]], remarks=[Remark("dde", 0, 0, "cmd")])
    book = Workbook([grid(A1), other], links=[("other_workbook", "上年.xlsx"), ("link", "")])
    found = check([read_book(book, Path("县局.xlsx"))], 2024)
    assert [(one.rule, one.sheet, one.cell) for one in found if one.rule != "no_form"] == [
        ("other_workbook_named", None, None),
        ("link_leads_out", None, None),
        ("runs_program", "附件", "A1"),
    ]
    assert "上年.xlsx" in found[0].message
    assert "没有写明" in found[1].message


def test_a_sheet_of_links_alone_is_told_in_bounds() -> None:
    remarks = [Remark("link", row, 0, f"\\\\s\\{row % 1000}") for row in range(20_000)]
    reading: SheetReading = read_grid(Grid("附件", [["a"]] * 20_000, remarks=remarks))
    assert len(reading.notes) < 1_000


def typed(cell: str, value: float, code: str) -> Grid:
    source = form(**{cell: value})
    source.number_formats = {at(cell): code}
    return source


CASES = [
    # cell, what is stored, its format, rule that tells it, what the message names
    ("F11", 1 / 24 + 2 / 1440, "h:mm", "ratio_as_time", "1:2"),
    ("F12", 0.0, "h:mm", "ratio_as_time", "0:0"),
    ("D11", 25.5 / 24, "[h]:mm", "ratio_as_time", "25:30"),
    ("F11", 46024, 'm"月"d"日"', "fraction_as_date", "1/2"),
    ("F11", 46024, "d-mmm", "fraction_as_date", "1/2"),
    ("F11", 45658, "mmm-yy", "fraction_as_date", "1-25"),
    ("C4", 46024, 'm"月"d"日"', "fraction_as_date", "1/2"),
    ("F13", 45657, "General", "date_as_number", "2024年12月31日"),
    ("F13", 2024.1, "General", "month_lost_its_nought", "2024年10月"),
]


@pytest.mark.parametrize(("cell", "value", "code", "rule", "named"), CASES)
def test_what_a_spreadsheet_made_of_an_input(
    cell: str, value: float, code: str, rule: str, named: str
) -> None:
    found = [one for one in findings(typed(cell, value, code)) if one.cell == cell]
    assert rule in {one.rule for one in found}
    told_by = next(one for one in found if one.rule == rule)
    assert named in told_by.message
    assert told_by.remedy.startswith("请")
    # Nothing follows from it that is to be told again.
    assert [one.rule for one in found if one.severity != "error" and one.rule != rule] == []


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("F13", 45657, "yyyy/m/d"),  # a deadline that is a date
        ("F13", 45657, 'm"月"d"日"'),
        ("F13", 0.375, "h:mm"),  # a time of day under 时效
        ("F14", 45657, "General"),  # no deadline
        ("F13", 30000, "General"),  # 1982: no year of this budget
        ("F13", 2024.1, "0.00"),  # 2024.10 as it was typed
        ("F13", 2024.9, "General"),
        ("F11", 80, '"≥"0"户"'),
        ("C4", 130, "0.00"),
    ],
)
def test_numbers_and_dates_that_are_in_their_place(cell: str, value: float, code: str) -> None:
    rules = {one.rule for one in findings(typed(cell, value, code))}
    assert not rules & {"ratio_as_time", "fraction_as_date", "date_as_number", "month_lost_its_nought"}


def test_an_indicator_is_not_sent_elsewhere_for_a_date_that_is_none() -> None:
    rules = {one.rule for one in findings(typed("F11", 46024, 'm"月"d"日"'))}
    assert rules == {"fraction_as_date"}


def test_a_deadline_of_the_head_may_have_lost_its_nought_too() -> None:
    source = form()
    source.rows[8] = ["实施期限", 2024.1]
    assert told(findings(source), "month_lost_its_nought") == [("month_lost_its_nought", "B9", ())]


def test_labels_with_codes_of_web_pages_are_labels() -> None:
    project = read_grid(form(F10="指标<br>值", A7="资金支出计划（%）&nbsp;")).projects[0]
    assert project.indicators[0].text("value_raw") == "≥80户"
    assert project.form.id == "A1"


def test_a_month_that_was_typed_as_text_is_no_number() -> None:
    assert told(findings(form(F13="2024.1")), "month_lost_its_nought") == []


def test_numbers_beyond_all_dates_do_no_harm() -> None:
    for value in (float("inf"), float("nan"), -1.0, 1e300):
        findings(typed("F11", value, "h:mm"))


@pytest.mark.parametrize("text", ["≤45657", "≤    45657", "<=  45657", "前45657", "45657.0", "45657日前"])
def test_a_date_is_known_whatever_stands_around_its_number(text) -> None:
    assert "date_as_number" in {finding.rule for finding in findings(form(F13=text))}


@pytest.mark.parametrize(
    "text", ["-5%", "+约三成", "-项目", "-详见[附件1.xlsx]", "+ 依据[2023年预算.et]填写"]
)
def test_a_text_that_begins_with_a_sign_is_no_formula(text) -> None:
    assert not set(NOTE_OF_REMARK.values()) & {finding.rule for finding in findings(form(G12=text))}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-2+3+cmd|' /C calc'!A0", "dde"),
        ('+HYPERLINK("//10.0.0.1/a")', "link"),
        ("=[上年.xlsx]表1!A1", "other_workbook"),
        ("@[上年.xlsx]表1!A1", "other_workbook"),
    ],
)
def test_a_text_that_is_a_formula_with_whatever_sign_is_told(text, kind) -> None:
    assert NOTE_OF_REMARK[kind] in {note.kind for note in read_grid(Grid("表", [[text]])).notes}

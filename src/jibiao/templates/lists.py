"""Code lists of a template, their defined names, and the dropdowns that use them.

The lists stand on a hidden sheet, one column each, and dropdowns and formulas refer to them by name only: a list
that points straight at another sheet would go to an extension of the file format which other programs drop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from jibiao.forms import Form, levels_of
from jibiao.forms.indicators import NO_LIBRARY, Library, suggestions
from jibiao.forms.levels import belongs, known_levels
from jibiao.identity import Stamp
from jibiao.own_sheets import CODE_LISTS, MARK
from jibiao.templates import texts
from jibiao.templates.form_sheet import fit_for_xml
from jibiao.templates.places import Places
from jibiao.templates.stamp import define, write_stamp
from jibiao.values.measures import MEASURES
from jibiao.values.operators import SIGNS

LEVEL_1 = "一级指标"
LEVEL_2, LEVEL_3 = "二级_", "三级_"
"""Before the name of a level: the name of the list of the levels below it."""
KNOWN_1, KNOWN_2, KNOWN_PAIRS = "一级写法", "二级写法", "层级写法"
"""Names of the lists of all spellings that count as a level, and of all pairs of them that go together."""
OPERATORS, MEASURE_LIST = "计算符号", "计量单位"

_FIRST_LIST = 4
"""Column of the first list, from 1. Before it: this program's mark, and the stamp."""
_STAMP_COLUMN = "B"


def code_lists(form: Form, library: Library = NO_LIBRARY) -> dict[str, tuple[str, ...]]:
    """The lists that the template of a form needs, by their defined names. library: a department's own indicators."""
    tree = levels_of(form.taxonomy).tree
    lists = {LEVEL_1: tuple(tree)}
    if "l2" in form.fields:
        lists |= {LEVEL_2 + l1: l2 for l1, l2 in tree.items() if l2}
    lists |= {LEVEL_3 + level: names for level, names in suggestions(form.taxonomy, library).items()}
    lists[KNOWN_1] = tuple(known_levels(1, older=False))
    if "l2" in form.fields:
        lists[KNOWN_2] = tuple(known_levels(2, older=False))
        lists[KNOWN_PAIRS] = tuple(
            f"{key_1}|{key_2}"
            for key_1, l1 in known_levels(1, older=False).items()
            for key_2, l2 in known_levels(2, older=False).items()
            if belongs(l1, l2)
        )
    if "operator_raw" in form.fields:
        lists[OPERATORS] = tuple(SIGNS)
    if "measure_raw" in form.fields:
        lists[MEASURE_LIST] = tuple(MEASURES)
    return lists


def write_code_sheet(
    book: Workbook,
    forms: Iterable[Form],
    stamp: Stamp,
    library: Library = NO_LIBRARY,
    more: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> None:
    """Add the hidden sheet with the stamp and the lists, each under its name, and define the names. forms: of the form
    sheets; where two have lists of one name, that of the first counts. more: further lists, of texts or formulas,
    which stand first (`own_cell`)."""
    sheet = book.create_sheet(CODE_LISTS)
    sheet.sheet_state = "hidden"
    sheet["A1"] = MARK
    sheet.protection.sheet = True
    write_stamp(book, sheet, _STAMP_COLUMN, stamp)
    lists: dict[str, Sequence[str]] = {}
    for form in dict.fromkeys(forms):
        lists = code_lists(form, library) | lists
    lists = {**more, **lists}
    for column, (name, values) in enumerate(lists.items(), _FIRST_LIST):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 24
        for row, value in enumerate((name, *values), 1):
            cell = sheet.cell(row, column)
            if name in more and value.startswith("="):
                cell.value = ArrayFormula(cell.coordinate, value)
            else:
                cell.value, cell.data_type = fit_for_xml(value), "s"  # "=" is an operator here
        define(book, name, CODE_LISTS, f"${letter}$2:${letter}${len(values) + 1}")


def own_cell(number: int, row: int) -> str:
    """The cell of one of the further lists of a workbook, as formulas on the code sheet write it; both counted from 0."""
    return f"${get_column_letter(_FIRST_LIST + number)}${row + 2}"


def add_dropdowns(target: Worksheet, places: Places) -> None:
    """The dropdowns of the indicator table. Each level's list follows the level above; the third level's is of
    suggestions, and any other text is allowed."""
    columns = places.columns
    lists = {"operator_raw": OPERATORS, "measure_raw": MEASURE_LIST, "l1": LEVEL_1}
    if "l2" in columns:
        lists["l2"] = _list_below(LEVEL_2, places, "l1")
    if "l1" in columns:
        lists["l3"] = _list_below(LEVEL_3, places, "l2" if "l2" in columns else "l1")
    for field, formula in lists.items():
        if field in columns:
            rule = _dropdown(field, formula)
            rule.add(places.column(field).replace("$", ""))
            target.add_data_validation(rule)


def _list_below(prefix: str, places: Places, level: str) -> str:
    """The list under the level that holds for the row: a merged one stands in its upper cell only, so the last
    one that is not blank counts."""
    above = f"${places.columns[level]}${places.first}:{places.in_first_row(level)}"
    return f'INDIRECT("{prefix}"&LOOKUP(2,1/({above}<>""),{above}))'


def _dropdown(field: str, formula: str) -> DataValidation:
    title, prompt = texts.DROPDOWNS[field]
    free = field in ("l3", "measure_raw")
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=field not in ("l1", "l2"),
        showErrorMessage=not free,
        errorStyle="stop",
        errorTitle=title,
        error=texts.ONLY_FROM_LIST,
        showInputMessage=True,
        promptTitle=title,
        prompt=prompt,
    )

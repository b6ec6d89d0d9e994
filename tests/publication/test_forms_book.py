"""合订本: all forms without errors in one workbook."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

import jibiao
from cli.test_commands import jibiao as command
from office import audit
from publication.documents import values_of, write_workbook
from publication.test_publish import MINISTRY
from workbooks import WORKBOOKS


@pytest.fixture
def bound(tmp_path: Path) -> Path:
    (tmp_path / "报送").mkdir()
    shutil.copy(next(WORKBOOKS.glob("000_*")), tmp_path / "报送")
    write_workbook(tmp_path / "报送" / "部.xlsx", {"项目": MINISTRY})
    jibiao.consolidate(tmp_path / "报送", tmp_path / "汇总.xlsx", forms=tmp_path / "合订本.xlsx")
    return tmp_path / "合订本.xlsx"


def test_it_lists_the_forms_and_leads_to_each(bound: Path) -> None:
    book = openpyxl.load_workbook(bound)
    contents = book.worksheets[0]
    assert contents["A1"].value == "预算项目绩效目标表合订本"
    assert [cell.value for cell in contents[4]][:4] == [
        1,
        "333001",
        "乐亭县住房和城乡建设局本级",
        "13022524P00404410014N",
    ]
    links = [row[4].hyperlink.location for row in contents.iter_rows(min_row=4)]
    assert [link.rpartition("!")[0].strip("'").replace("''", "'") for link in links] == book.sheetnames[1:]
    assert len(links) == 19  # 18 without errors, and one of another layout
    assert all(sheet.page_setup.fitToWidth == 1 and sheet.print_area for sheet in book.worksheets)


def test_every_form_in_it_reads_as_it_was_handed_in(bound: Path) -> None:
    kept = {form.name: form for reading in jibiao.read(bound.parent / "报送") for form in reading.projects}
    (reading,) = jibiao.read(bound)
    assert len(reading.projects) == 19
    for form in reading.projects:
        one, other = jibiao.FileReading(bound), jibiao.FileReading(bound)
        one.sheets, other.sheets = [_sheet_of(form)], [_sheet_of(kept[form.name])]
        assert values_of(one) == values_of(other)


def _sheet_of(form: jibiao.Project):  # type: ignore[no-untyped-def]
    from jibiao.reading.results import SheetReading

    return SheetReading("", projects=[form])


def test_it_fits_the_schema_and_is_written_anew_but_not_over_another_file(bound: Path) -> None:
    assert audit(bound) == []
    folder = bound.parent
    done = command("consolidate", folder / "报送", "-o", folder / "汇总.xlsx", "--forms", bound)
    assert "19 张表；有未改正的错误、没有编入的 3 张" in done.stdout
    bound.write_bytes(b"a workbook of somebody")
    with pytest.raises(FileExistsError):
        jibiao.consolidate(folder / "报送", folder / "汇总.xlsx", forms=bound)


def test_in_the_folder_it_is_no_submission_unless_somebody_worked_on_it(bound: Path) -> None:
    folder = bound.parent / "报送"
    shutil.copy(bound, folder)
    before = len(jibiao.read(folder))
    assert [entry.status for entry in consolidated(folder).entries if entry.path.name == bound.name] == [
        "own_output"
    ]
    book = openpyxl.load_workbook(bound)
    book.worksheets[1]["A2"] = "改过"
    book.save(folder / bound.name)
    assert [entry.status for entry in consolidated(folder).entries if entry.path.name == bound.name] == [
        "read"
    ]
    assert len(jibiao.read(folder)) == before + 1


def consolidated(folder: Path) -> jibiao.Department:
    return jibiao.consolidate(folder, folder.parent / "又一次.xlsx")

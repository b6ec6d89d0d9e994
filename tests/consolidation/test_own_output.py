"""A result is known as one, and not written over once somebody has worked on it."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty

from jibiao.marking.package import Package
from jibiao.own_output import is_own_output, refuse_foreign
from jibiao.system_errors import EditedResult, in_words
from workbooks import WORKBOOKS


def test_a_result_may_be_written_over_only_if_it_is_one(tmp_path, demo_summary):
    assert is_own_output(demo_summary.path)
    spoof = tmp_path / "县局.xlsx"
    book = openpyxl.load_workbook(next(WORKBOOKS.glob("001_333009*")))
    book.custom_doc_props.append(StringProperty(name="JibiaoOutput", value="summary"))
    book.save(spoof)
    assert not is_own_output(spoof)
    with pytest.raises(FileExistsError):
        refuse_foreign(spoof)


def test_a_result_that_somebody_saved_again_is_not_written_over(tmp_path, demo_summary):
    refuse_foreign(demo_summary.path)
    edited = tmp_path / "汇总.xlsx"
    book = openpyxl.load_workbook(demo_summary.path)
    book["封面"]["A1"] = "领导已批"
    book.save(edited)
    assert is_own_output(edited)
    with pytest.raises(EditedResult) as refused:
        refuse_foreign(edited)
    assert refused.value.filename == str(edited) and "换一个文件名" in in_words(refused.value)


def test_a_change_of_one_part_alone_breaks_the_seal(tmp_path, demo_summary):
    package = Package(demo_summary.path)
    package.write("xl/sharedStrings.xml", package.read("xl/sharedStrings.xml") + b"\n")
    package.save(tmp_path / "汇总.xlsx")
    with pytest.raises(EditedResult):
        refuse_foreign(tmp_path / "汇总.xlsx")

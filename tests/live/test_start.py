"""What a click imports: each starts Python, so it takes nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

_READY = "import jibiao.live.validate, jibiao.checks.checking"


def _loaded(code: str) -> set[str]:
    """The modules that a fresh Python has imported after it ran the code."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return set(run.stdout.split())


def test_xlwings_comes_without_what_it_converts_frames_with() -> None:
    assert "polars" in _loaded("import xlwings")
    loaded = _loaded("from jibiao.live.xlwings_alone import xlwings; assert xlwings.Book")
    assert "xlwings.main" in loaded
    assert loaded.isdisjoint({"PIL", "cryptography", "matplotlib", "numpy", "pandas", "polars"})


@pytest.mark.parametrize("before", ["", "import polars\n", "import xlwings\n"])
def test_what_xlwings_does_without_can_still_be_imported(before: str) -> None:
    """The Parquet files are written with polars, by a click on 汇总 too."""
    frame = "import polars\nassert polars.DataFrame({'a': [1]}).height == 1"
    assert "polars" in _loaded(f"{before}from jibiao.live.xlwings_alone import xlwings\n{frame}")


def test_checking_what_is_open_imports_nothing_that_opens_files_or_knows_other_tables() -> None:
    loaded = _loaded(f"from jibiao.live.xlwings_alone import xlwings\n{_READY}")
    assert {"jibiao.reading.sheet", "jibiao.checks.form.goals", "jibiao.live.marks"} <= loaded
    of_files = {
        "jibiao.reading.read",
        "jibiao.files.workbook",
        "jibiao.files.archive",
        "xml.etree.ElementTree",
    }
    of_tables = {"jibiao.reading.tables", "jibiao.forms.official_tables", "jibiao.checks.published.figures"}
    assert loaded.isdisjoint(of_files | of_tables)


def test_a_click_leaves_the_rules_alone_that_does_not_check() -> None:
    assert "jibiao.checks.checking" not in _loaded("import jibiao.live.validate")

"""`import jibiao`: light, complete, and one family of errors."""

from __future__ import annotations

import ast
import pkgutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import jibiao
from jibiao.files.password import given_password, password_given

ONE = Path(str(resources.files("jibiao.demo") / "workbooks")) / "001_333009_定州市建筑工程质量监督站.xlsx"
VERBS = ("read", "check", "mark", "fix", "consolidate", "template", "distribute", "intake", "publish")
HEAVY = (
    "openpyxl",
    "polars",
    "pandera",
    "xlwings",
    "lxml",
    "docx",
    "xlsxwriter",
    "xlrd",
    "msoffcrypto",
    "click",
    "rich",
)


def heavy_after(code: str) -> list[str]:
    """The heavy libraries that are imported once some code has run in a process of its own."""
    script = f"import sys\n{code}\nprint(*[name for name in {HEAVY} if name in sys.modules])"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


def test_the_import_loads_nothing_of_the_package_and_no_library() -> None:
    script = "import sys, jibiao\nprint(*[name for name in sys.modules if name.startswith('jibiao.')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
    assert heavy_after("import jibiao") == []


def test_the_verbs_and_errors_themselves_load_no_heavy_library() -> None:
    light = [
        *VERBS,
        "JibiaoError",
        "RosterError",
        "SettingsError",
        "ManifestError",
        "FormError",
        "Findings",
        "Readings",
    ]
    assert heavy_after(f"import jibiao\n[getattr(jibiao, name) for name in {light}]") == []


def test_reading_and_checking_a_workbook_loads_no_heavy_library() -> None:
    assert heavy_after(f"import jibiao\njibiao.check({str(ONE)!r})") == []


def test_no_module_has_the_name_of_a_function_or_class() -> None:
    """It would hide it as soon as it is imported."""
    modules = {module.name for module in pkgutil.iter_modules(jibiao.__path__)}
    assert modules & set(jibiao.__all__) == set()


def test_type_checkers_see_the_names_that_there_are() -> None:
    tree = ast.parse(Path(jibiao.__file__).read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        (node.module, one.asname)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    assert seen == {(f"jibiao.{module}", name) for name, module in jibiao._MODULE_OF.items()}
    assert set(dir(jibiao)) == set(jibiao.__all__) >= {*VERBS, "__version__"}


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'consolidat'"):
        jibiao.consolidat  # noqa: B018


def test_a_file_that_cannot_be_read_is_told_with_its_path_in_words(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"")
    for verb in (jibiao.fix, jibiao.mark):
        with pytest.raises(jibiao.UnreadableFile, match=r"坏\.xlsx：.*空"):
            verb(bad, tmp_path / "新.xlsx")
    assert [one.reason for one in jibiao.read([str(bad), tmp_path / "无.xlsx"]).unread] == [
        "empty",
        "missing",
    ]
    assert [finding.rule for finding in jibiao.check(bad)] == ["file_unreadable"]


def test_every_refusal_is_of_one_family_and_leaves_nothing_behind(tmp_path: Path) -> None:
    roster, settings = tmp_path / "名单.csv", tmp_path / "设置.toml"
    roster.write_text("名称,\n", "utf-8")
    settings.write_text("[rules]\nno_such = '提示'\n", "utf-8")
    folder = tmp_path / "空"
    folder.mkdir()
    before = set(tmp_path.iterdir())
    target = tmp_path / "新.xlsx"
    refused = {
        jibiao.NoSuchForm: lambda: jibiao.template("ZZ", target),
        jibiao.WrongSuffix: lambda: jibiao.consolidate(folder, tmp_path / "新.xls"),
        jibiao.NothingToRead: lambda: jibiao.consolidate(folder, target),
        jibiao.RosterError: lambda: jibiao.distribute(roster, "A1", 2027, tmp_path / "下发"),
        jibiao.PatternError: lambda: jibiao.distribute(
            roster, "a1", 2027, tmp_path / "下发", names="表.xlsx"
        ),
        jibiao.ManifestError: lambda: jibiao.intake(folder, folder, target),
        jibiao.SettingsError: lambda: jibiao.check(ONE, settings=str(settings)),
    }
    for error, call in refused.items():
        with pytest.raises(error) as caught:
            call()
        assert isinstance(caught.value, jibiao.JibiaoError) and str(caught.value)
        if given := {jibiao.RosterError: roster, jibiao.SettingsError: settings}.get(error):
            assert str(caught.value).startswith(f"{given}：")
    assert set(tmp_path.iterdir()) == before


def test_a_folder_that_is_none_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        jibiao.consolidate(tmp_path / "无", tmp_path / "汇总.xlsx")
    with pytest.raises(NotADirectoryError):
        jibiao.intake(Path(__file__), tmp_path)


def test_a_password_around_the_call_holds_where_none_is_given(monkeypatch) -> None:
    """As the command line gives it."""
    seen = []
    monkeypatch.setattr(
        "jibiao.submissions.scan.read_workbook_or_document", lambda path: seen.append(given_password())
    )
    for given in (None, "内"):
        with password_given("外"), pytest.raises(AttributeError):
            jibiao.read(ONE, password=given)
    assert seen == ["外", "内"]


def test_tables_need_polars_and_say_so(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    readings = jibiao.read(ONE)
    for result in (readings, jibiao.check(readings)):
        with pytest.raises(jibiao.MissingLibrary, match="pip install polars"):
            result.to_polars()


def test_tables_hold_a_row_for_each_and_their_columns_without_any() -> None:
    readings = jibiao.read(ONE)
    findings = jibiao.check(readings)
    assert findings.to_polars()["cell"].to_list() == [finding.cell for finding in findings]
    assert type(findings)().to_polars().columns == findings.to_polars().columns
    projects = readings.to_polars()["projects"]
    assert projects["project"].to_list() == ["质监站经费"] and "errors" not in projects.columns

"""The built add-in: its parts, its sources, the version of xlwings, the ribbon and the macro."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from importlib import metadata, resources
from pathlib import Path

import olefile
import openpyxl
import openxml_audit
import pytest
from oletools.olevba import VBA_Parser

from jibiao.addin.build import build
from jibiao.addin.modules import addin_modules, twin_modules
from jibiao.addin.package import RIBBON, VBA_PROJECT
from jibiao.addin.ribbon import ribbon, ribbon_tree
from jibiao.addin.sources import source
from jibiao.addin.words import WORDS
from jibiao.files.ole import Compound
from jibiao.forms import all_forms
from office import audit

_OURS = ("Jibiao.bas", "Start.bas", "jibiao.applescript")
_NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_SCHEMA = (
    Path(openxml_audit.__file__).parent
    / "data/openxml/schemas/schemas_microsoft_com_office_2009_07_customui.json"
)
_TYPES = {  # of the elements that the ribbon has, by parent and name: [MS-CUSTOMUI2] 2.2
    ("", "customUI"): "CT_CustomUI",
    ("customUI", "ribbon"): "CT_Ribbon",
    ("ribbon", "tabs"): "CT_Tabs",
    ("tabs", "tab"): "CT_Tab",
    ("tab", "group"): "CT_Group",
    ("group", "button"): "CT_Button",
    ("group", "menu"): "CT_Menu",
    ("menu", "button"): "CT_ButtonRegular",
}


@pytest.fixture(scope="module")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "jibiao.xlam"
    build(path, kind="xlam")
    return path


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("twin") / "jibiao.xlsm"
    build(path, kind="xlsm")
    return path


def _sources(path: Path) -> dict[str, str]:
    parser = VBA_Parser(str(path))
    return {name.split(".")[0]: text for _, _, name, text in parser.extract_macros()}


def test_olevba_extracts_what_went_in(addin: Path, twin: Path) -> None:
    for path, modules in ((addin, addin_modules()), (twin, twin_modules())):
        assert _sources(path) == {module.name: module.source for module in modules}


@pytest.mark.parametrize("name", ["Jibiao", "Start"])
def test_our_macros_are_in_it_as_they_stand_in_the_repository(addin: Path, name: str) -> None:
    assert _sources(addin)[name].split("\r\n") == source(f"macros/{name}.bas").read_text().split("\n")


def test_the_schema_finds_nothing(addin: Path, twin: Path) -> None:
    assert audit(addin) == []
    assert audit(twin) == []


def test_other_readers_read_the_container(addin: Path) -> None:
    with zipfile.ZipFile(addin) as archive:
        data = archive.read(VBA_PROJECT)
    assert Compound(data).names == ["PROJECT", "PROJECTwm"]
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000100")


def test_building_twice_gives_the_same_bytes(addin: Path, tmp_path: Path) -> None:
    build(tmp_path / "b.xlam", kind="xlam")
    assert (tmp_path / "b.xlam").read_bytes() == addin.read_bytes()


def test_it_is_for_the_installed_xlwings(addin: Path) -> None:
    (version,) = re.findall(r'XLWINGS_VERSION As String = "(.+)"', _sources(addin)["xlwings"])
    assert version == metadata.version("xlwings")
    with zipfile.ZipFile(addin) as archive:
        assert f"(xlwings {version})" in archive.read("docProps/core.xml").decode()


def test_xlwings_module_is_theirs_but_for_these_lines(addin: Path) -> None:
    """A workbook from a county must not choose what a click runs."""
    theirs = (resources.files("xlwings") / "xlwings_custom_addin.bas").read_text("ascii").split("\n")
    ours = _sources(addin)["xlwings"].replace("\r", "").split("\n")
    changed = [new.strip() for old, new in zip(theirs, ours, strict=True) if old != new]
    assert [line[:52] for line in changed] == [
        'Public Const PROJECT_NAME As String = "jibiao"',
        "For i = 1 To 0",
        *['ActiveFullName = ""'] * 3,
        'ParameterString = ParameterString + "|"',
        'RunCommand = CondaCmd & PythonInterpreter & " -P -B ',
        '" --from_xl=1" & " --app=" & Chr(34) & _',
        "'the status bar stays",
        'PYTHONPATH = AddExcelDir & ";;" & ThisWorkbook.FullN',
        'tail = " -P -B -c ""import jibiao.live.xlwings_alone',
        'If source = "sheet" Then',
        'If source = "directory" Then',
    ]


def test_vba_sources_are_ascii() -> None:
    for path in source("macros").glob("*.[bc][al]s"):
        assert path.read_bytes().isascii(), path.name


def _ribbon() -> ET.Element:
    return ribbon_tree()


def test_the_ribbon_is_in_it(addin: Path) -> None:
    with zipfile.ZipFile(addin) as archive:
        assert archive.read(RIBBON) == ribbon()
        assert f'Target="{RIBBON}"' in archive.read("_rels/.rels").decode()


def test_the_ribbon_is_as_its_schema_demands() -> None:
    types = {
        entry["Name"].split("/")[0].split(":")[1]: entry
        for entry in json.loads(_SCHEMA.read_text("utf-8"))["Types"]
    }

    def check(element: ET.Element, parent: str) -> None:
        name = element.tag.removeprefix(_NAMESPACE)
        rule = types[_TYPES[parent, name]]
        attributes = {attribute["QName"].lstrip(":"): attribute for attribute in rule.get("Attributes", [])}
        for key, value in element.attrib.items():
            limits = {
                argument["Name"]: int(argument["Value"])
                for validator in attributes[key].get("Validators", [])
                for argument in validator.get("Arguments", [])
                if argument["Type"] == "Long"
            }
            assert limits.get("MinLength", 0) <= len(value) <= limits.get("MaxLength", len(value)), (
                key,
                value,
            )
        for child in element:
            check(child, name)

    check(_ribbon(), "")


def test_ids_are_unique_and_every_callback_exists() -> None:
    elements = list(_ribbon().iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    macros = re.findall(r"^Public Sub (\w+)\(control", source("macros/Jibiao.bas").read_text(), re.MULTILINE)
    assert {element.get("onAction") for element in elements} - {None} == set(macros)


def test_what_the_macros_say_stands_in_the_add_in(twin: Path) -> None:
    """Each text that a macro or the script asks for by its name; and no other stands there."""
    macros = "".join(source(f"macros/{name}").read_text() for name in _OURS)
    asked = re.findall(r'(?:Words\(|fault = |return )"(\w+)"', macros)
    book = openpyxl.load_workbook(twin)
    said = {
        name: book[sheet][cell].value
        for name, defined in book.defined_names.items()
        for sheet, cell in defined.destinations
    }
    assert said == WORDS
    assert set(asked) == set(WORDS)


def test_every_form_has_a_button() -> None:
    ids = {element.get("id", "") for element in _ribbon().iter(f"{_NAMESPACE}button")}
    for before in ("template_", "distribute_"):
        forms = {button.removeprefix(before) for button in ids if button.startswith(before)}
        assert forms == {"own", *(form.id for form in all_forms())}

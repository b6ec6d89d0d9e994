"""The LibreOffice extension as a file."""

import json
import re
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import jibiao
from jibiao.addin.extension import build_extension, environment
from jibiao.addin.ribbon import ribbon_tree
from jibiao.live import click

_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_REGISTRY = "{http://openoffice.org/2001/registry}"
_MANIFEST = "{http://openoffice.org/2001/manifest}"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the extension, as `install` builds it."""
    path = build_extension(tmp_path_factory.mktemp("extension") / "jibiao.oxt", environment())
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _ribbon() -> dict[str, str]:
    """Command → label."""
    return {b.get("id", ""): b.get("label", "") for b in ribbon_tree().iter(f"{_RIBBON}button")}


def _value(node: ET.Element, name: str) -> str | None:
    return node.findtext(f"prop[@{_REGISTRY}name='{name}']/value")


def _items(package: dict[str, bytes], part: str) -> list[tuple[str, str | None]]:
    """Address and label of every entry of the menu or toolbar, as LibreOffice orders them: by the length of
    their names, then by the names."""
    addons = ET.fromstring(package["Addons.xcu"])
    (root,) = addons.findall(f"node/node[@{_REGISTRY}name='{part}']/node")
    found: list[tuple[str, str | None]] = []

    def walk(node: ET.Element) -> None:
        children = node.findall("node")
        for child in sorted(
            children, key=lambda c: (len(c.get(f"{_REGISTRY}name", "")), c.get(f"{_REGISTRY}name"))
        ):
            if address := _value(child, "URL"):
                found.append((address, _value(child, "Title")))
            walk(child)

    walk(root)
    return found


def test_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (
        build_extension(tmp_path / name, {"python": "3.11"}).read_bytes() for name in ("1.oxt", "2.oxt")
    )
    assert one == two


def test_menu_is_the_ribbon(package: dict[str, bytes]) -> None:
    commands = [item for item in _items(package, "OfficeMenuBar") if item[0] != "private:separator"]
    assert commands == [(f"vnd.jibiao:{command}", label) for command, label in _ribbon().items()]


def _top() -> dict[str, str]:
    """Id → label of what stands in the groups of the ribbon: buttons and menus."""
    groups = ribbon_tree().iter(f"{_RIBBON}group")
    return {control.get("id", ""): control.get("label", "") for group in groups for control in group}


def test_toolbar_has_the_ribbons_buttons_and_menus(package: dict[str, bytes]) -> None:
    items = _items(package, "OfficeToolBar")
    wanted = [(f"vnd.jibiao:{i}", label) for i, label in _top().items()]
    assert [item for item in items if item[0] != "private:separator"] == wanted
    assert [at for at, item in enumerate(items) if item[0] == "private:separator"] == [4, 9]


def test_every_button_is_a_command(package: dict[str, bytes]) -> None:
    assert set(_ribbon()) == set(click.commands())


def test_a_menu_of_the_toolbar_holds_that_of_the_ribbon(package: dict[str, bytes]) -> None:
    menus = json.loads(package["menus.json"])
    for menu in ribbon_tree().iter(f"{_RIBBON}menu"):
        wanted = [[button.get("id"), button.get("label")] for button in menu]
        assert menus.pop(f"vnd.jibiao:{menu.get('id')}") == wanted
    assert menus == {}


def test_a_menu_is_opened_by_libreoffices_button_and_filled_by_ours(package: dict[str, bytes]) -> None:
    menus = set(json.loads(package["menus.json"]))
    ours = dict(re.findall(r'^(\w+) = "(.*)"$', package["jibiao_menus.py"].decode(), re.MULTILINE))
    for kind, controller in (("PopupMenu", ours["IMPLEMENTATION"]), ("ToolBar", "GenericPopupToolbar")):
        entries = ET.fromstring(package["Controller.xcu"]).findall(
            f"node/node[@{_REGISTRY}name='{kind}']/node"
        )
        assert {_value(entry, "Command") for entry in entries} == menus
        assert all(controller in (_value(entry, "Controller") or "") for entry in entries)


def test_every_button_of_the_toolbar_has_its_icon_in_both_sizes(package: dict[str, bytes]) -> None:
    images = ET.fromstring(package["Addons.xcu"]).findall(f"node/node[@{_REGISTRY}name='Images']/node")
    assert {_value(image, "URL") for image in images} == {f"vnd.jibiao:{name}" for name in _top()}
    for image in images:
        (urls,) = image.findall("node")
        for name, size in (("ImageSmallURL", 16), ("ImageBigURL", 26)):
            data = package[(_value(urls, name) or "").removeprefix("%origin%/")]
            assert data.startswith(b"\x89PNG") and struct.unpack(">II", data[16:24]) == (size, size)


def test_only_in_calc(package: dict[str, bytes]) -> None:
    contexts = {_value(node, "Context") for node in ET.fromstring(package["Addons.xcu"]).iter("node")}
    assert contexts - {None} == {"com.sun.star.sheet.SpreadsheetDocument"}


def test_manifest_lists_every_file(package: dict[str, bytes]) -> None:
    entries = ET.fromstring(package["META-INF/manifest.xml"])
    listed = {entry.get(f"{_MANIFEST}full-path"): entry.get(f"{_MANIFEST}media-type") for entry in entries}
    assert listed.keys() == package.keys() - {"META-INF/manifest.xml"}
    unnamed = {name for name, kind in listed.items() if not kind and not name.startswith("icons/")}
    assert unnamed == {"description.xml", "jibiao.json", "menus.json"}


def test_version_and_name(package: dict[str, bytes]) -> None:
    description = ET.fromstring(package["description.xml"])
    values = {element.tag.rpartition("}")[2]: element for element in description.iter()}
    assert values["version"].get("value") == jibiao.__version__
    assert values["identifier"].get("value") == "org.jibiao.addin"
    assert values["name"].text == "绩表"


def test_parts_agree_on_their_names(package: dict[str, bytes]) -> None:
    component = package["jibiao_addin.py"].decode()
    names = dict(re.findall(r'^(\w+) = "(.*)"$', component, re.MULTILINE))
    handler = ET.fromstring(package["ProtocolHandler.xcu"]).find("node/node")
    assert handler is not None
    assert handler.get(f"{_REGISTRY}name") == names["IMPLEMENTATION"]
    assert _value(handler, "Protocols") == names["PROTOCOL"] + "*"
    state = ET.fromstring(package["CalcWindowState.xcu"]).find("node/node/node")
    assert state is not None
    assert state.get(f"{_REGISTRY}name") == "private:resource/toolbar/addon_org.jibiao.addin"
    assert _value(state, "UIName") == "绩表"


def test_component_loads_in_old_pythons(package: dict[str, bytes]) -> None:
    """It is the component that tells the user when LibreOffice's Python is too old."""
    import ast

    for name in ("jibiao_addin.py", "jibiao_menus.py"):
        ast.parse(package[name], feature_version=(3, 8))


def test_settings_name_the_folders_of_this_python(package: dict[str, bytes]) -> None:
    folders = json.loads(package["jibiao.json"])["folders"]
    for module in ("jibiao", "xlwings", "polars", "pandera"):
        assert any((Path(folder) / module / "__init__.py").exists() for folder in folders), module


def test_no_settings_in_an_extension_for_everybody(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_extension(tmp_path / "jibiao.oxt")) as archive:
        assert "jibiao.json" not in archive.namelist()

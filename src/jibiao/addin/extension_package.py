"""The LibreOffice extension as a file (.oxt): the menu and toolbar made from the ribbon, and the component.

What an extension holds: LibreOffice Developer's Guide, "Extensions"; Addons.xcu: the same, "Add-On
Components" (schema org.openoffice.Office.Addons).
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from string import Template
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from jibiao import __version__
from jibiao.addin.ribbon import ribbon_tree
from jibiao.addin.sources import source
from jibiao.atomic import atomic_path
from jibiao.zipped import write_part

IDENTIFIER = "org.jibiao.addin"
PROTOCOL = "vnd.jibiao:"
SETTINGS = "jibiao.json"  # where jibiao is installed; the component reads it

_CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"  # Calc, no other window
_SOURCES = (
    "CalcWindowState.xcu",
    "ProtocolHandler.xcu",
    "description.xml",
    "jibiao_addin.py",
    "jibiao_menus.py",
)
_MENUS = "menus.json"  # what stands in the menus that buttons of the toolbar open; jibiao_menus.py reads it
_IMAGES = {"Small": 16, "Big": 26}
"""How LibreOffice calls the two sizes of an icon → pixels. Others it scales; there is one for all themes."""
_POPUP = "com.sun.star.comp.framework.GenericPopupToolbarController"
_POPUP_MENU = "org.jibiao.addin.Menu"  # in jibiao_menus.py
_TEMPLATES = ("CalcWindowState.xcu", "description.xml")
_MEDIA_TYPES = {
    ".xcu": "application/vnd.sun.star.configuration-data",
    ".py": "application/vnd.sun.star.uno-component;type=Python",
}
_RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
_BUTTON = f"{_RIBBON}button"
_MENU = f"{_RIBBON}menu"
_REGISTRY = "http://openoffice.org/2001/registry"
_MANIFEST = "http://openoffice.org/2001/manifest"


def build_extension(out: Path, settings: dict[str, object] | None = None) -> Path:
    """Write the extension; its path. The same sources and settings give the same bytes.

    settings: for the component, where jibiao is installed. Without them jibiao must be where the Python of
    LibreOffice looks by itself.
    """
    files = _files()
    if settings is not None:
        files[SETTINGS] = json.dumps(settings, ensure_ascii=False, indent=1).encode()
    files["META-INF/manifest.xml"] = _manifest(list(files))
    with atomic_path(out) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            write_part(package, name, files[name])
    return out


def _files() -> dict[str, bytes]:
    """The contents of the extension by name, without settings and manifest."""
    tab = _tab()
    texts = {"name": tab.get("label", ""), "version": __version__}
    menus = {f"{PROTOCOL}{menu.get('id')}": menu for menu in tab.iter(_MENU)}
    entries = {
        url: [[button.get("id"), button.get("label")] for button in menu] for url, menu in menus.items()
    }
    files = {
        "Addons.xcu": _addons(tab),
        "Controller.xcu": _controllers(list(menus)),
        _MENUS: json.dumps(entries, ensure_ascii=False, indent=1).encode(),
    }
    for control in _with_icons(tab):
        for size in _IMAGES.values():
            name = _icon(control, size)
            files[name] = source(f"addin/libreoffice/{name}").read_bytes()
    for name in _SOURCES:
        text = source(f"addin/libreoffice/{name}").read_text("utf-8")
        files[name] = (Template(text).substitute(texts) if name in _TEMPLATES else text).encode()
    return files


def _tab() -> Element:
    tab = ribbon_tree().find(f".//{_RIBBON}tab")
    assert tab is not None, "ribbon.xml has a tab"
    return tab


def _addons(tab: Element) -> bytes:
    """The configuration that adds the menu, the toolbar and the icons of both."""
    names = {"xmlns:oor": _REGISTRY, "oor:name": "Addons", "oor:package": "org.openoffice.Office"}
    root = Element("oor:component-data", names)
    addons = _node(root, "AddonUI")
    menu = _node(_node(addons, "OfficeMenuBar"), IDENTIFIER, new=True)
    _property(menu, "Title", tab.get("label", ""))
    _property(menu, "Context", _CONTEXT)
    _items(_node(menu, "Submenu"), tab, menus=True)
    _items(_node(_node(addons, "OfficeToolBar"), IDENTIFIER, new=True), tab, menus=False)
    images = _node(addons, "Images")
    for control in _with_icons(tab):
        image = _node(images, f"{IDENTIFIER}.{control.get('id')}", new=True)
        _property(image, "URL", f"{PROTOCOL}{control.get('id')}")
        urls = _node(image, "UserDefinedImages")
        for name, size in _IMAGES.items():
            _property(urls, f"Image{name}URL", f"%origin%/{_icon(control, size)}")
    return _xml(root)


def _items(parent: Element, tab: Element, *, menus: bool) -> None:
    """The buttons of all groups, separators between the groups. In a toolbar a menu is a button that opens it."""
    for number, group in enumerate(tab):
        if number:
            _property(_item(parent), "URL", "private:separator")
        for control in group:
            if control.tag == _BUTTON or not menus:
                _button(parent, control)
            else:
                menu = _item(parent)
                _property(menu, "Title", control.get("label", ""))
                _property(menu, "Context", _CONTEXT)
                submenu = _node(menu, "Submenu")
                for button in control:
                    _button(submenu, button)


def _button(parent: Element, button: Element) -> None:
    item = _item(parent)
    _property(item, "URL", f"{PROTOCOL}{button.get('id')}")
    _property(item, "Title", button.get("label", ""))
    _property(item, "Target", "_self")
    _property(item, "Context", _CONTEXT)


def _with_icons(tab: Element) -> list[Element]:
    """What stands in the toolbar: the buttons and menus of the groups, not the buttons in the menus."""
    return [control for group in tab for control in group]


def _icon(control: Element, size: int) -> str:
    return f"icons/{control.get('id')}_{size}.png"


def _controllers(menus: list[str]) -> bytes:
    """The configuration that makes buttons of the toolbar open menus: LibreOffice's own button, our menu."""
    names = {"xmlns:oor": _REGISTRY, "oor:name": "Controller", "oor:package": "org.openoffice.Office.UI"}
    root = Element("oor:component-data", names)
    registered = _node(root, "Registered")
    for kind, controller in (("PopupMenu", _POPUP_MENU), ("ToolBar", _POPUP)):
        of_kind = _node(registered, kind)
        for number, url in enumerate(menus):
            entry = _node(of_kind, f"{IDENTIFIER}.{number}", new=True)
            _property(entry, "Command", url)
            _property(entry, "Module", "")
            _property(entry, "Controller", controller)
    return _xml(root)


def _item(parent: Element) -> Element:
    """The next item of a menu. LibreOffice puts them in the order of their names: shorter names come first,
    equally long ones by their characters."""
    return _node(parent, f"{len(parent):03}", new=True)


def _node(parent: Element, name: str, *, new: bool = False) -> Element:
    return SubElement(parent, "node", {"oor:name": name, **({"oor:op": "replace"} if new else {})})


def _property(node: Element, name: str, value: str) -> None:
    SubElement(SubElement(node, "prop", {"oor:name": name}), "value").text = value


def _manifest(names: list[str]) -> bytes:
    """Every file with its kind; LibreOffice passes over the entries without one."""
    root = Element("manifest:manifest", {"xmlns:manifest": _MANIFEST})
    for name in sorted(names):
        kind = _MEDIA_TYPES.get(Path(name).suffix, "")
        SubElement(root, "manifest:file-entry", {"manifest:full-path": name, "manifest:media-type": kind})
    return _xml(root)


def _xml(root: Element) -> bytes:
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data

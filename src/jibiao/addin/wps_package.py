"""Building the add-in for WPS: a folder with a ribbon, and a task pane with Python in it (`page`, decision 37)."""

from __future__ import annotations

import html
import zipfile
from pathlib import Path

import jibiao
from jibiao.addin.page import filled, python_parts
from jibiao.addin.ribbon import ribbon_tree
from jibiao.addin.sources import source
from jibiao.addin.wps_publish import NAME, NOTHING, merged
from jibiao.addin.wps_texts import texts
from jibiao.atomic import atomic_path
from jibiao.zipped import write_part

FILES = ("icon.svg", "index.html", "main.js", "manifest.xml", "pane.html", "ribbon.xml")
"""What is in the folder."""
_LEFT_OUT = ("addin", "cli", "demo", "libreoffice", "page")
"""Parts of ours that the pane has no use for."""
_IN_PANE = ("check", "fill")
"""The groups of the ribbon (`addin/ribbon.xml`) whose buttons the pane has."""


def folder_name() -> str:
    """The folder of the add-in, as WPS wants it: name and version."""
    return f"{NAME}_{jibiao.__version__}"


def line() -> bytes:
    """The line of publish.xml that names the add-in."""
    version = jibiao.__version__
    return (
        f'<jsplugin name="{NAME}" type="et" url="{folder_name()}" version="{version}" '
        'enable="enable_dev" install="null" customDomain=""/>'
    ).encode()


def build_wps(out: Path, pyodide: Path | None = None) -> None:
    """Write the add-in as a zip: its folder, and how to put it into WPS by hand. pyodide: as `build_page` takes it.

    The same sources and libraries give the same bytes. Raises PageError, and OSError if the file cannot be written.
    """
    files = add_in_files(pyodide)
    with atomic_path(out) as path, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        write_part(archive, texts()["files"]["readme_name"], _read_me())
        for name in FILES:
            write_part(archive, f"{folder_name()}/{name}", files[name])


def add_in_files(pyodide: Path | None = None) -> dict[str, bytes]:
    """The files of the folder by name. Raises PageError."""
    said = texts()["files"]
    words = {
        "tab": next(tab.get("label", "") for tab in ribbon_tree().iter() if tab.tag.endswith("}tab")),
        "open": said["open"],
        "open_tip": said["open_tip"],
        "version": jibiao.__version__,
    }
    files = {"pane.html": _pane(pyodide).encode()}
    for name in FILES:
        if name not in files:
            text = source(f"addin/wps/{name}").read_text("utf-8")
            for word, value in words.items():
                text = text.replace("{{" + word + "}}", html.escape(value))
            files[name] = text.encode()
    return files


def _pane(pyodide: Path | None) -> str:
    scripts = ("addin/page/core.js", "addin/wps/host.js", "addin/wps/pane.js")
    styles = ("addin/page/page.css", "addin/wps/pane.css")
    return filled(
        "addin/wps/pane.html",
        python_parts(pyodide, _LEFT_OUT),
        "".join(source(name).read_text("utf-8") for name in styles),
        "".join(source(name).read_text("utf-8") for name in scripts),
        texts()["script"],
        {"buttons": _buttons()}
        | {f"pane.{name}": html.escape(text) for name, text in texts()["pane"].items()},
    )


def _buttons() -> str:
    """The buttons of the ribbon that work on the open workbook."""
    groups = [one for one in ribbon_tree().iter() if one.tag.endswith("}group") and one.get("id") in _IN_PANE]
    return "\n".join(
        '<button type="button" disabled data-command="{}" title="{}">{}</button>'.format(
            *(html.escape(button.get(name, "")) for name in ("id", "supertip", "label"))
        )
        for group in groups
        for button in group
    )


def _read_me() -> bytes:
    text = (
        texts()["files"]["readme"]
        .lstrip()
        .format(
            version=jibiao.__version__,
            folder=folder_name(),
            line=line().decode(),
            whole=merged(NOTHING, line()).decode(),
        )
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")  # for Notepad

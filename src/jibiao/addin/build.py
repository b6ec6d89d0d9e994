"""Building the Excel add-in from its sources, on any system and without Excel."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Literal

from jibiao.addin.modules import addin_modules, twin_modules
from jibiao.addin.package import write_package
from jibiao.addin.ribbon import ribbon
from jibiao.addin.vba import vba_project

_PROJECT = "JibiaoAddin"
_GUID = "8F1B8E5C-6C1D-4B39-9E63-1D0B5A0E7C42"

Format = Literal["xlam", "xlsm"]


def build(out: Path, *, kind: Format) -> None:
    """Write the add-in (.xlam), or its twin (.xlsm) that the tests run in LibreOffice.

    The same sources and the same xlwings give the same bytes. Raises OSError if the file cannot be written.
    """
    addin = kind == "xlam"
    write_package(
        out,
        addin=addin,
        ribbon=ribbon(),
        vba_project=vba_project(_PROJECT, _GUID, addin_modules() if addin else twin_modules()),
        xlwings=version("xlwings"),
    )

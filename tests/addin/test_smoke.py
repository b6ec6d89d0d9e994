"""The built files in LibreOffice: its reader of VBA projects finds every module, and a click runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jibiao.addin.build import build
from jibiao.addin.modules import addin_modules
from jibiao.addin.package import write_package
from jibiao.addin.ribbon import ribbon
from jibiao.addin.vba import Kind, vba_project
from jibiao.addin.words import WORDS
from jibiao.libreoffice.process import environment

_SCRIPT = Path(__file__).with_name("in_libreoffice.py")
_MACROS_ALLOWED = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def _in_libreoffice(folder: Path, book: Path, macro: str) -> dict[str, object]:
    """Open a workbook in a LibreOffice of its own and run a macro: modules and the first cell."""
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice (soffice)")
    python = shutil.which("python3", path="/usr/bin") or sys.executable  # the one that has pyuno
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_MACROS_ALLOWED, "utf-8")
    pipe = f"jibiao{os.getpid()}{folder.name}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={user.parent.as_uri()}",
            *("--headless", "--norestore", f"--accept=pipe,name={pipe};urp"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment(),
    )
    try:
        done = subprocess.run(
            [python, _SCRIPT, pipe, book.as_uri(), macro], capture_output=True, text=True, timeout=120
        )
    finally:
        os.killpg(office.pid, signal.SIGKILL)  # a fault in a macro opens a message box, which blocks
        office.wait()
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_a_click_reaches_python(tmp_path: Path) -> None:
    book = tmp_path / "twin.xlsm"
    build(book, kind="xlsm")
    result = _in_libreoffice(tmp_path, book, "JibiaoAddin.Smoke.JibiaoSmoke")
    assert result["cell"] == "validate_sheet " + WORDS["working"]


def test_libreoffice_reads_every_module_of_the_add_in(tmp_path: Path) -> None:
    """It opens no .xlam: the same project in an .xlsm."""
    book = tmp_path / "addin.xlsm"
    project = vba_project("JibiaoAddin", "8F1B8E5C-6C1D-4B39-9E63-1D0B5A0E7C42", addin_modules())
    write_package(book, addin=False, ribbon=ribbon(), vba_project=project, xlwings="")
    modules = _in_libreoffice(tmp_path, book, "")["modules"]
    assert isinstance(modules, dict)
    assert set(modules) == {module.name for module in addin_modules()}
    for module in addin_modules():
        if module.kind is Kind.STANDARD:  # their Attribute lines are taken out, and some put in
            code = module.source.split("\r\n", 1)[1].replace("\r\n", "\n").strip()
            assert modules[module.name].strip().endswith(code)

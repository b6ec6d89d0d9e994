"""What LibreOffice is started with: the Python inside it must not meet ours."""

from __future__ import annotations

import os
import sys

import pytest

from jibiao.libreoffice.process import environment


def test_nothing_leads_the_python_of_libreoffice_to_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = os.path.join(sys.prefix, "Scripts" if sys.platform == "win32" else "bin")
    monkeypatch.setenv("PATH", os.pathsep.join([ours, ours + os.sep, "/usr/bin"]))
    monkeypatch.setenv("PYTHONHOME", sys.prefix)
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    found = environment()
    assert found["PATH"] == "/usr/bin"
    assert not {"PYTHONHOME", "VIRTUAL_ENV"} & found.keys()
    assert found["LANG"] == "zh_CN.UTF-8"

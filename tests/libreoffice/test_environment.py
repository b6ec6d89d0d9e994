"""What LibreOffice is started with: the Python inside it must not meet ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jibiao.libreoffice.process import environment


def test_nothing_leads_the_python_of_libreoffice_to_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "环境" / "bin").mkdir(parents=True)
    (tmp_path / "环境" / "pyvenv.cfg").write_text("")
    virtual = str(tmp_path / "环境" / "bin")
    monkeypatch.setenv("PATH", os.pathsep.join([virtual, virtual + os.sep, str(tmp_path)]))
    monkeypatch.setenv("PYTHONHOME", "/usr")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "环境"))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    found = environment()
    assert found["PATH"] == str(tmp_path)
    assert not {"PYTHONHOME", "VIRTUAL_ENV"} & found.keys()
    assert found["LANG"] == "zh_CN.UTF-8"

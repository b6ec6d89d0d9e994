"""For all tests: one LibreOffice a process; where it must be, its absence is an error and no skip."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator

import pytest
import xlwings as xw
from hypothesis import settings

from jibiao import failures, libreoffice, processes
from jibiao.libreoffice import process

# How long an example takes depends on what else the machine does. In CI the examples are the same each time: a landing
# is judged by what it changes. New ones are found wherever else the tests run, and become examples of their test.
settings.register_profile("jibiao", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("jibiao")


def pytest_configure() -> None:
    """JIBIAO_LIVE=required (as .ci/run has it): the tests that need LibreOffice or Chromium must run."""
    if os.environ.get("JIBIAO_LIVE") == "required":
        needed = ("soffice", "pdftoppm", "ssconvert", "Xvfb", "xdotool", "openbox", "chromium", "node", "npm")
        missing = [program for program in needed if not shutil.which(program)]
        if missing:
            raise pytest.UsageError(f"JIBIAO_LIVE=required, but not installed: {', '.join(missing)}")


@pytest.fixture(autouse=True)
def told_failures(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """What the guards caught, with its traceback. A test that means something to fail empties the list."""
    caught: list[str] = []
    keeper = logging.Handler()
    keeper.emit = lambda record: caught.append(keeper.format(record))  # type: ignore[method-assign]
    monkeypatch.setattr(failures, "LOG", tmp_path_factory.getbasetemp() / "jibiao.log")
    logging.getLogger("jibiao").addHandler(keeper)
    yield caught
    logging.getLogger("jibiao").removeHandler(keeper)
    assert not caught, caught[0]


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes are started for whatever there is to do, though tests of the add-in have loaded an office's modules."""
    monkeypatch.setenv(processes.VARIABLE, "2")
    monkeypatch.setattr(processes, "ALONE", 0.0)
    monkeypatch.setattr(processes, "WORTH", 0.0)
    monkeypatch.delitem(sys.modules, "uno", raising=False)


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    """A LibreOffice of our own without a window, driven through xlwings."""
    missing = _missing()
    if missing and os.environ.get("JIBIAO_LIVE") != "required":
        pytest.skip(missing)
    before = xw.engines.active
    libreoffice.add_engine()
    try:
        with xw.App(visible=False, add_book=False) as started:
            yield started
    finally:
        xw.engines.active = before


def _missing() -> str:
    """What of LibreOffice is not here; nothing when all is."""
    try:
        process.load_uno()
        process.find_soffice()
    except xw.XlwingsError as error:
        return str(error)
    return ""

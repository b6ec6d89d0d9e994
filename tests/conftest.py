"""For all tests: where LibreOffice must be, its absence is an error and no skip."""

import os
import shutil

import pytest


def pytest_configure() -> None:
    """JIBIAO_LIVE=required (as .ci/run has it): the tests that need LibreOffice must run."""
    if os.environ.get("JIBIAO_LIVE") == "required":
        missing = [program for program in ("soffice", "pdftoppm") if not shutil.which(program)]
        if missing:
            raise pytest.UsageError(f"JIBIAO_LIVE=required, but not installed: {', '.join(missing)}")

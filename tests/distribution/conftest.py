"""A roster written in a line each."""

from pathlib import Path

import pytest


@pytest.fixture
def roster(tmp_path):
    """Write a roster with the usual headings: code, name, parent, number of projects."""

    def write(*lines: str, heads: str = "单位编码,单位名称,上级单位,项目数") -> Path:
        path = tmp_path / "名单.csv"
        path.write_text("\n".join((heads, *lines)) + "\n", "utf-8")
        return path

    return write

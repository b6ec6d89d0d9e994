"""Of files with the same bytes one is read: the one that is not named as a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from jibiao.submissions.entries import Status, read_entries
from jibiao.submissions.scan import scan
from workbooks import WORKBOOKS

FORM = next(WORKBOOKS.glob("001_333009*")).read_bytes()


@pytest.mark.parametrize(
    "copy",
    [
        "教育局 - 副本 (2)",
        "教育局 - 副本",
        "教育局 (1)",
        "教育局（2）",
        "Copy of 教育局",
        "教育局 copy",
        "01 复制教育局",
    ],
)
def test_the_copy_is_the_one_named_as_a_copy(tmp_path: Path, copy: str) -> None:
    for name in (copy, "教育局"):
        (tmp_path / f"{name}.xlsx").write_bytes(FORM)
    entries = read_entries(tmp_path, scan([tmp_path]))
    told = {entry.relative: (entry.status, entry.same_as) for entry in entries}
    assert told == {"教育局.xlsx": (Status.READ, None), f"{copy}.xlsx": (Status.DUPLICATE, "教育局.xlsx")}

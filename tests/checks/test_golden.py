"""The findings of the published workbooks and documents, compared with the stored ones: where, and by which rule.

After a change that is meant: `JIBIAO_GOLDEN=write pytest tests/checks/test_golden.py`, and read the diff.
"""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

from jibiao.checks import Finding, check
from jibiao.reading.document import read_workbook_or_document
from workbooks import WORKBOOKS

GOLDEN = Path(__file__).parent / "golden" / "findings.txt"
DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def _place(finding: Finding) -> tuple[str, str]:
    return Path(finding.file).name, finding.sheet or "—"


def _line(finding: Finding) -> str:
    """A long list of other cells is told by its length: F14 +3 name_of_the_rule."""
    also = f" +{len(finding.also)}" if finding.also else ""
    return f"{finding.cell or '—'}{also} {finding.rule}"


def _dump(findings: list[Finding]) -> str:
    """A heading for each sheet, below it a line for each finding."""
    sheets = groupby(sorted(findings, key=_place), _place)
    return "\n".join(
        f"== {file} | {sheet}\n" + "".join(f"{line}\n" for line in sorted(map(_line, own)))
        for (file, sheet), own in sheets
    )


def test_findings() -> None:
    paths = sorted([*WORKBOOKS.glob("*.xlsx"), *DOCUMENTS.glob("*.docx")])
    text = _dump(check([read_workbook_or_document(path) for path in paths]))
    if os.environ.get("JIBIAO_GOLDEN") == "write":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")

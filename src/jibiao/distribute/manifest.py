"""What was sent to whom: the manifest, as JSON for programs and as CSV for people.

Both say the same. Nothing in it depends on the time or the machine: the same distribution gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

JSON_NAME, CSV_NAME = "manifest.json", "下发清单.csv"

_HEADS = ("单位编码", "单位名称", "上级单位", "文件", "表式", "模板版本", "年度", "表数", "SHA-256")


class ManifestError(ValueError):
    """The manifest cannot be used; the message says why, in the user's language."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The workbook of one organisation.

    file: its path from the manifest's folder, with "/". sha256: of the file as it was sent. sheets: names of
    the form sheets, in order.
    """

    code: str
    name: str
    parent: str
    file: str
    sha256: str
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One distribution. form: id of the form, version: of its template, year: the budget year."""

    form: str
    version: int
    year: int
    sent: tuple[Sent, ...]

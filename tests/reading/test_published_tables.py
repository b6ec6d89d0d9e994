"""The published tables of four bureaus, typed by hand into workbooks, against exact transcriptions."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from importlib import resources
from pathlib import Path

import pytest

from jibiao import records
from jibiao.reading import read_file

GOLD = Path(__file__).parents[1] / "data" / "gold_documents"
WORKBOOKS = Path(str(resources.files("jibiao.demo") / "workbooks"))
SCALARS = (*records.SCALARS, "use_purpose", "plan_period", "plan_label")
COLUMNS = ("l1", "l2", "l3", "description", "value_raw", "basis", "grades")


def transcriptions() -> list[dict]:
    return [
        project for path in sorted(GOLD.glob("*.json")) for project in json.loads(path.read_text("utf-8"))
    ]


@pytest.fixture(scope="module")
def read() -> dict[str, list[dict]]:
    return {
        path.name: [project.to_json() for project in read_file(path).projects]
        for path in WORKBOOKS.glob("*.xlsx")
    }


def same(got: object, want: object) -> bool:
    """Equal but for white space; null and "" are both blank; 130 and 130.00 are one number."""
    if isinstance(want, dict):
        return isinstance(got, dict) and all(same(got.get(key), value) for key, value in want.items())
    a, b = (re.sub(r"\s+", "", str(text or "")) for text in (got, want))
    try:
        return a == b or Decimal(a) == Decimal(b)
    except InvalidOperation:
        return False


def differences(got: dict, want: dict) -> list[tuple[str, object, object]]:
    pairs = [(name, got.get(name), want[name]) for name in SCALARS if name in want]
    for name in ("plan_heads", "plan_raw", "goals"):
        pairs.append((f"number of {name}", len(got[name]), len(want[name])))
        pairs += [(f"{name}[{n}]", *two) for n, two in enumerate(zip(got[name], want[name], strict=False), 1)]
    pairs.append(("number of indicators", len(got["indicators"]), len(want["indicators"])))
    for n, (row, wanted) in enumerate(zip(got["indicators"], want["indicators"], strict=False), 1):
        pairs += [
            (f"indicators[{n}].{name}", row.get(name), wanted[name]) for name in COLUMNS if name in wanted
        ]
    return [pair for pair in pairs if not same(pair[1], pair[2])]


def misprinted_labels(want: dict) -> list[str]:
    """The label of the plan, where it is printed with another bracket than on the form."""
    label = want["plan_label"]
    return [label] if label and label.removeprefix("资金支出计划") not in ("（%）", "（累计进度%）") else []


@pytest.mark.parametrize(
    "want", transcriptions(), ids=lambda p: f"{p['workbook'][:3]}-{p['sheet'].split('.')[0]}"
)
def test_a_published_table_is_read_as_it_was_transcribed(want: dict, read: dict[str, list[dict]]) -> None:
    got = next(project for project in read[want["workbook"]] if project["sheet"] == want["sheet"])
    assert differences(got, want) == []
    assert got["form"] == want["layout"]
    assert (got["title_position"] == "after") == (want["title_position"] == "after")
    assert [note["text"] for note in got["notes"]] == misprinted_labels(want)


@pytest.mark.parametrize(
    "want", transcriptions(), ids=lambda p: f"{p['workbook'][:3]}-{p['sheet'].split('.')[0]}"
)
def test_every_value_keeps_its_cell(want: dict, read: dict[str, list[dict]]) -> None:
    got = next(project for project in read[want["workbook"]] if project["sheet"] == want["sheet"])
    assert {path: got["cells"].get(path) for path in want["cells"]} == want["cells"]


def test_projects_come_in_the_order_in_which_they_stand(read: dict[str, list[dict]]) -> None:
    for name, projects in read.items():
        wanted = [project["sheet"] for project in transcriptions() if project["workbook"] == name]
        assert [project["sheet"] for project in projects] == wanted

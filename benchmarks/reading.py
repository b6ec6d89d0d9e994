"""Reading as a multiple of the floor: inflating the sheet XML and the shared strings with zipfile.

The floor is what no reader of .xlsx can do without. Values and merges: `read_workbook`. Whole records
with their cells: `read_file`.
"""

from __future__ import annotations

import zipfile
from importlib import resources
from pathlib import Path

from benchmarks.timing import Ratio, best, table
from jibiao.files.workbook import read_workbook
from jibiao.reading import read_file

FILES = sorted(Path(str(resources.files("jibiao.demo") / "workbooks")).glob("*.xlsx"))


def inflate() -> None:
    for path in FILES:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                    package.read(name)


def measure(quick: bool = False) -> list[Ratio]:
    """Values, then whole records, against the floor."""
    runs = 5 if quick else 20
    floor = best(inflate, runs)
    values = best(lambda: [read_workbook(path) for path in FILES], runs)
    records = best(lambda: [read_file(path) for path in FILES], runs)
    return [
        Ratio("reading: values and merges", values, "inflate", floor, f"{values / floor:.1f} times as long", "5"),
        Ratio("reading: records with cells", records, "inflate", floor, f"{records / floor:.1f} times as long", "10"),
    ]  # fmt: skip


if __name__ == "__main__":
    print(table(measure()))

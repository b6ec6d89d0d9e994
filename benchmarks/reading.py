"""Reading as a multiple of the floor: inflating the sheet XML and the shared strings with zipfile.

The floor is what no reader of .xlsx can do without. Values and merges: `read_workbook`. Whole records
with their cells: `read_file`.
"""

from __future__ import annotations

import zipfile
from importlib import resources
from pathlib import Path

from timing import best

from jibiao.files.workbook import read_workbook
from jibiao.reading import read_file

FILES = sorted(Path(str(resources.files("jibiao.demo") / "workbooks")).glob("*.xlsx"))


def inflate() -> None:
    for path in FILES:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith("xl/worksheets/sheet") or name == "xl/sharedStrings.xml":
                    package.read(name)


def main() -> None:
    floor = best(inflate, 20)
    values = best(lambda: [read_workbook(path) for path in FILES], 20)
    records = best(lambda: [read_file(path) for path in FILES], 20)
    print(f"floor: inflate            {floor * 1e3:7.2f} ms   1.0")
    print(
        f"values and merges         {values * 1e3:7.2f} ms   {values / floor:.1f} times the floor (aim: at most 5)"
    )
    print(
        f"whole records with cells  {records * 1e3:7.2f} ms   {records / floor:.1f} times the floor (aim: at most 10)"
    )


if __name__ == "__main__":
    main()

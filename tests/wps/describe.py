"""Says which members of `members.txt` WPS's own description does not have, or not with so many arguments: `lib.et.d.ts`
of the npm package wps-jsapi 1.0.5, which may be read and not be copied. Run by hand:
`python tests/wps/describe.py wps-jsapi/src/lib.et.d.ts`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def lacking(description: str) -> list[str]:
    """The lines of `members.txt` that the description does not bear out."""
    text = re.sub(r"/\*.*?\*/", "", description, flags=re.DOTALL)
    bodies = dict(re.findall(r"^    interface Et(\w+)[^{]*\{(.*?)^    \}", text, re.MULTILINE | re.DOTALL))
    return [line for line in _lines() if not _has(bodies.get(_class(line), ""), *line.split()[1:])]


def _lines() -> list[str]:
    lines = Path(__file__).with_name("members.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _class(line: str) -> str:
    return line.split()[0]


def _has(body: str, name: str, most: str) -> bool:
    called = re.search(rf"^\s*{name}\((.*?)\):", body, re.MULTILINE)
    if int(most) < 0:
        return bool(re.search(rf"^\s*(?:readonly )?{name}: ", body, re.MULTILINE))
    return called is not None and len(called[1].split(",")) * bool(called[1]) >= int(most)


if __name__ == "__main__":
    print("\n".join(lacking(Path(sys.argv[1]).read_text("utf-8"))) or "all there")

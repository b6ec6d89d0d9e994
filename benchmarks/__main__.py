"""All benchmarks, or those that are named, in one table.

    python -m benchmarks [NAME…] [--quick]

NAME: main_job, reading, checking, copies; page (Chromium, npm) and startup (LibreOffice) only if named: they print what
they measure themselves. --quick: a smaller fleet, fewer runs.
"""

from __future__ import annotations

import argparse

from benchmarks import checking, copies, main_job, reading
from benchmarks.timing import machine, table

_MEASURES = {
    module.__name__.rpartition(".")[2]: module.measure for module in (main_job, reading, checking, copies)
}
_PRINTING = ("page", "startup")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*_MEASURES, *_PRINTING, []], metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    ratios = [
        ratio
        for name in asked.names or _MEASURES
        if name in _MEASURES
        for ratio in _MEASURES[name](asked.quick)
    ]
    if ratios:
        print(f"{table(ratios)}\n\n{machine()}")
    for name in asked.names:
        if name in _PRINTING:
            __import__(f"benchmarks.{name}", fromlist=["main"]).main()


if __name__ == "__main__":
    main()

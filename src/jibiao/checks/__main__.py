"""`python -m jibiao.checks [FILE]` writes the catalogue of rules, by default to `docs/rules.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from jibiao.checks.pages import as_markdown


def main() -> None:
    """Write the page and name it."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/rules.md")
    target.write_text(as_markdown(), "utf-8")
    print(target)


if __name__ == "__main__":
    main()

"""`python -m jibiao.templates [FOLDER]` rebuilds the blank templates, by default those in `templates/`."""

from __future__ import annotations

import sys
from pathlib import Path

from jibiao.forms import all_forms
from jibiao.templates import build_template, template_name


def main() -> None:
    """Build every template and name the files."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "templates")
    folder.mkdir(parents=True, exist_ok=True)
    for form in all_forms():
        build_template(form, folder / template_name(form))
        print(folder / template_name(form))


if __name__ == "__main__":
    main()

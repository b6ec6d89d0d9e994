"""The sources of the add-in: `addin/` and `macros/` of the repository, or their copies in the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "sources"
_REPOSITORY = Path(__file__).parents[3]


def source(name: str) -> Path:
    """Path of a source, by its name in the repository: "addin/ribbon.xml", "macros/Jibiao.bas".

    An installed package has them in `jibiao/addin/sources/` (pyproject.toml: force-include); an editable
    installation reads those of the repository. Raises FileNotFoundError.
    """
    for root in (_PACKAGED, _REPOSITORY):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(name)

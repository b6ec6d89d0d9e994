"""Where a department's settings lie: beside the workbooks, or beside what was sent; never among what was returned."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from jibiao.checks import texts
from jibiao.paths import resolved
from jibiao.regex import regex
from jibiao.text import fold, nearest

FILE_NAMES = ("绩表设置.toml", "jibiao.toml")
_COPY = regex(r"(?:\([0-9]+\)|[-_]*(?:副本|copy))+$")


def find_settings(folders: Iterable[Path]) -> list[Path]:
    """What some folders have of settings: the file, or where there is none the folder of forms."""
    found = [path for folder in folders for path in _settings_of(folder)]
    return list({resolved(path): path for path in found}.values())


def settings_folders(manifest: Path, returned: Path) -> list[Path]:
    """The folder with the settings of a distribution, if there is one: its own, else the one above, in which its roster
    lies. Never one within what was returned: what lies there may have come with it."""
    sent = manifest if manifest.is_dir() else manifest.parent
    apart = (
        one for one in (sent, resolved(sent).parent) if not resolved(one).is_relative_to(resolved(returned))
    )
    return [one for one in apart if find_settings([one])][:1]


def nearly_settings(folders: Iterable[Path]) -> list[Path]:
    """Files that seem to be meant for settings and go by a name that is not theirs, in folders without any."""
    return [
        path
        for folder in dict.fromkeys(folders)
        if not any(os.path.isfile(folder / name) for name in FILE_NAMES)
        for path in files_in(folder)
        if _meant_for_settings(path.name)
    ]


def _meant_for_settings(name: str) -> bool:
    """Of 绩表设置.toml.txt, which Notepad makes, 绩表设置 (1).toml, 绩效设置.toml, 绩表设置.txt."""
    stem, _, suffix = fold(name).casefold().partition(".")
    stem, known = _COPY.sub("", stem), [Path(known).stem for known in FILE_NAMES]
    return bool(nearest(stem, known)) if "toml" in suffix else stem == known[0]


def _settings_of(folder: Path) -> list[Path]:
    files = [path for name in FILE_NAMES if os.path.isfile(path := folder / name)]
    forms = folder / texts.FORMS_FOLDER
    return files or ([forms] if definitions_in(forms) else [])


def definitions_in(folder: Path) -> list[Path]:
    """The definition files in the folder for them."""
    return [path for path in files_in(folder) if path.suffix.lower() == ".toml"]


def files_in(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # there is none
        return []

"""CPython in WebAssembly for the page: fetched by the npm client or given, and taken only if it is the pinned one."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from jibiao.addin import texts
from jibiao.addin.sources import source
from jibiao.errors import JibiaoError
from jibiao.paths import sha256_of

_MOST = 100_000_000
"""Bytes of a package from outside that are looked at."""


class PageError(JibiaoError):
    """The page cannot be built: a program or a part is missing, or a part is not the pinned one."""


@contextmanager
def core_folder(given: Path | None) -> Iterator[Path]:
    """A folder with the files of the core, checked: the one given, else what the npm client fetches. Raises PageError."""
    if given:
        _check(given)
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        fetched = _fetched(Path(folder))
        _check(fetched)
        yield fetched


@cache
def pinned() -> Mapping[str, Any]:
    """What addin/page/core.toml says: package, version, sha256 by file, and what is left out of Python's own library."""
    return tomllib.loads(source("addin/page/core.toml").read_text("utf-8"))


def run_program(words: list[str], missing: str) -> None:
    """Run a program. Raises PageError with its last line if it fails, `missing` if it is not there."""
    program = shutil.which(words[0])
    if not program:
        raise PageError(missing)
    done = subprocess.run([program, *words[1:]], capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or str(done.returncode)).splitlines()[-1]
        raise PageError(texts.PAGE_PROGRAM_FAILED.format(program=words[0], why=said))


def _fetched(folder: Path) -> Path:
    name = f"{pinned()['package']}@{pinned()['version']}"
    run_program(["npm", "pack", name, "--silent", "--pack-destination", str(folder)], texts.PAGE_NO_NPM)
    (archive,) = folder.glob("*.tgz")
    core = folder / "core"
    core.mkdir()
    with tarfile.open(archive) as members:
        for file in pinned()["sha256"]:
            try:
                stream = members.extractfile(f"package/{file}")
            except KeyError:
                continue  # the check names it
            if stream:
                (core / file).write_bytes(stream.read(_MOST))
    return core


def _check(folder: Path) -> None:
    for file, expected in pinned()["sha256"].items():
        path = folder / file
        if not path.is_file():
            raise PageError(texts.PAGE_PART_MISSING.format(file=path))
        if sha256_of(path) != expected:
            raise PageError(texts.PAGE_PART_OTHER.format(file=path, version=pinned()["version"]))

"""Building 绩表.html: one file that a browser opens by double click, with Python and this package in it.

The parts: `addin/page/` (HTML, CSS, JavaScript), the texts of `jibiao.page`, this package and the libraries it needs as
byte code, and CPython in WebAssembly (`page_core`). Nothing is fetched when the page is used (decision 35).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

import jibiao
from jibiao.addin import texts
from jibiao.addin.page_core import PageError, core_folder, pinned, run_program
from jibiao.addin.sources import source
from jibiao.atomic import atomic_path
from jibiao.page.texts import texts as page_texts
from jibiao.zipped import write_part

_LIBRARIES = {"openpyxl": "openpyxl", "et_xmlfile": "et_xmlfile", "xlsxwriter": "XlsxWriter", "xlrd": "xlrd"}
"""The packages that the page needs besides ours, and their distributions."""
_LEFT_OUT = ("addin", "cli", "demo", "libreoffice", "live", "wps")
"""Parts of ours that the page has no use for."""
_HOMES = {"library.zip": "/lib/python3.14/site-packages", "python_stdlib.zip": "/lib/python314.zip"}
"""Where the page's Python will have both."""
_PLACE = re.compile(r"\{\{([\w.-]+)\}\}")
_POLICY = (
    "default-src 'none'; script-src 'sha256-{check}' 'sha256-{script}' blob: 'wasm-unsafe-eval'; "
    "style-src 'sha256-{style}'; worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'"
)
"""Nothing comes from outside and nothing goes there. blob: is what the page makes of its own parts."""


def build_page(out: Path, pyodide: Path | None = None) -> None:
    """Write the page. pyodide: a folder with the npm package's files; None: the npm client fetches it.

    The same sources and libraries give the same bytes. Raises PageError, and OSError if the file cannot be written.
    """
    parts = python_parts(pyodide, _LEFT_OUT)
    page = _page(parts)
    with atomic_path(out) as path:
        path.write_text(page, "utf-8", newline="\n")


def python_parts(pyodide: Path | None, left_out: tuple[str, ...]) -> dict[str, bytes]:
    """The core and the library by the names under which core.js looks for them. left_out: parts of this package that are
    of no use there. Raises PageError."""
    with core_folder(pyodide) as core:
        return {
            "pyodide.mjs": (core / "pyodide.mjs").read_bytes(),
            "pyodide.asm.mjs": (core / "pyodide.asm.mjs").read_bytes(),
            "pyodide.asm.wasm": (core / "pyodide.asm.wasm").read_bytes(),
            "pyodide-lock.json": _lock((core / "pyodide-lock.json").read_bytes()),
            **_compiled(core, left_out),
        }


def _page(parts: Mapping[str, bytes]) -> str:
    own = {name: source(f"addin/page/{name}").read_text("utf-8") for name in ("page.css", "page.js")}
    more = {
        "worker": "".join(
            source(f"addin/page/{name}").read_text("utf-8") for name in ("core.js", "worker.js")
        ),
        **{f"page.{name}": html.escape(text) for name, text in page_texts()["page"].items()},
    }
    said = page_texts()["script"]
    return filled("addin/page/page.html", parts, own["page.css"], own["page.js"], said, more)


def filled(
    template: str,
    parts: Mapping[str, bytes],
    style: str,
    script: str,
    said: Mapping[str, str],
    more: Mapping[str, str],
) -> str:
    """A page with Python in it. said: what its script says. more: what else stands in the template, as HTML."""
    check = source("addin/page/check.js").read_text("utf-8")
    found = {
        "policy": _POLICY.format(check=_digest(check), script=_digest(script), style=_digest(style)),
        "check": check,
        "style": style,
        "script": script,
        "version": jibiao.__version__,
        "texts": json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"),
        "notices": html.escape(_notices(), quote=False),
        "parts": "\n".join(
            f'<script type="text/plain" id="{name}">{_packed(parts[name])}</script>' for name in parts
        ),
        **more,
    }
    return _PLACE.sub(lambda place: found[place[1]], source(template).read_text("utf-8"))


def _digest(text: str) -> str:
    """As a Content-Security-Policy names a script or style: the bytes between its tags."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, mtime=0)).decode()


def _lock(data: bytes) -> bytes:
    """The list of packages that the core could load, without them: it shall load none."""
    return json.dumps(json.loads(data) | {"packages": {}}).encode()


def _standard(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The modules of Python's own library that the page may need."""
    never = frozenset(pinned()["left_out"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if not info.is_dir() and info.filename.split("/")[0].removesuffix(".py") not in never:
                yield info.filename, archive.read(info)


def _zip(files: Iterator[tuple[str, bytes]]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in files:
            write_part(archive, name, data)
    return whole.getvalue()


def _compiled(core: Path, left_out: tuple[str, ...]) -> dict[str, bytes]:
    """This package with its libraries, and Python's own library, as zips of byte code, compiled by the Python that will run
    it. What is in them is not packed one by one: the whole is, and is smaller so."""
    standard = (core / "python_stdlib.zip").read_bytes()
    sources = {"library.zip": _modules(left_out), "python_stdlib.zip": _standard(standard)}
    with tempfile.TemporaryDirectory() as folder:
        words = ["node", str(source("addin/page/compile.mjs")), str(core.absolute())]
        for name, files in sources.items():
            path = Path(folder, name)
            path.write_bytes(_zip(files))
            words += [str(path), _HOMES[name]]
        run_program(words, texts.PAGE_NO_NODE)
        compiled = {}
        for name in sources:
            with zipfile.ZipFile(Path(folder, name)) as archive:
                compiled[name] = _zip((info.filename, archive.read(info)) for info in archive.infolist())
    return compiled


def _modules(left_out: tuple[str, ...] = _LEFT_OUT) -> Iterator[tuple[str, bytes]]:
    """The files of the packages by their names below site-packages, in order."""
    for package in sorted(("jibiao", *_LIBRARIES)):
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise PageError(texts.PAGE_PART_MISSING.format(file=package))
        home = Path(spec.submodule_search_locations[0])
        for path in sorted(home.rglob("*")):
            relative = path.relative_to(home)
            useless = package == "jibiao" and relative.parts[0] in left_out
            if path.is_file() and not useless and "__pycache__" not in relative.parts:
                yield f"{package}/{relative.as_posix()}", path.read_bytes()


def _notices() -> str:
    """The licences of all parts: ours, the core's, and those that the libraries bring with them."""
    said = [source("addin/page/notices.txt").read_text("utf-8").format(version=pinned()["version"])]
    for name in sorted(_LIBRARIES.values(), key=str.lower):
        package = distribution(name)
        licences = [file for file in package.files or () if re.match(r"(?i)licen[cs]e", file.name)]
        whole = "\n\n".join(Path(str(file.locate())).read_text("utf-8").strip() for file in licences)
        said.append(f"{name} {package.version}\n\n{whole}")
    return f"\n\n{'─' * 60}\n\n".join(said)

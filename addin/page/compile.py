"""Run by compile.mjs in the page's own Python: /sources.zip → /compiled.zip, every module as byte code in its place.

The byte code stands where the source stood (a.pyc for a.py), so the page carries no source, and never compiles.
"""

import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc


def compile_zip(home, optimize):
    """home: where the modules will lie. optimize: as compile() takes it."""
    with zipfile.ZipFile("/sources.zip") as sources, zipfile.ZipFile("/compiled.zip", "w") as compiled:
        for info in sources.infolist():
            data = sources.read(info)
            if info.filename.endswith(".py"):
                code = compile(data, f"{home}/{info.filename}", "exec", dont_inherit=True, optimize=optimize)
                info.filename += "c"
                data = bytes(_code_to_hash_pyc(code, bytes(8), checked=False))
            compiled.writestr(zipfile.ZipInfo(info.filename, info.date_time), data)

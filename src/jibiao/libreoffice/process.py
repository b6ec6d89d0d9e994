"""Starting a LibreOffice of our own, reaching one that runs, and finding its Python bridge."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import xlwings

START_SECONDS = 60
"""How long a LibreOffice that was started may take until it answers."""

_FOLDERS = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/Applications/LibreOffice.app/Contents/Resources",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
)


def _folders() -> list[str]:
    """The folders that may hold LibreOffice's programs or its Python bridge, and are there."""
    found = [os.environ["UNO_PATH"]] if os.environ.get("UNO_PATH") else []
    for folder in _FOLDERS:
        path = Path(folder)
        found += [str(p) for p in sorted(path.parent.parent.glob(f"{path.parent.name}/{path.name}"))]
    return [folder for folder in found if os.path.isdir(folder)]


def load_uno() -> Any:
    """The module `uno` (pyuno), imported when first asked for.

    Inside LibreOffice it is simply there. Elsewhere LibreOffice's own folders are put at the end of
    the import path, only while importing: what else they hold must not come before our packages.

    Raises:
        xlwings.XlwingsError: it cannot be imported by this Python.
    """
    if "uno" in sys.modules:
        return sys.modules["uno"]
    before = list(sys.path)
    sys.path += _folders()
    try:
        uno = importlib.import_module("uno")
        importlib.import_module("unohelper")  # lies beside it
        return uno
    except ImportError as error:
        raise xlwings.XlwingsError(
            "LibreOffice's Python bridge (the module 'uno') can't be imported by this Python "
            f"({sys.version_info.major}.{sys.version_info.minor}): {error}. On Debian or Ubuntu install "
            "'python3-uno' and use a Python of the same version; elsewhere run LibreOffice's own Python, "
            "or set UNO_PATH to the folder that holds uno.py."
        ) from error
    finally:
        sys.path[:] = before


def find_soffice() -> str:
    """The path of the soffice program.

    Raises:
        xlwings.XlwingsError: LibreOffice is not installed where it is looked for.
    """
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    for folder in _folders():
        for name in ("soffice", "soffice.exe"):
            if os.path.isfile(os.path.join(folder, name)):
                return os.path.join(folder, name)
    raise xlwings.XlwingsError(
        "LibreOffice (the program 'soffice') was not found. Install it, or name it: xw.App(spec='/path/to/soffice')."
    )


def connect(url: str, seconds: float = 10, process: subprocess.Popen[bytes] | None = None) -> Any:
    """The component context behind a UNO URL (com.sun.star.bridge.UnoUrlResolver).

    Args:
        seconds: how long to try.
        process: the program that should answer; when it ends there is no use in waiting.

    Raises:
        xlwings.XlwingsError: nobody answered.
    """
    local = load_uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(url)
        except Exception as error:  # NoConnectException exists only once uno is loaded
            ended = process is not None and process.poll() not in (None, 0)
            if ended or time.monotonic() > until:
                why = f"it ended with {process.returncode}" if process and ended else str(error)
                raise xlwings.XlwingsError(f"LibreOffice does not answer at {url}: {why}") from error
        time.sleep(0.1)


def environment() -> dict[str, str]:
    """The variables that LibreOffice is started with: ours, without what leads to a virtual environment. LibreOffice
    has a Python of its own, which looks for its library by these variables and by the first python3 in PATH; if that
    is of another version, it aborts the whole program."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    }
    folders = (folder for folder in os.environ.get("PATH", "").split(os.pathsep) if not _is_virtual(folder))
    return {**kept, "PATH": os.pathsep.join(folders)}


def _is_virtual(folder: str) -> bool:
    """Whether a folder holds the programs of a virtual environment (PEP 405)."""
    return os.path.isfile(os.path.join(folder, os.pardir, "pyvenv.cfg"))


def has_display() -> bool:
    """Whether windows can be shown at all."""
    return (
        sys.platform in ("win32", "darwin")
        or bool(os.environ.get("DISPLAY"))
        or bool(os.environ.get("WAYLAND_DISPLAY"))
    )


def _sockets(pipe: str, installation: str) -> list[Path]:
    """The sockets that a killed LibreOffice leaves in /tmp: its pipe, and the one that its profile names."""
    if os.name != "posix":
        return []
    digest = hashlib.md5(installation.encode("utf-16-le"), usedforsecurity=False).digest()
    names = (pipe, "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest))
    return [Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}") for name in names]


class Program:
    """A LibreOffice that we started, with a profile of its own; it goes away with everything it made."""

    def __init__(self, soffice: str | None = None, headless: bool = True, profile: str | None = None) -> None:
        """Start it and wait until it answers.

        Args:
            soffice: the program; looked for when None.
            headless: without windows.
            profile: the folder of the user profile; a temporary one when None, removed at the end.
        """
        load_uno()  # say what is missing before anything is started
        self._temporary = tempfile.mkdtemp(prefix="libreoffice-") if profile is None else None
        self.headless = headless
        name = f"xlwings_{uuid.uuid4().hex}"
        installation = Path(profile or self._temporary or "").resolve().as_uri()
        self._sockets = _sockets(name, installation)
        command = [
            soffice or find_soffice(),
            f"-env:UserInstallation={installation}",
            f"--accept=pipe,name={name};urp;StarOffice.ComponentContext",
            *("--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"),
            *(["--headless", "--invisible"] if headless else []),
        ]
        quiet = subprocess.DEVNULL
        group = {"start_new_session": True} if os.name == "posix" else {}
        streams = {"stdin": quiet, "stdout": quiet, "stderr": quiet}
        self._process = subprocess.Popen(command, env=environment(), **streams, **group)  # type: ignore[call-overload]
        try:
            self.url = f"uno:pipe,name={name};urp;StarOffice.ComponentContext"
            self.context = connect(self.url, START_SECONDS, self._process)
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """The process that was started."""
        return int(self._process.pid)

    def wait(self, seconds: float = 10) -> bool:
        """Whether it has ended, after waiting for that long at most."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it and its helpers at once, and remove the temporary profile."""
        if os.name == "posix":
            # The launcher may be gone while the program that it started is still there: the whole group.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            tree = ["taskkill", "/PID", str(self._process.pid), "/T", "/F"]
            subprocess.run(tree, capture_output=True, check=False)
        self.wait()
        for socket in self._sockets:
            socket.unlink(missing_ok=True)
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

"""The LibreOffice on this computer as far as an extension needs it: its program folder, its profile, its Python
and its package tool `unopkg`.

Source: LibreOffice help, "unopkg"; for the profile's place the LibreOffice wiki, "UserProfile".
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

_SECONDS = 90  # usually two
_NAMES = {"d": "http://openoffice.org/extensions/description/2006"}


class UnopkgFailed(Exception):
    """unopkg did not do what it was asked to; the message is its own."""


@dataclass(frozen=True, slots=True)
class Office:
    """program: the folder of soffice. profile: the user's profile. default: it is the one that LibreOffice
    takes by itself."""

    program: Path
    profile: Path
    default: bool

    def unopkg(self, *arguments: str) -> None:
        """Run unopkg for this profile, once more if it crashed. Not while LibreOffice is open. Raises UnopkgFailed."""
        tool = self.program / ("unopkg.com" if sys.platform == "win32" else "unopkg")
        place = [] if self.default else [f"-env:UserInstallation={self.profile.as_uri()}"]
        try:
            done = _run([str(tool), *arguments, *place], **self._owner())
            if _has_crashed(done):
                done = _run([str(tool), *arguments, *place], **self._owner())
        except subprocess.TimeoutExpired:
            raise UnopkgFailed(f"{_SECONDS} s") from None
        except OSError as error:
            raise UnopkgFailed(str(error)) from error
        if done.returncode:
            raise UnopkgFailed(_reason(done))

    def refuses_user(self) -> bool:
        """Whether this is root's own profile: unopkg refuses to run as root (there it is only for extensions of
        all users)."""
        return _is_root() and (not self.profile.exists() or self.profile.stat().st_uid == 0)

    def _owner(self) -> dict[str, Any]:
        """Root working on somebody's profile does so as that user: its files must stay theirs."""
        if not _is_root():
            return {}
        stat = self.profile.stat()
        return {"user": stat.st_uid, "group": stat.st_gid, "extra_groups": [], "cwd": self.profile}

    def is_running(self) -> bool:
        """Whether a LibreOffice is open with this profile."""
        return (self.profile / ".lock").exists()

    def installed(self, identifier: str) -> tuple[Path, str] | None:
        """Folder and version of an extension of this profile, as LibreOffice has registered it.

        Read from its register: `unopkg list` may wait without end where LibreOffice is open."""
        cache = self.profile / "user" / "uno_packages" / "cache"
        register = (
            cache
            / "registry"
            / "com.sun.star.comp.deployment.bundle.PackageRegistryBackend"
            / "backenddb.xml"
        )
        for entry in _parse(register):
            place = entry.get("url", "").partition("$UNO_USER_PACKAGES_CACHE/")[2]
            folder = cache / unquote(place)
            description = _parse(folder / "description.xml")
            name, version = (description.find(f"d:{tag}", _NAMES) for tag in ("identifier", "version"))
            if name is not None and name.get("value") == identifier and entry.get("revoked") != "true":
                return folder, version.get("value", "") if version is not None else ""
        return None

    def runs_python(self) -> bool:
        """Whether it can run Python; Linux distributions have that in a package of its own."""
        return any((folder / "pythonloader.py").exists() for folder in self._folders())

    def python(self) -> tuple[Path, str] | None:
        """Its Python and the version ("3.11"): the one beside it or, in a Linux distribution, the system's."""
        bundled = [folder / name for folder in self._folders() for name in ("python.exe", "python")]
        for path in [*bundled, Path("/usr/bin/python3")]:
            if path.is_file():
                try:
                    done = _run([str(path), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
                except (OSError, subprocess.TimeoutExpired):
                    continue
                if done.returncode == 0:
                    return path, done.stdout.strip()
        return None

    def _folders(self) -> list[Path]:
        return [self.program, self.program.parent / "Resources"]  # the second on macOS


def find_office(profile: Path | None = None) -> Office | None:
    """The LibreOffice that the engine would start, with the profile given or the user's; None if there is none."""
    from xlwings import XlwingsError

    from jibiao.libreoffice.process import find_soffice

    try:
        program = Path(find_soffice()).resolve().parent
    except XlwingsError:
        return None
    return Office(program, (profile or _default_profile()).absolute(), profile is None)


def _default_profile() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", Path.home()))
        return base / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"


def _parse(path: Path) -> Element:
    """The root of an XML file, an empty one where it cannot be read."""
    try:
        return ET.parse(path).getroot()
    except (OSError, ET.ParseError):
        return Element("none")


def _has_crashed(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a signal ended it, or it ended the shell script around it (which then adds 128)."""
    return done.returncode < 0 or 128 < done.returncode < 160


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """unopkg's own words for what went wrong, else the last line and the exit status. GLib's complaints of what it may
    not write ("(process:7): dconf-CRITICAL **: …") are no reason."""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR")]
    others = [line for line in lines if not line.startswith("(process:")]
    return errors[0] if errors else "; ".join([*others[-1:], f"exit status {done.returncode}"])


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a program of LibreOffice."""
    from jibiao.libreoffice.process import environment  # with xlwings, which is slow to import

    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env=environment(),
        timeout=_SECONDS,
        check=False,
        **options,
    )

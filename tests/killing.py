"""Every command that writes, killed at any moment: what was there stays whole until the new one takes its place, and the
next run leaves nothing but what it should.

    PYTHONPATH=src:tests python tests/killing.py 200            # so many kills of each command
    PYTHONPATH=src:tests python tests/killing.py 200 intake     # of one of them: the keys of COMMANDS
    PYTHONPATH=src:tests python tests/killing.py 40 intake 7    # the same from another seed

Half of the kills come before one of the steps in which a run opens, renames, removes or makes a file below its folder (an
audit hook counts them, so that the moments in which the pieces are put in place come up as often as the others), the others
some time after such a step or after the start. Killed runs follow one another on what was there before, nothing or the result
of other inputs; then comes a whole one. Beside all that stands what a killed run with another target left, which nobody may
touch. Each run is a fork of this process, which has imported everything: a kill costs no start of Python.
"""

from __future__ import annotations

import atexit
import importlib
import io
import json
import os
import pkgutil
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn

import jibiao.cli
from jibiao import atomic
from jibiao.cli import main as main_of_jibiao

WORKBOOKS = Path(str(resources.files("jibiao.demo") / "workbooks"))
DOCUMENTS = Path(__file__).parent / "data" / "documents"
_FIRST, _SECOND = ("001_333009*",), ("001_333009*", "001_333011*")
"""The workbooks of the inputs of before, and of the run that is killed."""
_ROSTER = "单位编码,单位名称,上级单位,项目数\n333009,质量监督站,定州市,1\n333011,劳务站,定州市,1\n"
_ONE_MORE = "333012,园林局,,2\n"
_PATIENCE = 300
"""Seconds after which a run hangs."""

Arguments = Callable[[Path, Path, int], list[str]]


def _check(inputs: Path, out: Path, nth: int) -> list[str]:
    return ["check", f"{inputs}/报送{nth}", "-o", f"{out}/报告.xlsx"]


def _mark(inputs: Path, out: Path, nth: int) -> list[str]:
    return ["check", f"{inputs}/报送{nth}", "--mark", "-o", f"{out}/标记"]


def _fix(inputs: Path, out: Path, nth: int) -> list[str]:
    return ["fix", f"{inputs}/要改.xlsx", "-o", f"{out}/改好.xlsx"]


def _consolidate(inputs: Path, out: Path, nth: int) -> list[str]:
    more = ["--parquet", f"{out}/表", "--forms", f"{out}/合订本.xlsx"]
    return ["consolidate", f"{inputs}/报送{nth}", "-o", f"{out}/汇总.xlsx", *more]


def _distribute(inputs: Path, out: Path, nth: int) -> list[str]:
    return [
        "distribute",
        "--roster",
        f"{inputs}/名单{nth}.csv",
        "--form",
        "A1",
        "--year",
        "2027",
        "--out",
        str(out),
    ]


def _intake(inputs: Path, out: Path, nth: int) -> list[str]:
    more = ["--manifest", f"{inputs}/下发", "--letters", f"{out}/退回"]
    return ["intake", f"{inputs}/报送{nth}", "-o", f"{out}/收表情况.xlsx", *more]


def _import(inputs: Path, out: Path, nth: int) -> list[str]:
    return ["import", f"{inputs}/公开.docx", "-o", str(out), "--overwrite", "--year", str(2026 + nth)]


def _publish(inputs: Path, out: Path, nth: int) -> list[str]:
    return ["publish", f"{inputs}/报送{nth}", "-o", f"{out}/公开.docx", "--with-errors"]


def _template(inputs: Path, out: Path, nth: int) -> list[str]:
    return ["template", "A1", "-o", f"{out}/空白.xlsx", "--sheets", str(nth), "--year", "2027"]


def _addin(suffix: str, inputs: Path, out: Path, nth: int) -> list[str]:
    return ["addin", "build", "-o", f"{out}/绩表{suffix}"]


COMMANDS: dict[str, Arguments] = {
    "check": _check,
    "mark": _mark,
    "fix": _fix,
    "consolidate": _consolidate,
    "distribute": _distribute,
    "intake": _intake,
    "import": _import,
    "publish": _publish,
    "template": _template,
    "xlam": partial(_addin, ".xlam"),
    "oxt": partial(_addin, ".oxt"),
}
"""What is killed, by a short name: the words of the command for its inputs, the folder it writes to, and which (1, 2)."""


def make_inputs(folder: Path) -> Path:
    """What the commands are given: small, and two of most."""
    for nth, names in enumerate((_FIRST, _SECOND), 1):
        (folder / f"报送{nth}").mkdir(parents=True)
        for name in names:
            shutil.copy(next(WORKBOOKS.glob(name)), folder / f"报送{nth}")
    (folder / "名单1.csv").write_text(_ROSTER, "utf-8")
    (folder / "名单2.csv").write_text(_ROSTER + _ONE_MORE, "utf-8")
    shutil.copy(next(WORKBOOKS.glob("002*")), folder / "要改.xlsx")
    shutil.copy(next(DOCUMENTS.glob("001*")), folder / "公开.docx")
    whole = _distribute(folder, folder / "下发", 1)
    subprocess.run([sys.executable, "-m", "jibiao", *whole], check=True, capture_output=True)
    return folder


def arm(step: int, delay: float, folder: str, count: Path | None) -> None:
    """Let this process end without a warning so many seconds after it comes to a step below the folder; step 0: after this.
    delay 0: before the step is done. count: a file for the number of steps, instead."""
    done = 0

    def hook(event: str, given: tuple[Any, ...]) -> None:
        nonlocal done
        if event not in _STEPS or not given or not isinstance(given[0], str | bytes):
            return
        writes = event != "open" or bool((given[2] or 0) & (os.O_WRONLY | os.O_RDWR))
        if writes and os.fsdecode(given[0]).startswith(folder):
            done += 1
            if count:
                number = os.open(count, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.write(number, str(done).encode())
                os.close(number)
            elif done == step:
                kill()

    def kill() -> None:
        if delay:
            signal.setitimer(signal.ITIMER_REAL, delay)  # the alarm ends a process that does not listen to it
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    if not count and not step:
        kill()


_STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")


@dataclass
class Killer:
    """One command in a folder of its own. faults: what went wrong, in words."""

    name: str
    home: Path
    chance: random.Random
    inputs: Path
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    steps: int = 0
    kills: int = 0

    def __post_init__(self) -> None:
        self.out, self.room, self._count = self.home / "out", self.home / "tmp", self.home / "steps"
        self.room.mkdir(parents=True)
        self.foreign = self.out / f".别的.{atomic._machine()}-{_no_process():x}-abcdef.xlsx"
        self.states = [{}, self._whole_alone(1), self._whole_alone(2)]

    def _run(self, nth: int, step: int = 0, delay: float = 0.0, count: bool = True) -> int:
        """Run the command in a process of its own. Returns its exit status, below 0 if it was killed."""
        process = os.fork()
        if not process:
            self._be_command(nth, (step, delay, str(self.out), self._count if count else None))
        until = time.monotonic() + _PATIENCE
        try:
            while time.monotonic() < until:
                ended, status = os.waitpid(process, os.WNOHANG)
                if ended:
                    return os.waitstatus_to_exitcode(status)
                time.sleep(0.005)
            raise TimeoutError(f"{self.name} does not end")
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process, signal.SIGKILL)  # workers that it left

    def _be_command(self, nth: int, armed: tuple[int, float, str, Path | None]) -> NoReturn:
        status: Any = 70
        try:
            os.setsid()
            for number, name in enumerate(("/dev/null", "/dev/null", self.home / "stderr")):
                os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
            # Without LibreOffice: what it prints takes half a minute, and is no file of ours until it is there.
            os.environ |= {"PATH": "/nowhere", "TMPDIR": str(self.room)}
            tempfile.tempdir = None
            sys.argv = ["jibiao", *COMMANDS[self.name](self.inputs, self.out, nth)]
            arm(*armed)
            main_of_jibiao()
        except SystemExit as end:
            status = end.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            atexit._run_exitfuncs()
            os._exit(status)

    def _whole_alone(self, nth: int) -> dict[str, bytes]:
        """What a run with nothing before it writes; how long it takes, and in how many steps."""
        self._set({})
        begun = time.monotonic()
        status = self._run(nth)
        self.seconds = time.monotonic() - begun
        found = self._found()
        if not found or status not in (0, 1):
            raise RuntimeError(f"{self.name}: {status} {self._told()}")
        self.steps = int(self._count.read_text())
        return found

    def _told(self) -> str:
        return (self.home / "stderr").read_text()[-1000:]

    def _set(self, state: dict[str, bytes]) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        for name, data in state.items():
            (self.out / name).parent.mkdir(parents=True, exist_ok=True)
            (self.out / name).write_bytes(data)

    def _found(self) -> dict[str, bytes]:
        paths = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in paths}

    def faults_of(self, kills: int) -> Iterator[str]:
        """What goes wrong in so many kills."""
        while self.kills < kills:
            self.sequence(kills - self.kills)
            yield from self.faults
            self.faults.clear()
        for path in self.room.iterdir():
            yield f"in the system's folder for temporary files: {path.name}"

    def sequence(self, most: int) -> None:
        """Some kills in a row, at most so many, and a whole run."""
        before = self.states[0] if self.name in ONCE else self.chance.choice(self.states[:2])
        self._set(before)
        self.foreign.write_text("half")
        moments = []
        for _ in range(self.chance.randint(1, min(6, most))):
            moments.append(self._kill())
            self._look(before, f"killed {moments}")
        status = self._run(2)
        done = (
            self.name in ONCE and self.states[2].keys() <= self._found().keys()
        )  # it was killed behind its last step
        if status not in (0, 1) and not done:
            self.faults.append(f"the run after {moments} ended with {status}: {self._told()}")
        self._look(before, f"whole after {moments}", whole=True)

    def _kill(self) -> str:
        self.kills += 1
        step, delay = self.chance.randint(1, self.steps), 0.0
        match self.chance.randrange(10):
            case 0 | 1:
                step, delay = 0, self.chance.uniform(0, self.seconds)
            case 2 | 3 | 4:
                delay = self.chance.uniform(0, 2 * self.seconds / (self.steps + 1))
        status = self._run(2, step, delay, count=False)
        return f"step {step} + {delay:.3f} s" + ("" if status < 0 else f": ended with {status}")

    def _look(self, before: dict[str, bytes], when: str, whole: bool = False) -> None:
        """Whether each file is the old or the new one; after a whole run: the new one, and nothing else is there."""
        found, new = self._found(), self.states[2]
        if found.pop(self.foreign.name, None) != b"half":
            self.faults.append(f"{when}: what another target left is gone")
        hidden = {name for name in found if Path(name).name.startswith(".")}
        if whole:
            left = found.keys() - new.keys() - before.keys()
            self.faults += [f"{when}: left behind {name}" for name in sorted(left)]
        self.faults += [
            f"{when}: missing {name}" for name in (new if whole else before).keys() - found.keys()
        ]
        for name in found.keys() - hidden:
            may = [new] if whole and name in new else [before, new]
            if not any(name in state and _same(name, found[name], state[name]) for state in may):
                self.faults.append(f"{when}: neither old nor new {name}")


ONCE = ("fix", "template", "xlam", "oxt")
"""Write nothing in the place of a file that is there."""


def _same(name: str, one: bytes, other: bytes) -> bool:
    """Whether two files say the same, but for when and where they were made."""
    if one == other:
        return True
    if name.endswith(".db"):
        return True  # a cache is no output: a damaged one is made anew
    if name.endswith(".json"):
        return _record(one) == _record(other)
    if not one.startswith(b"PK") or not other.startswith(b"PK"):
        return False
    return _parts(one) == _parts(other)


def _record(data: bytes) -> object:
    try:
        content: object = json.loads(data)["content"]
    except (ValueError, KeyError, TypeError):
        return object()
    return content


_OF_THE_RUN = re.compile(
    rb"[0-9a-f]{64}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?|\d{4}\xe5\xb9\xb4[^<]{0,20}?\d\d:\d\d"
)
"""When a file was made, and what is reckoned from it."""


def _parts(data: bytes) -> object:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: _OF_THE_RUN.sub(b"", archive.read(name)) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return object()


def _no_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def _import_all() -> None:
    """Whatever a command imports, once: each runs in a fork of this process."""
    for module in pkgutil.iter_modules(jibiao.cli.__path__, "jibiao.cli."):
        importlib.import_module(module.name)
    for name in ("docx", "openpyxl", "pandera.polars", "jibiao.consolidation.parquet", "jibiao.addin.excel"):
        importlib.import_module(name)


def main(kills: int, names: list[str], seed: int) -> int:
    """Kill each command so many times. Returns how many faults there were."""
    whole = 0
    _import_all()
    room = tempfile.mkdtemp()  # no TemporaryDirectory: each fork would remove it at its end
    try:
        inputs = make_inputs(Path(room) / "in")
        for name in names:
            begun, count = time.monotonic(), 0
            killer = Killer(name, Path(room) / name, random.Random(f"{name} {seed}"), inputs)
            try:
                for fault in killer.faults_of(kills):
                    count += 1
                    print(f"{name}: {fault}", flush=True)
            finally:  # interrupted it says how far it came
                print(
                    f"{name}: {killer.kills} kills, {count} faults, {time.monotonic() - begun:.0f} s",
                    flush=True,
                )
            whole += count
    finally:
        shutil.rmtree(room)
    return whole


if __name__ == "__main__":
    named = sys.argv[2:3] or list(COMMANDS)
    sys.exit(bool(main(int(sys.argv[1]), named, int(sys.argv[3]) if len(sys.argv) > 3 else 19)))

"""Work for all cores: a crew of processes that do the same function on one thing after the other.

Each is a Python of its own, told by a pipe what to do, one thing at a time: so it is known which one a process died of, and
no more than that one is lost. They are no children of `multiprocessing`, which would run the user's own script once more in
each of them, and on Linux copy threads that hold locks. What goes to them is pickled (it comes from here), what comes back is
bytes in which nothing is ever run. See docs/decisions/0038.

A run that is short anyway starts none: the first second of work is done here, and only what is left after it is shared.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Generic, NamedTuple, Protocol, TypeVar

from jibiao.failures import failed, keep_log, keeps_log

T = TypeVar("T")
J = TypeVar("J")

VARIABLE = "JIBIAO_PROCESSES"
"""The variable of the environment that says how many processes there may be; 1: none but this one."""
MOST = 16
"""If nothing is said: what is not shared out keeps more of them waiting."""
ALONE = 1.0
"""Seconds of work that are done here before it is looked how much is left."""
WORTH = 2.0
"""Seconds of work that have to be left for processes to be started: they need half a second to begin."""
IN_HAND = 8
"""Things given out for each process, done or not, before the first of them is taken back."""
_LOOK = 0.5
"""Seconds after which a wait looks up: on Windows Ctrl-C is noticed only then."""
_SELDOM = 200_000
"""Objects more than before, after which the cyclic collector looks."""
_DONE = b"+"
"""Before an answer."""
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from jibiao.processes import serve; serve()"
)


class Task(NamedTuple, Generic[J, T]):
    """What is to be done with each of some things. here: in this process. away: a function of a module, by which another
    process does it, with its arguments (`asked`). back: what is made of the bytes that it gives. lost: what stands for it
    if the process died of it; why: in a few words."""

    here: Callable[[J], T]
    away: Callable[..., bytes]
    asked: Callable[[J], tuple[Any, ...]]
    back: Callable[[J, bytes], T]
    lost: Callable[[J, str], T]


class Team(Protocol):
    """Whoever does a task with many things."""

    @property
    def at_work(self) -> bool:
        """Whether others do it, and not this process alone."""

    def each(self, task: Task[J, T], things: Iterator[J], count: int) -> Iterator[T]:
        """What the task makes of each thing, in order."""


class Crew:
    """The processes of one run: there are none before they are needed, and none after the block ends.

    setup: called in each of them first; what it gives is entered as a context and holds for all that they do, and what that
    gives is the first argument of all that they do. It and its arguments must be picklable.
    """

    def __init__(self, setup: Callable[..., Any], *arguments: Any) -> None:
        self._setup = pickle.dumps((setup, arguments, keeps_log()))
        self._most = how_many()
        self._pool: ThreadPoolExecutor | None = None
        self._own = threading.local()
        self._all: list[_Process] = []
        self._lock = threading.Lock()
        self._ended = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._ended = True
            ending = list(self._all)
        for process in ending:
            process.end()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    @property
    def at_work(self) -> bool:
        """Whether processes were started."""
        return self._pool is not None

    def each(self, task: Task[J, T], things: Iterator[J], count: int) -> Iterator[T]:
        """What the task makes of each thing, in order. things: taken as they are needed. count: how many there are."""
        started = time.perf_counter()
        for done, thing in enumerate(things):
            if self._pool or self._is_worth(time.perf_counter() - started, done, count):
                yield from self._shared(task, thing, things)
                return
            yield task.here(thing)

    def _is_worth(self, spent: float, done: int, count: int) -> bool:
        if self._most < 2 or not done or spent < ALONE or spent / done * (count - done) < WORTH:
            return False
        self._pool = ThreadPoolExecutor(self._most, "jibiao")
        return True

    def _shared(self, task: Task[J, T], first: J, rest: Iterator[J]) -> Iterator[T]:
        given: deque[tuple[J, Future[bytes]]] = deque()
        assert self._pool
        thing: J | None = first
        while thing is not None or given:
            if thing is not None:
                given.append((thing, self._pool.submit(self._ask, task.away, task.asked(thing))))
                thing = next(rest, None)
            if thing is None or len(given) >= IN_HAND * self._most:
                yield self._taken(task, *given.popleft())

    def _taken(self, task: Task[J, T], thing: J, answer: Future[bytes]) -> T:
        while True:
            try:
                return task.back(thing, answer.result(_LOOK))
            except TimeoutError:
                continue
            except _Died as died:
                return task.lost(thing, str(died))
            except _NotDone:
                return task.here(thing)

    def _ask(self, away: Callable[..., bytes], arguments: tuple[Any, ...]) -> bytes:
        """In a thread of its own: let its process do one thing."""
        process: _Process | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = self._new()
        try:
            return process.ask(pickle.dumps((away, arguments)))
        except _Died:
            self._own.process = None
            process.end()
            raise

    def _new(self) -> _Process:
        with self._lock:
            if self._ended:  # or none can be had
                raise _NotDone
            process = _Process()
            self._all.append(process)
        try:
            process.ask(self._setup)
        except (_Died, _NotDone) as error:
            self._ended = True
            failed(error, "starting a process")
            raise _NotDone from error
        return process


class _Died(Exception):
    """A process ended while it had something in hand. As a text: with what status."""


class _NotDone(Exception):
    """There is no process to do it, or it raised something there: it is to be done here."""


class _Process:
    """One process of a crew, seen from here."""

    def __init__(self) -> None:
        path = json.dumps([folder or os.getcwd() for folder in sys.path])
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise _NotDone from error

    def ask(self, data: bytes) -> bytes:
        """Raises _Died, _NotDone."""
        process = self._process
        assert process.stdin and process.stdout
        try:
            _put(process.stdin, data)
            answer = _take(process.stdout)
        except (OSError, ValueError):  # ValueError: it was ended here
            answer = None
        if answer is None:
            raise _Died(_status(process.wait()))
        if not answer:
            raise _NotDone
        return answer[1:]

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _status(code: int) -> str:
    """SIGSEGV, or the status itself."""
    with suppress(ValueError):
        return signal.Signals(-code).name
    return str(code)


def how_many() -> int:
    """How many processes a run may have: what the environment says, else one for each core that this one may use. Only this
    one where no Python can be started: in WebAssembly, in a program that was frozen, in an office; nor within a process
    that another program started to share its own work."""
    here = Path(sys.executable or "").stem.lower().startswith(("python", "pypy"))
    embedded = getattr(sys, "frozen", False) or "uno" in sys.modules
    if not here or embedded or sys.platform in ("emscripten", "wasi") or multiprocessing.parent_process():
        return 1
    said = os.environ.get(VARIABLE, "")
    if said.isdecimal() and int(said):
        return int(said)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


# ── In the process ──────────────────────────────────────────────────────────────────────────────────


def serve() -> None:
    """Do what is asked on standard input, and answer on standard output, until there is no more."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C goes to all of a terminal; the first process ends the others
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what anything prints is no answer
    gc.set_threshold(_SELDOM)  # it walked over the caches again and again
    first = _take(asked)
    if first is None:
        return
    setup, arguments, log = pickle.loads(first)
    if log:
        keep_log()
    with setup(*arguments) as given:
        _put(answers, _DONE)
        while (data := _take(asked)) is not None:
            function, arguments = pickle.loads(data)
            try:
                answer = _DONE + function(given, *arguments)
            except Exception as error:
                failed(error, f"{function.__name__} in a process")
                answer = b""  # done again where its failure is seen
            _put(answers, answer)


def _put(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def _take(pipe: IO[bytes]) -> bytes | None:
    """The next piece; None if there is no more, or not all of one."""
    size = pipe.read(8)
    if len(size) < 8:
        return None
    length = int.from_bytes(size, "big")
    data = pipe.read(length)
    return data if len(data) == length else None

"""Files read by the workers of a Dask cluster, in the place of this machine's own processes (decision 41).

The same functions run there as in a process here (`shared.py`). A file travels as bytes, unless a worker has the same file
under the same path: then it is read where it lies. What comes back is packed. A bounded number is under way, and results
are taken in the order in which they would be made here.
"""

from __future__ import annotations

import os
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from jibiao.errors import JibiaoError, MissingLibrary
from jibiao.failures import failed
from jibiao.files.errors import UnreadableFile
from jibiao.files.password import given_password
from jibiao.files.submitted import on_disk, raw
from jibiao.processes import how_many
from jibiao.submissions import texts
from jibiao.submissions.cache import code
from jibiao.submissions.shared import asked_for

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings
    from jibiao.processes import Task

T = TypeVar("T")
J = TypeVar("J")

LOCAL = ""
"""The address that stands for workers of this machine, one for each core."""
IN_HAND = 4
"""Files under way for each thread of a worker."""
PATIENCE = 120.0
"""Seconds without any worker, after which the rest is done here."""
_LOOK = 2.0
_NOT_HERE, _DONE = b"?", b"+"
"""How an answer begins: the file is not where the worker is; it was read."""


class ClusterError(JibiaoError):
    """The cluster cannot be used; the message says why, in the user's language."""


@contextmanager
def workers_of(address: str | None, settings: Settings) -> Iterator[Cluster | None]:
    """The workers at an address, which read as the settings ask and with the password that is given; None without one.

    Raises MissingLibrary, ClusterError."""
    if address is None:
        yield None
        return
    with Cluster(address, asked_for, settings, given_password()) as cluster:
        yield cluster


class Cluster:
    """The workers of one run; it does what `jibiao.processes.Crew` does. Raises MissingLibrary, ClusterError."""

    def __init__(self, address: str, setup: Callable[..., Any], *arguments: Any) -> None:
        """address: tcp://… of the scheduler, or LOCAL. setup: see `Crew`."""
        try:
            import distributed
        except ImportError as error:
            raise MissingLibrary((error.name or "distributed").partition(".")[0]) from error
        self._setup = partial(setup, *arguments)  # Dask would take a tuple of both for a task of its own
        self._sends = False
        self._gone = False
        self._threads, self._looked = 0, -_LOOK
        self._open = ExitStack()
        try:
            self._client = self._connected(distributed, address)
            others = [worker for worker, own in self._client.run(code).items() if own != code()]
        except Exception as error:  # of many kinds: of the network, of other versions of Dask or Python
            self._open.close()
            raise ClusterError(texts.NO_CLUSTER.format(address=address, why=error)) from error
        if others:
            self._open.close()
            raise ClusterError(texts.OTHER_WORKERS.format(workers="、".join(others[:3])))

    def _connected(self, distributed: Any, address: str) -> Any:
        import dask

        if address == LOCAL:
            # Restarting costs: a file that has ended two workers is tried once more alone, and told.
            self._open.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 1}))
            address = self._open.enter_context(
                distributed.LocalCluster(
                    n_workers=how_many(), threads_per_worker=1, dashboard_address="127.0.0.1:0"
                )
            )
        client = self._open.enter_context(distributed.Client(address, timeout="10s", set_as_default=False))
        client.wait_for_workers(1, timeout=PATIENCE)
        return client

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # it is gone
            self._open.close()

    @property
    def at_work(self) -> bool:
        """Whether workers do it, and not this process alone."""
        return not self._gone

    def each(self, task: Task[J, T], things: Iterator[J], count: int) -> Iterator[T]:
        """What the task makes of each thing, in order. things: taken as they are needed; a path is a submitted file."""
        given: deque[tuple[J, Any]] = deque()
        for thing in things:
            given.append((thing, self._asked(task, thing)))
            if len(given) >= self._window():
                yield self._taken(task, given)
        while given:
            yield self._taken(task, given)

    def _window(self) -> int:
        """How many may be under way. Workers come and go; asking for them each time would cost as much as a file."""
        now = time.monotonic()
        if now - self._looked > _LOOK and not self._gone:
            self._looked, self._threads = now, self._count()
        return max(8, IN_HAND * self._threads)

    def _count(self) -> int:
        """The threads of all workers."""
        try:
            return sum(self._client.nthreads().values())
        except Exception as error:  # the scheduler is gone
            return self._lost(error)

    def _lost(self, error: BaseException) -> int:
        failed(error, "talking to the cluster")
        self._gone = True
        return 0

    def _asked(self, task: Task[J, T], thing: J, as_bytes: bool = False) -> Any:
        """The answer to come; None if the thing is to be done here."""
        if self._gone:
            return None
        file, arguments = None, task.asked(thing)
        if isinstance(thing, Path):
            try:
                data = raw(thing) if as_bytes or self._sends else None
                file = _File(os.path.abspath(thing), _state(thing), data)
            except (UnreadableFile, OSError, ValueError):
                return None  # reading it here says what is wrong with it
            arguments = tuple(None if one is thing else one for one in arguments)  # its place is told there
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that a file of 10 MB is large: it may be
            try:
                return self._client.submit(_do, self._setup, task.away, arguments, file, pure=False)
            except Exception as error:
                self._lost(error)
                return None

    def _taken(self, task: Task[J, T], given: deque[tuple[J, Any]]) -> T:
        """The first of what was given out."""
        thing, answer = given.popleft()
        data = self._answer(answer)
        if data == _NOT_HERE:
            self._sends = True  # the workers do not share our disks
            data = self._answer(self._asked(task, thing, as_bytes=True))
        if isinstance(data, _Killed):
            # Which of the files that a worker had in hand ended it is not known: this one is tried with no other.
            for _, other in given:
                self._answer(other)
            why, data = data, self._answer(self._asked(task, thing, as_bytes=True))
            if not isinstance(data, bytes):  # it is not tried here, where it might end the whole run
                return task.lost(thing, why)
        return task.here(thing) if data is None else task.back(thing, data[1:])

    def _answer(self, answer: Any) -> bytes | _Killed | None:
        """What came back; None if nothing will."""
        from distributed import KilledWorker

        waited = 0.0
        while answer is not None and not self._gone:
            try:
                data: bytes = answer.result(_LOOK)
                return data
            except TimeoutError:
                waited = 0.0 if self._count() else waited + _LOOK
                self._gone = self._gone or waited >= PATIENCE
            except KilledWorker:
                return _Killed("KilledWorker")
            except Exception as error:  # it is done here, where its failure is seen
                failed(error, "on a worker of the cluster")
                return None
        return None


class _Killed(str):
    """The workers that had it ended."""


class _File(NamedTuple):
    """A file for a worker. path: from the root; a text, for workers may run another system. state: size, and when it was
    written to. data: its bytes; None: it may lie there too."""

    path: str
    state: tuple[int, int]
    data: bytes | None


def _state(path: Path) -> tuple[int, int]:
    about = on_disk(path).stat()
    return about.st_size, about.st_mtime_ns


def _do(
    setup: Callable[[], Any],
    away: Callable[..., bytes],
    arguments: tuple[Any, ...],
    file: _File | None,
) -> bytes:
    """On a worker: do one thing. None among the arguments stands for the place of the file."""
    with setup() as given:
        if file is None:
            return _DONE + away(given, *arguments)
        if file.data is None:
            with suppress(OSError, ValueError):
                place = Path(file.path)
                if _state(place) == file.state:
                    return _DONE + away(given, *(place if one is None else one for one in arguments))
            return _NOT_HERE
        with tempfile.TemporaryDirectory(prefix="jibiao-") as room:
            place = Path(room) / "file"
            place.write_bytes(file.data)
            return _DONE + away(given, *(place if one is None else one for one in arguments))

"""Files read by workers of a Dask cluster: the same result as here, also when workers end in the middle."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from jibiao.checks.settings import NO_SETTINGS
from jibiao.cli import group
from jibiao.consolidation import consolidate
from jibiao.errors import MissingLibrary
from jibiao.processes import Task
from jibiao.submissions.cache import code
from jibiao.submissions.cluster import Cluster, ClusterError
from jibiao.submissions.shared import asked_for
from workbooks import WORKBOOKS

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signals")


@pytest.fixture(scope="module")
def workers() -> Iterator[distributed.LocalCluster]:
    """Two of them, each a process that is begun again when it ends. They import this module too."""
    few = dask.config.set({"distributed.scheduler.allowed-failures": 1})  # each takes seconds
    with pytest.MonkeyPatch.context() as patch, few:
        patch.syspath_prepend(Path(__file__).parents[2])
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
        ) as cluster:
            yield cluster


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Workbooks, a copy, a zip, a picture and a cut off one."""
    place = tmp_path / "报表"
    place.mkdir()
    sources = sorted(WORKBOOKS.glob("*.xlsx"))[:10]
    for source in sources:
        shutil.copy(source, place)
    shutil.copy(sources[0], place / "副本.xlsx")
    shutil.make_archive(str(place / "甲局"), "zip", WORKBOOKS, sources[-1].name)
    (place / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (place / "坏.xlsx").write_bytes(sources[1].read_bytes()[:2000])
    return tmp_path


def outputs(folder: Path, name: str, when, **how) -> dict[str, bytes]:
    target, parquet = folder / name / "汇总.xlsx", folder / name / "数据"
    target.parent.mkdir()
    consolidate(folder / "报表", target, parquet=parquet, generated=when, **how)
    return {one.name: one.read_bytes() for one in (target, *sorted(parquet.iterdir()))}


WHEN = dt.datetime(2026, 3, 15)


def test_workers_give_what_one_machine_gives_also_when_one_is_killed(workers, folder):
    pytest.importorskip("polars")
    here = outputs(folder, "本机", WHEN)
    killed: list[int] = []

    def kill_one(done: int, total: int, path: Path) -> None:
        if done >= 3 and not killed:
            with distributed.Client(workers.scheduler_address, set_as_default=False) as client:
                killed.extend(list(client.run(os.getpid).values())[:1])
            os.kill(killed[0], signal.SIGKILL)

    with Cluster(workers.scheduler_address, asked_for, NO_SETTINGS) as cluster:
        there = outputs(folder, "集群", WHEN, crew=cluster, progress=kill_one)
    assert killed
    assert there == here


@contextmanager
def nothing() -> Iterator[None]:
    yield


def ends_on(given: None, path: Path, wanted: int) -> bytes:
    """Reads a number; of 13 the process ends, as of a file that takes all memory."""
    number = int(path.read_text())
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return str(number).encode()


def read_numbers(folder, numbers) -> tuple[list[Path], Task]:
    """Files with a number each, and the task to read them on a worker."""
    paths = [folder / f"{n}.txt" for n in numbers]
    for path in paths:
        path.write_text(path.stem)
    task = Task(
        here=lambda path: "here",
        away=ends_on,
        asked=lambda path: (path, 0),
        back=lambda path, data: data.decode(),
        lost=lambda path, why: f"{path.stem} {why}",
    )
    return paths, task


def test_a_file_that_ends_its_workers_is_told_and_the_others_are_read(workers, tmp_path):
    paths, task = read_numbers(tmp_path, range(10, 18))
    with Cluster(workers.scheduler_address, nothing) as cluster:
        found = list(cluster.each(task, iter(paths), len(paths)))
    assert found == ["10", "11", "12", "13 KilledWorker", "14", "15", "16", "17"]


def test_what_lies_elsewhere_travels_as_bytes(workers, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "jibiao.submissions.cluster._state", lambda path: (-1, -1)
    )  # here; there it is another
    paths, task = read_numbers(tmp_path, range(3))
    with Cluster(workers.scheduler_address, nothing) as cluster:
        assert list(cluster.each(task, iter(paths), 3)) == ["0", "1", "2"]
        assert cluster._sends
        paths[0].unlink()
        assert list(cluster.each(task, iter(paths[:1]), 1)) == ["here"]


def real_code() -> object:
    return code


class Another:
    """The digest of another version here; on its way to a worker it becomes the function itself."""

    def __call__(self) -> str:
        return "another"

    def __reduce__(self) -> tuple[object, ...]:
        return real_code, ()


def test_workers_of_another_version_are_named(workers, monkeypatch):
    monkeypatch.setattr("jibiao.submissions.cluster.code", Another())
    with pytest.raises(ClusterError, match="不是这一版软件：tcp://"):
        Cluster(workers.scheduler_address, asked_for, NO_SETTINGS)


def test_an_address_at_which_nothing_answers_is_told(folder):
    words = [
        "consolidate",
        str(folder / "报表"),
        "-o",
        str(folder / "汇总.xlsx"),
        "--cluster",
        "tcp://127.0.0.1:9",
    ]
    done = CliRunner().invoke(group, words)
    assert done.exit_code == 2
    assert "连不上计算集群 tcp://127.0.0.1:9" in done.stderr
    words[-1] = str(folder)
    assert "计算集群的地址" in CliRunner().invoke(group, words).stderr


def test_without_dask_the_extra_is_named(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingLibrary):
        Cluster("", asked_for, NO_SETTINGS)
    words = ["consolidate", str(folder / "报表"), "-o", str(folder / "汇总.xlsx"), "--cluster"]
    assert "[cluster]" in CliRunner().invoke(group, words).stderr

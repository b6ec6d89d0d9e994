"""A crew gives what one process gives, in order; a process that dies costs the one thing that it died of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from jibiao import processes
from jibiao.processes import Crew, Task, how_many
from work_elsewhere import greeted, greeting

WORDS = [f"第{n}件" for n in range(40)]


def _task(here: str = "这里") -> Task[str, str]:
    return Task(
        here=lambda word: f"{here}{word}",
        away=greeted,
        asked=lambda word: (word,),
        back=lambda word, data: data.decode(),
        lost=lambda word, why: f"没有{why}",
    )


pytestmark = pytest.mark.usefixtures("two_processes")


def _all(words: list[str], crew: Crew) -> list[str]:
    return list(crew.each(_task(), iter(words), len(words)))


def test_answers_come_in_order_from_other_processes() -> None:
    with Crew(greeting, "你好") as crew:
        first, *others = _all(WORDS, crew)
    assert first == f"这里{WORDS[0]}"  # by it the time is told
    assert others == [f"你好{word}" for word in WORDS[1:]]


def test_no_more_is_given_out_than_is_soon_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "IN_HAND", 2)
    taken: list[str] = []
    with Crew(greeting, "你好") as crew:
        answers = crew.each(_task(), (taken.append(word) or word for word in WORDS), len(WORDS))
        for done, _ in enumerate(answers, 1):
            assert len(taken) <= done + 4
    assert taken == WORDS


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_process_that_dies_costs_the_one_thing_that_it_died_of() -> None:
    with Crew(greeting, "你好") as crew:
        answers = _all(["甲", "乙", "死", "丙", "死", "死", "丁"], crew)
    assert answers == ["这里甲", "你好乙", "没有SIGKILL", "你好丙", "没有SIGKILL", "没有SIGKILL", "你好丁"]


def test_what_raises_there_is_done_here() -> None:
    with Crew(greeting, "你好") as crew:
        assert _all(["甲", "乙", "错", "丙"], crew) == ["这里甲", "你好乙", "这里错", "你好丙"]


def test_where_no_process_can_be_started_all_is_done_here(
    monkeypatch: pytest.MonkeyPatch, told_failures: list[str]
) -> None:
    monkeypatch.setattr(processes, "_START", "raise SystemExit(3)")
    with Crew(greeting, "你好") as crew:
        assert _all(WORDS, crew) == [f"这里{word}" for word in WORDS]
    assert "starting a process" in told_failures.pop(0)
    told_failures.clear()


def test_little_work_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "WORTH", 60.0)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with Crew(greeting, "你好") as crew:
        assert _all(WORDS, crew) == [f"这里{word}" for word in WORDS]


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="it is looked up there")
@pytest.mark.parametrize("error", [None, KeyboardInterrupt])
def test_none_is_left_when_the_run_ends(error: type[BaseException] | None) -> None:
    numbers: set[str] = set()
    try:
        with Crew(greeting, "你好") as crew:
            for answer in crew.each(_task(), iter(["谁"] * 20), 20):
                numbers.add(answer)
            assert all(os.path.exists(f"/proc/{number}") for number in numbers if number.isdecimal())
            if error:
                raise error
    except KeyboardInterrupt:
        pass
    numbers = {number for number in numbers if number.isdecimal()}
    assert numbers and not any(os.path.exists(f"/proc/{number}") for number in numbers)


@pytest.mark.parametrize(
    ("said", "many"), [("1", 1), ("3", 3), ("0", None), ("viel", None), ("", None), ("-2", None)]
)
def test_the_environment_says_how_many(monkeypatch: pytest.MonkeyPatch, said: str, many: int | None) -> None:
    monkeypatch.setenv(processes.VARIABLE, said)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(5), raising=False)
    assert how_many() == (many or 5)


def test_a_program_that_is_no_python_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/libreoffice/program/soffice.bin")
    assert how_many() == 1


def test_webassembly_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert how_many() == 1


def test_a_script_is_not_run_once_more(tmp_path: Path) -> None:
    """As `multiprocessing` would where it has no `if __name__ == "__main__"`."""
    script = tmp_path / "run.py"
    script.write_text(
        "import work_elsewhere as t; from jibiao import processes as p; p.ALONE = p.WORTH = 0\n"
        "print('begun')\n"
        "with p.Crew(t.greeting, 'hello ') as crew:\n"
        "    task = p.Task('here '.__add__, t.greeted, lambda one: (one,), lambda _, data: data.decode(), None)\n"
        "    print(list(crew.each(task, iter('abc'), 3)))\n",
        "utf-8",
    )
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "begun\n['here a', 'hello b', 'hello c']\n", done.stderr

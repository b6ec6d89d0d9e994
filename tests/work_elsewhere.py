"""What tests let other processes do: these import it by its name."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jibiao.checks.settings import Settings
from jibiao.files.password import given_password
from jibiao.submissions.shared import read_packed


@contextmanager
def greeting(text: str) -> Iterator[str]:
    yield text


def greeted(given: str, word: str) -> bytes:
    """What is done in another process."""
    print("this is no answer")
    if word == "死":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "错":
        raise ValueError(word)
    if word == "谁":
        return str(os.getpid()).encode()
    return f"{given}{word}".encode()


def read_or_die(settings: Settings, path: Path | None) -> bytes:
    """Read a file; die of None."""
    if path is None:
        os._exit(9)
    return read_packed(settings, path)


def password_there(settings: Settings, word: str) -> bytes:
    """The password that is given there."""
    return given_password().encode()

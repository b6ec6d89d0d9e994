"""The password that a user gives for files that open with one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_given: ContextVar[str] = ContextVar("password", default="")


@contextmanager
def password_given(password: str | None) -> Iterator[None]:
    """Files that are opened within may have this password. It is said once, for whoever opens them: the reader, and
    after it the comparison with the template and the marked copy."""
    token = _given.set(password or "")
    try:
        yield
    finally:
        _given.reset(token)


def given_password() -> str:
    """The password that files opened here may have; "" if none was given."""
    return _given.get()

"""The forms that are known: the official ones, and for a while those of a department.

Which forms a department adds stands in its settings. Whoever reads, checks or builds by these settings does it within
`forms_known`, as files are opened within `password_given`: the reader asks for labels in a hundred places, and none of
them has to be handed what it is to know. Nothing is left when the block ends, and other threads do not see it.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import resources

from jibiao.forms.definition import GENERAL, Form
from jibiao.forms.load import load_form


class Forms:
    """Some forms by id, in order. One object for the same forms, so that what is made from them is made once."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self.all = tuple(sorted(forms, key=lambda form: form.id))


@cache
def official_forms() -> tuple[Form, ...]:
    """The forms that the package ships, by id."""
    files = (resources.files("jibiao.forms") / "official").iterdir()
    return Forms(tuple(load_form(file) for file in files if file.name.endswith(".toml"))).all


_own: ContextVar[tuple[Form, ...]] = ContextVar("own_forms", default=())


class forms_known:
    """Within, these forms of a department are known besides the official ones, and no others. It is a class for the
    errors of LibreOffice, which take no traceback: contextlib insists on one."""

    def __init__(self, own: tuple[Form, ...]) -> None:
        self._forms = own

    def __enter__(self) -> None:
        self._before = _own.set(self._forms)

    def __exit__(self, *_: object) -> None:
        _own.reset(self._before)


def known_forms() -> Forms:
    """The forms that are known here."""
    return _with(_own.get())


@lru_cache(maxsize=16)
def _with(own: tuple[Form, ...]) -> Forms:
    return Forms((*official_forms(), *own))


def all_forms() -> tuple[Form, ...]:
    """Every form that is known here, by id."""
    return known_forms().all


def find_form(form_id: str) -> Form | None:
    """The form of that id, None if none is known: for ids that users and workbooks name."""
    return next((form for form in all_forms() if form.id == form_id), None)


def form_by_id(form_id: str) -> Form:
    """The form of that id. Raises KeyError if none is known."""
    if form_id == GENERAL:
        return _general()
    if form := find_form(form_id):
        return form
    raise KeyError(form_id)


@cache
def _general() -> Form:
    return Form(GENERAL, "通用表式（未收录的同类表）")

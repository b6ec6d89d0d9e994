"""Forms of a department, from definition files beside its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from jibiao.forms import texts
from jibiao.forms.definition import Form, FormError
from jibiao.forms.known import official_forms
from jibiao.forms.labels import general_labels
from jibiao.forms.load import load_form, meaning_of
from jibiao.forms.places import Place, places_of

MOST_FORMS = 20
"""A department has a few forms; each is looked at for every table that is read."""


class OwnForms(NamedTuple):
    """What of some definition files can be used. faults: for each that cannot, what is wrong."""

    forms: tuple[Form, ...] = ()
    faults: tuple[FormError, ...] = ()


def read_own_forms(files: Iterable[Path]) -> OwnForms:
    """The forms of some definition files. A faulty one is told and left out: the others are used."""
    forms: dict[str, Form] = {}
    faults: list[FormError] = []
    taken = {form.id: texts.OFFICIAL for form in official_forms()}
    for number, path in enumerate(files):
        try:
            if number >= MOST_FORMS:
                raise FormError(path.name, [texts.TOO_MANY_FORMS.format(most=MOST_FORMS)])
            form = load_form(path)
            if form.id in taken:
                raise FormError(path.name, [texts.ID_TAKEN.format(id=form.id, where=taken[form.id])])
            if other := list(_other_meanings(form)):
                raise FormError(path.name, other)
        except FormError as error:
            faults.append(error)
        else:
            forms[form.id] = form
            taken[form.id] = texts.SAME_FOLDER.format(file=path.name)
    return OwnForms(tuple(forms.values()), tuple(faults))


def _other_meanings(form: Form) -> Iterator[str]:
    """Labels that are those of another field elsewhere: what is read beside them on other forms would be mistaken."""
    known: dict[str, Place] = dict(general_labels())
    for official in official_forms():
        known |= {key: place for key, place in places_of(official).items() if place.field}
    for key, place in places_of(form).items():
        other = known.get(key)
        if place.field and other and other.field and other.field != place.field:
            yield texts.OTHER_MEANING.format(label=key, other=other.field, meaning=meaning_of(other.field))

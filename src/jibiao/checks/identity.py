"""What a template's stamp says against what is expected of it and against what the forms print."""

from __future__ import annotations

from collections.abc import Iterator

from jibiao.checks.finding import Fault
from jibiao.forms import find_form
from jibiao.identity import Stamp, same_organisation
from jibiao.official_table import OfficialTable
from jibiao.reading import FileReading
from jibiao.records import Project


def identity_faults(
    reading: FileReading, expected: Stamp | None = None, year: int | None = None
) -> Iterator[Fault]:
    """Faults of one file's stamp; none if it has no stamp.

    expected: form, version and year of the templates that were sent; without it the version that the form has
    now counts, and the year given.
    """
    stamp, file = reading.stamp, str(reading.path)
    if stamp is None:
        return
    form = find_form(stamp.form)
    version = expected.version if expected else form.version if form else 0
    year = (expected.year if expected else year) or 0
    if expected and stamp.form != expected.form:
        params = {"stamped": stamp.form, "expected": expected.form}
        yield Fault("stamp_form", None, params=params, file=file)
    elif stamp.version != version and version:
        params = {"stamped": str(stamp.version or "?"), "expected": str(version)}
        yield Fault("stamp_version", None, params=params, file=file)
    if stamp.year and year and stamp.year != year:
        params = {"stamped": str(stamp.year), "expected": str(year)}
        yield Fault("stamp_year", None, params=params, file=file)
    yield from _other_organisations(reading, stamp)


def _other_organisations(reading: FileReading, stamp: Stamp) -> Iterator[Fault]:
    """Each organisation that forms and official tables print and the stamp does not say, once."""
    reported: set[tuple[str, str]] = set()
    forms: list[Project | OfficialTable] = [*reading.projects, *reading.tables]
    for form in forms:
        of_table = not isinstance(form, Project) and not form.text("unit_name")
        name = "department" if of_table else "unit_name"
        printed = form.text("unit_code"), form.text(name)
        if printed in reported or same_organisation(*printed, stamp.code, stamp.name):
            continue
        reported.add(printed)
        at = form.fields.get(name) or form.fields.get("unit_code")
        params = {"stamped": stamp.name or stamp.code, "printed": printed[1] or printed[0]}
        if isinstance(form, Project):
            yield Fault("stamp_organisation", form, "unit_name", at, params)
        else:
            yield Fault("stamp_organisation", None, None, at, params, file=form.file, sheet=form.sheet)

"""Checks: records → findings. Finding a fault and wording it are two things in two places.

finding.py    what a finding is
rule.py       what a rule is
rules.toml    every rule: severity, why, message, remedy, examples; catalogue.py reads it
own_rules.py  rules of other packages
facts.py      what levels, names and values say, each typed by itself
typed.py      projects with their values typed once
schema.py     the columns of typed rows; tables.py makes the rows from the facts
row_rules.py  rules on one row, as expressions (expressions.py); rows.py judges them, row_words.py: what their messages
              mention
cells.py      what a program, an export or a careless hand did to a cell
titles.py     the title against the name
too_long.py   numbers that are none of this world
money.py      cost, quantity and budget
plan.py       the spending plan
goals.py      goals against use of funds and indicators
across.py     rules across the rows of one form
writing.py    slips of the pen, stray spaces, texts that break off
habits.py     habits and styles of one file
repeated.py   the same project twice; organisation.py: whose a form is
department.py what was taken over from one project into another
department_target.py   part one of the published document
other_tables.py        tables that are published beside the forms; figures.py: what must fit between them
names.py, codes.py   the words and lists that rules go by
together.py   one finding for one cause
asked.py      weights, and what a department asks for
settings.py   a department's own settings
thresholds.py the numbers that rules go by and a department may set
pages.py      the catalogue for readers: docs/rules.md, jibiao explain
identity.py   what a template's stamp says
notes.py      what the reader has to say
run.py        all of it
order.py      in what order findings are shown, and which are reported as one; owners.py: whose they are, how many forms are clean
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity

if TYPE_CHECKING:
    from jibiao.checks.settings import Settings
    from jibiao.identity import Stamp
    from jibiao.reading import FileReading

__all__ = ["SEVERITY_NAMES", "Finding", "Severity", "check"]


def check(
    readings: Iterable[FileReading],
    year: int | None = None,
    expected: Stamp | None = None,
    settings: Settings | None = None,
) -> list[Finding]:
    """See `jibiao.checks.run.check`. Rules take a moment to import: a click
    that lists or clears findings does without them."""
    from jibiao.checks.run import check as run
    from jibiao.checks.settings import NO_SETTINGS

    return run(readings, year, expected, settings or NO_SETTINGS)

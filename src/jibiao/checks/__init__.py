"""Checks: records → findings. Finding a fault and wording it are two things in two places.

checking.py   all of it; parted.py: which files have to be checked together
rules.toml    every rule: severity, why, message, remedy, examples; catalogue.py reads it, rule.py: what a rule is
finding.py    what a finding is; guard.py: what becomes of a rule that raises
names.py, codes.py   the words (words.toml) and lists that rules go by
texts.py      sentences that messages mention; reasons.toml: why a file could not be read, which notes.py reports
identity.py   what a template's stamp says
settings.py   a department's own settings; settings_places.py: where they lie; thresholds.py: numbers that it may set
together.py   one finding for one cause; order.py: in what order findings are shown, and which are reported as one
owners.py     whose findings are, how many forms are clean; states.py: what became of them
pages.py      the catalogue for readers: docs/rules.md, jibiao explain

rows/         the typed rows of a form, and the rules on one row
  facts.py    what levels, names and values say, each typed by itself; placing.py: where an indicator belongs
  typed.py    projects with their values typed once
  schema.py   the columns of typed rows; tables.py makes the rows from the facts
  row_rules.py   rules on one row, as expressions (expressions.py); judging.py judges rows by them
  row_words.py   what their messages mention; grades.py: rules on the four grades
form/         rules on one form
  rows_together.py   what shows when its rows are seen together; bases.py: what a basis says of its value
  money.py, plan.py  cost, quantity and budget; the spending plan
  goals.py    goals against use of funds and indicators; goal_numbers.py: their numbers
  titles.py   the title against the name
  cells.py    what a program, an export or a careless hand did to a cell; too_long.py: numbers that are none of this world
  asked.py    weights, and what a department asks for; known_indicators.py: what libraries know of an indicator
department/   rules across forms
  habits.py   habits and styles of one file
  repeated.py the same project twice; organisation.py: whose a form is
  copied.py   what was taken over from one project into another; subjects.py: what projects are about
published/    the other parts of the published document
  department_target.py   part one
  other_tables.py        its tables; figures.py: what must fit between them; table_owners.py: whose they are
writing/      how texts are written (style.py), and what is misspelt in them (spelling.py)
own/          what is a department's own or another package's: rules, library, lists
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity

if TYPE_CHECKING:
    from jibiao.checks.checking import EachPart
    from jibiao.checks.settings import Settings
    from jibiao.identity import Stamp
    from jibiao.reading import FileReading

__all__ = ["SEVERITY_NAMES", "Finding", "Severity", "check"]


def check(
    readings: Iterable[FileReading],
    year: int | None = None,
    expected: Stamp | None = None,
    settings: Settings | None = None,
    each_part: EachPart | None = None,
) -> list[Finding]:
    """See `jibiao.checks.checking.check`. Rules take a moment to import: a click
    that lists or clears findings does without them."""
    from jibiao.checks.checking import check as run
    from jibiao.checks.settings import NO_SETTINGS

    return run(readings, year, expected, settings or NO_SETTINGS, each_part)

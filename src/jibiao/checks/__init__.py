"""Checks: records → findings. Finding a fault and wording it are two things in two places.

finding.py    what a finding is
rules.toml    every rule: severity, why, message, remedy, examples; catalogue.py reads it
tables.py     typed rows, made from the records
rows.py       rules on one row (pandera)
plan.py       the spending plan
across.py     rules across rows, forms and files
notes.py      what the reader has to say
run.py        all of it
"""

from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.checks.run import check

__all__ = ["SEVERITY_NAMES", "Finding", "Severity", "check"]

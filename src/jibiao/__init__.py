"""Jibiao (绩表): read, check and consolidate budget performance target forms (预算绩效目标表).

>>> import jibiao
>>> findings = jibiao.check("县局报表")  # doctest: +SKIP

The verbs stand in `jibiao.api`; docs/python-api.md shows them at work. All is imported when it is first used: a click in a
spreadsheet starts Python, and needs little of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jibiao.api import check as check
    from jibiao.api import consolidate as consolidate
    from jibiao.api import distribute as distribute
    from jibiao.api import fix as fix
    from jibiao.api import import_documents as import_documents
    from jibiao.api import intake as intake
    from jibiao.api import mark as mark
    from jibiao.api import publish as publish
    from jibiao.api import read as read
    from jibiao.api import template as template
    from jibiao.api import verify as verify
    from jibiao.api_results import Findings as Findings
    from jibiao.api_results import Readings as Readings
    from jibiao.checks.finding import Fault as Fault
    from jibiao.checks.finding import Finding as Finding
    from jibiao.checks.finding import Severity as Severity
    from jibiao.checks.rule import OwnRule as OwnRule
    from jibiao.checks.rule import Rule as Rule
    from jibiao.checks.settings import Settings as Settings
    from jibiao.checks.settings import SettingsError as SettingsError
    from jibiao.collection.result import Intake as Intake
    from jibiao.consolidation.consolidating import NothingToRead as NothingToRead
    from jibiao.consolidation.department import Department as Department
    from jibiao.consolidation.parquet_columns import UnfitRows as UnfitRows
    from jibiao.consolidation.parquet_figures import UnreadableTables as UnreadableTables
    from jibiao.consolidation.verification import NotASummary as NotASummary
    from jibiao.consolidation.verified import Difference as Difference
    from jibiao.consolidation.verified import Verification as Verification
    from jibiao.distribution.distributing import Distribution as Distribution
    from jibiao.distribution.distributing import TargetsChanged as TargetsChanged
    from jibiao.distribution.orders import PatternError as PatternError
    from jibiao.errors import JibiaoError as JibiaoError
    from jibiao.errors import MissingLibrary as MissingLibrary
    from jibiao.errors import NoSuchForm as NoSuchForm
    from jibiao.errors import WrongSuffix as WrongSuffix
    from jibiao.files.errors import UnreadableFile as UnreadableFile
    from jibiao.forms.definition import FormError as FormError
    from jibiao.importing.documents import Imported as Imported
    from jibiao.importing.documents import TargetsStand as TargetsStand
    from jibiao.manifest import ManifestError as ManifestError
    from jibiao.marking.fix import Fixed as Fixed
    from jibiao.marking.fix import NotAsListed as NotAsListed
    from jibiao.marking.package import Unpatchable as Unpatchable
    from jibiao.official_table import OfficialTable as OfficialTable
    from jibiao.publication.errors import NothingToPublish as NothingToPublish
    from jibiao.publication.errors import UnusableTemplate as UnusableTemplate
    from jibiao.publication.result import Publication as Publication
    from jibiao.reading.results import FileReading as FileReading
    from jibiao.records import Project as Project
    from jibiao.roster import RosterError as RosterError
    from jibiao.templates.form_sheet import TemplateError as TemplateError

__version__ = "0.1.0"

_HOMES = {
    "api": "read check mark fix consolidate template distribute intake publish import_documents verify",
    "checks.finding": "Fault Finding Severity",
    "checks.rule": "OwnRule Rule",
    "checks.settings": "Settings SettingsError",
    "collection.result": "Intake",
    "consolidation.department": "Department",
    "consolidation.parquet_columns": "UnfitRows",
    "consolidation.parquet_figures": "UnreadableTables",
    "consolidation.consolidating": "NothingToRead",
    "consolidation.verification": "NotASummary",
    "consolidation.verified": "Difference Verification",
    "importing.documents": "Imported TargetsStand",
    "manifest": "ManifestError",
    "distribution.orders": "PatternError",
    "distribution.distributing": "Distribution TargetsChanged",
    "errors": "JibiaoError MissingLibrary NoSuchForm WrongSuffix",
    "files.errors": "UnreadableFile",
    "forms.definition": "FormError",
    "marking.fix": "Fixed NotAsListed",
    "marking.package": "Unpatchable",
    "official_table": "OfficialTable",
    "publication.errors": "NothingToPublish UnusableTemplate",
    "publication.result": "Publication",
    "reading.results": "FileReading",
    "records": "Project",
    "api_results": "Findings Readings",
    "roster": "RosterError",
    "templates.form_sheet": "TemplateError",
}
"""Module → the public names that are found in it, as type checkers see them above."""
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = ["__version__", *_MODULE_OF]


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"jibiao.{_MODULE_OF[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)

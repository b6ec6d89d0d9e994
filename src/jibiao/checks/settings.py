"""A department's own settings: a TOML file beside the workbooks, or named on the command line.

    taxonomy = "mof_2021_101"          # which version of the indicator levels counts
    weights = 100                      # what the weights of a form add up to
    misspellings = "错别字.csv"          # 写错,应为
    fields = ["教育"]                   # the fields that it works in
    library = "指标库.xlsx"              # 行业,一级指标,二级指标,三级指标,指标解释,计量单位,方向,参考值
    forms = ["我县表式.toml"]            # forms of its own, besides those in the folder 表式
    above_means_at_least = true        # 以上 means ≥: a safe fix

    [rules]                            # a severity for a rule, or off
    label_nonstandard = "不查"

    [thresholds]                       # numbers that rules go by
    same_plan_projects = 8

    [indicators]                       # at least so many under each level
    "数量指标" = 2

Settings do nothing by themselves: `run.check` applies them, in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import islice, starmap
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from jibiao.checks import texts
from jibiao.checks.catalogue import own_rules, rule_named, rule_names, rules, shortened
from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.checks.guard import OWN_TROUBLE
from jibiao.checks.rule import Rule
from jibiao.checks.settings_places import definitions_in
from jibiao.checks.thresholds import USUAL, Thresholds
from jibiao.errors import MOST_TOLD, FaultyFile
from jibiao.forms import Form
from jibiao.forms.indicators import NO_LIBRARY, Entry, Library, field_of, fields
from jibiao.forms.levels import all_levels, standard_level
from jibiao.forms.own import read_own_forms
from jibiao.lists import MISSPELLINGS
from jibiao.paths import resolved
from jibiao.text import nearest
from jibiao.texts import GUESS, ON_LINE
from jibiao.toml import Keys, Toml, TomlError

_SEVERITIES: dict[str, Severity | None] = {
    **{name: severity for severity, name in SEVERITY_NAMES.items()},
    **{str(severity): severity for severity in Severity},
    texts.OFF: None,
    "off": None,
}
_Read = TypeVar("_Read")

_LONGEST_NOTE = 100
_MOST_KNOWN = 30
"""So many of the names that there are stand in a message."""


class SettingsError(FaultyFile):
    """The settings cannot be used."""


class Settings(NamedTuple):
    """What a department asks for; as they stand here, settings change nothing.

    path: the file, or the folder of forms where there is no file; None if there is neither. severities: of rules, by
    id; None: the rule is off. thresholds: what rules go by. required: least number of indicators, by the standard name
    of a level. taxonomy: version of the levels, see `levels.csv`. weights: what they add up to. misspellings: written
    → right. library: its own indicators and its fields; library_faults: what is wrong with the lines of its list that are
    left out; list_notes: sheets and columns of its lists that are not read. forms: of its own, known within
    `forms_known(settings.forms)`; form_faults: the definitions that cannot be used, each with what is wrong. files:
    the settings file and those it names.
    """

    path: Path | None = None
    severities: Mapping[str, Severity | None] = {}
    thresholds: Thresholds = USUAL
    required: Mapping[str, int] = {}
    taxonomy: str | None = None
    weights: Decimal = Decimal(100)
    misspellings: Mapping[str, str] = {}
    library: Library = NO_LIBRARY
    library_faults: tuple[str, ...] = ()
    list_notes: tuple[str, ...] = ()
    above_means_at_least: bool = False
    forms: tuple[Form, ...] = ()
    form_faults: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings without those of rules that are off, the others with the severity asked for."""
        asked = [(finding, self.severities.get(finding.rule, finding.severity)) for finding in findings]
        return [
            finding if severity == finding.severity else replace(finding, severity=severity)
            for finding, severity in asked
            if severity
        ]

    def asks_for(self, rule: Rule) -> bool:
        """Whether a rule is not off."""
        return self.severities.get(rule.id, rule.severity) is not None

    def in_words(self) -> str:
        """What of the checks is not as usual, on one line, for whoever reads the findings."""
        usual = USUAL._asdict()
        numbers = {
            name: number for name, number in self.thresholds._asdict().items() if number != usual[name]
        }
        changes: tuple[tuple[str, list[str]], ...] = (
            (texts.RULES_OFF, [rules()[rule].title for rule, asked in self.severities.items() if not asked]),
            (texts.RULES_CHANGED, [rule for rule, asked in self.severities.items() if asked]),
            (texts.THRESHOLDS_CHANGED, [f"{name} = {number}" for name, number in numbers.items()]),
            (texts.REQUIRED, list(starmap(texts.AT_LEAST.format, self.required.items()))),
            (texts.TAXONOMY, [all_levels()[self.taxonomy].source] if self.taxonomy else []),
            (texts.WEIGHTS, [f"{self.weights:f}"] if self.weights != Settings().weights else []),
            (texts.FIELDS, list(self.library.fields)),
            (texts.LIBRARY_USED, [entry.l3 for entry in self.library.own]),
            (texts.MISSPELLINGS_USED, list(self.misspellings)),
            (texts.ABOVE, [""] if self.above_means_at_least else []),
        )
        said = [words.format(count=len(names), names="、".join(names)) for words, names in changes if names]
        said += filter(None, (self.library_in_words(), self.forms_in_words()))
        return "；".join(said) or texts.AS_USUAL

    def off_in_words(self) -> str:
        """That rules are off, for whoever reads what was found; "" if none is."""
        count = sum(1 for asked in self.severities.values() if not asked)
        return (
            texts.NOT_CHECKED.format(count=count, file=self.path.name if self.path else "") if count else ""
        )

    def library_in_words(self) -> str:
        """That lines of its library cannot be used; "" if all can."""
        count = len(self.library_faults)
        return texts.LIBRARY_LEFT_OUT.format(count=count) if count else ""

    def forms_in_words(self) -> str:
        """The department's own forms, and those of them that cannot be used; "" if it has none."""
        ids = "、".join(form.id for form in self.forms)
        said = [texts.OWN_FORMS.format(count=len(self.forms), forms=ids)] if self.forms else []
        said += [texts.FORMS_LEFT_OUT.format(forms="；".join(self.form_faults))] if self.form_faults else []
        return "；".join(said)


NO_SETTINGS = Settings()


def read_settings(path: Path) -> Settings:
    """Read a settings file, or what the folder of forms alone asks for. Raises SettingsError: every fault, each with its
    line."""
    if path.name == texts.FORMS_FOLDER and (alone := definitions_in(path)):
        return _with_forms(Settings(path=path), alone)
    try:
        file = Toml(path)
    except OSError as error:
        raise SettingsError(path, [texts.SETTINGS_CLOSED]) from error
    except TomlError as error:
        raise SettingsError(path, [str(error)]) from error
    reader = _Reader(path.parent)
    values = reader.read(file.data)
    if reader.faults:
        raise SettingsError(path, _messages(reader.faults, file.lines()))
    definitions = [*values.pop("forms", []), *definitions_in(path.parent / texts.FORMS_FOLDER)]
    library = Library(values.pop("library", ()), values.pop("fields", ()))
    settings = Settings(
        path=path,
        files=(path, *reader.files),
        library=library,
        library_faults=tuple(reader.library_faults),
        list_notes=tuple(reader.list_notes),
        **values,
    )
    return _with_forms(settings, definitions)


def _with_forms(settings: Settings, definitions: Iterable[Path]) -> Settings:
    """The settings with the forms of some definition files, each once."""
    files = tuple({resolved(path): path for path in definitions}.values())
    own = read_own_forms(files)
    faults = tuple(map(str, own.faults))
    return settings._replace(forms=own.forms, form_faults=faults, files=(*settings.files, *files))


class _Fault(NamedTuple):
    """What is wrong with a key. words: with places for `params`, of which `written` is the name in question if it is not
    the key's own; among: what names to look for one that was meant."""

    at: Keys
    words: str
    params: dict[str, Any]
    among: Iterable[str] = ()

    def in_words(self, guesses: bool) -> str:
        """guesses: whether what was meant is looked for, which takes time."""
        params = {name: shortened(str(value)) for name, value in self.params.items()}
        near = nearest(self.params.get("written", self.at[-1]), self.among) if guesses else []
        guess = GUESS.format(names="、".join(near)) if near else ""
        known = "、".join(islice(self.among, _MOST_KNOWN))
        return self.words.format(guess=guess, known=known, **params)


def _messages(faults: list[_Fault], lines: Mapping[Keys, int]) -> list[str]:
    """The faults in the order of the lines, in words."""
    placed = sorted(faults, key=lambda fault: (lines[fault.at], fault.params.get("line", 0)))
    return [
        ON_LINE.format(line=lines[fault.at], fault=fault.in_words(guesses=n < MOST_TOLD))
        for n, fault in enumerate(placed)
    ]


class _Reader:
    """Values of a settings file, each held against what it may be; faults are collected."""

    def __init__(self, folder: Path) -> None:
        self.faults: list[_Fault] = []
        self.files: list[Path] = []
        self.library_faults: list[str] = []
        self.list_notes: list[str] = []
        self._folder = folder

    def read(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments for Settings."""
        values = {}
        for key, value in data.items():
            if key not in _KEYS:
                self._fault((key,), texts.UNKNOWN_KEY, _KEYS, key=key)
                continue
            name, read = _KEYS[key]
            values[name] = read(self, key, value)
        self._known_fields(values.get("fields", ()), values.get("library", ()))
        return values

    def _known_fields(self, asked: Iterable[str], own: Iterable[Entry]) -> None:
        """That each field is one of ours or of the department's own library."""
        known = dict.fromkeys((*fields(), *(entry.field for entry in own)))
        for written in asked:
            if written not in known:
                self._fault(("fields",), texts.UNKNOWN_FIELD, known, written=written)

    def _fault(self, at: Keys, words: str, among: Iterable[str] = (), **params: object) -> None:
        self.faults.append(_Fault(at, words, params, among))

    def severities(self, key: str, value: Any) -> dict[str, Severity | None]:
        """A severity for each rule, which is named by its id or its title."""
        asked: dict[str, Severity | None] = {}
        for name, severity in self._table(key, value).items():
            rule = rule_named(name)
            if rule is None:
                if not own_rules().lost(name):
                    self._fault((key, name), texts.UNKNOWN_RULE, rule_names(), rule=name)
                continue
            if rule.id in OWN_TROUBLE:
                self._fault((key, name), texts.FIXED_RULE, rule=name)
            elif rule.always and _SEVERITIES.get(str(severity), rule.severity) is None:
                self._fault((key, name), texts.NEVER_OFF, rule=name)
            elif str(severity) not in _SEVERITIES:
                self._fault((key, name), texts.NO_SEVERITY, rule=name, value=severity)
            elif rule.id in asked:
                self._fault((key, name), texts.RULE_TWICE, rule=name, id=rule.id, title=rule.title)
            asked[rule.id] = _SEVERITIES.get(str(severity))
        return asked

    def thresholds(self, key: str, value: Any) -> Thresholds:
        """Numbers, whole ones or parts of one as the usual ones are."""
        usual = USUAL._asdict()
        for name, number in (table := self._table(key, value)).items():
            if name not in usual:
                self._fault((key, name), texts.UNKNOWN_THRESHOLD, usual, name=name)
            elif isinstance(usual[name], int) and (type(number) is not int or number < 1):
                self._fault((key, name), texts.NO_WHOLE, key=name, value=number)
            elif isinstance(usual[name], Decimal) and (
                type(number) not in (int, float) or not 0 <= number <= 1
            ):
                self._fault((key, name), texts.NO_SHARE, key=name, value=number)
        if self.faults:
            return USUAL
        return Thresholds(**usual | {name: type(usual[name])(str(number)) for name, number in table.items()})

    def required(self, key: str, value: Any) -> dict[str, int]:
        """A number of indicators for each level."""
        asked: dict[str, int] = {}
        for level, count in self._table(key, value).items():
            name = standard_level(level)
            if not name:
                self._fault((key, level), texts.UNKNOWN_LEVEL, level=level)
            elif not isinstance(count, int) or isinstance(count, bool) or count < 1:
                self._fault((key, level), texts.NO_COUNT, level=level, value=count)
            elif name in asked:
                self._fault((key, level), texts.LEVEL_TWICE, level=level, name=name)
            asked[name] = count
        return asked

    def taxonomy(self, key: str, value: Any) -> str:
        """A version of the levels."""
        if str(value) not in all_levels():
            known = [f"{levels.version}（{levels.source}）" for levels in all_levels().values()]
            self._fault((key,), texts.UNKNOWN_TAXONOMY, known, value=value)
        return str(value)

    def positive(self, key: str, value: Any) -> Decimal:
        """A number above 0."""
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1_000_000:
            self._fault((key,), texts.NO_NUMBER, key=key, value=value)
            return Decimal(0)
        return Decimal(str(value))

    def flag(self, key: str, value: Any) -> bool:
        """true or false."""
        if not isinstance(value, bool):
            self._fault((key,), texts.NO_FLAG, key=key, value=value)
        return bool(value)

    def misspellings(self, key: str, value: Any) -> dict[str, str]:
        """Words by how they are wrongly written."""
        from jibiao.checks.own.own_lists import read_list_of

        found: dict[str, str] = {}
        lines, notes = self._list(key, value, partial(read_list_of, listed=MISSPELLINGS)) or ([], [])
        self._note(value, notes)
        for where, cells in lines:
            wrong, right = cells["wrong"], cells["right"]
            if not MISSPELLINGS.fits(cells):
                self._fault((key,), texts.IN_LIST, file=value, why=texts.LIST_BLANK.format(where=where))
            elif found.setdefault(wrong, right) != right:
                why = texts.MISSPELLING_TWICE.format(where=where, wrong=wrong, right=found[wrong])
                self._fault((key,), texts.IN_LIST, file=value, why=why)
        return found

    def library(self, key: str, value: Any) -> tuple[Entry, ...]:
        """The department's own indicators; its lines that are faulty do not count."""
        from jibiao.checks.own.own_library import read_library

        entries, faults, notes = self._list(key, value, read_library) or ((), (), ())
        self._note(value, notes)
        self.library_faults += [texts.IN_LIST.format(file=value, why=shortened(fault)) for fault in faults]
        return entries

    def _note(self, file: str, notes: Iterable[str]) -> None:
        self.list_notes += [
            texts.IN_LIST.format(file=file, why=shortened(note, _LONGEST_NOTE)) for note in notes
        ]

    def fields(self, key: str, value: Any) -> tuple[str, ...]:
        """Fields of work, by the names that they have in our library or in the department's."""
        named = [value] if isinstance(value, str) else value
        if not isinstance(named, list) or not all(isinstance(name, str) and name.strip() for name in named):
            self._fault((key,), texts.NO_LIST_OF_TEXTS, key=key, example='"教育"')
            return ()
        return tuple(dict.fromkeys(map(field_of, named)))

    def forms(self, key: str, value: Any) -> list[Path]:
        """Definition files of forms."""
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self._fault((key,), texts.NO_FORM_NAMES, key=key)
            return []
        return [path for name in value if (path := self._beside(key, name))]

    def _beside(self, key: str, name: str) -> Path | None:
        """A file in the folder of the settings or below it."""
        path = resolved(self._folder / name.replace("\0", ""))
        if path.is_relative_to(resolved(self._folder)):
            return path
        self._fault((key,), texts.OUTSIDE, file=name)
        return None

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._fault((key,), texts.NO_TABLE, key=key)
        return {}

    def _list(self, key: str, value: Any, read: Callable[[Path], _Read]) -> _Read | None:
        """What is read of a list in the folder of the settings or below it; None if it cannot be."""
        from jibiao.checks.own.own_lists import ListError

        if not isinstance(value, str):
            self._fault((key,), texts.NO_FILE_NAME, key=key)
            return None
        path = self._beside(key, value)
        if path is None:
            return None
        try:
            found = read(path)
        except ListError as error:
            self._fault((key,), texts.IN_LIST, file=value, why=error)
            return None
        self.files.append(path)
        return found


_KEYS: dict[str, tuple[str, Callable[[_Reader, str, Any], Any]]] = {
    "taxonomy": ("taxonomy", _Reader.taxonomy),
    "weights": ("weights", _Reader.positive),
    "misspellings": ("misspellings", _Reader.misspellings),
    "fields": ("fields", _Reader.fields),
    "library": ("library", _Reader.library),
    "forms": ("forms", _Reader.forms),
    "above_means_at_least": ("above_means_at_least", _Reader.flag),
    "rules": ("severities", _Reader.severities),
    "thresholds": ("thresholds", _Reader.thresholds),
    "indicators": ("required", _Reader.required),
}
"""Key of the file → attribute of Settings, and how it is read."""

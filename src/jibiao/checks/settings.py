"""A department's own settings: a TOML file beside the workbooks, or named on the command line.

    taxonomy = "mof_2021_101"          # which version of the indicator levels counts
    weights = 100                      # what the weights of a form add up to
    misspellings = "错别字.csv"          # 写错,应为
    library = "指标库.csv"               # 二级指标,三级指标
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

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from jibiao.checks import texts
from jibiao.checks.catalogue import nearest, rules
from jibiao.checks.finding import SEVERITY_NAMES, Finding, Severity
from jibiao.checks.thresholds import USUAL, Thresholds
from jibiao.csvfile import CsvError, csv_rows
from jibiao.forms.levels import all_levels, same_l1, standard_l1, standard_l2

FILE_NAMES = ("绩表设置.toml", "jibiao.toml")

_SEVERITIES: dict[str, Severity | None] = {
    **{name: severity for severity, name in SEVERITY_NAMES.items()},
    **{str(severity): severity for severity in Severity},
    texts.OFF: None,
    "off": None,
}
_AT = re.compile(r"\(at line (\d+), column \d+\)$")
_FULL_WIDTH = re.compile(r"[“”‘’＝＃［］，。：]")
_Keys = tuple[str, ...]


class SettingsError(ValueError):
    """The settings cannot be used. `errors`: every fault with its line, in the user's language."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = list(errors)
        super().__init__("；".join(self.errors))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a department asks for; as they stand here, settings change nothing.

    path: the file, None if there is none. severities: of rules, by id; None: the rule is off. thresholds: what rules
    go by. required: least number of indicators, by the standard name of a level. taxonomy: version of the levels,
    see `levels.csv`. weights: what they add up to. misspellings: written → right. library: third levels by the
    standard name of their second. files: the settings file and those it names.
    """

    path: Path | None = None
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    thresholds: Thresholds = USUAL
    required: Mapping[str, int] = field(default_factory=dict)
    taxonomy: str | None = None
    weights: Decimal = Decimal(100)
    misspellings: Mapping[str, str] = field(default_factory=dict)
    library: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    above_means_at_least: bool = False
    files: tuple[Path, ...] = ()

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings without those of rules that are off, the others with the severity asked for."""
        asked = [(finding, self.severities.get(finding.rule, finding.severity)) for finding in findings]
        return [
            finding if severity == finding.severity else replace(finding, severity=severity)
            for finding, severity in asked
            if severity
        ]

    def in_words(self) -> str:
        """What of the rules is not as usual, for whoever reads the findings."""
        off = [rules()[rule].title for rule, severity in self.severities.items() if severity is None]
        changed = sum(severity is not None for severity in self.severities.values())
        said = [texts.RULES_OFF.format(count=len(off), titles="、".join(off))] if off else []
        said += [texts.RULES_CHANGED.format(count=changed)] if changed else []
        return "；".join(said) or texts.RULES_AS_USUAL


NO_SETTINGS = Settings()


def find_settings(folders: Iterable[Path]) -> list[Path]:
    """The settings files in some folders."""
    candidates = [folder / name for folder in folders for name in FILE_NAMES]
    return list({path.resolve(): path for path in candidates if path.is_file()}.values())


def read_settings(path: Path) -> Settings:
    """Read a settings file. Raises SettingsError: every fault, each with its line."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except OSError as error:
        raise SettingsError([texts.SETTINGS_CLOSED]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([texts.SETTINGS_ENCODING]) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_toml_fault(str(error), text)]) from error
    reader = _Reader(path.parent)
    values = reader.read(data)
    if reader.faults:
        faults = sorted((line_of(text, at), words) for at, words in reader.faults)
        raise SettingsError([texts.ON_LINE.format(line=line, fault=words) for line, words in faults])
    return Settings(path=path, files=(path, *reader.files), **values)


def line_of(text: str, path: _Keys) -> int:
    """The line, from 1, on which a key's statement begins.

    tomllib tells no lines of what it has read. But a document that is cut off after a whole statement is a document
    too, so the first cut that has the key ends its statement.
    """
    lines = text.split("\n")
    start = 1
    for end in range(1, len(lines) + 1):
        try:
            data: Any = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        for name in path:
            data = data.get(name) if isinstance(data, dict) else None
        if data is not None:
            return start
        start = end + 1
    return start


def _toml_fault(message: str, text: str) -> str:
    """Why a text is no TOML, in words: what people type wrong is told apart."""
    found = _AT.search(message)
    number = int(found[1]) if found else text.count("\n") + 1
    line = text.split("\n")[number - 1]
    if sign := _FULL_WIDTH.search(line):
        why = texts.TOML_FULL_WIDTH.format(sign=sign[0])
    elif "overwrite" in message or "twice" in message:
        why = texts.TOML_TWICE
    elif not line.strip().isascii() and "=" in line:
        why = texts.TOML_CHINESE
    else:
        why = texts.TOML_WRONG
    return texts.ON_LINE.format(line=number, fault=why)


class _Reader:
    """Values of a settings file, each held against what it may be; faults are collected."""

    def __init__(self, folder: Path) -> None:
        self.faults: list[tuple[_Keys, str]] = []
        self.files: list[Path] = []
        self._folder = folder

    def read(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments for Settings."""
        values = {}
        for key, value in data.items():
            if key not in _KEYS:
                self._fault(
                    (key,), texts.UNKNOWN_KEY, key=key, guess=_guess(key, _KEYS), known="、".join(_KEYS)
                )
                continue
            name, read = _KEYS[key]
            values[name] = read(self, key, value)
        return values

    def _fault(self, at: _Keys, words: str, **params: object) -> None:
        self.faults.append((at, words.format(**params)))

    def severities(self, key: str, value: Any) -> dict[str, Severity | None]:
        """A severity for each rule."""
        for rule, severity in (table := self._table(key, value)).items():
            if rule not in rules():
                self._fault((key, rule), texts.UNKNOWN_RULE, rule=rule, guess=_guess(rule, rules()))
            elif str(severity) not in _SEVERITIES:
                self._fault((key, rule), texts.NO_SEVERITY, rule=rule, value=severity)
        return {rule: _SEVERITIES.get(str(severity)) for rule, severity in table.items()}

    def thresholds(self, key: str, value: Any) -> Thresholds:
        """Numbers, whole ones or parts of one as the usual ones are."""
        usual = asdict(USUAL)
        for name, number in (table := self._table(key, value)).items():
            if name not in usual:
                guess, known = _guess(name, usual), "、".join(usual)
                self._fault((key, name), texts.UNKNOWN_THRESHOLD, name=name, guess=guess, known=known)
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
        for level, count in (table := self._table(key, value)).items():
            if not _standard(level):
                self._fault((key, level), texts.UNKNOWN_LEVEL, level=level)
            elif not isinstance(count, int) or isinstance(count, bool) or count < 1:
                self._fault((key, level), texts.NO_COUNT, level=level, value=count)
        return {_standard(level): count for level, count in table.items()}

    def taxonomy(self, key: str, value: Any) -> str:
        """A version of the levels."""
        if str(value) not in all_levels():
            known = "、".join(f"{levels.version}（{levels.source}）" for levels in all_levels().values())
            self._fault((key,), texts.UNKNOWN_TAXONOMY, value=value, known=known)
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
        return {wrong: right for _, wrong, right in self._csv(key, value, texts.MISSPELLING_HEADS)}

    def library(self, key: str, value: Any) -> dict[str, tuple[str, ...]]:
        """Third levels by their second."""
        found: dict[str, list[str]] = {}
        for line, level, name in self._csv(key, value, texts.LIBRARY_HEADS):
            if not _standard(level):
                self._fault((key,), texts.CSV_LEVEL, file=value, line=line, level=level)
            found.setdefault(_standard(level), []).append(name)
        return {level: tuple(names) for level, names in found.items()}

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._fault((key,), texts.NO_TABLE, key=key)
        return {}

    def _csv(self, key: str, value: Any, heads: tuple[str, str]) -> list[tuple[int, str, str]]:
        """(line, first, second) of a CSV file in the folder of the settings or below it."""
        if not isinstance(value, str):
            self._fault((key,), texts.NO_FILE_NAME, key=key)
            return []
        path = (self._folder / value.replace("\0", "")).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            self._fault((key,), texts.CSV_OUTSIDE, file=value)
            return []
        try:
            (_, first), *rows = csv_rows(path.read_bytes()) or [(1, [])]
        except OSError:
            self._fault((key,), texts.CSV_CLOSED, file=value)
            return []
        except CsvError as error:
            self._fault((key,), texts.CSV_WRONG, file=value, why=error)
            return []
        self.files.append(path)
        names = [head.strip() for head in first]
        if missing := [head for head in heads if head not in names]:
            self._fault((key,), texts.CSV_HEADS, file=value, heads="、".join(missing))
            return []
        return self._pairs(key, value, rows, [names.index(head) for head in heads])

    def _pairs(
        self, key: str, file: str, rows: list[tuple[int, list[str]]], columns: list[int]
    ) -> list[tuple[int, str, str]]:
        pairs = []
        for line, cells in rows:
            one, other = (cells[n].strip() if n < len(cells) else "" for n in columns)
            if not one or not other:
                self._fault((key,), texts.CSV_BLANK, file=file, line=line)
            pairs.append((line, one, other))
        return pairs


_KEYS: dict[str, tuple[str, Callable[[_Reader, str, Any], Any]]] = {
    "taxonomy": ("taxonomy", _Reader.taxonomy),
    "weights": ("weights", _Reader.positive),
    "misspellings": ("misspellings", _Reader.misspellings),
    "library": ("library", _Reader.library),
    "above_means_at_least": ("above_means_at_least", _Reader.flag),
    "rules": ("severities", _Reader.severities),
    "thresholds": ("thresholds", _Reader.thresholds),
    "indicators": ("required", _Reader.required),
}
"""Key of the file → attribute of Settings, and how it is read."""


def _standard(level: str) -> str:
    """The standard name of a first or second level; "" if it is none."""
    l1 = standard_l1(level)
    return same_l1(l1) if l1 else standard_l2(level) or ""


def _guess(written: str, known: Iterable[str]) -> str:
    near = nearest(written, known)
    return texts.GUESS.format(names="、".join(near)) if near else ""

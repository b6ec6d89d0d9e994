"""A fleet of workbooks, as a city or a province hands them in, made from a seed.

    python -m benchmarks.fleet DIR [--workbooks 500] [--forms 20] [--seed 1] [--copies 0]

Each workbook is one organisation's, in the folder of its county. Its forms are those of two published workbooks that the
package ships, with names, codes, amounts, figures and texts of their own; one form in twenty has a fault. The same seed
gives the same bytes. Beside the folder lies a roster with code, name and county of each organisation.
"""

from __future__ import annotations

import argparse
import csv
import re
import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from random import Random
from typing import NamedTuple

from jibiao.reading import read_file
from jibiao.records import Project

_WORKBOOKS = Path(str(resources.files("jibiao.demo") / "workbooks"))
_SOURCES = ("000_333001_*.xlsx", "001_333002_*.xlsx")
_FIRST, _SECOND = "东西南北安永乐平新长青白石泉柳河", "阳山河城川丰宁源泽岭湾桥"
_BUREAUS = (
    "住房和城乡建设局",
    "教育局",
    "水利局",
    "农业农村局",
    "卫生健康局",
    "交通运输局",
    "文化和旅游局",
    "民政局",
)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_A_COUNTY = 20
"""Organisations of a county."""
_FAULTY = 0.05
_CELL = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"(?:/>|( t="s")?[^>]*><v>([^<]*)</v></c>)')
_STRING = re.compile(r"<si><t[^>]*>(.*?)</t></si>", re.DOTALL)
_INDICATOR = re.compile(r"indicators\[\d+\]\.(l3|description|value_raw)$")
_FIGURE = re.compile(r"(?<![\d.])(?!20\d\d|100)([1-9]\d*)(%|百分比)?")
"""What may be another figure: no year, and not the whole."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class Fleet(NamedTuple):
    """Where it is. roster: a CSV file. files: how many workbooks."""

    folder: Path
    roster: Path
    files: int


class _Slot(NamedTuple):
    """A cell that is filled anew. before: the XML up to it. cell: its beginning. text: what it held."""

    before: str
    cell: str
    field: str
    text: str


@dataclass
class _Sheet:
    """A form to fill."""

    name: str
    slots: list[_Slot]
    rest: str


class _Source:
    """A published workbook, taken apart: what changes in every form, and what never does."""

    def __init__(self, path: Path) -> None:
        self.labels: dict[str, int] = {}
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in ("xl/styles.xml", "xl/theme/theme1.xml")}
            self.parts["_rels/.rels"] = (
                f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="rId1" '
                f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode()
            strings = _STRING.findall(package.read("xl/sharedStrings.xml").decode())
            self.sheets = [
                self._take(project, package.read(f"xl/worksheets/sheet{n}.xml").decode(), strings)
                for n, project in enumerate(read_file(path).projects, 1)
            ]

    def _take(self, project: Project, xml: str, strings: list[str]) -> _Sheet:
        fields = {cell: field for field, cell in project.cells().items() if _changes(field)}
        slots, before, at = [], "", 0
        xml = xml.replace(' tabSelected="1"', "")
        for match in _CELL.finditer(xml):
            ref, style, is_text, value = match.groups()
            text = strings[int(value)] if is_text else value or ""
            before += xml[at : match.start()]
            at = match.end()
            if ref in fields:
                slots.append(_Slot(before, f'<c r="{ref}" s="{style}"', fields[ref], text))
                before = ""
            elif is_text:
                index = self.labels.setdefault(text, len(self.labels))
                before += f'<c r="{ref}" s="{style}" t="s"><v>{index}</v></c>'
            else:
                before += match.group()
        return _Sheet(project.name, slots, before + xml[at:])


def _changes(field: str) -> bool:
    return bool(_INDICATOR.match(field)) or field in (
        *("title", "unit_name", "project_code", "project_name", "use_of_funds", "goals"),
        *("budget_total_raw", "budget_fiscal_raw", "budget_other_raw"),
    )


class _Workbook:
    """One organisation's workbook under construction. number: of its first form in the whole fleet."""

    def __init__(self, source: _Source, code: str, unit: str, number: int, random: Random) -> None:
        self.source, self.code, self.unit, self.number, self.random = source, code, unit, number, random
        self.strings = dict(source.labels)
        self.names: list[str] = []
        self.sheets: list[str] = []

    def add(self, sheet: _Sheet) -> None:
        """Fill one more form."""
        random = self.random
        n = self.number + len(self.sheets)
        place = random.choice(_FIRST) + random.choice(_SECOND) + random.choice(("镇", "乡", "村", "街"))
        name = f"{place}{sheet.name}"
        fault = random.choice(("value", "sum", "name", "code")) if random.random() < _FAULTY else ""
        total = random.randrange(20, 4_000) / 2
        fiscal = total if random.random() < 0.7 else round(total * random.random())
        values: dict[str, str | float] = {
            "title": f"{len(self.sheets) + 1}.{name}绩效目标表",
            "unit_name": f"{self.code}{self.unit}",
            "project_code": "" if fault == "code" else f"13{self.code[:4]}24P{n:011}{_LETTERS[n % 24]}",
            "project_name": "" if fault == "name" else name,
            "budget_total_raw": total + (1 if fault == "sum" else 0),
            "budget_fiscal_raw": fiscal,
            "budget_other_raw": total - fiscal or "",
        }
        pieces = []
        for slot in sheet.slots:
            text = values.get(slot.field)
            if text is None:
                text = self._varied(slot, place)
                if fault == "value" and slot.field.endswith("value_raw"):
                    text, fault = "", "done"
            pieces += (slot.before, self._cell(slot.cell, text))
        self.sheets.append("".join(pieces) + sheet.rest)
        self.names.append(re.sub(r"[][:*?/\\&<>\"']", " ", f"{len(self.sheets)}.{name}")[:31])

    def _varied(self, slot: _Slot, place: str) -> str:
        if slot.field.endswith("value_raw"):
            return _FIGURE.sub(self._figure, slot.text)
        if not slot.text or (slot.field.endswith("l3") and self.random.random() < 0.5):
            return slot.text
        return place + slot.text

    def _figure(self, match: re.Match[str]) -> str:
        if match[2]:  # a share
            return f"{self.random.randrange(85, 100)}{match[2]}"
        least, most = 10 ** (len(match[1]) - 1), int(match[1])
        return str(self.random.randrange(max(least, most // 2), most + 1))

    def _cell(self, cell: str, value: str | float) -> str:
        if value == "":
            return f"{cell}/>"
        if isinstance(value, str):
            return f'{cell} t="s"><v>{self.strings.setdefault(value, len(self.strings))}</v></c>'
        return f"{cell}><v>{value:g}</v></c>"

    def write(self, path: Path, build: int = 0) -> None:
        """Write the file. build: of the program that saved it, by which files with the same forms differ."""
        count = range(1, len(self.sheets) + 1)
        parts = dict(self.source.parts)
        parts |= {f"xl/worksheets/sheet{n}.xml": self.sheets[n - 1].encode() for n in count}
        strings = "".join(f"<si><t>{text}</t></si>" for text in self.strings)
        parts["xl/sharedStrings.xml"] = f'{_HEAD}<sst xmlns="{_MAIN}">{strings}</sst>'.encode()
        sheets = "".join(f'<sheet name="{self.names[n - 1]}" sheetId="{n}" r:id="rId{n}"/>' for n in count)
        parts["xl/workbook.xml"] = (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
            f'<fileVersion appName="xl" rupBuild="{build}"/><sheets>{sheets}</sheets></workbook>'
        ).encode()
        others = {"styles": "styles.xml", "theme": "theme/theme1.xml", "sharedStrings": "sharedStrings.xml"}
        targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in count] + list(others.items())
        relations = "".join(
            f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, 1)
        )
        parts["xl/_rels/workbook.xml.rels"] = (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}relationships">{relations}</Relationships>'
        ).encode()
        kinds = "".join(
            f'<Override PartName="/xl/{target}" ContentType="{_content_type(kind)}"/>'
            for kind, target in [("sheet.main", "workbook.xml"), *targets]
        )
        parts["[Content_Types].xml"] = (
            f'{_HEAD}<Types xmlns="{_PACKAGE}content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{kinds}</Types>"
        ).encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name, data in parts.items():
                package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _content_type(kind: str) -> str:
    return (
        "application/vnd.openxmlformats-officedocument.theme+xml"
        if kind == "theme"
        else f"{_OFFICE}{kind}+xml"
    )


def make_fleet(folder: Path, workbooks: int = 500, forms: int = 20, seed: int = 1, copies: int = 0) -> Fleet:
    """Make the fleet in a folder that is not there yet. forms: in each workbook. copies: so many more files, all
    with the forms of the first workbook. Raises OSError."""
    sources = [_Source(next(_WORKBOOKS.glob(pattern))) for pattern in _SOURCES]
    random = Random(seed)
    reports, roster = folder / "县局报表", folder / "名单.csv"
    reports.mkdir(parents=True)
    lines = []
    for n in range(workbooks):
        number, place = divmod(n, _A_COUNTY)
        county = f"{_FIRST[number % 16]}{_SECOND[number // 16 % 12]}{'' if number < 192 else number // 192}县"
        bureau = _BUREAUS[place % len(_BUREAUS)]
        unit = f"{county}{bureau}{('本级', '服务中心', '监督站')[place // len(_BUREAUS)]}"
        code = f"{3000 + number}{place + 1:02}"
        source = sources[n % len(sources)]
        workbook = _Workbook(source, code, unit, n * forms, random)
        for form in range(forms):
            workbook.add(source.sheets[form % len(source.sheets)])
        home = reports / county
        home.mkdir(exist_ok=True)
        workbook.write(home / f"{code}_{unit}.xlsx")
        lines.append((code, unit, county))
        if n == 0:
            for copy in range(1, copies + 1):
                workbook.write(home / f"{code}_{unit}_{copy}.xlsx", copy)
    with roster.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([("单位编码", "单位名称", "上级单位"), *lines])
    return Fleet(reports, roster, workbooks + copies)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fleet", description="Make a fleet of workbooks."
    )
    parser.add_argument("folder", type=Path)
    for name, default in (("workbooks", 500), ("forms", 20), ("seed", 1), ("copies", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    print(make_fleet(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

"""The summary's formulas as LibreOffice calculates them, against the sums of decimals.

The stored values are taken out first: what is read back was calculated there and nowhere else.
"""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jibiao.consolidation import consolidate
from jibiao.consolidation.summary import limits
from office import convert

_FORMULA = re.compile(rb"(<c r=\"[A-Z]+\d+\"[^>]*?)(?: t=\"\w+\")?(>\s*<f>[^<]*</f>)<v>[^<]*</v>")


def _without_values(source: Path, target: Path) -> int:
    """A copy without the stored results of formulas. Gives how many there were."""
    count = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data, found = _FORMULA.subn(rb"\1\2", data)
                count += found
            new.writestr(name, data)
    return count


@pytest.fixture(scope="session")
def recalculated(tmp_path_factory, demo_summary, tools) -> dict[str, Path]:
    """Summaries calculated by LibreOffice, which is started once."""
    folder = tmp_path_factory.mktemp("live")
    yuan = folder / "报表"
    tools.submission(
        yuan / "甲.xlsx",
        *({"sheet": f"{n}", "name": f"项目{chr(0x4E00 + n)}", "total": f"{n * 7 + 1}.{n:02}元", "fiscal": f"{n}.1元"}
          for n in range(60)),
    )  # fmt: skip
    small = folder / "元.xlsx"
    tools.small = consolidate(yuan, small, generated=tools.generated)
    (folder / "in").mkdir()
    many = folder / "多张.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MAX_ROWS", 40)
        consolidate(demo_summary.folder, many, generated=tools.generated)
    for name, path in (("demo", demo_summary.path), ("yuan", small), ("many", many)):
        assert _without_values(path, folder / "in" / f"{name}.xlsx") > 20
    converted = convert("ods", folder / "out", *sorted((folder / "in").iterdir()))
    tools.many = many
    return dict(zip(("demo", "many", "yuan"), converted, strict=True))


def _rows(path: Path, sheet: str) -> list[list]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _cents(value: object) -> Decimal:
    """万元 as a number → 元, to the cent."""
    return (Decimal(str(value)) * 10_000).quantize(Decimal("0.01"))


def _wan(amount: Decimal) -> Decimal:
    return (amount * 10_000).quantize(Decimal("0.01"))


@pytest.mark.parametrize("name", ["demo", "yuan"])
def test_sums_by_organisation_to_the_cent(recalculated, demo_summary, tools, name):
    department = demo_summary.department if name == "demo" else tools.small
    rows = _rows(recalculated[name], "单位汇总")[4:]
    for organisation, row in zip(department.organisations, rows, strict=False):
        projects = [p for p in department.counted if p.organisation is organisation]
        assert row[3] == len(projects)
        for column, money in ((5, "total"), (6, "fiscal"), (7, "other")):
            assert _cents(row[column]) == _wan(department.total(money, organisation))
        assert row[8] == sum(len(project.record.indicators) for project in projects)
    sums = rows[len(department.organisations)]
    assert sums[0] == "合计"
    assert _cents(sums[5]) == _wan(department.total("total"))


def test_the_published_totals(recalculated):
    rows = _rows(recalculated["demo"], "单位汇总")[4:]
    assert _cents(rows[0][5]) == Decimal("61627800.00")
    assert sum(_cents(row[5]) for row in rows[1:4]) == Decimal("62784900.00")


def test_cover_and_project_sheet_follow(recalculated, demo_summary):
    total = _wan(demo_summary.department.total("total"))
    cover = {row[0]: row[1] for row in _rows(recalculated["demo"], "封面") if len(row) > 1}
    assert _cents(cover["预算总额"]) == total
    assert cover["项目"] == 89
    sums = _rows(recalculated["demo"], "项目汇总")[2]
    assert _cents(sums[5]) == total


@pytest.mark.parametrize("name", ["demo", "yuan"])
def test_the_scorecard_is_calculated_the_same(recalculated, demo_summary, tools, name):
    stored = _rows(
        demo_summary.path if name == "demo" else recalculated[name].parents[1] / "元.xlsx", "评分表"
    )
    live = _rows(recalculated[name], "评分表")
    figures = 0
    for before, after in zip(stored, live, strict=False):
        for one, other in zip(before, after, strict=False):
            if isinstance(one, float):
                figures += 1
                assert other == pytest.approx(one, abs=1e-9)
    assert figures >= 15


def test_the_commonest_mistakes_are_counted_the_same(recalculated, demo_summary):
    rows = [_rows(path, "封面") for path in (demo_summary.path, recalculated["demo"])]
    stored, live = ([row[:2] for row in cover if len(row) > 2 and row[2] == "处"] for cover in rows)
    assert len(live) == 6 and live == stored


def test_progress_is_calculated_the_same(recalculated, demo_summary):
    stored = _rows(demo_summary.path, "资金支出进度")
    live = _rows(recalculated["demo"], "资金支出进度")
    for before, after in zip(stored, live, strict=False):
        for one, other in zip(before, after, strict=False):
            if isinstance(one, float):
                assert other == pytest.approx(one, abs=1e-9)
    sums = next(row for row in live if row[0] == "合计")
    assert sums[12] == pytest.approx(1.0)
    assert 0 < sums[9] < sums[10] < sums[11] < 1


def test_formulas_over_several_sheets_give_what_is_stored(recalculated, tools):
    names = CalamineWorkbook.from_path(tools.many).sheet_names
    assert sum(name.startswith("项目汇总") for name in names) > 2
    for name in names:
        if name.startswith(("单位汇总", "资金支出进度", "评分表", "汇总表", "封面", "项目汇总")):
            stored, made = _rows(tools.many, name), _rows(recalculated["many"], name)
            for before, after in zip(stored, made, strict=False):
                numbers = [(a, b) for a, b in zip(before, after, strict=False) if isinstance(a, float)]
                assert [b for _, b in numbers] == pytest.approx([a for a, _ in numbers]), (name, before)

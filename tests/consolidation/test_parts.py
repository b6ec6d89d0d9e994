"""Tables that are too long for a sheet, with the limits of Excel made small."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import openpyxl
import pytest

from jibiao.consolidation import consolidate
from jibiao.consolidation.summary import limits
from jibiao.consolidation.summary.parts import in_parts
from jibiao.consolidation.verification import verify
from office import audit

COUNTIES = ("东县", "西县", "南县")


def of_three_counties(tools, folder: Path) -> tuple[Path, Path]:
    """Three counties with two bureaus each, each with three projects. Gives the folder and the roster."""
    lines = ["单位编码,单位名称,上级单位"]
    # The counties' files do not stand together.
    for n, (bureau, county) in enumerate((b, c) for b in ("住建局", "水利局") for c in COUNTIES):
        name = f"{county}{bureau}"
        lines.append(f"33300{n},{name},{county}")
        projects = (
            {"unit_code": f"33300{n}", "unit_name": name, "name": f"{name}{what}项目", "sheet": f"{what}",
             "total": f"{n * 10 + k}.25", "fiscal": f"{n * 10 + k}.25", "use": f"用于{what}" if k else ""}
            for k, what in enumerate(("修缮", "采购", "培训"))
        )  # fmt: skip
        tools.submission(folder / "报表" / f"{n}_{name}.xlsx", *projects)
    roster = folder / "名单.csv"
    roster.write_text("\n".join(lines), "utf-8")
    return folder / "报表", roster


@pytest.fixture(scope="module")
def split(tmp_path_factory, tools) -> SimpleNamespace:
    home = tmp_path_factory.mktemp("多")
    folder, roster = of_three_counties(tools, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MAX_ROWS", 13)
        department = consolidate(folder, home / "汇总.xlsx", roster=roster, generated=tools.generated)
    return SimpleNamespace(
        department=department, path=home / "汇总.xlsx", book=openpyxl.load_workbook(home / "汇总.xlsx")
    )


def parts(split: SimpleNamespace, name: str) -> list[str]:
    return [sheet for sheet in split.book.sheetnames if re.fullmatch(f"{name}(?:（\\d+）)?", sheet)]


def test_every_row_stands_on_one_sheet(split, tools) -> None:
    assert len(parts(split, "项目汇总")) == 2
    numbers = [row["序号"] for name in parts(split, "项目汇总") for row in tools.table(split.path, name)]
    assert sorted(numbers) == list(range(1, 19))
    assert len(parts(split, "指标明细")) == 12
    rows = [row for name in parts(split, "指标明细") for row in tools.table(split.path, name)]
    assert sorted(row["序号"] for row in rows) == list(range(1, 109))
    found = [row["序号"] for name in parts(split, "问题清单") for row in tools.table(split.path, name)]
    assert sorted(found) == list(range(1, len(split.department.findings) + 1))
    drafts = [row["序号"] for name in parts(split, "分项目标草稿") for row in tools.table(split.path, name)]
    assert sorted(drafts) == list(range(1, 19))
    signed = [
        row[0].value
        for name in parts(split, "汇总表")
        for row in split.book[name].iter_rows(min_row=5)
        if isinstance(row[0].value, int)
    ]
    assert signed == list(range(1, 19))


def test_a_county_stands_together(split, tools) -> None:
    for name in parts(split, "项目汇总"):
        counties = [row["单位名称"][:2] for row in tools.table(split.path, name)]
        assert counties == sorted(counties, key=COUNTIES.index)
    homes = {
        county: {name for name in parts(split, "项目汇总") for row in tools.table(split.path, name)
                 if row["单位名称"].startswith(county)}
        for county in COUNTIES
    }  # fmt: skip
    assert all(len(sheets) == 1 for sheets in homes.values())


def test_contents_lead_to_where_a_county_begins(split) -> None:
    sheet = split.book["目录"]
    assert split.book.sheetnames[:2] == ["封面", "目录"]
    heads = [cell.value for cell in sheet[4]]
    assert heads == ["县区", "项目", "项目汇总", "指标明细", "问题清单"]
    rows = list(sheet.iter_rows(min_row=5))
    assert sorted(row[0].value for row in rows) == sorted(COUNTIES)
    for row in rows:
        assert row[1].value == 6
        for cell in row[2:4]:
            name, place = re.fullmatch("'(.+)'!A(\\d+)", cell.hyperlink.location).groups()
            assert cell.value == f"{name}第{place}行"
            there = split.book[name]
            assert any(str(one.value).startswith(row[0].value) for one in there[int(place)])
            above = [str(one.value) for one in there[int(place) - 1]]
            assert not any(one.startswith(row[0].value) for one in above)
    cover = "\n".join(str(cell.value) for row in split.book["封面"].iter_rows() for cell in row)
    assert "共 18 个项目，“项目汇总”分 2 张表，“指标明细”分 12 张表" in cover


def test_links_lead_to_files(split) -> None:
    for name in [*parts(split, "项目汇总"), *parts(split, "指标明细")]:
        links = [
            cell.hyperlink for row in split.book[name].iter_rows(min_row=5) for cell in row if cell.hyperlink
        ]
        assert links
        assert all((split.path.parent / unquote(link.target)).is_file() for link in links)
        assert len(links) < 13 * 2


def test_formulas_add_up_all_sheets(split) -> None:
    total = split.book["单位汇总"]["F5"].value
    assert total.startswith("=SUMIFS('项目汇总")
    scores = [cell.value for row in split.book["评分表"].iter_rows(min_row=8) for cell in row]
    assert any("+COUNTIFS('项目汇总（2）'!" in str(value) for value in scores)


def test_accepted_by_the_schema(split) -> None:
    assert audit(split.path) == []


def test_it_can_be_verified(split, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 13)
    found = verify(split.path)
    assert found.differences == ()
    assert found.agrees


def test_fewer_links_before_more_sheets(tmp_path, tools, monkeypatch) -> None:
    folder, roster = of_three_counties(tools, tmp_path)
    monkeypatch.setattr(limits, "MAX_LINKS", 30)
    consolidate(folder, tmp_path / "汇总.xlsx", roster=roster, generated=tools.generated)
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    assert "项目汇总（2）" not in book.sheetnames
    linked = {cell.column for row in book["项目汇总"].iter_rows(min_row=5) for cell in row if cell.hyperlink}
    assert len(linked) == 1
    assert "指标明细（4）" in book.sheetnames
    linked = [
        cell.hyperlink for row in book["指标明细（4）"].iter_rows(min_row=5) for cell in row if cell.hyperlink
    ]
    assert len(linked) == 18


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (9, [["a1", "b1", "a2", "c3", "b1"]]),
        (3, [["a1", "a2"], ["b1", "b1", "c3"]]),
        (2, [["a1", "a2"], ["b1", "b1"], ["c3"]]),
        (1, [["a1"], ["a2"], ["b1"], ["b1"], ["c3"]]),
    ],
)
def test_as_few_parts_as_keep_together_what_belongs_together(most, expected) -> None:
    items = ["a1", "b1", "a2", "c3", "b1"]
    assert in_parts(items, most, lambda item: (item[0], int(item[1]))) == expected

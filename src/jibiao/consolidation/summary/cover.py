"""封面: the figures at a glance, what they leave out and why, and how to read the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType

from jibiao import __version__
from jibiao.checks.finding import STATE_NAMES, FindingState, Severity
from jibiao.checks.order import RANK
from jibiao.checks.owners import FormCounts, counts_of
from jibiao.consolidation import texts
from jibiao.consolidation.department import Department, DepartmentProject
from jibiao.consolidation.findings import NOBODY
from jibiao.consolidation.scores import Mistake, Scores, common_mistakes
from jibiao.consolidation.summary.book import Book, Sheet
from jibiao.consolidation.summary.contents import Tables
from jibiao.consolidation.summary.findings import FindingSheets, settings_in_words
from jibiao.consolidation.summary.sizes import fit_on_pages, lines_of, row_height
from jibiao.consolidation.tables import money, shorten
from jibiao.own_sheets import COVER_TITLE
from jibiao.paths import resolved
from jibiao.records import BUDGETS
from jibiao.submissions.entries import Status
from jibiao.submissions.roster_match import Sent

_WIDTHS = (30, 16, 6, 52)
_LAST = len(_WIDTHS) - 1
_LINE = 15.0
_SCALE = 1.06
_MOST = 8
"""Lines of one kind on the cover; the rest are on their sheet."""

_MOST_BY = 3
_ACCEPTED = STATE_NAMES[FindingState.ACCEPTED]

# A figure of the cover is the sum of 单位汇总 where there is one.
_LINKED = {
    "projects": "counted_projects",
    "total": "total",
    "fiscal": "fiscal",
    "other": "other",
    "indicators": "indicator_count",
}


def write_cover(
    book: Book,
    sheet: Sheet,
    department: Department,
    places: dict[str, str],
    scores: Scores,
    findings: FindingSheets | None = None,
    tables: Tables = MappingProxyType({}),
) -> None:
    """Write the sheet. places: the cells of the sums in 单位汇总. findings: where they stand. tables: those
    that go on on several sheets, and their parts."""
    raw = sheet.raw
    raw.hide_gridlines(2)
    for n, width in enumerate(_WIDTHS):
        raw.set_column(n, n, width)
    row = _write_title(sheet, department)
    row = _write_figures(sheet, department, places, row)
    row = _write_mistakes(sheet, department, scores, findings, row + 1)
    row = _write_left(sheet, department, row + 1)
    row = _write_guide(book, sheet, row + 1, tables, len(department.projects))
    sign = texts.COVER_SIGN.format(
        version=__version__,
        time=f"{department.generated:%Y-%m-%d %H:%M}",
        folder=resolved(department.folder).name or str(department.folder),
    )
    _write_line(sheet, row + 1, sign, "cover_note")
    raw.set_portrait()
    fit_on_pages(sheet, row + 1, sum(_WIDTHS))
    raw.center_horizontally()
    raw.print_area(0, 0, row + 1, _LAST)
    raw.set_margins(left=0.6, right=0.6, top=0.5, bottom=0.5)


def _write_title(sheet: Sheet, department: Department) -> int:
    years = "、".join(str(year) for year in department.years)
    lines = (
        (department.name, "cover_title", 34),
        (COVER_TITLE, "cover_title", 34),
        (texts.COVER_YEAR.format(years=years) if years else texts.COVER_NO_YEAR, "cover_year", 22),
    )
    for row, (text, style, height) in enumerate(lines):
        sheet.raw.set_row(row, height)
        sheet.raw.merge_range(row, 0, row, _LAST, "", sheet.book.format(style))
        sheet.text(row, 0, text, style)
    return len(lines)


def _write_section(sheet: Sheet, row: int, title: str) -> int:
    sheet.raw.set_row(row, 24)
    sheet.text(row, 0, title, "section")
    return row + 1


def _write_figures(sheet: Sheet, department: Department, places: dict[str, str], row: int) -> int:
    row = _write_section(sheet, row, texts.COVER_FIGURES)
    _write_heads(sheet, row, texts.COVER_TITLE_ROW)
    figures, remarks = _figures(department), _remarks(department)
    for key, (name, measure) in texts.COVER_ROWS.items():
        if key not in figures:
            continue
        row += 1
        value, remark = figures[key], remarks.get(key, "")
        style = "cover_money" if key in BUDGETS else "cover_int"
        sheet.raw.set_row(row, max(20.0, _height(remark, _WIDTHS[_LAST] - 2)))
        sheet.text(row, 0, name, "cover_cell")
        if _LINKED.get(key) in places and department.organisations:
            sheet.formula(row, 1, f"={places[_LINKED[key]]}", value, style)
        else:
            sheet.number(row, 1, value, style)
        sheet.text(row, 2, measure, "cover_unit")
        sheet.text(row, 3, remark, "cover_cell")
    return row + 1


def _figures(department: Department) -> dict[str, Decimal | int]:
    return {
        "organisations": len(department.organisations),
        "projects": len(department.counted),
        **{name: department.total(name) for name in BUDGETS},
        "indicators": sum(project.indicators for project in department.counted),
        **({"tables": len(department.tables)} if department.tables else {}),
        "error": department.severity_count(Severity.ERROR),
        "warning": department.severity_count(Severity.WARNING),
        "files": len(department.entries),
    }


def _remarks(department: Department) -> dict[str, str]:
    """What must be known beside a figure."""
    remarks: dict[str, str] = {}
    unnamed = sum(not organisation.named for organisation in department.organisations)
    parts = [texts.COVER_UNNAMED.format(count=unnamed)] if unnamed else []
    if department.roster:
        counts = department.roster.counts()
        parts.append(texts.COVER_ROSTER.format(**counts))
        if counts["tables_only"]:
            parts.append(texts.COVER_TABLES_ONLY.format(count=counts["tables_only"]))
    remarks["organisations"] = "；".join(parts)
    left = len(department.projects) - len(department.counted)
    remarks["projects"] = (
        texts.COVER_COUNTED.format(all=len(department.projects), left=left)
        if left
        else texts.COVER_ALL_COUNTED
    )
    remarks["tables"] = _tables_remark(department)
    gap = department.total("total") - department.total("fiscal") - department.total("other")
    if gap:
        remarks["total"] = texts.COVER_GAP.format(gap=money(gap))
    for severity in (Severity.ERROR, Severity.WARNING):
        homeless = sum(
            one.severity == severity and not one.accepted and one.owner == NOBODY
            for one in department.findings.briefs()
        )
        remarks[str(severity)] = texts.COVER_FILE_ERRORS.format(count=homeless) if homeless else ""
    forms = _form_counts(department)
    clean = texts.COVER_CLEAN.format(**forms._asdict()) if forms.forms else ""
    remarks["error"] = "；".join(filter(None, (remarks["error"], clean)))
    statuses = [(status, department.entry_count(status)) for status in Status]
    remarks["files"] = "，".join(
        texts.COVER_FILE_COUNT.format(name=texts.STATUS[status], count=count)
        for status, count in statuses
        if count
    )
    return remarks


def _form_counts(department: Department) -> FormCounts:
    """The forms by the worst that is reported of each or of its sheet, see `checks.owners.count_forms`."""
    least = RANK[Severity.HINT]
    of_sheets: dict[tuple[str, str], int] = {}
    for n, one in enumerate(department.findings.briefs()):
        if one.owner == NOBODY and not one.accepted:
            finding, rank = department.findings[n], RANK[one.severity]
            key = finding.file, finding.sheet or ""
            of_sheets[key] = min(of_sheets.get(key, rank), rank)
    files = {file for file, _ in of_sheets}
    ranks = []
    for project in department.projects:
        own, file = (
            next((rank for rank, count in enumerate(project.found) if count), least),
            str(project.entry.path),
        )
        of_sheet = of_sheets.get((file, project.sheet), least) if file in files else least
        ranks.append(min(own, of_sheet))
    return counts_of(ranks)


def _tables_remark(department: Department) -> str:
    """How many there are of each, and how many do not count."""
    counted = Counter(table.record.name for table in department.tables)
    said = "、".join(texts.COVER_TABLE.format(name=name, count=count) for name, count in counted.items())
    left = sum(not table.counted for table in department.tables)
    return said + (texts.COVER_TABLES_LEFT.format(count=left) if left else "")


def _write_heads(sheet: Sheet, row: int, heads: tuple[str, str, str]) -> None:
    """The heads of name, number with its unit, and remark."""
    for column, head in enumerate((heads[0], heads[1], "", heads[2])):
        sheet.text(row, column, head, "head")
    sheet.raw.merge_range(row, 1, row, 2, "", sheet.book.format("head"))
    sheet.text(row, 1, heads[1], "head")


def _write_mistakes(
    sheet: Sheet, department: Department, scores: Scores, findings: FindingSheets | None, row: int
) -> int:
    """The three commonest errors and warnings, and who makes them. Gives the next free row."""
    row = _write_section(sheet, row, texts.COVER_MISTAKES)
    mistakes = common_mistakes(department, scores)
    if not mistakes:
        _write_line(sheet, row, f"· {texts.COVER_NO_MISTAKES}", "cover_text")
        return row + 1
    _write_heads(sheet, row, texts.COVER_MISTAKES_ROW)
    for mistake in mistakes:
        row += 1
        who, level = _who(mistake), texts.SEVERITIES[mistake.severity]
        title = texts.COVER_MISTAKE.format(severity=level, title=mistake.title)
        sheet.raw.set_row(row, max(20.0, _height(who, _WIDTHS[_LAST] - 2), _height(title, _WIDTHS[0] - 2)))
        sheet.text(row, 0, title, "cover_cell")
        formula = f'COUNTIFS({{rule}},"{mistake.rule}",{{severity}},"{level}",{{state}},"<>{_ACCEPTED}")'
        if live := findings.ranges.added(formula) if findings else "":
            sheet.formula(row, 1, f"={live}", mistake.count, "cover_int")
        else:
            sheet.number(row, 1, mistake.count, "cover_int")
        sheet.text(row, 2, texts.COVER_MISTAKE_PLACES, "cover_unit")
        sheet.text(row, 3, who, "cover_cell")
    return row + 1


def _who(mistake: Mistake) -> str:
    """Who makes a mistake, the most first."""
    names = "、".join(
        texts.COVER_BY_NAME.format(name=group.label, count=count) for group, count in mistake.by[:_MOST_BY]
    )
    params = {"projects": mistake.projects, "groups": len(mistake.by), "names": names}
    if not mistake.by:
        return texts.COVER_BY_NOBODY
    if len(mistake.by) == 1:
        return texts.COVER_BY_ONE.format(**params | {"names": mistake.by[0][0].label})
    return texts.COVER_BY.format(**params)


def _write_left(sheet: Sheet, department: Department, row: int) -> int:
    row = _write_section(sheet, row, texts.COVER_LEFT)
    lines = [*_settings(department), *(list(left_lines(department)) or [texts.LEFT_NOTHING])]
    for n, line in enumerate(lines, row):
        _write_line(sheet, n, f"· {line}", "cover_text")
    return row + len(lines)


def _settings(department: Department) -> Iterator[str]:
    """That the findings are as the department asked, not as usual."""
    if asked := settings_in_words(department):
        yield texts.LEFT_SETTINGS.format(**asked)


def left_lines(department: Department) -> Iterator[str]:
    """What the totals leave out and what to look at, each kind cut after some lines."""
    if len(department.years) > 1:
        yield texts.COVER_MANY_YEARS.format(years="、".join(map(str, department.years)))
    for lines, sheet in (
        (_missing(department), texts.SUBMISSIONS),
        (_files(department), texts.SUBMISSIONS),
        (_repeated(department), texts.FINDINGS),
        (_repeated_tables(department), texts.FINDINGS),
        (_amounts(department), texts.PROJECTS),
    ):
        found = list(lines)
        yield from found[:_MOST]
        if len(found) > _MOST:
            yield texts.LEFT_MORE.format(count=len(found) - _MOST, sheet=sheet)


def _missing(department: Department) -> Iterator[str]:
    if department.roster:
        lefts: dict[Sent, str] = {
            "missing": texts.LEFT_MISSING,
            "blank": texts.LEFT_SENT_BLANK,
            "sent_unread": texts.LEFT_SENT_UNREAD,
            "tables_only": texts.LEFT_TABLES_ONLY,
        }
        for state, left in lefts.items():
            if names := [match.line.label for match in department.roster.of_state(state)]:
                yield left.format(names=shorten(names, 20))
    if department.roster and department.roster.extra:
        names = [organisation.label for organisation in department.roster.extra]
        yield texts.LEFT_EXTRA.format(names=shorten(names, 20))


def _files(department: Department) -> Iterator[str]:
    templates = {
        Status.UNREADABLE: texts.LEFT_UNREADABLE,
        Status.PARTLY: texts.LEFT_PARTLY,
        Status.DUPLICATE: texts.LEFT_DUPLICATE,
        Status.SUPERSEDED: texts.LEFT_SUPERSEDED,
        Status.NO_FORM: texts.LEFT_NO_FORM,
        Status.BLANK: texts.LEFT_BLANK_FORM,
        Status.OTHER_KIND: texts.LEFT_OTHER_KIND,
        Status.NOT_SPREADSHEET: texts.LEFT_OTHER,
    }
    for status, template in templates.items():
        for entry in department.entries:
            if entry.status == status:
                yield template.format(file=entry.relative, why=entry.why, other=entry.same_as)


def _repeated(department: Department) -> Iterator[str]:
    if published := department.published_too:
        yield texts.LEFT_PUBLISHED.format(count=len(published))
    for group in department.repeated:
        for other in group.others:
            if other.in_document and not group.first.in_document:
                continue
            yield texts.LEFT_REPEATED.format(
                project=other.name,
                organisation=other.organisation.label,
                number=other.number,
                first=group.first.number,
                total=money(other.wan("total") or Decimal(0)),
            )
    for clash in department.clashes:
        yield texts.LEFT_CLASH.format(projects="、".join(_named(project) for project in clash))


def _repeated_tables(department: Department) -> Iterator[str]:
    for table in department.tables:
        if not table.counted:
            yield texts.LEFT_TABLE.format(
                name=table.record.name,
                organisation=table.organisation.label,
                place=table.place,
                because=table.because,
            )
    for target in department.own_targets:
        if not target.counted:
            yield texts.LEFT_TARGET.format(file=target.entry.relative, because=target.because)


def _named(project: DepartmentProject) -> str:
    return f"第{project.number}号“{project.name}”"


def _amounts(department: Department) -> Iterator[str]:
    blank, no_field = [], []
    for project in department.counted:
        if project.plain:
            continue
        total = project.amounts.get(BUDGETS["total"])
        words = {
            "project": project.name,
            "organisation": project.organisation.label,
            "raw": total.text if total else "",
        }
        if total is None:
            no_field.append(project.name)
        elif total.is_blank:
            blank.append(project.name)
        elif total.wan is None:
            yield texts.LEFT_AMOUNT.format(**words)
        elif total.fault:
            yield texts.LEFT_IRREGULAR.format(**words, total=money(total.wan))
        elif not total.fault and _other_faults(project):
            yield texts.LEFT_PART.format(**words | {"raw": project.budget_raw})
    for names, template in ((blank, texts.LEFT_BLANK), (no_field, texts.LEFT_NO_FIELD)):
        if names:
            yield template.format(count=len(names), projects=shorten(names))


def _other_faults(project: DepartmentProject) -> bool:
    """Whether one of the parts (财政资金, 其他资金) could not be read."""
    return any(amount.wan is None and not amount.is_blank for amount in project.amounts.values())


def _write_guide(book: Book, sheet: Sheet, row: int, tables: Tables, projects: int) -> int:
    row = _write_section(sheet, row, texts.COVER_GUIDE)
    if tables:
        said = "，".join(
            texts.COVER_SPLIT_TABLE.format(name=name, count=len(parts))
            for name, parts in tables.items()
            if len(parts) > 1
        )
        line = texts.COVER_SPLIT.format(projects=projects, tables=said, contents=texts.CONTENTS)
        _write_line(sheet, row, line, "cover_text")
        row += 1
    for name in book.sheets:
        if name in texts.GUIDE:
            _merge(sheet, row, 1, "cover_text")
            sheet.inner_link(row, 0, name, name, "cover_link")
            sheet.text(row, 1, texts.GUIDE[name], "cover_text")
            sheet.raw.set_row(row, _height(texts.GUIDE[name], sum(_WIDTHS[1:])))
            row += 1
    for rule in texts.RULES:
        _write_line(sheet, row, f"· {rule}", "cover_text")
        row += 1
    return row


def _write_line(sheet: Sheet, row: int, text: str, style: str) -> None:
    """A text over the whole width, the row as high as it needs: Excel does not fit merged rows itself."""
    _merge(sheet, row, 0, style)
    sheet.text(row, 0, text, style)
    sheet.raw.set_row(row, _height(text, sum(_WIDTHS)))


def _merge(sheet: Sheet, row: int, first: int, style: str) -> None:
    sheet.raw.merge_range(row, first, row, _LAST, "", sheet.book.format(style))


def _height(text: str, width: float) -> float:
    """Of a row of the cover, whose font is larger than the one that widths are counted in."""
    return row_height(lines_of(text, width / _SCALE), _LINE)

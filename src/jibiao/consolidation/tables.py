"""Typed rows: one list of dicts for each table. The sheets and the Parquet files are both made from them.

Money is 万元 as Decimal, percentages are in %; None is blank. Every raw text stands beside what was made
of it. `_project`, `_finding`, `_entry`: what a row was made from, for links (not a column).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jibiao.checks.catalogue import rules
from jibiao.checks.finding import Finding, FindingState, Severity
from jibiao.checks.rows.tables import target_of
from jibiao.consolidation import texts
from jibiao.consolidation.findings import NOBODY
from jibiao.explained import ACCEPT, RETURN
from jibiao.forms import field_name
from jibiao.records import BUDGETS, GRADES, Indicator, Project
from jibiao.submissions.roster_match import RosterMatch
from jibiao.values.amount import Amount
from jibiao.values.numerals import plain_number
from jibiao.values.target import parse_target

if TYPE_CHECKING:
    from jibiao.checks.department.organisation import Organisation
    from jibiao.consolidation.department import Department, DepartmentProject
    from jibiao.submissions.entries import Entry

Row = dict[str, Any]


def project_rows(department: Department) -> list[Row]:
    """One row a project form, those that are not counted as well."""
    return [project_row(project) for project in department.projects]


def project_head(project: DepartmentProject) -> Row:
    """The row of a project form without the texts that nobody has looked at yet: the form need not be unpacked."""
    organisation, findings, gap = project.organisation, project.findings, progress_gap(project)
    return {
        "number": project.number,
        "organisation_number": organisation.number,
        "organisation_code": organisation.code,
        "organisation": organisation.label,
        "project_code": project.code,
        "project": project.name,
        "total": project.wan("total"),
        "fiscal": project.wan("fiscal"),
        "other": project.wan("other"),
        "plan_percent": list(project.plan.percents),
        "plan_raw": list(project.plan.raws),
        "plan_heads": list(project.plan.heads),
        "indicators": project.indicators,
        "errors": findings[Severity.ERROR],
        "warnings": findings[Severity.WARNING],
        "hints": findings[Severity.HINT],
        "counted": project.counted,
        "because": "；".join(part for part in (project.because, project.remark) if part),
        "budget_raw": project.budget_raw,
        "in_progress": gap is None,
        "progress_gap": texts.PLAN_GAPS[gap] if gap else "",
        "year": project.year,
        "form": project.form,
        "file": project.entry.relative,
        "sheet": project.sheet,
        "cell": project.top_cell,
        "_project": project,
    }


def project_row(project: DepartmentProject) -> Row:
    """The row of a project form."""
    record = project.record
    return {
        **project_head(project),
        "budget_total_raw": record.text("budget_total_raw"),
        "budget_fiscal_raw": record.text("budget_fiscal_raw"),
        "budget_other_raw": record.text("budget_other_raw"),
        "use_of_funds": record.text("use_of_funds"),
        "goals": "\n".join(record.goals),
    }


def progress_gap(project: DepartmentProject) -> str | None:
    """Why a project takes no part in the progress of spending; None if it does."""
    if not project.counted:
        return "not_counted"
    if project.plan.gap:
        return project.plan.gap
    return "no_amount" if project.wan("total") is None else None


def budget_raw(record: Project, amounts: Mapping[str, Amount]) -> str:
    """The amounts as printed, if one of them is not simply a number; with what has no column of its own."""
    shown = {name: amount for name, amount in amounts.items() if not amount.is_blank}
    plain = all(plain_number(amount.text) is not None for amount in shown.values())
    if plain and shown.keys() <= set(BUDGETS.values()) and not record.amount_parts:
        return ""
    parts = [f"{field_name(name)} {amount.text}" for name, amount in shown.items()]
    parts += [f"{label} {raw}" for label, raw in record.amount_parts if label not in ("财政资金", "其他资金")]
    return "；".join(parts)


def amount_remark(amounts: Mapping[str, Amount]) -> str:
    """What a reader must know of the total: no such field, blank, not a number, not quite a number."""
    total = amounts.get(BUDGETS["total"])
    if total is None:
        return texts.AMOUNT_NO_FIELD
    if total.is_blank:
        return texts.AMOUNT_BLANK
    faults = [_fault(name, amount) for name, amount in amounts.items() if not amount.is_blank]
    return "；".join(part for part in faults if part)


def _fault(name: str, amount: Amount) -> str:
    fault = texts.AMOUNT_FAULTS.get(amount.fault or "")
    if amount.wan is None:
        unknown = texts.AMOUNT_NO_UNIT if amount.number is not None else texts.AMOUNT_UNKNOWN
        return f"{field_name(name)}{fault + '，' if fault else ''}{unknown}"
    return f"{field_name(name)}{fault}" if fault else ""


def indicator_rows(department: Department) -> list[Row]:
    """One row an indicator, raw and parsed side by side."""
    first = 1
    rows: list[Row] = []
    for project in department.projects:
        rows += indicator_rows_of(project, first)
        first += project.indicators
    return rows


def indicator_rows_of(project: DepartmentProject, first: int) -> Iterator[Row]:
    """The rows of a project's indicators. first: the number of the first one."""
    for number, indicator in enumerate(project.record.indicators, first):
        yield _indicator_row(number, project, indicator)


def _indicator_row(number: int, project: DepartmentProject, indicator: Indicator) -> Row:
    text = indicator.text
    graded = any(name.startswith("grades.") for name in indicator.values) and not text("value_raw")
    # Four thresholds are no single value: what the best of them is, only the checks go by.
    target = parse_target("") if graded else target_of(indicator, project.year)
    kind = "graded" if graded else target.kind
    place = next(
        (indicator.values[name] for name in ("value_raw", "grades.优", "l3") if name in indicator.values),
        None,
    )
    return {
        "number": number,
        "project_number": project.number,
        "organisation": project.organisation.label,
        "project": project.name,
        "l1": indicator.l1,
        "l2": indicator.l2,
        "l3": text("l3"),
        "description": text("description"),
        "value_raw": text("value_raw"),
        "kind": texts.KINDS[kind],
        "op": target.op,
        "value": target.number,
        "upper": target.upper,
        "measure": target.measure,
        "date": target.date,
        "basis": text("basis"),
        **{grade: text(f"grades.{grade}") for grade in GRADES},
        "operator_raw": text("operator_raw"),
        "measure_raw": text("measure_raw"),
        "weight_raw": text("weight_raw"),
        "remark": text("remark"),
        "counted": project.counted,
        "file": project.entry.relative,
        "sheet": project.sheet,
        "cell": place.address if place else None,
        "_project": project,
    }


_OPINIONS = {FindingState.ACCEPTED: ACCEPT, FindingState.RETURNED: RETURN}


def _key(finding: Finding) -> str:
    return finding.key.text(finding.project or "", finding.message) if finding.key else ""


def finding_rows(department: Department) -> Iterator[Row]:
    """One row a finding: errors first, what repeats together, each rule in the order of the files; what was accepted last."""
    return (made := FindingRows(department)).rows(made.in_order)


class FindingRows:
    """The rows of findings, as they are asked for. Findings are known by their numbers among those of the department.

    in_order: all of them, as they are shown."""

    def __init__(self, department: Department) -> None:
        self._absent, self._projects, self._findings = (
            department.absent,
            department.projects,
            department.findings,
        )
        self._entries = {str(entry.path): entry for entry in department.entries}
        self.in_order = array("L")
        for group in department.findings.grouped():
            self.in_order += group.numbers
        self._shown = array("L", bytes(self.in_order.itemsize * len(self.in_order)))
        for shown, n in enumerate(self.in_order, 1):
            self._shown[n] = shown

    def home(self, n: int, finding: Finding | None = None) -> Organisation | None:
        """Whose a finding is, as far as that is known."""
        if (owner := self._findings.owner(n)) != NOBODY:
            return self._projects[owner].organisation
        entry = self._entries.get((finding or self._findings[n]).file)
        return entry.organisations[0] if entry and len(entry.organisations) == 1 else None

    def rows(self, numbers: Iterable[int]) -> Iterator[Row]:
        """The rows of some findings, in their order."""
        for n in numbers:
            finding = self._findings[n]
            home, of = self.home(n, finding), self._findings.owner(n)
            owner = self._projects[of] if of != NOBODY else None
            entry = self._entries.get(finding.file)
            yield {
                "number": self._shown[n],
                "severity": str(finding.severity),
                "organisation": home.label if home else self._absent.get(finding.file, ""),
                "project_number": owner.number if owner else None,
                "project": finding.project or "",
                "title": rules()[finding.rule].title,
                "cell": finding.cell,
                "content": finding.value,
                "message": finding.message,
                "remedy": finding.remedy,
                "state": str(finding.state),
                "explanation": finding.explanation,
                "opinion": _OPINIONS.get(finding.state, ""),
                "sheet": finding.sheet or "",
                "file": entry.relative if entry else finding.file,
                "field": field_name(finding.field) if finding.field else "",
                "rule": finding.rule,
                "also": "、".join(finding.also),
                "key": _key(finding),
                "_project": owner,
                "_finding": finding,
            }


def file_rows(department: Department) -> list[Row]:
    """One row a file, whatever it is."""
    rows = []
    states = _roster_states(department)
    for n, entry in enumerate(department.entries, 1):
        rows.append(
            {
                "number": n,
                "file": entry.relative,
                "status": texts.STATUS[entry.status],
                "why": entry.why,
                "organisations": shorten([organisation.label for organisation in entry.organisations]),
                "projects": entry.projects,
                "roster": states.get(str(entry.path), ""),
                "modified": entry.modified,
                "sha256": entry.sha256,
                "_entry": entry,
            }
        )
    return rows


def _roster_states(department: Department) -> dict[str, str]:
    """Which of a file's organisations are on the roster, and which are not, by the file; nothing without a roster."""
    labels: dict[str, list[str]] = {}
    extra: dict[str, list[str]] = {}
    for match in department.roster.matches if department.roster else ():
        for file in dict.fromkeys(match.files):
            labels.setdefault(file, []).append(match.line.label)
    for organisation in department.roster.extra if department.roster else ():
        for file in organisation.files:
            extra.setdefault(file, []).append(organisation.label)
    for file, names in extra.items():
        own = labels.setdefault(file, [])
        own.append(f"{texts.ROSTER_EXTRA}：{shorten(names)}" if own else texts.ROSTER_EXTRA)
    return {file: "；".join(own) for file, own in labels.items()}


def roster_rows(department: Department) -> list[Row]:
    """One row a line of the roster, then one for each organisation that is on no line."""
    if department.roster is None:
        return []
    entries = {str(entry.path): entry for entry in department.entries}
    relative = {path: entry.relative for path, entry in entries.items()}
    rows = [_roster_row(match, entries) for match in department.roster.matches]
    order = [
        texts.ROSTER_STATES[state] for state in ("missing", "blank", "sent_unread", "tables_only", "sent")
    ]
    rows.sort(key=lambda row: order.index(row["state"]))  # who is missing comes first
    for organisation in department.roster.extra:
        files = shorten(sorted(relative[file] for file in organisation.files))
        rows.append(
            {
                "organisation_code": organisation.code,
                "organisation": organisation.label,
                "parent": "",
                "state": texts.ROSTER_EXTRA,
                "how": "",
                "files": files,
            }
        )
    return [{"number": n, **row} for n, row in enumerate(rows, 1)]


def _roster_row(match: RosterMatch, entries: dict[str, Entry]) -> Row:
    """Of what was not read, the file is named with the reason."""
    unread = match.state == "sent_unread"
    files = [
        texts.FILE_AND_WHY.format(file=entry.relative, why=entry.why.rstrip("。"))
        if unread and entry.why
        else entry.relative
        for entry in (entries[file] for file in match.files)
    ]
    return {
        "organisation_code": match.line.code,
        "organisation": match.line.name,
        "parent": match.line.parent,
        "state": texts.ROSTER_STATES[match.state],
        "how": texts.ROSTER_HOW[match.how] if match.how else "",
        "files": shorten(files),
    }


def shorten(names: list[str], most: int = 3) -> str:
    """Names with 、, and 等N个 after the third."""
    if len(names) <= most:
        return "、".join(names)
    return texts.AND_MORE.format(names="、".join(names[:most]), count=len(names))


def money(amount: Decimal) -> str:
    """An amount for a sentence: 6,162.78, with more decimals only where it has more."""
    text = f"{amount:,.2f}"
    return text if Decimal(text.replace(",", "")) == amount else f"{amount.normalize():,f}"

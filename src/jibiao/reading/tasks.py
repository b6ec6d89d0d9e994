"""The tasks of a department's whole target (年度主要任务): a table within the head of the form.

    年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元）
                 |          |          | 总额 | 财政拨款 | 其他资金

Source: 财预〔2015〕88号, 部门（单位）整体支出绩效目标申报表.
"""

from __future__ import annotations

from jibiao.forms import label_key
from jibiao.reading.blocks import Block
from jibiao.reading.page import Page
from jibiao.records import Project, Value

_COLUMNS = {
    "任务名称": "task",
    "主要任务": "task",
    "主要内容": "content",
    "任务内容": "content",
    "总额": "budget_total_raw",
    "合计": "budget_total_raw",
    "财政拨款": "budget_fiscal_raw",
    "财政资金": "budget_fiscal_raw",
    "其他资金": "budget_other_raw",
}
_NAMES = frozenset(key for key, name in _COLUMNS.items() if name == "task")
_SUM = ("金额合计", "合计", "总计")
_GROUPS = ("年度主要任务", "预算金额", "预算资金", "资金")


def read_tasks(page: Page, block: Block, project: Project) -> None:
    """Fill the project's tasks, and its budget from the row of their sum. Cells that were understood are marked."""
    if _NAMES.isdisjoint(page.keys.values()):
        return
    top = next((r for r in range(*block.head) if "task" in _headings(page, r).values()), None)
    if top is None:
        return
    columns = _headings(page, top)
    first = top + 1
    if len(amounts := _headings(page, top + 1)) > 1 and "task" not in amounts.values():
        columns, first = {**columns, **amounts}, top + 2
    for r in range(top, first):
        page.used.update((r, c) for c in page.rows.get(r, ()) if _key(page, r, c) in (*_COLUMNS, *_GROUPS))
    for r in range(first, block.head[1]):
        begins = page.rows.get(r, [min(columns)])[0]
        if begins < min(columns) or begins in page.announced.get(r, ()):
            return  # the next label of the form
        labelled = _amounts_in_labels(page, r)
        columns |= {value.column: name for name, value in labelled.items()}
        at = [c for c in page.rows.get(r, ()) if c in columns]
        row = {columns[c]: Value(page.shown[r, c], r, c) for c in at} | labelled
        page.used.update((r, c) for c in at)
        if "task" in row and label_key(row["task"].text) in _SUM:
            project.fields |= {name: value for name, value in row.items() if name.startswith("budget_")}
        elif row:
            project.tasks.append(row)


def _amounts_in_labels(page: Page, r: int) -> dict[str, Value]:
    """Amounts that stand behind their labels in the cells of a row: 总额 4200.00."""
    found: dict[str, Value] = {}
    for c in page.rows.get(r, ()):
        for _, label, text in page.inline.get((r, c), ())[:1]:
            name = _COLUMNS.get(label_key(label), "")
            if name.startswith("budget_"):
                found[name] = Value(text, r, c)
    return found


def _headings(page: Page, r: int) -> dict[int, str]:
    found: dict[str, int] = {}
    for c in page.rows.get(r, ()):
        if name := _COLUMNS.get(_key(page, r, c)):
            found.setdefault(name, c)
    return {c: name for name, c in found.items()}


def _key(page: Page, r: int, c: int) -> str:
    return label_key(page.shown[r, c])

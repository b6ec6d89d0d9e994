"""A faultless department: its official tables and part one, in the schema of `jibiao read --format json`."""

from __future__ import annotations

from copy import deepcopy

_OVERALL = {
    "overall": "围绕县委县政府中心工作，改善城乡居住条件。\n推进保障性住房建设。",
    "measures": "为实现上述目标，采取以下三项措施：\n一是加强制度建设，健全内部管理。\n"
    "二是加强支出管理，严格执行预算。\n三是加强绩效运行监控，及时纠偏。",
}
_ITEMS = {
    "农村危房改造": "绩效目标：完成农村危房改造80户。\n绩效指标：改造户数80户，验收合格率100%。",
    "清洁取暖补贴": "绩效目标：完成清洁取暖改造2000户。\n绩效指标：改造户数2000户。",
}
_INSTITUTIONS = """
某某县住房和城乡建设局 | 行政         | 正科级 | 财政拨款
某某县质监站           | 公益一类事业 | 股级   | 财政拨款
"""
_OVERVIEW = """
income                 | 13919
income_general_budget  | 10029
income_fund_budget     | 3890
income_state_capital   | 0
income_special_account | 0
income_other           | 0
expenditure            | 13919
basic                  | 514.06
personnel              | 481.1
public                 | 32.96
projects               | 13404.94
total                  | 13919
total_change           | 3867.09
basic_change           | 100.4
projects_change        | 3766.69
"""
_THREE_PUBLIC = """
total         | 3
abroad        | 0
cars          | 2
car_purchase  | 0
car_operation | 2
reception     | 1
total_change  | 0
comparison    | 与上年持平，无增减变化。
"""
_PROCUREMENT = """
total    | 合计         |        |            |           |    |      |      | 118.00 | 100.00 | 18.00
subtotal | 住建局小计   |        |            |           |    |      |      | 100.00 | 100.00 |
row      | 清洁取暖补贴 | 200.00 | 燃气壁挂炉 | A02061899 | 台 | 1000 | 0.05 | 50.00  | 50.00  |
row      | 清洁取暖补贴 | 200.00 | 太阳能     | A02061898 | 台 | 500  | 0.10 | 50.00  | 50.00  |
subtotal | 质监站小计   |        |            |           |    |      |      | 18.00  |        | 18.00
row      | 农村危房改造 | 30.00  | 检测设备   | A02100000 | 套 | 2    | 9    | 18.00  |        | 18.00
"""
_BOUGHT = (
    *("project_name", "project_budget", "item", "catalogue_number", "measure", "quantity", "unit_price"),
    *("total", "general_budget", "fund_budget"),
)
_ASSETS = """
all       | 资产总额                 | ——  | 68.8326
houses    | 1、房屋（平方米）        | 100 | 15
offices   | 其中：办公用房（平方米） | 60  | 9
vehicles  | 2、车辆（台、辆）        | 1   | 16.2
equipment | 3、单价在20万元以上设备  | ——  | 0
others    | 4、其他固定资产          | ——  | 37.6326
"""


def department() -> dict[str, dict]:
    """The tables by kind, in the order of the templates."""
    tables = [
        _table("overall_target", _OVERALL, rows=list(_items())),
        _table("institutions", {}, *_rows(_INSTITUTIONS, "unit_name", "nature", "rank", "funding")),
        _table("budget_overview", dict(_cells(_OVERVIEW))),
        _table("operating_funds", {"amount": "32.96", "use": "主要用于办公费、印刷费、水电费。"}),
        _table("three_public", dict(_cells(_THREE_PUBLIC))),
        _table("procurement", {"currency_unit": "万元"}, *_rows(_PROCUREMENT, "", *_BOUGHT)),
        _table(
            "fixed_assets",
            {"department": "某某县住房和城乡建设局", "as_of": "2026年12月31日"},
            *_rows(_ASSETS, "", "item", "quantity", "value"),
        ),
    ]
    return {table["kind"]: deepcopy(table) for table in tables}


def _table(kind, fields, rows=(), row_kinds=None):
    table = {"kind": kind, "fields": fields, "rows": list(rows)}
    return table | ({"row_kinds": row_kinds} if row_kinds else {})


def _items():
    for number, (name, text) in zip("一二", _ITEMS.items(), strict=True):
        yield {"heading": f"（{number}）{name}", "name": name, "text": text}


def _cells(table):
    for line in table.strip().split("\n"):
        yield [cell.strip() for cell in line.split("|")]


def _rows(table, *names):
    """The rows by column, and what each is: in the column without a name, else one of those that repeat."""
    rows = [dict(zip(names, cells, strict=False)) for cells in _cells(table)]
    kinds = [row.pop("", "row") for row in rows]
    return [{name: text for name, text in row.items() if text} for row in rows], kinds

"""Ninety forms of three provinces (`provinces.txt`, `provinces2.txt`) as forms that were read: Hebei's (H), that of the
Ministry (M), and one with sign, unit of measure and weight in columns of their own (S)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grids import grid
from jibiao.reading import FileReading, read_grid

_LEVELS = {
    "数": "产出指标 数量指标", "质": "产出指标 质量指标", "时": "产出指标 时效指标", "成": "产出指标 成本指标",
    "济": "成本指标 经济成本指标", "经": "效益指标 经济效益指标", "社": "效益指标 社会效益指标",
    "生": "效益指标 生态效益指标", "持": "效益指标 可持续影响指标", "满": "满意度指标 服务对象满意度指标",
}  # fmt: skip


@dataclass
class Written:
    """One form as it is written. faults: the rules that it breaks; none if it is faultless."""

    head: list[str]
    texts: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.head[4]


def written(text: str) -> list[Written]:
    """The forms of the text in order."""
    forms: list[Written] = []
    for line in text.splitlines():
        if line.startswith("@"):
            forms.append(Written(_parts(line[1:])))
        elif line.startswith("fault:"):
            forms[-1].faults.append(_parts(line)[0].removeprefix("fault:").strip())
        elif line[:2] in ("$ ", "U ", "P ", "G ", "T "):
            forms[-1].texts[line[0]] = line[2:].strip().replace(" // ", r"\n")
        elif line and not line.startswith("#"):
            forms[-1].rows.append(_parts(line))
    return forms


def province_files(forms: list[Written]) -> list[FileReading]:
    """One file for each office and year, one sheet for each form, named by the form's id."""
    files: dict[str, FileReading] = {}
    numbers: Counter[str] = Counter()
    for form in forms:
        name = f"{form.head[1]}_{form.head[5]}_{form.head[2]}.xlsx"
        numbers[name] += 1
        reading = files.setdefault(name, FileReading(Path(name)))
        table = _TABLES[form.head[1]](form, numbers[name])
        reading.sheets.append(read_grid(grid("\n".join(table), name=form.head[0]), name))
    return list(files.values())


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(" | ")]


def _indicators(form: Written) -> Iterator[tuple[str, str, list[str]]]:
    for level, *row in form.rows:
        l1, l2 = _LEVELS[level].split() if level in _LEVELS else level.split(">")
        yield l1, l2, row


def _hebei(form: Written, number: int) -> Iterator[str]:
    (_, _, office, code, name, _), (total, fiscal, other) = form.head, _parts(form.texts["$"])
    p3, p6, p10, p12 = _parts(form.texts["P"])
    yield f"{form.texts.get('T', f'{number}.{name}绩效目标表')} | < | < | < | < | < | <"
    yield f"{office} | < | < | < | 单位：万元 | < | <"
    yield f"项目编码 | {code} | < | 项目名称 | {name} | < | <"
    yield f"预算规模及资金用途 | 预算数 | {total} | 其中：财政资金 | {fiscal} | 其他资金 | {other}"
    yield f"^ | {form.texts['U']} | < | < | < | < | <"
    yield "资金支出计划（%） | 3月底 | 6月底 | < | 10月底 | < | 12月底"
    yield f"^ | {p3} | {p6} | < | {p10} | < | {p12}"
    yield f"绩效目标 | {form.texts['G']} | < | < | < | < | <"
    yield ""
    yield "一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | < | 指标值 | 指标值确定依据"
    for l1, l2, (l3, description, value, basis) in _indicators(form):
        yield f"{l1} | {l2} | {l3} | {description} | < | {value} | {basis}"


def _ministry(form: Written, number: int) -> Iterator[str]:
    _, _, department, code, name, year, office, period = form.head
    total, fiscal, other = _parts(form.texts["$"])
    yield "项目支出绩效目标申报表 | < | < | < | < | <"
    yield f"（{year}年度） | < | < | < | < | <"
    yield f"项目名称 | < | {name} | < | < | <"
    yield f"主管部门及代码 | < | {department}{code} | 实施单位 | {office} | <"
    yield f"项目属性 | < | {'延续项目' if number % 3 else '新增项目'} | 项目期 | {period} | <"
    yield f"项目资金（万元） | < | 年度资金总额： | < | {total} | <"
    yield f"^ | ^ | 其中：财政拨款 | < | {fiscal} | <"
    yield f"^ | ^ | 其他资金 | < | {other} | <"
    yield f"年度总体目标 | {form.texts['G']} | < | < | < | <"
    yield "绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 指标值"
    for l1, l2, (l3, value) in _indicators(form):
        yield f"^ | {l1} | {l2} | {l3} | < | {value}"


def _columns(form: Written, number: int) -> Iterator[str]:
    _, _, office, code, name, year, weights = form.head
    total, fiscal, other = _parts(form.texts["$"])
    yield "部门预算项目支出绩效目标表 | < | < | < | < | < | < | <"
    yield f"（{year}年度） | < | < | < | 金额单位：万元 | < | < | <"
    yield f"项目名称 | < | {name} | < | 项目编码 | {code} | < | <"
    yield f"部门（单位） | < | {office} | < | < | < | < | <"
    yield f"项目资金（万元） | < | 年度资金总额 | < | {total} | < | < | <"
    yield f"^ | ^ | 财政拨款 | < | {fiscal} | < | < | <"
    yield f"^ | ^ | 其他资金 | < | {other} | < | < | <"
    yield f"年度目标 | < | {form.texts['G']} | < | < | < | < | <"
    yield "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重"
    for l1, l2, row in _indicators(form):
        yield f"^ | {l1} | {l2} | {' | '.join(row)}"
    if weights == "90":
        yield "注：预算执行率权重10分，由系统自动生成，不在本表填列。 | < | < | < | < | < | < | <"


_TABLES = {"H": _hebei, "M": _ministry, "S": _columns}

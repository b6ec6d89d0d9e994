"""Projects of other bureaus (`bureaus.txt`) as forms that were read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grids import grid
from jibiao.reading import FileReading, read_grid

_LEVELS = {
    "数量": "产出指标 数量指标", "质量": "产出指标 质量指标", "时效": "产出指标 时效指标", "成本": "产出指标 成本指标",
    "经济": "效益指标 经济效益指标", "社会": "效益指标 社会效益指标", "生态": "效益指标 生态效益指标",
    "经济成本": "成本指标 经济成本指标", "社会成本": "成本指标 社会成本指标", "生态成本": "成本指标 生态环境成本指标",
    "可持续": "效益指标 可持续影响指标", "满意": "满意度指标 服务对象满意度指标",
}  # fmt: skip


def bureau_files(text: str) -> list[FileReading]:
    """One file for each bureau, one sheet for each project."""
    files: dict[str, FileReading] = {}
    for number, block in enumerate(re.split(r"\n\s*\n(?=@)", text[text.index("@") :]), 1):
        name = re.match(r"@(\S+)", block)
        assert name
        reading = files.setdefault(name[1], FileReading(Path(f"{name[1]}.xlsx")))
        sheet = grid("\n".join(_table(block.strip().split("\n"), number)), name=f"{number}")
        reading.sheets.append(read_grid(sheet, str(reading.path)))
    return list(files.values())


def _table(lines: list[str], number: int) -> Iterator[str]:
    """A project as a text table of form A1."""
    head = re.match(r"@(\S+) (\d+) (.*)", lines[0])
    assert head
    name, total, fiscal, other, use = (part.strip() for part in head[3].split("|"))
    plan = lines[1].split()[1:]
    goals = re.sub(r" (?=\d\.)", r"\\n", lines[2].removeprefix("goals "))
    yield f"{number}.{name}绩效目标表 | < | < | < | < | < | <"
    yield f"{head[2]}某县{head[1]} | < | < | < | 单位：万元 | < | <"
    yield f"项目编码 | {head[2]}24P0040441{number:05} | < | 项目名称 | {name} | < | <"
    yield f"预算规模及资金用途 | 预算数 | {total} | 其中：财政资金 | {fiscal} | 其他资金 | {other}"
    yield f"^ | {use} | < | < | < | < | <"
    yield "资金支出计划（%） | 3月底 | 6月底 | < | 10月底 | < | 12月底"
    yield f"^ | {plan[0]} | {plan[1]} | < | {plan[2]} | < | {plan[3]}"
    yield f"绩效目标 | {goals} | < | < | < | < | <"
    yield ""
    yield "一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | < | 指标值 | 指标值确定依据"
    for line in lines[3:]:
        level, l3, description, value, basis = (part.strip() for part in line.split("|"))
        l1, l2 = _LEVELS[level].split()
        yield f"{l1} | {l2} | {l3} | {description} | < | {value} | {basis}"

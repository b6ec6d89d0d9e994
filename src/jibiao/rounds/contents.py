"""What forms say, cell by cell, as it is kept from one round to the next: in a sheet of the status workbook (报送内容)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from jibiao.grid import Grid
from jibiao.identity import code_key, name_key
from jibiao.records import Project
from jibiao.text import compact

_LONGEST = 4_000
"""Characters of a text that are kept; of a longer one its digest tells whether it changed."""
_FITS = 12_000
"""Characters of a row of the sheet."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no cell can hold."""


class Said(NamedTuple):
    """What a cell says."""

    cell: str
    text: str


@dataclass(slots=True)
class Form:
    """One form. whose: the key of the return that it is of. parts: "" for its fields, "plan", "goals", "indicators[2]" … →
    what stands there, by field."""

    whose: str
    file: str
    sheet: str
    project: str
    code: str
    parts: dict[str, dict[str, Said]] = field(default_factory=dict)

    @property
    def organisation(self) -> str:
        """Whose it is, as keys of findings have it."""
        return self.whose.partition(" ")[0]

    @property
    def keys(self) -> tuple[str, ...]:
        """By what it is known in another round: its code, its name."""
        return tuple(filter(None, (code_key(self.code), name_key(self.project))))

    @property
    def rows(self) -> list[dict[str, Said]]:
        """Its indicators, in order."""
        return [values for part, values in self.parts.items() if part.startswith("indicators[")]

    def fields(self) -> dict[str, Said]:
        """Everything else, by path."""
        return {
            ".".join(filter(None, (part, name))): said
            for part, values in self.parts.items()
            if not part.startswith("indicators[")
            for name, said in values.items()
        }


def form_of(project: Project, whose: str, file: str) -> Form:
    """A form as it is kept."""
    form = Form(whose, file, project.sheet, project.name, project.text("project_code"))

    def put(part: str, name: str, cell: str | None, text: str) -> None:
        if cell:
            form.parts.setdefault(part, {})[name] = Said(cell, _kept(text))

    for name, value in project.fields.items():
        put("", name, value.address, value.text)
    for n, value in enumerate(project.plan, 1):
        put("plan", f"plan_raw[{n}]", value.address, value.text)
    for n, (label, value) in enumerate(project.labelled_goals(), 1):
        put("goals", compact(label) or str(n), value.address, value.text)
    for n, task in enumerate(project.tasks, 1):
        for name, value in task.items():
            put(f"tasks[{n}]", name, value.address, value.text)
    for n, row in enumerate(project.indicators, 1):
        for name, value in row.values.items():
            if value.row == row.row or name not in ("l1", "l2"):  # a level holds for the rows below
                put(f"indicators[{n}]", name, value.address, value.text)
    return form


def _kept(text: str) -> str:
    text = _ILLEGAL.sub("�", text)
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}…{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


HEADS = ("单位", "文件", "工作表", "项目", "项目编码", "部分", "内容")
"""Of the sheet."""


def rows_of(forms: Iterable[Form]) -> Iterator[tuple[str, ...]]:
    """The forms as rows of the sheet."""
    for form in forms:
        known = form.whose, form.file, form.sheet, form.project, form.code
        if not form.parts:
            yield *known, "", "{}"
        for part, values in form.parts.items():
            for piece in _pieces(values):
                yield *known, part, json.dumps(piece, ensure_ascii=False)


def _pieces(values: Mapping[str, Said]) -> Iterator[dict[str, Said]]:
    piece: dict[str, Said] = {}
    size = 0
    for name, said in values.items():
        size += len(json.dumps(said, ensure_ascii=False)) + len(name)
        if piece and size > _FITS:
            yield piece
            piece, size = {}, 0
        piece[name] = said
    yield piece


def forms_in(grid: Grid, head_row: int) -> list[Form]:
    """The forms that stand in the sheet. Raises ValueError if it is not as it was written."""
    forms: dict[tuple[str, ...], Form] = {}
    for r in range(head_row + 1, len(grid.rows)):
        *known, part, content = (grid.text(r, c) for c in range(len(HEADS)))
        if not content:
            continue
        whose, file, sheet, project, code = known
        form = forms.setdefault(tuple(known), Form(whose, file, sheet, project, code))
        values = json.loads(content)
        if not isinstance(values, dict):
            raise ValueError(content)
        for name, said in values.items():
            cell, text = said
            form.parts.setdefault(part, {})[name] = Said(str(cell), str(text))
    return list(forms.values())

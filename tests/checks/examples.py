"""The examples of `rules.toml` as projects: changes to a faultless form, and other projects of the same file.

Beside the paths that `samples.project` knows: `others` (a list of changes, one for each further project, with
`form` if it is on another one), `basis` (of every row), `amount_parts`, `title_position` and `stored` (the number
under what the one changed cell shows, that of a date but for 2024.1). `part_one`: the paragraphs of the department's
target, one a line; the projects are then those of a Word document.
"""

from __future__ import annotations

from typing import Any

from jibiao.reading.part_one import read_part_one
from jibiao.records import DepartmentTarget, Project, Stored
from samples import project


def projects_of(form: str, changes: dict[str, Any]) -> list[Project]:
    """The project of an example, and the others of its file."""
    others = changes.get("others", [])
    own = {path: text for path, text in changes.items() if path not in ("others", "part_one")}
    return [_one(form, own), *(_one(other.get("form", form), other) for other in others)]


def part_one_of(changes: dict[str, Any]) -> DepartmentTarget | None:
    """The department's target of an example, None if it is no example of one."""
    return read_part_one(changes.get("part_one", "").split("\n"))


def _one(form: str, changes: dict[str, Any]) -> Project:
    asked = dict(changes)
    asked.pop("form", None)
    special = {
        name: asked.pop(name)
        for name in ("basis", "amount_parts", "title_position", "stored")
        if name in asked
    }
    found = project("B" if form == "C" else form, asked)
    if "basis" in special:
        for row in found.indicators:
            row.values["basis"] = row.values["basis"]._replace(text=special["basis"])
    if "amount_parts" in special:
        found.amount_parts = [(label, raw) for label, raw in special["amount_parts"]]
    found.title_position = special.get("title_position", found.title_position)
    if number := special.get("stored"):
        (path,) = asked
        found.stored[dict(found.texts())[path][1:]] = Stored(number, is_date=number != 2024.1)
    return found

"""Makes `members.txt` from the description of Excel 2010's object model, and of what of Office's it uses: `index.d.ts`
of the npm packages @types/activex-excel and @types/activex-office (MIT). Run by hand:
`python tests/excel/describe.py excel/index.d.ts office/index.d.ts`.

A line is a member of the class above it: `name type`, `name= type` if it can be set, or `name(arguments) type`, each
argument `name:type` or `name?:type`. Types are plain: text, number, boolean, array, any, nothing, the name of a class
or of an enumeration, alternatives joined by `|`. Members with several forms have several lines; those that start with
an underscore are hidden ones of Excel and left out. Enumerations come last, with their numbers.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CLASSES = (
    *("Application", "Workbooks", "Workbook", "Sheets", "Worksheet", "Range", "Areas", "Comment", "Comments"),
    *("Names", "Name", "FormatConditions", "FormatCondition", "Validation", "Font", "Interior"),
    "ProtectedViewWindows",
)
"""What the commands, and the macros, come to; all else is known by its name only."""
OF_OFFICE = ("FileDialog", "FileDialogFilters", "FileDialogFilter", "FileDialogSelectedItems")
OF_OFFICE_TOO = ("MsoFileDialogType", "MsoFileDialogView")
"""Enumerations."""
_PLAIN = {"string": "text", "undefined": "nothing", "null": "nothing", "void": "nothing"}
_PLAIN |= {name: name for name in ("number", "boolean", "any", "array")}
_HEAD = """# Excel 2010's object model, member by member, as far as the project uses it. Made by describe.py from
# @types/activex-excel 14.0.11 and @types/activex-office 16.0.7 (https://www.npmjs.com/package/@types/activex-excel),
# Copyright (c) Microsoft Corporation, MIT License: members.LICENSE.
"""


def describe(excel: str, office: str) -> str:
    """The description of CLASSES and OF_OFFICE in lines, from the TypeScript."""
    text = "\n".join([excel, *_only(office)])
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    text = re.sub(rf"\bOffice\.(?={'|'.join([*OF_OFFICE, *OF_OFFICE_TOO])})", "", text)
    aliases = dict(re.findall(r"^    type (\w+) =\s*([^;<>]+);", text, re.MULTILINE))
    enums = {
        name: sorted({int(number) for number in re.findall(r"= (-?\d+)", body)})
        for name, body in re.findall(r"^    const enum (\w+) \{(.*?)^    \}", text, re.MULTILINE | re.DOTALL)
    }
    classes = set(re.findall(r"^    (?:class|interface) (\w+)", text, re.MULTILINE))
    used: set[str] = set()

    def plain(kind: str) -> str:
        kind = " ".join(kind.split())
        while kind.strip("| ") in aliases:
            kind = aliases[kind.strip("| ")]
        if "=>" in kind or re.fullmatch(r"[A-Z]", kind):
            return "any"
        kind = re.sub(r"SafeArray(<[^<>]*>)?", "array", kind)
        found = []
        for one in re.sub(r"<[^<>]*>", "", kind).split("|"):
            name = one.strip()
            if name in aliases:
                found += plain(name).split("|")
            elif name.split(".")[0] in enums:
                used.add(name.split(".")[0])
                found.append(name.split(".")[0])
            elif re.fullmatch(r"-?\d+", name):
                found.append("number")
            elif name in ("true", "false"):
                found.append("boolean")
            elif name.startswith('"'):
                found.append("text")
            elif name:
                found.append(_PLAIN.get(name, name if name in classes else "any"))
        return "|".join(sorted(set(found))) or "any"

    def arguments(inside: str) -> str:
        words = [word.strip() for word in re.split(r",(?![^<(]*[>)])", inside) if word.strip()]
        return ", ".join(
            f"{name}:{plain(kind)}" for name, kind in (re.split(r":\s*", word, maxsplit=1) for word in words)
        )

    lines = [_HEAD.rstrip()]
    for name in (*CLASSES, *OF_OFFICE):
        (body,) = re.findall(
            rf"^    (?:class|interface) {name}(?:<[^{{]*>)? \{{(.*?)^    \}}", text, re.MULTILINE | re.DOTALL
        )
        lines.append(f"class {name}")
        of_class: list[str] = []
        for member in filter(None, (" ".join(part.split()) for part in _members(body))):
            if re.match(r"private|(readonly )?_", member):
                continue
            if called := re.fullmatch(r"(\w*)(?:<[^(]*>)?\((.*)\): (.*)", member):
                of_class.append(f"{called[1] or 'Item'}({arguments(called[2])}) {plain(called[3])}")
            else:
                ((readonly, property_name, kind),) = re.findall(r"^(readonly )?(\w+): (.*)$", member)
                of_class.append(f"{property_name}{'' if readonly else '='} {plain(kind)}")
        lines += dict.fromkeys(of_class)
    lines += [f"enum {name} {' '.join(map(str, enums[name]))}" for name in sorted(used)]
    return "\n".join(lines) + "\n"


def _only(office: str) -> list[str]:
    """What is used of Office's description. The rest of it has names that Excel's has too."""
    wanted = "|".join([*OF_OFFICE, *OF_OFFICE_TOO])
    whole = rf"^    (?:class|interface|const enum) (?:{wanted}) \{{.*?^    \}}"
    return re.findall(whole, office, re.MULTILINE | re.DOTALL)


def _members(body: str) -> list[str]:
    """The members of a class: what semicolons end that stand in no braces."""
    parts, depth = [""], 0
    for sign in body:
        depth += (sign in "({") - (sign in ")}")
        if sign == ";" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


if __name__ == "__main__":
    made = describe(*(Path(name).read_text("utf-8") for name in sys.argv[1:3]))
    Path(__file__).with_name("members.txt").write_text(made, "utf-8")

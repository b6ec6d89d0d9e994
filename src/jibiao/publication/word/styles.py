"""The styles of the document: ours, or those of a template with ours where it has none."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from importlib import resources
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn


def _ours() -> Any:
    return parse_xml((resources.files("jibiao.publication.word") / "styles.xml").read_bytes())


def own_styles(document: Any) -> None:
    """Put our styles in the place of those of python-docx's own template, which has a copy of them for Word 2010."""
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[name]
    settings = document.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # it is Japanese there
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    for child in _ours():
        element.append(child)


class Styles:
    """The ids of our styles in a document: Styles(document)["Heading1"]. A style that the document has under the same name
    is taken as it is; one that it lacks is added."""

    def __init__(self, document: Any) -> None:
        self._element = document.styles.element
        self._ids: dict[str, str] = {}
        there = dict(self._named())
        taken = {style.get(qn("w:styleId")) for style in self._element.findall(qn("w:style"))}
        for style in _ours().findall(qn("w:style")):
            own, name = style.get(qn("w:styleId")), _name(style)
            default = style.get(qn("w:default")) and self._default(style.get(qn("w:type")))
            if found := there.get(name) or default:
                self._ids[own] = found
            else:
                self._ids[own] = _free(own, taken)
                taken.add(self._ids[own])
                self._add(style)

    def __getitem__(self, own: str) -> str:
        return self._ids[own]

    def _named(self) -> Iterator[tuple[str, str]]:
        for style in self._element.findall(qn("w:style")):
            yield _name(style), style.get(qn("w:styleId"))

    def _default(self, kind: str) -> str | None:
        for style in self._element.findall(qn("w:style")):
            if style.get(qn("w:type")) == kind and style.get(qn("w:default")) in ("1", "true", "on"):
                return str(style.get(qn("w:styleId")))
        return None

    def _add(self, style: Any) -> None:
        added = deepcopy(style)
        added.attrib.pop(qn("w:default"), None)
        added.set(qn("w:styleId"), self._ids[style.get(qn("w:styleId"))])
        for reference in (qn("w:basedOn"), qn("w:next")):
            child = added.find(reference)
            if child is not None:
                child.set(qn("w:val"), self._ids.get(child.get(qn("w:val")), child.get(qn("w:val"))))
        self._element.append(added)


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return str(name.get(qn("w:val"))).lower() if name is not None else ""


def _free(wanted: str, taken: set[str]) -> str:
    number = 0
    while (name := f"{wanted}{number or ''}") in taken:
        number += 1
    return name

"""The ribbon: `addin/ribbon.xml` with a button for each form."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from jibiao.addin.sources import source
from jibiao.forms import Form, all_forms


def ribbon() -> bytes:
    """The ribbon's XML. A button with {form} in its id, on a line of its own, stands for one of each form."""
    lines = source("addin/ribbon.xml").read_text("utf-8").splitlines(keepends=True)
    made = (_of_form(line, form) for line in lines for form in (all_forms() if "{label}" in line else [None]))
    return "".join(made).encode()


def ribbon_tree() -> Element:
    """The same, parsed."""
    return ET.fromstring(ribbon())


def _of_form(line: str, form: Form | None) -> str:
    if form is None:
        return line
    return line.replace("{form}", form.id).replace("{label}", escape(_label(form), {'"': "&quot;"}))


def _label(form: Form) -> str:
    """What tells the form from others, for a menu: what its name has in brackets at the end."""
    match = re.search(r"（(.+)）$", form.name)
    return match[1] if match else form.name

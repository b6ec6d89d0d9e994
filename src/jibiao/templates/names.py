"""File names of the templates."""

from __future__ import annotations

from collections.abc import Sequence

from jibiao.forms import Form
from jibiao.forms.official_tables import department_forms
from jibiao.templates import texts


def template_name(form: Form) -> str:
    """The file name of the blank template: A1_2024_项目绩效目标表.xlsx."""
    return f"{form.id}_{form.year}_{form.name.partition('（')[0]}.xlsx"


def table_name(kinds: Sequence[str]) -> str:
    """The file name of the blank workbook of official tables: of one, or of a department."""
    if len(kinds) > 1:
        return texts.DEPARTMENT_FILE
    return f"{department_forms()[kinds[0]].name}.xlsx"

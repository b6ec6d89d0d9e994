"""File names of the templates."""

from __future__ import annotations

from jibiao.forms import Form


def template_name(form: Form) -> str:
    """The file name of the blank template: A1_2024_项目绩效目标表.xlsx."""
    return f"{form.id}_{form.year}_{form.name.partition('（')[0]}.xlsx"

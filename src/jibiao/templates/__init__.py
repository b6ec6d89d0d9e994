"""Templates: the official forms and tables as workbooks, blank or filled."""

from jibiao.templates.build import build_book, build_tables, build_template
from jibiao.templates.fill import fill_tables, fill_template
from jibiao.templates.form_sheet import TemplateError
from jibiao.templates.names import table_name, template_name

__all__ = [
    "TemplateError",
    "build_book",
    "build_tables",
    "build_template",
    "fill_tables",
    "fill_template",
    "table_name",
    "template_name",
]

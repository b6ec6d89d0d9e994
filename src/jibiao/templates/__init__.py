"""Templates: the official forms as workbooks, blank or filled with a project."""

from jibiao.templates.build import build_book, build_template
from jibiao.templates.fill import fill_template
from jibiao.templates.form_sheet import TemplateError
from jibiao.templates.names import template_name

__all__ = ["TemplateError", "build_book", "build_template", "fill_template", "template_name"]

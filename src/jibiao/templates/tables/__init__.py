"""Templates of the official tables that are published beside the forms, from their drawings in `forms/tables/`.

content.py   what stands in a table: blank, or from what `jibiao read` gives
layout.py    the drawing made into the rows of one sheet
places.py    where its fields stand, as references in formulas
sheet.py     the sheet, drawn with openpyxl
inputs.py    what may be typed, the lists, the line of help
checks.py    its relations as formulas and lights
self_check.py  their rows on the sheet 自检
"""

from jibiao.templates.tables.content import TableContent, blank_table, table_content

__all__ = ["TableContent", "blank_table", "table_content"]

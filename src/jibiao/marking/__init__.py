"""Workbooks of counties with some of their parts changed, and every other byte as it was.

outline.py              where the elements of an XML part stand, and edits by place
package.py              the parts of a workbook, copied packed as they are unless changed
cells.py                texts of single cells replaced
fix.py                  the safe fixes of a workbook written to a new one
mark.py                 a copy of a workbook that shows its findings: list, highlights and notes
list_sheet.py           the sheet with the list
book.py                 the workbook's list of sheets and names
looks.py                the styles that list and highlights need
conditional_formats.py  the two conditional formats of a sheet
notes.py                the notes of a sheet
texts.py                every word that a user sees
"""

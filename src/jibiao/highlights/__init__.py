"""How findings show in a workbook, whoever puts them there: the add-in in an open workbook (`live`), `check --mark` in a
copy (`marking`), and templates, which carry the conditional formats from the start.

Nothing here opens or writes a workbook. See docs/decisions/0005.
"""

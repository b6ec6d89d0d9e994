"""Workbooks that came back, against what was sent: nothing here knows of a summary or a status workbook.

senders.py    who sent a file
expected.py   what should stand in a template's locked cells
align.py      where the rows and columns of a template went
skeleton.py   formulas as they are compared
compare.py    a workbook against its template
assess.py     all files against the manifest
texts.py      every word that a user sees
"""

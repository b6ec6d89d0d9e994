"""Blank templates for every organisation of a roster, and the manifest of what was sent.

run.py         the whole job: workbooks, zips, manifest; what may be written over
orders.py      the roster made into orders; all faults are found here
filenames.py   names that every system takes
last_year.py   last year's projects as a start for this year's
manifest.py    what was sent to whom, as JSON and as CSV
texts.py       every word that a user sees

Copies themselves are made by `jibiao.templates.copies`.
"""

"""Blank templates for every organisation of a roster, and the manifest of what was sent.

distributing.py  the whole job: workbooks, zips, manifest; what may be written over
orders.py        the roster made into orders; all faults are found here
filenames.py     names that every system takes
last_year.py     last year's projects as a start for this year's
texts.py         every word that a user sees

Copies themselves are made by `jibiao.templates.copies`.
"""

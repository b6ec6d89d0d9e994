"""What was submitted: the files of a folder, what became of each, and whose they are.

scan.py           which files there are, in folders and in zips
entries.py        each read once, and its status
packed.py         what one gave, as bytes; as_lists.py: records as lists, by their types
folded.py         readings that are packed while nobody looks at them
cache.py          what was read the last time, beside the output; beside.py: what else lies there
last_run.py       whether a run would give what the last one gave
shared.py         files read by several processes; checked.py: checked by them
cluster.py        the same by the workers of a Dask cluster
roster_match.py   who of a roster has submitted one
texts.py          every word that a user sees
"""

"""What was submitted: the files of a folder, what became of each, and whose they are.

scan.py           which files there are, in folders and in zips
entries.py        each read once, and its status
packed.py         what one gave, as bytes; as_lists.py: records as lists, by their types
roster_match.py   who of a roster has submitted one
texts.py          every word that a user sees
"""

"""What is carried from one round to the next.

previous.py   what the finance section's own lists of the last round say
contents.py   what forms say, as it is kept from round to round
compare.py    two rounds of forms, cell by cell
outcome.py    what was corrected, what not, what is new, what was changed besides
texts.py      every word that a user sees
"""

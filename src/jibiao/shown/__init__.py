"""What a cell shows: a value and its number format → the text on the screen.

numberformat.py   entry: `show(value, code)`, the built-in formats of a Chinese Excel
numbercode.py     the part of a code that shows numbers
datecode.py       the part of a code that shows dates and times
numerals.py       Chinese numerals ([DBNum1])
"""

"""An xlwings engine for LibreOffice Calc over UNO: see README.md.

>>> import xlwings as xw
>>> from jibiao import libreoffice
>>> libreoffice.add_engine()  # doctest: +SKIP
>>> with xw.App(visible=False, add_book=False) as app:  # doctest: +SKIP
...     app.books.open("a.xlsx").sheets[0]["A1"].value

Importing this is cheap and needs no LibreOffice; its Python bridge is looked for when a program is
started or attached to.
"""

from .engine import Engine, add_engine

__all__ = ["Engine", "add_engine"]

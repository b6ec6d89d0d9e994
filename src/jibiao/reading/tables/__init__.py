"""The official tables beside the forms: institutions, procurement, fixed assets; and the figures that sentences give.

find.py   where tables stand on a page, by their headings and the labels of their rows
above.py  the lines above a table: title, organisation, unit of money, date
rows.py   their rows
prose.py  figures in sentences
continued.py  tables that go on, on the next page
take.py   all of it: the tables of a page, and the page without them
"""

from jibiao.reading.tables.above import add_paragraphs, tell_kind
from jibiao.reading.tables.continued import join_tables
from jibiao.reading.tables.prose import Line, read_sentences
from jibiao.reading.tables.rows import add_blank_rows
from jibiao.reading.tables.take import hold_tables, take_figures, take_tables, without

__all__ = [
    "Line",
    "add_blank_rows",
    "add_paragraphs",
    "hold_tables",
    "join_tables",
    "read_sentences",
    "take_figures",
    "take_tables",
    "tell_kind",
    "without",
]

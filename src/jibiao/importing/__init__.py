"""Word in: a published document becomes filled templates, one workbook an organisation (decision 32).

documents.py  the whole job: documents → workbooks, and the list of what was left
place.py      a project on a form: what stands in its cells, and what had no place, found by reading back what was written
tables.py     the official tables and part one, in a workbook of their own
names.py      names of files from names of organisations
texts.py      every word that a user sees
"""

from jibiao.importing.documents import Imported, ImportedBook, TargetsStand, import_documents

__all__ = ["Imported", "ImportedBook", "TargetsStand", "import_documents"]

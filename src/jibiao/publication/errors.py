"""What publishing raises."""

from __future__ import annotations

from collections.abc import Sequence

from jibiao.errors import JibiaoError
from jibiao.publication.gather import Refused
from jibiao.submissions.entries import Entry


class NothingToPublish(JibiaoError):
    """There is nothing that could be published; no document was written. refused: what has open errors. entries: what
    is in the folder."""

    def __init__(self, message: str, refused: Sequence[Refused], entries: Sequence[Entry]) -> None:
        super().__init__(message)
        self.refused, self.entries = refused, entries


class UnusableTemplate(JibiaoError):
    """The template of the document cannot be used."""

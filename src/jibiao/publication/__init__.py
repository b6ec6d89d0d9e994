"""What a department publishes each year: its targets and the other official tables as one Word document."""

from jibiao.publication.errors import NothingToPublish, UnusableTemplate
from jibiao.publication.result import Publication
from jibiao.publication.run import publish

__all__ = ["NothingToPublish", "Publication", "UnusableTemplate", "publish"]

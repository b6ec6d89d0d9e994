"""What a department publishes each year: its targets and the other official tables as one Word document."""

from jibiao.publication.errors import NothingToPublish, UnusableTemplate
from jibiao.publication.publishing import publish
from jibiao.publication.result import Publication

__all__ = ["NothingToPublish", "Publication", "UnusableTemplate", "publish"]

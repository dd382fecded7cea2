"""Minutes and other papers of a body, attached to the request they belong to."""

import uuid

from django.db import models

from .hearing import HearingRequest
from .revision import Frozen


def minutes_path(file: "HearingFile", filename: str) -> str:
    """A path without the name the user gave: names stay in the row, so none can leak or clash on disk."""
    return f"minutes/{file.request_id}/{uuid.uuid4().hex}"


class HearingFile(Frozen):
    """Kept outside the web root; a view serves it to those who may read it. `content_type` is what it was found to be.

    A file that was taken off keeps its row and its bytes, so that history stays provable.
    """

    request = models.ForeignKey(HearingRequest, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to=minutes_path, max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

"""Attaching minutes to a hearing and taking them off again."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ..frozen import frozen
from ..hearings.file_types import type_of
from ..models import HearingFile, HearingRequest
from ..refusal import Refused
from .change import change
from .hearing import about, still_open


def attach_minutes(request: HearingRequest, by: Any, file: UploadedFile) -> HearingFile:
    """Stores the file where its content is of a type that is taken; the name is only what it is called."""
    with change("attach_minutes", request.proposal, by, subject=request) as under_way:
        fresh = still_open(request)
        # The size before the content, which is read whole.
        if file.size > settings.ATTACHMENT_MAX_BYTES:
            most = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
            raise Refused(_("Filen må højst fylde %(most)s.") % {"most": most})
        content_type = type_of(file, file.name)
        if not content_type:
            raise Refused(_("Filen kan ikke vedhæftes. Brug PDF, Word (docx), ODT, tekst, PNG eller JPG."))
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        # Not the name: the history is read by more people than the file is.
        under_way.data |= about(fresh) | {"size": file.size, "sha256": digest.hexdigest()}
        return HearingFile.objects.create(
            request=fresh,
            file=file,
            name=file.name,
            content_type=content_type,
            size=file.size,
            sha256=digest.hexdigest(),
            at=under_way.at,
            **frozen(by),
        )


def remove_minutes(file: HearingFile, by: Any, reason: str) -> None:
    """Takes the file off the hearing; row and bytes are kept."""
    with change("remove_minutes", file.request.proposal, by, reason, subject=file.request) as under_way:
        fresh = HearingFile.objects.select_related("request__body", "request__revision").get(pk=file.pk)
        if fresh.removed_at is not None:
            raise Refused(_("Filen er allerede fjernet."))
        fresh.removed_at = under_way.at
        fresh.save(update_fields=["removed_at"])
        under_way.data |= about(fresh.request) | {"sha256": fresh.sha256}

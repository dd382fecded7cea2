"""Attaching, removing and serving files; a removed file is kept, so that history stays provable."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.policy import may

from .drafts import NotEditable, locked, locked_for
from .models import Attachment, Proposal, ProposalState
from .signals import happened


def why_not_attach(proposal: Proposal) -> str:
    """Why no file can be attached now, in the user's words; "" when one can: also while CFØ has the proposal."""
    if proposal.state in (ProposalState.WITHDRAWN, ProposalState.ARCHIVED):
        return proposal.why_locked()
    return proposal.round.why_closed()


def file_word(attachment: Attachment) -> str:
    """What the history calls the file: it is read by more people than a confidential file is."""
    return "Fortrolig fil" if attachment.confidential else attachment.name


@transaction.atomic
def attach(proposal: Proposal, file: UploadedFile, by, confidential: bool = False) -> Attachment:
    """Stores the file with its size and SHA-256, and says so in the history.

    PermissionDenied for who may not attach, NotEditable when nobody can.
    """
    proposal = locked(proposal.pk)
    may(by, "attach", proposal).require()
    if why_not := why_not_attach(proposal):
        raise NotEditable(why_not)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    attachment = Attachment.objects.create(
        proposal=proposal,
        file=file,
        name=file.name,
        size=file.size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
        confidential=confidential,
    )
    data = {"name": file_word(attachment), "size": attachment.size, "sha256": attachment.sha256}
    happened.send(sender=Attachment, kind="attached", proposal=proposal, actor=by, reason="", data=data)
    return attachment


@transaction.atomic
def remove(attachment: Attachment, by) -> None:
    """Takes the file off the proposal; the file itself and its row are kept.

    NotEditable while CFØ has the proposal or has approved it: what was decided on stays there to be seen.
    """
    proposal = locked_for(by, attachment.proposal_id, action="attach")
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.removed_at is not None:
        return
    attachment.removed_at = timezone.now()
    attachment.save(update_fields=["removed_at"])
    data = {"name": file_word(attachment), "sha256": attachment.sha256}
    happened.send(sender=Attachment, kind="attachment_removed", proposal=proposal, actor=by, reason="", data=data)

"""The functions that change a proposal ask the policy themselves: no page, command or task comes past it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from proposals.attachments import attach, remove
from proposals.autosave import autosave
from proposals.contents import TextContent
from proposals.drafts import create_proposal, save_section
from proposals.findings import bring_back, dismiss
from proposals.merging import restore, save_or_merge
from proposals.models import Attachment, Proposal, SectionVersion
from proposals.sharing import assign, mark_done
from reviews.models import Event

WAYS = [
    "create", "save", "join", "autosave", "restore", "give", "finish", "attach", "remove", "dismiss", "bring back",
]  # fmt: skip
TEXT = TextContent(text="<p>Fremmed</p>")


def ways(proposal, file, by):
    """Every way in which somebody changes a proposal while it is drafted."""
    section = proposal.sections.get(key="description")
    given = {"base_version": section.version, "by": by}
    return {
        "create": lambda: create_proposal(
            round=proposal.round, type="investment", administration=proposal.administration, title="Nyt", by=by
        ),
        "save": lambda: save_section(section, TEXT, **given),
        "join": lambda: save_or_merge(section, TEXT, **given),
        "autosave": lambda: autosave(section, TEXT, **given),
        "restore": lambda: restore(section, section.version, **given),
        "give": lambda: assign(section, by, by=by, heading="Beskrivelse"),
        "finish": lambda: mark_done(section, True, by=by),
        "attach": lambda: attach(proposal, SimpleUploadedFile("model.xlsx", b"tal"), by),
        "remove": lambda: remove(file, by),
        "dismiss": lambda: dismiss(proposal, "x", reason="Nej.", by=by),
        "bring back": lambda: bring_back(proposal, 1, by=by),
    }


@pytest.mark.parametrize("role", ["stranger", "reader", "cfo_caseworker"])
@pytest.mark.parametrize("way", WAYS)
def test_who_does_not_write_for_the_administration_is_refused_and_nothing_is_stored(
    make_proposal, make_user, role, way
):
    proposal = make_proposal(administration="SOF")
    file = attach(proposal, SimpleUploadedFile("model.xlsx", b"tal"), proposal.writer)
    other = make_user("writer", administration="TMF") if role == "stranger" else make_user(role)

    def stored():
        return [
            list(model.objects.order_by("pk").values()) for model in (Proposal, SectionVersion, Attachment, Event)
        ], list(proposal.sections.order_by("pk").values())

    before = stored()
    with pytest.raises(PermissionDenied, match=r"Kun forvaltningen|ikke skribent"):
        ways(proposal, file, other)[way]()
    assert stored() == before

"""Saving sections: no edit is lost, and nothing is written over another's."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections
from django.utils import timezone

from proposals.assemble import read_content
from proposals.attachments import attach, remove
from proposals.contents import EconomyContent, LineContent, TextContent
from proposals.drafts import NotEditable, StaleSave, save_section
from proposals.economy.model import Area, LineKind
from proposals.models import Proposal, ProposalState, Round, Section


@pytest.fixture
def text(make_proposal) -> Section:
    return make_proposal().sections.get(key="description")


def test_a_save_raises_the_version_and_keeps_the_content(text, make_user):
    person = make_user("writer")

    saved = save_section(text, TextContent(text="<p>Første</p>"), base_version=0, by=person)

    assert (saved.version, saved.saved_by) == (1, person)
    assert read_content(saved) == TextContent(text="<p>Første</p>")


def test_every_saved_version_is_kept(text, make_user):
    person = make_user("writer")
    for number, words in enumerate(["<p>Et</p>", "<p>To</p>", "<p>Tre</p>"]):
        save_section(text, TextContent(text=words), base_version=number, by=person)

    kept = [(row.version, row.content["text"]) for row in text.versions.all()]

    assert kept == [(3, "<p>Tre</p>"), (2, "<p>To</p>"), (1, "<p>Et</p>"), (0, "")]


def test_saving_what_is_stored_is_no_edit(text, make_user):
    save_section(text, TextContent(text="<p>Et</p>"), base_version=0, by=make_user("writer"))

    again = save_section(text, TextContent(text="<p>Et</p>"), base_version=1, by=make_user("writer"))

    assert again.version == 1
    assert text.versions.count() == 2


def test_a_stale_save_changes_nothing_and_tells_what_stands(text, make_user):
    first, second = make_user("writer"), make_user("writer")
    save_section(text, TextContent(text="<p>Mettes</p>"), base_version=0, by=first)

    with pytest.raises(StaleSave) as refused:
        save_section(text, TextContent(text="<p>Mine</p>"), base_version=0, by=second)

    assert refused.value.current.content["text"] == "<p>Mettes</p>"
    assert refused.value.current.saved_by == first
    assert Section.objects.get(pk=text.pk).content["text"] == "<p>Mettes</p>"
    assert [row.version for row in text.versions.all()] == [1, 0]


@pytest.mark.parametrize("state", [s for s in ProposalState if s not in ("draft", "returned")])
def test_only_drafts_and_returned_proposals_are_saved(make_proposal, make_user, state):
    section = make_proposal(state=state).sections.get(key="description")

    with pytest.raises(NotEditable):
        save_section(section, TextContent(text="<p>x</p>"), base_version=0, by=make_user("writer"))

    assert Section.objects.get(pk=section.pk).version == 0


def test_saving_the_economy_writes_the_figures_that_lists_read(make_proposal, make_user):
    proposal = make_proposal()
    section = proposal.sections.get(key="economy")
    content = EconomyContent(
        price_level=2026,
        years=list(range(2026, 2032)),
        lines=[
            LineContent(
                id="a",
                kind=LineKind.PERMANENT,
                label="Færre licenser",
                area=Area.SERVICE,
                amounts=dict.fromkeys(range(2027, 2032), -500),
            ),
            LineContent(
                id="b", kind=LineKind.IMPLEMENTATION, label="Opsætning", area=Area.ANLAEG, amounts={2026: 1200}
            ),
        ],
    )

    save_section(section, content, base_version=0, by=make_user("writer"))

    proposal.refresh_from_db()
    assert proposal.figures["investment"] == 1200
    assert proposal.figures["efficiency_service"] == -500
    assert proposal.figures["payback_total"] == {"years": 4, "year": 2029}


@pytest.mark.django_db(transaction=True)
def test_of_racing_saves_one_wins_and_the_others_are_told(organisation, make_proposal, make_user):
    """Twenty connections save over the same version: one result, nineteen refusals, nothing lost silently."""
    section = make_proposal().sections.get(key="description")
    person = make_user("writer")
    outcomes: list[str] = []
    ready = threading.Barrier(20)

    def save(number: int) -> None:
        ready.wait()
        try:
            save_section(section, TextContent(text=f"<p>{number}</p>"), base_version=0, by=person)
            outcomes.append("saved")
        except StaleSave:
            outcomes.append("stale")
        finally:
            close_old_connections()
            from django.db import connection

            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["saved"] + ["stale"] * 19
    assert Section.objects.get(pk=section.pk).version == 1
    assert [row.version for row in section.versions.all()] == [1, 0]


@pytest.mark.parametrize("closed", [{"replaced_at": timezone.now()}, {"state": "archive"}])
def test_nothing_is_written_in_a_round_that_is_closed_to_changes(text, make_user, closed):
    Round.objects.filter(pk=text.proposal.round_id).update(**closed)
    with pytest.raises(NotEditable, match="Runden er"):
        save_section(text, TextContent(text="<p>Nyt</p>"), base_version=0, by=make_user("writer"))
    with pytest.raises(NotEditable, match="Runden er"):
        attach(text.proposal, SimpleUploadedFile("model.xlsx", b"tal"), make_user("writer"))
    assert Section.objects.get(pk=text.pk).version == 0


def test_what_cfo_has_been_given_stays_with_the_proposal(make_proposal, make_user):
    by = make_user("writer")
    proposal = make_proposal(state="submitted")
    attachment = attach(proposal, SimpleUploadedFile("model.xlsx", b"tal"), by)
    with pytest.raises(NotEditable, match="Hos CFØ"):
        remove(attachment, by)
    Proposal.objects.filter(pk=proposal.pk).update(state="withdrawn")
    with pytest.raises(NotEditable, match="Trukket tilbage"):
        attach(proposal, SimpleUploadedFile("ny.xlsx", b"tal"), by)
    assert proposal.attachments.get().removed_at is None

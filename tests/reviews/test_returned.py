"""A return for named sections: only they open, the writer sees what is asked, the approver what came of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from proposals.assemble import read_content
from proposals.autosave import autosave
from proposals.drafts import NotEditable, save_section
from proposals.merging import restore
from proposals.models import Proposal, Round
from proposals.own_templates import follow, store_sections
from proposals.returned import asked_for, opened_by
from proposals.reuse import copy_section
from proposals.sharing import mark_done
from proposals.template import SectionSpec
from reviews.actions import perform
from reviews.refusal import Refused
from reviews.revisions import submitted_revision
from reviews.since_last import since_last
from tests.pages import texts

from .cases import write

ASKED = "Forklar udgiften til drift."


def returned(case, *sections: str) -> Proposal:
    case.submit()
    perform("return", case.proposal, case.caseworker, reason=ASKED, sections=sections)
    case.proposal = case.fresh()
    return case.proposal


def open_keys(proposal: Proposal) -> set[str]:
    return {section.key for section in proposal.sections.all() if not proposal.why_locked(section.key)}


def every_key(proposal: Proposal) -> set[str]:
    return set(proposal.sections.values_list("key", flat=True))


def test_what_was_approved_meanwhile_is_not_returned_by_a_page_from_before(case, client_for):
    case.submit()
    client, address = client_for(case.caseworker), reverse("action", args=[case.proposal.pk, "return"])

    def seen() -> str:
        return html.fromstring(client.get(address).content).xpath("string(//input[@name='seen']/@value)")

    opened = seen()
    case.approve()

    answer = client.post(address, {"seen": opened, "reason": "Tallene mangler."}).content.decode()

    assert "Forslaget er ændret eller godkendt, siden du åbnede siden." in answer
    assert "Tallene mangler." in answer
    assert case.fresh().state == "approved"
    client.post(address, {"seen": seen(), "reason": "Tallene mangler."})
    assert case.fresh().state == "returned"


def test_only_the_named_sections_open(case):
    assert open_keys(returned(case, "risks", "description")) == {"risks", "description"}


def test_a_return_that_names_none_opens_all(case):
    proposal = returned(case)
    assert open_keys(proposal) == every_key(proposal)


@pytest.mark.parametrize(
    ("named", "opened"),
    [
        ("economy", {"economy", "distribution"}),
        ("basis", {"calculation", "economy", "distribution"}),
        ("facts", {"facts", "distribution"}),
    ],
)
def test_what_follows_a_named_section_opens_with_it(case, named, opened):
    kinds = dict(case.proposal.sections.values_list("key", "kind"))
    expected = {key for key in kinds if kinds[key] in opened}
    assert set(opened_by(case.proposal.sections.all(), [named])) == expected


def saves(case, key: str):
    """Every way in which a section's content can be written."""
    section = case.proposal.sections.get(key=key)
    changed = read_content(section).model_copy(update={"text": "<p>Noget andet.</p>"})
    given = {"base_version": section.version, "by": case.writer}
    return {
        "save": lambda: save_section(section, changed, **given),
        "autosave": lambda: autosave(section, changed, **given),
        "restore": lambda: restore(section, 0, **given),
        "copy": lambda: copy_section(section, section, **given),
        "done": lambda: mark_done(section, True, by=case.writer),
    }


@pytest.mark.parametrize("way", ["save", "autosave", "restore", "copy", "done"])
def test_no_way_of_writing_reaches_a_section_that_was_not_named(case, way):
    returned(case, "risks")
    with pytest.raises(NotEditable, match="ikke bedt om at få rettet dette afsnit"):
        saves(case, "description")[way]()
    before = case.proposal.sections.get(key="risks").version
    saves(case, "risks")["save"]()
    assert case.proposal.sections.get(key="risks").version == before + 1


def test_the_page_of_a_section_that_was_not_named_cannot_be_written_in(case, client_for):
    returned(case, "risks")
    client = client_for(case.writer)
    locked = client.get(reverse("section", args=[case.proposal.pk, "description"]))
    assert "ikke bedt om at få rettet" in locked.content.decode()
    assert not texts(locked.content, "//form[@id='section-form']")
    sent = client.post(
        reverse("section", args=[case.proposal.pk, "description"]), {"version": 1, "text": "<p>Nyt</p>"}
    )
    assert sent.status_code == 409
    assert "Nyt" not in case.proposal.sections.get(key="description").content["text"]
    asked = client.get(reverse("section", args=[case.proposal.pk, "risks"])).content
    assert ASKED in texts(asked, "//section[@aria-labelledby='asked-heading']")[0]


def test_taking_the_proposal_back_opens_everything(case):
    returned(case, "risks")
    perform("reopen", case.proposal, case.writer, reason="Også økonomien skal rettes.")
    assert open_keys(case.fresh()) == every_key(case.proposal)


def test_what_is_open_already_is_not_taken_back(case):
    returned(case)
    with pytest.raises(Refused, match="Alle afsnit kan allerede rettes"):
        perform("reopen", case.proposal, case.writer, reason="Ret.")


def test_after_the_deadline_taking_back_costs_the_leave_to_be_late(case):
    returned(case, "risks")
    Round.objects.update(submission_deadline=timezone.now() - datetime.timedelta(hours=1))
    perform("reopen", case.fresh(), case.writer, reason="Også økonomien.")
    with pytest.raises(Refused, match="Fristen udløb"):
        case.submit()


def test_a_section_the_form_got_meanwhile_is_open(case):
    proposal = returned(case, "risks")
    template = proposal.template
    store_sections(template, [*template.spec().sections, SectionSpec(key="nyt", kind="text", heading="Nyt")])
    follow(proposal)
    assert open_keys(case.fresh()) == {"risks", "nyt"}


def test_the_writer_sees_on_top_what_is_asked_and_what_is_changed_since(case, client_for):
    proposal = returned(case, "risks", "description")
    write(proposal, case.writer, "risks", text="<p>Nu med forsinkelsen.</p>")
    said = client_for(case.writer).get(proposal.get_absolute_url()).content
    assert texts(said, "//section[@aria-labelledby='returned-heading']//li") == [
        "1 Beskrivelse af forslag (fremgangsmåde og effekt) Ikke ændret endnu",
        "4 Risikovurdering Ændret siden",
    ]
    states = dict(zip(texts(said, "//a[@class='task-link']"), texts(said, "//div[@class='task-status']"), strict=True))
    assert {state for title, state in states.items() if "Risiko" in title} == {"Ændret siden"}
    assert {state for title, state in states.items() if "Beskrivelse" in title} == {"Kræver ændring"}
    assert {states[title] for title in states if "Økonomi" in title} == {"Låst"}


def test_a_change_that_is_taken_back_again_is_no_change(case):
    proposal = returned(case, "description")
    before = read_content(proposal.sections.get(key="description")).text
    write(proposal, case.writer, "description", text="<p>Et forsøg.</p>")
    assert [section.changed for section in asked_for(proposal).sections] == [True]
    write(proposal, case.writer, "description", text=before)
    assert [section.changed for section in asked_for(proposal).sections] == [False]


def test_what_is_asked_costs_the_same_for_one_section_and_for_three(case):
    counts = []
    for named in (["risks"], ["risks", "description", "economy"]):
        returned(case, *named)
        with CaptureQueriesContext(connection) as queries:
            assert len(asked_for(case.proposal).sections) == len(named)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_approver_sees_the_named_sections_first_and_those_that_were_left(case, client_for):
    proposal = returned(case, "risks", "economy")
    write(proposal, case.writer, "risks", text="<p>Nu med forsinkelsen.</p>")
    case.submit()
    since = since_last(case.proposal, submitted_revision(case.proposal))
    assert (since.returned.reason, [section.key for section in since.asked], since.untouched, since.others) == (
        ASKED,
        ["risks"],
        ["2 Økonomi"],
        [],
    )
    for address in (reverse("action", args=[proposal.pk, "approve"]), reverse("process", args=[proposal.pk])):
        said = client_for(case.approver).get(address).content
        shown = texts(said, "//section[@aria-labelledby='since-heading']")[0]
        assert "men de er ikke ændret: 2 Økonomi" in shown
        assert len(texts(said, "//section[@aria-labelledby='since-heading']//details[@open]")) == 1


def test_what_the_administration_changed_on_its_own_is_shown_as_the_others(case):
    case.submit()
    perform("reopen", case.proposal, case.writer, reason="En fejl.")
    write(case.fresh(), case.writer, "risks", text="<p>Rettet.</p>")
    case.submit()
    since = since_last(case.proposal, submitted_revision(case.proposal))
    assert (since.returned, since.asked, since.untouched) == (None, [], [])
    assert [section.key for section in since.others] == ["risks"]


def test_the_first_version_has_nothing_to_be_compared_with(case):
    assert since_last(case.proposal, case.submit()) is None

"""The page that saves by itself: the same rules as the button, its answers, and what the history shows of it."""

import datetime
from urllib.parse import urlencode

import pytest

from proposals.autosave import milestones
from proposals.contents import FollowUpContent, FollowUpRow, TextContent
from proposals.drafts import read_content, save_section
from proposals.models import Proposal, Section, SectionVersion
from tests.pages import form_of

from .test_sections import address

AUTOSAVE = {"x-autosave": "1"}


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Skribent")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer)


@pytest.fixture
def client(client_for, writer):
    return client_for(writer)


@pytest.fixture
def description(proposal):
    return proposal.sections.get(key="description")


def send(client, section, **changes):
    form = {**form_of(client, address(section)), **changes}
    return client.post(address(section), form, headers=AUTOSAVE)


def test_it_answers_with_the_version_to_write_on_from(client, description):
    response = send(client, description, text="Et")
    answer = response.json()
    assert (response.status_code, answer["state"], answer["version"], answer["behind"]) == (200, "saved", 1, False)
    assert answer["words"].startswith("Gemt kl. ")
    assert "af Skribent" in answer["line"]
    assert description.versions.get(version=1).autosaved
    assert send(client, description, text="Et").json()["version"] == 1


def test_nothing_is_stored_of_a_form_with_a_fault(client, proposal):
    economy = proposal.sections.get(kind="economy")
    added = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-kind": "permanent"}
    response = send(client, economy, **added, **{"lines-0-id": "a", "lines-0-y2026": "1,5"})
    assert response.status_code == 422, response.content
    assert [fault["id"] for fault in response.json()["faults"]] == ["id_lines-0-y2026"]
    assert Section.objects.get(pk=economy.pk).version == 0


def test_a_save_by_the_button_is_not_marked(client, description):
    client.post(address(description), {**form_of(client, address(description)), "text": "Et"})
    assert not description.versions.get(version=1).autosaved


def test_an_older_page_overwrites_nothing(client, description, make_user):
    stale = form_of(client, address(description))
    colleague = make_user("writer", administration="TMF", name="Kollega")
    save_section(description, TextContent(text="<p>To</p>"), base_version=0, by=colleague)
    response = client.post(address(description), {**stale, "text": "Et"}, headers=AUTOSAVE)
    assert (response.status_code, response.json()["state"]) == (409, "clash")
    assert "Kollega" in response.json()["words"]
    assert read_content(Section.objects.get(pk=description.pk)).text == "<p>To</p>"


def test_a_page_that_was_joined_goes_on_from_what_it_holds(client, proposal, writer, make_user):
    section = proposal.sections.get(kind="follow_up")
    rows = [FollowUpRow(id="a", goal="A"), FollowUpRow(id="b", goal="B")]
    section = save_section(section, FollowUpContent(rows=rows), base_version=0, by=writer)
    page = form_of(client, address(section))
    theirs = FollowUpContent(rows=[rows[0], FollowUpRow(id="b", goal="B2")])
    save_section(section, theirs, base_version=1, by=make_user("writer", administration="TMF", name="Kollega"))

    page["rows-0-goal"] = ["A2"]
    joined = client.post(address(section), page, headers=AUTOSAVE).json()
    assert (joined["version"], joined["behind"]) == (3, True)
    assert "Kollega" in joined["joined"]
    page |= {"version": ["3"], "held": [urlencode(page, doseq=True)], "rows-0-goal": ["A3"]}
    onward = client.post(address(section), page, headers=AUTOSAVE).json()

    assert (onward["version"], onward["joined"]) == (4, "")
    assert [row.goal for row in read_content(Section.objects.get(pk=section.pk)).rows] == ["A3", "B2"]


def test_a_save_whose_answer_was_lost_is_written_on_from(client, description):
    page = form_of(client, address(description)) | {"text": ["Et"]}
    client.post(address(description), page, headers=AUTOSAVE)
    page |= {"text": ["Et og to"], "unanswered": [urlencode(page, doseq=True)]}
    answer = client.post(address(description), page, headers=AUTOSAVE)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)


def test_words_of_one_person_are_never_saved_as_anothers(client, client_for, description, make_user):
    page = form_of(client, address(description)) | {"text": ["Et"]}
    other = client_for(make_user("writer", administration="TMF", name="En anden"))
    response = other.post(address(description), page, headers=AUTOSAVE)
    assert (response.status_code, response.json()["state"]) == (409, "other")
    assert Section.objects.get(pk=description.pk).version == 0


def test_a_proposal_that_was_sent_is_closed(client, description):
    page = form_of(client, address(description)) | {"text": ["Et"]}
    Proposal.objects.update(state="submitted")
    response = client.post(address(description), page, headers=AUTOSAVE)
    assert (response.status_code, response.json()["state"]) == (409, "closed")


def test_the_writer_says_whether_a_text_is_finished_and_may_say_otherwise(client, description):
    send(client, description, text="Et", done="yes")
    assert Section.objects.get(pk=description.pk).done
    send(client, description, text="To")
    assert Section.objects.get(pk=description.pk).done
    send(client, description, done="no")
    assert not Section.objects.get(pk=description.pk).done


def test_an_old_page_does_not_take_a_colleagues_answer_back(client, description):
    page = form_of(client, address(description))
    Section.objects.filter(pk=description.pk).update(done=True)
    client.post(address(description), page, headers=AUTOSAVE)
    assert Section.objects.get(pk=description.pk).done


def test_the_history_shows_one_of_a_stretch_of_writing_and_every_save_by_the_button():
    noon = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)

    def version(number, minutes, by, autosaved=True):
        at = noon + datetime.timedelta(minutes=minutes)
        return SectionVersion(version=number, saved_at=at, saved_by_id=by, autosaved=autosaved)

    rows = [
        version(7, 13, 1),
        version(6, 12, 1),
        version(5, 11, 2),
        version(4, 7, 1),
        version(3, 3, 1, autosaved=False),
        version(2, 2, 1),
        version(1, 1, 1),
    ]
    assert [row.version for row in milestones(rows)] == [7, 5, 4, 3]

"""Who has a section open, whose it is, and the task list that tells of both."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.models import Presence, Round, Section
from proposals.sharing import OPEN_FOR, assign, present, seen
from reviews.models import Event
from tests.pages import texts


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Skribent")


@pytest.fixture
def colleague(make_user):
    return make_user("signer", administration="TMF", name="Kollega")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer)


@pytest.fixture
def section(proposal):
    return proposal.sections.get(key="description")


def beat(client, section, **more):
    return client.post(reverse("section-present", args=[section.proposal_id, section.key]), more)


def test_those_who_have_it_open_are_told_of_each_other(client_for, section, writer, colleague):
    mine, theirs = client_for(writer), client_for(colleague)
    assert beat(mine, section).json() == {"words": ""}
    assert beat(theirs, section).json() == {"words": "En kollega (Skribent) har dette afsnit åbent."}
    assert beat(mine, section).json() == {"words": "En kollega (Kollega) har dette afsnit åbent."}
    beat(theirs, section, left="1")
    assert beat(mine, section).json() == {"words": ""}


def test_a_page_that_gives_no_sign_of_life_is_closed(proposal, section, writer, colleague):
    seen(section, colleague)
    Presence.objects.update(last_seen=timezone.now() - OPEN_FOR - datetime.timedelta(seconds=1))
    assert present(proposal, writer) == {}
    seen(section, colleague)
    assert present(proposal, writer) == {section.pk: ["Kollega"]}


def test_only_the_administration_and_cfo_see_who_writes(proposal, section, writer, make_user):
    seen(section, writer)
    assert present(proposal, make_user("cfo_caseworker")) == {section.pk: ["Skribent"]}
    assert present(proposal, make_user("reader")) == {}


def test_a_stranger_gives_no_sign_of_life(client_for, section, make_user):
    assert beat(client_for(make_user("writer", administration="SUF")), section).status_code == 404
    beat(client_for(make_user("cfo_caseworker")), section)
    assert not Presence.objects.exists()


def test_who_is_present_costs_one_query(proposal, section, writer, colleague, make_user, django_assert_num_queries):
    present(proposal, writer)
    for other in (colleague, make_user("writer", administration="TMF"), make_user("writer", administration="TMF")):
        for each in proposal.sections.all():
            seen(each, other)
    sections = proposal.sections.count()
    with django_assert_num_queries(1):
        assert len(present(proposal, writer)) == sections


def test_a_section_is_given_to_a_colleague_who_is_told(client_for, section, writer, colleague):
    client = client_for(writer)
    page = reverse("section-assign", args=[section.proposal_id, section.key])
    client.post(page, {"assignee": colleague.pk})
    assert Section.objects.get(pk=section.pk).assignee == colleague
    event = Event.objects.get(kind="section_given")
    assert [told.recipient for told in event.notifications.all()] == [colleague]
    home = client.get(reverse("proposal", args=[section.proposal_id]))
    assert "Ansvarlig: Kollega" in texts(home.content, "//*[@class='task-edited']")

    client.post(page, {"assignee": ""})
    assert Section.objects.get(pk=section.pk).assignee is None
    assert Event.objects.filter(kind="section_given_back").count() == 1
    assign(section, None, by=writer, heading="")
    assert Event.objects.filter(kind="section_given_back").count() == 1


def test_a_section_is_given_to_nobody_from_elsewhere(client_for, section, writer, make_user):
    page = reverse("section-assign", args=[section.proposal_id, section.key])
    stranger = make_user("writer", administration="SUF")
    response = client_for(writer).post(page, {"assignee": stranger.pk})
    assert (response.status_code, "assignee" in response.context["form"].errors) == (200, True)
    assert client_for(make_user("cfo_caseworker")).get(page).status_code == 403


def test_a_text_is_finished_when_its_writer_says_so(client_for, section, writer):
    client = client_for(writer)
    home = reverse("proposal", args=[section.proposal_id])
    task = f"//li[contains(., '{section.proposal.template.spec().section('description').heading}')]"
    Section.objects.filter(pk=section.pk).update(version=1, content={"kind": "text", "schema": 2, "text": "<p>Et</p>"})
    assert "I gang" in texts(client.get(home).content, task)[0]
    Section.objects.filter(pk=section.pk).update(done=True)
    assert "Færdig" in texts(client.get(home).content, task)[0]


@pytest.mark.parametrize(
    ("ahead", "words"), [(datetime.timedelta(days=5), "5 dage tilbage"), (-datetime.timedelta(1), "overskredet")]
)
def test_the_deadline_says_how_long_there_is(client_for, proposal, writer, ahead, words):
    Round.objects.update(submission_deadline=timezone.now() + ahead)
    [deadline] = texts(
        client_for(writer).get(reverse("proposal", args=[proposal.pk])).content, "//*[@class='deadline']"
    )
    assert words in deadline

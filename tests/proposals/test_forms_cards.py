"""Sections with rows as cards, the effect on administration, and the front of a proposal."""

import pytest
from django.urls import reverse

from proposals.contents import AdministrationRow, FactsContent, OriginInnovation
from proposals.drafts import read_content
from proposals.models import Section
from tests.pages import fields, form_of, texts

from .test_sections import address


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer, title="Træer")


@pytest.fixture
def client(writer, client_for):
    return client_for(writer)


def stored(section: Section):
    return read_content(Section.objects.get(pk=section.pk))


def test_a_goal_is_added_to_its_group_and_may_be_saved_half_written(proposal, client):
    section = proposal.sections.get(kind="follow_up")
    data = {**form_of(client, address(section)), "row_action": "rows:add:realisation"}

    added = client.post(address(section), data).content
    client.post(address(section), {**fields(added), "rows-0-responsible": "Chefen"})

    (row,) = stored(section).rows
    assert (row.id, row.category, row.goal, row.responsible) == (
        fields(added)["rows-0-id"][0],
        "realisation",
        "",
        "Chefen",
    )
    assert "Et opfølgningsmål mangler tekst." in client.get(address(section)).content.decode()


@pytest.mark.parametrize("score", ["26", "0", "høj"])
def test_a_score_outside_the_scale_is_refused_with_the_row_it_stands_in(proposal, client, score):
    section = proposal.sections.get(kind="risks")
    data = {**form_of(client, address(section)), "items-TOTAL_FORMS": "1", "items-0-title": "Regn"}

    response = client.post(address(section), {**data, "items-0-score": score})

    assert response.status_code == 422
    (problem,) = texts(response.content, "//*[@data-error-summary]//a")
    assert problem.startswith("Score, række 1: ")
    assert fields(response.content)["items-0-score"] == [score]
    assert Section.objects.get(pk=section.pk).version == 0


def test_the_effect_on_administration_is_summed_while_typing(proposal, client):
    section = proposal.sections.get(kind="administration")
    data = form_of(client, address(section))
    data |= {"rows-0-y2026": "-100", "rows-1-y2026": "–50", "rows-1-y2027": "x"}

    page = client.post(reverse("section-figures", args=[proposal.pk, section.key]), data).content

    assert texts(page, "//tbody[@id='totals-administration']//td")[:2] == ["−150", "0"]
    assert texts(page, "//p[@class='not-counted']") == ["1 felt kan ikke læses og er ikke regnet med."]


def test_the_two_rows_of_the_template_stand_ready_for_the_effect_on_administration(proposal, client):
    section = proposal.sections.get(kind="administration")
    data = form_of(client, address(section))

    client.post(address(section), {**data, "rows-0-y2031": "-7", "none": ""})

    first, second = stored(section).rows
    assert first == AdministrationRow(id=data["rows-0-id"][0], label=data["rows-0-label"][0], amounts={2031: -7})
    assert second.amounts == {}


def test_what_a_proposal_springs_from_is_asked_of_investments_alone(proposal, make_proposal, writer, client):
    innovation = make_proposal(writer=writer, type="innovation").sections.get(kind="facts")
    section = proposal.sections.get(kind="facts")
    answers = {"origin_answer": "yes", "origin_title": "Prøve", "origin_adopted": ""}

    client.post(address(section), {**form_of(client, address(section)), **answers})

    assert "origin_answer" not in form_of(client, address(innovation))
    assert stored(section) == FactsContent(
        title="Træer", origin_innovation=OriginInnovation(answer=True, title="Prøve")
    )


def test_the_title_of_the_proposal_follows_its_section(proposal, client):
    section = proposal.sections.get(kind="facts")

    client.post(address(section), {**form_of(client, address(section)), "title": "Flere træer", "cross_cutting": "on"})

    proposal.refresh_from_db()
    assert (proposal.title, proposal.cross_cutting) == ("Flere træer", True)

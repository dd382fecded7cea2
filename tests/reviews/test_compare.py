"""Comparing versions of a proposal: sections, cells and figures; what the approver sees since last."""

import pytest
from django.urls import reverse

from proposals.assemble import read_content
from reviews.actions import perform
from tests.pages import texts

from .cases import LINES, write


@pytest.fixture
def twice(case):
    """Submitted, returned, changed and submitted again."""
    case.submit()
    perform("return", case.fresh(), case.caseworker, reason="Tallene")
    proposal = case.fresh()
    lines = [line.model_copy(deep=True) for line in LINES]
    lines[0].amounts = {2026: 1_500}
    write(proposal, case.writer, "economy", lines=lines)
    text = read_content(proposal.sections.get(key="description")).text
    write(proposal, case.writer, "description", text=text.replace("hurtigere", "langsommere"))
    case.proposal = case.fresh()
    case.submit()
    case.proposal = case.fresh()
    return case


def page(case, client_for, query: str = "", who=None):
    return client_for(who or case.writer).get(reverse("compare", args=[case.proposal.pk]) + query)


def test_texts_cells_and_figures_are_told_with_their_change(twice, client_for):
    said = page(twice, client_for, "?fra=1&til=2").content
    whole = said.decode()
    assert "hurtigere" in texts(said, "//del")[0] + texts(said, "//del")[1]
    assert any("langsommere" in words for words in texts(said, "//ins"))
    rows = texts(said, "//tr")
    assert any(row.startswith("Investering i alt1.0001.500+500") for row in rows)
    assert any(row.startswith("2026") and row.endswith("+500") for row in rows)
    assert "Uden ændringer:" in whole


def test_the_last_two_are_compared_unless_others_are_asked_for(twice, client_for):
    context = page(twice, client_for).context
    assert (context["fra"], context["til"]) == ("1", "2")
    context = page(twice, client_for, "?til=1").context
    assert context["comparison"] is None
    assert page(twice, client_for, "?fra=2&til=kladde").context["comparison"].changed == []


@pytest.mark.parametrize("query", ["?fra=9", "?til=x", "?fra=1&til=-1", "?fra=%00"])
def test_a_version_that_is_not_there_is_not_found(twice, client_for, query):
    assert page(twice, client_for, query).status_code == 404


def test_a_proposal_without_versions_has_only_the_draft(case, client_for):
    assert page(case, client_for).status_code == 200


def test_who_sees_the_versions_sees_them_compared(twice, case, client_for):
    assert page(twice, client_for, who=twice.reader).status_code == 200
    perform("return", twice.fresh(), twice.caseworker, reason="Igen")
    assert page(twice, client_for, who=twice.reader).status_code == 404


def test_the_approver_sees_what_changed_since_last(twice, client_for):
    said = client_for(twice.approver).get(reverse("action", args=[twice.proposal.pk, "approve"])).content
    assert texts(said, "//h3[@id='since-heading']")[0].startswith("Hvad er ændret siden version 1")
    assert len(texts(said, "//section[@aria-labelledby='since-heading']//summary")) == 2


def test_at_the_first_submission_there_is_nothing_to_compare_with(case, client_for):
    case.submit()
    said = client_for(case.approver).get(reverse("action", args=[case.proposal.pk, "approve"])).content
    assert not texts(said, "//h3[@id='since-heading']")

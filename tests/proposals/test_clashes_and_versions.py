"""The pages for two people in one section, and for the section's history."""

import pytest
from django.urls import reverse

from proposals.contents import EconomyContent, FollowUpContent, FollowUpRow, LineContent
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.pages import fields, form_of, texts

from .test_sections import FILLED, address


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Mette")


@pytest.fixture
def colleague(make_user):
    return make_user("writer", administration="TMF", name="Ole")


@pytest.fixture
def section(make_proposal, writer) -> Section:
    lines = [LineContent(id=name, kind="permanent", label=name, amounts={2027: 1}) for name in ("løn", "husleje")]
    content = EconomyContent(price_level=2026, years=list(range(2026, 2032)), lines=lines)
    section = make_proposal(writer=writer).sections.get(key="economy")
    return save_section(section, content, base_version=0, by=writer)


def amounts(section: Section) -> list[dict[int, int]]:
    return [line.amounts for line in read_content(Section.objects.get(pk=section.pk)).lines]


def test_different_cells_are_joined_and_the_person_is_told_what_came_from_whom(section, writer, colleague, client_for):
    first, second = client_for(writer), client_for(colleague)
    opened = form_of(second, address(section))
    first.post(address(section), {**opened, "lines-0-y2027": "5"})

    saved = second.post(address(section), {**opened, "lines-1-y2027": "7"}, follow=True)

    assert amounts(section) == [{2027: 5}, {2027: 7}]
    assert "Samlet med det, der er gemt imens af Mette: løn (2027)." in saved.content.decode()


def test_the_same_cell_is_chosen_and_nothing_else_is_asked(section, writer, colleague, client_for):
    first, second = client_for(writer), client_for(colleague)
    opened = form_of(second, address(section))
    first.post(address(section), {**opened, "lines-0-y2027": "5", "lines-0-y2028": "50"})
    asked = second.post(address(section), {**opened, "lines-0-y2027": "9", "lines-1-y2027": "7"})

    assert asked.status_code == 409
    assert texts(asked.content, "//legend") == ["løn, 2027"]
    kept = fields(asked.content, "clash-form")
    again = second.post(address(section), kept)
    assert "Vælg en af de to versioner." in again.content.decode()
    assert amounts(section) == [{2027: 5, 2028: 50}, {2027: 1}]
    second.post(address(section), {**kept, "choice:lines/løn/amounts.2027": "mine"})
    assert amounts(section) == [{2027: 9, 2028: 50}, {2027: 7}]


def test_editing_on_starts_from_both_versions_joined(section, writer, colleague, client_for):
    first, second = client_for(writer), client_for(colleague)
    opened = form_of(second, address(section))
    first.post(address(section), {**opened, "lines-0-y2027": "5", "lines-0-y2028": "50"})
    asked = second.post(address(section), {**opened, "lines-0-y2027": "9"})

    page = second.post(address(section), {**fields(asked.content, "clash-form"), "row_action": "edit"})

    shown = fields(page.content)
    assert [shown[name] for name in ("version", "lines-0-y2027", "lines-0-y2028")] == [["2"], ["9"], ["50"]]


@pytest.mark.parametrize("version", ["7", "99999", "x"])
def test_a_version_that_was_never_saved_is_no_base(section, writer, client_for, version):
    client = client_for(writer)
    sent = {**form_of(client, address(section)), "version": version}
    assert client.post(address(section), sent).status_code == 400
    sent |= {"row_action": "edit", "against": "1"}
    assert client.post(address(section), sent).status_code == 400


def test_a_goal_that_one_removed_and_the_other_rewrote_is_asked_about(make_proposal, writer, colleague, client_for):
    section = make_proposal(writer=writer).sections.get(kind="follow_up")
    row = FollowUpRow(id="g", goal="Et mål", when="2027")
    section = save_section(section, FollowUpContent(rows=[row]), base_version=0, by=writer)
    client = client_for(colleague)
    opened = form_of(client, address(section))
    save_section(section, FollowUpContent(), base_version=1, by=writer)

    asked = client.post(address(section), {**opened, "rows-0-goal": "Et bedre mål"})

    words = texts(asked.content, "//*[contains(@class, 'clash-words')]")
    assert "bedre" in words[0]
    assert "Fjernet" in words[1]


def versions(section: Section) -> str:
    return reverse("section-versions", args=[section.proposal_id, section.key])


def test_every_version_is_listed_with_its_author_and_what_it_changed(section, colleague, client_for):
    changed = read_content(section)
    changed.lines[0].amounts[2027] = -3
    save_section(section, changed, base_version=1, by=colleague)

    page = client_for(colleague).get(versions(section))

    assert [head.split()[-1] for head in texts(page.content, "//li/h2")] == ["nu", "1", "begyndelse"]
    assert "Ole" in page.content.decode()
    cells = texts(page.content, "(//table[contains(@class, 'compared')])[1]//td")
    assert [cells[0].split()[1], cells[1].split()[1], cells[2]] == ["1", "−3", "−4"]


def test_a_version_is_seen_and_restored(section, writer, client_for):
    save_section(section, EconomyContent(price_level=2026, years=[2026]), base_version=1, by=writer)
    client = client_for(writer)
    seen = reverse("section-version", args=[section.proposal_id, section.key, 1])
    assert "husleje" in client.get(seen).content.decode()

    stale = client.post(f"{seen}gendan/", {"version": "1"}, follow=True)
    assert "ændret af en anden" in stale.content.decode()
    assert amounts(section) == []
    client.post(f"{seen}gendan/", {"version": "2"})

    assert amounts(section) == [{2027: 1}, {2027: 1}]
    assert Section.objects.get(pk=section.pk).version == 3
    assert "Afsnit gendannet" in client.get(reverse("history", args=[section.proposal_id])).content.decode()


def test_who_may_not_edit_sees_the_versions_but_restores_none(section, make_user, client_for):
    client = client_for(make_user("cfo_caseworker"))
    page = client.get(versions(section))
    assert page.status_code == 200
    assert "Gendan<" not in page.content.decode()
    assert client.post(f"{versions(section)}0/gendan/", {"version": "1"}).status_code == 403
    assert client_for(make_user("reader")).get(versions(section)).status_code == 404


@pytest.mark.parametrize("content", FILLED, ids=lambda content: content.kind)
def test_every_kind_is_told_from_its_empty_start(content, make_proposal, writer, client_for):
    section = make_proposal(writer=writer, cross_cutting=True).sections.get(kind=content.kind)
    section = save_section(section, content, base_version=section.version, by=writer)
    client = client_for(writer)
    page = client.get(versions(section))
    assert page.status_code == 200
    for number in section.versions.values_list("version", flat=True):
        seen = reverse("section-version", args=[section.proposal_id, section.key, number])
        assert client.get(seen).status_code == 200

"""Reuse: copies between rounds with and without conversion, sections, the guidance as a skeleton, and who may."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from accounts.models import Role
from appendix.content.build import build_preview
from appendix.taking import draft_snapshot
from appendix.writers.html import tree_html
from proposals.assemble import assemble
from proposals.checks import run
from proposals.contents import (
    AdministrationContent,
    AdministrationRow,
    AllocationContent,
    DistributionContent,
    EconomyContent,
    FactsContent,
    LineAllocation,
    LineContent,
    TextContent,
)
from proposals.document import economy_from, economy_of
from proposals.drafts import read_content, save_section
from proposals.economy.model import Area, LineKind
from proposals.economy.price import IndexTable, convert, converted
from proposals.guidance import holds_guidance, skeleton, without_guidance
from proposals.models import Proposal
from proposals.units import unit_book
from reviews.models import Event
from tests.pages import fields

pytestmark = pytest.mark.django_db
INDICES = {"service": {"2024": "96.4", "2026": "103.2"}, "anlaeg": {"2024": "100", "2026": "104"}}
AMOUNTS = {2024: 1000, 2025: -541, 2026: -777}


@pytest.fixture
def old(make_round):
    return make_round("Budget 2024", price_level=2024, first_year=2024, last_year=2029, template="2023")


@pytest.fixture
def new(make_round):
    return make_round("Budget 2026", price_indices=INDICES)


def store(proposal, kind: str, content, key: str = "") -> None:
    section = proposal.sections.filter(kind=kind, **({"key": key} if key else {})).first()
    save_section(section, content, base_version=section.version, by=proposal.writer)


@pytest.fixture
def source(old, make_proposal):
    proposal = make_proposal(old, title="Fælles indgang", cross_cutting=True)
    store(proposal, "text", TextContent(text="<p>Baggrunden</p>"), "background")
    store(proposal, "text", TextContent(text="<p>Indholdet</p>"), "content")
    lines = [
        LineContent(id="a", kind=LineKind.PERMANENT, label="Løn", area=Area.SERVICE, amounts=AMOUNTS),
        LineContent(id="b", kind=LineKind.IMPLEMENTATION, label="It", area=Area.ANLAEG, amounts={2024: 333}),
    ]
    store(proposal, "economy", EconomyContent(price_level=2024, years=old.years, text="<p>Regnet</p>", lines=lines))
    parts = AllocationContent(amounts={"TMF": {2024: 400, 2025: -200}, "SUF": {2024: 600, 2025: -341}})
    distribution = DistributionContent(allocations=[LineAllocation(line="a", booking=parts)])
    store(proposal, "distribution", distribution)
    rows = [AdministrationRow(id="r", label="Løn", amounts={2025: -101})]
    store(proposal, "administration", AdministrationContent(rows=rows))
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def writer(source, client_for):
    return client_for(source.writer)


def copied(client, source, round, **values) -> Proposal:
    address = reverse("proposal-copy", args=[round.pk, source.pk])
    data = fields(client.get(address).content, "reuse-form")
    for name in ("price", "years"):
        data.pop(name, None)
    answer = client.post(address, {**data, **values})
    assert answer.status_code == 302, answer.content.decode()
    return Proposal.objects.latest("pk")


def content(proposal, kind: str):
    return read_content(proposal.sections.get(kind=kind))


def test_a_copy_holds_what_the_source_says(source, new, writer):
    made = copied(writer, source, new, title="Ny indgang")
    assert (made.title, made.round, made.state, made.cross_cutting) == ("Ny indgang", new, "draft", True)
    facts = assemble(made).first(FactsContent)
    assert facts.title == "Ny indgang"
    economy = content(made, "economy")
    assert [line.id for line in economy.lines] == ["a", "b"]
    assert economy.lines[0].amounts == AMOUNTS
    assert (economy.price_level, economy.years, economy.converted_from) == (2026, new.years, None)
    # The 2023 form has two texts, this one has one: nothing is lost.
    text = content(made, "text").text
    assert text.startswith("<p>") or text.startswith("<h3>")
    assert "Baggrunden" in text
    assert "Indholdet" in text
    event = Event.objects.get(kind="copied")
    assert event.proposal == made
    assert event.data["from_round"] == "Budget 2024"
    assert "Fælles indgang" not in json.dumps(event.data, ensure_ascii=False)
    assert source.sections.get(kind="economy").version == 1


def test_a_converted_copy_is_what_the_rule_of_prices_gives(source, new, writer):
    made = copied(writer, source, new, price="on")
    table = IndexTable.from_json(INDICES)
    wanted = converted(economy_of(assemble(source)), table, unit_book(), 2024, 2026)
    got = economy_from(content(made, "economy"), content(made, "distribution"), made.administration.code)
    assert {line.id: line.amounts for line in got.lines} == {line.id: line.amounts for line in wanted.lines}
    assert [line.booking for line in got.lines] == [line.booking for line in wanted.lines]
    assert got.lines[0].amounts[2025] == convert(-541, Area.SERVICE, table, 2024, 2026)
    row = content(made, "administration").rows[0]
    assert (row.id, row.amounts[2025]) == ("r", convert(-101, Area.SERVICE, table, 2024, 2026))
    assert content(made, "economy").converted_from == 2024
    snapshot = draft_snapshot(made)
    assert "(2026 p/l, omregnet fra 2024 p/l)" in tree_html(build_preview(snapshot, snapshot.proposals[0]))


def test_years_are_moved(source, new, writer):
    made = copied(writer, source, new, years="on")
    assert content(made, "economy").lines[0].amounts == {2026: 1000, 2027: -541, 2028: -777}
    assert content(made, "administration").rows[0].amounts == {2027: -101}
    assert content(made, "distribution").allocations[0].booking.amounts["TMF"] == {2026: 400, 2027: -200}


def test_without_an_index_nothing_is_made(source, new, writer):
    new.price_indices = {"service": INDICES["service"]}
    new.save()
    address = reverse("proposal-copy", args=[new.pk, source.pk])
    data = fields(writer.get(address).content, "reuse-form")
    answer = writer.post(address, {**data, "price": "on"})
    assert answer.status_code == 422
    assert "p/l-indeks for Anlæg i 2026" in answer.content.decode()
    assert not new.proposals.exists()


def test_nobody_copies_what_they_may_not_see(source, new, make_user, client_for, make_proposal):
    stranger = client_for(make_user(Role.WRITER, administration="SUF"))
    copy = reverse("proposal-copy", args=[new.pk, source.pk])
    listed = reverse("proposal-reuse", args=[new.pk])
    assert stranger.get(copy).status_code == 404
    assert stranger.post(copy, {"title": "x"}).status_code == 404
    assert "Fælles indgang" not in stranger.get(listed).content.decode()
    own = make_proposal(new, administration="SUF")
    target, section = own.sections.get(kind="economy"), source.sections.get(kind="economy")
    address = reverse("section-copy", args=[own.pk, target.key, section.pk])
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"version": 0}).status_code == 404
    Proposal.objects.filter(pk=source.pk).update(state="submitted")
    assert stranger.get(copy).status_code == 200
    assert "Fælles indgang" in stranger.get(listed).content.decode()
    Proposal.objects.filter(pk=source.pk).update(confidential=True)
    assert stranger.get(copy).status_code == 404
    for role in (Role.CFO_CASEWORKER, Role.READER, Role.SECRETARY, Role.ADMINISTRATOR, Role.SIGNER):
        assert client_for(make_user(role)).post(copy, {"title": "x"}).status_code == 403
    # Only for an administration one writes for.
    data = {"title": "x", "administration": str(source.administration_id)}
    Proposal.objects.filter(pk=source.pk).update(confidential=False)
    assert stranger.post(copy, data).status_code == 422


def test_what_is_confidential_stays_so(source, new, writer, make_proposal):
    Proposal.objects.filter(pk=source.pk).update(
        confidential=True, confidential_reason="Udbud", confidential_title=True
    )
    made = copied(writer, source, new)
    assert (made.confidential, made.confidential_reason, made.confidential_title) == (True, "Udbud", True)
    own = make_proposal(new, writer=source.writer)
    section, target = source.sections.get(kind="economy"), own.sections.get(kind="economy")
    address = reverse("section-copy", args=[own.pk, target.key, section.pk])
    answer = writer.post(address, {"version": target.version})
    assert answer.status_code == 409
    assert "fortroligt" in answer.content.decode()
    assert not content(own, "economy").lines


def test_a_closed_round_takes_no_copy(source, new, writer):
    new.state = "closed"
    new.save()
    answer = writer.post(
        reverse("proposal-copy", args=[new.pk, source.pk]),
        {"title": "x", "administration": str(source.administration_id)},
    )
    assert answer.status_code == 422
    assert not new.proposals.exists()


def test_a_section_is_copied_over_the_version_that_was_seen(source, new, writer, make_proposal):
    own = make_proposal(new, writer=source.writer)
    target, section = own.sections.get(kind="economy"), source.sections.get(kind="economy")
    chosen = writer.get(reverse("section-reuse", args=[own.pk, target.key])).content.decode()
    address = reverse("section-copy", args=[own.pk, target.key, section.pk])
    assert address in chosen
    data = fields(writer.get(address).content, "reuse-form")
    assert writer.post(address, {**data, "price": "on"}).status_code == 302
    economy = content(own, "economy")
    assert economy.converted_from == 2024
    assert [line.id for line in economy.lines] == ["a", "b"]
    assert own.sections.get(kind="economy").version == 1
    stale = writer.post(address, data)
    assert stale.status_code == 409
    event = Event.objects.get(kind="section_copied")
    assert (event.proposal, event.data["before"], event.data["version"]) == (own, 0, 1)
    assert (len(event.data["content_sha256"]), event.data["from_round"]) == (64, source.round.name)
    text = source.sections.get(key="content")
    assert writer.post(reverse("section-copy", args=[own.pk, target.key, text.pk]), data).status_code == 404


GUIDANCE = "<p>Begynd <strong>her</strong></p><ul><li>Hvem?</li><li>Hvor <em>meget</em></li></ul>"


def test_the_skeleton_is_found_and_never_left():
    made = skeleton(GUIDANCE)
    assert made == "<p>⟦Begynd <strong>her</strong>⟧</p><ul><li>⟦Hvem?⟧</li><li>⟦Hvor <em>meget</em>⟧</li></ul>"
    assert holds_guidance(made)
    assert without_guidance(made) == ""
    assert without_guidance("<p>Mit. ⟦Hvem?⟧</p><p>⟦åben</p><p>Mere ⟧</p>") == "<p>Mit. </p><p>Mere </p>"
    assert without_guidance("<p>Urørt</p>") == "<p>Urørt</p>"


def test_a_section_begins_with_the_guidance(new, make_proposal, client_for):
    proposal = make_proposal(new)
    client = client_for(proposal.writer)
    section = proposal.sections.get(key="description")
    address = reverse("section-begin", args=[proposal.pk, section.key])
    assert address in client.get(reverse("section-reuse", args=[proposal.pk, section.key])).content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address, {"version": 0}).status_code == 302
    section.refresh_from_db()
    text = section.content["text"]
    assert text.startswith("<p>⟦Begynd med, hvordan opgaven løses i dag")
    proposal = Proposal.objects.get(pk=proposal.pk)
    codes = [(f.code, f.section) for f in run(assemble(proposal), unit_book()) if f.severity == "error"]
    assert ("guidance-left", "description") in codes
    snapshot = draft_snapshot(proposal)
    printed = tree_html(build_preview(snapshot, snapshot.proposals[0]))
    assert "Begynd med" not in printed
    assert "⟦" not in printed
    # A section with words is left alone.
    client.post(address, {"version": 1})
    section.refresh_from_db()
    assert section.version == 1


def test_only_the_administration_begins_a_section(new, make_proposal, make_user, client_for):
    proposal = make_proposal(new, state="draft")
    for role in (Role.CFO_CASEWORKER, Role.CFO_SIGNER):
        client = client_for(make_user(role))
        assert client.get(reverse("section-reuse", args=[proposal.pk, "description"])).status_code == 403
        client.post(reverse("section-begin", args=[proposal.pk, "description"]), {"version": 0})
        assert proposal.sections.get(key="description").version == 0

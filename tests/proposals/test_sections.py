"""The pages of a proposal's sections: saving, refusing, never overwriting."""

import pytest
from django.urls import reverse

from proposals.contents import (
    AdministrationContent,
    AdministrationRow,
    DistributionContent,
    EconomyContent,
    FactsContent,
    FollowUpContent,
    FollowUpRow,
    HearingsContent,
    KeyContent,
    LineAllocation,
    LineContent,
    OriginInnovation,
    PartnersContent,
    PrioritisationContent,
    RiskItem,
    RisksContent,
    TechnicalContent,
    TextContent,
)
from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests import rounds
from tests.pages import fields, form_of, texts

TEXT = "<p>En tekst om CO<sub>2</sub>.</p><ul><li>Et punkt</li></ul>"


def address(section: Section) -> str:
    return reverse("section", args=[section.proposal_id, section.key])


def fill(section: Section, content, by) -> Section:
    return save_section(section, content, base_version=section.version, by=by)


def published(number: str) -> tuple[EconomyContent, DistributionContent]:
    """Economy and distribution of a proposal of Budget 2025."""
    entry = rounds.proposal("budget-2025", number)
    lines = [
        LineContent(id=f"l{place}", **{k: v for k, v in line.items() if k not in ("booking", "target")})
        for place, line in enumerate(entry["lines"])
    ]
    allocations = [
        LineAllocation(line=f"l{place}", booking=line["booking"], target=line["target"])
        for place, line in enumerate(entry["lines"])
        if line["booking"] or line["target"]
    ]
    economy = EconomyContent(price_level=entry["price_level"], years=entry["years"], lines=lines, text=TEXT)
    return economy, DistributionContent(keys=[KeyContent(**key) for key in entry["keys"]], allocations=allocations)


def economy_of_distribution(content: DistributionContent) -> EconomyContent:
    return next(e for e, d in map(published, ("BC01", "BC02", "BC13")) if d == content)


FILLED = [
    FactsContent(
        title="Fælles ferie",
        summary="Kort.\n\nTo afsnit.",
        cross_cutting=True,
        affected_administrations=["TMF", "ØKF"],
        origin_innovation=OriginInnovation(answer=True, title="Prøve", adopted="Budget 2023"),
        origin_simplification_programme=False,
    ),
    FactsContent(title="Uden svar"),
    TextContent(text=TEXT),
    FollowUpContent(
        text=TEXT,
        rows=[
            FollowUpRow(category="implementation", goal="Mål", measure="Tæl", responsible="Chef", when="2027"),
            FollowUpRow(category="realisation", goal="To\nlinjer"),
            FollowUpRow(category="other", goal="Andet"),
        ],
    ),
    RisksContent(
        text=TEXT, overall="Lav", items=[RiskItem(title="Forsinkelse", level="Middel", score=12, handling="Plan")]
    ),
    AdministrationContent(rows=[AdministrationRow(label="Løn", amounts={2026: -100, 2031: 0})], text=TEXT),
    AdministrationContent(none=True),
    PartnersContent(partners="KIT", text=TEXT),
    HearingsContent(text=TEXT),
    TechnicalContent(text=TEXT),
    *published("BC01"),
    *published("BC02"),
    *published("BC13"),
]


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF")


@pytest.fixture
def proposal(make_proposal, writer):
    return make_proposal(writer=writer, cross_cutting=True, title="Træer")


@pytest.mark.parametrize("content", FILLED, ids=lambda content: content.kind)
def test_a_form_saved_as_it_stands_changes_nothing(content, proposal, writer, client_for):
    if isinstance(content, DistributionContent):
        # Its lines are the economy's.
        fill(proposal.sections.get(kind="economy"), economy_of_distribution(content), writer)
    section = fill(proposal.sections.get(kind=content.kind), content, writer)
    client = client_for(writer)

    response = client.post(address(section), form_of(client, address(section)))

    saved = Section.objects.get(pk=section.pk)
    assert response.status_code == 302
    assert (saved.version, read_content(saved)) == (section.version, content)


@pytest.mark.parametrize(
    "content",
    [
        PrioritisationContent(
            text=TEXT, expense=4500, expected_adoption="Budget 2027", large_scale=True, new_technology=False
        ),
        published("BC04")[0],
    ],
    ids=lambda content: content.kind,
)
def test_a_preliminary_study_saved_as_it_stands_changes_nothing(content, make_proposal, writer, client_for):
    proposal = make_proposal(writer=writer, type="preliminary_study")
    section = fill(proposal.sections.get(kind=content.kind), content, writer)
    client = client_for(writer)

    client.post(address(section), form_of(client, address(section)))

    saved = Section.objects.get(pk=section.pk)
    assert (saved.version, read_content(saved)) == (section.version, content)


def test_a_text_is_cleaned_saved_and_its_time_said(proposal, writer, client_for):
    section = proposal.sections.get(key="description")
    client = client_for(writer)
    data = {**form_of(client, address(section)), "text": '<p onclick="x()">Tekst</p><script>y()</script>'}

    response = client.post(address(section), {**data, "after_save": "stay"}, follow=True)

    saved = Section.objects.get(pk=section.pk)
    assert (saved.version, saved.saved_by, read_content(saved).text) == (1, writer, "<p>Tekst</p>")
    assert response.redirect_chain == [(address(section), 302)]
    assert texts(response.content, "//div[@role='status']")[0].startswith("Gemt kl. ")


def test_save_and_continue_leads_to_the_next_section_and_from_the_last_to_the_task_list(proposal, writer, client_for):
    client = client_for(writer)
    keys = [section.key for section in proposal.template.spec().sections]
    followed = []
    for key in keys:
        section = proposal.sections.get(key=key)
        data = {**form_of(client, address(section)), "after_save": "continue"}
        followed.append(client.post(address(section), data).url)

    expected = [reverse("section", args=[proposal.pk, key]) for key in keys[1:]]
    assert followed == [*expected, proposal.get_absolute_url()]


def test_what_cannot_be_stored_is_refused_whole_with_everything_typed_kept(proposal, writer, client_for):
    section = fill(proposal.sections.get(kind="economy"), published("BC01")[0], writer)
    client = client_for(writer)
    data = form_of(client, address(section))
    data |= {"lines-0-y2026": ["1,5"], "lines-1-y2027": ["abc"], "lines-0-label": ["Ny tekst"]}

    response = client.post(address(section), data)

    assert response.status_code == 422
    assert Section.objects.get(pk=section.pk).version == section.version
    kept = fields(response.content)
    assert {name: kept[name] for name in ("lines-0-y2026", "lines-1-y2027", "lines-0-label")} == {
        "lines-0-y2026": ["1,5"],
        "lines-1-y2027": ["abc"],
        "lines-0-label": ["Ny tekst"],
    }
    page = response.content.decode()
    assert texts(response.content, "//title")[0].startswith("Fejl: 2 Økonomi")
    problems = texts(response.content, "//*[@data-error-summary]//a")
    assert problems[0].startswith("Ny tekst, 2026: Beløb skrives i hele 1.000 kr.")
    assert 'href="#id_lines-0-y2026"' in page
    assert 'aria-describedby="id_lines-0-y2026_error"' in page


def test_a_stale_save_shows_both_versions_and_overwrites_nothing(proposal, writer, make_user, client_for):
    section = proposal.sections.get(key="description")
    first, second = client_for(writer), client_for(make_user("writer", administration="TMF"))
    opened = form_of(second, address(section))
    first.post(address(section), {**form_of(first, address(section)), "text": "<p>Den førstes tekst</p>"})

    refused = second.post(address(section), {**opened, "text": "<p>Den andens tekst</p>"})

    assert refused.status_code == 409
    words = texts(refused.content, "//*[contains(@class, 'clash-words')]")
    assert ["Den andens tekst" in words[0], "Den førstes tekst" in words[1]] == [True, True]
    assert str(writer) in refused.content.decode()
    stored = Section.objects.get(pk=section.pk)
    assert (stored.version, read_content(stored).text) == (1, "<p>Den førstes tekst</p>")


def test_after_a_conflict_the_person_may_keep_their_own_or_edit_on(proposal, writer, client_for, make_user):
    section = proposal.sections.get(key="description")
    first, second = client_for(writer), client_for(make_user("writer", administration="TMF"))
    opened = form_of(second, address(section))
    first.post(address(section), {**form_of(first, address(section)), "text": "<p>Første</p>"})
    refused = second.post(address(section), {**opened, "text": "<p>Anden</p>"})
    kept = {"version": "1", "text": "<p>Anden</p>"}

    again = second.post(address(section), {**kept, "row_action": "edit"})
    saved = second.post(address(section), {**kept, "after_save": "stay"})

    assert b'name="against" value="1"' in refused.content
    assert {name: fields(again.content)[name] for name in kept} == {name: [value] for name, value in kept.items()}
    assert saved.status_code == 302
    stored = Section.objects.get(pk=section.pk)
    assert (stored.version, read_content(stored).text) == (2, "<p>Anden</p>")
    assert list(section.versions.values_list("version", flat=True)) == [2, 1, 0]


def test_a_second_conflict_is_a_conflict_again(proposal, writer, client_for):
    section = proposal.sections.get(key="description")
    client = client_for(writer)
    for version, text in enumerate(("<p>1</p>", "<p>2</p>")):
        save_section(section, TextContent(text=text), base_version=version, by=writer)

    response = client.post(address(section), {"version": "1", "text": "<p>Min</p>"})

    assert response.status_code == 409
    assert b'name="against" value="2"' in response.content


def test_a_reader_sees_the_content_with_the_reason_why_it_cannot_be_edited(
    make_proposal, make_user, client_for, writer
):
    proposal = make_proposal(writer=writer)
    section = fill(proposal.sections.get(kind="economy"), published("BC01")[0], writer)
    proposal.state = "submitted"
    proposal.save()
    client = client_for(make_user("reader"))

    response = client.get(address(section))

    assert "Kun forvaltningens skribenter og underskrivere kan rette forslaget." in response.content.decode()
    assert texts(response.content, "//*[contains(@class, 'alert')]//p[@class='alert-text']") == [
        "Kun forvaltningens skribenter og underskrivere kan rette forslaget."
    ]
    assert texts(response.content, "//dl[contains(@class, 'section-readout')]//dt") == ["Tekst", "År, der vises"]
    assert texts(response.content, "//table//tr[th='Projektressourcer i Koncernservice']/td") == [
        "Anlæg", "0", "750", "750", "0", "0", "0",
    ]  # fmt: skip
    assert "4.250" in response.content.decode()
    assert b'id="section-form"' not in response.content
    assert client.post(address(section), {"version": "1"}).status_code == 403


def test_a_draft_is_not_there_for_others(proposal, make_user, client_for):
    section = proposal.sections.get(key="description")
    client = client_for(make_user("writer", administration="SUF"))

    figures = reverse("section-figures", args=[proposal.pk, "economy"])
    answers = [client.get(address(section)), client.post(address(section), {"version": "0"}), client.post(figures)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_proposal_that_has_been_sent_meanwhile_keeps_its_content_and_the_typed_text_is_shown(
    proposal, writer, client_for
):
    section = proposal.sections.get(key="description")
    client = client_for(writer)
    opened = form_of(client, address(section))
    proposal.state = "submitted"
    proposal.save()

    response = client.post(address(section), {**opened, "text": "<p>For sent</p>"})

    assert response.status_code == 409
    assert "Forslaget kan ikke rettes" in response.content.decode()
    assert texts(response.content, "//tr[@class='differs']/td")[0] == "For sent"
    assert Section.objects.get(pk=section.pk).version == section.version


def test_the_checks_of_the_section_stand_on_its_page(proposal, writer, client_for):
    response = client_for(writer).get(address(proposal.sections.get(kind="facts")))

    assert texts(response.content, "//*[@class='section-findings']//li") == [
        "Mangler: Skriv et kort resumé.",
        "Mangler: Et tværgående forslag skal berøre mindst to forvaltninger: sæt kryds ved dem.",
    ]


def test_a_form_without_its_version_is_a_bad_request(proposal, writer, client_for):
    section = proposal.sections.get(key="description")

    assert client_for(writer).post(address(section), {"text": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("facts", "affected_administrations", "XYZ"),
        ("facts", "origin_title", "x" * 301),
        ("risks", "overall", "\x00"),
        ("prioritisation", "expense", "1,5"),
    ],
)
def test_a_field_that_cannot_be_read_is_refused_at_the_field(kind, name, value, make_proposal, writer, client_for):
    proposal = make_proposal(writer=writer, type="innovation" if kind == "prioritisation" else "investment")
    section = proposal.sections.get(kind=kind)
    client = client_for(writer)

    response = client.post(address(section), {**form_of(client, address(section)), name: value})

    assert response.status_code == 422
    assert name in response.context["editor"].form.errors
    assert Section.objects.get(pk=section.pk).version == section.version


@pytest.mark.parametrize("version", ["", "-1", "²", "9" * 5000])
def test_a_version_that_is_no_number_is_a_bad_request(version, proposal, writer, client_for):
    section = proposal.sections.get(key="description")

    assert client_for(writer).post(address(section), {"text": "x", "version": version}).status_code == 400

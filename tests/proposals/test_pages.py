"""Round, new proposal, task list, checks and files: what each person sees there."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import Attachment, Proposal
from reviews.models import Event


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF")


def titles(response) -> set[str]:
    return {proposal.title for proposal, _ in response.context["rows"]}


def test_the_round_page_shows_exactly_what_each_person_may_see(make_round, make_proposal, make_user, client_for):
    round_ = make_round()
    for title, place, state, confidential in [
        ("egen kladde", "TMF", "draft", False),
        ("egen fortrolig", "TMF", "submitted", True),
        ("andens kladde", "SOF", "draft", False),
        ("andens åbne", "SOF", "submitted", False),
        ("andens fortrolige", "SOF", "approved", True),
    ]:
        make_proposal(round_, title=title, administration=place, state=state, confidential=confidential)
    seen = {
        role: titles(client_for(make_user(role, **place)).get(reverse("round", args=[round_.pk])))
        for role, place in {
            "writer": {"administration": "TMF"},
            "signer": {"administration": "SOF"},
            "cfo_caseworker": {},
            "secretary": {"committee": "SUD"},
            "reader": {},
            "body_member": {},
        }.items()
    }

    assert seen == {
        "writer": {"egen kladde", "egen fortrolig", "andens åbne"},
        "signer": {"andens kladde", "andens åbne", "andens fortrolige"},
        "cfo_caseworker": {"egen kladde", "egen fortrolig", "andens kladde", "andens åbne", "andens fortrolige"},
        "secretary": {"andens åbne", "andens fortrolige"},
        "reader": {"andens åbne"},
        "body_member": set(),
    }


def test_the_round_page_asks_the_same_number_of_questions_for_1_and_3_proposals(
    make_round, make_proposal, writer, client_for, django_assert_max_num_queries
):
    from django.db import connection

    round_ = make_round()
    client = client_for(writer)
    make_proposal(round_)
    client.get(reverse("round", args=[round_.pk]))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("round", args=[round_.pk]))
    for _ in range(2):
        make_proposal(round_)
    with CaptureQueriesContext(connection) as three:
        assert len(client.get(reverse("round", args=[round_.pk])).context["rows"]) == 3

    assert len(three) == len(one)


def exported(client, round_, **query) -> list[dict]:
    response = client.get(reverse("round-export", args=[round_.pk]), query)
    head, *rows = openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
    return [{name: value for name, value in zip(head, row, strict=True) if value is not None} for row in rows]


def test_the_workbook_of_a_round_holds_what_each_person_may_see_and_has_filtered(
    make_round, make_proposal, make_user, client_for
):
    round_ = make_round()
    make_proposal(round_, title="egen kladde", administration="TMF")
    make_proposal(
        round_,
        title="andens åbne",
        administration="SOF",
        state="submitted",
        number="BC02",
        row_figures={"service": 1_500, "anlaeg": 0, "efficiency_service": -300, "payback_years": 5},
    )
    make_proposal(round_, title="andens fortrolige", administration="SOF", state="submitted", confidential=True)
    make_proposal(make_round(), title="i en anden runde", administration="TMF")
    writer = client_for(make_user("writer", administration="TMF"))
    open_ = {
        "Nr.": "BC02",
        "Forslag": "andens åbne",
        "Type": "Investeringsforslag",
        "Forvaltning": "SOF",
        "Udvalg": "Socialudvalget",
        "Tilstand": "Hos CFØ",
        "Investering, service, 1.000 kr.": 1_500,
        "Investering, anlæg, 1.000 kr.": 0,
        "Effektivisering, service, 1.000 kr.": -300,
        "Tilbagebetaling, år": 5,
    }
    assert [row["Forslag"] for row in exported(writer, round_)] == ["andens åbne", "egen kladde"]
    assert exported(writer, round_, state="submitted") == [open_]
    assert exported(client_for(make_user("reader")), round_) == [open_]
    assert exported(client_for(make_user("body_member")), round_) == []
    confidential = exported(client_for(make_user("cfo_signer")), round_, q="fortrolige")
    assert [(row["Forslag"], row["Fortroligt"]) for row in confidential] == [("andens fortrolige", "Ja")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "ladestandere"}, {"Ladestandere til alle"}),
        ({"q": "LADESTANDERE"}, {"Ladestandere til alle"}),
        ({"q": "BC07"}, {"Ændret arealbrug"}),
        ({"q": "ændret"}, {"Ændret arealbrug"}),
        ({"state": "submitted"}, {"Ændret arealbrug"}),
        ({"type": "innovation"}, {"Ladestandere til alle"}),
        ({"state": "findes-ikke"}, {"Ladestandere til alle", "Ændret arealbrug"}),
        ({"q": "ladestandere", "state": "submitted"}, set()),
        ({"q": "a " * 1500}, {"Ladestandere til alle", "Ændret arealbrug"}),
    ],
)
def test_search_and_filters(make_round, make_proposal, writer, client_for, query, expected):
    round_ = make_round()
    make_proposal(round_, title="Ladestandere til alle", type="innovation")
    make_proposal(round_, title="Ændret arealbrug", state="submitted", number="BC07")

    assert titles(client_for(writer).get(reverse("round", args=[round_.pk]), query)) == expected


def test_a_writer_makes_a_proposal_and_lands_on_its_task_list(make_round, writer, client_for):
    round_ = make_round()
    values = {"type": "investment", "administration": writer.memberships.get().administration_id, "title": "Nyt"}

    response = client_for(writer).post(reverse("proposal-new", args=[round_.pk]), values)

    proposal = Proposal.objects.get()
    assert response.url == reverse("proposal", args=[proposal.pk])
    assert (proposal.title, proposal.writer, proposal.state) == ("Nyt", writer, "draft")
    assert list(proposal.sections.values_list("key", flat=True)) == [
        spec.key for spec in proposal.template.spec().sections
    ]
    assert list(Event.objects.values_list("kind", "actor", "proposal")) == [("created", writer.pk, proposal.pk)]


def test_nobody_makes_a_proposal_for_another_administration(make_round, writer, make_user, client_for):
    round_ = make_round()
    other = make_user("writer", administration="SOF").memberships.get().administration_id
    values = {"type": "investment", "administration": other, "title": "Nyt"}

    response = client_for(writer).post(reverse("proposal-new", args=[round_.pk]), values)

    assert response.status_code == 200
    assert "administration" in response.context["form"].errors
    assert not Proposal.objects.exists()


def test_a_replaced_round_takes_no_new_proposals(make_round, writer, client_for):
    round_ = make_round(replaced_at=timezone.now())
    values = {"type": "investment", "administration": writer.memberships.get().administration_id, "title": "Nyt"}

    assert not client_for(writer).get(reverse("round", args=[round_.pk])).context["may_create"]
    client_for(writer).post(reverse("proposal-new", args=[round_.pk]), values)

    assert not Proposal.objects.exists()


def test_a_file_of_a_very_long_name_is_refused_at_the_field(make_proposal, writer, client_for):
    proposal = make_proposal(writer=writer)
    file = SimpleUploadedFile("x" * 220 + ".xlsx", b"x")

    response = client_for(writer).post(reverse("attachments", args=[proposal.pk]), {"file": file})

    assert response.context["form"].errors["file"]
    assert not Attachment.objects.exists()


def test_a_closed_round_takes_no_new_proposals(make_round, writer, client_for):
    round_ = make_round(state="closed")

    response = client_for(writer).get(reverse("proposal-new", args=[round_.pk]))

    assert response.url == reverse("round", args=[round_.pk])


@pytest.mark.parametrize("name", ["proposal", "checks", "attachments"])
def test_a_proposal_that_may_not_be_seen_is_not_found(make_proposal, make_user, client_for, name):
    proposal = make_proposal(administration="SOF", confidential=True, state="submitted", title="Hemmelig titel")

    response = client_for(make_user("writer", administration="TMF")).get(reverse(name, args=[proposal.pk]))

    assert response.status_code == 404
    assert "Hemmelig titel" not in response.content.decode()


def test_the_task_list_shows_each_section_of_the_template_with_its_status(make_proposal, writer, client_for):
    proposal = make_proposal(writer=writer)

    groups = client_for(writer).get(reverse("proposal", args=[proposal.pk])).context["groups"]

    shown = {task.title: task.status for group in groups for task in group.tasks}
    spec = proposal.template.spec()
    assert list(shown) == [f"{s.number} {s.heading}".strip() for s in spec.sections if not s.only_cross_cutting]
    assert set(shown.values()) == {"I gang", "Ikke begyndt", "Valgfrit"}


def test_the_checks_page_tells_errors_from_warnings(make_proposal, writer, client_for):
    proposal = make_proposal(writer=writer)

    context = client_for(writer).get(reverse("checks", args=[proposal.pk])).context

    assert {finding.code for finding, _ in context["errors"]} >= {
        "summary-missing",
        "implementation-missing",
        "permanent-missing",
        "text-missing",
    }
    assert all(finding.severity == "error" for finding, _ in context["errors"])


def test_a_file_is_attached_served_and_removed_with_its_history(make_proposal, writer, make_user, client_for):
    proposal = make_proposal(writer=writer)
    client = client_for(writer)
    page = reverse("attachments", args=[proposal.pk])

    client.post(page, {"file": SimpleUploadedFile("model.xlsx", b"tal og tal")})

    attachment = Attachment.objects.get()
    address = reverse("attachment", args=[proposal.pk, attachment.pk])
    served = client.get(address)
    assert b"".join(served.streaming_content) == b"tal og tal"
    assert "model.xlsx" in served["Content-Disposition"]
    assert client_for(make_user("writer", administration="SOF")).get(address).status_code == 404

    client.post(reverse("attachment-remove", args=[proposal.pk, attachment.pk]))

    assert client.get(address).status_code == 404
    kinds = list(Event.objects.filter(proposal=proposal).order_by("id").values_list("kind", flat=True))
    assert kinds == ["created", "attached", "attachment_removed"]


@pytest.mark.parametrize("name", ["virus.exe", "makro.xlsm", "side.html", "uden-endelse"])
def test_files_that_can_run_are_refused_at_the_field(make_proposal, writer, client_for, name):
    proposal = make_proposal(writer=writer)

    response = client_for(writer).post(
        reverse("attachments", args=[proposal.pk]), {"file": SimpleUploadedFile(name, b"x")}
    )

    assert "Filtypen kan ikke vedhæftes" in response.context["form"].errors["file"][0]
    assert not Attachment.objects.exists()

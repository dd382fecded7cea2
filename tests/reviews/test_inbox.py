"""A person's messages in the program, and how they choose to be told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from proposals.models import Proposal
from reviews.actions import hearing, perform
from reviews.messages.choices import choices_of, keep
from reviews.messages.inbox import unread
from reviews.messages.kinds import GROUPS
from reviews.models import MessageChoice, Notification


@pytest.fixture
def told(case):
    """The writer and the signer are told that the proposal was returned."""
    case.submit()
    perform("return", case.proposal, case.caseworker, reason="Tallene i 2027 mangler.")
    return Notification.objects.get(event__kind="returned", recipient=case.writer)


def page(client) -> str:
    return client.get("/beskeder/").content.decode()


def test_the_list_shows_what_happened_why_and_whether_it_is_read(case, told, client_for):
    client = client_for(case.writer)
    shown = page(client)
    for words in ("Returneret: Fælles indgang", "Tallene i 2027 mangler.", "Ulæst", f"/beskeder/{told.pk}/"):
        assert words in shown
    assert '<span class="site-count">1<span class="sr-only"> ulæste</span></span>' in shown
    response = client.get(f"/beskeder/{told.pk}/")
    assert response["Location"] == f"/forslag/{case.proposal.pk}/sagsgang/"
    told.refresh_from_db()
    assert told.read_at is not None
    assert "Ulæst" not in page(client)
    assert "site-count" not in page(client)


def test_all_can_be_marked_as_read_and_only_ones_own(case, told, client_for):
    client = client_for(case.writer)
    assert client.get("/beskeder/laest/").status_code == 405
    assert client.post("/beskeder/laest/")["Location"] == "/beskeder/"
    assert (unread(case.writer).count(), unread(case.signer).count()) == (0, 1)


@pytest.mark.parametrize("person", ["signer", "caseworker", "stranger", "member"])
def test_anothers_message_is_not_found(case, told, client_for, person):
    assert client_for(getattr(case, person)).get(f"/beskeder/{told.pk}/").status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_nobody_reads_messages_without_signing_in(client, told):
    for address in ("/beskeder/", f"/beskeder/{told.pk}/", "/beskeder/valg/"):
        assert client.get(address)["Location"].startswith("/konto/log-ind/")


def test_what_is_no_longer_ones_own_to_see_is_gone_from_list_and_count(case, told, client_for):
    case.writer.memberships.all().delete()
    client = client_for(case.writer)
    assert "Fælles indgang" not in page(client)
    assert "Tallene i 2027" not in page(client)
    assert client.get(f"/beskeder/{told.pk}/").status_code == 404
    assert unread(User.objects.get(pk=case.writer.pk)).count() == 0


def test_words_of_a_proposal_with_a_confidential_section_are_for_those_who_may_read_it(
    case, told, client_for, add_membership
):
    mark = {"reason": "Udbud.", "until": "2099-01-01"}
    Proposal.objects.update(confidential_sections={"economy": mark}, state="submitted")
    assert "Tallene i 2027 mangler." in page(client_for(case.writer))
    case.writer.memberships.all().delete()
    add_membership(case.writer, "reader")
    shown = page(client_for(case.writer))
    assert "Returneret: Fælles indgang" in shown
    assert "Tallene i 2027 mangler." not in shown


def test_who_is_no_longer_asked_sees_the_confidential_number_alone(case, client_for):
    request = case.ask("hr_kredsen")
    case.submit()
    perform("set_confidential", case.proposal, case.writer, reason="Hemmelig grund", until=timezone.localdate())
    hearing.withdraw_request(request, case.writer, "Hemmelig fejl")
    shown = page(client_for(case.member))
    assert "Høring trukket tilbage: Fortroligt forslag" in shown
    assert not any(secret in shown for secret in ("Fælles indgang", "Hemmelig"))
    (message,) = unread(case.member)
    assert client_for(case.member).get(f"/beskeder/{message.pk}/")["Location"] == "/beskeder/"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"state": "held"}, False),
        ({"state": "skipped", "why": "discarded"}, False),
        ({"state": "skipped", "why": "obsolete"}, False),
        ({"state": "skipped", "why": "chosen_off"}, True),
        ({"state": "digest"}, True),
        ({"state": "failed"}, True),
        ({"state": "sent"}, True),
    ],
)
def test_what_cfo_holds_back_is_not_told_in_the_program_either(case, told, client_for, fields, shown):
    Notification.objects.filter(pk=told.pk).update(**fields)
    assert ("Returneret: Fælles indgang" in page(client_for(case.writer))) is shown
    assert unread(case.writer).count() == shown


def test_a_replaced_rounds_messages_are_gone(case, told):
    case.proposal.round.replaced_at = timezone.now()
    case.proposal.round.save()
    assert unread(case.writer).count() == 0


def test_the_list_costs_the_same_for_one_message_and_for_three(case, told, client_for):
    def cost() -> int:
        client = client_for(case.writer)
        with CaptureQueriesContext(connection) as queries:
            client.get("/beskeder/")
        return len(queries)

    one = cost()
    for number in range(2):
        case.submit()
        perform("return", case.proposal, case.caseworker, reason=f"Igen {number}.")
    assert unread(case.writer).count() == 3
    assert cost() == one


def test_every_page_counts_unread_messages_in_one_query(case, told, client_for):
    client = client_for(case.writer)
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    counting = [query["sql"] for query in queries if "reviews_notification" in query["sql"]]
    assert len(counting) == 1


def test_choices_are_kept_and_shown_again(case, client_for):
    client = client_for(case.writer)
    shown = client.get("/beskeder/valg/").content.decode()
    assert all(str(group.label) in shown for group in GROUPS)
    assert "kan ikke slås helt fra" in shown
    chosen = {group.code: "daily" for group in GROUPS} | {"drafts": "none"}
    assert client.post("/beskeder/valg/", chosen)["Location"] == "/beskeder/"
    assert choices_of(case.writer) == chosen
    assert choices_of(case.signer) == {group.code: group.default for group in GROUPS}
    client.post("/beskeder/valg/", chosen | {"drafts": "now"})
    assert choices_of(case.writer)["drafts"] == "now"


@pytest.mark.parametrize(
    "wrong", [{"asked": "none"}, {"drafts": "aldrig"}, {"drafts": ""}, {"drafts": "now\x00"}, {"asked": "x" * 5000}]
)
def test_a_choice_that_is_not_offered_is_refused_and_nothing_is_stored(case, client_for, wrong):
    chosen = {group.code: "daily" for group in GROUPS} | wrong
    response = client_for(case.member).post("/beskeder/valg/", chosen)
    assert response.status_code == 422
    assert "Fejl:" in response.content.decode()
    assert not MessageChoice.objects.exists()


def test_what_somebody_waits_for_cannot_be_turned_off_by_any_way(case):
    keep(case.member, {"asked": "none"})
    assert choices_of(case.member)["asked"] == "daily"
    MessageChoice.objects.update(how="none")
    case.ask("hr_kredsen")
    assert Notification.objects.get(recipient=case.member).state == "digest"


def test_several_roles_in_one_person_are_told_once(case, add_membership):
    add_membership(case.caseworker, "writer", administration="SOF")
    case.submit()
    perform("withdraw", case.proposal, case.signer, reason="Udgår.")
    assert Notification.objects.filter(event__kind="withdrawn", recipient=case.caseworker).count() == 1

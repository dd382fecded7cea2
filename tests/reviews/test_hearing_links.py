"""A link lets somebody without an account read one version and answer for one body, and nothing else."""

import datetime
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from proposals.models import Round
from reviews.actions import hearing, perform
from reviews.actions.hearing_link import answer_by_link, resend_link, revoke_link, send_link
from reviews.hearings import statuses
from reviews.hearings.links import link_of, send_waiting, token_of
from reviews.models import Event, HearingAnswer, HearingLink, HearingRequest
from reviews.refusal import Refused

from .cases import make_case, write

SECRET_TITLE = "Lukning af Solhjem"
ANSWER = {
    "name": "Formanden",
    "role": "Formand, Center-MED",
    "heard": "yes",
    "position": "remarks",
    "text": "Husk os.",
}


@pytest.fixture
def sent(case):
    """A request about two sections with a link that has been sent; `case.url` is what stands in the mail."""
    case.request = case.ask("med_udvalg", level="centre", question="Hvad betyder det?", sections=["economy", "risks"])
    case.link = send_link(case.request, case.writer, "med@example.org")
    send_waiting()
    case.url = re.search(r"http\S+", mail.outbox[-1].body).group().removeprefix("http://127.0.0.1:8000")
    return case


def test_the_mail_says_what_is_asked_and_carries_the_only_copy_of_the_secret(sent):
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == (["med@example.org"], "Høring: Fælles indgang")
    assert "Hvad betyder det?" in letter.body
    link = HearingLink.objects.get()
    token = sent.url.split("/")[-2]
    secret = token.split("~")[0].partition(".")[2]
    assert len(secret) >= 43
    assert link.secret_sha256 == HearingLink.hashed(secret)
    assert secret not in str(HearingLink.objects.values()) + str(Event.objects.values())
    assert "med@example.org" not in str(Event.objects.values())


def test_a_link_is_sent_once(sent):
    send_waiting()
    assert len([letter for letter in mail.outbox if letter.to == ["med@example.org"]]) == 1


def test_a_link_waits_while_cfo_holds_the_mail_of_the_round(case):
    Round.objects.update(mail_held=True)
    link = send_link(case.ask("med_udvalg"), case.writer, "med@example.org")
    send_waiting()
    link.refresh_from_db()
    assert (link.sent_at, mail.outbox) == (None, [])
    Round.objects.update(mail_held=False)
    send_waiting()
    assert [letter.to for letter in mail.outbox] == [["med@example.org"]]


def test_a_letter_that_could_not_be_sent_is_tried_again_with_another_secret(case, monkeypatch):
    link = send_link(case.ask("med_udvalg"), case.writer, "med@example.org")

    def down(_letter):
        raise OSError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        send_waiting()
    first = HearingLink.objects.get()
    assert (first.sent_at, first.attempts) == (None, 1)
    HearingLink.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    send_waiting()
    link.refresh_from_db()
    assert link.sent_at is not None
    assert link.secret_sha256 != first.secret_sha256


def test_a_link_that_could_not_be_sent_says_so_and_is_sent_again_when_somebody_asks(case, client_for, monkeypatch):
    link = send_link(case.ask("med_udvalg"), case.writer, "med@example.org")
    hearings = reverse("hearings", args=[case.proposal.pk])
    again = reverse("hearing-link-resend", args=[link.request_id, link.pk])
    client = client_for(case.writer)
    assert again not in client.get(hearings).content.decode()
    assert "bliver det af sig selv" in client.post(again).content.decode()
    HearingLink.objects.update(attempts=HearingLink.MAX_ATTEMPTS, claimed_at=timezone.now() - timedelta(hours=1))
    send_waiting()
    assert mail.outbox == []
    page = client.get(hearings).content.decode()
    assert "Kunne ikke sendes." in page
    assert again in page
    assert client_for(case.stranger).post(again).status_code == 404
    assert client.post(again).status_code == 302
    send_waiting()
    link.refresh_from_db()
    assert (link.sent_at is None, [letter.to for letter in mail.outbox]) == (False, [["med@example.org"]])
    assert Event.objects.get(kind="hearing_link_resent").actor == case.writer
    assert "Kunne ikke sendes." not in client.get(hearings).content.decode()
    assert "bliver det af sig selv" in client.post(again).content.decode()


def test_a_link_that_leads_nowhere_is_not_sent_again(case):
    link = send_link(case.ask("med_udvalg"), case.writer, "med@example.org")
    HearingLink.objects.update(attempts=HearingLink.MAX_ATTEMPTS, expires_at=timezone.now())
    with pytest.raises(Refused, match="udløbet"):
        resend_link(link, case.writer)
    assert HearingLink.objects.get().given_up


def test_the_page_shows_the_version_that_was_sent_and_the_sections_asked_about_alone(sent, client):
    write(sent.proposal, sent.writer, "risks", text="<p>Skrevet bagefter.</p>")
    response = client.get(sent.url)
    page = response.content.decode()
    assert response.status_code == 200
    assert [section.key for section in response.context["sections"]] == ["economy", "risks"]
    assert "Mindre tidsforbrug" in page
    assert "Skrevet bagefter" not in page
    assert "Sagerne samles ét sted." not in page  # the summary is no part of what is asked about
    assert re.findall(r'href="(/[^"]*)"', page.split("<body>")[1]) == []


def test_the_page_is_kept_by_nobody_and_tells_nobody(sent, client):
    for response in (client.get(sent.url), client.get("/svar/forkert/")):
        found = {name: response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
        assert found == {
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex, nofollow",
            "Referrer-Policy": "no-referrer",
        }


def test_every_reading_is_an_event(sent, client):
    for _time in range(2):
        client.get(sent.url)
    events = Event.objects.filter(kind="hearing_link_opened")
    assert [(event.actor, event.actor_name, event.data["link"]) for event in events] == [
        (None, "Modtager af link", sent.link.pk)
    ] * 2


def test_a_link_opens_no_other_page(sent, client):
    client.get(sent.url)
    pk = sent.proposal.pk
    for url in ("/", reverse("hearings", args=[pk]), reverse("revision", args=[pk, 1]), reverse("process", args=[pk])):
        assert client.get(url).url.startswith(reverse("account_login"))


def test_the_answer_stands_under_the_name_and_role_that_were_typed(sent, client):
    bad = client.post(sent.url, {**ANSWER, "name": ""})
    assert bad.status_code == 200
    assert "Husk os." in bad.content.decode()
    page = client.post(sent.url, {**ANSWER, "dates": "3.3.2026"}).content.decode()
    assert "Tak for svaret" in page
    answer = HearingAnswer.objects.get()
    assert (answer.by, answer.by_name, answer.by_role) == (None, "Formanden", "Formand, Center-MED")
    assert (answer.text, answer.dates, answer.revision.number, answer.recorded) == (
        "Husk os.",
        ["2026-03-03"],
        1,
        False,
    )
    event = Event.objects.get(kind="hearing_answered")
    assert (event.actor, event.actor_name, event.actor_role) == (None, "Formanden", "Formand, Center-MED")
    assert sent.writer.notifications.filter(event=event).exists()


def test_one_link_answers_once(sent, client):
    client.post(sent.url, ANSWER)
    again = client.post(sent.url, {**ANSWER, "text": "Noget andet."})
    assert "Høringen er allerede besvaret." in again.content.decode()
    assert HearingAnswer.objects.get().text == "Husk os."
    assert 'name="heard"' not in client.get(sent.url).content.decode()


def test_what_the_body_has_answered_itself_is_not_shown_or_answered_again(sent, client, make_user):
    member = make_user("body_member", body="med_udvalg", name="Medlem")
    hearing.answer(sent.request, member, "yes", "supports", text="Internt svar.")
    page = client.get(sent.url).content.decode()
    assert "Høringen er besvaret." in page
    assert "Internt svar." not in page
    assert "allerede besvaret" in client.post(sent.url, ANSWER).content.decode()
    assert HearingAnswer.objects.count() == 1


def closed(sent, client, why: str) -> None:
    """Neither read nor answered, and told why in plain words, without a trace of the proposal."""
    for response in (client.get(sent.url), client.post(sent.url, ANSWER)):
        page = response.content.decode()
        assert response.status_code == 410
        assert why in page
        assert "Fælles indgang" not in page
        assert SECRET_TITLE not in page
    assert not HearingAnswer.objects.exists()
    assert not Event.objects.filter(kind="hearing_link_opened").exists()


def test_an_expired_link_is_closed(sent, client):
    HearingLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    closed(sent, client, "Linket er udløbet.")


def test_a_revoked_link_is_closed(sent, client):
    revoke_link(sent.link, sent.caseworker)
    closed(sent, client, "Linket er trukket tilbage af dem, der sendte det.")
    with pytest.raises(Refused, match="allerede trukket tilbage"):
        revoke_link(sent.link, sent.caseworker)


def test_a_link_to_a_request_that_was_taken_back_is_closed(sent, client):
    hearing.withdraw_request(sent.request, sent.writer, "Fejl.")
    closed(sent, client, "Høringen er trukket tilbage.")


def test_a_link_closes_when_the_proposal_becomes_confidential(sent, client):
    until = timezone.localdate() + timedelta(days=30)
    perform("set_confidential", sent.proposal, sent.writer, reason="Lukket sag.", until=until)
    closed(sent, client, "Forslaget kan ikke længere læses med et link.")


def test_a_link_of_a_withdrawn_proposal_is_closed(sent, client):
    sent.submit()
    perform("withdraw", sent.proposal, sent.writer, reason="Udgår.")
    response = client.get(sent.url)
    assert response.status_code == 410
    assert "Fælles indgang" not in response.content.decode()


@pytest.mark.parametrize("token", ["x", "1.x", "1.x~y", "%00", "9" * 3_000])
def test_a_token_that_is_not_ours_is_not_found(sent, client, token):
    assert client.get(f"/svar/{token}/").status_code == 404


def test_a_signed_token_with_another_secret_is_not_found(sent, client):
    url = reverse("hearing-link", args=[token_of(sent.link, "et andet")])
    assert client.get(url).status_code == 404
    assert link_of(token_of(HearingLink(pk=10**30), "et andet")) is None


def test_guessing_is_limited(sent, client):
    answers = [client.get("/svar/forkert/").status_code for _time in range(31)]
    assert (set(answers[:30]), answers[30]) == ({404}, 429)
    assert client.get(sent.url).status_code == 200


def test_opening_is_limited(sent, client, monkeypatch):
    monkeypatch.setattr("reviews.views.hearing_links.OPENED_AN_HOUR", 2)
    assert [client.get(sent.url).status_code for _time in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("person", ["reader", "member", "secretary", "stranger"])
def test_only_those_who_ask_send_and_revoke_links(sent, person, client_for):
    someone = getattr(sent, person)
    with pytest.raises(Refused, match="Kun forvaltningen og CFØ"):
        send_link(sent.request, someone, "x@example.org")
    with pytest.raises(Refused, match="Kun forvaltningen og CFØ"):
        revoke_link(sent.link, someone)
    assert HearingLink.objects.count() == 1


def test_the_administration_sends_no_link_by_which_it_could_answer_for_a_body_that_can_stop_it(case, client_for):
    request = case.ask("hr_kredsen")
    for person in (case.writer, case.signer):
        with pytest.raises(Refused, match="Kun CFØ kan sende et link"):
            send_link(request, person, "mig@example.org")
    hearings, send = reverse("hearings", args=[case.proposal.pk]), reverse("hearing-link-send", args=[request.pk])
    assert send not in client_for(case.writer).get(hearings).content.decode()
    assert send in client_for(case.caseworker).get(hearings).content.decode()
    assert send_link(request, case.caseworker, "hr@example.org").request == request


@pytest.mark.parametrize("days", [0, 61, -3])
def test_a_link_holds_for_a_bounded_time(sent, days):
    with pytest.raises(Refused, match="mellem 1 og 60 dage"):
        send_link(sent.request, sent.writer, "x@example.org", days=days)


@pytest.fixture
def secret(organisation):
    case = make_case(title=SECRET_TITLE, confidential=True)
    case.request = case.ask("med_udvalg", question="Om Solhjem?")
    return case


def test_a_confidential_proposal_is_sent_by_cfo_alone_and_with_a_tick(secret):
    for person, tick in ((secret.writer, True), (secret.signer, True), (secret.caseworker, False)):
        with pytest.raises(Refused, match="Kun CFØ kan sende et link og skal bekræfte det"):
            send_link(secret.request, person, "med@example.org", confidential=tick)
    send_link(secret.request, secret.caseworker, "med@example.org", confidential=True)
    send_waiting()
    letter = mail.outbox[-1]
    assert "Solhjem" not in letter.subject + letter.body
    assert letter.subject == "Høring: Fortroligt forslag"


def test_the_tick_is_asked_for_on_the_page(secret, client_for):
    url = reverse("hearing-link-send", args=[secret.request.pk])
    page = client_for(secret.caseworker).post(url, {"email": "med@example.org", "days": "7"}).content.decode()
    assert "Sæt kryds, hvis modtageren må læse det fortrolige forslag." in page
    assert not HearingLink.objects.exists()


def test_the_hearings_page_lists_links_for_those_who_ask_alone(sent, client_for):
    url = reverse("hearings", args=[sent.proposal.pk])
    shown = client_for(sent.writer).get(url).content.decode()
    assert "Link til med@example.org" in shown
    sent.submit()
    assert "med@example.org" not in client_for(sent.reader).get(url).content.decode()
    revoke = reverse("hearing-link-revoke", args=[sent.request.pk, sent.link.pk])
    assert client_for(sent.reader).post(revoke).status_code == 403
    assert client_for(sent.writer).post(revoke).status_code == 302
    assert HearingLink.objects.get().revoked_at is not None


def test_an_answer_by_link_counts_as_the_bodys(sent):
    answer_by_link(sent.link, "Formanden", "Formand", "yes", "supports", [datetime.date(2026, 3, 3)])
    status = next(one for one in statuses(sent.fresh()) if one.body.code == "med_udvalg")
    assert status.status == "heard"


@pytest.mark.parametrize(("tick", "shown"), [(False, False), (True, True)])
def test_a_confidential_section_is_left_out_unless_cfo_says_otherwise(case, client, tick, shown):
    write(case.proposal, case.writer, "risks", text="<p>Solhjem lukkes.</p>")
    request = case.ask("med_udvalg")
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    case.proposal.refresh_from_db()
    case.proposal.confidential_sections = {"risks": {"reason": "Lukket sag.", "until": until}}
    case.proposal.save()
    HearingRequest.objects.update(question="Om Solhjem?")
    link = send_link(request, case.caseworker, "med@example.org", confidential=tick)
    send_waiting()
    assert "Solhjem" not in mail.outbox[-1].subject + mail.outbox[-1].body
    HearingLink.objects.update(secret_sha256=HearingLink.hashed("x"))
    page = client.get(reverse("hearing-link", args=[token_of(link, "x")])).content.decode()
    assert ("Solhjem lukkes." in page) is shown
    assert ("Om Solhjem?" in page) is shown
    assert ("Fortroligt, se Bilag 10" in page) is not shown
    with pytest.raises(Refused, match="Kun CFØ"):
        send_link(request, case.writer, "med@example.org", confidential=True)

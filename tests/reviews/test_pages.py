"""The pages: who sees them, what they show, what typing and refusals look like, how many queries they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.models import Round
from reviews.actions import hearing, perform
from reviews.models import Event, SignOff
from reviews.revisions import fingerprint_now
from reviews.tasks_for import asked_of
from tests.factories import add_membership

from .cases import body_of, make_case, write

PEOPLE = ("writer", "signer", "caseworker", "approver", "secretary", "reader", "member", "stranger")


def addresses(case, request) -> dict[str, str]:
    pk = case.proposal.pk
    return {
        "process": reverse("process", args=[pk]),
        "hearings": reverse("hearings", args=[pk]),
        "history": reverse("history", args=[pk]),
        "revision": reverse("revision", args=[pk, 1]),
        "submit": reverse("action", args=[pk, "submit"]),
        "approve": reverse("action", args=[pk, "approve"]),
        "return": reverse("action", args=[pk, "return"]),
        "treat": reverse("action", args=[pk, "treat"]),
        "withdraw": reverse("action", args=[pk, "withdraw"]),
        "number": reverse("action", args=[pk, "number"]),
        "ask": reverse("hearing-ask", args=[pk]),
        "record": reverse("hearing-record", args=[pk]),
        "overrule": reverse("hearing-overrule", args=[pk, "hr_kredsen"]),
        "need": reverse("hearing-need", args=[pk, "hr_kredsen"]),
        "answer": reverse("hearing-answer", args=[request.pk]),
        "renew": reverse("hearing-renew", args=[request.pk]),
        "withdraw request": reverse("hearing-withdraw", args=[request.pk]),
    }


READ = {"process", "hearings", "history", "revision"}
OWN = READ | {"withdraw", "ask", "record", "need", "renew", "withdraw request"}
CFO = OWN | {"return", "treat", "number"}
OPEN_TO = {
    "writer": OWN,
    "signer": OWN | {"submit"},
    "caseworker": CFO,
    "approver": CFO | {"approve", "overrule"},
    "secretary": READ | {"treat"},
    "reader": READ,
    "member": READ | {"answer"},
    "stranger": READ,
}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_of_a_submitted_proposal_by_role(case, client_for, person, method):
    request = case.ask("hr_kredsen")
    case.submit()
    client = client_for(getattr(case, person))
    found = {name: getattr(client, method)(url).status_code for name, url in addresses(case, request).items()}
    assert found == {name: 200 if name in OPEN_TO[person] else 403 for name in found}


@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_of_a_confidential_draft_is_not_there_for_others(case, client_for, person):
    request = case.ask("hr_kredsen")
    case.proposal.confidential = True
    case.proposal.save()
    inside = {"writer", "signer", "caseworker", "approver", "member"}
    client = client_for(getattr(case, person))
    found = {name: client.get(url).status_code for name, url in addresses(case, request).items()}
    if person in inside:
        assert found == {name: 200 if name in OPEN_TO[person] else 403 for name in found}
    else:
        assert set(found.values()) == {404}


def test_a_body_that_is_no_longer_asked_sees_nothing(case, client_for):
    request = case.ask("hr_kredsen")
    hearing.withdraw_request(request, case.writer, "Fejl.")
    client = client_for(case.member)
    assert {client.get(url).status_code for url in addresses(case, request).values()} == {404}


def test_nobody_sees_a_page_without_signing_in(case, client):
    request = case.ask("hr_kredsen")
    for url in addresses(case, request).values():
        assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_a_refusal_says_why(case, client_for):
    case.submit()
    response = client_for(case.reader).get(reverse("action", args=[case.proposal.pk, "approve"]))
    assert response.status_code == 403
    assert "Kun en CFØ-underskriver kan godkende et forslag." in response.content.decode()


def test_an_unknown_step_is_not_found(case, client_for):
    assert client_for(case.writer).get(reverse("action", args=[case.proposal.pk, "ask_hearing"])).status_code == 404


def test_a_step_that_cannot_be_taken_now_says_why_instead_of_asking(case, client_for):
    page = client_for(case.approver).get(reverse("action", args=[case.proposal.pk, "approve"])).content.decode()
    assert "“Godkend” kan ikke bruges, når forslaget er i tilstanden “Kladde”." in page
    assert 'name="comment"' not in page


def test_the_whole_road_in_the_browser(case, client_for):
    pk = case.proposal.pk

    def take(person, action, **data):
        return client_for(person).post(reverse("action", args=[pk, action]), data, follow=True)

    read = fingerprint_now(case.proposal)
    page = take(case.signer, "submit", comment="Klar.", sha256=read).content.decode()
    assert "Indsendt til CFØ." in page
    take(case.caseworker, "number", number="BC03")
    take(case.caseworker, "return", reason="Tallene mangler.", sections=["economy"])
    page = client_for(case.writer).get(reverse("process", args=[pk])).content.decode()
    assert "Tallene mangler." in page
    assert "Det handler om: 2 Økonomi" in page
    assert "Gælder ikke" in page
    revision = take(case.signer, "submit", sha256=read).context["proposal"].revisions.first()
    take(case.approver, "approve", revision=revision.number, sha256=revision.sha256, comment="Fint.")
    today = timezone.localdate().strftime("%d.%m.%Y")
    page = take(case.secretary, "treat", date=today, note="").content.decode()
    assert "Behandlet i udvalget" in page
    assert revision.sha256 in page
    assert (case.fresh().state, case.fresh().number) == ("treated", "BC03")


def test_the_reason_is_kept_when_the_step_is_refused(case, client_for):
    case.submit()
    url = reverse("action", args=[case.proposal.pk, "return"])
    client = client_for(case.caseworker)
    assert client.get(url).status_code == 200
    case.approve()
    perform("reopen", case.proposal, case.writer, reason="Vi retter selv.")
    page = client.post(url, {"reason": "En lang begrundelse."}).content.decode()
    assert "kan ikke bruges, når forslaget er i tilstanden “Kladde”" in page
    assert "En lang begrundelse." in page
    assert page.index("<title>Fejl:") > 0


def test_a_missing_reason_is_said_at_the_field(case, client_for):
    case.submit()
    page = client_for(case.caseworker).post(reverse("action", args=[case.proposal.pk, "return"]), {}).content.decode()
    assert 'href="#id_reason"' in page
    assert case.fresh().state == "submitted"


def test_approving_an_old_version_from_an_open_page_is_refused_and_the_new_one_is_shown(case, client_for):
    client = client_for(case.approver)
    url = reverse("action", args=[case.proposal.pk, "approve"])
    case.submit()
    form = client.get(url).context["form"]
    seen = {name: form[name].value() for name in ("revision", "sha256")}
    perform("reopen", case.proposal, case.writer, reason="Ret.")
    write(case.proposal, case.writer, "facts", summary="Et nyt resumé.")
    case.submit()
    page = client.post(url, seen | {"comment": "Fint."}).content.decode()
    assert "nyere version, end den du har set" in page
    assert not SignOff.objects.filter(kind="approved").exists()


def test_nobody_signs_what_was_written_after_they_opened_the_page(case, client_for):
    client = client_for(case.signer)
    url = reverse("action", args=[case.proposal.pk, "submit"])
    seen = {"sha256": client.get(url).context["form"]["sha256"].value()}
    write(case.proposal, case.writer, "facts", summary="Skrevet i sidste øjeblik.")
    page = client.post(url, seen).content.decode()
    assert "Forslaget er rettet, efter at du åbnede siden." in page
    client.post(url, {})
    assert case.fresh().state == "draft"
    client.post(url, {"sha256": client.get(url).context["form"]["sha256"].value()})
    assert case.fresh().state == "submitted"


@pytest.mark.parametrize("name", ["hearing-ask", "hearing-record"])
def test_a_link_that_names_no_body_names_none(case, client_for, name):
    url = reverse(name, args=[case.proposal.pk]) + "?part=%00"
    assert client_for(case.writer).get(url).context["form"]["body"].initial is None


def test_the_front_page_leaves_out_what_a_new_import_has_replaced(case, client_for):
    client = client_for(case.writer)
    assert [proposal.pk for proposal in client.get("/").context["mine"]] == [case.proposal.pk]
    Round.objects.filter(pk=case.proposal.round_id).update(replaced_at=timezone.now())
    assert not client.get("/").context["mine"]


def test_a_body_answers_on_its_page_and_the_answer_is_shown(case, client_for):
    request = case.ask("hr_kredsen", question="Hvad betyder det for lederne?", due=timezone.localdate())
    client = client_for(case.member)
    url = reverse("hearing-answer", args=[request.pk])
    page = client.get(url).content.decode()
    assert "Hvad betyder det for lederne?" in page
    assert reverse("revision", args=[case.proposal.pk, 1]) in page
    seen = {"revision": "1", "heard": "yes"}
    bad = client.post(url, seen | {"position": "supports", "dates": "3.3.2026, i går", "text": "Fint."})
    assert "“i går” er ikke en dato" in bad.content.decode()
    assert "Fint." in bad.content.decode()
    data = seen | {"position": "remarks", "dates": "3.3.2026, 10-03-2026", "text": "Husk lederne."}
    page = client.post(url, data, follow=True).content.decode()
    assert "Husk lederne." in page
    assert request.answers.get().dates == ["2026-03-03", "2026-03-10"]


def test_the_hearings_page_says_who_is_needed_why_and_what_is_held_back(organisation, client_for):
    case = make_case(text="<p>Vi opsiger et lejemål.</p>")
    case.submit()
    page = client_for(case.approver).get(reverse("hearings", args=[case.proposal.pk])).content.decode()
    assert "Forslaget nævner “lejemål”." in page
    assert "Ejendomsfaglig vurdering holder CFØ&#x27;s godkendelse tilbage (ikke spurgt)" in page
    assert reverse("hearing-overrule", args=[case.proposal.pk, "ejendomsfaglig_vurdering"]) in page
    record = reverse("hearing-record", args=[case.proposal.pk]) + "?part=ejendomsfaglig_vurdering"
    assert record in page
    own = client_for(case.writer).get(reverse("hearings", args=[case.proposal.pk])).content.decode()
    assert reverse("hearing-ask", args=[case.proposal.pk]) + "?part=ejendomsfaglig_vurdering" in own
    assert record not in own


def test_asking_recording_withdrawing_and_overruling_on_their_pages(organisation, client_for):
    case = make_case(text="<p>Vi opsiger et lejemål.</p>")
    pk = case.proposal.pk
    writer, approver = client_for(case.writer), client_for(case.approver)
    body = body_of("ejendomsfaglig_vurdering")
    assert writer.get(reverse("hearing-ask", args=[pk]) + f"?part={body.code}").context["form"]["body"].initial == body
    writer.post(reverse("hearing-ask", args=[pk]), {"body": body.pk, "due": "1.12.2030"})
    request = case.proposal.hearing_requests.get()
    writer.post(reverse("hearing-withdraw", args=[request.pk]), {"reason": "Spurgt for tidligt."})
    med = {"body": body_of("med_udvalg").pk, "detail": "CenterMED", "heard": "yes", "position": "informed"}
    writer.post(reverse("hearing-record", args=[pk]), med | {"dates": "3.3.2026", "text": ""})
    case.submit()
    approver.post(reverse("hearing-overrule", args=[pk, body.code]), {"reason": "Vurderet før."})
    kinds = list(Event.objects.values_list("kind", flat=True))
    wanted = [
        "all_answers_in",
        "hearing_overruled",
        "submitted",
        "hearing_recorded",
        "hearing_withdrawn",
        "hearing_asked",
    ]
    assert kinds[:6] == wanted
    page = approver.get(reverse("hearings", args=[pk])).content.decode()
    assert "Spurgt for tidligt." in page
    assert "Vurderet før." in page


def test_the_frozen_version_is_shown_as_it_was(case, client_for):
    case.submit()
    perform("reopen", case.proposal, case.writer, reason="Nyt navn.")
    write(case.proposal, case.writer, "facts", title="Et andet navn")
    page = client_for(case.writer).get(reverse("revision", args=[case.proposal.pk, 1])).content.decode()
    assert "Fælles indgang" in page
    assert "Mindre tidsforbrug" in page
    assert "−500" in page
    assert client_for(case.writer).get(reverse("revision", args=[case.proposal.pk, 2])).status_code == 404


def test_history_tells_who_when_what_and_why_in_pages(case, client_for):
    case.submit()
    for number in range(25):
        perform("return", case.proposal, case.caseworker, reason=f"Begrundelse {number}.")
        case.submit()
    client = client_for(case.writer)
    url = reverse("history", args=[case.proposal.pk])
    first, second = client.get(url).content.decode(), client.get(url + "?page=2").content.decode()
    assert "Begrundelse 24." in first
    assert "Begrundelse 0." not in first
    assert "Begrundelse 0." in second
    assert "Sagsbehandler (CFØ-sagsbehandler)" in first
    assert "Oprettet" in second


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_lists_cost_the_same_for_few_and_many(case, client_for):
    client = client_for(case.approver)
    pk = case.proposal.pk
    urls = [reverse(name, args=[pk]) for name in ("process", "hearings", "history")]

    def more(number: int) -> None:
        case.submit()
        hearing.record(
            case.proposal, case.caseworker, body_of("med_udvalg"), "yes", "informed", [], "", f"MED {number}"
        )
        perform("return", case.proposal, case.caseworker, reason="Ret.", sections=["economy"])

    more(1)
    client.get(urls[0])
    few = [queries(client, url) for url in urls]
    more(2)
    more(3)
    assert [queries(client, url) for url in urls] == few


def tasks(person) -> list[tuple[str, str]]:
    """Afresh, as in a new request."""
    person = type(person).objects.get(pk=person.pk)
    return [(task.text, task.url) for task in asked_of(person)]


def test_what_is_asked_of_each_person_as_the_proposal_goes_its_way(case):
    pk = case.proposal.pk
    process, home = reverse("process", args=[pk]), reverse("proposal", args=[pk])
    assert (tasks(case.writer), tasks(case.signer)) == ([], [("Læs og indsend", process)])
    request = case.ask("hr_kredsen")
    assert tasks(case.member) == [("Svar på høring: HR-kredsen", reverse("hearing-answer", args=[request.pk]))]
    case.submit()
    assert tasks(case.approver) == [("Godkend eller returnér", process)]
    assert tasks(case.caseworker) == [("Gennemgå og indhent høringer", process)]
    perform("return", case.proposal, case.caseworker, reason="Ret.")
    assert tasks(case.writer) == [("Ret det, CFØ har bedt om", home)]
    case.submit()
    hearing.answer(request, case.member, "yes", "supports")
    assert tasks(case.member) == []
    case.approve()
    assert tasks(case.secretary) == [("Registrér udvalgets behandling", reverse("action", args=[pk, "treat"]))]
    assert [tasks(person) for person in (case.writer, case.approver, case.reader, case.stranger)] == [[]] * 4
    perform("withdraw", case.proposal, case.writer, reason="Udgår.")
    assert tasks(case.secretary) == []


def test_what_is_asked_costs_the_same_for_one_and_three(organisation):
    case = make_case()
    person = case.approver
    for role, place in (("writer", {"administration": "SOF"}), ("body_member", {"body": "hr_kredsen"})):
        add_membership(person, role, **place)

    def count() -> int:
        fresh = type(person).objects.get(pk=person.pk)
        with CaptureQueriesContext(connection) as captured:
            found = asked_of(fresh)
        return len(captured), len(found)

    case.ask("hr_kredsen")
    case.submit()
    one = count()
    for _number in range(2):
        other = make_case(round=case.proposal.round)
        other.ask("hr_kredsen")
        other.submit()
    three = count()
    assert (one[0], one[1], three[1]) == (three[0], 2, 6)

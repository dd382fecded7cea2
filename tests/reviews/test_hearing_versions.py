"""An answer is tied to what was read: it grows old when what the body was asked about is changed, and only then."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from reviews.actions import hearing, perform
from reviews.hearings import printed_hearings, statuses
from reviews.hearings.sections import concerned
from reviews.models import Event, HearingAnswer, HearingRequest, Notification
from reviews.refusal import Refused
from reviews.revisions import document_of
from reviews.tasks_for import asked_of

from .cases import body_of, make_case, write
from .test_hearings import member_of

DAY = datetime.date(2026, 3, 3)
LEASE = "<p>Vi opsiger et lejemål på 500 m².</p>"
ASSESSMENT = "ejendomsfaglig_vurdering"


@pytest.fixture
def assessed(organisation):
    """A proposal whose property assessment is given on version 1; it stands at CFØ."""
    case = make_case(text=LEASE)
    case.submit()
    case.request = case.ask(ASSESSMENT)
    case.member = member_of(ASSESSMENT)
    case.answer = hearing.answer(case.request, case.member, "yes", "remarks", [DAY], "Se på huslejen.")
    return case


def change(case, key: str, **values) -> None:
    """A new version with the section changed, submitted again."""
    perform("reopen", case.proposal, case.writer, reason="Rettelse.")
    write(case.proposal, case.writer, key, **values)
    case.submit()


def standing(case, body: str = ASSESSMENT):
    return next(status for status in statuses(case.fresh()) if status.body.code == body)


def test_the_administration_adds_to_what_a_body_that_can_stop_it_answers_and_takes_nothing_away(case):
    hr = hearing.ask(case.proposal, case.writer, body_of("hr_kredsen"), sections=["facts"])
    own = concerned(case.proposal, body_of("hr_kredsen"), document_of(hr.revision))
    assert set(hr.sections) == {"facts", *own}
    med = hearing.ask(case.proposal, case.writer, body_of("med_udvalg"), level="local", sections=["facts"])
    assert med.sections == ["facts"]
    narrow = hearing.ask(case.proposal, case.caseworker, body_of("koncern_it"), sections=["risks"])
    assert narrow.sections == ["risks"]


def test_a_body_is_asked_about_the_sections_that_concern_it(assessed):
    assert assessed.request.sections == ["description", "economy", "implementation", "risks"]
    assert assessed.ask("effektiviseringskredsen").sections == []
    chosen = assessed.ask("hr_kredsen", sections=["risks", "facts"])
    assert chosen.sections == ["facts", "risks"]


def test_a_section_the_proposal_does_not_have_is_refused(assessed):
    with pytest.raises(Refused, match="Vælg blandt forslagets afsnit"):
        assessed.ask("hr_kredsen", sections=["hearings"])
    assert not HearingRequest.objects.filter(body__code="hr_kredsen").exists()


def test_a_change_elsewhere_leaves_the_answer_standing(assessed):
    change(assessed, "facts", summary="Et nyt resumé.")
    status = standing(assessed)
    assert (status.status, status.asked[0].changed, status.holding) == ("heard", (), False)
    assessed.approve()


def test_a_change_of_what_was_read_makes_the_answer_old_and_it_no_longer_releases(assessed):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    status = standing(assessed)
    assert (status.status, status.asked[0].changed, status.holding) == ("stale", ("risks",), True)
    with pytest.raises(Refused, match=r"Ejendomsfaglig vurdering \(svaret gælder en ældre version\)"):
        assessed.approve()


def test_a_change_that_is_taken_back_leaves_the_answer_standing(assessed):
    before = assessed.proposal.sections.get(key="risks").content["text"]
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    change(assessed, "risks", text=before)
    assert standing(assessed).status == "heard"


def test_the_whole_proposal_is_any_section(assessed):
    request = assessed.ask("effektiviseringskredsen")
    hearing.answer(request, member_of("effektiviseringskredsen"), "yes", "supports")
    change(assessed, "facts", summary="Et nyt resumé.")
    assert standing(assessed, "effektiviseringskredsen").asked[0].changed == ("facts",)


def test_unchanged_is_one_click_that_holds_for_the_version_that_was_read(assessed):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    affirmed = hearing.affirm(assessed.request, assessed.member, 2)
    assert (affirmed.affirms, affirmed.revision.number, affirmed.recorded) == (assessed.answer, 2, False)
    given = ("heard", "position", "dates", "text")
    assert [getattr(affirmed, name) for name in given] == [getattr(assessed.answer, name) for name in given]
    assert standing(assessed).status == "heard"
    assert Event.objects.filter(kind="hearing_affirmed").count() == 1
    assessed.approve()


def test_unchanged_is_refused_where_there_is_nothing_to_hold_on_to(assessed):
    with pytest.raises(Refused, match="gælder allerede den version"):
        hearing.affirm(assessed.request, assessed.member, 1)
    with pytest.raises(Refused, match="eller en nyere"):
        hearing.affirm(assessed.request, assessed.member, 2)
    with pytest.raises(Refused, match="ikke noget svar at holde fast i"):
        hearing.affirm(assessed.ask("hr_kredsen"), member_of("hr_kredsen"), 1)
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    for person in (assessed.writer, assessed.approver, member_of("hr_kredsen")):
        with pytest.raises(Refused, match="Kun medlemmer af høringsparten"):
            hearing.affirm(assessed.request, person, 2)
    assert HearingAnswer.objects.count() == 1


def test_a_version_that_came_after_what_was_read_makes_the_answer_old_at_once(assessed):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    change(assessed, "risks", text="<p>En anden risiko.</p>")
    hearing.affirm(assessed.request, assessed.member, 2)
    assert standing(assessed).status == "stale"


def test_an_answer_anew_is_bound_to_the_version_the_page_showed(assessed, client_for):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    client, url = client_for(assessed.member), reverse("hearing-answer", args=[assessed.request.pk])
    page = client.get(url)
    assert page.context["reading"].revision.number == 2
    assert [section.key for section in page.context["reading"].changes.changed] == ["risks"]
    assert [heading for _key, heading in page.context["reading"].changes.same] == [
        "1 Beskrivelse af forslag (fremgangsmåde og effekt)",
        "2 Økonomi",
        "3 Implementering og opfølgning",
    ]
    given = {"revision": "2", "heard": "yes", "position": "supports", "dates": "", "text": "Nu er det godt."}
    client.post(url, given)
    newest = assessed.request.answers.first()
    assert (newest.text, newest.revision.number, newest.affirms) == ("Nu er det godt.", 2, None)


def test_unchanged_on_the_page(assessed, client_for):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    client = client_for(assessed.member)
    page = client.get(reverse("hearing-answer", args=[assessed.request.pk])).content.decode()
    url = reverse("hearing-affirm", args=[assessed.request.pk])
    assert f'action="{url}"' in page
    for bad in ({}, {"revision": "x"}, {"revision": "9" * 400}, {"revision": "1"}):
        client.post(url, bad)
    assert HearingAnswer.objects.count() == 1
    assert client.get(url).status_code == 405
    assert client_for(assessed.writer).post(url, {"revision": "2"}).status_code == 403
    assert client_for(member_of("hr_kredsen")).post(url, {"revision": "2"}).status_code == 404
    shown = client.post(url, {"revision": "2"}, follow=True).content.decode()
    assert "Jeres svar gælder nu den nye version." in shown
    assert "Holdt uændret af Medlem" in shown


def test_the_body_is_asked_again_about_the_same(assessed):
    with pytest.raises(Refused, match="Svaret gælder stadig"):
        hearing.renew(assessed.request, assessed.caseworker)
    assert HearingRequest.objects.count() == 1
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    assert Notification.objects.filter(recipient=assessed.member).count() == 0
    again = hearing.renew(assessed.request, assessed.caseworker, due=timezone.localdate())
    assert (again.revision.number, again.sections) == (2, assessed.request.sections)
    assert again.due == timezone.localdate()
    status = standing(assessed)
    assert (status.status, status.asked[0].request, status.asked[0].answer) == ("asked", again, assessed.answer)
    event = Event.objects.get(kind="hearing_renewed")
    assert event.data["request"] == again.pk
    assert list(Notification.objects.filter(event=event).values_list("recipient", flat=True)) == [assessed.member.pk]
    hearing.affirm(again, assessed.member, 2)
    assert standing(assessed).status == "heard"


def test_a_body_asked_twice_has_one_task_which_leads_to_the_newer_request(organisation):
    case = make_case(text=LEASE)
    case.submit()
    case.ask(ASSESSMENT)
    change(case, "description", text="<p>Vi opsiger et lejemål på 900 m².</p>")
    again = hearing.renew(case.proposal.hearing_requests.get(), case.caseworker)
    assert [task.url for task in asked_of(member_of(ASSESSMENT))] == [reverse("hearing-answer", args=[again.pk])]


def test_only_those_who_ask_ask_again(assessed):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    for person in (assessed.member, assessed.reader, assessed.stranger, assessed.secretary):
        with pytest.raises(Refused, match="Kun forvaltningen og CFØ"):
            hearing.renew(assessed.request, person)


def test_an_answer_written_down_grows_old_too(case):
    hearing.record(case.proposal, case.caseworker, body_of("hr_kredsen"), "yes", "supports", [DAY])
    assert standing(case, "hr_kredsen").status == "heard"
    write(case.proposal, case.writer, "economy", text="<p>Ny økonomi.</p>")
    case.submit()
    assert standing(case, "hr_kredsen").status == "stale"


def test_what_is_printed_says_that_an_answer_is_held_on_to_or_out_of_date(assessed):
    def printed() -> str:
        return next(row["text"] for row in printed_hearings(assessed.fresh()) if row["party"] == ASSESSMENT)

    assert printed() == "Se på huslejen."
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    assert printed() == "Se på huslejen. Svaret gælder en tidligere version af forslaget."
    hearing.affirm(assessed.request, assessed.member, 2)
    today = date_format(timezone.localdate(), "j. F Y")
    assert printed() == f"Se på huslejen. Fastholdt {today}."


def test_each_committee_is_printed_with_level_date_and_whether_it_is_heard(case):
    body = body_of("med_udvalg")
    main = case.ask("med_udvalg", level="main")
    hearing.answer(main, member_of("med_udvalg"), "yes", "informed", [DAY], "Orienteret.")
    hearing.record(case.proposal, case.writer, body, "no", "unknown", [], "", "Center Nord", level="local")
    row = next(row for row in printed_hearings(case.fresh()) if row["party"] == "med_udvalg")
    assert (row["status"], row["dates"]) == ("yes", ["2026-03-03"])
    assert row["text"] == "Hovedudvalg (HovedMED), 3. marts 2026: Ja. Orienteret.\nLokalt MED, Center Nord: Nej."


def test_a_level_that_does_not_exist_is_refused(case):
    with pytest.raises(Refused, match="Vælg et af niveauerne"):
        case.ask("med_udvalg", level="galaksen")


def test_one_committee_is_asked_once_about_a_version_and_another_beside_it(case):
    case.ask("med_udvalg", level="main", detail="SOF")
    case.ask("med_udvalg", level="local", detail="SOF")
    with pytest.raises(Refused, match="allerede spurgt om denne version"):
        case.ask("med_udvalg", level="main", detail="SOF")


def test_standing_costs_the_same_queries_for_one_request_and_three(assessed, django_assert_num_queries):
    change(assessed, "risks", text="<p>En ny risiko.</p>")
    with CaptureQueriesContext(connection) as one:
        statuses(assessed.fresh())
    for body in ("hr_kredsen", "it_kredsen"):
        hearing.answer(assessed.ask(body), member_of(body), "yes", "supports")
    change(assessed, "economy", text="<p>Ny økonomi.</p>")
    with django_assert_num_queries(len(one)):
        found = {status.body.code: status.status for status in statuses(assessed.fresh())}
    assert {found[body] for body in (ASSESSMENT, "hr_kredsen", "it_kredsen")} == {"stale"}

"""Who must be heard, where they stand, what they hold back, and what is printed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.policy import may, visible_proposals
from proposals.models import Proposal
from reviews.actions import hearing, perform
from reviews.hearings import holding_back, needs, printed_hearings, set_up, statuses
from reviews.models import Event, HearingAnswer, HearingRequest, Overruling, Revision, RoundHearing, SignOff
from reviews.refusal import Refused
from tests.pages import texts

from .cases import LINES, body_of, line, make_case, write

DAY = datetime.date(2026, 3, 3)
LEASE = "<p>Vi opsiger et lejemål på 500 m².</p>"


def status_of(case, body: str):
    return next(status for status in statuses(case.fresh()) if status.body.code == body)


def need(text: str = "", lines=None, cross_cutting: bool = False) -> dict[str, str]:
    """Conditions met by a proposal with the text, each with the reason given."""
    from proposals.assemble import assemble
    from proposals.models import HearingBody

    case = make_case(text=text or "<p>Uden særlige ord.</p>", lines=lines)
    if cross_cutting:
        write(case.proposal, case.writer, "facts", cross_cutting=True)
    rules = [RoundHearing(condition=condition) for condition in HearingBody.Condition.values]
    found = zip(rules, needs(assemble(case.fresh()), rules), strict=True)
    return {rule.condition: one.reason for rule, one in found if one.needed}


ALWAYS = {"always": "Skal altid godkende forslaget."}


def test_a_plain_proposal_needs_cfo_alone(organisation):
    assert need() == ALWAYS


@pytest.mark.parametrize(
    ("text", "condition", "word"),
    [
        ("<p>Et nyt lejemål.</p>", "square_metres", "lejemål"),
        ("<p>I alt 500 m<sup>2</sup> mindre.</p>", "square_metres", "m2"),
        ("<p>I alt 500m² mindre.</p>", "square_metres", "m²"),
        ("<p>40 kvm mindre.</p>", "square_metres", "kvm"),
        ("<p>Samlokalisering af to enheder.</p>", "square_metres", "Samlokalisering"),
        ("<p>Gevinsten ligger på arbejdsgiverområdet.</p>", "employer", "arbejdsgiverområdet"),
        ("<p>En digitaliseret arbejdsgang.</p>", "digitalisation", "digitaliseret"),
        ("<p>Fagsystemet udskiftes.</p>", "it_systems", "Fagsystemet"),
        ("<p>Det svarer til 3 ÅV.</p>", "staff", "ÅV"),
        ("<p>Tre årsværk spares.</p>", "staff", "årsværk"),
        ("<p>Medarbejderne bruger mindre tid.</p>", "staff", "Medarbejderne"),
    ],
)
def test_a_word_in_a_text_tells_that_a_body_is_needed(organisation, text, condition, word):
    assert need(text) == ALWAYS | {condition: f"Forslaget nævner “{word}”."}


@pytest.mark.parametrize("text", ["<p>Kamera2 og rum 2.</p>", "<p>Givet og set.</p>", "<p>Gave, mave og rave.</p>"])
def test_parts_of_other_words_tell_nothing(organisation, text):
    assert need(text) == ALWAYS


def test_lines_tell_it_too(organisation):
    lines = [
        *LINES,
        line("Færre på kontanthjælp", "permanent", -100, "efterspoergselsstyrede_overfoersler"),
        line("Indkøb af it til borgerkontakt", "implementation", 200, "anlaeg"),
        line("Husleje for lejemål", "permanent", 10),
    ]
    assert need(lines=lines) == ALWAYS | {
        "transfers": "Linjen “Færre på kontanthjælp” har effekt på overførsler mv.",
        "it_systems": "Anlægslinjen “Indkøb af it til borgerkontakt” handler om it.",
        "square_metres": "Forslaget nævner “lejemål”.",
    }


def test_the_employers_side_matters_only_where_something_is_saved(organisation):
    lines = [LINES[0], line("Løbende udgift", "permanent", 10)]
    assert need("<p>Sygefravær måles.</p>", lines) == ALWAYS


def test_a_cross_cutting_proposal_needs_the_two_circles(organisation):
    assert need(cross_cutting=True) == ALWAYS | {"cross_cutting": "Forslaget er tværgående."}


def test_a_round_starts_from_the_bodies_defaults_and_keeps_what_it_has_changed(make_round):
    round_ = make_round()
    RoundHearing.objects.filter(round=round_).exclude(body__code="cfo").delete()
    RoundHearing.objects.filter(round=round_).update(holds_back="nothing")
    set_up(round_)
    set_up(round_)
    rows = dict(round_.hearings.values_list("body__code", "holds_back"))
    assert (rows["cfo"], rows["hr_kredsen"], rows["med_udvalg"], len(rows)) == ("nothing", "approval", "nothing", 11)


@pytest.fixture
def lease(organisation):
    """A proposal about square metres: the property assessment holds back the approval."""
    return make_case(text=LEASE)


def test_approval_is_held_back_until_the_body_is_heard_and_not_against(lease):
    lease.submit()
    blocked = "Godkendelsen holdes tilbage af: Ejendomsfaglig vurdering"
    with pytest.raises(Refused, match=rf"{blocked} \(ikke spurgt\)"):
        lease.approve()
    request = lease.ask("ejendomsfaglig_vurdering")
    with pytest.raises(Refused, match=rf"{blocked} \(spurgt\)"):
        lease.approve()
    member = member_of("ejendomsfaglig_vurdering")
    hearing.answer(request, member, "yes", "against", [DAY], "For dyrt.")
    with pytest.raises(Refused, match=rf"{blocked} \(er imod\)"):
        lease.approve()
    hearing.answer(request, member, "no", "unknown")
    with pytest.raises(Refused, match=rf"{blocked} \(ikke hørt\)"):
        lease.approve()
    hearing.answer(request, member, "yes", "remarks", [DAY], "Se på huslejen.")
    lease.approve()
    assert lease.fresh().state == "approved"


def member_of(body: str):
    from tests.factories import make_user

    return make_user("body_member", body=body, name="Medlem")


def test_not_relevant_releases_too(lease):
    lease.submit()
    hearing.record(lease.proposal, lease.caseworker, body_of("ejendomsfaglig_vurdering"), "not_relevant", "unknown")
    assert holding_back(lease.fresh(), "approval") == []


def test_overruling_lets_the_approval_through_with_a_reason_that_is_logged(lease):
    lease.submit()
    body = body_of("ejendomsfaglig_vurdering")
    with pytest.raises(Refused, match="Skriv en begrundelse"):
        hearing.overrule(lease.proposal, lease.approver, body, " ")
    with pytest.raises(Refused, match="Kun en CFØ-underskriver"):
        hearing.overrule(lease.proposal, lease.caseworker, body, "Haster.")
    hearing.overrule(lease.proposal, lease.approver, body, "Lejemålet er vurderet i foråret.")
    event = Event.objects.get(kind="hearing_overruled")
    assert (event.reason, event.data["body_name"]) == ("Lejemålet er vurderet i foråret.", "Ejendomsfaglig vurdering")
    assert status_of(lease, "ejendomsfaglig_vurdering").status == "overruled"
    lease.approve()


def test_an_overruling_counts_for_the_content_it_was_given_on(lease):
    lease.submit()
    hearing.overrule(lease.proposal, lease.approver, body_of("ejendomsfaglig_vurdering"), "Vurderet.")
    perform("reopen", lease.proposal, lease.writer, reason="Nyt lejemål.")
    write(lease.proposal, lease.writer, "description", text="<p>Et helt andet lejemål.</p>")
    lease.submit()
    assert status_of(lease, "ejendomsfaglig_vurdering").status == "not_asked"
    assert Overruling.objects.count() == 1


def test_what_holds_nothing_back_cannot_be_overruled(lease):
    lease.submit()
    with pytest.raises(Refused, match="holder ikke noget tilbage"):
        hearing.overrule(lease.proposal, lease.approver, body_of("hr_kredsen"), "Haster.")


def test_the_committee_waits_for_the_circles_of_a_cross_cutting_proposal(organisation):
    case = make_case()
    both = ["SOF", "TMF"]
    write(case.proposal, case.writer, "facts", cross_cutting=True, affected_administrations=both)
    case.submit()
    case.approve()
    with pytest.raises(Refused, match="Effektiviseringskredsen"):
        case.treat()
    for body in ("effektiviseringskredsen", "direktoerkredsen"):
        hearing.record(case.proposal, case.caseworker, body_of(body), "yes", "supports", [DAY])
    case.treat()
    assert case.fresh().state == "treated"


def test_asking_freezes_the_draft_only_when_it_has_changed(case):
    first = case.ask("hr_kredsen").revision
    second = case.ask("it_kredsen").revision
    assert (first.purpose, first.number, second) == ("hearing", 1, first)
    write(case.proposal, case.writer, "facts", summary="Et nyt resumé.")
    third = case.ask("med_udvalg").revision
    assert (third.number, third.purpose) == (2, "hearing")
    assert SignOff.objects.count() == 0


def test_a_body_is_asked_about_the_submitted_version_when_nothing_changed_since(case):
    revision = case.submit()
    assert case.ask("hr_kredsen").revision == revision


def test_the_same_body_is_not_asked_twice_about_one_version(case):
    case.ask("med_udvalg", detail="CenterMED")
    case.ask("med_udvalg", detail="HovedMED")
    with pytest.raises(Refused, match="allerede spurgt om denne version"):
        case.ask("med_udvalg", detail="CenterMED")
    assert HearingRequest.objects.count() == 2


def test_cfo_is_asked_by_submitting(case):
    with pytest.raises(Refused, match="høres ved, at forslaget indsendes"):
        case.ask("cfo")


def test_only_members_of_the_body_answer_and_only_an_open_request(case):
    request = case.ask("hr_kredsen")
    for person in (case.writer, case.caseworker, case.approver, member_of("it_kredsen")):
        with pytest.raises(Refused, match="Kun medlemmer af høringsparten"):
            hearing.answer(request, person, "yes", "supports")
    hearing.withdraw_request(request, case.writer, "Spurgt ved en fejl.")
    with pytest.raises(Refused, match="trukket tilbage"):
        hearing.answer(request, case.member, "yes", "supports")
    assert not HearingAnswer.objects.exists()


@pytest.mark.parametrize(("heard", "position"), [("perhaps", "supports"), ("yes", "")])
def test_an_answer_of_unknown_words_is_refused(case, heard, position):
    request = case.ask("hr_kredsen")
    with pytest.raises(Refused, match="Vælg, om"):
        hearing.answer(request, case.member, heard, position)


def test_nobody_is_heard_on_a_day_to_come_or_asked_for_an_answer_by_one_that_is_past(case, client_for):
    case.submit()
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    with pytest.raises(Refused, match="Datoen er passeret"):
        case.ask("hr_kredsen", due=today - day)
    request = case.ask("hr_kredsen", due=today)
    with pytest.raises(Refused, match="ligger i fremtiden"):
        hearing.answer(request, case.member, "yes", "supports", [today, today + day])
    assert not request.answers.exists()

    given = {"heard": "yes", "position": "supports", "dates": (today + day).strftime("%d.%m.%Y"), "text": "Ja."}
    answer = client_for(case.member).post(reverse("hearing-answer", args=[request.pk]), given).content
    said = f"“{given['dates']}” ligger i fremtiden. Skriv kun dage, høringsparten er hørt."
    assert said in " ".join(texts(answer, "//form//*[contains(@class, 'error')]"))
    assert f'value="{given["dates"]}"' in answer.decode()
    asked = {"body": body_of("it_kredsen").pk, "due": (today - day).strftime("%d.%m.%Y")}
    page = client_for(case.caseworker).post(reverse("hearing-ask", args=[case.proposal.pk]), asked).content
    assert "Datoen er passeret." in " ".join(texts(page, "//form//*[contains(@class, 'error')]"))
    assert HearingRequest.objects.count() == 1


def test_an_answer_belongs_to_the_version_that_was_read(case):
    request = case.ask("hr_kredsen")
    write(case.proposal, case.writer, "facts", summary="Et nyt resumé.")
    case.submit()
    answer = hearing.answer(request, case.member, "yes", "supports", [DAY], "Fint.")
    assert (answer.revision.number, answer.dates, answer.recorded, answer.by_name) == (
        1,
        ["2026-03-03"],
        False,
        "HR-medlem",
    )


def test_a_new_request_is_waiting_although_the_body_answered_an_older_version(case):
    hearing.answer(case.ask("hr_kredsen"), case.member, "yes", "supports")
    write(case.proposal, case.writer, "facts", summary="Et nyt resumé.")
    case.ask("hr_kredsen")
    status = status_of(case, "hr_kredsen")
    assert (status.status, status.released, len(status.asked)) == ("asked", False, 1)


def test_an_answered_request_cannot_be_withdrawn(case):
    request = case.ask("hr_kredsen")
    hearing.answer(request, case.member, "yes", "supports")
    with pytest.raises(Refused, match="er besvaret"):
        hearing.withdraw_request(request, case.writer, "Fejl.")


def test_an_answer_written_down_answers_the_open_request(case):
    request = case.ask("med_udvalg", detail="CenterMED")
    answer = hearing.record(
        case.proposal, case.writer, body_of("med_udvalg"), "yes", "informed", [DAY], "Orienteret.", "CenterMED"
    )
    assert (answer.request, answer.recorded, HearingRequest.objects.count()) == (request, True, 1)


def at(case, number: int, day: datetime.date) -> None:
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    case.proposal.revisions.filter(number=number).update(at=moment)


@pytest.mark.parametrize(
    ("days", "chosen", "read"),
    [
        ([], None, 3),
        ([DAY], None, 2),
        ([DAY - datetime.timedelta(days=9), DAY], None, 2),
        ([DAY - datetime.timedelta(days=99)], None, 1),
        ([DAY], 1, 1),
    ],
)
def test_an_answer_written_down_is_bound_to_the_version_of_its_day_or_the_chosen_one(case, days, chosen, read):
    for number, day in ((1, DAY - datetime.timedelta(days=20)), (2, DAY), (3, DAY + datetime.timedelta(days=1))):
        case.submit()
        at(case, number, day)
        perform("return", case.proposal, case.caseworker, reason="Ret.")
        write(case.proposal, case.writer, "risks", text=f"<p>Risiko {number}.</p>")
    body = body_of("med_udvalg")
    answer = hearing.record(case.proposal, case.writer, body, "yes", "informed", days, revision=chosen)
    assert (answer.revision.number, answer.request.revision.number) == (read, read)


def test_a_version_there_is_not_is_refused(case):
    case.submit()
    with pytest.raises(Refused, match="forslagets versioner"):
        hearing.record(case.proposal, case.writer, body_of("med_udvalg"), "yes", "informed", [DAY], revision=2)


def test_the_page_offers_the_versions_and_binds_the_answer_to_the_one_chosen(case, client_for):
    for number in (1, 2):
        case.submit()
        at(case, number, DAY)
        perform("return", case.proposal, case.caseworker, reason="Ret.")
        write(case.proposal, case.writer, "risks", text=f"<p>Risiko {number}.</p>")
    client, address = client_for(case.writer), reverse("hearing-record", args=[case.proposal.pk])
    assert texts(client.get(address).content, "//select[@name='revision']/option") == [
        "Den, der var på den sidste af datoerne", "Version 2, indsendt 3. marts 2026",
        "Version 1, indsendt 3. marts 2026",
    ]  # fmt: skip
    given = {"body": body_of("med_udvalg").pk, "heard": "yes", "position": "informed", "dates": "3.3.2026"}
    assert client.post(address, given | {"revision": "1"}).status_code == 302
    assert HearingAnswer.objects.get().revision.number == 1


def test_only_cfo_writes_down_cfos_own_answer(case):
    with pytest.raises(Refused, match="CFØ's eget svar"):
        hearing.record(case.proposal, case.writer, body_of("cfo"), "yes", "supports", [DAY])


def test_a_withdrawn_or_archived_proposal_is_not_heard(case):
    case.to_state("withdrawn")
    with pytest.raises(Refused, match="kan ikke bruges"):
        case.ask("hr_kredsen")


def printed(case) -> dict[str, tuple]:
    return {row["party"]: (row["status"], row["dates"], row["text"]) for row in printed_hearings(case.fresh())}


NOT_RELEVANT = ("not_relevant", [], "")


def test_what_is_printed_is_heard_and_never_the_position(lease):
    case = lease
    request = case.ask("it_kredsen")
    hearing.answer(request, member_of("it_kredsen"), "no", "against", [], "Nej: meldes ind til pipeline")
    for place, day, text in [("HovedMED", 10, "Orienteret."), ("CenterMED", 3, "")]:
        dates = [datetime.date(2026, 3, day)]
        hearing.record(case.proposal, case.writer, body_of("med_udvalg"), "yes", "informed", dates, text, place)
    assert printed(case) == {
        "cfo": ("no", [], ""),
        "effektiviseringskredsen": NOT_RELEVANT,
        "direktoerkredsen": NOT_RELEVANT,
        "ejendomsfaglig_vurdering": ("no", [], ""),
        "hr_kredsen": NOT_RELEVANT,
        "velfaerdsanalytisk_vurdering": NOT_RELEVANT,
        "it_kredsen": ("no", [], "Nej: meldes ind til pipeline"),
        "koncern_it": NOT_RELEVANT,
        "med_udvalg": (
            "yes",
            ["2026-03-03", "2026-03-10"],
            "HovedMED, 10. marts 2026: Orienteret.\nCenterMED, 3. marts 2026",
        ),
    }


def test_cfos_own_row_is_its_signature(case):
    case.to_state("approved")
    assert printed(case)["cfo"] == ("yes", [timezone.localdate().isoformat()], "")
    perform("reopen", case.proposal, case.writer, reason="Rettelse.")
    assert printed(case)["cfo"] == ("no", [], "")


def test_cfos_recorded_steps_are_printed_instead_of_the_signature(case):
    case.to_state("approved")
    days = [DAY, datetime.date(2026, 3, 10)]
    hearing.record(case.proposal, case.caseworker, body_of("cfo"), "yes", "unknown", days, "3. marts – prægodkendt")
    assert printed(case)["cfo"] == ("yes", ["2026-03-03", "2026-03-10"], "3. marts – prægodkendt")


def test_an_imported_proposal_prints_its_recorded_answers_alone(case):
    hearing.record(case.proposal, case.caseworker, body_of("it_kredsen"), "blank", "unknown", [], "12.maj")
    case.submit()
    Revision.objects.update(purpose="import")
    assert printed(case) == {"it_kredsen": ("blank", [], "12.maj")}


@pytest.mark.parametrize("body", ["hr_kredsen", "effektiviseringskredsen"])
def test_the_administration_does_not_answer_for_a_body_that_can_stop_its_proposal(case, body):
    against = hearing.answer(case.ask(body), member_of(body), "yes", "against", [], "Nej.")
    with pytest.raises(Refused, match="Bed om en høring, eller lad CFØ registrere svaret"):
        hearing.record(case.proposal, case.writer, body_of(body), "yes", "supports", [DAY])
    assert list(HearingAnswer.objects.all()) == [against]
    hearing.record(case.proposal, case.caseworker, body_of(body), "yes", "supports", [DAY])
    assert status_of(case, body).status == "heard"


def test_an_answer_written_down_for_a_body_gives_the_body_no_access(case):
    outsider = case.member
    hearing.record(case.proposal, case.caseworker, body_of("hr_kredsen"), "yes", "supports")

    assert not may(outsider, "view", case.proposal)
    assert not Proposal.objects.filter(visible_proposals(outsider)).exists()

"""Who must be heard as people judge it: over the words, with a reason, and no longer than the words are the same."""

import pytest
from django.urls import reverse

from reviews.actions import hearing, perform
from reviews.actions.hearing_need import judge_need
from reviews.archive import export_round, import_round
from reviews.hearings import holding_back, statuses
from reviews.models import Event, NeedJudgement, RoundHearing
from reviews.refusal import Refused
from reviews.setup.change import seen_mark
from reviews.setup.copying import NewRound, copy_round
from reviews.setup.words import hearing_words

from .cases import body_of, line, make_case, write

ASSESSMENT = "ejendomsfaglig_vurdering"


@pytest.fixture
def lease(organisation):
    case = make_case(text="<p>Borgerne glædes. Vi opsiger et lejemål i år.</p>")
    case.submit()
    return case


def standing(case, body: str = ASSESSMENT):
    return next(status for status in statuses(case.fresh()) if status.body.code == body)


def held(case) -> list[str]:
    return [status.body.code for status in holding_back(case.fresh(), "approval")]


def test_the_need_tells_the_sentence_it_was_found_in(lease):
    need = standing(lease).need
    assert (need.needed, need.quote) == (True, "Vi opsiger et lejemål i år.")


def test_cfo_does_without_a_body_that_stops_with_a_reason_that_is_logged(lease):
    assert held(lease) == [ASSESSMENT]
    judge_need(lease.proposal, lease.caseworker, body_of(ASSESSMENT), False, "Lejemålet er opsagt sidste år.")
    status = standing(lease)
    assert (status.need.needed, status.waived, held(lease)) == (False, True, [])
    event = Event.objects.get(kind="hearing_need_judged")
    assert (event.reason, event.actor_name, event.data) == (
        "Lejemålet er opsagt sidste år.",
        "Sagsbehandler",
        {"body": ASSESSMENT, "body_name": "Ejendomsfaglig vurdering", "needed": False},
    )
    lease.approve()


def test_the_administration_does_not_do_without_what_can_stop_it(lease):
    for person in (lease.writer, lease.signer):
        with pytest.raises(Refused, match="Kun CFØ kan undvære den"):
            judge_need(lease.proposal, person, body_of(ASSESSMENT), False, "Haster.")
    judge_need(lease.proposal, lease.caseworker, body_of("hr_kredsen"), True, "Det rammer lederne.")
    with pytest.raises(Refused, match="Kun CFØ kan undvære den"):
        judge_need(lease.proposal, lease.writer, body_of("hr_kredsen"), None, "Følg teksten.")
    assert held(lease) == [ASSESSMENT, "hr_kredsen"]


@pytest.mark.parametrize("person", ["reader", "member", "secretary", "stranger"])
def test_others_do_not_judge(lease, person):
    with pytest.raises(Refused, match="Kun forvaltningen og CFØ kan vurdere"):
        judge_need(lease.proposal, getattr(lease, person), body_of("med_udvalg"), True, "Vigtigt.")
    assert not NeedJudgement.objects.exists()


def test_the_administration_does_without_what_stops_nothing(organisation):
    case = make_case(text="<p>Medarbejderne får bedre tid.</p>")
    judge_need(case.proposal, case.writer, body_of("med_udvalg"), False, "Ingen ændringer i arbejdet.")
    assert not standing(case, "med_udvalg").need.needed


def test_a_reason_is_asked_for(lease):
    with pytest.raises(Refused, match="Skriv en begrundelse"):
        judge_need(lease.proposal, lease.caseworker, body_of(ASSESSMENT), False, "  ")


def test_a_judgement_lapses_when_the_proposal_tells_of_something_else(lease):
    judge_need(lease.proposal, lease.caseworker, body_of(ASSESSMENT), False, "Opsagt sidste år.")
    perform("reopen", lease.proposal, lease.writer, reason="Rettelse.")
    write(lease.proposal, lease.writer, "description", text="<p>Noget andet. Vi opsiger et lejemål i år.</p>")
    assert standing(lease).waived
    write(lease.proposal, lease.writer, "description", text="<p>Vi lejer et nyt lejemål på 9.000 m².</p>")
    status = standing(lease)
    assert (status.waived, status.lapsed, status.need.needed, held(lease)) == (False, True, True, [ASSESSMENT])


def test_a_body_that_is_added_holds_back_and_the_words_decide_again_when_it_is_taken_back(lease):
    judge_need(lease.proposal, lease.writer, body_of("hr_kredsen"), True, "Det rammer lederne.")
    assert held(lease) == [ASSESSMENT, "hr_kredsen"]
    assert standing(lease, "hr_kredsen").need.reason == "Vurderet nødvendig."
    judge_need(lease.proposal, lease.caseworker, body_of("hr_kredsen"), None, "Alligevel ikke.")
    assert held(lease) == [ASSESSMENT]
    assert NeedJudgement.objects.count() == 2


def test_a_body_the_round_does_not_have_can_be_added(lease):
    RoundHearing.objects.filter(body__code="aeldreraad").delete()
    judge_need(lease.proposal, lease.writer, body_of("aeldreraad"), True, "Handler om ældre.")
    assert standing(lease, "aeldreraad").need.needed


def test_cfo_cannot_be_done_without(lease):
    with pytest.raises(Refused, match="skal altid godkende"):
        judge_need(lease.proposal, lease.approver, body_of("cfo"), False, "Haster.")


def test_a_body_that_is_done_without_does_not_hold_back_although_it_was_asked(lease):
    lease.ask(ASSESSMENT)
    judge_need(lease.proposal, lease.caseworker, body_of(ASSESSMENT), False, "Opsagt sidste år.")
    assert held(lease) == []


def test_judging_on_the_page_shows_who_when_and_why(lease, client_for):
    url = reverse("hearing-need", args=[lease.proposal.pk, ASSESSMENT])
    client = client_for(lease.caseworker)
    page = client.get(url).content.decode()
    assert "Vi opsiger et lejemål i år." in page
    assert "Vælg, om høringen er nødvendig." in client.post(url, {"reason": "Fordi."}).content.decode()
    shown = client.post(url, {"needed": "no", "reason": "Opsagt sidste år."}, follow=True).content.decode()
    assert "Vurderet ikke nødvendig af Sagsbehandler" in shown
    assert "Opsagt sidste år." in shown
    writer = client_for(lease.writer).post(url, {"needed": "no", "reason": "Haster."})
    assert "Vurderingen er gemt" not in writer.content.decode()
    assert NeedJudgement.objects.count() == 1
    unknown = reverse("hearing-need", args=[lease.proposal.pk, "findes-ikke"])
    assert client.get(unknown).status_code == 404


def rules(round) -> dict[str, tuple]:
    return {row.body.code: (row.words, row.line_words, row.sections) for row in round.hearings.select_related("body")}


def post_words(client, case, **changes):
    """Posts the table as it stands with some cells changed: `body__field=value`."""
    url = reverse("round-setup-topic", args=[case.proposal.round_id, "hoeringsord"])
    form = client.get(url).context["form"]
    data = {"seen": seen_mark(hearing_words(case.proposal.round))}
    data |= {"rows-TOTAL_FORMS": len(form.formset.forms), "rows-INITIAL_FORMS": len(form.formset.forms)}
    for number, row in enumerate(form.formset.forms):
        code = row.initial["code"]
        data |= {
            f"rows-{number}-code": code,
            f"rows-{number}-words": changes.get(f"{code}__words", ", ".join(row.initial["words"])),
            f"rows-{number}-line_words": changes.get(f"{code}__line_words", ", ".join(row.initial["line_words"])),
            f"rows-{number}-sections": changes.get(f"{code}__sections", row.initial["sections"]),
        }
    return client.post(url, data, follow=True)


def test_cfo_tunes_the_words_and_sections_of_a_round(lease, client_for):
    client = client_for(lease.caseworker)
    page = post_words(
        client, lease, ejendomsfaglig_vurdering__words="kælder*\n loft", med_udvalg__sections=["economy"]
    )
    assert page.status_code == 200
    stored = rules(lease.proposal.round)
    assert stored.pop(ASSESSMENT) == (["kælder*", "loft"], [], [])
    assert stored.pop("med_udvalg") == ([], [], ["economy"])
    assert set(map(str, stored.values())) == {"([], [], [])"}
    assert not standing(lease).need.needed
    write_again = Event.objects.get(kind="round_changed").data
    assert ["Ejendomsfaglig vurdering ser efter", "kælder*, loft"] in write_again["after"]
    post_words(client, lease, ejendomsfaglig_vurdering__words="")
    assert rules(lease.proposal.round)[ASSESSMENT] == ([], [], [])
    assert standing(lease).need.needed


def test_cfo_tunes_which_lines_tell_of_a_new_system_and_a_copied_round_has_it(organisation, client_for):
    lines = [line("Ny kørebane", "implementation", 500, "anlaeg"), line("Mindre tidsforbrug", "permanent", -200)]
    case = make_case(lines=lines)
    circle = "koncern_it"
    assert (held(case), standing(case, circle).need.needed) == ([], False)
    client = client_for(case.caseworker)
    page = post_words(client, case, koncern_it__line_words="køre*")
    assert page.status_code == 200
    assert rules(case.proposal.round)[circle] == ([], ["køre*"], [])
    assert standing(case, circle).need.reason == "Anlægslinjen “Ny kørebane” handler om it."
    written = Event.objects.get(kind="round_changed").data["after"]
    assert ["Koncern IT ser på anlægslinjer efter", "køre*"] in written
    new = NewRound(name="Næste år", kind="budget", price_level=2027, first_year=2027, last_year=2032)
    copied = copy_round(case.proposal.round, new, {"hearings"}, case.caseworker)
    assert rules(copied)[circle] == ([], ["køre*"], [])
    post_words(client, case, koncern_it__line_words="")
    assert rules(case.proposal.round)[circle] == ([], [], [])


@pytest.mark.parametrize("words", ["*", "a*", "lej*mål", "x" * 61])
def test_words_that_would_find_everything_or_nothing_are_refused_at_their_field(lease, client_for, words):
    page = post_words(client_for(lease.caseworker), lease, ejendomsfaglig_vurdering__words=words)
    assert "kan ikke bruges. Skriv mindst to bogstaver" in page.content.decode()
    assert rules(lease.proposal.round)[ASSESSMENT] == ([], [], [])


def test_the_rules_are_in_the_round_file_and_come_back_equal(lease):
    row = lease.proposal.round.hearings.get(body__code=ASSESSMENT)
    row.words, row.sections, row.holds_back = ["kælder*"], ["economy"], "nothing"
    row.save()
    lease.proposal.round.hearings.filter(body__code="aeldreraad").delete()
    hearing.record(lease.proposal, lease.caseworker, body_of("med_udvalg"), "yes", "informed", level="main")
    exported = export_round(lease.proposal.round)
    assert [rule for rule in exported["round"]["hearing_rules"] if rule["party"] == ASSESSMENT] == [
        {
            "party": ASSESSMENT,
            "name": "Ejendomsfaglig vurdering",
            "condition": "square_metres",
            "holds_back": "nothing",
            "needed_when": row.needed_when,
            "words": ["kælder*"],
            "line_words": [],
            "sections": ["economy"],
        }
    ]
    again = import_round({**exported, "round": {**exported["round"], "name": "Igen"}}, state="draft")
    assert rules(again) == rules(lease.proposal.round)
    assert export_round(again)["round"]["hearing_rules"] == exported["round"]["hearing_rules"]
    assert export_round(again)["proposals"][0]["hearings"] == exported["proposals"][0]["hearings"]

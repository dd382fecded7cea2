"""A round's set-up: who may, each topic kept and guarded, a copy, the round's own forms and what follows them."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from appendix.content.build import build_preview
from appendix.taking import draft_snapshot
from appendix.writers.html import tree_html
from proposals.assemble import assemble
from proposals.contents import TextContent
from proposals.drafts import read_content, save_section
from proposals.models import Round, Template
from reviews.actions.signing import reopen
from reviews.forms.setup_fields import danish_moment
from reviews.models import Event, Revision
from reviews.revisions import fingerprint_now, freeze
from reviews.setup.topics import TOPICS
from tests.pages import fields, texts

pytestmark = pytest.mark.django_db
ROLES = {
    "writer": False, "signer": False, "body_member": False, "secretary": False, "reader": False,
    "administrator": False, "cfo_caseworker": True, "cfo_signer": True,
}  # fmt: skip


@pytest.fixture
def round(make_round):
    return make_round("Budget 2026")


@pytest.fixture
def cfo(make_user, client_for):
    return client_for(make_user(Role.CFO_CASEWORKER))


def topic(round, code: str) -> str:
    return reverse("round-setup-topic", args=[round.pk, code])


def form(client, address: str) -> dict[str, list[str]]:
    return fields(client.get(address).content, "setup-form")


def changed(client, address: str, **values):
    """Posts the form at the address with these fields changed."""
    data = form(client, address)
    data.update(values)
    return client.post(address, data)


def addresses(round) -> list[str]:
    found = [topic(round, code) for code in TOPICS]
    found += [reverse("round-setup", args=[round.pk]), reverse("round-copy", args=[round.pk])]
    found += [reverse("round-setup-state", args=[round.pk, code]) for code in ("aabn", "luk", "arkiver")]
    names = ("template", "headings", "section-new", "empty")
    found += [reverse(f"round-setup-{name}", args=[round.pk, "investment"]) for name in names]
    return [*found, reverse("round-setup-section", args=[round.pk, "investment", "description"])]


@pytest.mark.parametrize(("role", "may"), ROLES.items())
def test_only_cfo_sets_rounds_up(role, may, round, make_user, client_for):
    client = client_for(make_user(role))
    for address in addresses(round):
        assert client.get(address).status_code == (200 if may else 403), address
        if not may:
            assert client.post(address).status_code in (403, 405), address
    page = client.get(reverse("round", args=[round.pk])).content.decode()
    assert (reverse("round-setup", args=[round.pk]) in page) is may


@pytest.mark.parametrize("code", TOPICS)
def test_a_form_saved_as_it_stands_changes_nothing(code, round, cfo):
    before = Round.objects.filter(pk=round.pk).values().get()
    answer = changed(cfo, topic(round, code))
    assert answer.status_code == 302, texts(answer.content, "//*[@class='form-error-message']")
    after = Round.objects.filter(pk=round.pk).values().get()
    same = {key: value for key, value in after.items() if key not in ("criteria", "presentation")}
    assert same == {key: value for key, value in before.items() if key not in ("criteria", "presentation")}
    assert not Event.objects.filter(kind="round_changed").exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14. marts 2026 kl. 12", (2026, 3, 14, 12, 0)),
        ("lørdag den 14. marts 2026 kl. 12.30", (2026, 3, 14, 12, 30)),
        ("14.3.2026 9.05", (2026, 3, 14, 9, 5)),
        ("14/3 2026", (2026, 3, 14, 23, 59)),
        ("14-03-2026 12:00", (2026, 3, 14, 12, 0)),
        ("1 okt. 2026", (2026, 10, 1, 23, 59)),
        ("2026-03-14T12:00", (2026, 3, 14, 12, 0)),
    ],
)
def test_danish_dates(typed, meant):
    local = timezone.localtime(danish_moment(typed))
    assert (local.year, local.month, local.day, local.hour, local.minute) == meant


NO_DATES = ["31. februar 2026", "i morgen", "14. marts", "14.13.2026", "14. xyz 2026", "1.1.2026 kl. 25"]


@pytest.mark.parametrize("typed", NO_DATES)
def test_a_date_that_is_none_is_answered_at_the_field(typed, round, cfo):
    answer = changed(cfo, topic(round, "frister"), submission_deadline=typed)
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert "kan ikke læses som en dato" in answer.content.decode()


def test_deadlines_pools_and_criteria_are_kept_and_logged(round, cfo):
    changed(
        cfo,
        topic(round, "frister"),
        submission_deadline="14. marts 2026 kl. 12",
        hearing_deadline="",
        committee_deadline="1.4.2026",
    )
    changed(cfo, topic(round, "puljer"), investment="1.500", use_all="on", all="", use_innovation=[], innovation="")
    changed(cfo, topic(round, "kriterier"), max_payback_years="", other="Først\r\n\r\nSiden")
    round.refresh_from_db()
    assert timezone.localtime(round.submission_deadline).strftime("%d.%m.%Y %H.%M") == "14.03.2026 12.00"
    assert round.hearing_deadline is None
    pools = dict(round.pools.values_list("kind", "remaining_before"))
    assert pools == {"all": None, "investment": 1500}
    assert round.criteria["max_payback_years"] is None
    assert round.criteria["other"] == ["Først", "Siden"]
    events = Event.objects.filter(kind="round_changed").order_by("id")
    assert [event.data["topic"] for event in events] == ["frister", "puljer", "kriterier"]
    assert "Investeringspuljen" in json.dumps(events[1].data, ensure_ascii=False)
    home = cfo.get(reverse("round-setup", args=[round.pk])).content.decode()
    assert "1.500 t.kr." in home
    assert "{" not in "".join(texts(home.encode(), "//main"))


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        ("stamdata", {"name": "Budget 2025"}, "allerede en runde"),
        ("stamdata", {"first_year": "2032"}, "ligger før det første"),
        ("stamdata", {"number_prefix": "B1"}, "seks bogstaver"),
        ("frister", {"submission_deadline": "1.4.2026", "committee_deadline": "1.3.2026"}, "før de er indsendt"),
        ("puljer", {"investment": "1,5"}, "1.000 kr."),
        ("puljer", {"all": "10"}, "Sæt kryds"),
        ("kriterier", {"max_payback_years": "mange"}, "heltal"),
        ("pl-indeks", {"rows-0-year": "2026", "rows-0-service": "-3"}, "indeks over 0"),
        ("pl-indeks", {"rows-0-service": "103,2"}, "hvilket år"),
        ("fodnoter", {"rows-0-proposals": "BC01"}, "Skriv fodnoten"),
        ("tabeller", {"table2_columns": []}, "påkrævet"),
        ("beskeder", {"reminder_days": "7 og 91"}, "fra 1 til 90"),
        ("beskeder", {"reminder_days": "en uge"}, "fra 1 til 90"),
        ("beskeder", {"reminder_days": "1 2 3 4 5 6"}, "højst være fem"),
        ("beskeder", {"escalation_days": "0"}, "større end eller lig"),
        ("beskeder", {"mail_held": "on"}, "hvorfor mail holdes"),
    ],
)
def test_what_cannot_be_kept_is_answered_at_the_field(code, values, said, round, cfo, make_round):
    make_round("Budget 2025")
    answer = changed(cfo, topic(round, code), **values)
    assert answer.status_code == 422
    assert any(said in message for message in texts(answer.content, "//*[contains(@class, 'form-error-message')]"))
    assert not Event.objects.filter(kind="round_changed").exists()


def test_indices_hearings_and_footnotes_are_tables(round, cfo):
    address = topic(round, "pl-indeks")
    changed(
        cfo,
        address,
        **{"rows-0-year": "2025", "rows-0-service": "100", "rows-1-year": "2026", "rows-1-service": "103,2"},
    )
    round.refresh_from_db()
    assert round.price_indices == {"service": {"2025": "100", "2026": "103.2"}}
    again = form(cfo, address)
    assert again["rows-1-service"] == ["103,2"]
    changed(cfo, topic(round, "fodnoter"), **{"rows-0-text": "Se bilag 8", "rows-0-proposals": "bc01, BC02"})
    round.refresh_from_db()
    assert round.footnotes == [{"table": "table2", "text": "Se bilag 8", "proposals": ["BC01", "BC02"]}]
    hearings = form(cfo, topic(round, "hoeringsparter"))
    place = next(name.split("-")[1] for name, value in hearings.items() if value == ["it_kredsen"])
    hearings.pop(f"rows-{place}-used")
    hearings["rows-0-holds_back"] = ["nothing"]
    cfo.post(topic(round, "hoeringsparter"), hearings)
    assert not round.hearings.filter(body__code="it_kredsen").exists()
    assert round.hearings.first().holds_back == "nothing"


def test_a_stale_save_stores_nothing_and_keeps_what_was_typed(round, cfo):
    address = topic(round, "stamdata")
    mine = form(cfo, address)
    changed(cfo, address, name="Budget 2026, ny")
    mine["name"] = ["Mit navn"]
    answer = cfo.post(address, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mit navn" in page
    assert "Budget 2026, ny" in page
    round.refresh_from_db()
    assert round.name == "Budget 2026, ny"
    assert cfo.post(address, {**fields(answer.content, "setup-form")}).status_code == 302
    round.refresh_from_db()
    assert round.name == "Mit navn"


def test_years_and_price_level_stand_once_there_is_a_proposal(round, cfo, make_proposal):
    make_proposal(round)
    changed(cfo, topic(round, "stamdata"), price_level="2030", name="Andet")
    round.refresh_from_db()
    assert (round.price_level, round.name) == (2026, "Andet")


def test_a_round_is_opened_closed_and_archived(round, cfo, make_proposal):
    make_proposal(round)
    archive = reverse("round-setup-state", args=[round.pk, "arkiver"])
    assert "1 kladde kan ikke skrives færdig" in cfo.get(archive).content.decode()
    changed(cfo, archive, reason="Slut")
    round.refresh_from_db()
    assert round.state == "archive"
    assert Event.objects.get(kind="round_changed").reason == "Slut"
    refused = changed(cfo, topic(round, "stamdata"), name="Nyt")
    assert refused.status_code == 422
    round.refresh_from_db()
    assert round.name == "Budget 2026"
    changed(cfo, reverse("round-setup-state", args=[round.pk, "luk"]))
    round.refresh_from_db()
    assert round.state == "closed"
    again = changed(cfo, archive)
    assert again.status_code == 302


def test_messages_are_set_up_in_words_and_copied(round, cfo):
    address = topic(round, "beskeder")
    changed(cfo, address, reminder_days="1, 14 og 3", escalation_days="", mail_held="on", mail_held_reason="Prøve.")
    round.refresh_from_db()
    assert (round.reminder_days, round.escalation_days, round.mail_held) == ([14, 3, 1], None, True)
    assert Event.objects.get(kind="round_changed").data["after"] == [
        ["Påmindelser", "14, 3 og 1 dag før fristen"],
        ["Besked videre", "ingen"],
        ["Mail holdes tilbage", "Ja: Prøve."],
    ]
    made = changed(cfo, reverse("round-copy", args=[round.pk]), name="Budget 2027", parts=["messages"], confirmed="1")
    assert made.status_code == 302
    new = Round.objects.get(name="Budget 2027")
    assert (new.reminder_days, new.escalation_days, new.mail_held_reason) == ([14, 3, 1], None, "Prøve.")
    changed(cfo, address, mail_held=[], mail_held_reason="Glemt")
    round.refresh_from_db()
    assert (round.mail_held, round.mail_held_reason) == (False, "")


def test_a_copy_is_listed_before_it_is_made(round, cfo):
    address = reverse("round-copy", args=[round.pk])
    changed(cfo, topic(round, "pl-indeks"), **{"rows-0-year": "2026", "rows-0-service": "100"})
    parts = ["templates", "deadlines", "pools", "criteria", "price_indices", "presentation"]
    listed = changed(cfo, address, name="Budget 2027", parts=parts)
    assert listed.status_code == 200
    assert not Round.objects.filter(name="Budget 2027").exists()
    page = listed.content.decode()
    assert "100.000 t.kr." in page
    assert "Kopieres ikke" in page
    kept = fields(listed.content, "setup-form")
    back = cfo.post(address, {**kept, "change": "1"})
    assert fields(back.content, "setup-form")["name"] == ["Budget 2027"]
    made = cfo.post(address, {**kept, "confirmed": "1"})
    new = Round.objects.get(name="Budget 2027")
    assert made.url == reverse("round-setup", args=[new.pk])
    assert (new.state, new.price_level, new.first_year, new.last_year) == ("closed", 2027, 2027, 2032)
    assert new.submission_deadline.year == round.submission_deadline.year + 1
    assert timezone.localtime(new.submission_deadline).time() == timezone.localtime(round.submission_deadline).time()
    assert set(new.templates.values_list("template")) == set(round.templates.values_list("template"))
    assert set(new.pools.values_list("kind", "remaining_before")) == set(
        round.pools.values_list("kind", "remaining_before")
    )
    assert new.price_indices == {"service": {"2026": "100"}}
    assert new.number_prefix == "BC"
    assert new.hearings.count() == round.hearings.count()
    assert not new.proposals.exists()
    assert Event.objects.get(kind="round_created").data["from"] == "Budget 2026"
    assert cfo.post(address, {**kept, "confirmed": "1"}).status_code == 200
    assert Round.objects.filter(name="Budget 2027").count() == 1


def section(round, key: str = "description") -> str:
    return reverse("round-setup-section", args=[round.pk, "investment", key])


def printed(proposal, revision=None) -> str:
    snapshot = draft_snapshot(proposal, revision)
    return tree_html(build_preview(snapshot, snapshot.proposals[0]))


def fresh(proposal):
    return type(proposal).objects.get(pk=proposal.pk)


def test_a_template_change_reaches_drafts_and_nothing_submitted(round, cfo, make_round, make_proposal, make_user):
    other = make_round("Budget 2025")
    draft, elsewhere = make_proposal(round), make_proposal(other)
    sent = make_proposal(round)
    for proposal in (draft, sent):
        text = proposal.sections.get(key="description")
        save_section(text, TextContent(text="<p>Sådan gør vi</p>"), base_version=0, by=proposal.writer)
    sent_by = make_user(Role.SIGNER)
    revision = freeze(sent, Revision.Purpose.SUBMISSION, sent_by)
    type(sent).objects.filter(pk=sent.pk).update(state="submitted")
    before = (revision.canonical, fingerprint_now(fresh(sent)), printed(fresh(sent), revision), printed(fresh(sent)))
    shipped = round.template_for("investment")
    changed(
        cfo, section(round), heading="Ny overskrift", guidance="<p>Ny vejledning</p>", notes_before="En trykt note"
    )
    own = round.template_for("investment")
    assert own.pk != shipped.pk
    assert (own.code, own.version) == (shipped.code, shipped.version + 1)
    assert shipped.sections.get(key="description").heading != "Ny overskrift"
    assert other.template_for("investment") == shipped
    assert assemble(fresh(draft)).template.section("description").heading == "Ny overskrift"
    assert "En trykt note" in printed(fresh(draft))
    assert "Ny vejledning" not in printed(fresh(draft))
    assert assemble(fresh(elsewhere)).template.section("description").heading != "Ny overskrift"
    revision = Revision.objects.get(pk=revision.pk)
    now = (revision.canonical, fingerprint_now(fresh(sent)), printed(fresh(sent), revision), printed(fresh(sent)))
    assert now == before
    # The round's own version is changed in place while only drafts use it.
    changed(cfo, section(round), heading="Endnu en")
    assert round.template_for("investment").pk == own.pk
    reopen(fresh(sent), sent_by, "Rettelse")
    assert fresh(sent).template_id == own.pk
    assert Revision.objects.get(pk=revision.pk).canonical == before[0]


def test_added_sections_get_rows_and_removed_ones_are_kept(round, cfo, make_proposal):
    written, untouched = make_proposal(round), make_proposal(round)
    risks = written.sections.get(key="risks")
    content = read_content(risks).model_copy(update={"text": "<p>Farligt</p>"})
    save_section(risks, content, base_version=0, by=written.writer)
    new = reverse("round-setup-section-new", args=[round.pk, "investment"])
    changed(cfo, new, kind="text", heading="Klima og miljø", number="4.1", after="description")
    keys = [spec.key for spec in round.template_for("investment").spec().sections]
    assert keys[keys.index("description") + 1] == "klima-og-miljoe"
    assert written.sections.filter(key="klima-og-miljoe", kind="text").exists()
    home = reverse("round-setup-template", args=[round.pk, "investment"])
    cfo.post(home, {**form(cfo, home), "action": "tag-ud:risks"})
    assert written.sections.get(key="risks").content["text"] == "<p>Farligt</p>"
    assert not untouched.sections.filter(key="risks").exists()
    assert "Farligt" in printed(fresh(written))
    cfo.post(home, {**form(cfo, home), "action": "ned:description"})
    keys = [spec.key for spec in round.template_for("investment").spec().sections]
    assert keys.index("klima-og-miljoe") < keys.index("description")
    refused = cfo.post(home, {**form(cfo, home), "action": "tag-ud:economy"}, follow=True)
    assert "kan ikke tages ud" in refused.content.decode()
    # A key once written in is not given to another section.
    changed(cfo, new, kind="risks", heading="risks", after="")
    assert round.template_for("investment").spec().sections[0].key == "risks-2"


def test_a_stale_change_of_the_order_is_refused(round, cfo):
    home = reverse("round-setup-template", args=[round.pk, "investment"])
    seen = form(cfo, home)
    cfo.post(home, {**seen, "action": "ned:description"})
    order = [spec.key for spec in round.template_for("investment").spec().sections]
    answer = cfo.post(home, {**seen, "action": "ned:description"}, follow=True)
    assert "En anden har ændret" in answer.content.decode()
    assert [spec.key for spec in round.template_for("investment").spec().sections] == order


def test_headings_and_captions(round, cfo):
    headings = reverse("round-setup-headings", args=[round.pk, "investment"])
    before = round.template_for("investment").layout
    changed(cfo, headings, heading="FORSLAG", notes="Én\r\nTo", economy_tables="by_area")
    template = round.template_for("investment")
    assert (template.heading, template.notes) == ("FORSLAG", ["Én", "To"])
    assert template.layout == {**before, "economy_tables": "by_area"}
    changed(cfo, section(round, "economy"), caption_economy="Tabel 1. Alt")
    assert round.template_for("investment").spec().section("economy").tables["economy"] == "Tabel 1. Alt"
    changed(cfo, section(round, "economy"), caption_curve="")
    assert "curve" not in round.template_for("investment").spec().section("economy").tables
    changed(cfo, section(round, "economy"), caption_curve="Kurven")
    assert round.template_for("investment").spec().section("economy").tables["curve"] == "Kurven"


def test_another_template_for_a_type(round, cfo, make_proposal):
    draft = make_proposal(round)
    older = Template.objects.get(code="2023", type="investment")
    changed(cfo, topic(round, "skabeloner"), investment=str(older.pk), preliminary_study="")
    assert fresh(draft).template == older
    assert draft.sections.filter(key="background").exists()
    assert not round.templates.filter(type="preliminary_study").exists()
    refused = changed(cfo, topic(round, "skabeloner"), investment="")
    assert refused.status_code == 422


def test_the_empty_form_is_printed_without_guidance(round, cfo):
    changed(cfo, section(round), guidance="<p>Kun for skribenten</p>")
    answer = cfo.get(reverse("round-setup-empty", args=[round.pk, "investment"]))
    sheet = " ".join(texts(answer.content, "//article"))
    assert "Beskrivelse af forslag" in sheet
    assert "Kun for skribenten" not in sheet
    assert "Kun for skribenten" in answer.content.decode()
    cross = cfo.get(reverse("round-setup-empty", args=[round.pk, "investment"]) + "?tvaergaaende=1")
    assert "Fordeling på udvalg" in " ".join(texts(cross.content, "//article"))

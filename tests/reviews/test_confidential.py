"""Confidential sections and files: only those who may read them meet their words."""

import datetime
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from appendix.content.build import build
from appendix.taking import snapshot_of
from proposals.attachments import attach
from proposals.confidentiality import SENTENCE, hidden_sections
from proposals.contents import FollowUpRow, LineContent
from proposals.models import Proposal
from proposals.search import search
from reviews.actions import hearing, perform
from reviews.actions.hearing_need import judge_need
from reviews.models import Event
from reviews.refusal import Refused
from reviews.revisions import submitted_revision
from reviews.tasks_for import asked_of
from tests import factories

from .cases import body_of, complete, make_case, write

SECRET = "hemmeligtord"
LABEL = "Hemmeliglinje"
FILE = "hemmeligfil.xlsx"
SOON = timezone.localdate() + datetime.timedelta(days=30)
TEXT = f"<p>Der er en {SECRET} aftale om digitalisering til 4.711 t.kr.</p>"
LINES = [
    LineContent(kind="implementation", label=f"{LABEL} it-system", area="anlaeg", amounts={2026: 1_000}),
    LineContent(kind="permanent", label=LABEL, area="service", amounts={2027: -400, 2031: -500}),
]
CLOSED = ["description", "economy", "risks"]


@pytest.fixture
def secret(db, settings, tmp_path):
    """A submitted proposal with three confidential sections and a confidential file, and a second version."""
    settings.MEDIA_ROOT = tmp_path
    case = make_case(lines=LINES)
    complete(case.proposal, case.writer, TEXT, LINES)
    write(case.proposal, case.writer, "risks", text=TEXT)
    write(case.proposal, case.writer, "implementation", rows=[FollowUpRow(goal="Åbent mål", responsible="Chefen")])
    attach(case.proposal, SimpleUploadedFile(FILE, b"tal"), case.writer, confidential=True)
    attach(case.proposal, SimpleUploadedFile("aabenfil.xlsx", b"tal"), case.writer)
    case.submit()
    close(case, reason="Udbuddet af Rådhuset.")
    return case


def close(case, sections=CLOSED, until=SOON, reason="Udbud."):
    perform("set_sections_confidential", case.proposal, case.writer, sections=sections, reason=reason, until=until)
    case.proposal.refresh_from_db()


def pages(proposal: Proposal):
    """Every page and file of the proposal that is fetched by its address alone."""
    names = ("proposal", "checks", "attachments", "process", "hearings", "history", "compare", "preview")
    for name in (*names, "preview-docx"):
        yield reverse(name, args=[proposal.pk])
    yield reverse("preview", args=[proposal.pk]) + "?revision=1"
    yield reverse("compare", args=[proposal.pk]) + "?fra=1&til=kladde"
    yield reverse("revision", args=[proposal.pk, 1])
    yield reverse("round", args=[proposal.round_id])
    yield reverse("round", args=[proposal.round_id]) + f"?q={SECRET}"
    yield reverse("front")
    for section in proposal.sections.all():
        yield reverse("section", args=[proposal.pk, section.key])
        yield reverse("section-versions", args=[proposal.pk, section.key])
        for version in section.versions.all():
            yield reverse("section-version", args=[proposal.pk, section.key, version.version])


def words_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return content.decode()


def leaks(client, addresses) -> list[str]:
    """The addresses whose answer holds something confidential, with what it is."""
    found = []
    for address in addresses:
        words = words_of(client.get(address)).replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
        found += [f"{address}: {word}" for word in (SECRET, LABEL, FILE, "Rådhuset") if word in words]
    return found


OUTSIDE = {"reader": {}, "writer": {"administration": "TMF"}, "secretary": {"committee": "TMU"}, "administrator": {}}


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_page_and_no_file_tells_others_what_is_confidential(secret, client_for, role):
    client = client_for(factories.make_user(role, **OUTSIDE[role]))
    assert client.get(reverse("proposal", args=[secret.proposal.pk])).status_code == 200
    assert leaks(client, pages(secret.proposal)) == []


@pytest.mark.parametrize("who", ["writer", "signer", "caseworker", "approver", "secretary"])
def test_those_who_may_read_it_read_it_everywhere(secret, client_for, who):
    client = client_for(getattr(secret, who))
    proposal = secret.proposal
    for key in CLOSED:
        page = client.get(reverse("section", args=[proposal.pk, key])).content.decode()
        assert SECRET in page or LABEL in page
        assert "Udbuddet af Rådhuset." in page
    assert SECRET in words_of(client.get(reverse("preview-docx", args=[proposal.pk])))
    assert SECRET in client.get(reverse("revision", args=[proposal.pk, 1])).content.decode()
    assert FILE in client.get(reverse("attachments", args=[proposal.pk])).content.decode()


def test_others_see_the_heading_and_the_sentence(secret, client_for):
    client = client_for(secret.reader)
    proposal = secret.proposal
    for name, args in (("section", ["description"]), ("revision", [1]), ("preview", [])):
        page = client.get(reverse(name, args=[proposal.pk, *args])).content.decode()
        assert SENTENCE in page
        assert "Beskrivelse" in page
    assert "Åbent mål" in client.get(reverse("preview", args=[proposal.pk])).content.decode()


def test_versions_and_the_file_are_refused_with_the_reason(secret, client_for):
    client = client_for(secret.reader)
    proposal = secret.proposal
    versions = client.get(reverse("section-versions", args=[proposal.pk, "economy"]))
    assert versions.status_code == 403
    assert "fortroligt" in versions.content.decode()
    figures = client.post(reverse("section-figures", args=[proposal.pk, "economy"]), {})
    assert figures.status_code == 403
    hidden, open_ = proposal.attachments.order_by("pk")
    assert client.get(reverse("attachment", args=[proposal.pk, hidden.pk])).status_code == 404
    assert client.get(reverse("attachment", args=[proposal.pk, open_.pk])).status_code == 200


def test_the_figures_of_every_version_are_closed_with_the_economy(secret, client_for):
    def compared(person) -> str:
        address = reverse("compare", args=[secret.proposal.pk]) + "?fra=1&til=kladde"
        return client_for(person).get(address).content.decode()

    assert "Tilbagebetalingstid" in compared(secret.caseworker)
    assert "Tilbagebetalingstid" not in compared(secret.reader)


def test_what_was_written_on_the_way_is_for_the_administration_and_cfo(secret, client_for):
    """Whether it is confidential or not: it was never signed."""
    perform("lift_sections_confidential", secret.proposal, secret.caseworker, sections=CLOSED, reason="Slut.")
    address = reverse("section-versions", args=[secret.proposal.pk, "description"])
    section = reverse("section", args=[secret.proposal.pk, "description"])
    for person, status in (
        (secret.writer, 200),
        (secret.caseworker, 200),
        (secret.secretary, 403),
        (secret.reader, 403),
    ):
        client = client_for(person)
        assert client.get(address).status_code == status
        assert (address in client.get(section).content.decode()) is (status == 200)


def test_search_finds_confidential_words_only_for_those_who_may_read_them(secret):
    everything = Proposal.objects.all()
    found = {
        name: search(everything, SECRET, getattr(secret, name)).exists()
        for name in ("writer", "caseworker", "secretary", "reader", "stranger")
    }
    assert found == {"writer": True, "caseworker": True, "secretary": True, "reader": False, "stranger": False}
    assert search(everything, "indgang", secret.reader).exists()


def test_what_is_computed_from_the_economy_is_closed_with_it(secret):
    kinds = dict(secret.proposal.sections.values_list("key", "kind"))
    closed = hidden_sections(secret.reader, secret.proposal)
    assert {kinds[key] for key in closed} >= {"economy", "text", "risks"}
    assert all(key in closed for key, kind in kinds.items() if kind in ("calculation", "distribution", "technical"))


def test_what_people_wrote_in_their_own_words_may_be_about_what_is_closed(secret, client_for):
    seen = submitted_revision(secret.proposal)
    perform("judge_criteria", secret.proposal, secret.caseworker, criteria="met", reason=f"Fordi {SECRET}.")
    hearing.withdraw_request(secret.ask("it_kredsen"), secret.writer, f"Ikke om {SECRET}.")
    judge_need(secret.proposal, secret.writer, body_of("koncern_it"), True, f"{SECRET} er et system.")
    perform("return", secret.proposal, secret.caseworker, reason=f"Fjern {SECRET}.", sections=["description"])
    perform("submit", secret.proposal, secret.signer, comment=f"{SECRET} er fjernet.")
    given = {"revision": seen.number + 1, "sha256": submitted_revision(secret.proposal).sha256}
    perform("approve", secret.proposal, secret.approver, **given, comment=f"Nu uden {SECRET}.")
    round_log = reverse("round-history", args=[secret.proposal.round_id])
    addresses = [*pages(secret.proposal), round_log, f"{round_log}?fil=csv"]
    assert leaks(client_for(secret.reader), addresses) == []
    assert "Returneret" in client_for(secret.reader).get(round_log).content.decode()
    process = client_for(secret.secretary).get(reverse("process", args=[secret.proposal.pk])).content.decode()
    for words in (f"Fordi {SECRET}.", f"Fjern {SECRET}.", f"{SECRET} er fjernet.", f"Nu uden {SECRET}."):
        assert words in process


def test_the_open_appendix_keeps_the_row_and_leaves_the_words_out(secret):
    perform("number", secret.proposal, secret.caseworker, number="BC01")
    sealed = secret.proposal.revisions.get().sha256
    snapshot = snapshot_of(secret.proposal.round, include_submitted=True)
    [printed] = snapshot.proposals
    stored = json.dumps(snapshot.model_dump(mode="json"), ensure_ascii=False)
    assert SECRET not in stored
    assert LABEL not in stored
    assert printed.sha256 == sealed
    assert printed.figures["investment"] == 1_000
    assert SENTENCE in repr(build(snapshot))
    assert [note.text for note in snapshot.footnotes if "afsnit" in note.text] == [
        "Forslaget har fortrolige afsnit, jf. bilag 10"
    ]


def test_the_fingerprint_of_the_document_is_the_same(secret):
    from reviews.revisions import fingerprint_now

    assert fingerprint_now(secret.proposal) == secret.proposal.revisions.get().sha256


def test_opening_takes_cfo_and_makes_the_words_findable(secret):
    with pytest.raises(Refused, match="Kun CFØ"):
        perform("lift_sections_confidential", secret.proposal, secret.writer, sections=CLOSED, reason="Slut.")
    perform("lift_sections_confidential", secret.proposal, secret.caseworker, sections=["description"], reason="Slut.")
    secret.proposal.refresh_from_db()
    assert sorted(secret.proposal.confidential_sections) == ["economy", "risks"]
    perform(
        "lift_sections_confidential", secret.proposal, secret.caseworker, sections=["economy", "risks"], reason="Slut."
    )
    assert search(Proposal.objects.all(), SECRET, secret.reader).exists()
    event = Event.objects.filter(kind="sections_lifted").first()
    assert event.data["sections"] == ["economy", "risks"]


@pytest.mark.parametrize("sections", [[], ["facts"], ["hearings"], ["findes-ikke"], ["description", "facts"]])
def test_only_sections_that_can_be_closed_are(db, sections):
    case = make_case()
    with pytest.raises(Refused, match="afsnit"):
        close(case, sections)
    assert case.fresh().confidential_sections == {}


@pytest.mark.parametrize("until", [None, timezone.localdate() - datetime.timedelta(days=1)])
@pytest.mark.parametrize("action", ["set_confidential", "set_sections_confidential"])
def test_a_last_day_is_needed_and_must_not_have_passed(db, action, until):
    case = make_case()
    given = {"sections": ["economy"]} if action == "set_sections_confidential" else {}
    with pytest.raises(Refused, match="sidste dag"):
        perform(action, case.proposal, case.writer, reason="Udbud.", until=until, **given)


def test_when_the_last_day_has_passed_nothing_opens_and_cfo_is_asked(secret, client_for):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    secret.proposal.confidential_sections["economy"]["until"] = yesterday.isoformat()
    secret.proposal.save()
    assert leaks(client_for(secret.reader), pages(secret.proposal)) == []
    page = client_for(secret.writer).get(reverse("process", args=[secret.proposal.pk])).content.decode()
    assert "Fortroligheden er udløbet, afventer CFØ" in page
    task = "Ophæv eller forlæng fortroligheden, der er udløbet"
    asked = {name: task in {one.text for one in asked_of(getattr(secret, name))} for name in ("caseworker", "writer")}
    assert asked == {"caseworker": True, "writer": False}
    perform("prolong_confidential", secret.proposal, secret.caseworker, reason="Varer ved.", until=SOON)
    assert task not in {one.text for one in asked_of(secret.caseworker)}
    assert {mark["until"] for mark in secret.fresh().confidential_sections.values()} == {SOON.isoformat()}


def test_the_last_day_itself_is_still_within(secret):
    secret.proposal.confidential_sections["economy"]["until"] = timezone.localdate().isoformat()
    secret.proposal.save()
    assert "udløbet" not in " ".join(task.text for task in asked_of(secret.caseworker))


def test_a_copy_keeps_what_is_closed_and_takes_nothing_one_may_not_read(secret, make_round):
    from proposals.reuse import copy_proposal

    new = make_round()
    by_own = copy_proposal(
        secret.proposal, round=new, administration=secret.proposal.administration, title="Kopi", by=secret.writer
    )
    assert by_own.confidential_sections == secret.proposal.confidential_sections
    assert SECRET in by_own.confidential_words
    assert SECRET not in by_own.search_text
    theirs = secret.stranger.memberships.get().administration
    by_others = copy_proposal(secret.proposal, round=new, administration=theirs, title="Kopi", by=secret.stranger)
    stored = json.dumps([section.content for section in by_others.sections.all()], ensure_ascii=False)
    assert SECRET not in stored
    assert LABEL not in stored
    assert by_others.confidential_sections == {}


def test_a_round_file_carries_it(secret):
    from reviews.archive import export_round, import_round

    data = json.loads(json.dumps(export_round(secret.proposal.round)))
    data["round"]["name"] = "En anden runde"
    again = import_round(data, state="draft").proposals.get()
    assert again.confidential_sections == secret.proposal.confidential_sections
    assert SECRET in again.confidential_words

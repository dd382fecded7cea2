"""The demo shows every state, reached by its people, and a second run changes nothing."""

import io
import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Membership, Role, User
from appendix.models import Edition, Job
from proposals.models import Proposal, ProposalState, Round
from reviews.archive import export_round, import_round
from reviews.demo import shown_people
from reviews.models import Event, HearingRequest

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict:
    rooms = ("accounts", "proposals", "reviews", "appendix")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_every_state_is_there_and_was_reached_by_people():
    load()
    open_round = Round.objects.get(name="Budget 2025")
    assert open_round.state == Round.State.OPEN
    assert set(open_round.proposals.values_list("state", flat=True)) == set(ProposalState.values)
    assert set(Round.objects.get(name="Budget 2023").proposals.values_list("state", flat=True)) == {"approved"}
    steps = Event.objects.filter(round=open_round).exclude(kind__in=["imported", "round_imported"])
    assert not steps.filter(actor=None).exists()
    assert {"submitted", "returned", "approved", "treated", "withdrawn", "archived", "hearing_asked"} <= set(
        steps.values_list("kind", flat=True)
    )


def test_drafts_ready_and_incomplete_a_pending_hearing_and_a_confidential_row():
    load()
    proposals = Round.objects.get(name="Budget 2025").proposals
    drafts = sorted(proposals.filter(state="draft").values_list("errors_count", flat=True))
    assert drafts[0] == 0
    assert drafts[-1] > 0
    assert HearingRequest.objects.filter(proposal__in=proposals.filter(state="submitted"), answers=None).exists()
    confidential = proposals.get(confidential=True)
    assert confidential.row_figures["service"] == 8900
    assert confidential.confidential_reason
    assert proposals.get(state="returned").returns.get().sections == ["economy", "risks"]


def test_there_is_a_person_for_each_role_and_the_password_opens_the_door(client):
    output = load()
    shown = User.objects.filter(email__in=[person.email for person in shown_people()])
    assert set(Membership.objects.filter(user__in=shown).values_list("role", flat=True)) == set(Role.values)
    password = (settings.DATA_DIR / "demo-password").read_text(encoding="ascii").strip()
    assert password in output
    for person in shown_people():
        assert person.email in output
        assert client.login(email=person.email, password=password)


def test_the_archive_has_a_final_edition_and_the_open_round_a_draft_whose_files_a_worker_makes():
    load()
    editions = Edition.objects.order_by("round__name").values_list("round__name", "bilag", "number", "final")
    assert list(editions) == [("Budget 2023", 7, 1, True), ("Budget 2025", 7, 1, False)]
    assert [(job.state, job.formats) for job in Job.objects.all()] == [("queued", ["pdf", "docx", "xlsx", "json"])] * 2


def test_a_second_run_changes_nothing_and_shows_the_same():
    first = load()
    before = everything()
    assert load() == first
    assert everything() == before


def test_a_live_round_can_be_written_out_and_taken_in_again():
    load()
    exported = export_round(Round.objects.current().get(name="Budget 2025"))
    copy = import_round(json.loads(json.dumps(exported)), state="draft", replace=True)
    again = export_round(copy)
    signed = [{key: value for key, value in entry.items() if key != "process"} for entry in exported["proposals"]]
    assert [{key: value for key, value in entry.items() if key != "process"} for entry in again["proposals"]] == signed
    assert again["round"] == exported["round"]


def test_a_lost_password_file_gives_everybody_a_new_one(client):
    load()
    (settings.DATA_DIR / "demo-password").unlink()
    password = load().rsplit(maxsplit=1)[-1]
    assert client.login(email="bif-skribent@example.org", password=password)


def test_the_demo_is_never_put_beside_real_people(make_user):
    make_user(email="nogen@kk.dk")
    with pytest.raises(CommandError, match="rigtige brugere"):
        load()
    assert not Proposal.objects.exists()

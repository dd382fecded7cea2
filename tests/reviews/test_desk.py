"""CFØ's desk: who sees it, what it says of a proposal, how it filters and orders, and what it costs."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reviews.actions import hearing, perform
from reviews.models import Event
from tests.factories import make_proposal, make_round, make_user
from tests.pages import texts

from .cases import body_of, make_case, write

VIEWS = ("desk", "desk-list", "desk-export")


@pytest.fixture
def cfo(client_for, organisation):
    return client_for(make_user("cfo_caseworker"))


def rows(client, round, view="desk-list", **query) -> list:
    response = client.get(reverse(view, args=[round.pk]), query)
    return list(response.context["page"])


def titles(client, round, **query) -> list[str]:
    return [row.proposal.title for row in rows(client, round, **query)]


@pytest.mark.parametrize("view", VIEWS)
def test_the_desk_is_cfos(case, client_for, view):
    people = ("writer", "signer", "caseworker", "approver", "secretary", "reader", "member", "stranger")
    address = reverse(view, args=[case.proposal.round_id])
    found = {name: client_for(getattr(case, name)).get(address).status_code for name in people}
    assert found == {name: 200 if name in ("caseworker", "approver") else 403 for name in people}


def test_another_rounds_proposals_are_not_on_it_and_an_unknown_round_is_not_found(cfo):
    round_ = make_round()
    make_proposal(round_, title="Rundens eget")
    make_proposal(make_round(), title="Fra en anden runde", state="submitted")
    assert titles(cfo, round_) == ["Rundens eget"]
    assert {cfo.get(reverse(view, args=[10**30])).status_code for view in VIEWS} == {404}


@pytest.mark.parametrize("view", ["desk", "desk-list"])
def test_what_is_confidential_about_a_proposal_stands_beside_its_title(cfo, view):
    round_ = make_round()
    yesterday = timezone.localdate() - timedelta(days=1)
    part = {"description": {"reason": "Udbud.", "until": (yesterday + timedelta(days=9)).isoformat()}}
    make_proposal(round_, title="Delvist", state="submitted", confidential_sections=part)
    closed = {"confidential": True, "confidential_reason": "Udbud.", "confidential_until": yesterday}
    make_proposal(round_, title="Lukket", state="submitted", **closed)
    page = cfo.get(reverse(view, args=[round_.pk])).content
    marks = {
        title: texts(page, f"(//a[contains(., '{title}')]/following::div[@class='page-tags'])[1]/*")
        for title in ("Delvist", "Lukket")
    }
    assert [found[:2] for found in marks.values()] == [
        ["Fortrolige afsnit"],
        ["Fortroligt", "Fortroligheden er udløbet, afventer CFØ"],
    ]


def test_the_board_has_a_column_a_state_and_the_longest_waiting_first(cfo):
    round_ = make_round()
    for title, state, days in (("Ny", "submitted", 0), ("Gammel", "submitted", 6), ("Kladde", "draft", 1)):
        make_proposal(round_, title=title, state=state, state_since=timezone.now() - timedelta(days=days))
    page = cfo.get(reverse("desk", args=[round_.pk]))
    assert {column.state: [row.proposal.title for row in column.rows] for column in page.context["columns"]} == {
        "draft": ["Kladde"],
        "submitted": ["Gammel", "Ny"],
        "returned": [],
        "approved": [],
        "treated": [],
    }
    cards = texts(page.content, "//li[contains(@class, 'board-card')]/p[1]")
    assert [card.rpartition(" · ")[2] for card in cards] == [
        "Kladde i 1 dag",
        "Hos CFØ i 6 dage",
        "Hos CFØ siden i dag",
    ]


def test_a_long_column_leads_to_the_list(cfo, monkeypatch):
    monkeypatch.setattr("reviews.desk.board.MOST_CARDS", 1)
    round_ = make_round()
    for _ in range(3):
        make_proposal(round_, state="submitted")
    page = cfo.get(reverse("desk", args=[round_.pk]), {"type": "investment"})
    assert texts(page.content, "//section[@aria-labelledby='column-submitted']/p") == ["Vis 2 flere i listen"]
    assert f"{reverse('desk-list', args=[round_.pk])}?type=investment&amp;state=submitted" in page.content.decode()


def test_a_proposal_says_which_bodies_it_lacks_and_where_they_stand(client_for, organisation):
    case = make_case(text="<p>Et nyt it-system sparer årsværk.</p>")
    client = client_for(case.caseworker)
    round_ = case.proposal.round
    lacking = {"IT-kredsen": "not_asked", "Koncern IT": "not_asked", "MED-udvalg": "not_asked"}

    def missing():
        [row] = rows(client, round_)
        return {hearing.name: hearing.status for hearing in row.missing}

    assert missing() == lacking
    request = case.ask("it_kredsen")
    assert missing() == lacking | {"IT-kredsen": "asked"}
    hearing.answer(request, make_user("body_member", body="it_kredsen"), heard="yes", position="supports")
    assert missing() == {name: status for name, status in lacking.items() if name != "IT-kredsen"}


def test_what_is_kept_follows_the_text_and_the_rounds_set_up(client_for, organisation):
    case = make_case()
    client, round_ = client_for(case.caseworker), case.proposal.round
    assert [row.missing for row in rows(client, round_)] == [[]]
    write(case.proposal, case.writer, "description", text="<p>Vi renoverer et lejemål.</p>")
    assert [[one.name for one in row.missing] for row in rows(client, round_)] == [["Ejendomsfaglig vurdering"]]
    round_.hearings.filter(body=body_of("ejendomsfaglig_vurdering")).delete()
    Event.objects.create(kind="round_changed", round=round_, actor_name="CFØ")
    assert [row.missing for row in rows(client, round_)] == [[]]


def test_deadlines_follow_the_state_and_a_hearing_may_be_late_by_itself(cfo):
    now = timezone.now()
    passed, ahead = now - timedelta(days=1), now + timedelta(days=1)
    round_ = make_round(submission_deadline=passed, hearing_deadline=ahead, committee_deadline=None)
    for state in ("draft", "submitted", "approved", "treated"):
        make_proposal(round_, title=state, state=state)
    found = {row.proposal.title: (row.deadline, row.late) for row in rows(cfo, round_)}
    assert found == {
        "draft": (passed, True),
        "submitted": (ahead, False),
        "approved": (None, False),
        "treated": (None, False),
    }
    assert titles(cfo, round_, late="on") == ["draft"]

    asked = make_proposal(round_, title="spurgt", state="submitted")
    due = timezone.localdate() - timedelta(days=1)
    asked.hearing_requests.create(body=body_of("hr_kredsen"), due=due)
    cache.clear()
    assert titles(cfo, round_, late="on") == ["draft", "spurgt"]


@pytest.fixture
def three(organisation):
    round_ = make_round()
    make_proposal(
        round_,
        title="Ål",
        administration="SOF",
        state="submitted",
        number="BC10",
        confidential=True,
        criteria="met",
        state_since=timezone.now() - timedelta(days=3),
        row_figures={"service": 500, "anlaeg": 0, "payback_years": 4},
    )
    make_proposal(round_, title="Zebra", state="draft", cross_cutting=True, type="innovation")
    make_proposal(
        round_,
        title="Æble",
        state="approved",
        number="BC9",
        criteria="not_met",
        row_figures={"service": 2_000, "anlaeg": -5, "payback_years": None},
    )
    return round_


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["Zebra", "Ål", "Æble"]),
        ("findes-ikke", ["Zebra", "Ål", "Æble"]),
        ("nummer", ["Æble", "Ål", "Zebra"]),
        ("-nummer", ["Ål", "Æble", "Zebra"]),
        ("forslag", ["Zebra", "Æble", "Ål"]),
        ("-ventet", ["Ål", "Æble", "Zebra"]),
        ("investering", ["Zebra", "Ål", "Æble"]),
        ("-investering", ["Æble", "Ål", "Zebra"]),
        ("kriterier", ["Zebra", "Ål", "Æble"]),
    ],
)
def test_the_list_is_ordered_by_the_column_asked_for(cfo, three, asked, expected):
    assert titles(cfo, three, sorter=asked) == expected


def test_the_heading_says_how_the_list_is_ordered(cfo, three):
    page = cfo.get(reverse("desk-list", args=[three.pk]), {"sorter": "-nummer"}).content
    assert texts(page, "//th[@aria-sort='descending']") == ["Nr."]
    assert len(texts(page, "//th[@aria-sort]")) == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "draft"}, {"Zebra"}),
        ({"administration": "SOF"}, {"Ål"}),
        ({"committee": "SUD"}, {"Ål"}),
        ({"type": "innovation"}, {"Zebra"}),
        ({"criteria": "not_met"}, {"Æble"}),
        ({"criteria": "unknown"}, {"Zebra"}),
        ({"cross_cutting": "1"}, {"Zebra"}),
        ({"cross_cutting": "0"}, {"Ål", "Æble"}),
        ({"confidential": "1"}, {"Ål"}),
        ({"missing": "effektiviseringskredsen"}, {"Zebra"}),
        ({"stale": "on"}, set()),
        ({"q": "BC9"}, {"Æble"}),
        ({"q": "\0"}, {"Ål", "Zebra", "Æble"}),
        ({"committee": "9" * 40}, {"Ål", "Zebra", "Æble"}),
        ({"missing": "x", "state": "draft"}, {"Zebra"}),
    ],
)
def test_filters(cfo, three, query, expected):
    from proposals.models import Administration, Committee

    places = {"administration": Administration, "committee": Committee}
    found = {
        name: next(iter(places[name].objects.filter(code=value).values_list("pk", flat=True)), value)
        if name in places
        else value
        for name, value in query.items()
    }
    if query.get("missing") == "effektiviseringskredsen":
        found["missing"] = body_of("effektiviseringskredsen").pk
    assert set(titles(cfo, three, **found)) == expected


def test_the_workbook_holds_exactly_the_filtered_list_in_its_order(cfo, three):
    hostile = '=HYPERLINK("http://example.org")'
    make_proposal(three, title=hostile, state="submitted", criteria_reason="+1")
    query = {"state": "submitted", "sorter": "-forslag"}
    response = cfo.get(reverse("desk-export", args=[three.pk]), query)
    assert response["Content-Disposition"] == f'attachment; filename="Overblik {three.name}.xlsx"'
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    heads = [cell.value for cell in sheet[1]]
    found = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row["Forslag"] for row in found] == ["Ål", hostile]
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
    eel = {name: value for name, value in found[0].items() if value is not None}
    since = timezone.localdate() - timedelta(days=3)
    deadline = timezone.localtime(three.hearing_deadline).replace(tzinfo=None)
    assert eel.pop("Næste frist") - deadline < timedelta(seconds=1)
    assert eel.pop("Siden").date() == since
    assert eel == {
        "Nr.": "BC10",
        "Forslag": "Ål",
        "Type": "Investeringsforslag",
        "Forvaltning": "SOF",
        "Udvalg": "Socialudvalget",
        "Tilstand": "Hos CFØ",
        "Dage i tilstanden": 3,
        "Kriterier": "Opfylder kriterierne",
        "Fortroligt": "Ja",
        "Investering, service, 1.000 kr.": 500,
        "Investering, anlæg, 1.000 kr.": 0,
        "Effektivisering, service, 1.000 kr.": 0,
        "Tilbagebetaling, år": 4,
    }
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:W3"
    [event] = Event.objects.filter(kind="list_exported")
    assert (event.round, event.data) == (three, {"count": 2})


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("warm", [True, False])
def test_one_and_three_proposals_cost_the_same_number_of_queries(client_for, organisation, view, warm):
    case = make_case(text="<p>Et nyt it-system sparer årsværk.</p>")
    client, address = client_for(case.caseworker), reverse(view, args=[case.proposal.round_id])

    def counted() -> int:
        client.get(address)
        if not warm:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def through(one) -> None:
        request = one.ask("it_kredsen")
        hearing.answer(request, make_user("body_member", body="it_kredsen"), heard="yes", position="supports")
        one.submit()
        perform("judge_criteria", one.proposal, one.caseworker, criteria="met", reason="Det gør det.")

    through(case)
    one = counted()
    for number in range(2):
        through(make_case(text="<p>Et it-system.</p>", round=case.proposal.round, title=f"Forslag {number}"))
    assert counted() == one


@pytest.mark.parametrize(("query", "read"), [({}, 1), ({"sorter": "hoeringer"}, 3), ({"late": "on"}, 3)])
def test_only_what_is_shown_is_read_unless_all_is_asked_about(client_for, organisation, monkeypatch, query, read):
    """Reading a document costs milliseconds; a round may have thousands."""
    cache.clear()
    monkeypatch.setattr("reviews.views.desk.PER_PAGE", 1)
    case = make_case()
    for number in (1, 2):
        make_case(round=case.proposal.round, title=f"Forslag {number}")
    client = client_for(case.caseworker)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("desk-list", args=[case.proposal.round_id]), query)
    [sections] = [one["sql"] for one in queries if one["sql"].startswith('SELECT "proposals_section"."id"')]
    [ids] = re.findall(r'"proposal_id" IN \(([\d, ]+)\)', sections)
    assert len(ids.split(",")) == read

"""A chain of meetings that no longer holds is seen on CFØ's desk, and goes when the calendar makes it hold again."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.meetings.told import short
from tests.pages import texts

from ..cases import body_of, make_case
from .meet import body, day, meet


@pytest.fixture
def broken(organisation):
    """HR-kredsen is asked, and the papers for its last meeting before the deadline were due yesterday."""
    case = make_case()
    case.ask("hr_kredsen")
    meet(body("hr_kredsen"), 12, -1)
    make_case(round=case.proposal.round, title="Uden møder")
    return case


def warning(case) -> str:
    deadline = short(timezone.localdate(case.proposal.round.hearing_deadline))
    return f"HR-kredsen: Intet møde i HR-kredsen kan længere nås inden fristen {deadline}."


def test_card_list_filter_and_workbook_tell_of_it(broken, client_for):
    client, pk = client_for(broken.caseworker), broken.proposal.round_id
    cards = client.get(reverse("desk", args=[pk])).content
    assert texts(cards, "//li[contains(@class, 'board-card')]//p[@class='small']") == [warning(broken)]
    listed = client.get(reverse("desk-list", args=[pk]), {"broken": "on"}).context["page"]
    assert [(row.proposal.title, row.broken) for row in listed] == [("Fælles indgang", (warning(broken),))]
    sheet = openpyxl.load_workbook(BytesIO(client.get(reverse("desk-export", args=[pk])).content)).active
    column = next(cell.column for cell in sheet[1] if cell.value == "Mødekæden holder ikke")
    told = {sheet.cell(row, 2).value: sheet.cell(row, column).value for row in (2, 3)}
    assert told == {"Fælles indgang": warning(broken), "Uden møder": None}


def test_a_new_meeting_mends_it_at_once_and_each_reads_it_in_their_language(broken, client_for):
    client, address = client_for(broken.caseworker), reverse("desk", args=[broken.proposal.round_id])
    assert "Mødekæden holder ikke</span>" in client.get(address).content.decode()
    broken.approver.language = "en"
    broken.approver.save()
    english = client_for(broken.approver).get(address).content.decode()
    assert "No meeting of HR-kredsen can be reached any more" in english
    body_of("hr_kredsen").meetings.create(date=day(10), papers_by=day(5))
    assert "Mødekæden holder ikke</span>" not in client.get(address).content.decode()

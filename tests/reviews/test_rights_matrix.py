"""Every address and every step against every role, state and openness: exact sets, and no word in the wrong hands.

The tables are in tests/reviews/matrix/. Rights and steps are crossed whole. Of the addresses each meets every role,
where it is only read on a proposal of each openness, else on one, in states that go round from address to address;
with RIGHTS_MATRIX=hel every address meets all of them, which takes a quarter of an hour.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.policy import may
from proposals.models import Committee
from proposals.seeds import sow
from reviews.hearings.links import token_of
from reviews.messages.inbox import messages_of
from reviews.messages.mail import compose
from reviews.messages.relevance import why_not
from reviews.messages.wording import in_program
from reviews.models import Notification
from reviews.process import STEPS, available, refusal
from tests import factories
from tests.browser.unvisited import addresses

from .matrix.addresses import OF_A_PROPOSAL, Address
from .matrix.elsewhere import ELSEWHERE
from .matrix.looking import FORBIDDEN, MARK, MISSING, OK, look, pdf_as_words, without_drawing
from .matrix.people import SIGNED_IN
from .matrix.stage import SECRET, STATES, Item, Stage, set_stage
from .matrix.steps import STEPS_EXPECTED, asks

pytestmark = pytest.mark.django_db
SIZES: dict[str, int] = {}
WHOLE = os.environ.get("RIGHTS_MATRIX") == "hel"


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Set once for the whole matrix, in a transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Committee.objects.exists():
            sow()
        yield set_stage()
        transaction.set_rollback(True)


@pytest.fixture
def clients(stage: Stage, settings) -> Iterator[dict[str, Client]]:
    """A browser for each person; sessions are kept in memory, since nobody asks about them here."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    found = {}
    for name, user in stage.people.items():
        found[name] = Client(raise_request_exception=False)
        if user is not None:
            found[name].force_login(user)
    # Refusals by the thousand are not news.
    logging.disable(logging.ERROR)
    yield found
    logging.disable(logging.NOTSET)


@pytest.fixture
def knows(stage: Stage):
    """The marked words a person may come upon."""
    return cache(stage.may_come_to_read)


@pytest.fixture
def count(record_property, capsys):
    """Says how many cells the matrix holds so far."""

    def counted(part: str, cells: int) -> None:
        record_property(part, cells)
        SIZES[part] = cells
        with capsys.disabled():
            total, of_it = (f"{number:,}".replace(",", ".") for number in (sum(SIZES.values()), cells))
            print(f"\nrettighedsmatrix: {total} felter, heraf {of_it} {part}")

    return counted


def test_every_step_and_every_address_is_in_the_tables():
    assert set(STEPS_EXPECTED) == set(STEPS)
    assert {row.name for row in [*OF_A_PROPOSAL, *ELSEWHERE]} == addresses()


def test_who_has_the_right_to_each_step_and_who_can_take_it(stage: Stage, count):
    people = {name: asks(user) for name, user in stage.people.items()}
    wrong, cells = [], 0
    for item in stage.items:
        for action, rows in STEPS_EXPECTED.items():
            for place, row in enumerate(rows):
                step, subject = STEPS[action], row.subject(item)
                found = {name for name, who in people.items() if may(who, step.right, subject)}
                taken = {name for name in found if not refusal(step, people[name], item.proposal, subject)}
                cells += 2 * len(people)
                for what, seen, expected in (
                    ("ret", found, row.have_right(item)),
                    ("kan", taken, row.can_take(item)),
                ):
                    if seen != expected:
                        wrong.append(f"{what} {action}[{place}] {item}: +{seen - expected} -{expected - seen}")
    assert not wrong, "\n".join(wrong)
    count("rettigheder til trin", cells)


def test_the_page_offers_exactly_the_steps_that_can_be_taken(stage: Stage, count):
    people = {name: asks(user) for name, user in stage.people.items()}
    wrong, cells = [], 0
    for item in stage.items:
        for name, who in people.items():
            offers = available(who, item.proposal)
            cells += len(offers)
            for offer in offers:
                [row] = STEPS_EXPECTED[offer.action]
                expected = (name in row.have_right(item), name in row.can_take(item))
                if (offer.has_right, offer.allowed) != expected:
                    wrong.append(f"{offer.action} {item} {name}: {offer.has_right, offer.allowed} for {expected}")
    assert not wrong, "\n".join(wrong)
    count("knapper", cells)


def _items(stage: Stage, place: int, row: Address) -> Iterator[Item]:
    """Those that the address in that place of the table meets: one of each openness where it is read, else one."""
    reading = row.method == "GET" and not row.twin
    for number, item in enumerate(stage.items):
        openness, state = divmod(number, len(STATES))
        in_turn = state == (place // 3 + 2 * openness) % len(STATES)
        if WHOLE or (in_turn and (reading or openness == place % 3)):
            yield item


def _address(row: Address, item: Item) -> str:
    return reverse(row.name, args=row.args(item)) + row.query


def test_every_address_of_a_proposal_answers_whom_it_should(stage: Stage, clients, knows, monkeypatch, count):
    wrong, cells = [], 0
    with without_drawing(monkeypatch):
        for place, row in enumerate(OF_A_PROPOSAL):
            for item in _items(stage, place, row):
                address, data = _address(row, item), {} if row.method == "POST" else None
                for name, client in clients.items():
                    cells += 1
                    answer, expected = look(client, row.method, address, data), row.expected(item, name)
                    told = f"{row.method} {row.name} {address} {item} {name}: {answer.status} for {expected}"
                    if answer.outcome != expected:
                        wrong.append(told)
                    if answer.wrote and not (row.method == "POST" and name in row.let_in(item)):
                        wrong.append(f"{told}: skrev")
                    if leaked := answer.marks - knows(name):
                        wrong.append(f"{told}: {sorted(leaked)}")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:80])
    count("svar på forslagets adresser", cells)


def test_every_other_address_answers_whom_it_should(stage: Stage, clients, knows, monkeypatch, count):
    wrong, cells = [], 0
    with without_drawing(monkeypatch):
        for row in ELSEWHERE:
            address = reverse(row.name, args=row.args(stage)) + row.query
            for name, client in clients.items():
                cells += 1
                data = row.data if row.method == "POST" else None
                answer, expected = look(client, row.method, address, data), row.expected(name)
                told = f"{row.method} {row.name} {address} {name}: {answer.status} for {expected}"
                if answer.outcome != expected:
                    wrong.append(told)
                if answer.wrote and expected != OK:
                    wrong.append(f"{told}: skrev")
                if leaked := answer.marks - knows(name):
                    wrong.append(f"{told}: {sorted(leaked)}")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:80])
    count("svar på andre adresser", cells)


def test_no_page_shows_a_word_that_is_not_the_reader_s(stage: Stage, clients, knows, monkeypatch, count):
    """Pages as they are drawn, and files unpacked, for everybody who is let in."""
    pages = [
        (f"{row.name} {item}", _address(row, item), row.let_in(item))
        for item in (stage.item("submitted", "sections"),)
        for row in OF_A_PROPOSAL
        if row.method == "GET" and not row.twin and row.then == OK
    ]
    pages += [
        (row.name, reverse(row.name, args=row.args(stage)) + row.query, row.may)
        for row in ELSEWHERE
        if row.method == "GET" and not row.public
    ]
    wrong, cells = [], 0
    with pdf_as_words(monkeypatch):
        for called, address, readers in pages:
            for name in sorted(readers):
                cells += 1
                known = knows(name) | (stage.told_of_the_end(name) if called == "messages" else set())
                if leaked := look(clients[name], "GET", address).marks - known:
                    wrong.append(f"{called} {address} {name}: {sorted(leaked)}")
    assert not wrong, f"{len(wrong)}\n" + "\n".join(wrong[:80])
    count("tegnede sider", cells)


def test_what_is_searched_for_is_found_by_those_who_may_read_it(stage: Stage, clients, count):
    """Nobody learns from a search, or from how many there are, what stands where they may not read."""
    wrong, cells = [], 0
    for name in SIGNED_IN:
        seen = {item.mark("title") for item in stage.items if name in item.viewers}
        page = look(clients[name], "GET", reverse("round", args=[stage.round.pk])).response
        listed = look(clients[name], "GET", reverse("round-export", args=[stage.round.pk])).marks
        if (page.context["total"], listed) != (len(seen), seen):
            wrong.append(f"{name}: {page.context['total']}, {sorted(listed ^ seen)}")
        for item in stage.items:
            if item.state in ("draft", "submitted"):
                for what in ("title", "prose", "open"):
                    cells += 1
                    address = reverse("round-export", args=[stage.round.pk]) + f"?q={item.mark(what)}"
                    expected = {item.mark("title")} if name in item.marks[item.mark(what)] else set()
                    if (found := look(clients[name], "GET", address).marks) != expected:
                        wrong.append(f"{what} {item} {name}: {sorted(found)}")
    assert not wrong, "\n".join(wrong)
    count("søgninger", cells)


def test_no_message_tells_its_recipient_a_word_that_is_not_theirs(stage: Stage, knows, count):
    """In the program, and by mail, where what is confidential has not even its title."""
    secret = {mark for item in stage.items if item.openness == "confidential" for mark in item.marks}
    wrong, cells = [], 0
    for name, user in stage.people.items():
        told = Notification.objects.filter(recipient=user) if user else Notification.objects.none()
        known, shown = knows(name) | stage.told_of_the_end(name), set(messages_of(user)) if user else set()
        for message in told.select_related("recipient", "event__proposal__round"):
            cells += 1
            page = {*MARK.findall(str(in_program(message, user)))} if message in shown else set()
            mail = compose(message) if not why_not(message) else None
            sent = {*MARK.findall(f"{mail.subject} {mail.body} {mail.alternatives}")} if mail else set()
            if bad := (sent & secret) | ((sent | page) - known):
                wrong.append(f"{message.event.kind} {message.event.proposal_id} {name}: {sorted(bad)}")
    assert cells > 10 * len(stage.items)
    assert not wrong, "\n".join(wrong)
    count("beskeder", cells)


def test_a_link_shows_what_was_sent_and_no_more(stage: Stage, clients, count):
    """To anybody who has it: the version, without what hangs on it, and its confidential sections not at all."""
    wrong = []
    for item in stage.items:
        address = reverse("hearing-link", args=[token_of(item.link, SECRET)])
        sent = {"title", "open"} | (set() if item.openness == "sections" else {"prose", "line"})
        answer = look(clients["nobody"], "GET", address)
        if answer.status not in (200, 410) or not answer.marks <= {item.mark(what) for what in sent}:
            wrong.append(f"{item}: {answer.status} {sorted(answer.marks)}")
    assert not wrong, "\n".join(wrong)
    count("links", len(stage.items))


def test_others_copy_only_what_they_may_read(stage: Stage, clients, knows, monkeypatch, count):
    """Into a draft of theirs: from a proposal that is not there for them, nothing; of a closed section, nothing."""
    theirs = factories.make_proposal(stage.round, administration="TMF", writer=stage.people["other writer"])
    wrong = []
    for item in stage.items:
        section = item.proposal.sections.get(key="description")
        address = reverse("section-copy", args=[theirs.pk, "description", section.pk])
        expected = MISSING if "other writer" not in item.viewers else OK
        if expected == OK and "other writer" not in item.readers_of_sections:
            expected = FORBIDDEN
        for data in (None, {"version": "0"}):
            answer = look(clients["other writer"], "GET", address, data)
            if answer.outcome != expected or (answer.wrote and expected != OK) or answer.marks - knows("other writer"):
                wrong.append(f"{item}: {answer.status} for {expected}, {sorted(answer.marks)}")
    assert not wrong, "\n".join(wrong)
    count("kopier", 2 * len(stage.items))

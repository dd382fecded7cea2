"""A person's own filters: kept as they can be read, theirs alone, and used when the list is opened."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from proposals.models import SavedFilter
from proposals.saved_filters import make_default, save_filter
from tests.pages import texts


@pytest.fixture
def round_(make_round, make_proposal):
    round_ = make_round()
    make_proposal(round_, title="Ladestandere", state="submitted", type="innovation")
    make_proposal(round_, title="Arealer", state="submitted")
    return round_


@pytest.fixture
def user(make_user):
    return make_user("cfo_caseworker")


@pytest.fixture
def client(user, client_for):
    return client_for(user)


def keep(client, round, name: str = "Mit", query: str = "type=innovation", page: str = "round", **more):
    given = {"page": page, "name": name, "query": query, "next": reverse("round", args=[round.pk]), **more}
    return client.post(reverse("saved-filter-save"), given, follow=True)


def kept(**of) -> list[tuple]:
    return list(SavedFilter.objects.filter(**of).values_list("page", "name", "query", "is_default"))


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        ("round", "type=innovation&q=b%C3%A5l", "q=b%C3%A5l&type=innovation"),
        ("round", "type=innovation&state=findes-ikke&page=3&x=<script>", "type=innovation"),
        ("round", "type=innovation&type=investment", "type=investment"),
        ("round", "type=innovation&late=on", "type=innovation"),
        ("desk", "late=on&criteria=met&q=%00", "criteria=met&late=on"),
        ("desk", "cross_cutting=0&sorter=-nummer", "cross_cutting=0"),
    ],
)
def test_what_can_be_read_is_kept(client, user, round_, page, query, expected):
    keep(client, round_, page=page, query=query)
    assert kept(user=user) == [(page, "Mit", expected, False)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "Skriv et navn til filteret."),
        ({"name": "x" * 61}, "Navnet må højst have 60 tegn."),
        ({"query": ""}, "Vælg mindst ét filter, før du gemmer."),
        ({"query": "state=x"}, "Vælg mindst ét filter, før du gemmer."),
        ({"query": "q=" + "x" * 2000}, "Filtrene er for lange til at blive gemt."),
    ],
)
def test_what_cannot_be_kept_says_why(client, round_, given, words):
    assert words in keep(client, round_, **given).content.decode()
    assert kept() == []


def test_a_name_is_used_again_and_there_are_only_so_many(client, user, round_, monkeypatch):
    monkeypatch.setattr("proposals.saved_filters.MOST", 2)
    keep(client, round_, "A")
    keep(client, round_, "B")
    assert "Du har 2 gemte filtre." in keep(client, round_, "C").content.decode()
    keep(client, round_, "B", query="state=draft")
    assert kept() == [("round", "A", "type=innovation", False), ("round", "B", "state=draft", False)]


def test_the_list_offers_them_and_keeps_the_filters_of_now(client, round_):
    keep(client, round_)
    page = client.get(reverse("round", args=[round_.pk]), {"q": "lade"})
    assert texts(page.content, "//*[contains(@class, 'saved-filters')]//li/a") == ["Mit"]
    assert b'name="query" value="q=lade"' in page.content
    assert f'href="{reverse("round", args=[round_.pk])}?type=innovation"'.encode() in page.content


@pytest.mark.parametrize(("page", "view"), [("round", "round"), ("desk", "desk"), ("desk", "desk-list")])
def test_the_default_opens_the_list_and_can_be_left(client, user, round_, page, view):
    keep(client, round_, page=page)
    saved = SavedFilter.objects.get()
    list_ = reverse(view, args=[round_.pk])
    assert client.get(list_).status_code == 200
    client.post(reverse("saved-filter-default", args=[saved.pk]), {"next": list_})
    assert client.get(list_).url == f"{list_}?type=innovation"
    shown = client.get(list_, follow=True).content.decode()
    assert "Ladestandere" in shown
    assert "Arealer" not in shown
    assert f'href="{list_}?uden=filtre"' in shown
    assert "Arealer" in client.get(f"{list_}?uden=filtre").content.decode()
    client.post(reverse("saved-filter-default", args=[saved.pk]), {"next": list_})
    assert client.get(list_).status_code == 200


def test_one_is_the_default_at_a_time_of_each_page(user):
    one, two, desk = (
        save_filter(user, page, name, "type=innovation")
        for page, name in (("round", "1"), ("round", "2"), ("desk", "1"))
    )
    for saved in (one, desk, two):
        make_default(saved, True)
    assert kept(is_default=True) == [("desk", "1", "type=innovation", True), ("round", "2", "type=innovation", True)]


def test_others_filters_are_neither_seen_nor_touched(client, user, round_, make_user, client_for):
    keep(client, round_)
    saved = SavedFilter.objects.get()
    other = client_for(make_user("cfo_signer"))
    assert "Mit" not in other.get(reverse("round", args=[round_.pk]), {"q": "x"}).content.decode()
    for name in ("saved-filter-delete", "saved-filter-default"):
        assert other.post(reverse(name, args=[saved.pk])).status_code == 404
        assert other.post(reverse(name, args=[10**30])).status_code == 404
        assert other.get(reverse(name, args=[saved.pk])).status_code == 405
    assert kept() == [("round", "Mit", "type=innovation", False)]
    client.post(reverse("saved-filter-delete", args=[saved.pk]))
    assert kept() == []


def test_a_page_that_is_no_list_is_not_found(client, round_):
    assert keep(client, round_, page="andet").status_code == 404


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "/\\example.org"]
)
def test_the_way_back_is_never_out_of_the_program(client, round_, away):
    assert keep(client, round_, next=away).redirect_chain == [(reverse("rounds"), 302)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_defaults_chosen_at_once_leave_one(user):
    saved = [save_filter(user, "round", name, "type=innovation") for name in "ab"]
    gate = threading.Barrier(2)

    def choose(one):
        try:
            gate.wait()
            make_default(one, True)
        finally:
            connection.close()

    threads = [threading.Thread(target=choose, args=(one,)) for one in saved]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept(is_default=True)) == 1

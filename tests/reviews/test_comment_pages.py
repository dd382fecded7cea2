"""The pages of comments: each reader's own, refused to others, kept when they cannot be stored, few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.actions import comment as actions
from reviews.actions import perform
from reviews.models import Comment

from .cases import write
from .comment_cases import PEOPLE, READS, say


def test_a_page_tells_each_reader_only_of_their_own(asked, client_for):
    for audience in READS:
        say(asked, audience, text=f"ord-{audience}")
    pages = ["", "?vis=alle", "?vis=mine"]
    addresses = [f"/forslag/{asked.proposal.pk}/kommentarer/{query}" for query in pages]
    addresses += [
        f"/forslag/{asked.proposal.pk}/{rest}"
        for rest in ("afsnit/description/", "version/1/", "", "sagsgang/", "historik/")
    ]
    for name in PEOPLE:
        client = client_for(getattr(asked, name))
        text = "".join(client.get(address).content.decode() for address in addresses)
        assert {audience for audience in READS if f"ord-{audience}" in text} == {
            audience for audience, people in READS.items() if name in people
        }, name


def test_the_history_tells_of_comments_only_those_who_read_them(asked, client_for):
    for audience in READS:
        say(asked, audience)
    for name in ("writer", "approver", "member", "secretary", "reader"):
        page = client_for(getattr(asked, name)).get(f"/forslag/{asked.proposal.pk}/historik/").content.decode()
        told = page.replace(">Kommentar skrevet</option>", "").count("Kommentar skrevet")
        assert told == sum(name in people for people in READS.values()), name


def test_another_persons_comment_is_as_one_that_is_not_there(asked, client_for, make_proposal):
    comment = say(asked, "cfo")
    other = make_proposal(administration="SOF")
    client = client_for(asked.writer)
    for address in (
        f"/forslag/{asked.proposal.pk}/kommentarer/{comment.pk}/",
        f"/forslag/{asked.proposal.pk}/kommentarer/{comment.pk}/ret/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "Hej"}).status_code == 404
    for step in ("loes", "aabn", "traek-tilbage"):
        assert client.post(f"/forslag/{asked.proposal.pk}/kommentarer/{comment.pk}/{step}/").status_code == 404
    mine = say(asked, "administration")
    assert client.get(f"/forslag/{other.pk}/kommentarer/{mine.pk}/").status_code == 404
    assert client.post(f"/forslag/{asked.proposal.pk}/kommentarer/{mine.pk}/slet/").status_code == 404
    assert client.get(f"/forslag/{asked.proposal.pk}/kommentarer/{mine.pk}/loes/").status_code == 405
    assert client.get(f"/forslag/{asked.proposal.pk}/kommentarer/{10**30}/").status_code == 404
    assert client_for(asked.reader).post(f"/forslag/{asked.proposal.pk}/kommentarer/").status_code == 403


def test_the_choice_says_who_sees_it_and_offers_what_one_is_in(asked, client_for):
    offered = {}
    for name in ("writer", "caseworker", "member", "secretary"):
        form = client_for(getattr(asked, name)).get(f"/forslag/{asked.proposal.pk}/kommentarer/").context["form"]
        offered[name] = [code for code, _words in form.fields["audience"].choices]
    assert offered == {
        "writer": ["shared", "administration", "body:hr_kredsen", "all"],
        "caseworker": ["shared", "cfo", "body:hr_kredsen", "all"],
        "member": ["body:hr_kredsen", "all"],
        "secretary": ["all"],
    }


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"text": ""}, "Skriv kommentaren."),
        ({"audience": ""}, "Vælg, hvem der kan se kommentaren."),
        ({"audience": "cfo"}, "Vælg, hvem der kan se kommentaren."),
        ({"quote": "findes ikke"}, "De citerede ord står ikke i afsnittet"),
        ({"text": "nul\x00tegn"}, "Nul"),
    ],
)
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(asked, client_for, given, complaint):
    typed = {"section": "description", "text": "Mine ord", "audience": "shared", "quote": "hurtigere"} | given
    response = client_for(asked.writer).post(f"/forslag/{asked.proposal.pk}/kommentarer/", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert complaint in page
    assert (typed["text"].replace("\x00", "") or typed["quote"]) in page.replace("\x00", "")
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"revision": "x"}, 400),
        ({"revision": "99"}, 404),
        ({"revision": "9" * 40}, 400),
        ({"section": "findes-ikke"}, 422),
    ],
)
def test_hostile_input_is_refused(asked, client_for, given, status):
    typed = {"section": "description", "text": "Ord", "audience": "shared"} | given
    assert client_for(asked.writer).post(f"/forslag/{asked.proposal.pk}/kommentarer/", typed).status_code == status


def test_a_comment_is_written_answered_corrected_and_settled_on_the_pages(asked, client_for):
    writer, caseworker = client_for(asked.writer), client_for(asked.caseworker)
    home = f"/forslag/{asked.proposal.pk}/kommentarer/"
    typed = {
        "section": "description",
        "text": "Hvor står momsen?",
        "audience": "shared",
        "mentions": [asked.writer.pk],
        "back": "section",
    }
    response = caseworker.post(home, typed)
    comment = Comment.objects.get()
    assert response.url == f"/forslag/{asked.proposal.pk}/afsnit/description/#comment-{comment.pk}"
    assert list(comment.mentions.all()) == [asked.writer]
    assert "1 åben kommentar" in writer.get(f"/forslag/{asked.proposal.pk}/").content.decode()
    assert caseworker.post(f"{home}{comment.pk}/ret/", {"text": "Hvor er momsen?"}).status_code == 302
    assert writer.get(f"{home}{comment.pk}/ret/").status_code == 403
    assert writer.post(f"{home}{comment.pk}/", {"text": ""}).status_code == 422
    assert writer.post(f"{home}{comment.pk}/", {"text": "I linje 2."}).status_code == 302
    assert caseworker.post(f"{home}{comment.pk}/ret/", {"text": "For sent."}).status_code == 422
    assert (
        writer.post(f"{home}{comment.pk}/loes/", {"back": "thread"}).url == f"{home}{comment.pk}/#comment-{comment.pk}"
    )
    page = writer.get(f"{home}?vis=loeste").content.decode()
    assert "Hvor er momsen?" in page
    assert "I linje 2." in page
    assert "Hvor er momsen?" not in writer.get(home).content.decode()


def test_a_comment_on_a_frozen_version_is_about_that_version(asked, client_for):
    perform("return", asked.proposal, asked.caseworker, reason="Ret.")
    write(asked.fresh(), asked.writer, "description", text="<p>Helt nyt.</p>")
    typed = {"section": "description", "text": "Her", "audience": "shared", "quote": "hurtigere", "revision": "1"}
    address = f"/forslag/{asked.proposal.pk}/kommentarer/"
    response = client_for(asked.caseworker).post(address, {**typed, "back": "revision"})
    assert response.url == f"/forslag/{asked.proposal.pk}/version/1/#comment-{Comment.objects.get().pk}"
    assert Comment.objects.get().revision.number == 1
    assert "Teksten er ændret siden." in client_for(asked.writer).get(address).content.decode()


def test_a_return_shows_what_cfo_asked_for_on_the_sections_it_names(asked, client_for):
    for section, text in (("description", "ret-beskrivelse"), ("risks", "ret-risici"), ("", "ret-alt")):
        say(asked, "shared", "caseworker", section=section, text=text)
    say(asked, "cfo", text="internt-cfo")
    say(asked, "shared", "writer", text="fra-forvaltningen")
    form = client_for(asked.caseworker).get(f"/forslag/{asked.proposal.pk}/handling/return/").content.decode()
    words = ("ret-beskrivelse", "ret-risici", "ret-alt", "internt-cfo", "fra-forvaltningen")
    assert [word in form for word in words] == [True, True, True, False, False]
    perform("return", asked.proposal, asked.caseworker, reason="Ret.", sections=["description"])
    page = client_for(asked.writer).get(f"/forslag/{asked.proposal.pk}/sagsgang/").content.decode()
    assert [word in page for word in words] == [True, False, True, False, False]


@pytest.mark.parametrize(
    "page", ["kommentarer/?vis=alle", "afsnit/description/", "version/1/", "", "sagsgang/", "historik/"]
)
def test_more_comments_take_no_more_queries(asked, client_for, django_assert_num_queries, page):
    def one(number: int) -> None:
        comment = say(asked, "body", "member", quote="hurtigere", mentions=[asked.writer])
        actions.answer(comment, asked.caseworker, "Ja.", mentions=[asked.writer, asked.signer])
        say(asked, "shared", "caseworker", section=["description", "risks", "economy"][number], quote="")

    for name in ("writer", "member"):
        client = client_for(getattr(asked, name))
        address = f"/forslag/{asked.proposal.pk}/{page}"
        Comment.mentions.through.objects.all().delete()
        Comment.objects.exclude(parent=None).delete()
        Comment.objects.all().delete()
        one(0)
        client.get(address)
        with CaptureQueriesContext(connection) as first:
            client.get(address)
        one(1)
        one(2)
        with django_assert_num_queries(len(first)):
            client.get(address)

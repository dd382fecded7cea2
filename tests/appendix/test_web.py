"""An edition as a page: anchors, search, ways to each figure's calculation; and its public link."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from appendix.editions import create_edition
from appendix.jobs import enqueue
from appendix.models import Edition
from appendix.publishing import NotPublished, publish, unpublish
from appendix.tasks import run_job
from appendix.web import web_edition
from proposals.models import Proposal
from reviews.models import Event
from tests.pages import texts

from .cases import add_proposal
from .snapshots import snapshot

# The page.


@pytest.fixture(scope="module")
def web():
    return web_edition(snapshot())


def whole_page(web) -> html.HtmlElement:
    return html.fromstring("<main>" + "".join(part.printed for part in web.parts) + "</main>")


def test_every_proposal_heading_and_table_has_an_anchor_of_its_own(web):
    page = whole_page(web)
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    assert {part.anchor for part in web.parts} <= {"bilag", *anchors}
    assert all(element.get("id") for element in page.iter("h2", "h3", "h4", "table"))
    inside = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    explained = {f"{part.anchor}-{figure.name}" for part in web.parts for figure in part.explained}
    assert inside
    assert set(inside) <= {*anchors, *explained}


def test_each_figure_of_tables_2_and_3_leads_to_how_it_was_computed_with_the_same_figure(web):
    front = html.fromstring(f"<main>{web.parts[0].printed}</main>")
    figures = {f"#{part.anchor}-{one.name}": one for part in web.proposals for one in part.explained}
    ways = [way for way in front.xpath("//td/a") if way.get("href").count("-") == 2]
    assert len(ways) > 40
    for way in ways:
        # In the tables 1.000 kr. are printed as millions with one decimal, in the calculation as they are.
        exact = figures[way.get("href")]
        if exact.unit:
            millions = Decimal(exact.value.replace(".", "").replace("−", "-")) / 1000
            printed = Decimal(way.text_content().replace(".", "").replace(",", ".").replace("−", "-"))
            assert abs(printed - millions) <= Decimal("0.05"), way.get("href")
        else:
            assert exact.value.startswith(f"{way.text_content()} år")


def test_proposals_without_a_number_have_anchors_and_figures_of_their_own():
    whole = snapshot()
    whole.proposals = [
        one.model_copy(update={"number": "", "title": f"Uden {place}"}) for place, one in enumerate(whole.proposals)
    ]
    found = web_edition(whole, "fasit")
    anchors = [part.anchor for part in found.parts]
    assert len(set(anchors)) == len(anchors) == 12
    on_page = set(whole_page(found).xpath("//@id"))
    assert set(anchors) <= on_page
    assert {hit.anchor for hit in found.hits} <= on_page
    invested = [next(one.value for one in part.explained if one.name == "investment") for part in found.proposals]
    by_title = {part.title: part.explained for part in web_edition(snapshot()).proposals}
    assert len(set(invested)) > 5
    for part in found.proposals:
        numbered = next(figures for title, figures in by_title.items() if title.split(" ", 1)[1] == part.title)
        assert part.explained == numbered


def test_words_are_found_marked_and_led_to(web):
    found = web_edition(snapshot(), "  FASIT ")
    assert found.hit_count == len(found.hits) > 3
    assert {hit.words.casefold() for hit in found.hits} == {"fasit"}
    anchors = set(whole_page(found).xpath("//@id")) | {part.anchor for part in found.parts}
    assert {hit.anchor for hit in found.hits} <= anchors
    marks = [mark.text for part in found.parts for mark in html.fromstring(f"<p>{part.printed}</p>").iter("mark")]
    assert {mark.casefold() for mark in marks} == {"fasit"}
    before, after = (re.sub(r"\s+", " ", whole_page(one).text_content()) for one in (web, found))
    assert before == after


@pytest.mark.parametrize("query", ["", " ", "a", "findesikke", "<script>", "(", "\\"])
def test_what_is_not_there_is_not_found_and_marks_nothing(query):
    found = web_edition(snapshot(), query)
    assert (found.hit_count, found.hits) == (0, ())
    assert not any("<mark>" in part.printed for part in found.parts)


# With the database.


@pytest.fixture
def cfo(make_user):
    return make_user("cfo_signer", name="CFØ")


@pytest.fixture
def edition(make_round, cfo) -> Edition:
    round = make_round("Budget 2026")
    add_proposal(round, number="BC01", title="Åbent forslag")
    add_proposal(round, number="BC02", title="Lukket forslag", confidential=True, confidential_reason="Udbud.")
    edition = create_edition(round, cfo, final=True)
    run_job(enqueue(edition, ["pdf", "docx", "xlsx", "json"]).pk)
    return edition


def address(edition: Edition) -> str:
    return reverse("public-edition", args=[Edition.objects.get(pk=edition.pk).public_token])


@pytest.mark.django_db
def test_cfo_reads_it_with_ways_to_the_proposals_they_may_see(edition, cfo, client_for, make_user):
    page = client_for(cfo).get(reverse("edition-web", args=[edition.pk]), {"q": "borgerne"})
    assert page["Cache-Control"] == "private, no-store"
    open_one = Proposal.objects.get(number="BC01")
    assert reverse("process", args=[open_one.pk]) in page.content.decode()
    assert "<mark>" in page.content.decode()
    for role in ("reader", "administrator", "writer"):
        assert client_for(make_user(role)).get(reverse("edition-web", args=[edition.pk])).status_code == 403


@pytest.mark.django_db
def test_everybody_with_the_link_reads_and_fetches_until_it_is_switched_off(edition, cfo, client_for):
    client, anybody = client_for(cfo), Client()
    page = client.post(reverse("edition-publish", args=[edition.pk]), {"public": "1"}, follow=True).content.decode()
    found = address(edition)
    assert found in page
    public = anybody.get(found)
    assert (public.status_code, public["X-Robots-Tag"], public["Cache-Control"]) == (
        200,
        "noindex, nofollow",
        "private, no-store",
    )
    shown = public.content.decode()
    assert "Åbent forslag" in shown
    assert reverse("process", args=[Proposal.objects.get(number="BC01").pk]) not in shown
    assert texts(public.content, "//p[@class='edition-files']/a") == ["PDF", "Word", "Excel"]
    for format, status in (("pdf", 200), ("docx", 200), ("xlsx", 200), ("json", 404), ("kvantum", 404)):
        assert anybody.get(f"{found}{format}/").status_code == status
    client.post(reverse("edition-publish", args=[edition.pk]), {"public": "0"})
    assert [anybody.get(place).status_code for place in (found, f"{found}pdf/")] == [404, 404]
    publish(edition, cfo)
    assert address(edition) != found
    kinds = (
        Event.objects.filter(kind__startswith="edition_", data__edition=1)
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert list(kinds) == ["edition_built", "edition_published", "edition_unpublished", "edition_published"]


@pytest.mark.django_db
def test_only_a_final_open_edition_can_be_public(edition, cfo, make_user):
    draft, closed = create_edition(edition.round, cfo), create_edition(edition.round, cfo, bilag=10, final=True)
    for one, why in ((draft, "Kun en endelig udgave"), (closed, "Et lukket bilag")):
        with pytest.raises(NotPublished, match=why):
            publish(one, cfo)
    with pytest.raises(NotPublished, match="Kun CFØ"):
        publish(edition, make_user("administrator"))
    with pytest.raises(NotPublished, match="Kun CFØ"):
        unpublish(edition, make_user("reader"))
    assert not Edition.objects.exclude(public_token=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "closing",
    [{"confidential": True}, {"confidential_sections": {"risks": {"reason": "Udbud.", "until": "2099-01-01"}}}],
)
def test_the_link_shows_nothing_once_something_in_it_is_confidential(edition, cfo, client_for, closing):
    publish(edition, cfo)
    found = address(edition)
    Proposal.objects.filter(number="BC01").update(**closing)
    assert [Client().get(place).status_code for place in (found, f"{found}pdf/")] == [404, 404]
    page = client_for(cfo).get(reverse("edition", args=[edition.pk])).content.decode()
    assert "Noget i udgaven er siden gjort fortroligt: BC01." in page
    with pytest.raises(NotPublished, match="BC01"):
        publish(edition, cfo)


@pytest.mark.django_db
def test_a_proposal_that_got_another_number_since_is_known_by_itself(edition, cfo):
    publish(edition, cfo)
    found = address(edition)
    Proposal.objects.filter(number="BC01").update(number="BC77", confidential=True)
    add_proposal(edition.round, number="BC01", title="Et andet forslag")
    assert Client().get(found).status_code == 404
    with pytest.raises(NotPublished, match=r"gjort fortroligt: BC01\."):
        publish(edition, cfo)


@pytest.mark.django_db
def test_the_way_leads_to_the_proposal_that_was_printed_and_not_to_its_numbers_next_holder(edition, cfo, client_for):
    printed = Proposal.objects.get(number="BC01")
    Proposal.objects.filter(pk=printed.pk).update(number="BC77")
    other = add_proposal(edition.round, number="BC01", title="Et andet forslag")
    page = client_for(cfo).get(reverse("edition-web", args=[edition.pk])).content.decode()
    assert reverse("process", args=[printed.pk]) in page
    assert reverse("process", args=[other.pk]) not in page


@pytest.mark.django_db
def test_no_link_and_a_wrong_one_are_the_same_to_a_stranger(edition):
    assert {Client().get(f"/offentlig/{token}/").status_code for token in ("forkert", "None", "x" * 500)} == {404}


@pytest.mark.django_db
def test_strangers_search_so_often_and_read_as_they_like(edition, cfo, monkeypatch):
    monkeypatch.setattr("appendix.views.web.SEARCHES", 2)
    publish(edition, cfo)
    anybody, found = Client(), address(edition)
    assert [anybody.get(found, {"q": "borgerne"}).status_code for _time in range(3)] == [200, 200, 429]
    assert [anybody.get(found, {"q": query}).status_code for query in ("", " ")] == [200, 200]


@pytest.mark.django_db
def test_the_page_is_made_once_and_read_often(edition, cfo, client_for, monkeypatch):
    client = client_for(cfo)
    first = client.get(reverse("edition-web", args=[edition.pk]))
    monkeypatch.setattr("appendix.views.web.web_edition", None)
    again = client.get(reverse("edition-web", args=[edition.pk]))
    assert texts(first.content, "//article") == texts(again.content, "//article")

"""The desk's pictures: what is counted, what the sentence says, and that the picture holds the table's figures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from reviews.desk.bars import WIDTH, Bar, draw
from tests.factories import make_proposal, make_round, make_user

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def cfo(client_for, organisation):
    return client_for(make_user("cfo_caseworker"))


def asks(round, place: str, state: str, service: int, **fields):
    return make_proposal(
        round, administration=place, state=state, row_figures={"service": service, "anlaeg": 1_000}, **fields
    )


@pytest.fixture
def round_(organisation):
    round_ = make_round(pools={"investment": 10_000, "innovation": 2_500})
    asks(round_, "SOF", "submitted", 8_000)
    asks(round_, "BUF", "approved", 4_000)
    asks(round_, "BUF", "treated", 1_000, type="innovation", confidential=True)
    asks(round_, "TMF", "returned", 500, type="preliminary_study")
    asks(round_, "TMF", "draft", 90_000)
    asks(round_, "TMF", "withdrawn", 90_000)
    return round_


def shown(client, round, **query) -> dict:
    return {one.title: one for one in client.get(reverse("desk-charts", args=[round.pk]), query).context["charts"]}


def cells(chart) -> list[list[str]]:
    return [row["cells"] for row in chart.rows] + ([chart.total] if chart.total else [])


def test_the_desks_pictures_are_cfos(case, client_for):
    people = ("writer", "signer", "caseworker", "approver", "secretary", "reader", "member", "stranger")
    address = reverse("desk-charts", args=[case.proposal.round_id])
    found = {name: client_for(getattr(case, name)).get(address).status_code for name in people}
    assert found == {name: 200 if name in ("caseworker", "approver") else 403 for name in people}


def test_where_the_proposals_stand(cfo, round_):
    chart = shown(cfo, round_)["Hvor forslagene står"]
    assert cells(chart) == [
        ["Kladde", "1"],
        ["Hos CFØ", "1"],
        ["Returneret", "1"],
        ["Godkendt af CFØ", "1"],
        ["Behandlet i udvalg", "1"],
        ["Trukket tilbage", "1"],
        ["I alt", "6"],
    ]
    make_proposal(round_, state="approved")
    chart = shown(cfo, round_)["Hvor forslagene står"]
    assert chart.sentence == "Forslag i alt: 7. Flest er i tilstanden “Godkendt af CFØ”: 2."


def test_the_pools_are_asked_by_what_is_submitted(cfo, round_):
    chart = shown(cfo, round_)["Søgt af puljerne, 1.000 kr."]
    assert cells(chart) == [
        ["Investeringspuljen", "10.000", "14.000", "5.000", "−4.000"],
        ["Innovationspuljen", "2.500", "3.500", "2.000", "−1.000"],
    ]
    assert chart.sentence == (
        "Investeringspuljen: der er søgt 14.000 af 10.000, og der mangler 4.000. "
        "Innovationspuljen: der er søgt 3.500 af 2.500, og der mangler 1.000."
    )
    round_.pools.filter(kind="innovation").update(remaining_before=None)
    chart = shown(cfo, round_)["Søgt af puljerne, 1.000 kr."]
    assert cells(chart)[1] == ["Innovationspuljen", "–", "3.500", "2.000", "–"]
    assert "hvad der er i puljen, er ikke oplyst" in chart.sentence


def test_what_is_asked_by_committee(cfo, round_):
    chart = shown(cfo, round_)["Søgt efter udvalg, 1.000 kr."]
    assert cells(chart) == [
        ["Børne- og Ungdomsudvalget", "2", "7.000"],
        ["Socialudvalget", "1", "9.000"],
        ["Teknik- og Miljøudvalget", "1", "1.500"],
        ["I alt", "4", "17.500"],
    ]
    assert chart.sentence == "Mest er søgt under Socialudvalget: 9.000 af i alt 17.500."


def test_the_pictures_follow_the_filters(cfo, round_):
    charts = shown(cfo, round_, state="approved")
    assert cells(charts["Hvor forslagene står"]) == [["Godkendt af CFØ", "1"], ["I alt", "1"]]
    assert cells(charts["Søgt efter udvalg, 1.000 kr."])[-1] == ["I alt", "1", "5.000"]
    assert set(shown(cfo, round_, state="draft")) == {"Hvor forslagene står"}


@pytest.mark.parametrize("name", ["Hvor forslagene står", "Søgt efter udvalg, 1.000 kr."])
def test_the_picture_holds_the_tables_words_and_figures(cfo, round_, name):
    chart = shown(cfo, round_)[name]
    written = [text.text for text in etree.fromstring(chart.svg).iter(f"{SVG}text")]
    assert written == [word for row in chart.rows for word in (row["cells"][0], row["cells"][-1])]


def test_lengths_follow_the_values_and_kinds_differ_by_stripes():
    bars = [Bar("a & b", 100, "100"), Bar("c", 50, "50", "wide"), Bar("d", -5, "−5", "narrow"), Bar("e", 0, "0")]
    svg = etree.fromstring(draw(bars, "T <1>", "B", "x"))
    drawn = [one for one in svg.iter(f"{SVG}rect") if one.get("stroke")]
    lengths = [float(one.get("width")) for one in drawn]
    assert lengths[0] == 2 * lengths[1]
    assert len(drawn) == 2
    assert lengths[0] < WIDTH
    assert [one.get("fill") for one in drawn] == ["url(#x-solid)", "url(#x-wide)"]
    patterns = {one.get("id"): len(one) for one in svg.iter(f"{SVG}pattern")}
    assert patterns == {"x-solid": 1, "x-wide": 2, "x-narrow": 2}
    assert svg.get("aria-labelledby") == "x-title x-description"
    assert svg.find(f"{SVG}title").text == "T <1>"
    assert draw([], "T", "B", "x") == ""


def test_nothing_in_the_picture_needs_a_style(cfo, round_):
    page = cfo.get(reverse("desk-charts", args=[round_.pk])).content.decode()
    assert page.count('class="bars"') == 3
    assert "style=" not in page


def test_one_and_three_proposals_cost_the_same_number_of_queries(cfo, organisation):
    round_ = make_round()

    def counted() -> int:
        cfo.get(reverse("desk-charts", args=[round_.pk]))
        with CaptureQueriesContext(connection) as queries:
            cfo.get(reverse("desk-charts", args=[round_.pk]))
        return len(queries)

    asks(round_, "SOF", "submitted", 1)
    one = counted()
    asks(round_, "BUF", "approved", 1)
    asks(round_, "TMF", "treated", 1)
    assert counted() == one

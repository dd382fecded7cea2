"""The entry grid: names in full, rows without JavaScript, figures while typing, years."""

import pytest
from django.urls import reverse
from lxml import html

from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.pages import fields, form_of, texts

from .test_sections import address, published


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF")


@pytest.fixture
def section(make_proposal, writer):
    section = make_proposal(writer=writer).sections.get(kind="economy")
    return save_section(section, published("BC01")[0], base_version=0, by=writer)


@pytest.fixture
def client(writer, client_for):
    return client_for(writer)


def rows(page: bytes) -> list[str]:
    data = fields(page)
    return [data[f"lines-{place}-id"][0] for place in range(int(data["lines-TOTAL_FORMS"][0]))]


def figures_address(section: Section) -> str:
    return reverse("section-figures", args=[section.proposal_id, section.key])


def test_every_cell_is_named_in_full_under_a_caption_and_headings_with_scope(client, section):
    root = html.fromstring(client.get(address(section)).content.decode())
    cells = root.xpath("//input[contains(@class, 'amount')]")

    assert len(cells) == 5 * 6
    assert cells[19].get("aria-label") == "Projektressourcer i Koncernservice, 2025, 1.000 kr."
    assert root.xpath("//caption")[0].text_content().strip() == "Økonomi i 1.000 kr., 2025-p/l"
    assert root.xpath("//table[@data-entry-grid]//th[not(@scope)]") == []
    unnamed = "//table[@data-entry-grid]//*[self::select or self::textarea][not(@aria-label)]"
    assert root.xpath(unnamed) == []


def test_a_line_can_be_added_moved_and_removed_with_what_was_typed_kept_and_nothing_stored(client, section):
    data = {**form_of(client, address(section)), "lines-2-label": ["Rettet"], "lines-2-y2026": ["halv"]}

    added = client.post(address(section), {**data, "row_action": "lines:add:implementation"}).content
    moved = client.post(address(section), {**fields(added), "row_action": "lines:up:2"}).content
    removed = client.post(address(section), {**fields(moved), "row_action": "lines:remove:0"}).content

    assert rows(added)[:5] == ["l0", "l1", "l2", "l3", "l4"]
    new = rows(added)[5]
    assert rows(moved) == ["l0", "l2", "l1", "l3", "l4", new]
    assert rows(removed) == ["l2", "l1", "l3", "l4", new]
    left = fields(removed)
    assert (left["lines-0-label"], left["lines-0-y2026"], left["lines-4-kind"]) == (
        ["Rettet"],
        ["halv"],
        ["implementation"],
    )
    assert b"data-error-summary" not in removed
    assert Section.objects.get(pk=section.pk).version == section.version


def test_a_line_moves_within_its_group_alone(client, section):
    data = form_of(client, address(section))

    last_permanent = client.post(address(section), {**data, "row_action": "lines:down:2"}).content
    first_implementation = client.post(address(section), {**data, "row_action": "lines:up:3"}).content

    assert rows(last_permanent) == rows(first_implementation) == ["l0", "l1", "l2", "l3", "l4"]


def test_as_many_lines_can_be_added_at_once_as_a_pasted_block_lacks(client, section):
    data = form_of(client, address(section))

    added = client.post(address(section), {**data, "row_action": "lines:add:permanent:12"}).content
    crowded = client.post(address(section), {**data, "row_action": "lines:add:permanent:999999"}).content

    assert len(rows(added)) == len(set(rows(added))) == 17
    assert len(rows(crowded)) == 200


def test_lines_are_summed_by_group_as_well_as_by_area(client, section):
    data = {
        **form_of(client, address(section)),
        "lines-0-group": ["A"],
        "lines-1-group": ["B"],
        "lines-2-group": ["A"],
    }

    page = client.post(figures_address(section), data).content

    summed = texts(page, "//tbody[@id='totals-permanent']/tr/th")
    assert summed == ["Gruppen A i alt", "Gruppen B i alt", "Service i alt", "Varige ændringer i alt"]


def test_the_curve_marks_the_payback_year_in_words_and_in_its_table(client, section):
    page = client.get(address(section)).content.decode()

    assert "Tilbagebetalt 2028</text>" in page
    assert "style=" not in page[page.index("<svg xmlns") : page.index("</svg>", page.index("<svg xmlns"))]
    marked = texts(page.encode(), "//*[@id='curve-table']//tr[td/strong]/th")
    assert marked == ["2028"]


@pytest.mark.parametrize("action", ["lines:remove:9", "lines:burn:1", "keys:add:", "lines", "lines:up:x"])
def test_an_action_on_no_row_is_a_bad_request(client, section, action):
    data = {**form_of(client, address(section)), "row_action": action}

    assert client.post(address(section), data).status_code == 400


def test_figures_follow_what_is_typed_by_the_rules_of_the_economy(client, section):
    data = {**form_of(client, address(section)), "lines-3-y2026": ["1.750"], "lines-0-y2029": ["–397"]}

    page = client.post(figures_address(section), data).content

    assert texts(page, "//dl[contains(@class, 'section-figures')]/div/dd[1]") == [
        "5.250 1.000 kr.", "0 1.000 kr.", "5.250 1.000 kr.", "−1.574 1.000 kr.", "0 1.000 kr.", "5 år (2029)",
        "5 år (2029)", "−713 1.000 kr.",
    ]  # fmt: skip
    assert Section.objects.get(pk=section.pk).version == section.version


def test_a_cell_that_cannot_be_read_is_left_out_of_the_figures_and_said(client, section):
    data = {**form_of(client, address(section)), "lines-3-y2026": ["7,5"]}

    page = client.post(figures_address(section), data).content

    assert texts(page, "//p[@class='not-counted']") == ["1 felt kan ikke læses og er ikke regnet med."]
    assert texts(page, "//dl[contains(@class, 'section-figures')]/div/dd[1]")[0] == "3.500 1.000 kr."


def test_every_figure_shows_its_rule_and_its_steps(client, section):
    page = client.get(address(section)).content

    explained = "//*[@id='explain-payback_total']"
    assert texts(page, f"{explained}//tbody/tr[3]/*") == ["2026", "−1.144", "2.250", "1.106", "2.809"]
    assert "Resultat: 4 år (2028)" in texts(page, explained)[0]


def test_years_can_be_changed_and_amounts_of_years_not_shown_stay(client, section):
    data = {**form_of(client, address(section)), "first_year": "2025", "last_year": "2027"}

    shown = client.post(address(section), {**data, "row_action": "years"}).content
    client.post(address(section), fields(shown))

    content = read_content(Section.objects.get(pk=section.pk))
    assert texts(shown, "//table[@data-entry-grid]/thead//th")[2:-1] == ["2025", "2026", "2027"]
    assert content.years == [2025, 2026, 2027]
    assert content.lines == published("BC01")[0].lines


def test_years_in_the_wrong_order_are_answered_at_the_field(client, section):
    data = {**form_of(client, address(section)), "first_year": "2030", "last_year": "2025", "row_action": "years"}

    page = client.post(address(section), data).content

    assert texts(page, "//*[@data-error-summary]//a") == [
        "Sidste år: Sidste år skal ligge efter første år, og der kan højst vises 12 år."
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("-540", -540), ("−540", -540), ("–540", -540), ("1.500", 1500), ("1 500", 1500), ("", None), ("0", 0)],
)
def test_amounts_are_taken_as_people_write_them(client, section, typed, stored):
    client.post(address(section), {**form_of(client, address(section)), "lines-0-y2026": [typed]})

    assert read_content(Section.objects.get(pk=section.pk)).lines[0].amounts.get(2026) == stored


def test_figures_are_asked_for_with_post_and_only_where_there_are_any(client, section):
    text = reverse("section-figures", args=[section.proposal_id, "description"])

    assert client.get(figures_address(section)).status_code == 405
    assert client.post(text, {"text": ""}).status_code == 404

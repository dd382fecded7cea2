"""The entry grid by keyboard alone: moving, blocks by the clipboard, filling, undo, the order of lines, the curve."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from proposals.drafts import read_content, save_section
from proposals.models import Section
from tests.chromium import axe
from tests.proposals.test_sections import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD_TABLE = """<html><head><style>td{color:red}</style></head><body><table class=MsoTableGrid style='border:none'>
<tr><td style='width:10pt'><p class=MsoNormal>Løn i<br>drift</p></td><td><p>Service</p></td>
<td><p>-1.000</p></td><td colspan=2><p>−2&nbsp;000</p></td></tr>
<tr><td><p>Husleje</p></td><td><p>Anlæg</p></td><td><p>5</p></td><td><p>6</p></td><td><p>7</p></td></tr>
</table></body></html>"""
VALUES = """rows => rows.map(row => [...row.querySelectorAll('textarea, td > select, input.amount')].map(
    cell => cell.value))"""


@pytest.fixture
def writer(make_user):
    return make_user("writer", administration="TMF", name="Skribent")


@pytest.fixture
def section(make_proposal, writer) -> Section:
    return make_proposal(writer=writer).sections.get(kind="economy")


@pytest.fixture
def filled(section, writer) -> Section:
    return save_section(section, published("BC01")[0], base_version=0, by=writer)


def opened(page: Page, section: Section) -> Page:
    page.goto(reverse("section", args=[section.proposal_id, section.key]))
    return page


def paste(page: Page, text: str = "", html: str = "") -> None:
    """As Ctrl+V with text, and HTML, on the clipboard."""
    page.evaluate(
        """([text, html]) => {
            const data = new DataTransfer();
            if (text) data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        [text, html],
    )


def copied(page: Page, kind: str = "copy") -> tuple[str, str]:
    """What Ctrl+C puts on the clipboard, as text and as HTML."""
    return tuple(
        page.evaluate(
            """(kind) => {
                const data = new DataTransfer();
                const event = new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true });
                document.activeElement.dispatchEvent(event);
                return [data.getData("text/plain"), data.getData("text/html")];
            }""",
            kind,
        )
    )


def values(page: Page) -> list[list[str]]:
    return page.locator("tr[data-line]").evaluate_all(VALUES)


def cell(page: Page, label: str, year: int) -> Locator:
    return page.get_by_role("textbox", name=f"{label}, {year}, 1.000 kr.")


def go_to(cell: Locator) -> None:
    """As when Tab reaches the cell."""
    cell.focus()
    cell.select_text()


def add_line(page: Page, heading: str = "Varige ændringer") -> None:
    count = page.locator("tr[data-line]").count()
    page.get_by_role("button", name=f"Tilføj linje ({heading})").press("Enter")
    expect(page.get_by_role("textbox", name=f"Tekst, linje {count + 1}")).to_be_focused()


def test_a_block_from_excel_gets_the_lines_it_needs_and_is_undone_in_one_step(page_for, section, writer):
    page = opened(page_for(writer), section)
    add_line(page)

    paste(page, 'Løn\t-1.000\t-2 000\t–3000\r\n"Husleje\n""vest"""\t5\t6\t7\r\nEl\t\t1\t\r\n')

    expect(page.locator("tr[data-line]")).to_have_count(3)
    pasted = [
        ["Løn", "", "-1.000", "-2 000", "–3000", "", "", ""],
        ['Husleje "vest"', "", "5", "6", "7", "", "", ""],
        ["El", "", "", "1", "", "", "", ""],
    ]
    expect(page.locator("#totals-permanent .entry-total td").nth(2)).to_have_text("−1.993")
    assert values(page) == pasted
    expect(page.locator("[data-grid-status]")).to_have_text("Indsat: 3 rækker. Linjer tilføjet: 2.")
    page.keyboard.press("Control+z")
    assert values(page) == [[""] * 8] * 3
    page.keyboard.press("Control+y")
    assert values(page) == pasted
    go_to(cell(page, "El", 2030))
    paste(page, "\t".join("1234567"))
    expect(page.locator("[data-grid-status]")).to_contain_text("fik ikke plads")
    assert page.problems == []


def test_a_word_table_lands_with_its_areas_and_a_line_is_copied_out_again(page_for, section, writer):
    page = opened(page_for(writer), section)
    add_line(page)

    paste(page, "Løn i drift\tService", WORD_TABLE)

    expect(page.locator("tr[data-line]")).to_have_count(2)
    assert values(page) == [
        ["Løn i drift", "service", "-1.000", "−2 000", "", "", "", ""],
        ["Husleje", "anlaeg", "5", "6", "7", "", "", ""],
    ]
    go_to(cell(page, "Løn i drift", 2028))
    page.keyboard.press("Shift+Space")
    text, html = copied(page)
    assert text == "Løn i drift\tService\t-1.000\t-2 000\t\t\t\t"
    assert html.startswith("<table><tr><td>Løn i drift</td><td>Service</td><td>-1.000</td>")
    page.locator("textarea.row-label").nth(1).focus()
    paste(page, text, html)
    assert values(page)[1] == ["Løn i drift", "service", "-1.000", "-2 000", "", "", "", ""]
    page.keyboard.press("Control+z")
    assert values(page)[1][:2] == ["Husleje", "anlaeg"]
    assert page.problems == []


def test_keys_move_as_in_a_spreadsheet(page_for, filled, writer):
    page = opened(page_for(writer), filled)
    label, below = "Projektressourcer i Koncernservice", page.locator("tr[data-line]").nth(4)
    go_to(cell(page, label, 2026))

    page.keyboard.press("ArrowRight")
    expect(cell(page, label, 2027)).to_be_focused()
    page.keyboard.press("End")
    expect(cell(page, label, 2029)).to_be_focused()
    page.keyboard.press("Home")
    expect(cell(page, label, 2024)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("textbox", name=f"Tekst, {label}")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(cell(page, label, 2025)).to_be_focused()
    page.keyboard.type("42")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, label, 2025)).to_be_focused()
    page.keyboard.press("Escape")
    assert cell(page, label, 2025).input_value() == "750"
    page.keyboard.press("Control+Home")
    expect(page.locator("tr[data-line]").first.locator("input.amount").first).to_be_focused()
    page.keyboard.press("Control+End")
    expect(below.locator("input.amount").last).to_be_focused()
    go_to(cell(page, label, 2026))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(below.locator("input.amount").nth(2)).to_be_focused()
    assert page.problems == []


def test_a_line_is_filled_to_the_right_and_each_step_is_undone_across_cells(page_for, filled, writer):
    page = opened(page_for(writer), filled)
    label = "Projektressourcer i Koncernservice"
    before = values(page)
    go_to(cell(page, label, 2026))
    page.keyboard.type("7")
    page.keyboard.press("Control+r")
    assert values(page)[3][4:] == ["7"] * 4
    go_to(cell(page, label, 2024))
    page.keyboard.type("-8")
    page.get_by_role("button", name=f"Udfyld til højre: {label}").press("Enter")
    assert values(page)[3][2:] == ["-8"] * 6
    expect(page.locator("#totals-implementation tr").last.locator("td").nth(6)).to_have_text("−8")

    go_to(cell(page, label, 2024))
    page.keyboard.press("Control+z")
    assert values(page)[3][2:] == ["-8", before[3][3], *["7"] * 4]
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert values(page) == before
    expect(cell(page, label, 2026)).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Control+y")
    assert values(page)[3][2:] == ["-8"] * 6
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Gemt kl. ")
    stored = read_content(Section.objects.get(pk=filled.pk)).lines[3].amounts
    assert set(stored.values()) == {-8}
    assert page.problems == []


def test_a_block_is_marked_cut_and_cleared_by_keyboard(page_for, filled, writer):
    page = opened(page_for(writer), filled)
    go_to(page.locator("tr[data-line]").nth(3).locator("input.amount").first)
    before = values(page)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")

    expect(page.locator("[data-grid-status]")).to_have_text("Markeret: 4 celler.")
    text, _html = copied(page, "cut")
    assert text == "\r\n".join("\t".join(row[2:4]) for row in before[3:])
    assert [row[2:4] for row in values(page)[3:]] == [["", ""]] * 2
    page.keyboard.press("Control+z")
    assert values(page) == before
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    assert values(page)[3][2:4] == ["", ""]
    assert page.problems == []


def test_a_line_changes_place_by_keyboard_and_the_cell_keeps_the_focus(page_for, filled, writer):
    page = opened(page_for(writer), filled)
    label = "Projektressourcer i Koncernservice"
    go_to(cell(page, label, 2027))
    page.keyboard.type("77")

    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("tr[data-line] textarea").last).to_have_value(label)
    expect(cell(page, label, 2027)).to_be_focused()
    expect(cell(page, label, 2027)).to_have_value("77")
    page.keyboard.press("Control+z")
    expect(cell(page, label, 2027)).not_to_have_value("77")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("tr[data-line] textarea").nth(3)).to_have_value(label)
    expect(cell(page, label, 2027)).to_be_focused()
    assert page.problems == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_curve_follows_what_is_typed_and_all_is_accessible(page_for, filled, writer, width):
    page = opened(page_for(writer, viewport={"width": width, "height": 800}), filled)
    curve = page.get_by_role("img", name="Akkumuleret økonomisk påvirkning")
    expect(curve).to_contain_text("Tilbagebetalt 2028")
    page.locator("#curve-table summary").press("Enter")
    page.locator("#grid-keys summary").press("Enter")

    go_to(page.locator("tr[data-line]").nth(3).locator("input.amount").first)
    page.keyboard.type("3000")

    expect(curve).to_contain_text("Tilbagebetalt 2030")
    expect(page.locator("#curve-table strong")).to_have_text("(tilbagebetalt)")
    expect(page.locator("[data-figures-status]")).to_contain_text("2030")
    page.keyboard.press("Shift+ArrowRight")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.problems == []

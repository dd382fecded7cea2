"""Two texts in one: well formed, and each text can be read back out of it."""

import pytest
from hypothesis import given, settings
from lxml import etree, html

from proposals.compare import rich_difference, word_difference
from proposals.richtext import to_plain

from .strategies import TEXT


def side(marked: str, other: str) -> str:
    """The words of one version: without the other's mark and without what only a listener hears."""
    root = html.fragment_fromstring(marked, create_parent="div")
    for path in (".//span[@class='sr-only']", f".//{other}"):
        for element in root.xpath(path):
            element.drop_tree()
    return "".join(to_plain(html.tostring(root, encoding="unicode")).replace("- ", "").split())


@settings(max_examples=80)
@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_it_and_it_is_well_formed(old, new):
    marked = rich_difference(old, new)
    etree.fromstring(f"<div>{marked.replace('<br>', '<br/>')}</div>")
    assert side(marked, "ins") == "".join(to_plain(old).replace("- ", "").split())
    assert side(marked, "del") == "".join(to_plain(new).replace("- ", "").split())


@given(TEXT)
def test_a_text_compared_with_itself_has_no_marks(text):
    assert "<ins>" not in rich_difference(text, text)
    assert "<del>" not in rich_difference(text, text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>Der er 5 træer.</p>", "<p>Der er 7 træer.</p>", "<p>Der er [-5-][+7+] træer.</p>"),
        ("<p>et</p>", "<p>et</p><p>to</p>", "<p>et</p><p>[+to+]</p>"),
        ("<p>CO2</p>", "<p>CO<sub>2</sub></p>", "<p>[-CO2-][+CO<sub>2</sub>+]</p>"),
        ("<p>a b c</p>", "<p><strong>a</strong> b c</p>", "<p>[-a-][+<strong>a</strong>+] b c</p>"),
        ("<p>store røde huse</p>", "<p>små blå huse</p>", "<p>[-store røde-][+små blå+] huse</p>"),
        (
            "<table><tr><td>A</td></tr><tr><td>1</td></tr></table>",
            "<table><tr><td>A</td></tr><tr><td>2</td></tr></table>",
            "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>[-1-][+2+]</td></tr></tbody></table>",
        ),
        ("<ul><li>a</li></ul>", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>[+b+]</li></ul>"),
    ],
)
def test_what_it_looks_like(old, new, expected):
    said = rich_difference(old, new)
    for tag, before, after, heard in (("ins", "[+", "+]", "indsat:"), ("del", "[-", "-]", "slettet:")):
        said = said.replace(f'<{tag}><span class="sr-only"> {heard} </span>', before)
        said = said.replace(f'<span class="sr-only"> (slut) </span></{tag}>', after)
    assert said == expected


def test_words_of_users_are_escaped():
    assert "<script>" not in word_difference("<script>", "a & <script>")
    assert "&lt;script&gt;" in word_difference("<script>", "a & <script>")


def test_paragraphs_far_from_a_change_are_counted():
    old = "".join(f"<p>Afsnit {number}</p>" for number in "abcdefgh")
    marked = rich_difference(old, old.replace("Afsnit h", "Kapitel h"), shorten=True)
    assert "Afsnit g" in marked
    assert "Afsnit a" not in marked
    assert "6 afsnit uden ændringer" in marked

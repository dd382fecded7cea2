"""Rich text: one allow-list, the same words, always well formed for print."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from appendix.content.rich import rich
from proposals.richtext import ALLOWED_TAGS, clean, from_plain, to_plain


@pytest.mark.parametrize(
    ("given_html", "kept"),
    [
        ("<p>Tekst</p>", "<p>Tekst</p>"),
        ("løs tekst", "<p>løs tekst</p>"),
        ("<b>fed</b> og <i>skrå</i>", "<p><strong>fed</strong> og <em>skrå</em></p>"),
        ("<p>CO<sub>2</sub> og m<sup>2</sup></p>", "<p>CO<sub>2</sub> og m<sup>2</sup></p>"),
        ("<script>alert(1)</script><p onclick='x()'>a</p>", "<p>a</p>"),
        ("<p style='color:red' class='x'>a</p>", "<p>a</p>"),
        ('<p><a href="javascript:x()">a</a></p>', "<p>a</p>"),
        ("<strong>a<ul><li>b</li></ul></strong>", "<p>a</p><ul><li>b</li></ul>"),
        (
            "<table><tr><td><ul><li>a</li><li>b</li></ul></td></tr></table>",
            "<table><thead><tr><th>a<br>b</th></tr></thead></table>",
        ),
        ('<p><a href="https://kk.dk" target="_blank">a</a></p>', '<p><a href="https://kk.dk">a</a></p>'),
        ("<h1>Stor</h1><p>a</p>", "<h3>Stor</h3><p>a</p>"),
        ("<h4>Uden h3 før</h4>", "<h3>Uden h3 før</h3>"),
        ("<h3>A</h3><h4>B</h4>", "<h3>A</h3><h4>B</h4>"),
        ("<p></p><p>  </p><p>a</p>", "<p>a</p>"),
        ("<ul><li>et</li></ul>hale", "<ul><li>et</li></ul><p>hale</p>"),
        (
            "<table><tr><td>År</td></tr><tr><td>2026</td></tr></table>",
            "<table><thead><tr><th>År</th></tr></thead><tbody><tr><td>2026</td></tr></tbody></table>",
        ),
        ("<ul><li><p>et</p></li><li><p>to</p><p>tre</p></li></ul>", "<ul><li>et</li><li>to<br>tre</li></ul>"),
        ("<ul><li><p>et</p><ul><li><p>to</p></li></ul></li></ul>", "<ul><li>et<ul><li>to</li></ul></li></ul>"),
        ("løs\x0btekst<p>a</p>\x01", "<p>løs tekst</p><p>a</p>"),
        ("&#11;<p>a&#1;b</p>\ufffe", "<p>a b</p>"),
        ("", ""),
    ],
)
def test_cleaning(given_html, kept):
    assert clean(given_html) == kept


def tagged(tag: str, inside: str) -> str:
    return f'<a href="https://kk.dk">{inside}</a>' if tag == "a" else f"<{tag}>{inside}</{tag}>"


TAGS = st.sampled_from(sorted(ALLOWED_TAGS | {"div", "b", "span", "h1", "script"}))
NESTED = st.recursive(
    st.sampled_from(["ord", " ", "", "<br>", "a &amp; b", "<p>", "</li>"]),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(lambda made: tagged(made[0], "".join(made[1]))),
    max_leaves=12,
)


@given(st.lists(NESTED, max_size=4).map("".join) | st.text(alphabet="<>/abpih3 uldtr\"'=&;\n", max_size=60))
@settings(max_examples=400, deadline=None)
def test_whatever_comes_in_the_allow_list_comes_out_can_be_printed_and_is_not_changed_again(text):
    cleaned = clean(text)

    if cleaned:
        root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
        assert {element.tag for element in root.iterdescendants()} <= ALLOWED_TAGS
    assert clean(cleaned) == cleaned
    rich(cleaned, 3)  # raises for what no writer could print


@given(st.lists(NESTED, max_size=4).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost(text):
    spoken = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    # What stands in a table outside its cells is not text but a fault of the page it came from.
    assume("<script" not in spoken and "<table" not in spoken)

    words = lxml_html.fragment_fromstring(clean(text) or "<p></p>", create_parent="div").text_content()

    assert words.count("ord") == spoken.count("ord")


def test_plain_text_becomes_paragraphs_and_lists_and_back():
    text = "Et afsnit\nmed to linjer\n\n- første\n- andet <3"

    assert from_plain(text) == "<p>Et afsnit<br>med to linjer</p><ul><li>første</li><li>andet &lt;3</li></ul>"
    assert to_plain(from_plain(text)) == "Et afsnit\nmed to linjer\n- første\n- andet <3"

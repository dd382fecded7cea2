"""Rich text: one allow-list, the same words, always well formed for print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

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
        ('<p><a href="javascript:x()">a</a></p>', "<p><a>a</a></p>"),
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


@given(st.text(alphabet=st.sampled_from("<>/abpih3 uldtr\"'=&;\n"), max_size=60))
def test_whatever_comes_in_only_the_allow_list_comes_out_and_cleaning_again_changes_nothing(text):
    cleaned = clean(text)

    if cleaned:
        root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
        assert {element.tag for element in root.iterdescendants()} <= ALLOWED_TAGS
    assert clean(cleaned) == cleaned


def test_plain_text_becomes_paragraphs_and_lists_and_back():
    text = "Et afsnit\nmed to linjer\n\n- første\n- andet <3"

    assert from_plain(text) == "<p>Et afsnit<br>med to linjer</p><ul><li>første</li><li>andet &lt;3</li></ul>"
    assert to_plain(from_plain(text)) == "Et afsnit\nmed to linjer\n- første\n- andet <3"

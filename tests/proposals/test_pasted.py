"""What Word, Outlook and Excel put on the clipboard comes out clean: the files in `clipboard` have their structure."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from appendix.content.rich import rich
from proposals.richtext import ALLOWED_TAGS, clean

CLIPBOARD = Path(__file__).parent / "clipboard"
PROGRAMS = ["word_windows", "word_mac", "outlook", "excel"]


def pasted(name: str) -> str:
    return (CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")


def expected(name: str) -> str:
    """Block by block, a line each."""
    return (CLIPBOARD / f"{name}.clean.html").read_text(encoding="utf-8").replace("\n", "")


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_clipboard_comes_out_clean_can_be_printed_and_is_not_changed_again(program):
    cleaned = clean(pasted(program))

    assert cleaned.replace("&nbsp;", "&#160;").replace("\xa0", "&#160;") == expected(program)
    assert clean(cleaned) == cleaned
    assert rich(cleaned, 3)


BULLET = "mso-list:l0 level1 lfo1"


def item(words: str, style: str, marker: str) -> str:
    ignored = f"<span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span>"
    return f"<p class=MsoListParagraph style='{style}'><![if !supportLists]>{ignored}<![endif]>{words}</p>"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        # A list that begins at a deeper level, and levels left out.
        (item("a", "mso-list:l0 level2 lfo1", "o"), "<ul><li>a</li></ul>"),
        (
            item("a", BULLET, "·") + item("b", "mso-list:l0 level4 lfo1", "§"),
            "<ul><li>a<ul><li>b</li></ul></li></ul>",
        ),
        # Markers of numbers, of several parts, letters, and one in brackets.
        *[(item("a", BULLET, marker), "<ol><li>a</li></ol>") for marker in ("1.", "1.1.", "a)", "(iv)", "12)")],
        *[(item("a", BULLET, marker), "<ul><li>a</li></ul>") for marker in ("o", "-", "–", "", "·")],
        # Words between two lists part them; an empty paragraph does not.
        (
            item("a", BULLET, "·") + "<p class=MsoNormal><o:p>&nbsp;</o:p></p>" + item("b", BULLET, "·"),
            "<ul><li>a</li><li>b</li></ul>",
        ),
        (
            item("a", BULLET, "·") + "<p class=MsoNormal>x</p>" + item("b", BULLET, "·"),
            "<ul><li>a</li></ul><p>x</p><ul><li>b</li></ul>",
        ),
        # A numbered heading is a heading without its number; a paragraph set as no list is none.
        (
            "<h2 style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1"
            "<span>&nbsp; </span></span><![endif]>Formål</h2>",
            "<h3>Formål</h3>",
        ),
        ("<p class=MsoListParagraph style='mso-list:none'>a</p>", "<p>a</p>"),
        # In a cell and in a frame.
        (
            f"<table><tr><td>A</td><td>{item('a', BULLET, '·')}{item('b', BULLET, '·')}</td></tr></table>",
            "<table><thead><tr><th>A</th><th>a<br>b</th></tr></thead></table>",
        ),
        (f"<div style='x'>{item('a', BULLET, '·')}</div>", "<ul><li>a</li></ul>"),
        ("<table style='x'><tr><td><p class=MsoNormal>a</p></td></tr></table>", "<p>a</p>"),
        # Looks as styles, as Word for the web and mail programs write them.
        (
            "<p><span style='font-weight:700'>a</span><span style='font-style:italic'>b</span>"
            "<span style='vertical-align:super'>c</span><span style='vertical-align:sub;font-size:8px'>d</span></p>",
            "<p><strong>a</strong><em>b</em><sup>c</sup><sub>d</sub></p>",
        ),
        ("<b style='font-weight:normal'><p>a</p></b>", "<p>a</p>"),
        # Soft hyphens and other signs nobody sees, pictures with their words.
        ("<p>til&shy;bage&#8203;betaling</p>", "<p>tilbagebetaling</p>"),
        ("<p>a<img src='data:image/png;base64,AAAA' alt='x'></p>", "<p>a</p>"),
        ('<p><a href="#_Toc1">a</a> <a href="../b">b</a> <a href="file:///c:/c">c</a></p>', "<p>a b c</p>"),
        # A page that is cut off in the middle of a comment loses no word before it.
        ("<p style='x'>a</p><!-- b", "<p>a</p>"),
    ],
)
def test_what_the_programs_write(given, kept):
    assert clean(given) == kept


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (
            "<tr><td colspan=2>a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr>",
            [["a", "a", "b"], ["c", "d", "e"]],
        ),
        (
            "<tr><td rowspan=3>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr>",
            [["a", "b"], ["a", "c"], ["a", "d"]],
        ),
        (
            "<tr><td>a</td><td rowspan=2 colspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>"
            "<tr><td>f</td><td>g</td><td>h</td><td>i</td></tr>",
            [["a", "b", "b", "c"], ["d", "", "", "e"], ["f", "g", "h", "i"]],
        ),
        # Merged in every row: one column. A span that is no number, or one no page could hold.
        ("<tr><td colspan=2>a</td><td>b</td></tr><tr><td colspan=2>c</td><td>d</td></tr>", [["a", "b"], ["c", "d"]]),
        ("<tr><td colspan=x rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr>", [["a", "b"], ["c"]]),
        ("<tr><td colspan=9999>a</td><td>b</td></tr>", [["a", "b"]]),
    ],
)
def test_merged_cells_are_parted_and_every_column_stays_in_its_place(rows, kept):
    def line(cells: list[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"

    body = "".join(line(cells, "td") for cells in kept[1:])
    body = f"<tbody>{body}</tbody>" if body else ""
    cleaned = clean(f"<table>{rows}</table>")

    assert cleaned == f"<table><thead>{line(kept[0], 'th')}</thead>{body}</table>"
    assert clean(cleaned) == cleaned


PIECES = st.sampled_from(
    """ord |<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>|<p style='mso-list:l1 level3 lfo2'>|</p>|<div>
    |</div>|<![if !supportLists]>|<![endif]>|<!--[if !supportLists]-->|<!--[endif]-->|<!--[if gte mso 9]><xml>|<table>
    |</table>|<span style='mso-list:Ignore'>|1.|·|</span>|<o:p>|</o:p>|&nbsp;|<tr>|<td rowspan=2>|<td colspan=3>|<ul>
    |<li>|</ul>|<h2>|<a name=x>|<br>|<b style='font-weight:normal'>|</b>|<?xml:namespace />|<del>|&#11;|\x00
    |<span style='vertical-align:sub;font-weight:bold'>""".split("|")
)


@generated(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=500)
def test_whatever_pieces_come_the_allow_list_comes_out_can_be_printed_and_is_not_changed_again(text):
    cleaned = clean(f"<p style='x'>{text}")

    if cleaned:
        root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
        assert {element.tag for element in root.iterdescendants()} <= ALLOWED_TAGS
        assert not any(name != "href" for element in root.iterdescendants() for name in element.attrib)
    assert clean(cleaned) == cleaned
    rich(cleaned, 3)


@pytest.mark.parametrize(
    "opened", ["<!--", "<!--[if !supportLists]-->", "<![if !vml]>", "<style", "<o:p", "<head>", "<img "]
)
def test_what_is_opened_again_and_again_takes_no_longer(opened):
    began = time.perf_counter()
    clean("<p style='x'>" + opened * 20_000)
    assert time.perf_counter() - began < 5

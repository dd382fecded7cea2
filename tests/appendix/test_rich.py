"""Rich text becomes blocks once; what is not in the allow-list stops the document."""

import pytest

from appendix.content.blocks import (
    Bullets,
    Heading,
    LineBreak,
    Link,
    Paragraph,
    Styled,
    Table,
    Text,
    TextCell,
    plain,
)
from appendix.content.rich import UnknownTag, rich
from proposals.richtext import is_rich


def test_every_tag_of_the_allow_list_has_its_block():
    html = (
        "<h3>Fremgang</h3><p>CO<sub>2</sub> og m<sup>2</sup>,<br><strong>fed</strong> og <em>skrå</em>, "
        '<a href="https://kk.dk">kk.dk</a></p><ul><li>et<ol><li>to</li></ol></li></ul><h4>Under</h4>'
        "<table><thead><tr><th>Post</th><th>Beløb</th></tr></thead><tbody><tr><td>Løn</td><td>1.250</td></tr></tbody></table>"
    )
    heading, paragraph, bullets, under, table = rich(html, 3)
    assert heading == Heading(3, "Fremgang")
    assert paragraph == Paragraph(
        (
            Text("CO"),
            Styled("sub", (Text("2"),)),
            Text(" og m"),
            Styled("sup", (Text("2"),)),
            Text(","),
            LineBreak(),
            Styled("strong", (Text("fed"),)),
            Text(" og "),
            Styled("em", (Text("skrå"),)),
            Text(", "),
            Link("https://kk.dk", (Text("kk.dk"),)),
        )
    )
    inner = Bullets(((Paragraph((Text("to"),)),),), ordered=True)
    assert bullets == Bullets(((Paragraph((Text("et"),)), inner),))
    assert under == Heading(4, "Under")
    assert isinstance(table, Table)
    assert [[plain(cell.content) for cell in row.cells if isinstance(cell, TextCell)] for row in table.header] == [
        ["Post", "Beløb"]
    ]
    assert [column.align for column in table.columns] == ["left", "right"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>et <span>to</span></p>",
        "<script>alert(1)</script>",
        "<p>et</p><div>to</div>",
        "<ul><p>et</p></ul>",
        "<table><tr><td><h3>et</h3></td></tr></table>",
        "<p><img src='x'></p>",
        "<p>et <!-- to --></p>",
        "<p><a>uden adresse</a></p>",
    ],
)
def test_a_tag_outside_the_list_or_out_of_place_stops_the_document(html):
    with pytest.raises(UnknownTag):
        rich(html, 3)


def test_empty_blocks_and_loose_words():
    assert rich("  ", 3) == ()
    assert rich("<p> </p><p><br></p>", 3) == ()
    assert rich("løs <em>tekst</em>", 3) == (Paragraph((Text("løs "), Styled("em", (Text("tekst"),)))),)


def test_plain_words_are_not_taken_for_rich_text():
    assert is_rich("<p>et</p>")
    assert not is_rich("a < b og <script>")
    assert not is_rich("<script>")

"""Quoted words: found in the text they were taken from, and looked for in the text as it stands now.

White space does not count, since a browser, a table and the stored text set it each in its own way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html as lxml_html

from proposals.document import Document

from .models import Comment
from .reading import ReadSection, readable

# So many signs on each side tell an occurrence of the words from the others; they fit `Comment.quote_before`.
CONTEXT = 40
_SPACE = re.compile(r"[\s\u00ad\u200b]+")


@dataclass(frozen=True)
class Quote:
    """Words of a text with the signs before and after them; white space is left out of those."""

    words: str
    before: str
    after: str


def texts_of(document: Document) -> dict[str, str]:
    """What can be quoted from each section, by its key: all that is read in it, without white space."""
    return {section.key: _bare(_words(section)) for section in readable(document)}


def find(words: str, text: str, before: str = "") -> Quote | None:
    """The words as a quote from a text of `texts_of`; None where they do not stand in it.

    `before`: what stood before them where they were marked, which tells one occurrence from another.
    """
    wanted, lead = _bare(words), _bare(before)[-CONTEXT:]
    if not wanted:
        return None
    place = text.find(lead + wanted) + len(lead)
    if place < len(lead):
        place = text.find(wanted)
    if place < 0:
        return None
    end = place + len(wanted)
    return Quote(" ".join(words.split()), text[max(place - CONTEXT, 0) : place], text[end : end + CONTEXT])


def still_stands(comment: Comment, text: str) -> bool:
    """Whether the comment's quote is in the text, with what stood before it or what stood after it."""
    words = _bare(comment.quote)
    return comment.quote_before + words in text or words + comment.quote_after in text


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _words(section: ReadSection) -> str:
    parts = [lxml_html.fragment_fromstring(section.text, create_parent="div").text_content()]
    parts += [f"{label} {value}" for label, value in section.facts]
    for table in section.tables:
        parts += [column["label"] for column in table.columns]
        parts += [cell for row in table.rows for cell in row["cells"]]
    return " ".join(parts)

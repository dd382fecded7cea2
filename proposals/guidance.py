"""The template's guidance as a skeleton to write in: between ⟦ and ⟧, found by a check and never printed.

The brackets are plain signs of the text, so they live through the editor, Word and copies. What stands between them,
to the end of its block where the closing one was lost, is guidance.
"""

from __future__ import annotations

import re

from lxml import html as lxml_html

from .richtext import clean

OPEN, CLOSE = "⟦", "⟧"
_BLOCKS = "p|li|h3|h4|th|td|ul|ol|table"
_GUIDANCE = re.compile(rf"{OPEN}(?:(?!</?(?:{_BLOCKS})\b)[^{OPEN}{CLOSE}])*{CLOSE}?|{CLOSE}")


def skeleton(guidance: str) -> str:
    """The guidance's paragraphs and list items, each between brackets; "" when there is none."""
    cleaned = clean(guidance)
    if not cleaned:
        return ""
    root = lxml_html.fragment_fromstring(cleaned, create_parent="div")
    for block in root.iter("p", "li"):
        if block.tag == "li" and block.find(".//li") is not None:
            continue
        block.text = OPEN + (block.text or "")
        if len(block):
            block[-1].tail = (block[-1].tail or "") + CLOSE
        else:
            block.text += CLOSE
    for heading in root.iter("h3", "h4"):
        heading.text = (heading.text or "").strip()
    return clean("".join(lxml_html.tostring(child, encoding="unicode", method="html") for child in root))


def holds_guidance(text: str) -> bool:
    """Whether a text still has guidance in it."""
    return OPEN in text or CLOSE in text


def without_guidance(text: str) -> str:
    """The text as it is printed; blocks that held nothing but guidance are gone."""
    return clean(_GUIDANCE.sub("", text)) if holds_guidance(text) else text

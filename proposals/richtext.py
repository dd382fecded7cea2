"""Rich text: one allow-list, cleaned on save, with plain text in and out."""

import html
import re

import nh3
from lxml import html as lxml_html

from .pasted import NOT_XML, plain_html
from .wellformed import well_formed

ALLOWED_TAGS = frozenset("p br strong em sub sup a ul ol li h3 h4 table thead tbody tr th td".split())
_RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p"}
_BLOCKS = frozenset("p ul ol li h3 h4 table tr th td".split())
# The spans of merged cells are read, and then let go, where the table is made even.
_ALLOWED_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES = {"http", "https", "mailto"}
# Soft hyphens and other signs nobody sees: they would part a word for search, checks and comparison.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_RICH = re.compile(r"\s*<(p|ul|ol|h3|h4|table)[\s>]")
_BULLET = re.compile(r"^\s*[-•]\s+")


def clean(text: str) -> str:
    """HTML of the allow-list with the same words: other tags are unwrapped, scripts and styles dropped.

    What Word, Outlook and Excel put on the clipboard becomes what it stands for. The result is well formed, so that
    it can always be printed. Empty paragraphs, links within another document, pictures and soft hyphens go; it may
    be "".
    """
    if not text.strip():
        return ""
    renamed = _rename(plain_html(text))
    cleaned = nh3.clean(
        renamed,
        tags=set(ALLOWED_TAGS),
        attributes={tag: set(names) for tag, names in _ALLOWED_ATTRIBUTES.items()},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel=None,
        clean_content_tags={"script", "style", "title"},
    )
    return well_formed(_UNSEEN.sub("", NOT_XML.sub(" ", cleaned)))


def _rename(text: str) -> str:
    for old, new in _RENAMED.items():
        text = re.sub(rf"<(/?){old}(?=[\s>/])", rf"<\1{new}", text, flags=re.IGNORECASE)
    return text


def from_plain(text: str) -> str:
    """Plain text as rich text: blank lines part paragraphs, lines that start with "- " are a list."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        words: list[str] = []
        bullets: list[str] = []

        def flush_words(words: list[str] = words) -> None:
            if words:
                blocks.append(f"<p>{'<br>'.join(html.escape(word, quote=False) for word in words)}</p>")
                words.clear()

        def flush_bullets(bullets: list[str] = bullets) -> None:
            if bullets:
                items = "".join(f"<li>{html.escape(item, quote=False)}</li>" for item in bullets)
                blocks.append(f"<ul>{items}</ul>")
                bullets.clear()

        for line in filter(str.strip, block.splitlines()):
            if _BULLET.match(line):
                flush_words()
                bullets.append(_BULLET.sub("", line).strip())
            else:
                flush_bullets()
                words.append(line.strip())
        flush_words()
        flush_bullets()
    return clean("".join(blocks))


def is_rich(text: str) -> bool:
    """Whether a text that may be either is rich text: it begins with one of the blocks of the allow-list."""
    return _RICH.match(text) is not None


def as_words(text: str) -> str:
    """The words of a text that may be rich or plain; of plain text `to_plain` would find none."""
    return to_plain(text) if is_rich(text) else text


def to_plain(text: str) -> str:
    """The words of rich text, blocks on lines of their own; for search, comparison and Excel."""
    if not text.strip():
        return ""
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines: list[str] = []
    for element in root.iter():
        if element.tag in ("p", "li", "h3", "h4", "th", "td") and not any(child.tag in _BLOCKS for child in element):
            words = "".join(element.itertext()).strip()
            if words:
                lines.append(f"- {words}" if element.tag == "li" else words)
    return "\n".join(lines)

"""Two texts in one, word by word: `ins` and `del` around what differs, always well formed, and told to a listener."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from ..richtext import clean
from .blocks import pairs, words

_WORDS = re.compile(r"\n|[^\S\n]+|\S+")
_PLAIN = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_INLINE = frozenset("strong em sub sup a br".split())
_KEPT, _ADDED, _REMOVED = "", "ins", "del"
# Unchanged paragraphs between two changes beyond these are counted, not shown.
AROUND = 1


class Token(NamedTuple):
    """A word, a sign, a stretch of space or a line break ("\\n"), with the tags it stands in, the outermost first."""

    text: str
    tags: tuple[str, ...] = ()


def word_difference(old: str, new: str) -> SafeString:
    """Two plain texts as one."""
    return mark_safe(_marked(_plain_tokens(old), _plain_tokens(new)))  # noqa: S308 - every word is escaped


def word_sides(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Two plain texts side by side: in each the words that the other does not have are marked. Numbers stay whole."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    own, other = [], []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        kept = tag == "equal"
        own.append(_run(_KEPT if kept else _REMOVED, [Token(part) for part in before[i1:i2]]))
        other.append(_run(_KEPT if kept else _ADDED, [Token(part) for part in after[j1:j2]]))
    return mark_safe("".join(own)), mark_safe("".join(other))  # noqa: S308 - every word is escaped


def rich_difference(old: str, new: str, *, shorten: bool = False) -> SafeString:
    """Two rich texts as one; both are cleaned first. `shorten` leaves out paragraphs far from any change."""
    parts = _children(_root(old), _root(new))
    if shorten:
        parts = _shortened(parts)
    return mark_safe("".join(part for _changed, part in parts))  # noqa: S308 - cleaned, every word is escaped


def _root(text: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(clean(text), create_parent="div")


def _children(old: lxml_html.HtmlElement, new: lxml_html.HtmlElement) -> list[tuple[bool, str]]:
    """The blocks within two blocks: whether each changed, and its HTML."""
    before, after = list(old), list(new)
    parts: list[tuple[bool, str]] = []
    i = j = 0
    for at, to in [*pairs(_sources(before), _sources(after), words), (len(before), len(after))]:
        parts += [(True, _whole(element, _REMOVED)) for element in before[i:at]]
        parts += [(True, _whole(element, _ADDED)) for element in after[j:to]]
        if at < len(before):
            parts += _pair(before[at], after[to])
        i, j = at + 1, to + 1
    return parts


def _sources(elements: Iterable[lxml_html.HtmlElement]) -> list[str]:
    return [lxml_html.tostring(element, encoding="unicode", method="html", with_tail=False) for element in elements]


def _pair(old: lxml_html.HtmlElement, new: lxml_html.HtmlElement) -> list[tuple[bool, str]]:
    if _sources([old]) == _sources([new]):
        return [(False, _whole(new, _KEPT))]
    if _leaf(old) != _leaf(new) or (old.tag != new.tag and not (_leaf(old) and _plain_block(old, new))):
        return [(True, _whole(old, _REMOVED)), (True, _whole(new, _ADDED))]
    if _leaf(new):
        return [(True, _element(new.tag, _marked(_tokens(old), _tokens(new))))]
    if _loose(old) or _loose(new):
        # Words beside a list within a list item: told apart as a whole.
        return [(True, _whole(old, _REMOVED)), (True, _whole(new, _ADDED))]
    return [(True, _element(new.tag, "".join(part for _changed, part in _children(old, new))))]


def _plain_block(*elements: lxml_html.HtmlElement) -> bool:
    """Whether one may become the other: a paragraph a heading, but no cell a heading cell."""
    return all(element.tag in ("p", "h3", "h4") for element in elements)


def _leaf(element: lxml_html.HtmlElement) -> bool:
    return all(child.tag in _INLINE for child in element)


def _loose(element: lxml_html.HtmlElement) -> bool:
    parts = [element.text, *(child.tail for child in element)]
    return any(part and part.strip() for part in parts) or any(child.tag in _INLINE for child in element)


def _element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def _whole(element: lxml_html.HtmlElement, mark: str) -> str:
    """A block that only one version has, or that both have: its words in the mark, its own tags outside."""
    if _leaf(element):
        return _element(element.tag, _run(mark, _tokens(element)))
    parts, loose = [], _inline_tokens(element.text, ())
    for child in element:
        if child.tag in _INLINE:
            loose += _element_tokens(child, ())
        else:
            parts.append(_run(mark, loose))
            parts.append(_whole(child, mark))
            loose = []
        loose += _inline_tokens(child.tail, ())
    return _element(element.tag, "".join([*parts, _run(mark, loose)]))


def _tokens(element: lxml_html.HtmlElement) -> list[Token]:
    tokens = _inline_tokens(element.text, ())
    for child in element:
        tokens += _element_tokens(child, ()) + _inline_tokens(child.tail, ())
    return tokens


def _element_tokens(element: lxml_html.HtmlElement, tags: tuple[str, ...]) -> list[Token]:
    if element.tag == "br":
        return [Token("\n", tags)]
    tag = element.tag
    if tag == "a":
        tag = f'a href="{html.escape(element.get("href", ""))}"'
    inner = (*tags, tag)
    tokens = _inline_tokens(element.text, inner)
    for child in element:
        tokens += _element_tokens(child, inner) + _inline_tokens(child.tail, inner)
    return tokens


def _inline_tokens(text: str | None, tags: tuple[str, ...]) -> list[Token]:
    return [Token(" " if part.isspace() else part, tags) for part in _TOKEN.findall(text or "")]


def _plain_tokens(text: str) -> list[Token]:
    return [Token(part) for part in _PLAIN.findall(text)]


def _marked(old: list[Token], new: list[Token]) -> str:
    """Inline HTML of both in one."""
    parts = []
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            parts.append(_run(_KEPT, new[j1:j2]))
        else:
            parts += [_run(_REMOVED, old[i1:i2]), _run(_ADDED, new[j1:j2])]
    return "".join(parts)


def _opcodes(old: list[Token], new: list[Token]) -> list[tuple[str, int, int, int, int]]:
    """difflib's, with changes joined that only a stretch of space or a sign parts: words are read in phrases."""
    joined: list[tuple[str, int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        small = tag == "equal" and not any(token.text[0].isalnum() for token in new[j1:j2])
        inside = small and bool(joined) and (i2 < len(old) or j2 < len(new))
        kind = "replace" if tag != "equal" or inside else "equal"
        if joined and joined[-1][0] == kind == "replace":
            _kind, start_i, _i2, start_j, _j2 = joined.pop()
            i1, j1 = start_i, start_j
        joined.append((kind, i1, i2, j1, j2))
    return joined


def _run(mark: str, tokens: list[Token]) -> str:
    """Words in one mark, their formatting inside it, with what a listener hears before and after."""
    if not tokens:
        return ""
    parts, at = [], 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].tags == tokens[at].tags:
            end += 1
        inner = "".join("<br>" if token.text == "\n" else html.escape(token.text) for token in tokens[at:end])
        for tag in reversed(tokens[at].tags):
            inner = f"<{tag}>{inner}</{tag.split()[0]}>"
        parts.append(inner)
        at = end
    if not mark:
        return "".join(parts)
    heard = {_ADDED: _("indsat:"), _REMOVED: _("slettet:")}[mark]
    ends = _("slut")
    return (
        f'<{mark}><span class="sr-only"> {html.escape(heard)} </span>{"".join(parts)}'
        f'<span class="sr-only"> ({html.escape(ends)}) </span></{mark}>'
    )


def _shortened(parts: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    changed = [place for place, (differs, _part) in enumerate(parts) if differs]
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    result: list[tuple[bool, str]] = []
    skipped = 0
    for place, part in enumerate([*parts, (True, "")]):
        if place in near or place == len(parts):
            if skipped:
                said = html.escape(_("%d afsnit uden ændringer") % skipped)
                result.append((False, f'<p class="muted">… {said}</p>'))
                skipped = 0
            result.append(part)
        else:
            skipped += 1
    return result

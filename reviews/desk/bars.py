"""Draws bars as an SVG: a line of words above each bar, its figure at its end, and a pattern for each kind of bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH = 520
_LINE, _BAR, _GAP, _FIGURE = 18, 16, 10, 80
_INK, _FRAME = "#1a1a1a", "#10243e"
# Kind → colour, and the distance between its stripes; 0 is a plain bar.
_LOOKS = {"solid": ("#0059b3", 0), "wide": ("#7a4a00", 10), "narrow": ("#1f6b32", 5)}


@dataclass(frozen=True)
class Bar:
    """`value` gives the length, `figure` is what is written at the end; `kind` is a key of the patterns."""

    label: str
    value: int
    figure: str
    kind: str = "solid"


def draw(bars: Sequence[Bar], title: str, description: str, name: str) -> str:
    """The SVG; "" without bars. A value below zero has no length. `name` begins the ids.

    Only attributes that a strict content security policy lets pass; kinds differ by stripes, not by colour alone.
    """
    if not bars:
        return ""
    longest = max(1, *(bar.value for bar in bars))
    height = len(bars) * (_LINE + _BAR + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" class="bars" '
        f'aria-labelledby="{name}-title {name}-description" font-family="IBM Plex Sans, sans-serif" font-size="14">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-description">{escape(description)}</desc>',
        "<defs>",
        *(_pattern(kind, name) for kind in sorted({bar.kind for bar in bars})),
        "</defs>",
    ]
    for place, bar in enumerate(bars):
        parts += _drawn(bar, place * (_LINE + _BAR + _GAP), longest, name)
    return "".join([*parts, "</svg>"])


def _pattern(kind: str, name: str) -> str:
    colour, step = _LOOKS[kind]
    size = step or 10
    stripe = "" if not step else f'<rect width="{size / 2:g}" height="{size}" fill="#ffffff" fill-opacity="0.7"/>'
    return (
        f'<pattern id="{name}-{kind}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{size}" height="{size}" fill="{colour}"/>{stripe}</pattern>'
    )


def _drawn(bar: Bar, top: int, longest: int, name: str) -> list[str]:
    length = max(0, bar.value) / longest * (WIDTH - _FIGURE)
    end = f'x="{length + 8:.1f}" y="{top + _LINE + 13}"'
    box = f'x="0.5" y="{top + _LINE}" width="{length:.1f}" height="{_BAR}"'
    return [
        f'<text x="0" y="{top + 12}" fill="{_INK}">{escape(bar.label)}</text>',
        f'<rect {box} fill="url(#{name}-{bar.kind})" stroke="{_FRAME}"/>' if length else "",
        f'<text {end} fill="{_INK}" font-weight="600">{escape(bar.figure)}</text>',
    ]

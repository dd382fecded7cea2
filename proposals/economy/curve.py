"""Draws the cumulative effect of a proposal year by year as an SVG with the payback year marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .model import YearRow
from .numbers import thousand

WIDTH, HEIGHT = 640, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 34, 30
_INK, _MUTED, _LINE, _CURVE = "#1a1a1a", "#565d66", "#d6dbe1", "#0059b3"
_MOST_LABELS = 12
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Words:
    """What is written in the picture; `title` and `description` are for those who do not see it."""

    title: str
    description: str
    unit: str
    paid: str = ""


def draw(amounts: YearRow, paid: int | None, words: Words, name: str) -> str:
    """The SVG; "" for fewer than two years.

    `amounts` are 1.000 kr. by year, `paid` is the year to mark, `name` begins the ids. Only attributes that a strict
    content security policy lets pass; the mark is a ring with words, not a colour alone.
    """
    if len(amounts) < 2:
        return ""
    years = sorted(amounts)
    ticks = _ticks(min(0, *amounts.values()), max(0, *amounts.values()))
    x, y = _scales(years, ticks)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" class="curve" '
        f'aria-labelledby="{name}-title {name}-description" font-family="IBM Plex Sans, sans-serif" font-size="12">',
        f'<title id="{name}-title">{escape(words.title)}</title>',
        f'<desc id="{name}-description">{escape(words.description)}</desc>',
        _text(2, 14, words.unit, _MUTED),
        *_grid(ticks, y),
        *_years(years, x),
        _path(amounts, years, x, y),
        *(f'<circle cx="{x(year):.1f}" cy="{y(amounts[year]):.1f}" r="3.5" fill="{_CURVE}"/>' for year in years),
        *(_mark(x(paid), y(amounts[paid]), words.paid) if paid in amounts else ()),
        "</svg>",
    ]
    return "".join(parts)


def _ticks(lowest: int, highest: int) -> list[int]:
    """Round amounts from at or below the lowest to at or above the highest, zero among them."""
    highest = max(highest, lowest + 1)
    span = max(highest - lowest, 4)
    power = 10 ** (len(str(span // 4)) - 1)
    step = next(int(power * one) or 1 for one in _STEPS if power * one * 5 >= span)
    return list(range(lowest // step * step, -(-highest // step) * step + step, step))


def _scales(years: list[int], ticks: list[int]) -> tuple[Callable[[int], float], Callable[[int], float]]:
    wide = (WIDTH - _LEFT - _RIGHT) / (years[-1] - years[0])
    high = (HEIGHT - _TOP - _BOTTOM) / (ticks[-1] - ticks[0])
    return (lambda year: _LEFT + (year - years[0]) * wide), (
        lambda amount: HEIGHT - _BOTTOM - (amount - ticks[0]) * high
    )


def _grid(ticks: list[int], y: Callable[[int], float]) -> list[str]:
    found = []
    for tick in ticks:
        color, width = (_INK, "1.2") if tick == 0 else (_LINE, "1")
        found.append(
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" '
            f'stroke="{color}" stroke-width="{width}"/>'
        )
        found.append(_text(_LEFT - 8, y(tick) + 4, thousand(tick), _MUTED, "end"))
    return found


def _years(years: list[int], x: Callable[[int], float]) -> list[str]:
    every = -(-len(years) // _MOST_LABELS)
    return [_text(x(year), HEIGHT - 8, str(year), _MUTED, "middle") for year in years[::every]]


def _path(amounts: Mapping[int, int], years: list[int], x: Callable[[int], float], y: Callable[[int], float]) -> str:
    points = " ".join(f"{x(year):.1f},{y(amounts[year]):.1f}" for year in years)
    return f'<polyline points="{points}" fill="none" stroke="{_CURVE}" stroke-width="2.5" stroke-linejoin="round"/>'


def _mark(x: float, y: float, words: str) -> list[str]:
    """A ring round the point, a dashed line up from it, and words that stay within the picture."""
    anchor = "end" if x > WIDTH * 0.75 else "start" if x < WIDTH * 0.3 else "middle"
    return [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 10}" y2="{y - 8:.1f}" stroke="{_INK}" stroke-dasharray="4 3"/>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="none" stroke="{_INK}" stroke-width="2"/>',
        _text(x, _TOP - 16, words, _INK, anchor, bold=True),
    ]


def _text(x: float, y: float, words: str, color: str, anchor: str = "start", *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    look = f'fill="{color}" text-anchor="{anchor}"{weight}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'

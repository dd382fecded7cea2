"""Finds in a text the words that state an amount, staff, a payback or a year, and numbers like a CPR number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from .normalise import SMALL_WORDS, SPACES, Number, money, number

Kind = Literal["amount", "staff", "payback", "phase_in"]

_NUMBER = rf"(?:[0-9]{{1,3}}(?:[.{SPACES}][0-9]{{3}})+(?:,[0-9]+)?|[0-9]+(?:[,.][0-9]+)?)"
_WORD = "|".join(sorted(SMALL_WORDS, key=len, reverse=True))
_S = r"\s*"
_KR = r"(?:kroner|kr\b\.?|dkk\b)"
_UNIT = (
    rf"(?:(?:mio|mia)\b\.?{_S}{_KR}?|milli(?:on|ard)(?:er)?\b{_S}{_KR}?|mill\.{_S}{_KR}?"
    rf"|t\.?{_S}{_KR}|tusind(?:e)?{_S}{_KR}|1\.000{_S}{_KR}|{_KR})"
)
_HEDGE = r"(?:ca|omkring|cirka|knap|godt|op til|mindst|over|mere end|under|højst|minimum|maksimalt|maks|max)"
_ABOUT = ("ca", "omkring", "cirka", "knap", "godt")
_AMOUNT = re.compile(
    rf"(?P<hedge>\b{_HEDGE}\b\.?{_S})?(?:(?P<between>\bmellem{_S})|(?<![\w.,/]))"
    rf"[-\N{{MINUS SIGN}}\N{{EN DASH}}]?(?P<low>{_NUMBER})"
    rf"(?:{_S}t?{_S}(?:-|\N{{EN DASH}}|(?(between)og|til)){_S}(?P<high>{_NUMBER}))?{_S}(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_STAFF = re.compile(
    rf"(?P<hedge>\b{_HEDGE}\b\.?{_S})?(?<![\w.,/])(?P<low>{_NUMBER}|½|\b(?:{_WORD}|halvt?)\b)"
    rf"(?:{_S}(?:-|\N{{EN DASH}}){_S}(?P<high>{_NUMBER}))?{_S}(?:årsværk|åv)\b",
    re.IGNORECASE,
)
_PAYBACK = re.compile(
    rf"tilbagebetalingstid\w*\b[^.\n]{{0,40}}?(?P<hedge>\b{_HEDGE}\b\.?{_S})?(?P<low>{_NUMBER}|\b(?:{_WORD})\b){_S}år\b"
    rf"|(?<![\w.,/])(?P<low2>{_NUMBER}|\b(?:{_WORD})\b){_S}års{_S}tilbagebetalingstid\w*"
    rf"|(?:tilbagebetalt|tjent{_S}hjem|tjener{_S}sig{_S}(?:selv{_S})?hjem)\b[^.\n]{{0,30}}?"
    rf"(?P<low3>{_NUMBER}|\b(?:{_WORD})\b){_S}år\b",
    re.IGNORECASE,
)
_PHASE_IN = re.compile(
    r"(?:fuldt?[ -](?:ud )?(?:indfas|implementer|virkning|effekt|helårseffekt|drift)\w*"
    r"|(?:fuldt|helt) indfas\w*|fuldt(?= fra))"
    r"[^.,;\n0-9]{0,30}?\b(?:fra|i|fra og med|pr\. 1\. januar|fra 1\. januar) (?P<year>20[0-9]{2})\b",
    re.IGNORECASE,
)
# "8,0 mio. kr. årligt fra 2027", "400 t. kr. for 2023", "5 mio. kr. i perioden 2023-24".
_YEARS_AFTER = re.compile(
    rf"\.?{_S}(?:(?:årligt|varigt|om året|pr\. år|samlet|i alt|netto){_S})?"
    rf"(?:(?P<from>fra(?: og med)?|fra 1\. januar)|i perioden|i|for|i årene|fordelt på){_S}(?P<first>20[0-9]{{2}})\b"
    rf"(?:{_S}(?:-|\N{{EN DASH}}|og|til){_S}(?P<last>20[0-9]{{2}}|[0-9]{{2}}(?![0-9.,])))?",
    re.IGNORECASE,
)
_PER_UNIT_AFTER = re.compile(
    rf"\.?{_S}(?:/|(?:pr|per)\b(?!\.?{_S}år)|årligt pr\b|for hver|i timen|hver\b)", re.IGNORECASE
)
_PER_UNIT_BEFORE = re.compile(
    rf"(?:\ba['’´]?|\bá|\bà|årsværkspris\w*[^.]{{0,40}}|timepris\w*[^.]{{0,40}}|takst\w*[^.]{{0,30}}){_S}(?:på{_S})?$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:ca|jf|bl\.a|inkl|ekskl|eks|f\.eks|pr|nr|hhv|dvs|ifm|ift|vedr|evt|stk|mio|mia|pga|pba|cf|t))\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?:]\s+(?=[A-ZÆØÅ\"“”»])|\n")
_CPR = re.compile(r"(?<![\d.,/])(\d{2})(\d{2})(\d{2})[- ]?(\d{4})(?![\d.,/]*\d)(?!\s*(?:kr|mio|t\.))")


@dataclass(frozen=True)
class Claim:
    """Words that state something, by their place in the text.

    `low` and `high` are equal unless a range is written: 1.000 kr. of an amount, årsværk, years of a payback, or
    the year of full phase-in. `step` is how exactly it is written; `years` the years it is said of;
    `onwards` where the last of them is open; `hedged` after "ca.", `bound` after "højst", "over" and the like;
    `per_unit` for a price of one thing.
    """

    kind: Kind
    start: int
    end: int
    sentence: tuple[int, int]
    low: Fraction
    high: Fraction
    step: Fraction
    hedged: bool = False
    bound: bool = False
    years: tuple[int, ...] = ()
    onwards: bool = False
    per_unit: bool = False

    def words(self, text: str) -> str:
        return text[self.start : self.end]


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; abbreviations end none."""
    spans, start = [], 0
    for end in _END.finditer(text):
        if end.group()[0] == "." and _ABBREVIATION.search(text, max(0, end.start() - 10), end.start() + 1):
            continue
        spans.append((start, end.start() + 1))
        start = end.end()
    return [(a, b) for a, b in [*spans, (start, len(text))] if text[a:b].strip()]


def find(text: str) -> list[Claim]:
    """Every claim of the text, in its order; claims of a kind never overlap."""
    spans = sentences(text)
    claims = [*_amounts(text, spans), *_staff(text, spans), *_paybacks(text, spans), *_phase_ins(text, spans)]
    return sorted(claims, key=lambda claim: (claim.start, claim.kind))


def _around(spans: list[tuple[int, int]], place: int) -> tuple[int, int]:
    return next(((a, b) for a, b in spans if a <= place < b), (place, place))


def _range(low: Number, high: Number | None) -> tuple[Fraction, Fraction, Fraction]:
    last = high or low
    return min(low.value, last.value), max(low.value, last.value), min(low.step, last.step)


def _hedge(word: str | None) -> dict[str, bool]:
    about = (word or "").strip(" .\N{NO-BREAK SPACE}\n").lower() in _ABOUT
    return {"hedged": about, "bound": word is not None and not about}


def _amounts(text: str, spans: list[tuple[int, int]]) -> Iterator[Claim]:
    for match in _AMOUNT.finditer(text):
        written = match["high"]
        high = money(written, match["unit"]) if written else None
        low, top, step = _range(money(match["low"], match["unit"]), high)
        after = _YEARS_AFTER.match(text, match.end())
        years = _years(after) if after else ()
        yield Claim(
            "amount",
            match.start("low"),
            match.end(),
            _around(spans, match.start("low")),
            low,
            top,
            step,
            **_hedge(match["hedge"]),
            years=years,
            onwards=bool(after and after["from"]),
            per_unit=bool(_PER_UNIT_AFTER.match(text, match.end()) or _PER_UNIT_BEFORE.search(text, 0, match.start())),
        )


def _years(match: re.Match[str]) -> tuple[int, ...]:
    first = int(match["first"])
    if not match["last"]:
        return (first,)
    last = int(match["last"]) if len(match["last"]) == 4 else first // 100 * 100 + int(match["last"])
    return tuple(range(first, last + 1)) if first < last <= first + 30 else (first,)


def _staff(text: str, spans: list[tuple[int, int]]) -> Iterator[Claim]:
    for match in _STAFF.finditer(text):
        high = number(match["high"]) if match["high"] else None
        low, top, step = _range(number(match["low"]), high)
        place = match.start("low")
        yield Claim("staff", place, match.end(), _around(spans, place), low, top, step, **_hedge(match["hedge"]))


def _paybacks(text: str, spans: list[tuple[int, int]]) -> Iterator[Claim]:
    for match in _PAYBACK.finditer(text):
        years = number(match["low"] or match["low2"] or match["low3"])
        place = _around(spans, match.start())
        yield Claim(
            "payback",
            match.start(),
            match.end(),
            place,
            years.value,
            years.value,
            years.step,
            **_hedge(match["hedge"]),
        )


def _phase_ins(text: str, spans: list[tuple[int, int]]) -> Iterator[Claim]:
    for match in _PHASE_IN.finditer(text):
        year = Fraction(int(match["year"]))
        yield Claim("phase_in", match.start(), match.end(), _around(spans, match.start()), year, year, Fraction(1))


def find_cpr(text: str) -> list[tuple[int, int]]:
    """Where ten digits begin with a day that exists, as a CPR number does, with or without its hyphen."""
    found = []
    for match in _CPR.finditer(text):
        day, month, year = (int(part) for part in match.groups()[:3])
        try:
            date(2000 + year, month, day)
        except ValueError:
            continue
        found.append(match.span())
    return found

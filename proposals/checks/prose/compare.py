"""Holds what the prose claims against what the tables state, and tells of claims that say something else.

An amount that no table holds is no fault by itself: prose speaks of much that no table shows. It is told of
only where its sentence says that it is the proposal's own investment or effect, where its digits give it away
as a slip, or where the tables have it in another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

from .find import Claim, find
from .stated import Family, Stated, Tables

SMALLEST = 10  # 1.000 kr.: what is smaller is a price or a rate, not a figure of the tables
LOWEST_STAFF_PRICE, HIGHEST_STAFF_PRICE = 250, 1500  # 1.000 kr. for an årsværk
MOST_PARTS, MOST_EXACT = 4, 16  # how many amounts make one sum, and how many of a text are tried
FARTHEST = 60  # signs between an amount and the staff it is the price of

_TOTAL = re.compile(r"\b(?:i alt|samle[dt]\w*)\b", re.IGNORECASE)
_INVESTED = re.compile(r"søges|investering(?!sforslag|scase)|implementeringsomkostning", re.IGNORECASE)
_WHOLE_INVESTMENT = re.compile(
    r"(?:investeringspulje\w*(?: er)?(?: på)?|forudsætter en (?:samlet )?investering på)\s*(?:ca\.?\s*)?$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"søges\b[^.;]{0,40}$", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:forslaget|forslagets|investeringsforslaget|denne case|casen|nettobesparelse\w*)\b", re.IGNORECASE
)
_FULL = re.compile(r"\bfuldt? (?:ud )?(?:indfas|implementer|effekt|virkning|drift)", re.IGNORECASE)
_EFFECT = re.compile(r"besparelse|effektiviser|gevinst|provenu|realiseres|merindtægt|effekt på", re.IGNORECASE)
_OTHERS = re.compile(
    r"tidligere|foruden|pct\. af|erfaring|vedtaget|budgetaftale|københavns kommune|gennemsnit|lignende|deponering"
    r"|\bi dag\b|hidtil|region|andre kommuner|måltal om",
    re.IGNORECASE,
)
_AREAS = {
    "service": re.compile(r"\bservice(?!effektiv|niveau)", re.IGNORECASE),
    "anlaeg": re.compile(r"anlæg", re.IGNORECASE),
}
_EVERY_YEAR = re.compile(r"årlig|om året", re.IGNORECASE)
_NET = re.compile(r"investering\w*[^.;]{0,40}(?:fra)?trukket|fratrukket[^.;]{0,40}investering", re.IGNORECASE)
_EQUALS = re.compile(r"svarende til|svarer til|hvilket (?:er|giver|bliver)|= ?$", re.IGNORECASE)
_PER_PLACE = re.compile(r"\s*(?:pr|per)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """A text of the proposal: the key of its section, its place in it (a field or a row) and its plain words."""

    section: str
    place: str
    text: str


@dataclass(frozen=True)
class Mismatch:
    """A claim that says something else than the tables.

    `code`: investment, effect, net, payback, phase-in, unit (a thousand times too large or small), digits
    (interchanged), year (the tables have it in other years), staff-price, staff-product. `expected`: the figures
    the words were held against, 1.000 kr. or years.
    """

    code: str
    passage: Passage
    claim: Claim
    expected: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        return self.claim.words(self.passage.text)

    @property
    def sentence(self) -> str:
        start, end = self.claim.sentence
        return self.passage.text[start:end].strip()


def mismatches(passages: Iterable[Passage], tables: Tables) -> list[Mismatch]:
    """Every claim that says something else than the tables, in the passages' order, one finding a claim."""
    found: list[Mismatch] = []
    for passage in passages:
        claims = find(passage.text)
        amounts = [claim for claim in claims if claim.kind == "amount"]
        for claim in claims:
            reading = Reading(passage, claim, amounts, tables)
            mismatch = next(filter(None, (rule(reading) for rule in _RULES[claim.kind])), None)
            if mismatch is not None:
                found.append(mismatch)
    return found


def tolerance(claim: Claim) -> Fraction:
    """How far a figure may lie from the words: half their last digit, more where they say "ca."; 1 at least.

    A whole number of millions is not taken as rounded by more than a tenth.
    """
    half = claim.step / 2
    if claim.step >= 1000:
        half = min(half, max(Fraction(50), claim.high / 10))
    if claim.hedged:
        half = max(half * 2, claim.high / 20)
    return max(half, Fraction(1))


def fits(claim: Claim, value: int) -> bool:
    """Whether the words can mean this figure."""
    around = tolerance(claim)
    return claim.low - around <= value <= claim.high + around


@dataclass(frozen=True)
class Reading:
    """A claim with all that tells what it speaks of."""

    passage: Passage
    claim: Claim
    amounts: list[Claim]
    tables: Tables

    @property
    def sentence(self) -> str:
        start, end = self.claim.sentence
        return self.passage.text[start:end]

    @property
    def before(self) -> str:
        """The words of the sentence before the claim."""
        return self.passage.text[self.claim.sentence[0] : self.claim.start]

    @property
    def after(self) -> str:
        """The words right after it, up to the next amount."""
        end = self.claim.sentence[1]
        later = [c.start for c in self.amounts if self.claim.end <= c.start < end]
        return self.passage.text[self.claim.end : min(later, default=end)]

    @property
    def readable(self) -> bool:
        return not self.claim.per_unit and not self.claim.bound and self.claim.high >= SMALLEST

    def tells(self, code: str, *expected: int) -> Mismatch:
        return Mismatch(code, self.passage, self.claim, expected)

    def in_tables(self, rows: Iterable[Stated], years: tuple[int, ...] = ()) -> bool:
        return any(fits(self.claim, value) for row in rows for value in row.values(years) if value)

    def same_sentence(self) -> list[Claim]:
        return [c for c in self.amounts if c.sentence == self.claim.sentence and c is not self.claim]

    def is_a_part(self, *families: Family) -> bool:
        """Whether it makes a figure of these families, or another amount of the text, together with others.

        Rounded amounts must stand one after the other. Amounts written to the last 1.000 kr. may stand anywhere
        in the text: they do not meet by chance.
        """
        rows = self.tables.of_family(*families)
        figures = {value for row in rows if row.scope != "part" for value in row.values() if value}
        return any(self._meets(parts, figures) for parts in (*self._neighbours(), *self._exact()))

    def _neighbours(self) -> Iterator[tuple[Claim, ...]]:
        amounts = [claim for claim in self.amounts if _countable(claim) or claim is self.claim]
        place = amounts.index(self.claim)
        for size in range(2, MOST_PARTS + 1):
            for first in range(max(0, place - size + 1), place + 1):
                if first + size <= len(amounts):
                    yield tuple(amounts[first : first + size])

    def _exact(self) -> Iterator[tuple[Claim, ...]]:
        if self.claim.step > 1:
            return
        exact = [claim for claim in self.amounts if claim.step <= 1 and _countable(claim) and claim is not self.claim]
        for size in (1, 2):
            for others in combinations(exact[:MOST_EXACT], size):
                yield (self.claim, *others)

    def _meets(self, parts: tuple[Claim, ...], figures: set[int]) -> bool:
        total = sum(part.low for part in parts)
        around = max(sum(part.step for part in parts) / 2, Fraction(1))
        lowest, highest = ceil(total - around), floor(total + around)
        # Exact amounts are looked up, since there are many sums of them to try.
        within = range(lowest, highest + 1) if highest - lowest < MOST_PARTS else figures
        if any(value in figures and lowest <= value <= highest for value in within):
            return True
        places = [self.amounts.index(part) for part in parts]
        beside = self.amounts[max(0, min(places) - 1) : max(places) + 2]
        return any(lowest <= claim.low <= highest for claim in beside if claim not in parts)


def _countable(claim: Claim) -> bool:
    return not claim.per_unit and claim.low == claim.high and claim.low >= SMALLEST


def _whole_investment(reading: Reading) -> Mismatch | None:
    """ "Der søges i alt om 1,3 mio. kr.": the investment in all, or of the area or years the sentence names."""
    total = reading.tables.total_of("investment")
    said = _TOTAL.search(reading.before) and _INVESTED.search(reading.before)
    if total is None or not reading.readable or not (said or _WHOLE_INVESTMENT.search(reading.before)):
        return None
    if _EFFECT.search(reading.before[-60:]):
        return None
    rows = [total, *_named_areas(reading, "investment")]
    values = {abs(row.total) for row in rows}
    yearly = reading.claim.years or _EVERY_YEAR.search(reading.before)
    if yearly:
        every = reading.tables.of_family("investment")
        values |= {value for row in every for value in row.values(reading.claim.years)}
    values |= {abs(row.total) for row in reading.tables.rows if row.family == "investment" and row.scope == "base"}
    agrees = [c for c in [reading.claim, *reading.same_sentence()] if any(fits(c, value) for value in values)]
    if agrees or (_OTHERS.search(reading.sentence) and not _WHOLE_INVESTMENT.search(reading.before)):
        return None
    if not said and reading.in_tables(reading.tables.of_family("investment")):
        return None
    return reading.tells("investment", *(abs(row.total) for row in rows))


def _named_areas(reading: Reading, family: Family) -> list[Stated]:
    near = reading.before + reading.after
    return [
        row
        for row in reading.tables.of_family(family)
        if row.scope == "area" and row.area in _AREAS and _AREAS[row.area].search(near)
    ]


def _asked_for(reading: Reading) -> Mismatch | None:
    """ "Der søges 400 t. kr. til uddannelse": a line of the investment, some of them, or a part of one."""
    total = reading.tables.total_of("investment")
    if total is None or not reading.readable or not _ASKED.search(reading.before):
        return None
    if reading.in_tables(reading.tables.of_family("investment")) or reading.is_a_part("investment"):
        return None
    return reading.tells("investment", abs(total.total))


def _own_effect(reading: Reading) -> Mismatch | None:
    """ "Forslaget giver en besparelse på 5,8 mio. kr.": any sum of the permanent lines, or a part of one.

    A sentence that only says "fuldt indfaset" may speak of a small part: a quarter of the effect at least.
    """
    total = reading.tables.total_of("effect")
    if total is None or not reading.readable or not _EFFECT.search(reading.before) or _OTHERS.search(reading.before):
        return None
    last = abs(total.amounts[max(total.amounts)])
    if not _OWN.search(reading.sentence) and not (_FULL.search(reading.sentence) and reading.claim.high * 4 >= last):
        return None
    if reading.in_tables(reading.tables.of_family("effect", "other")) or reading.is_a_part("effect", "other"):
        return None
    return reading.tells("effect", last)


def _net_effect(reading: Reading) -> Mismatch | None:
    """ "21,4 mio. kr. over fem år, når investeringen er trukket fra": the net, investment included."""
    net = next((row for row in reading.tables.rows if row.scope == "net"), None)
    if net is None or not reading.readable or not _NET.search(reading.sentence):
        return None
    return None if reading.in_tables([net]) else reading.tells("net", abs(net.total))


def _slip(reading: Reading) -> Mismatch | None:
    """A figure of the tables a thousand times too large or small, or with two digits interchanged."""
    claim = reading.claim
    if (
        claim.per_unit
        or claim.low != claim.high
        or reading.in_tables(reading.tables.rows)
        or reading.is_a_part("investment", "effect", "other")
    ):
        return None
    digits = _digits(claim.low / claim.step)
    if len(digits) < 3:
        return None
    values = {v for row in reading.tables.rows if row.scope != "part" for v in row.values() if v}
    for value in sorted(values):
        if claim.low in (value * 1000, Fraction(value, 1000)):
            return reading.tells("unit", value)
        if claim.step <= 1 and len(digits) > 3 and _interchanged(digits, str(value)):
            return reading.tells("digits", value)
    return None


def _digits(value: Fraction) -> str:
    return str(int(value)).rstrip("0")


def _interchanged(digits: str, other: str) -> bool:
    """Whether two neighbouring digits have changed places."""
    differing = [i for i, (a, b) in enumerate(zip(digits, other, strict=False)) if a != b]
    if len(digits) != len(other) or len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return digits[first] == other[second] and digits[second] == other[first]


def _other_year(reading: Reading) -> Mismatch | None:
    """ "21,5 mio. kr. i perioden 2023-2024", where the tables have the amount in other years."""
    claim, rows = reading.claim, reading.tables.rows
    if (
        not reading.readable
        or not claim.years
        or reading.in_tables(rows, claim.years)
        or reading.is_a_part("investment", "effect", "other")
    ):
        return None
    meant = [row for row in rows if row.scope != "part" and reading.in_tables([row])]
    if not meant or claim.high < 100:
        return None
    years = {year for row in meant for year in row.years()}
    return reading.tells("year", *sorted(years))


def _payback(reading: Reading) -> Mismatch | None:
    claim = reading.claim
    if claim.bound or not reading.tables.has_payback or _OTHERS.search(reading.sentence):
        return None
    near = 1 if claim.hedged or claim.step < 1 else 0
    if any(abs(claim.low - years) <= near for years in reading.tables.paybacks):
        return None
    return reading.tells("payback", *sorted(reading.tables.paybacks))


def _phase_in(reading: Reading) -> Mismatch | None:
    steady = reading.tables.steady_from
    speaks_of_it = _EFFECT.search(reading.sentence) or _OWN.search(reading.sentence)
    if not speaks_of_it or not steady or int(reading.claim.low) in steady or _OTHERS.search(reading.sentence):
        return None
    return reading.tells("phase-in", *sorted(steady))


def _staff_price(reading: Reading) -> Mismatch | None:
    """ "2 årsværk svarende til 14 mio. kr.": a price of an årsværk that cannot be meant."""
    staff, price = reading.claim, _priced(reading)
    if price is not None or not staff.low or _PER_PLACE.match(reading.passage.text, staff.end):
        return None
    for amount in reading.same_sentence():
        between = reading.passage.text[min(staff.end, amount.end) : max(staff.start, amount.start)]
        others = [
            c
            for c in reading.same_sentence()
            if min(staff.end, amount.end) <= c.start < max(staff.start, amount.start)
        ]
        if not _EQUALS.search(between) or others or amount.per_unit or len(between) > 60:
            continue
        if amount.high / staff.low < LOWEST_STAFF_PRICE or amount.low / staff.low > HIGHEST_STAFF_PRICE:
            return reading.tells("staff-price", round(amount.low / staff.low))
    return None


def _staff_product(reading: Reading) -> Mismatch | None:
    """ "4 årsværk a' 700 t. kr., svarende til 2,8 mio. kr.": the product is the amount."""
    staff, price = reading.claim, _priced(reading)
    if price is None or not staff.low:
        return None
    for amount in reading.same_sentence():
        between = reading.passage.text[price.end : amount.start]
        if amount.start > price.end and len(between) <= FARTHEST and _EQUALS.search(between):
            product = round(staff.low * price.low)
            return None if fits(amount, product) else reading.tells("staff-product", product)
    return None


def _priced(reading: Reading) -> Claim | None:
    """The price of one that stands right after the staff."""
    staff = reading.claim
    return next((c for c in reading.same_sentence() if c.per_unit and 0 <= c.start - staff.end < 12), None)


_RULES = {
    "amount": (_whole_investment, _asked_for, _net_effect, _slip, _other_year, _own_effect),
    "staff": (_staff_product, _staff_price),
    "payback": (_payback,),
    "phase_in": (_phase_in,),
}

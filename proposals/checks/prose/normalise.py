"""From the words of a number to its value: Danish numerals, units of money and how exactly it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
SMALL_WORDS = {
    "en": 1, "én": 1, "et": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8,
    "ni": 9, "ti": 10, "elleve": 11, "tolv": 12,
}  # fmt: skip
_WHOLE = re.compile(rf"[0-9]+|[0-9]{{1,3}}(?:[.{SPACES}][0-9]{{3}})+")
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[.{SPACES}][0-9]{{3}})+")


class NotANumber(ValueError):
    """Words that are no number."""


@dataclass(frozen=True)
class Number:
    """A number as written: its value and the size of the last digit written (1 for `12`, 1/10 for `1,3`)."""

    value: Fraction
    step: Fraction


def number(text: str) -> Number:
    """`1.046`, `1 046`, `1,3`, `1.5` (a full stop before one or two digits is a decimal sign), `½`, `fem`."""
    written = text.strip().lower()
    if written in SMALL_WORDS:
        return Number(Fraction(SMALL_WORDS[written]), Fraction(1))
    if written in ("½", "halv", "halvt"):
        return Number(Fraction(1, 2), Fraction(1, 10))
    whole, comma, decimals = written.partition(",")
    if not comma and "." in whole and not _GROUPED.fullmatch(whole):
        whole, _point, decimals = whole.rpartition(".")
    digits = re.sub(rf"[.{SPACES}]", "", whole)
    if not _WHOLE.fullmatch(whole) or not re.fullmatch(r"[0-9]*", decimals):
        raise NotANumber(text)
    step = Fraction(1, 10 ** len(decimals))
    return Number(Fraction(int(digits + decimals)) * step, step)


def unit(text: str) -> Fraction:
    """How many 1.000 kr. a unit of money is: `mio. kr.` 1000, `t. kr.` 1, `kr.` 1/1000; NotANumber for others."""
    written = re.sub(rf"[.{SPACES}\s]", "", text.lower())
    if written.startswith(("mia", "milliard")):
        return Fraction(1_000_000)
    if written.startswith(("mio", "mill")):
        return Fraction(1000)
    if written.startswith(("tkr", "tusind", "1000kr", "tdkk")):
        return Fraction(1)
    if written.startswith(("kr", "dkk")):
        return Fraction(1, 1000)
    raise NotANumber(text)


def money(number_text: str, unit_text: str) -> Number:
    """An amount in 1.000 kr.: `1,3`, `mio. kr.` is 1300 written to the nearest 100."""
    factor = unit(unit_text)
    plain = number(number_text)
    return Number(plain.value * factor, plain.step * factor)

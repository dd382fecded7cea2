"""Danish form of numbers that are no amounts: cases, minutes, hours, percentages, with at most two decimals."""

import re
from decimal import Decimal
from fractions import Fraction

from proposals.economy.numbers import SPACES, NumberError, round_half_away, thousand
from proposals.economy.words import Message, gettext_noop

_MEASURE = re.compile(rf"([0-9]+|[0-9]{{1,3}}(?:[.{SPACES}][0-9]{{3}})+)(?:,([0-9]{{1,2}}))?")
LARGEST_MEASURE = 10**9

NOT_A_MEASURE = gettext_noop(
    "Skriv et tal, fx 1.500 eller 2,5, med højst to decimaler. “%(text)s” kan ikke læses som et tal."
)
TOO_LARGE_MEASURE = gettext_noop("“%(text)s” er for stort.")


def parse_measure(text: str) -> Decimal | None:
    """A typed number that is not negative; None when nothing is typed.

    Takes `1.500`, `1 500`, `2,5` and `80 %`; raises NumberError with help for anything else.
    """
    typed = text.strip()
    if not typed:
        return None
    match = _MEASURE.fullmatch(typed.removesuffix("%").rstrip(SPACES))
    if match is None:
        raise NumberError(Message(NOT_A_MEASURE, {"text": typed}))
    whole, decimals = match.groups()
    number = Decimal(f"{re.sub('[^0-9]', '', whole)}.{decimals or 0}")
    if number > LARGEST_MEASURE:
        raise NumberError(Message(TOO_LARGE_MEASURE, {"text": typed}))
    return plain(number)


def plain(number: Decimal) -> Decimal:
    """The number without needless zeros, and never in powers of ten: 7.00 → 7, 1E+3 → 1000."""
    return Decimal(format(number.normalize(), "f"))


def measure(number: Fraction | Decimal | int) -> str:
    """A number that is not negative as printed, with at most two decimals, halves up: `1.341,67`, `2,5`."""
    exact = Fraction(number)
    whole, decimals = divmod(round_half_away(100 * exact.numerator, exact.denominator), 100)
    return f"{thousand(whole)},{decimals:02}".rstrip("0") if decimals else thousand(whole)

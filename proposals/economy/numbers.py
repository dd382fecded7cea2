"""Danish number form: printing amounts of 1.000 kr. and mio. kr., and reading back what people type."""

import re

from proposals.economy.words import Message, gettext_noop

MINUS = "\N{MINUS SIGN}"

# Ordinary, non-breaking, narrow non-breaking and thin space all come out of Excel and Word as group separators.
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_SIGNS = "-\N{MINUS SIGN}\N{EN DASH}"
_INTEGER = re.compile(rf"([{_SIGNS}])?[{SPACES}]*([0-9]+|[0-9]{{1,3}}(?:[.{SPACES}][0-9]{{3}})+)")
_WITH_DECIMALS = re.compile(rf"[{_SIGNS}]?[{SPACES}]*(?:[0-9.{SPACES}]+,[0-9]*|[0-9]+\.[0-9]{{1,2}})")
_LARGEST_AMOUNT = 10**12

NOT_A_NUMBER = gettext_noop(
    "Skriv et helt tal i 1.000 kr., fx 1.500 eller -540. “%(text)s” kan ikke læses som et tal."
)
DECIMALS = gettext_noop(
    "Beløb skrives i hele 1.000 kr. uden komma: 1,5 mio. kr. skrives 1.500. “%(text)s” har decimaler."
)
TOO_LARGE = gettext_noop("“%(text)s” er for stort. Beløb skrives i 1.000 kr., ikke i kroner.")


class NumberError(ValueError):
    """Text that is no amount; `message` is the Danish sentence shown at the field."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def round_half_away(numerator: int, denominator: int) -> int:
    """`numerator / denominator` as a whole number, halves away from zero; the denominator is positive."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def thousand(amount: int) -> str:
    """An amount of 1.000 kr. as printed: `1.474`, `−540`."""
    grouped = f"{abs(amount):,}".replace(",", ".")
    return MINUS + grouped if amount < 0 else grouped


def million(amount: int) -> str:
    """An amount of 1.000 kr. in mio. kr. with one decimal, halves away from zero: 4250 → `4,3`, −2250 → `−2,3`."""
    tenths = round_half_away(amount, 100)
    whole, decimal = divmod(abs(tenths), 10)
    sign = MINUS if tenths < 0 else ""
    return f"{sign}{thousand(whole)},{decimal}"


def parse_thousand(text: str) -> int | None:
    """A typed amount in 1.000 kr.; None when nothing is typed.

    Takes `-540`, `−540`, `–540`, `1.500` and `1 500`; raises NumberError with help for anything else.
    """
    typed = text.strip()
    if not typed:
        return None
    match = _INTEGER.fullmatch(typed)
    if match is None:
        raise NumberError(Message(DECIMALS if _WITH_DECIMALS.fullmatch(typed) else NOT_A_NUMBER, {"text": typed}))
    sign, digits = match.groups()
    figures = re.sub(r"[^0-9]", "", digits).lstrip("0") or "0"
    # Looked at before it is read: Python reads no number of thousands of digits.
    if len(figures) > len(str(_LARGEST_AMOUNT)) or (amount := int(figures)) >= _LARGEST_AMOUNT:
        raise NumberError(Message(TOO_LARGE, {"text": typed}))
    return -amount if sign else amount

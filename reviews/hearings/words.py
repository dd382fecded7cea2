"""The words that tell that a body is needed: those of the round, else the program's own for the condition.

A word stands alone: "kvm". With a star it stands for all words that begin with it: "lejemål*".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from proposals.models import HearingBody

Condition = HearingBody.Condition
Words = tuple[str, ...]

# What CFØ can change for a round (RoundHearing.words). The other conditions look for no words.
DEFAULT_WORDS: dict[str, Words] = {
    Condition.SQUARE_METRES: (
        "m²", "m2", "kvm", "kvadratmeter*", "lejemål*", "nybyg*", "tilbygning*", "ombyg*", "renover*",
        "samlokalis*", "fraflyt*", "indflyt*", "udflyt*", "lokaleareal*", "arealoptimering*",
    ),
    Condition.EMPLOYER: (
        "arbejdsgiver*", "overenskomst*", "ansættelsesvilkår*", "lønadministration*", "personaleadministration*",
        "sygefravær*", "arbejdstid*", "ferieregistrering*",
    ),
    Condition.DIGITALISATION: (
        "digital*", "automatiser*", "it-løsning*", "it-udvikling*", "it-projekt*", "it-system*", "robot*", "app",
        "apps", "algoritme*", "kunstig intelligens*", "machine learning*", "software*",
    ),
    Condition.IT_SYSTEMS: (
        "it-system*", "it-anskaffelse*", "it-platform*", "fagsystem*", "systemanskaffelse*", "systemudvikling*",
        "systemudbud*", "licens*", "software*",
    ),
    Condition.STAFF: (
        "åv", "årsværk*", "medarbejder*", "personale*", "ansatte", "stilling*", "afskedig*", "opnormering*",
    ),
}  # fmt: skip
# On a line of anlæg these are enough to tell of a new system; in a text they would find too much. CFØ can change them
# too (RoundHearing.line_words).
DEFAULT_LINE_WORDS: dict[str, Words] = {
    Condition.IT_SYSTEMS: ("it", "it-*", "system*", "software*", "licens*", "digital*", "app"),
}


def words_of(condition: str, chosen: Iterable[str]) -> Words:
    """The words looked for: the round's own, or where it has none the program's for the condition."""
    return tuple(chosen) or DEFAULT_WORDS.get(condition, ())


def line_words_of(condition: str, chosen: Iterable[str]) -> Words:
    """The same of the words looked for in the names of anlæg lines."""
    return tuple(chosen) or DEFAULT_LINE_WORDS.get(condition, ())


@lru_cache(maxsize=256)
def pattern(words: Words) -> re.Pattern[str]:
    """Finds any of the words, in any case. A figure may stand right before one ("500m2")."""
    alternatives = "|".join(
        rf"{re.escape(word[:-1])}\w*" if word.endswith("*") else rf"{re.escape(word)}(?!\w)" for word in words
    )
    return re.compile(rf"(?<![^\W\d_])(?:{alternatives})" if words else r"(?!)", re.IGNORECASE)

"""Checks the history against its chain, and what was frozen against its fingerprints: any change is told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Q

from ..models import ChainHead, Event, Revision, SignOff
from ..revisions import is_as_frozen
from .seal import Who, digest_of, guest, link_hash, name_digest, named

# The event that says a person's names were taken out, and what they were replaced with.
ANONYMISED = "person_anonymised"
CHUNK = 1000


@dataclass(frozen=True)
class Fault:
    """`place`: which event, or which part of the chain."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True)
class Noted:
    """The chain's head as somebody wrote it down at some time: the number of an event and the hash there."""

    sequence: int
    hash: str

    @classmethod
    def read(cls, text: str) -> Noted:
        """Reads "1234:9f86d0…"; ValueError for anything else."""
        number, separator, value = text.strip().partition(":")
        if not separator or len(value) != 64 or int(number) < 1:
            raise ValueError(text)
        return cls(int(number), value.lower())


def faults(noted: Noted | None = None) -> Iterator[Fault]:
    """Every fault in the history, in the order of the chain; memory does not grow with the history.

    A history rewritten from some event to its end, head included, is told only by `noted`, which was kept elsewhere.
    """
    # Events written meanwhile come after the head that was read first, so nobody need wait for the check.
    head, taken_out = chain_head(), _names_taken_out()
    sequence, previous = 0, ""
    for event in Event.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(chunk_size=CHUNK):
        place = f"Hændelse {event.sequence} (id {event.pk})"
        yield from (Fault(place, what) for what in _faults_within(event, taken_out))
        if event.sequence != sequence + 1:
            missing = str(sequence + 1) if event.sequence == sequence + 2 else f"{sequence + 1}–{event.sequence - 1}"
            yield Fault(f"Hændelse {missing}", "mangler")
        elif event.hash != link_hash(event.sequence, previous, event.digest):
            yield Fault(place, "passer ikke til hændelsen før")
        if noted and noted.sequence == event.sequence and noted.hash != event.hash:
            yield Fault(place, "er ikke den, der er noteret")
        sequence, previous = event.sequence, event.hash
    if (head.sequence, head.hash) != (sequence, previous):
        yield Fault("Kædens hoved", f"er hændelse {head.sequence}, men den sidste, der findes, er {sequence}")
    if noted and noted.sequence > sequence:
        yield Fault(f"Hændelse {noted.sequence}", "er noteret, men findes ikke")
    outside = Event.objects.filter(Q(sequence=None) | Q(sequence__gt=chain_head().sequence)).order_by("pk")
    for pk in outside.values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        yield Fault(f"Hændelse med id {pk}", "står uden for kæden")


def changed_versions() -> Iterator[Fault]:
    """Versions whose text is not the one that was frozen, and signatures on another text than their version's."""
    for revision in Revision.objects.select_related("proposal").order_by("pk").iterator(chunk_size=CHUNK):
        if not is_as_frozen(revision):
            yield Fault(str(revision), "teksten er ændret")
    for sign in SignOff.objects.exclude(sha256=F("revision__sha256")).select_related("revision__proposal"):
        yield Fault(f"{sign.revision}, {sign.get_kind_display()}", "underskriften gælder en anden tekst")


def chain_head() -> ChainHead:
    """The head as it is now; one of no events before the first."""
    return ChainHead.objects.filter(pk=1).first() or ChainHead()


def _names_taken_out() -> dict[Who, tuple[str, int]]:
    """Person → what stands instead of the name, and the place in the chain of the event that says so."""
    rows = Event.objects.filter(kind=ANONYMISED).order_by("sequence").values_list("data", "sequence")
    return {
        data["person"] if "person" in data else guest(data["link"]): (data["pseudonym"], sequence)
        for data, sequence in rows
        if sequence is not None
    }


def _faults_within(event: Event, taken_out: dict[Who, tuple[str, int]]) -> Iterator[str]:
    try:
        if event.digest != digest_of(event):
            yield "indholdet er ændret"
        for place, person, name in named(event):
            # A name without its own digest stands in the content's.
            if (sealed := event.names.get(place)) is None:
                continue
            if not sealed["salt"]:
                pseudonym, since = taken_out.get(person, ("", 0))
                if name != pseudonym or event.sequence > since:
                    yield f"navnet i {place} er taget ud, uden at det er registreret"
            elif sealed["digest"] != name_digest(sealed["salt"], name):
                yield f"navnet i {place} er ændret"
    except (AttributeError, KeyError, TypeError) as error:
        yield f"kan ikke læses ({type(error).__name__})"

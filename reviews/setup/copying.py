"""A new round as a copy of another: what is copied is chosen, listed beforehand and logged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policy import may
from proposals.models import Round

from ..events import record
from ..hearings import set_up as set_up_hearings
from ..models import RoundHearing
from ..refusal import Refused
from . import words
from .change import Words


@dataclass(frozen=True)
class NewRound:
    """What the new round is called and shows; its deadlines are the source's, `deadline_years` later."""

    name: str
    kind: str
    price_level: int
    first_year: int
    last_year: int
    deadline_years: int = 1


@dataclass(frozen=True)
class Part:
    """Something a copy can take along. `without` says what the new round has when it does not."""

    label: str
    words: Callable[[Round], Words]
    without: str


PARTS: dict[str, Part] = {
    "templates": Part(gettext_lazy("Skabeloner"), words.templates, gettext_lazy("Ingen skabeloner endnu")),
    "deadlines": Part(gettext_lazy("Frister"), words.deadlines, gettext_lazy("Ingen frister endnu")),
    "process": Part(
        gettext_lazy("Sagsgang"),
        words.process_columns,
        gettext_lazy("Programmets egen: én underskriver i CFØ"),
    ),
    "messages": Part(
        gettext_lazy("Beskeder"), words.messages, gettext_lazy("Påmindelser 7 og 1 dag før en frist; mail går ud")
    ),
    "pools": Part(gettext_lazy("Puljer"), words.pools, gettext_lazy("Ingen puljer endnu")),
    "criteria": Part(gettext_lazy("Kriterier"), words.criteria, gettext_lazy("Programmets egne kriterier")),
    "hearings": Part(
        gettext_lazy("Høringsparter"),
        lambda round: words.hearings(round) + words.hearing_words(round),
        gettext_lazy("Alle høringsparter, som de er fra begyndelsen"),
    ),
    "price_indices": Part(gettext_lazy("P/l-indeks"), words.price_indices, gettext_lazy("Ingen p/l-indeks endnu")),
    "presentation": Part(
        gettext_lazy("Præsentation af tabellerne"), words.presentation, gettext_lazy("Programmets egen præsentation")
    ),
    "number_prefix": Part(
        gettext_lazy("Nummerserie"), lambda round: words.basics(round)[-1:], gettext_lazy("Serien BC")
    ),
}


def years_later(when: datetime | None, years: int) -> datetime | None:
    """The same day and time of day that many years later; 29 February becomes 28 February where there is none."""
    if when is None:
        return None
    local = timezone.localtime(when)
    try:
        moved = local.replace(year=local.year + years)
    except ValueError:
        moved = local.replace(year=local.year + years, day=28)
    # Made aware anew: the clock may be an hour apart, summer or winter.
    return timezone.make_aware(moved.replace(tzinfo=None))


def draft_of(source: Round, new: NewRound, parts: Collection[str]) -> Round:
    """The new round's row with the chosen parts that are columns of it, not stored yet. It begins closed."""
    round = Round(
        name=new.name,
        kind=new.kind,
        state=Round.State.CLOSED,
        price_level=new.price_level,
        first_year=new.first_year,
        last_year=new.last_year,
    )
    for part in ("criteria", "presentation", "price_indices", "number_prefix"):
        if part in parts:
            setattr(round, part, getattr(source, part))
    if "process" in parts:
        for field in words.PROCESS:
            setattr(round, field, getattr(source, field))
    if "messages" in parts:
        for field in words.MESSAGES:
            setattr(round, field, getattr(source, field))
    if "deadlines" in parts:
        for field in words.DEADLINES:
            setattr(round, field, years_later(getattr(source, field), new.deadline_years))
    return round


def plan(source: Round, new: NewRound, parts: Collection[str]) -> list[tuple[str, Words]]:
    """What the copy will hold, part by part, before it is made."""
    drafted = draft_of(source, new, parts)
    columns = ("criteria", "presentation", "price_indices", "number_prefix", "deadlines", "process", "messages")
    found = []
    for code, part in PARTS.items():
        if code not in parts:
            said = [(_("Kopieres ikke"), str(part.without))]
        else:
            said = part.words(drafted if code in columns else source) or [(_("Intet at kopiere"), str(part.without))]
        found.append((str(part.label), said))
    return found


@transaction.atomic
def copy_round(source: Round, new: NewRound, parts: Collection[str], by: Any) -> Round:
    """Makes the round; proposals, numbers, footnotes, editions and the introduction are never copied.

    Its forms are the source's own: changing one of them later makes a new version for the round that changes it.
    Raises Refused without the right, or when the name is taken.
    """
    if not (decision := may(by, "set_up_round", source)):
        raise Refused(decision.reason)
    source = Round.objects.select_for_update().get(pk=source.pk)
    round = draft_of(source, new, parts)
    try:
        with transaction.atomic():
            round.save()
    except IntegrityError:
        raise Refused(_("Der er allerede en runde med det navn.")) from None
    if "templates" in parts:
        for row in source.templates.all():
            round.templates.create(type=row.type, template_id=row.template_id)
    if "pools" in parts:
        for pool in source.pools.all():
            round.pools.create(kind=pool.kind, remaining_before=pool.remaining_before)
    if "hearings" in parts:
        RoundHearing.objects.bulk_create(
            RoundHearing(
                round=round,
                body_id=row.body_id,
                condition=row.condition,
                holds_back=row.holds_back,
                needed_when=row.needed_when,
                words=row.words,
                line_words=row.line_words,
                sections=row.sections,
            )
            for row in source.hearings.all()
        )
    else:
        set_up_hearings(round)
    data = {"from": source.name, "from_round": source.pk, "parts": sorted(parts)}
    record("round_created", round=round, actor=by, data=data)
    return round

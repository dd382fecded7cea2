"""Facts of the process that change no state: writer, criteria, number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.policy import actor
from proposals.models import Proposal, Round

from ..refusal import Refused
from .change import change

NUMBER = re.compile(r"[A-ZÆØÅ]{1,6}[0-9]{1,4}")


def hand_over(proposal: Proposal, by: Any, writer: Any) -> None:
    """Gives the proposal to another writer of the same administration."""
    with change("hand_over", proposal, by) as under_way:
        fresh = under_way.proposal
        if fresh.administration_id not in actor(writer).writes_for:
            raise Refused(_("%(name)s er ikke skribent i forvaltningen.") % {"name": writer.name})
        if writer.pk == fresh.writer_id:
            raise Refused(_("%(name)s er allerede forslagets skribent.") % {"name": writer.name})
        under_way.data |= {
            "writer": writer.pk,
            "writer_name": writer.name,
            "before_writer": fresh.writer_id,
            "before_writer_name": fresh.writer.name if fresh.writer else "",
        }
        fresh.writer = writer
        fresh.save(update_fields=["writer"])


def judge_criteria(proposal: Proposal, by: Any, criteria: str, reason: str) -> None:
    """Records whether the proposal meets the round's criteria (a code of Proposal.Criteria)."""
    with change("judge_criteria", proposal, by, reason) as under_way:
        fresh = under_way.proposal
        if criteria not in Proposal.Criteria.values or criteria == Proposal.Criteria.UNKNOWN:
            raise Refused(_("Vælg en vurdering."))
        under_way.data |= {"criteria": criteria, "before": fresh.criteria}
        fresh.criteria, fresh.criteria_reason = criteria, under_way.reason
        fresh.save(update_fields=["criteria", "criteria_reason"])


def number(proposal: Proposal, by: Any, number: str, first: bool = False) -> None:
    """Gives the proposal its number, such as BC07; it is unique in the round.

    `first`: refused where the proposal has a number already.
    """
    with change("number", proposal, by) as under_way:
        fresh = under_way.proposal
        wanted = number.strip().upper()
        if not NUMBER.fullmatch(wanted):
            raise Refused(_("Et nummer er bogstaver og derefter tal, for eksempel BC07."))
        if first and fresh.number:
            raise Refused(_("Har allerede nummer %(number)s.") % {"number": fresh.number})
        # The round's row is locked, so that two caseworkers cannot give the same number at once.
        Round.objects.select_for_update().get(pk=fresh.round_id)
        taken = Proposal.objects.filter(round=fresh.round_id, number=wanted).exclude(pk=fresh.pk).first()
        if taken is not None:
            raise Refused(
                _("%(number)s er allerede givet til “%(title)s”.") % {"number": wanted, "title": taken.title}
            )
        under_way.data |= {"number": wanted, "before": fresh.number or ""}
        fresh.number = wanted
        fresh.save(update_fields=["number"])


def next_number(round: Round) -> str:
    """The lowest number after the highest one given in the round's series: BC01, BC02 and so on."""
    return next(next_numbers(round))


def next_numbers(round: Round) -> Iterator[str]:
    """The numbers after the highest one given in the round's series, without end."""
    given = round.proposals.filter(number__startswith=round.number_prefix).values_list("number", flat=True)
    tails = [value.removeprefix(round.number_prefix) for value in given]
    highest = max((int(tail) for tail in tails if tail.isdecimal()), default=0)
    return (f"{round.number_prefix}{number:02d}" for number in itertools.count(highest + 1))

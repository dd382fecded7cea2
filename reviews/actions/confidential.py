"""Confidentiality of a proposal and of its sections: set with a reason and a last day, lifted by CFØ alone."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.confidentiality import NEVER
from proposals.drafts import refresh_words
from proposals.models import Proposal

from ..refusal import Refused
from .change import Change, change

_WHOLE = ("confidential", "confidential_reason", "confidential_until", "confidential_title")


def set_confidential(
    proposal: Proposal, by: Any, reason: str, until: datetime.date | None, confidential_title: bool = False
) -> None:
    """Hides the proposal from the open file to the last day; `confidential_title`: its title too."""
    with change("set_confidential", proposal, by, reason) as under_way:
        last = _last_day(until)
        under_way.data |= {"confidential_title": confidential_title, "until": last}
        _mark(under_way.proposal, True, under_way.reason, until, confidential_title)


def lift_confidential(proposal: Proposal, by: Any, reason: str) -> None:
    """Opens a confidential proposal; sections that are confidential by themselves stay so."""
    with change("lift_confidential", proposal, by, reason) as under_way:
        _mark(under_way.proposal, False, "", None, False)


def set_sections_confidential(
    proposal: Proposal, by: Any, reason: str, until: datetime.date | None, sections: Collection[str]
) -> None:
    """Makes sections confidential: their headings stay in the open print."""
    with change("set_sections_confidential", proposal, by, reason) as under_way:
        fresh, last = under_way.proposal, _last_day(until)
        chosen = _known(fresh, sections, fresh.sections.exclude(kind__in=NEVER).values_list("key", flat=True))
        under_way.data |= {"until": last, **_named(fresh, chosen)}
        mark = {"reason": under_way.reason, "until": last}
        _store(fresh, fresh.confidential_sections | dict.fromkeys(chosen, mark))


def lift_sections_confidential(proposal: Proposal, by: Any, reason: str, sections: Collection[str]) -> None:
    """Opens confidential sections."""
    with change("lift_sections_confidential", proposal, by, reason) as under_way:
        fresh = under_way.proposal
        chosen = _known(fresh, sections, fresh.confidential_sections)
        under_way.data |= _named(fresh, chosen)
        _store(fresh, {key: mark for key, mark in fresh.confidential_sections.items() if key not in chosen})


def prolong_confidential(proposal: Proposal, by: Any, reason: str, until: datetime.date | None) -> None:
    """Gives the proposal and its confidential sections another last day."""
    with change("prolong_confidential", proposal, by, reason) as under_way:
        fresh, last = under_way.proposal, _last_day(until)
        under_way.data |= {"until": last, "before": _days(under_way)}
        if fresh.confidential:
            fresh.confidential_until = until
            fresh.save(update_fields=["confidential_until"])
        _store(fresh, {key: mark | {"until": last} for key, mark in fresh.confidential_sections.items()})


def _last_day(until: datetime.date | None) -> str:
    if until is None or until < timezone.localdate():
        raise Refused(_("Skriv en sidste dag, der ikke er passeret."))
    return until.isoformat()


def _days(under_way: Change) -> str:
    fresh = under_way.proposal
    days = {mark["until"] for mark in fresh.confidential_sections.values()}
    return ", ".join(sorted(days | ({fresh.confidential_until.isoformat()} if fresh.confidential_until else set())))


def _known(proposal: Proposal, chosen: Collection[str], offered: Collection[str]) -> list[str]:
    if not chosen or not set(chosen) <= set(offered):
        raise Refused(_("Vælg et eller flere af de afsnit, der kan vælges."))
    return sorted(chosen)


def _named(proposal: Proposal, keys: list[str]) -> dict[str, Any]:
    """For the event: the sections' keys, and their headings as they were."""
    headings = {spec.key: f"{spec.number} {spec.heading}".strip() for spec in proposal.template.spec().sections}
    return {"sections": keys, "section_headings": [headings.get(key, key) for key in keys]}


def _mark(proposal: Proposal, confidential: bool, reason: str, until: datetime.date | None, title: bool) -> None:
    for name, value in zip(_WHOLE, (confidential, reason, until, title), strict=True):
        setattr(proposal, name, value)
    proposal.save(update_fields=_WHOLE)


def _store(proposal: Proposal, marked: dict[str, dict[str, str]]) -> None:
    proposal.confidential_sections = marked
    proposal.save(update_fields=["confidential_sections"])
    refresh_words(proposal)

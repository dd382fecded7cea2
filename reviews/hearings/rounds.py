"""Giving a round its hearing bodies."""

from proposals.models import HearingBody, Round

from ..models import RoundHearing


def set_up(round: Round) -> None:
    """A row for each body with the body's defaults; rows that are there already are left as they are."""
    there = set(round.hearings.values_list("body_id", flat=True))
    RoundHearing.objects.bulk_create(
        RoundHearing(
            round=round,
            body=body,
            condition=body.condition,
            holds_back=body.holds_back,
            needed_when=body.needed_when,
        )
        for body in HearingBody.objects.exclude(pk__in=there)
    )

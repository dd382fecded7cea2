"""Giving a round its hearing bodies, and sending its cross-cutting proposals through theirs."""

from django.db.models import QuerySet

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


def cross_cutting_bodies(round: Round) -> QuerySet[RoundHearing]:
    """The rows of the bodies that are there for cross-cutting proposals: Effektiviseringskredsen and the directors."""
    return round.hearings.filter(body__condition=HearingBody.Condition.CROSS_CUTTING).select_related("body")


def holds_cross_cutting(row: RoundHearing) -> bool:
    """Whether a cross-cutting proposal waits for the body before its committee treats it."""
    wanted = (HearingBody.Condition.CROSS_CUTTING, HearingBody.HoldsBack.COMMITTEE)
    return (row.condition, row.holds_back) == wanted


def hold_cross_cutting(round: Round, on: bool) -> None:
    """Lets those bodies hold cross-cutting proposals back from their committee, or be heard by agreement alone."""
    condition, holds_back = HearingBody.Condition.CROSS_CUTTING, HearingBody.HoldsBack.COMMITTEE
    if not on:
        condition, holds_back = HearingBody.Condition.NAMED, HearingBody.HoldsBack.NOTHING
    cross_cutting_bodies(round).update(condition=condition, holds_back=holds_back)

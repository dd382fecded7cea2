"""Revisions, hearings, sign-offs, events and notifications: what happens to a proposal after drafting."""

from .event import Event, Notification
from .hearing import HearingAnswer, HearingRequest, Overruling, RoundHearing
from .revision import CommitteeTreatment, Return, Revision, SignOff

__all__ = [
    "CommitteeTreatment",
    "Event",
    "HearingAnswer",
    "HearingRequest",
    "Notification",
    "Overruling",
    "Return",
    "Revision",
    "RoundHearing",
    "SignOff",
]

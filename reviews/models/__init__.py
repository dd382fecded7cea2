"""Revisions, hearings, sign-offs, events and notifications: what happens to a proposal after drafting."""

from .event import AppendOnly, ChainHead, Event
from .hearing import HearingAnswer, HearingRequest, NeedJudgement, Overruling, RoundHearing
from .notification import MessageChoice, Notification
from .revision import CommitteeTreatment, Return, Revision, SignOff

__all__ = [
    "AppendOnly",
    "ChainHead",
    "CommitteeTreatment",
    "Event",
    "HearingAnswer",
    "HearingRequest",
    "MessageChoice",
    "NeedJudgement",
    "Notification",
    "Overruling",
    "Return",
    "Revision",
    "RoundHearing",
    "SignOff",
]

"""Revisions, hearings, meetings, sign-offs, events and notifications: what happens to a proposal after drafting."""

from .event import AppendOnly, ChainHead, Event
from .hearing import HearingAnswer, HearingRequest, NeedJudgement, Overruling, RoundHearing
from .meeting import Booking, Meeting
from .notification import MessageChoice, Notification, Reminder
from .revision import CommitteeTreatment, Return, Revision, SignOff

__all__ = [
    "AppendOnly",
    "Booking",
    "ChainHead",
    "CommitteeTreatment",
    "Event",
    "HearingAnswer",
    "HearingRequest",
    "Meeting",
    "MessageChoice",
    "NeedJudgement",
    "Notification",
    "Overruling",
    "Reminder",
    "Return",
    "Revision",
    "RoundHearing",
    "SignOff",
]

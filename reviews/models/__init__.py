"""Revisions, hearings, meetings, comments, sign-offs, events and messages: what happens after drafting."""

from .comment import Comment
from .decision import Decision
from .event import AppendOnly, ChainHead, Event
from .hearing import HearingAnswer, HearingRequest, NeedJudgement, Overruling, RoundHearing
from .hearing_date import DateProposal
from .hearing_file import HearingFile
from .hearing_link import HearingLink
from .meeting import Booking, Meeting
from .notification import MessageChoice, Notification, Reminder
from .revision import CommitteeTreatment, Return, Revision, SignOff

__all__ = [
    "AppendOnly",
    "Booking",
    "ChainHead",
    "Comment",
    "CommitteeTreatment",
    "DateProposal",
    "Decision",
    "Event",
    "HearingAnswer",
    "HearingFile",
    "HearingLink",
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

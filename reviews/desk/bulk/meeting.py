"""One meeting booked for several proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...actions import meeting as actions
from ...forms.meetings import MeetingField
from ...meetings.chain import bookings_to_prefetch
from ...meetings.told import said
from ...models import Meeting
from ..rows import DeskRow
from .plan import BulkAction, Outcome


class _AnyMeetingField(MeetingField):
    """Meetings of several bodies and committees, so each is told with who holds it."""

    def label_from_instance(self, meeting: Meeting) -> str:
        return f"{meeting.holder}: {said(meeting)}"


class MeetingForm(forms.Form):
    meeting = _AnyMeetingField(
        label=gettext_lazy("Møde"),
        queryset=Meeting.objects.none(),
        empty_label=gettext_lazy("Vælg"),
        error_messages={"required": gettext_lazy("Vælg et møde.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = Meeting.objects.filter(date__gte=timezone.localdate()).select_related("body", "committee")
        self.fields["meeting"].queryset = coming.order_by("body__order", "committee__order", "date")


def plan(rows: list[DeskRow], user: Any, given: dict[str, Any]) -> list[Outcome]:
    prefetch_related_objects([row.proposal for row in rows], bookings_to_prefetch())
    return [_outcome(row, user, given["meeting"]) for row in rows]


def _outcome(row: DeskRow, user: Any, meeting: Meeting) -> Outcome:
    why_not = actions.why_not_book(row.proposal, user, meeting)
    if why_not:
        return Outcome(row, why_not, happens=False)
    words = _("Kommer på mødet i %(holder)s %(meeting)s.") % {"holder": meeting.holder, "meeting": said(meeting)}
    return Outcome(row, words, note=_note(row, meeting), given={"meeting": meeting})


def _note(row: DeskRow, meeting: Meeting) -> str:
    """That the body has nothing to say of the proposal, by the round's rules or because it is heard."""
    if meeting.body_id is None:
        return ""
    found = next((hearing for hearing in row.hearings if hearing.body == meeting.body_id), None)
    if found is None:
        return _("Reglerne siger ikke, at %(body)s skal høres.") % {"body": meeting.body}
    return _("%(body)s er allerede hørt.") % {"body": meeting.body} if found.released else ""


ACTION = BulkAction(
    "moede",
    gettext_lazy("Book et møde"),
    gettext_lazy("Forslagene kommer på mødets dagsorden. Mødeplanen sættes op under Møder."),
    plan,
    actions.book,
    MeetingForm,
    defaults=None,
)

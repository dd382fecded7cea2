"""Several people on one proposal: who has which section open, whose it is, and whether its text is finished."""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.policy import may, people_who_may

from .drafts import locked_for
from .models import Presence, Proposal, Section
from .signals import happened

# A page gives a sign of life every 15 seconds; one that has given none for so long is closed.
OPEN_FOR = datetime.timedelta(seconds=45)
# Whether these are finished only their writer knows; of the others the checks know.
WORD_KINDS = ("text",)


def seen(section: Section, user) -> None:
    """The person has the section's form open now."""
    Presence.objects.update_or_create(section=section, user=user, defaults={"last_seen": timezone.now()})


def left(section: Section, user) -> None:
    """The person has closed the section's form."""
    Presence.objects.filter(section=section, user=user).delete()


def present(proposal: Proposal, user) -> dict[int, list[str]]:
    """The names of the others who have a section open, by the section's id, each name once; one query.

    Nobody's for those who may not see who writes.
    """
    found: dict[int, list[str]] = defaultdict(list)
    if not may(user, "see_present", proposal):
        return found
    rows = Presence.objects.filter(section__proposal=proposal, last_seen__gt=timezone.now() - OPEN_FOR)
    for row in rows.exclude(user=user).select_related("user").order_by("user__name", "user_id"):
        found[row.section_id].append(str(row.user))
    return found


def present_words(names: list[str]) -> str:
    """That others have the section open, for its page and the task list; "" when nobody has."""
    if not names:
        return ""
    words = ngettext("En kollega (%s) har dette afsnit åbent.", "Kolleger (%s) har dette afsnit åbent.", len(names))
    return words % ", ".join(names)


def colleagues(proposal: Proposal):
    """Whom a section of the proposal can be given to, as a queryset: those who may edit it."""
    return people_who_may("edit", proposal).order_by("name", "pk")


@transaction.atomic
def assign(section: Section, to, *, by, heading: str) -> Section:
    """Gives the section to a colleague, or with None to nobody. NotEditable when it cannot be written in.

    The person must be one of `colleagues`. Giving it to the one who has it changes nothing.
    """
    proposal = locked_for(by, section.proposal_id, section.key)
    current = Section.objects.select_related("assignee").get(pk=section.pk)
    if current.assignee == to:
        return current
    current.assignee = to
    current.save(update_fields=["assignee"])
    data = {"section": section.key, "heading": heading}
    if to is not None:
        data |= {"assignee": to.pk, "assignee_name": to.name}
    kind = "section_given" if to is not None else "section_given_back"
    happened.send(sender=Section, kind=kind, proposal=proposal, actor=by, reason="", data=data)
    return current


@transaction.atomic
def mark_done(section: Section, done: bool, *, by) -> None:
    """The writer's word on whether the text is finished. NotEditable when it cannot be written in."""
    locked_for(by, section.proposal_id, section.key)
    Section.objects.filter(pk=section.pk).update(done=done)

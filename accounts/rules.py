"""What a right is made of: which roles, in which place of the subject, on which subjects.

One declaration answers every question: whether it holds for a person and a subject, which proposals it opens to
a person, and which people it names for a subject. So the list, the row, the button and the recipients are one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import Q

from .actor import Actor
from .models import Role

# Not `Q()`, which Django drops when it is joined to another.
NOTHING, EVERYTHING = Q(pk__in=[]), ~Q(pk__in=[])


@dataclass(frozen=True)
class Place:
    """Where a membership meets the subject: its `field` is one of the ids that `of` finds at the subject.

    `proposals` is the same condition on rows of proposals, given the ids of a person's places.
    """

    field: str
    of: Callable[[Any], Collection[int]]
    proposals: Callable[[Collection[int | None]], Q]


@dataclass(frozen=True)
class Grant:
    """Those who have one of the roles, in the place where it is named, on subjects that have the values of `when`."""

    roles: tuple[str, ...]
    place: Place | None = None
    when: Mapping[str, Collection[Any]] = field(default_factory=dict)

    def holds(self, who: Actor, subject: Any) -> bool:
        places = who.places(*self.roles)
        if not places or not self._concerns(subject):
            return False
        return self.place is None or not places.isdisjoint(self.place.of(subject))

    def proposals(self, who: Actor) -> Q:
        places = who.places(*self.roles)
        if not places:
            return NOTHING
        rows = EVERYTHING if self.place is None else self.place.proposals(places)
        for name, values in self.when.items():
            rows &= Q(**{f"{name}__in": values})
        return rows

    def memberships(self, subject: Any) -> Q:
        if not self._concerns(subject):
            return NOTHING
        rows = Q(role__in=self.roles)
        return rows if self.place is None else rows & Q(**{f"{self.place.field}__in": self.place.of(subject)})

    def _concerns(self, subject: Any) -> bool:
        return all(attrgetter(name.replace("__", "."))(subject) in values for name, values in self.when.items())


@dataclass(frozen=True)
class Rule:
    """Everybody whom one of the grants allows; several are joined with `|`, each narrowed with `when`."""

    grants: tuple[Grant, ...]

    def __or__(self, other: Rule) -> Rule:
        return Rule(self.grants + other.grants)

    def when(self, **values: Collection[Any]) -> Rule:
        """The same people, only on subjects whose fields have one of the values."""
        return Rule(tuple(replace(grant, when={**grant.when, **values}) for grant in self.grants))

    def holds(self, who: Actor, subject: Any) -> bool:
        """Whether the person may, on the subject."""
        return any(grant.holds(who, subject) for grant in self.grants)

    def proposals(self, who: Actor) -> Q:
        """The condition on proposals for which it holds for the person; it joins nothing, so no row comes twice."""
        found = NOTHING
        for grant in self.grants:
            found |= grant.proposals(who)
        return found

    def memberships(self, subject: Any) -> Q:
        """The condition on memberships that give the right on the subject."""
        found = NOTHING
        for grant in self.grants:
            found |= grant.memberships(subject)
        return found


@dataclass(frozen=True)
class OpenLink(Rule):
    """Whoever has a link that is open, signed in or not; the subject is the link."""

    grants: tuple[Grant, ...] = ()

    def holds(self, who: Actor, subject: Any) -> bool:
        return not subject.why_closed()


def rule(*roles: Role, place: Place | None = None) -> Rule:
    return Rule((Grant(roles, place),))


# A body sees what it has been asked about, as long as the request stands.
_ASKED = {"asked": True, "withdrawn_at": None}


def _bodies_asked(proposal: Any) -> Collection[int]:
    return set(proposal.hearing_requests.filter(**_ASKED).values_list("body", flat=True))


def _proposals_asked_about(bodies: Collection[int | None]) -> Q:
    requests = apps.get_model("reviews", "HearingRequest").objects
    return Q(pk__in=requests.filter(body__in=bodies, **_ASKED).values("proposal"))


_ADMINISTRATION = Place(
    "administration", lambda subject: {subject.administration_id}, lambda ids: Q(administration__in=ids)
)
_COMMITTEE = Place("committee", lambda proposal: {proposal.committee_id}, lambda ids: Q(committee__in=ids))
BODY_ASKED = Place("body", _bodies_asked, _proposals_asked_about)
_BODY_OF_REQUEST = Place("body", lambda request: {request.body_id}, _proposals_asked_about)
# A meeting, or the place that holds it: a right over the calendar opens no proposals.
_HOLDING_BODY = Place("body", lambda meeting: {meeting.body_id}, lambda _ids: NOTHING)
_HOLDING_COMMITTEE = Place("committee", lambda meeting: {meeting.committee_id}, lambda _ids: NOTHING)
# A booking: of a body's meeting it is the administration's, of the proposal's committee it is the secretary's.
_BOOKS_BODY = Place(
    "administration",
    lambda booking: {booking.proposal.administration_id} if booking.meeting.committee_id is None else set(),
    lambda ids: Q(administration__in=ids),
)
_BOOKS_COMMITTEE = Place(
    "committee",
    lambda booking: {booking.proposal.committee_id} & {booking.meeting.committee_id},
    lambda ids: Q(committee__in=ids),
)

own_writer = rule(Role.WRITER, place=_ADMINISTRATION)
own_signer = rule(Role.SIGNER, place=_ADMINISTRATION)
own = own_writer | own_signer
own_administrator = rule(Role.LOCAL_ADMINISTRATOR, place=_ADMINISTRATION)
own_secretary = rule(Role.SECRETARY, place=_COMMITTEE)
asked_body = rule(Role.BODY_MEMBER, place=BODY_ASKED)
body_of_request = rule(Role.BODY_MEMBER, place=_BODY_OF_REQUEST)
holding_body = rule(Role.BODY_MEMBER, place=_HOLDING_BODY)
holding_committee = rule(Role.SECRETARY, place=_HOLDING_COMMITTEE)
booking_administration = rule(Role.WRITER, Role.SIGNER, place=_BOOKS_BODY)
booking_secretary = rule(Role.SECRETARY, place=_BOOKS_COMMITTEE)
cfo = rule(Role.CFO_CASEWORKER, Role.CFO_SIGNER)
cfo_signer = rule(Role.CFO_SIGNER)
administrator = rule(Role.ADMINISTRATOR)
any_administrator = rule(Role.ADMINISTRATOR, Role.LOCAL_ADMINISTRATOR)
any_writer = rule(Role.WRITER)
in_the_municipality = rule(
    Role.WRITER, Role.SIGNER, Role.SECRETARY, Role.READER, Role.LOCAL_ADMINISTRATOR, Role.ADMINISTRATOR
)
holder_of_link = OpenLink()

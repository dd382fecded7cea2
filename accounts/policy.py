"""The one place that decides who may do what: denied unless a rule here allows it.

The list (`visible_proposals`), the row and the button (`may`) and the recipients (`people_who_may`) come
from the same memberships. Whether a step is legal in the proposal's state is not a right: that is decided
in `reviews.process`. This module imports no other room, so every room can ask it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .models import Membership, Role, User

# Once it has left the administration, an open proposal can be read by others in the municipality.
SHARED_STATES = ("submitted", "approved", "treated")


@dataclass(frozen=True)
class Decision:
    """The answer to "may this person?", with the reason for a refusal in the user's words."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


@dataclass(frozen=True)
class Actor:
    """A person's memberships, read once."""

    user_id: int
    writes_for: frozenset[int] = frozenset()
    signs_for: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()
    committees: frozenset[int] = frozenset()
    roles: frozenset[str] = field(default=frozenset())

    @property
    def administrations(self) -> frozenset[int]:
        return self.writes_for | self.signs_for

    @property
    def is_cfo(self) -> bool:
        return bool(self.roles & {Role.CFO_CASEWORKER, Role.CFO_SIGNER})


def actor(user: Any) -> Actor:
    """The person's memberships; an anonymous or inactive person has none. Cached on the user object."""
    if not user.is_authenticated or not user.is_active:
        return Actor(0)
    cached = getattr(user, "_policy_actor", None)
    if cached is None:
        rows = list(Membership.objects.filter(user_id=user.pk))
        cached = user._policy_actor = Actor(
            user_id=user.pk,
            writes_for=frozenset(m.administration_id for m in rows if m.role == Role.WRITER),
            signs_for=frozenset(m.administration_id for m in rows if m.role == Role.SIGNER),
            bodies=frozenset(m.body_id for m in rows if m.role == Role.BODY_MEMBER),
            committees=frozenset(m.committee_id for m in rows if m.role == Role.SECRETARY),
            roles=frozenset(m.role for m in rows),
        )
    return cached


def visible_proposals(user: Any) -> Q:
    """The condition a proposal must meet to be seen by this person; it joins nothing, so no row comes twice.

    Confidential ones are seen by their administration, CFØ, the bodies asked and the secretary of their
    committee, and by nobody else.
    """
    who = actor(user)
    if who.is_cfo:
        return Q()
    seen = Q(pk__in=[])
    if who.administrations:
        seen |= Q(administration__in=who.administrations)
    if who.bodies:
        seen |= Q(pk__in=_asked_proposals(who.bodies))
    if who.committees:
        seen |= Q(committee__in=who.committees, state__in=SHARED_STATES)
    if who.administrations or who.committees or who.roles & {Role.READER, Role.ADMINISTRATOR}:
        seen |= Q(confidential=False, state__in=SHARED_STATES)
    return seen


def _asked_proposals(bodies: frozenset[int]):
    from django.apps import apps

    requests = apps.get_model("reviews", "HearingRequest").objects
    return requests.filter(body__in=bodies, asked=True, withdrawn_at=None).values("proposal")


Rule = Callable[[Actor, Any], bool]


def _cfo(who: Actor, _subject: Any) -> bool:
    return who.is_cfo


def _cfo_signer(who: Actor, _subject: Any) -> bool:
    return Role.CFO_SIGNER in who.roles


def _writer(who: Actor, proposal: Any) -> bool:
    return proposal.administration_id in who.writes_for


def _signer(who: Actor, proposal: Any) -> bool:
    return proposal.administration_id in who.signs_for


def _own(who: Actor, proposal: Any) -> bool:
    return _writer(who, proposal) or _signer(who, proposal)


def _own_or_cfo(who: Actor, proposal: Any) -> bool:
    return _own(who, proposal) or who.is_cfo


def _secretary_or_cfo(who: Actor, proposal: Any) -> bool:
    return proposal.committee_id in who.committees or who.is_cfo


def _visible(who: Actor, proposal: Any) -> bool:
    if _own_or_cfo(who, proposal):
        return True
    shared = proposal.state in SHARED_STATES
    if shared and proposal.committee_id in who.committees:
        return True
    asked = {"body__in": who.bodies, "asked": True, "withdrawn_at": None}
    if who.bodies and proposal.hearing_requests.filter(**asked).exists():
        return True
    may_read_open = bool(who.administrations or who.committees or who.roles & {Role.READER, Role.ADMINISTRATOR})
    return shared and not proposal.confidential and may_read_open


def _body_member(who: Actor, request: Any) -> bool:
    """The subject is a hearing request: it is answered by a member of its body."""
    return request.body_id in who.bodies


def _anyone_writing(who: Actor, _round: Any) -> bool:
    return bool(who.writes_for)


def _administrator(who: Actor, _subject: Any) -> bool:
    return Role.ADMINISTRATOR in who.roles


# Action → (rule, reason for a refusal). The subject is a proposal unless the name says otherwise.
RULES: dict[str, tuple[Rule, Callable[[], str]]] = {
    "view": (_visible, lambda: _("Du har ikke adgang til forslaget.")),
    "edit": (_own, lambda: _("Kun forvaltningens skribenter og underskrivere kan rette forslaget.")),
    "see_present": (_own_or_cfo, lambda: _("Kun forvaltningen og CFØ kan se, hvem der skriver.")),
    "submit": (_signer, lambda: _("Kun forvaltningens underskriver kan indsende forslaget.")),
    "let_in_late": (_cfo, lambda: _("Kun CFØ kan give lov til at indsende efter fristen.")),
    "return": (_cfo, lambda: _("Kun CFØ kan returnere et forslag.")),
    "approve": (_cfo_signer, lambda: _("Kun en CFØ-underskriver kan godkende et forslag.")),
    "reopen": (_own, lambda: _("Kun forvaltningen kan tage forslaget tilbage for at rette det.")),
    "treat": (_secretary_or_cfo, lambda: _("Kun udvalgets sekretær og CFØ kan registrere udvalgets behandling.")),
    "withdraw": (_own_or_cfo, lambda: _("Kun forvaltningen og CFØ kan trække forslaget tilbage.")),
    "archive": (_own, lambda: _("Kun forvaltningen kan arkivere en kladde.")),
    "restore": (_own, lambda: _("Kun forvaltningen kan hente en arkiveret kladde frem.")),
    "hand_over": (_own, lambda: _("Kun forvaltningen kan give forslaget til en anden skribent.")),
    "attach": (_own, lambda: _("Kun forvaltningen kan vedhæfte og fjerne filer.")),
    "ask_hearing": (_own_or_cfo, lambda: _("Kun forvaltningen og CFØ kan bede om en høring.")),
    "record_hearing": (_own_or_cfo, lambda: _("Kun forvaltningen og CFØ kan registrere et svar.")),
    "overrule": (_cfo_signer, lambda: _("Kun en CFØ-underskriver kan se bort fra en høring.")),
    "judge_criteria": (_cfo, lambda: _("Kun CFØ vurderer kriterierne.")),
    "number": (_cfo, lambda: _("Kun CFØ giver forslag numre.")),
    "set_confidential": (_own_or_cfo, lambda: _("Kun forvaltningen og CFØ kan gøre et forslag fortroligt.")),
    "lift_confidential": (_cfo, lambda: _("Kun CFØ kan ophæve fortrolighed.")),
    # The subject is a hearing request.
    "answer_hearing": (_body_member, lambda: _("Kun medlemmer af høringsparten kan svare.")),
    # The subject is a round.
    "create": (_anyone_writing, lambda: _("Kun skribenter kan oprette forslag.")),
    "appendix": (_cfo, lambda: _("Kun CFØ arbejder med bilaget.")),
    "set_up_round": (_cfo, lambda: _("Kun CFØ sætter runder op.")),
    # No subject.
    "administer_people": (_administrator, lambda: _("Kun administratorer kan give roller.")),
}


def may(user: Any, action: str, subject: Any = None) -> Decision:
    """Whether the person has the right to the action on the subject; KeyError for an unknown action."""
    rule, reason = RULES[action]
    return ALLOWED if rule(actor(user), subject) else Decision(False, reason())


def may_create_for(user: Any, administration_id: int) -> Decision:
    """Whether the person may draft a proposal for the administration."""
    if administration_id in actor(user).writes_for:
        return ALLOWED
    return Decision(False, _("Du er ikke skribent i den forvaltning."))


def people_who_may(action: str, proposal: Any):
    """Active people with the right to the action on the proposal, as a queryset; for recipients of messages."""
    people = User.objects.filter(is_active=True)
    places = {
        _signer: Q(memberships__role=Role.SIGNER, memberships__administration=proposal.administration_id),
        _own: Q(
            memberships__role__in=[Role.WRITER, Role.SIGNER],
            memberships__administration=proposal.administration_id,
        ),
        _cfo: Q(memberships__role__in=[Role.CFO_CASEWORKER, Role.CFO_SIGNER]),
        _cfo_signer: Q(memberships__role=Role.CFO_SIGNER),
        _secretary_or_cfo: Q(memberships__role=Role.SECRETARY, memberships__committee=proposal.committee_id),
    }
    return people.filter(places[RULES[action][0]]).distinct()

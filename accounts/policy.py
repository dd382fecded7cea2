"""The one place that decides who may do what: denied unless a rule here allows it.

Each action is declared once (`RULES`); the list (`visible_proposals`), the row and the button (`may`), the recipients
(`people_who_may`) and the reason for a refusal all come from that. Whether a step is legal in the proposal's state is
not a right: that is decided in `reviews.process`. The room imports no other, so every room can ask it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .actor import Actor, actor
from .audiences import NOBODY, InAudience
from .models import Membership, Role, User
from .rules import (
    Rule,
    administrator,
    any_administrator,
    any_writer,
    asked_body,
    body_of_request,
    booking_administration,
    booking_secretary,
    cfo,
    cfo_signer,
    holder_of_link,
    holding_body,
    holding_committee,
    in_the_municipality,
    own,
    own_administrator,
    own_secretary,
    own_signer,
    own_writer,
)

__all__ = [
    "RULES",
    "Actor",
    "Decision",
    "actor",
    "comments_where_may",
    "may",
    "may_create_for",
    "may_read_acts_of",
    "people_who_may",
    "people_with",
    "proposals_where_may",
    "visible_comments",
    "visible_proposals",
]

# Once it has left the administration, an open proposal can be read by others in the municipality.
SHARED_STATES = ("submitted", "approved", "treated")


@dataclass(frozen=True)
class Decision:
    """The answer to "may this person?", with the reason for a refusal in the user's words."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raises PermissionDenied with the reason where it is refused."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


ALLOWED = Decision(True)

# What is confidential is seen by the administration, CFØ, the bodies asked and the secretary of the committee.
trusted = own | own_administrator | cfo | own_secretary.when(state=SHARED_STATES) | asked_body
visible = trusted | in_the_municipality.when(state=SHARED_STATES, confidential=[False])
# A comment may quote any section: where one is confidential, others read none.
visible_whole = trusted | in_the_municipality.when(
    state=SHARED_STATES, confidential=[False], confidential_sections=[{}]
)

# Action → (rule, reason for a refusal). The subject is a proposal unless the name says otherwise.
RULES: dict[str, tuple[Rule | InAudience, Callable[[], str]]] = {
    "view": (visible, lambda: _("Du har ikke adgang til forslaget.")),
    "read_confidential": (trusted, lambda: _("Det er fortroligt, og du har ikke adgang til at læse det.")),
    "see_reads": (
        own_signer | own_administrator | cfo,
        lambda: _("Kun forvaltningens underskrivere, dens administrator og CFØ kan se, hvem der har læst."),
    ),
    "edit": (own, lambda: _("Kun forvaltningens skribenter og underskrivere kan rette forslaget.")),
    "see_versions": (
        own | own_administrator | cfo,
        lambda: _("Kun forvaltningen og CFØ kan se, hvad der er skrevet undervejs."),
    ),
    "see_present": (own | cfo, lambda: _("Kun forvaltningen og CFØ kan se, hvem der skriver.")),
    "submit": (
        own_signer | own_writer.when(round__internal_signer=[False]),
        lambda: _("Kun forvaltningens underskriver kan indsende forslaget."),
    ),
    "let_in_late": (cfo, lambda: _("Kun CFØ kan give lov til at indsende efter fristen.")),
    "return": (cfo, lambda: _("Kun CFØ kan returnere et forslag.")),
    "preapprove": (cfo, lambda: _("Kun CFØ kan prægodkende et forslag.")),
    "approve": (cfo_signer, lambda: _("Kun en CFØ-underskriver kan godkende et forslag.")),
    "decide": (cfo, lambda: _("Kun CFØ kan træffe beslutninger, der offentliggøres senere.")),
    "release": (cfo, lambda: _("Kun CFØ kan offentliggøre beslutninger.")),
    "reopen": (own, lambda: _("Kun forvaltningen kan tage forslaget tilbage for at rette det.")),
    "treat": (own_secretary | cfo, lambda: _("Kun udvalgets sekretær og CFØ kan registrere udvalgets behandling.")),
    "withdraw": (own | cfo, lambda: _("Kun forvaltningen og CFØ kan trække forslaget tilbage.")),
    "archive": (own, lambda: _("Kun forvaltningen kan arkivere en kladde.")),
    "restore": (own, lambda: _("Kun forvaltningen kan hente en arkiveret kladde frem.")),
    "hand_over": (own, lambda: _("Kun forvaltningen kan give forslaget til en anden skribent.")),
    "attach": (own, lambda: _("Kun forvaltningen kan vedhæfte og fjerne filer.")),
    "ask_hearing": (own | cfo, lambda: _("Kun forvaltningen og CFØ kan bede om en høring.")),
    "record_hearing": (own | cfo, lambda: _("Kun forvaltningen og CFØ kan registrere et svar.")),
    "judge_hearing_need": (
        own | cfo,
        lambda: _("Kun forvaltningen og CFØ kan vurdere, om en høring er nødvendig."),
    ),
    "overrule": (cfo_signer, lambda: _("Kun en CFØ-underskriver kan se bort fra en høring.")),
    "judge_criteria": (cfo, lambda: _("Kun CFØ vurderer kriterierne.")),
    "number": (cfo, lambda: _("Kun CFØ giver forslag numre.")),
    "set_confidential": (own | cfo, lambda: _("Kun forvaltningen og CFØ kan gøre et forslag fortroligt.")),
    "lift_confidential": (cfo, lambda: _("Kun CFØ kan ophæve fortrolighed.")),
    "comment": (
        trusted,
        lambda: _("Kun forvaltningen, CFØ, spurgte høringsparter og udvalgets sekretær kan skrive kommentarer."),
    ),
    # The subject is a comment.
    "read_comment": (InAudience(visible_whole), lambda: _("Kommentaren er ikke til dig.")),
    "answer_comment": (InAudience(trusted), lambda: _("Du kan ikke svare på kommentaren.")),
    "change_comment": (
        InAudience(NOBODY, writer=trusted),
        lambda: _("Kun den, der har skrevet kommentaren, kan ændre den."),
    ),
    "resolve_comment": (
        InAudience(own | cfo, writer=trusted),
        lambda: _("Kun den, der har skrevet kommentaren, forvaltningen og CFØ kan løse den."),
    ),
    # The subject is a hearing request.
    "answer_hearing": (body_of_request, lambda: _("Kun medlemmer af høringsparten kan svare.")),
    # The subject is a meeting or the place that holds it.
    "keep_meetings": (
        cfo | holding_body | holding_committee,
        lambda: _("Kun CFØ, høringspartens medlemmer og udvalgets sekretær kan ændre mødedatoerne."),
    ),
    # The subject is a booking.
    "book_meeting": (
        cfo | booking_administration | booking_secretary,
        lambda: _("Forvaltningen og CFØ booker høringsparternes møder, udvalgets sekretær og CFØ udvalgets."),
    ),
    "read_minutes": (
        body_of_request | own | cfo,
        lambda: _("Kun høringsparten, forvaltningen og CFØ kan læse referatet."),
    ),
    "attach_minutes": (
        body_of_request | own | cfo,
        lambda: _("Kun høringsparten, forvaltningen og CFØ kan vedhæfte og fjerne referater."),
    ),
    # The subject is a link to a hearing.
    "use_link": (holder_of_link, lambda: _("Linket virker ikke længere.")),
    # The subject is a round.
    "create": (any_writer, lambda: _("Kun skribenter kan oprette forslag.")),
    "appendix": (cfo, lambda: _("Kun CFØ arbejder med bilaget.")),
    "set_up_round": (cfo, lambda: _("Kun CFØ sætter runder op.")),
    "outbox": (cfo, lambda: _("Kun CFØ kan se rundens udbakke.")),
    "desk": (cfo, lambda: _("Kun CFØ har overblikket over runden.")),
    # The subject is a membership. An administration's own administrator gives the roles of those who write and sign.
    "give_role": (
        administrator | own_administrator.when(role=[Role.WRITER, Role.SIGNER]),
        lambda: _("Du kan kun give og tage roller som skribent og underskriver i din egen forvaltning."),
    ),
    # No subject.
    "read_round_log": (cfo | administrator, lambda: _("Kun CFØ og administratorer kan se rundens log.")),
    "read_acts": (cfo | administrator, lambda: _("Kun CFØ og administratorer kan se, hvad andre har gjort.")),
    "read_security_log": (administrator, lambda: _("Kun administratorer kan se sikkerhedsloggen.")),
    "people": (any_administrator, lambda: _("Kun administratorer kan se medarbejdernes roller.")),
    "administer_people": (administrator, lambda: _("Kun administratorer kan give roller.")),
}


def may(user: Any, action: str, subject: Any = None) -> Decision:
    """Whether the person has the right to the action on the subject; KeyError for an unknown action."""
    rule, reason = RULES[action]
    return ALLOWED if rule.holds(actor(user), subject) else Decision(False, reason())


def may_create_for(user: Any, administration_id: int) -> Decision:
    """Whether the person may draft a proposal for the administration."""
    if administration_id in actor(user).writes_for:
        return ALLOWED
    return Decision(False, _("Du er ikke skribent i den forvaltning."))


def may_read_acts_of(user: Any, person_id: int) -> Decision:
    """Whether the person may read what somebody did: their own acts always."""
    return ALLOWED if user.pk == person_id else may(user, "read_acts")


def visible_proposals(user: Any) -> Q:
    """The condition a proposal must meet to be seen by this person; it joins nothing, so no row comes twice."""
    return proposals_where_may(user, "view")


def visible_comments(user: Any) -> Q:
    """The condition a comment must meet to be read by this person: in its audience, on a proposal they may see."""
    return comments_where_may(user, "read_comment")


def comments_where_may(user: Any, action: str) -> Q:
    """The condition a comment must meet for the person to have the right to the action on it."""
    return RULES[action][0].comments(actor(user))


def proposals_where_may(user: Any, action: str) -> Q:
    """The condition a proposal must meet for the person to have the right to the action on it."""
    return RULES[action][0].proposals(actor(user))


def people_who_may(action: str, subject: Any, *roles: str) -> QuerySet[User]:
    """Active people with the right to the action on the subject; with `roles` only those who have it by such a role.

    For recipients of messages: CFØ too may register a committee's treatment, but the secretary is told of it.
    """
    rows = Membership.objects.current().filter(RULES[action][0].memberships(subject))
    return _active(rows.filter(role__in=roles) if roles else rows)


def people_with(role: str, **place: Any) -> QuerySet[User]:
    """Active people who have the role now, in the place where it is named (`administration=…`, `body__code=…`)."""
    return _active(Membership.objects.current().filter(role=role, **place))


def _active(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=memberships.values("user"))

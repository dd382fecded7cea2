"""Giving and taking roles: checked against the policy where the change is made, and told in the same transaction."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from .actor import actor
from .invitations import PasswordLink, send_after_commit
from .models import PLACE_OF_ROLE, Membership, Role, User
from .policy import Decision, may
from .signals import tell

PLACES = ("administration", "body", "committee")


class NotGiven(Exception):
    """A change of roles that was refused; the text is for the person who asked."""


def membership_of(role: str, place_id: int | None) -> Membership:
    """A role in its place, of nobody yet: what the policy is asked about."""
    field = PLACE_OF_ROLE.get(Role(role))
    return Membership(role=role, **({f"{field}_id": place_id} if field else {}))


def within_reach(user: Any) -> QuerySet[User]:
    """The people whose roles the person may see: everybody, or those with a role in one's own administration."""
    who = actor(user)
    if Role.ADMINISTRATOR in who.roles:
        return User.objects.filter(is_superuser=False)
    own = Q(administration__in=who.places(Role.LOCAL_ADMINISTRATOR))
    return User.objects.filter(pk__in=Membership.objects.filter(own).values("user"), is_superuser=False)


@transaction.atomic
def give(email: str, name: str, role: Membership, by: User) -> User:
    """Gives the role to the person of the address, who is invited first where nobody has it.

    `role` is one of nobody's (`membership_of`). NotGiven with the reason in the user's words.
    """
    _allowed(may(by, "give_role", role))
    person = User.objects.select_for_update().filter(email=email.lower()).first()
    if person is None:
        person = User.objects.create_user(email, name)
        send_after_commit(person, PasswordLink.INVITATION)
    _check_receiver(person, by)
    role.user = person
    same = {name: getattr(role, f"{name}_id") for name in PLACES}
    if person.memberships.filter(role=role.role, substitute_for=None, **same).exists():
        raise NotGiven(_("%(name)s har allerede rollen.") % {"name": person.name})
    role.save()
    _tell("role_given", role, by)
    return person


@transaction.atomic
def take(membership: Membership, by: User) -> None:
    """Takes the role, and with it its substitutes; a substitute's is ended by the one it stands for, too."""
    held = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if held is None:
        return
    _allowed(may_take(by, held))
    for substitute in held.substitutes.all():
        _tell("substitute_ended", substitute, by)
    _tell("substitute_ended" if held.substitute_for_id else "role_taken", held, by)
    held.delete()


@transaction.atomic
def name_substitute(
    membership: Membership, email: str, first: datetime.date, last: datetime.date, by: User
) -> Membership:
    """Gives the role to another person for a period, both days included."""
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    _allowed(may_name_substitute(by, held))
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise NotGiven(_("Ingen har den e-mail. Inviter først personen."))
    if person == held.user:
        raise NotGiven(_("Man kan ikke være sin egen stedfortræder."))
    _check_receiver(person, by)
    if last < first or last < timezone.localdate():
        raise NotGiven(_("Perioden skal slutte efter, den begynder, og må ikke være forbi."))
    overlap = {"user": person, "valid_from__lte": last, "valid_to__gte": first}
    if held.substitutes.filter(**overlap).exists():
        raise NotGiven(_("%(name)s er allerede stedfortræder i noget af perioden.") % {"name": person.name})
    places = {name: getattr(held, f"{name}_id") for name in PLACES}
    places = {f"{name}_id": place for name, place in places.items()}
    period = {"substitute_for": held, "valid_from": first, "valid_to": last}
    substitute = Membership.objects.create(user=person, role=held.role, **places, **period)
    _tell("substitute_named", substitute, by)
    return substitute


@transaction.atomic
def close_account(person: User, by: User) -> None:
    """Closes the account; only of somebody all of whose roles one may take."""
    person = User.objects.select_for_update().get(pk=person.pk)
    _allowed(may_close(by, person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_account(person, by)


def end_account(person: User, by: User) -> None:
    """What follows when an account is closed: who stands in for the person does no more, and it is told."""
    for substitute in Membership.objects.filter(substitute_for__user=person).select_related("substitute_for"):
        _tell("substitute_ended", substitute, by)
        substitute.delete()
    tell("account_closed", actor=by, person=person)


def may_take(user: User, membership: Membership) -> Decision:
    """Whether the person may take the role: as they may give it; the holder of a role ends its substitute's."""
    stands_for = membership.substitute_for
    if stands_for is not None and stands_for.user_id == user.pk:
        return Decision(True)
    return may(user, "give_role", membership)


def may_name_substitute(user: User, membership: Membership) -> Decision:
    """Whether the person may name a substitute: the holder of the role, and those who may give it."""
    if membership.substitute_for_id:
        return Decision(False, _("En stedfortræder kan ikke selv få en stedfortræder."))
    if membership.user_id == user.pk and user.is_active:
        return Decision(True)
    return may(user, "give_role", membership)


def may_close(user: User, person: User) -> Decision:
    """Whether the person may close the account: all its roles are theirs to take, and it is not their own."""
    if person == user:
        return Decision(False, _("Du kan ikke lukke din egen konto."))
    held = list(person.memberships.all())
    all_mine = all(may(user, "give_role", one) for one in held) and bool(held or may(user, "administer_people"))
    if all_mine and not person.is_superuser:
        return Decision(True)
    return Decision(False, _("Personen har roller, du ikke kan tage."))


def is_last(membership: Membership) -> bool:
    """Whether nobody else who can sign in has the role in its place."""
    same = {name: getattr(membership, f"{name}_id") for name in PLACES}
    others = Membership.objects.filter(role=membership.role, substitute_for=None, user__is_active=True, **same)
    return not others.exclude(user=membership.user_id).exists()


def _check_receiver(person: User, by: User) -> None:
    if person == by:
        raise NotGiven(_("Man kan ikke give sig selv en rolle."))
    if not person.is_active:
        raise NotGiven(_("Kontoen er lukket."))


def _allowed(decision: Decision) -> None:
    if not decision:
        raise NotGiven(decision.reason)


def _tell(kind: str, membership: Membership, by: User) -> None:
    """Tells of a role; of a substitute's, whom it stands for and how long."""
    with override("da"):
        role = str(membership)
    if membership.substitute_for is None:
        tell(kind, actor=by, person=membership.user, role=role)
        return
    tell(
        kind,
        actor=by,
        person=membership.substitute_for.user,
        role=role,
        substitute=membership.user_id,
        substitute_name=membership.user.name,
        first_day=membership.valid_from.isoformat(),
        last_day=membership.valid_to.isoformat(),
    )

"""Makes what tests need: people by role, rounds, proposals. Each gives sound defaults and takes any field."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Role, User
from proposals.models import Administration, Committee, HearingBody, Pool, Proposal, Round, Template

PASSWORD = "en lang sætning til prøver"
TEMPLATE_CODE = "2026"
_running = itertools.count(1)


def make_user(
    role: str | None = None,
    *,
    administration: str | Administration | None = None,
    body: str | HearingBody | None = None,
    committee: str | Committee | None = None,
    email: str = "",
    name: str = "",
    password: str | None = PASSWORD,
    **fields: Any,
) -> User:
    """A person, with one membership when `role` is given. Places are given as codes or objects.

    The place a role needs has a default: TMF for writer and signer, "hr" for a body, TMU for a secretary.
    """
    number = next(_running)
    user = User.objects.create_user(
        email or f"bruger{number}@example.org", name or f"Bruger {number}", password, **fields
    )
    if role:
        add_membership(user, role, administration=administration, body=body, committee=committee)
    return user


def add_membership(
    user: User,
    role: str,
    *,
    administration: str | Administration | None = None,
    body: str | HearingBody | None = None,
    committee: str | Committee | None = None,
) -> Membership:
    """Another membership for the person."""
    places: dict[str, Any] = {}
    if role in (Role.WRITER, Role.SIGNER, Role.LOCAL_ADMINISTRATOR):
        places["administration"] = _found(Administration, administration or "TMF")
    elif role == Role.BODY_MEMBER:
        places["body"] = _found(HearingBody, body or HearingBody.objects.exclude(code="cfo").first())
    elif role == Role.SECRETARY:
        places["committee"] = _found(Committee, committee or "TMU")
    user.__dict__.pop("_policy_actor", None)  # what was asked of this object before holds no more
    return Membership.objects.create(user=user, role=role, **places)


def make_round(name: str = "", *, template: str = TEMPLATE_CODE, pools: dict[str, int] | None = None, **fields: Any):
    """An open budget round in 2026 p/l, years 2026–2031, with templates, pools (1.000 kr.) and hearing bodies."""
    from reviews.models import RoundHearing

    now = timezone.now()
    values = {
        "price_level": 2026,
        "first_year": 2026,
        "last_year": 2031,
        "submission_deadline": now + timedelta(days=14),
        "hearing_deadline": now + timedelta(days=28),
        "committee_deadline": now + timedelta(days=56),
    }
    round_ = Round.objects.create(name=name or f"Budget {next(_running)}", **{**values, **fields})
    for form in Template.objects.filter(code=template):
        round_.templates.create(type=form.type, template=form)
    for kind, amount in (pools or {"investment": 100_000, "innovation": 20_000}).items():
        Pool.objects.create(round=round_, kind=kind, remaining_before=amount)
    for body in HearingBody.objects.all():
        RoundHearing.objects.get_or_create(
            round=round_,
            body=body,
            defaults={
                "condition": body.condition,
                "holds_back": body.holds_back,
                "needed_when": body.needed_when,
            },
        )
    return round_


def make_proposal(
    round: Round | None = None,
    *,
    type: str = "investment",
    administration: str | Administration = "TMF",
    state: str = "draft",
    writer: User | None = None,
    title: str = "",
    cross_cutting: bool = False,
    **fields: Any,
) -> Proposal:
    """A proposal with the sections of its template. Other fields, such as `confidential`, are set as given.

    `state` is written straight into the row: no revision is frozen and no one has signed.
    """
    from proposals.drafts import create_proposal

    place = _found(Administration, administration)
    proposal = create_proposal(
        round=round or make_round(),
        type=type,
        administration=place,
        title=title or f"Forslag {next(_running)}",
        by=writer or make_user(Role.WRITER, administration=place),
        cross_cutting=cross_cutting,
    )
    if state != "draft" or fields:
        for name, value in {**fields, "state": state}.items():
            setattr(proposal, name, value)
        proposal.save()
    return proposal


def _found(model: Any, place: Any) -> Any:
    """The row of a code, or the row itself."""
    return model.objects.get(code=place) if isinstance(place, str) else place

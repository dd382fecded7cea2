"""Keeps an appendix as it is printed now as an edition, a draft or final, and reads editions back."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policy import may
from proposals.document import canonical_bytes, fingerprint, parse
from proposals.economy.distribution import DistributionError
from proposals.models import Round
from reviews.events import record

from .content.computed import compute_snapshot
from .content.kvantum import kvantum_faults
from .models import Edition
from .snapshot import Snapshot
from .taking import snapshot_of


class NothingToPrint(Exception):
    """The round has no proposal that an edition could hold."""


class NotFinal(Exception):
    """What keeps an edition from being final, each reason in the user's words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def create_edition(
    round: Round,
    by: User,
    *,
    bilag: int = 7,
    include_submitted: bool = False,
    unapproved_reason: str = "",
    final: bool = False,
    price_level: int | None = None,
    attach_data: bool = False,
) -> Edition:
    """Freezes the appendix as it stands under the next running number, with an event.

    Its amounts are printed in `price_level`, as they are written when it is left out; with `attach_data` its PDF
    carries its round file. Raises PermissionDenied for who does not work with the appendix, NothingToPrint, PriceError
    where the round's indices cannot convert the amounts, and NotFinal with every reason why it cannot be final.
    """
    may(by, "appendix").require()
    locked = Round.objects.select_for_update().get(pk=round.pk)
    # A proposal's state, sign-offs and revisions are read by several queries: nobody changes them in between.
    list(locked.proposals.select_for_update().order_by("pk").values_list("pk", flat=True))
    newest = Edition.objects.filter(round=locked, bilag=bilag).aggregate(newest=Max("number"))["newest"] or 0
    snapshot = snapshot_of(
        locked,
        bilag=bilag,
        edition=newest + 1,
        include_submitted=include_submitted,
        unapproved_reason=unapproved_reason,
        final=final,
        price_level=price_level,
        attach_data=attach_data,
    )
    if not snapshot.proposals:
        raise NothingToPrint(round.name)
    if snapshot.price:
        compute_snapshot(snapshot)
    if final and (reasons := why_not_final(snapshot)):
        raise NotFinal(reasons)
    canonical = canonical_bytes(snapshot.model_dump(mode="json", by_alias=True))
    edition = Edition.objects.create(
        round=locked,
        bilag=bilag,
        number=newest + 1,
        final=final,
        snapshot=canonical.decode(),
        sha256=fingerprint(canonical),
        created_at=snapshot.date,
        created_by=by,
        created_by_name=by.name,
    )
    data = {"bilag": bilag, "edition": edition.number, "final": final, "sha256": edition.sha256}
    record("edition_built", round=locked, actor=by, reason=unapproved_reason, data=data)
    return edition


def why_not_final(snapshot: Snapshot) -> list[str]:
    """What has to be mended before the appendix can be final, in the user's words."""
    reasons = []
    if unnumbered := [one.title for one in snapshot.proposals if not one.number]:
        reasons.append(_("Uden nummer: %(titles)s.") % {"titles": ", ".join(unnumbered)})
    unapproved = ", ".join(one.number or one.title for one in snapshot.proposals if not one.approved)
    if unapproved and not snapshot.unapproved_reason:
        words = _("Ikke godkendt, og uden en begrundelse for at trykke dem: %(numbers)s.")
        reasons.append(words % {"numbers": unapproved})
    computed = compute_snapshot(snapshot)
    for one in computed.in_full:
        if isinstance(one.distribution, DistributionError):
            values = {"number": one.snapshot.number, "why": one.distribution}
            reasons.append(_("%(number)s: fordelingen på udvalg kan ikke beregnes. %(why)s") % values)
    for number, why in kvantum_faults(computed).items():
        values = {"number": number, "why": why}
        reasons.append(_("%(number)s: de tekniske tabeller kan ikke beregnes. %(why)s") % values)
    return reasons


def read_snapshot(edition: Edition) -> Snapshot:
    """The edition's snapshot, its documents raised to today's schema in memory."""
    return parse_snapshot(json.loads(edition.snapshot))


def parse_snapshot(raw: dict[str, Any]) -> Snapshot:
    """A snapshot from its JSON; pydantic.ValidationError when it is broken."""
    for proposal in raw["proposals"]:
        if proposal["document"] is not None:
            proposal["document"] = parse(proposal["document"])
    return Snapshot.model_validate(raw)

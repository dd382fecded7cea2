"""Who meets: a hearing body or a committee, found by the words in an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from proposals.models import Committee, HearingBody, Round

from ..hearings.status import CFO_BODY
from ..models import Meeting

BODY, COMMITTEE = "part", "udvalg"


@dataclass(frozen=True)
class Place:
    """A body or a committee as the holder of meetings; what the policy is asked about."""

    holder: HearingBody | Committee

    @property
    def kind(self) -> str:
        """BODY or COMMITTEE."""
        return COMMITTEE if isinstance(self.holder, Committee) else BODY

    @property
    def body_id(self) -> int | None:
        return self.holder.pk if self.kind == BODY else None

    @property
    def committee_id(self) -> int | None:
        return self.holder.pk if self.kind == COMMITTEE else None

    @property
    def code(self) -> str:
        return self.holder.code

    @property
    def name(self) -> str:
        return self.holder.name

    @property
    def kind_label(self) -> str:
        return _("Udvalg") if self.kind == COMMITTEE else _("Høringspart")

    @property
    def meetings(self) -> QuerySet[Meeting]:
        return self.holder.meetings.all()

    def new(self, **values) -> Meeting:
        """A meeting of the place, not stored yet."""
        return Meeting(body_id=self.body_id, committee_id=self.committee_id, **values)


def place_of(meeting: Meeting) -> Place:
    return Place(meeting.holder)


def find_place(kind: str, code: str) -> Place | None:
    """The place of an address; None for one nobody knows. Looked for here: PostgreSQL takes no null characters."""
    model = {BODY: HearingBody, COMMITTEE: Committee}.get(kind)
    rows = model.objects.all() if model else ()
    return next((Place(row) for row in rows if row.code == code and code != CFO_BODY), None)


def places(round: Round) -> list[Place]:
    """The round's bodies in their order, then the committees. CFØ holds no meetings."""
    bodies = [row.body for row in round.hearings.select_related("body") if row.body.code != CFO_BODY]
    return [Place(holder) for holder in [*bodies, *Committee.objects.all()]]

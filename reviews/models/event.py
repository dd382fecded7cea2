"""What happened: append-only events that stand alone."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import connections, models, transaction
from django.utils import timezone

from proposals.models import Proposal, Round

from ..audit.seal import link_hash, seal

# The row an event is about may be gone one day; the event keeps its id, since no row of the history ever changes.
# No constraint in the database either: it would have every event wait for whoever has locked that row.
stands_alone = {"null": True, "blank": True, "on_delete": models.DO_NOTHING, "db_constraint": False}


class AppendOnly(Exception):
    """Somebody tried to change or delete what happened."""


class ChainHead(models.Model):
    """The one row that knows how long the chain of events is and the hash at its end, apart from the events."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


class EventQuerySet(models.QuerySet):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Events are written one by one and never changed.")

    update = delete = bulk_create = bulk_update = _refuse

    def rewrite_names(self, event: Event) -> None:
        """Stores the names of an event after `reviews.audit.anonymise` took some out; nothing else of it."""
        if connections[self.db].vendor == "postgresql":
            with connections[self.db].cursor() as cursor:
                cursor.execute("SELECT set_config('puljeforslag.anonymising', 'on', true)")
        values = {name: getattr(event, name) for name in ("actor_name", "names", "data")}
        models.QuerySet.update(self.filter(pk=event.pk), **values)


class Event(models.Model):
    """Something that happened, with names and titles as they were. Never changed, never deleted.

    `data` holds what the event is about (before and after, version, fingerprint) as plain JSON. `digest` is the
    event's fingerprint, `names` the salts and digests of the names in it by their place (`reviews.audit.seal`).
    `sequence` and `hash` are its place in the chain of all events, taken when the transaction ends.
    """

    round = models.ForeignKey(Round, **stands_alone, related_name="events")
    proposal = models.ForeignKey(Proposal, **stands_alone, related_name="events")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=320)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, **stands_alone, related_name="+")
    actor_name = models.CharField(max_length=150)
    actor_role = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    names = models.JSONField(default=dict, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    sequence = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["proposal", "-at"]),
            models.Index(fields=["round", "-at"]),
            models.Index(fields=["actor", "-at"]),
            models.Index(fields=["kind", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}: {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes a new event and links it to the chain; AppendOnly for one that is written already.

        On PostgreSQL a deferred trigger links it (migration `event_triggers`), so that the lock on the chain's
        head is the last one a transaction takes, and is held for no longer than its commit.
        """
        if not self._state.adding:
            raise AppendOnly("An event is never changed.")
        using = kwargs.get("using") or "default"
        with transaction.atomic(using=using):
            seal(self)
            if connections[using].vendor != "postgresql":
                self._link(using)
            super().save(*args, **kwargs)

    def _link(self, using: str) -> None:
        """On SQLite a transaction that writes has the database to itself from its beginning."""
        head, _made = ChainHead.objects.using(using).get_or_create(pk=1)
        head.sequence += 1
        head.hash = link_hash(head.sequence, head.hash, self.digest)
        head.save(using=using)
        self.sequence, self.hash = head.sequence, head.hash

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("An event is never deleted.")

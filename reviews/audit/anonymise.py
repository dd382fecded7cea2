"""Takes the names of people who left out of everything, while the history still proves what was done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from proposals.models import SectionVersion

from ..events import record
from ..models import Event, HearingAnswer, HearingLink, Notification
from .seal import SUFFIX, Who, guest, named, take_out
from .verify import ANONYMISED

PSEUDONYM = "Tidligere medarbejder {}"
# An address that can never exist (RFC 2606); people who have one are anonymised already.
ADDRESS = "tidligere-medarbejder-{}@anonym.invalid"
# What stands instead of the name of who answered by a link, and of the address it was sent to.
GUEST = "Tidligere modtager"
LINK_ADDRESS = "tidligere-modtager@anonym.invalid"
CHUNK = 500


def leavers(before: datetime) -> QuerySet[User]:
    """People without access and memberships who did nothing since, and whose names are still there."""
    acts = {
        "last_event": Event.objects.filter(actor=OuterRef("pk")).order_by("-at").values("at"),
        "last_saved": SectionVersion.objects.filter(saved_by=OuterRef("pk")).order_by("-saved_at").values("saved_at"),
    }
    people = User.objects.filter(is_active=False, memberships=None, date_joined__lt=before)
    people = people.exclude(email__endswith=ADDRESS.partition("{}")[2])
    people = people.annotate(**{name: Subquery(found[:1]) for name, found in acts.items()})
    for name in (*acts, "last_login"):
        people = people.filter(Q(**{name: None}) | Q(**{f"{name}__lt": before}))
    return people.order_by("pk")


def links_to_forget(before: datetime) -> QuerySet[HearingLink]:
    """The links that ended before the time and still tell whom they were sent to."""
    return HearingLink.objects.filter(expires_at__lt=before).exclude(email=LINK_ADDRESS)


def frozen_names() -> Iterator[tuple[type[models.Model], str, str]]:
    """Every model that keeps a person's name as it was: the model, its key to the person and the field of the name."""
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.concrete_fields}
        for name, field in fields.items():
            if field.related_model is User and name + SUFFIX in fields:
                yield model, name, name + SUFFIX


@transaction.atomic
def anonymise(people: list[User], links: Collection[HearingLink] = ()) -> int:
    """Replaces each person's name and address everywhere and says so in the history; gives the events rewritten.

    `links`: those whose addresses are forgotten, with the names of the guests who came by them.
    """
    # A person's row is not kept from those who only refer to it.
    locked = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[person.pk for person in people])
    pseudonyms = {person.pk: PSEUDONYM.format(person.pk) for person in locked}
    for model, person_field, name_field in frozen_names():
        if model is not Event:
            for pk, pseudonym in pseudonyms.items():
                model._base_manager.filter(**{person_field: pk}).update(**{name_field: pseudonym})
    HearingAnswer.objects.filter(link__in=links).update(by_name=GUEST)
    names: dict[Who, str] = {**pseudonyms, **{guest(link.pk): GUEST for link in links}}
    rewritten = sum(_rewrite(event, names) for event in Event.objects.order_by("pk").iterator(chunk_size=CHUNK))
    for person in locked:
        _forget(person, pseudonyms[person.pk])
        record(ANONYMISED, data={"person": person.pk, "pseudonym": pseudonyms[person.pk]})
    for link in links:
        HearingLink.objects.filter(pk=link.pk).update(email=LINK_ADDRESS)
        record(ANONYMISED, data={"link": link.pk, "pseudonym": GUEST})
    return rewritten


def _rewrite(event: Event, pseudonyms: Mapping[Who, str]) -> bool:
    names = {name: pseudonyms[person] for _place, person, name in named(event) if person in pseudonyms}
    if not take_out(event, pseudonyms):
        return False
    Event.objects.rewrite_names(event)
    for message in Notification.objects.filter(event=event).exclude(sent_text=""):
        message.sent_subject = _replaced(message.sent_subject, names)
        message.sent_text = _replaced(message.sent_text, names)
        message.save(update_fields=["sent_subject", "sent_text"])
    return True


def _replaced(words: str, names: dict[str, str]) -> str:
    for name, pseudonym in names.items():
        words = words.replace(name, pseudonym)
    return words


def _forget(person: Any, pseudonym: str) -> None:
    """The person's own row, the address that sign-in keeps, and what the administration site wrote about them."""
    person.name, person.email, person.last_login = pseudonym, ADDRESS.format(person.pk), None
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user=person).delete()
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    about.update(object_repr=pseudonym)

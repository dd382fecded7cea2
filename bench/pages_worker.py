"""Fills a round with so many approved proposals and asks for its pages; prints a line a page."""

from __future__ import annotations

import os
import sys
import time

import django

PAGES = ("round", "round-export", "desk", "desk-list", "desk-charts", "appendix 7", "appendix 8")


def main(round_name: str, size: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from accounts.models import Membership, Role, User
    from proposals.models import Round

    settings.ALLOWED_HOSTS = ["testserver"]
    round = Round.objects.current().get(name=round_name)
    fill(round, size)
    person = User.objects.create(email="cfo@example.test", name="CFØ-sagsbehandler")
    Membership.objects.create(user=person, role=Role.CFO_CASEWORKER)
    client = Client()
    client.force_login(person)
    for page in PAGES:
        name, _space, bilag = page.partition(" ")
        address = reverse(name, args=[round.pk, *([int(bilag)] if bilag else [])])
        seconds = []
        for _time in range(2):
            start = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
                content = b"".join(answer) if answer.streaming else answer.content
            seconds.append(time.perf_counter() - start)
            if answer.status_code != 200:
                sys.exit(f"{address}: {answer.status_code}")
        first, second = seconds
        megabytes = len(content) / 1024**2
        print(f"{page:<22}{size:>10,}{first:>9.2f}{second:>9.2f}{len(queries):>9}{megabytes:>7.1f}", flush=True)


def fill(round, size: int) -> None:
    """Copies of the round's proposals, their sections, versions and signatures until there are so many."""
    from proposals.models import Proposal, Section
    from reviews.models import Revision, SignOff

    first = list(
        round.proposals.filter(row_figures__isnull=True).prefetch_related("sections", "revisions", "sign_offs")
    )
    missing = size - round.proposals.count()
    sources = [first[place % len(first)] for place in range(missing)]
    copies = Proposal.objects.bulk_create(
        [_copy(source, number=f"BD{place:05}") for place, source in enumerate(sources)], batch_size=500
    )
    pairs = list(zip(sources, copies, strict=True))
    Section.objects.bulk_create(
        [_copy(section, proposal=copy) for source, copy in pairs for section in source.sections.all()], batch_size=500
    )
    revisions = Revision.objects.bulk_create(
        [_copy(source.revisions.all()[0], proposal=copy) for source, copy in pairs], batch_size=500
    )
    SignOff.objects.bulk_create(
        [
            _copy(source.sign_offs.all()[0], proposal=copy, revision=revision)
            for (source, copy), revision in zip(pairs, revisions, strict=True)
        ],
        batch_size=500,
    )


def _copy(row, **fields):
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name in fields:
        values.pop(f"{name}_id", None)
    return type(row)(**values | fields)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

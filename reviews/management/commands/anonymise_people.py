"""`manage.py anonymise_people [--older-than YEARS] [--dry-run]`: takes out the names of people who left long ago."""

from argparse import ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from reviews.audit.anonymise import anonymise, leavers, links_to_forget
from reviews.setup.copying import years_later


def years(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise ArgumentTypeError("skriv et antal år, fra 1 til 100")
    return int(text)


class Command(BaseCommand):
    help = "Erstatter navn og e-mail på lukkede brugere uden medlemskaber, hvis seneste handling er ældre end fristen."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--older-than",
            type=years,
            default=settings.ANONYMISE_AFTER_YEARS,
            metavar="ÅR",
            help="år siden personens seneste handling (ellers ANONYMISE_AFTER_YEARS)",
        )
        parser.add_argument("--dry-run", action="store_true", help="vis kun, hvem det gælder")

    def handle(self, *args, **options) -> None:
        before = years_later(timezone.now(), -options["older_than"])
        people, links = list(leavers(before)), list(links_to_forget(before))
        for person in people:
            self.stdout.write(f"{person.name} <{person.email}>")
        count = len(links)
        if options["dry_run"] or not (people or count):
            self.stdout.write(f"{len(people)} personer kan anonymiseres. Intet er ændret.")
            self._tell_links(count, "kan glemme")
            return
        events = anonymise(people, links)
        self.stdout.write(f"{len(people)} personer er anonymiseret, også i {events} hændelser.")
        self._tell_links(count, "har glemt")

    def _tell_links(self, count: int, words: str) -> None:
        if count:
            self.stdout.write(f"{count} links til høringer {words}, hvem de blev sendt til.")

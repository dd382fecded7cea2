"""Builds the appendix in the foreground, by the same code as the web's export; nothing is stored."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from appendix.bilag import BILAG, INFORMATION
from appendix.build import build_to_folder
from appendix.content.rich import UnknownTag
from appendix.models import Format
from appendix.taking import snapshot_of
from appendix.writers.whole import WriterError
from proposals.economy.price import PriceError
from proposals.models import Round
from reviews.revisions import ChangedRevision

# What is asked for cannot be done; other errors are faults of the program.
CANNOT = 2


class Command(BaseCommand):
    help = (
        "Danner bilaget for en runde i en mappe, uden at gemme en udgave i programmet. Samme forslag og samme "
        "--date giver de samme filer, byte for byte."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help='Rundens navn, fx "Budget 2025"')
        parser.add_argument("--bilag", type=int, default=INFORMATION, choices=list(BILAG), help="Hvilket bilag")
        parser.add_argument("--out", type=Path, default=Path(), help="Mappe til filerne; laves, hvis den ikke findes")
        parser.add_argument(
            "--format", dest="formats", action="append", choices=Format.values, help="Kan gentages; alle, når udeladt"
        )
        parser.add_argument(
            "--include-submitted",
            metavar="BEGRUNDELSE",
            help="Tag indsendte forslag med; begrundelsen trykkes som mærke",
        )
        parser.add_argument("--attach-data", action="store_true", help="Vedhæft rundefilen i PDF-filen (PDF/A-3a)")
        parser.add_argument("--price-level", type=int, help="Pris- og lønniveau; rundens eget, når udeladt")
        parser.add_argument("--date", help="Bilagets dato, ISO (2026-03-03 eller med klokkeslæt); nu, når udeladt")

    def handle(self, *args: Any, **options: Any) -> None:
        date = read_date(options["date"]) if options["date"] else None
        reason = (options["include_submitted"] or "").strip()
        if options["include_submitted"] is not None and not reason:
            raise CommandError("Skriv, hvorfor de indsendte forslag tages med.", returncode=CANNOT)
        formats = [value for value in Format.values if value in (options["formats"] or Format.values)]
        try:
            snapshot = snapshot_of(
                find_round(options["round"]),
                bilag=options["bilag"],
                include_submitted=bool(reason),
                unapproved_reason=reason,
                date=date,
                price_level=options["price_level"],
                attach_data=options["attach_data"],
            )
            if not snapshot.proposals:
                words = f"Runden {snapshot.round.name} har ingen godkendte forslag at trykke."
                raise CommandError(words, returncode=CANNOT)
            for built in build_to_folder(snapshot, formats, options["out"]):
                self.stdout.write(f"{built.path}  {built.size} byte  sha256 {built.sha256}")
        except (WriterError, UnknownTag, OSError, PriceError, ChangedRevision) as error:
            raise CommandError(f"Filerne kunne ikke dannes: {error}", returncode=CANNOT) from error


def find_round(name: str) -> Round:
    """The round of the name that has not been replaced; CommandError with the names there are."""
    found = Round.objects.current().filter(name=name).first()
    if found is None:
        names = ", ".join(Round.objects.current().values_list("name", flat=True)) or "ingen"
        raise CommandError(f"Runden {name} findes ikke. Der er: {names}.", returncode=CANNOT)
    return found


def read_date(words: str) -> datetime:
    """A date (noon, Danish time) or a moment; without a zone it is Danish time."""
    try:
        moment = parse_datetime(words) if len(words) > len("2026-03-03") else None
        day = None if moment else parse_date(words)
    except ValueError:
        moment = day = None
    if moment is None and day is None:
        raise CommandError(f"Datoen {words} kan ikke læses. Skriv fx 2026-03-03.", returncode=CANNOT)
    moment = moment or datetime.combine(day, time(12))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

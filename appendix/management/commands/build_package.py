"""`manage.py build_package "Budget 2025" --out FILE`: packs the round's newest editions for the case system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appendix.bilag import BILAG, INFORMATION
from appendix.models import Edition
from appendix.package import ChangedFile, NothingToPack, package_name, write_package
from appendix.writers.whole import WriterError, whole_file

from .build_appendix import CANNOT, find_round


class Command(BaseCommand):
    help = (
        "Pakker en rundes nyeste endelige udgaver (eller udkast) som zip: åbne og lukkede filer hver for sig, data og "
        "et indeks med titler og hvad der må offentliggøres."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help='Rundens navn, fx "Budget 2025"')
        parser.add_argument(
            "--bilag", type=int, default=INFORMATION, choices=list(BILAG), help="Hvilket bilags udgave (7)"
        )
        parser.add_argument("--out", type=Path, help="Filen; i denne mappe under pakkens eget navn, når udeladt")
        parser.add_argument("--drafts", action="store_true", help="Pak udkast i stedet for endelige udgaver")

    def handle(self, *args: Any, **options: Any) -> None:
        round = find_round(options["round"])
        editions = Edition.objects.filter(round=round, bilag=options["bilag"], final=not options["drafts"])
        edition = editions.order_by("-number").first()
        if edition is None:
            raise CommandError("Runden har ingen sådan udgave at pakke.", returncode=CANNOT)
        path = options["out"] or Path(package_name(edition))
        try:
            with whole_file(path) as temporary:
                entries = write_package(edition, temporary)
        except (WriterError, NothingToPack, ChangedFile, OSError) as error:
            raise CommandError(f"Pakken kunne ikke dannes: {error}", returncode=CANNOT) from error
        for entry in entries:
            self.stdout.write(f"{entry.name}  {entry.size} byte  offentliggøres: {'ja' if entry.publish else 'nej'}")

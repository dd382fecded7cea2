"""`manage.py check_edition "Budget 2025" 3`: builds a stored edition's files again and compares them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from appendix.bilag import BILAG, INFORMATION
from appendix.content.rich import UnknownTag
from appendix.models import Edition
from appendix.rebuild import FileCheck, check_edition
from appendix.writers.whole import WriterError

from .build_appendix import CANNOT, find_round


class Command(BaseCommand):
    help = "Danner en gemt udgaves filer igen og siger, om de er de samme, eller hvad der er ændret (kode 1)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help='Rundens navn, fx "Budget 2025"')
        parser.add_argument("edition", type=int, help="Udgavens nummer")
        parser.add_argument("--bilag", type=int, default=INFORMATION, choices=list(BILAG), help="Hvilket bilag (7)")

    def handle(self, *args: Any, **options: Any) -> None:
        round = find_round(options["round"])
        edition = Edition.objects.filter(round=round, bilag=options["bilag"], number=options["edition"]).first()
        if edition is None:
            raise CommandError("Udgaven findes ikke.", returncode=CANNOT)
        try:
            found = check_edition(edition)
        except (WriterError, UnknownTag, OSError) as error:
            raise CommandError(f"Filerne kunne ikke dannes: {error}", returncode=CANNOT) from error
        for check in found:
            self.stdout.write(_words(check))
        if not found:
            raise CommandError("Udgaven har ingen filer.", returncode=CANNOT)
        if not all(check.sound for check in found):
            raise CommandError("Ikke alle filer er, som de var.", returncode=1)


def _words(check: FileCheck) -> str:
    stored = "den gemte fil er uændret" if check.intact else "DEN GEMTE FIL ER ÆNDRET ELLER VÆK"
    again = "samme bytes" if check.same else "ANDRE BYTES"
    changed = [f"{name} {was} → {now}" for name, (was, now) in check.engines.items()] + check.parts
    return f"{check.format}: {stored}; dannet igen: {again}" + (f" ({', '.join(changed)})" if changed else "")

"""`manage.py export_round "Budget 2025" [--out FILE]`: a round as a round file."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from proposals.models import Round
from reviews.archive import export_round


class Command(BaseCommand):
    help = "Skriver en runde som rundefil (bilag7-round/1), fortrolige forslag iberegnet."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", help="rundens navn")
        parser.add_argument("--out", type=Path, help="filen, der skrives; ellers skrives der på skærmen")

    def handle(self, *args, **options) -> None:
        round = Round.objects.current().filter(name=options["name"]).first()
        if round is None:
            raise CommandError(f"Der er ingen runde, der hedder “{options['name']}”.", returncode=2)
        text = json.dumps(export_round(round), ensure_ascii=False, indent=2) + "\n"
        out: Path | None = options["out"]
        if out is None:
            self.stdout.write(text, ending="")
            return
        # A whole file or none: written beside its place and renamed into it.
        unfinished = out.with_name(f".{out.name}.{os.getpid()}")
        try:
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(out)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"Filen {out} kan ikke skrives: {error.strerror}.", returncode=2) from None
        self.stdout.write(f"{round.name} er skrevet til {out}.")

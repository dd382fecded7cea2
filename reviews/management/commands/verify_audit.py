"""`manage.py verify_audit [--noted NUMBER:HASH]`: whether the history and what was signed are whole and unchanged."""

from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from reviews.audit.verify import Noted, chain_head, changed_versions, faults


class Command(BaseCommand):
    help = "Kontrollerer historikken og de frosne versioner. Slutter med kode 1, hvis noget er ændret eller mangler."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--noted", type=Noted.read, metavar="NUMMER:HASH", help="kædens hoved, som det er noteret et andet sted"
        )

    def handle(self, *args, **options) -> None:
        found, head = 0, chain_head()
        for fault in chain(faults(options["noted"]), changed_versions()):
            found += 1
            self.stdout.write(f"{fault}.")
        if found:
            raise CommandError(f"Historikken har {found} fejl.", returncode=1)
        self.stdout.write(f"{head.sequence} hændelser, ingen fejl. Kædens hoved: {head}")

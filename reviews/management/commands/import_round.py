"""`manage.py import_round FILE [--state approved|draft] [--replace]`: takes a round file in, whole or not at all."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from proposals.exchange.importer import RoundExists
from proposals.exchange.reading import MAX_BYTES, BrokenRoundFile, decode
from reviews.archive import import_round

REFUSED = 2


class Command(BaseCommand):
    help = "Læser en rundefil (bilag7-round/1) ind. Er der fejl i filen, læses intet ind, og alle fejl vises."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="rundefilen (JSON)")
        parser.add_argument(
            "--state",
            choices=["approved", "draft"],
            default="approved",
            help="approved: som arkiv, alle forslag godkendt (standard); draft: som åben runde med kladder",
        )
        parser.add_argument("--replace", action="store_true", help="sæt en runde af samme navn til side")

    def handle(self, *args, **options) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                # One byte more than allowed is enough to see that it is too much.
                content = file.read(MAX_BYTES + 1)
            round = import_round(decode(content), state=options["state"], replace=options["replace"])
        except OSError as error:
            raise CommandError(f"Filen {path} kan ikke læses: {error.strerror}.", returncode=REFUSED) from None
        except BrokenRoundFile as broken:
            headline = f"{path} er ikke læst ind. Filen har {len(broken.faults)} fejl:"
            raise CommandError("\n".join([headline, *map(str, broken.faults)]), returncode=REFUSED) from None
        except RoundExists as exists:
            raise CommandError(f"{exists} Brug --replace for at erstatte den.", returncode=REFUSED) from None
        self.stdout.write(f"{round.name} er læst ind: {round.proposals.count()} forslag.")

"""`manage.py measure_checks [FILE …] [--quotes]`: what the checks find in round files, proposal by proposal.

Without files, the published rounds are measured, where they lie beside the repository. The files are read into a
transaction that is rolled back: nothing is stored.
"""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from proposals.exchange.importer import store
from proposals.exchange.reading import BrokenRoundFile, decode, read
from proposals.findings import findings_of
from proposals.models import Proposal

PUBLISHED = settings.BASE_DIR.parent / "shared" / "data"


class Command(BaseCommand):
    help = "Viser for hvert forslag i rundefiler, hvor mange fund tjekkene gør. Der gemmes intet."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="rundefiler (JSON)")
        parser.add_argument("--quotes", action="store_true", help="vis hvert fund og de ord, det handler om")

    def handle(self, *args, **options) -> None:
        files = options["files"] or sorted(PUBLISHED.glob("budget-*.json"))
        if not files:
            raise CommandError("Angiv de rundefiler, der skal måles.")
        for path in files:
            try:
                raw = decode(path.read_bytes())
            except OSError as error:
                raise CommandError(f"Filen {path} kan ikke læses: {error.strerror}.") from None
            with transaction.atomic():
                self._measure(raw, options["quotes"], path)
                transaction.set_rollback(True)

    def _measure(self, raw: dict, quotes: bool, path: Path) -> None:
        try:
            stored = store(read(raw), state="draft", replace=True, by=None)
        except BrokenRoundFile as broken:
            raise CommandError(f"{path} har {len(broken.faults)} fejl og kan ikke måles.") from None
        self.stdout.write(f"{stored.round.name}\nforslag  fejl  advarsler  heraf om ord  koder")
        for proposal, _entry in stored.proposals:
            self._tell(Proposal.objects.get(pk=proposal.pk), quotes)

    def _tell(self, proposal: Proposal, quotes: bool) -> None:
        found = findings_of(proposal)
        wording = [finding for finding in found.warnings if finding.quote]
        codes = Counter(finding.code for finding in found.open)
        listed = ", ".join(f"{code} {count}" for code, count in sorted(codes.items())) or "–"
        number = proposal.number or "–"
        self.stdout.write(f"{number:8} {len(found.errors):4} {len(found.warnings):10} {len(wording):13}  {listed}")
        for finding in found.open if quotes else []:
            words = f" [{finding.quote.before}»{finding.quote.words}«{finding.quote.after}]" if finding.quote else ""
            self.stdout.write(f"    {finding.code}: {finding.message}{' '.join(words.split())}")

"""`manage.py reconcile "Budget 2025"`: what the round's appendix printed against the rules, one by one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from appendix.reconciliation import KINDS, reconcile, told

from .build_appendix import find_round


class Command(BaseCommand):
    help = "Holder det, rundens bilag trykte, op mod reglerne: hver forskel med sted, trykt, beregnet og regel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help='Rundens navn, fx "Budget 2025"')

    def handle(self, *args: Any, **options: Any) -> None:
        with override("da"):
            found = [told(difference) for difference in reconcile(find_round(options["round"]))]
            for one in found:
                self.stdout.write(
                    f"{one.place}: trykt {one.printed}, beregnet {one.computed} "
                    f"({one.kind.lower()}; regel {one.difference.rule}: {one.rule})"
                )
            counts = Counter(one.difference.kind for one in found)
            listed = ", ".join(f"{str(label).lower()}: {counts[kind]}" for kind, label in KINDS.items())
            self.stdout.write(f"{len(found)} forskelle ({listed})")

"""Prints docs/process.md: the chart and the table of the process."""

from typing import Any

from django.core.management.base import BaseCommand

from reviews.chart import page


class Command(BaseCommand):
    help = "Prints docs/process.md from the table in reviews/process.py."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")

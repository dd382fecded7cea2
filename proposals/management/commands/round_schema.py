"""`manage.py round_schema`: prints the JSON Schema of a round file."""

import json

from django.core.management.base import BaseCommand

from proposals.roundfile import schema


class Command(BaseCommand):
    help = "Udskriver JSON Schema for rundefiler (bilag7-round/1)."

    def handle(self, *args, **options) -> None:
        self.stdout.write(json.dumps(schema(), ensure_ascii=False, indent=2))

"""`manage.py load_demo`: people, rounds and editions; a second run changes nothing and shows the password again."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from appendix.demo import order_editions
from reviews.demo import load, shown_people
from reviews.demo.people import DOMAIN


class Command(BaseCommand):
    help = (
        "Lægger demoen ind: brugere for hver rolle, Budget 2023 som arkiv og Budget 2025 som åben runde, hver med en "
        "udgave af Bilag 7."
    )

    def handle(self, *args, **options) -> None:
        if User.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
            # Its people have a password that is shown on the screen: never beside real ones.
            raise CommandError("Der er rigtige brugere i databasen. Demoen lægges kun i en tom database.")
        password = load()
        order_editions()
        people = shown_people()
        width = max(len(person.email) for person in people)
        self.stdout.write("Demoens brugere (alle forvaltninger, udvalg og høringsparter har deres egne):")
        for person in people:
            self.stdout.write(f"  {person.email:<{width}}  {person.name}")
        self.stdout.write(f"Adgangskode for alle: {password}")

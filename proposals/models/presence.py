"""Who has a section open: a row a person and section, kept alive by the page."""

from django.conf import settings
from django.db import models

from .proposal import Section


class Presence(models.Model):
    """A sign of life from a page that shows the section's form. It locks nothing."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_seen = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "user"], name="one_presence_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"

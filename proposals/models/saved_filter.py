"""A person's own filters of a list, under names of their choosing."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedFilter(models.Model):
    """`query` is the filters as they stand in an address; `page` names the list they belong to.

    It holds for every round. The default one is used where the list is opened without filters.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.SlugField(max_length=20)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="one_saved_filter_of_a_name"),
            models.UniqueConstraint(
                fields=["user", "page"], condition=Q(is_default=True), name="one_default_filter_of_a_page"
            ),
        ]

    def __str__(self) -> str:
        return self.name

"""Related rows that were fetched beforehand, for many rows at once."""

from django.db.models import Model


def prefetched(row: Model, name: str) -> bool:
    """Whether the related rows are there already."""
    return name in getattr(row, "_prefetched_objects_cache", {})

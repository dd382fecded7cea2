"""How often something may be done from outside, counted in the cache."""

from django.core.cache import cache


def within(key: str, most: int, seconds: int) -> bool:
    """Counts one more; False when it is more than `most` since the first of the last `seconds`."""
    key = f"limit:{key}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out in between
        cache.set(key, 1, seconds)
        return True

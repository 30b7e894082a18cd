"""How often something may be done, counted in the cache that all workers share."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache


def within(key: str, *, most: int, seconds: int) -> bool:
    """Count one more of `key` and say whether that is still within `most` in `seconds`.

    Counted in windows of that length, so at a window's edge twice as many may pass: enough
    against guessing and flooding, and it takes no lock.
    """
    name = f"limit:{key}:{int(time.time() // seconds)}"
    cache.add(name, 0, seconds * 2)
    try:
        return cache.incr(name) <= most
    except ValueError:  # the cache made room in this very moment
        return True


def client_address(request) -> str:
    """Where a request came from, behind the proxies that the settings trust."""
    return get_adapter(request).get_client_ip(request)

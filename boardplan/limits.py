"""How often something may be done, counted in the cache that all workers share."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache


def within(key: str, *, most: int, seconds: int) -> bool:
    """Count one more of `key` and say whether that is still within `most` in `seconds`.

    Counted in windows of that length and without a lock, so at a window's edge, or of many that
    come in the same instant, a few more may pass: enough against guessing and flooding.
    """
    name = f"limit:{key}:{_window(seconds)}"
    count = cache.get(name, 0)
    if count >= most:
        return False
    cache.set(name, count + 1, 2 * seconds)
    return True


def _window(seconds: int) -> int:
    return int(time.time() // seconds)


def client_address(request) -> str:
    """Where a request came from, behind the proxies that the settings trust."""
    return get_adapter(request).get_client_ip(request)

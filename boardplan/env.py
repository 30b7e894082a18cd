"""Typed readers of environment variables.

Each refuses what it cannot read with a sentence that says how to put it right, so that a wrong
setting stops the start instead of surprising somebody later.
"""

import os

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be set and not empty.

    Raises ImproperlyConfigured naming the variable.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment; README.md lists every setting."
        )
    return default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off (any capitals)."""
    value = os.environ.get(name)
    if value is None:
        return default
    value = value.strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Write 1 for yes or 0 for no.")


def number(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    """A whole number between minimum and maximum."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        result = int(value)
    except ValueError:
        result = None
    if result is None or result < minimum or (maximum is not None and result > maximum):
        upper = f" to {maximum}" if maximum is not None else " or more"
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number, {minimum}{upper}.")
    return result


def words(name: str, default: list[str] | None = None) -> list[str]:
    """A list written with commas between: "a.example, b.example"."""
    value = os.environ.get(name, "")
    found = [part.strip() for part in value.split(",") if part.strip()]
    return found or list(default or [])

"""Filters that every template has without loading them."""

from django import template

register = template.Library()


@register.filter
def short_date(day):
    """5 May 2018; nothing for no date."""
    return f"{day:%-d %b %Y}" if day else ""


@register.filter
def lower_first(text: str) -> str:
    """A word as it stands inside a sentence: "Sub-committee" → "sub-committee", "RAG" stays."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]

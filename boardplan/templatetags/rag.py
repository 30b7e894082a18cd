"""Ratings as people see them: a word, a shape and a colour, in that order of trust."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

# Told apart without colour: a tick in a circle, triangle, cross, a tick in a square, empty
# circle, dashes.
SHAPES = {
    "green": "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zM7 12 3 8l1.5-1.5L7 9l4.7-5L13.2 5.4z",
    "amber": "M8 1 16 15H0zM7 6v4.5h2V6zM7 11.7v2h2v-2z",
    "red": "M5 0h6l5 5v6l-5 5H5l-5-5V5zM4.2 5.6 6.6 8 4.2 10.4l1.4 1.4L8 9.4l2.4 2.4 "
    "1.4-1.4L9.4 8l2.4-2.4-1.4-1.4L8 6.6 5.6 4.2z",
    "blue": "M0 0h16v16H0zM6.5 12.5 2.5 8.5 4 7l2.5 2.5L12 4l1.5 1.5z",
    "grey": "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0zm0 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z",
    "unrated": "M0 7h4v2H0zm6 0h4v2H6zm6 0h4v2h-4z",
}
WORDS = {
    "green": "Green",
    "amber": "Amber",
    "red": "Red",
    "blue": "Blue",
    "grey": "Grey",
    "unrated": "Not rated",
}

_SHAPES = {
    rating: mark_safe(  # noqa: S308 - constants of this module
        '<svg class="app-rag__shape" viewBox="0 0 16 16" aria-hidden="true">'
        f'<path fill-rule="evenodd" d="{path}"/></svg>'
    )
    for rating, path in SHAPES.items()
}


@register.simple_tag
def rag_tag(rating, word=""):
    """The tag of a rating: green, amber, red, blue, grey; anything empty is "unrated".

    word: the board's own label for it. Views of long tables call this once for each rating, not
    once a row.
    """
    rating = rating or "unrated"
    return format_html(
        '<strong class="app-rag app-rag--{}">{}{}</strong>',
        rating,
        _SHAPES[rating],
        word or WORDS[rating],
    )


@register.simple_tag
def rag_shape(rating):
    """The shape alone, for places where the word stands beside it."""
    return _SHAPES[rating or "unrated"]

"""Filters of the report's pages and papers."""

from django import template

from reports import finance
from reports.markdown import render

register = template.Library()


@register.filter
def markdown(text: str, below: int = 2):
    """Markdown as safe HTML, its headings below level `below`."""
    return render(text, below=int(below))


@register.simple_tag
def written(section, below: int):
    """The text of a report's section as safe HTML below level `below`, with its pictures."""
    return render(section.text, below=int(below), pictures=section.pictures)


@register.filter
def pounds(amount) -> str:
    """£1,234.50; nothing for no amount."""
    return "" if amount is None else finance.pounds(amount)

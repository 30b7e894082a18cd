"""Numbers of the pages of a long list."""

from django import template

register = template.Library()


@register.simple_tag
def page_numbers(page):
    """The numbers to offer around a Page, with the paginator's ELLIPSIS where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))

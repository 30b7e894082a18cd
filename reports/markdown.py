"""What people write in a report: lists, emphasis, links and headings, and nothing but that."""

import functools

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "br", "h2", "h3", "h4", "h5", "h6"}


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
        ["image", "code", "fence", "backticks", "blockquote", "hr", "html_block", "html_inline"]
    )


def parse(text: str, *, below: int = 2) -> list[Token]:
    """Markdown as the parser's tokens, its headings below level `below`, without gaps.

    The first heading becomes level `below` + 1 whatever the writer called it, and none goes
    more than one deeper than the heading before it: a screen reader finds no missing level.
    """
    tokens = _parser().parse(text)
    open_levels: list[int] = []  # the writer's levels that are open now, outermost first
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            shifted = f"h{min(below + len(open_levels), 6)}"
        if token.type in ("heading_open", "heading_close"):
            token.tag = shifted
    return tokens


def render(text: str, *, below: int = 2) -> SafeString:
    """Markdown as safe HTML whose headings stand below level `below`, as `parse` says."""
    tokens = parse(text, below=below)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return mark_safe(  # noqa: S308 - nh3 has cleaned it
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )

"""What people write in a report: headings, lists, emphasis, links, tables and the report's own
pictures, and nothing but that.

A table is written as on GitHub; a paragraph «Table: …» right before it is its caption. A picture is
`![what it shows](picture:2 "caption")`, with the number that it has in the report.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .parts import Picture

_TAGS = {
    "p", "ul", "ol", "li", "em", "strong", "a", "br", "h2", "h3", "h4", "h5", "h6",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "img", "figcaption",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "th": {"scope", "class"},
    "td": {"class"},
    "img": {"src", "alt", "width", "height"},
}
_NUMBER = "number"  # the class of cells whose column is set to the right
NONE: Mapping[int, Picture] = MappingProxyType({})
_CAPTION = re.compile(r"Table:\s+")
_PICTURE = re.compile(r"picture:(\d{1,4})")


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    parser.disable(["code", "fence", "backticks", "blockquote", "hr", "html_block", "html_inline"])
    parser.add_render_rule("figure", _figure)
    parser.add_render_rule("caption", _caption)
    return parser


def parse(text: str, *, below: int = 2, pictures: Mapping[int, Picture] = NONE) -> list[Token]:
    """Markdown as the parser's tokens, its headings below level `below`, without gaps.

    The first heading becomes level `below` + 1 whatever the writer called it, and none goes
    more than one deeper than the heading before it: a screen reader finds no missing level.
    A picture stands in a token «figure» of its own behind the paragraph that names it: `content`
    is what it shows, `meta["picture"]` the picture or None, `meta["caption"]` its caption. A
    table's caption is a token «caption» behind the one that opens the table.
    """
    tokens = list(_captioned(_parser().parse(text)))
    tokens = list(_with_figures(tokens, pictures))
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


def render(text: str, *, below: int = 2, pictures: Iterable[Picture] = ()) -> SafeString:
    """Markdown as safe HTML whose headings stand below level `below`, as `parse` says."""
    by_number = {picture.number: picture for picture in pictures}
    tokens = parse(text, below=below, pictures=by_number)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return mark_safe(  # noqa: S308 - nh3 has cleaned it
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=_kept,
            url_schemes={"http", "https", "mailto", "data"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def pictures_in(text: str) -> set[int]:
    """The numbers of the pictures that a text shows."""
    if "picture:" not in text:  # nearly always; what follows takes its time
        return set()
    return {
        int(found[1])
        for token in _parser().parse(text)
        for child in token.children or ()
        if child.type == "image" and (found := _PICTURE.fullmatch(str(child.attrGet("src"))))
    }


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """Only pictures of our own are shown, and nothing leads to a page inside an address."""
    if attribute == "href" and value.strip().lower().startswith("data:"):
        return None
    if attribute == "src" and not value.startswith(("data:image/png;", "data:image/jpeg;")):
        return None
    if attribute == "class" and value != _NUMBER:
        return None
    return value


def _captioned(tokens: list[Token]) -> Iterator[Token]:
    """Paragraphs «Table: …» become the caption of the table that follows; header cells say that
    they are, except those without words, which head nothing."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        caption = _caption_at(tokens, place)
        if caption is not None:
            yield tokens[place + 3]
            yield caption
            place += 4
            continue
        if token.type in ("th_open", "td_open"):
            _set_cell(token, tokens[place + 1])
        if token.type == "th_close" and not tokens[place - 1].content.strip():
            token.tag = "td"
        yield token
        place += 1


def _caption_at(tokens: list[Token], place: int) -> Token | None:
    """What the paragraph that begins at `place` is to the table behind it; else None."""
    opens, *rest = tokens[place : place + 4]
    if opens.type != "paragraph_open" or len(rest) < 3 or rest[2].type != "table_open":
        return None
    children = rest[0].children or []
    found = _CAPTION.match(children[0].content) if children else None
    if not found or found.end() == len(rest[0].content):
        return None
    children[0].content = children[0].content[found.end() :]
    caption = Token("caption", "caption", 0, content=rest[0].content[found.end() :])
    caption.children = children
    return caption


def _set_cell(token: Token, inline: Token) -> None:
    """A cell's scope, or its class where its column is set to the right."""
    right = "right" in str(token.attrs.pop("style", ""))
    if right:
        token.attrSet("class", _NUMBER)
    if token.type == "th_open":
        if inline.content.strip():
            token.attrSet("scope", "col")
        else:
            token.tag = "td"


def _with_figures(tokens: list[Token], pictures: Mapping[int, Picture]) -> Iterator[Token]:
    """Pictures out of the text they stand in: behind their paragraph, or as words where a picture
    cannot stand, in a heading or a cell."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "paragraph_open":
            inline = tokens[place + 1]
            figures = [
                _figure_of(child, pictures, level=token.level)
                for child in inline.children or ()
                if child.type == "image"
            ]
            if figures:
                inline.children = [each for each in inline.children if each.type != "image"]
                if any(each.content.strip() for each in inline.children):
                    yield from tokens[place : place + 3]
                yield from figures
                place += 3
                continue
        for child in token.children or ():
            if child.type == "image":
                child.type, child.content = "text", _plain(child)
        yield token
        place += 1


def _figure_of(image: Token, pictures: Mapping[int, Picture], *, level: int) -> Token:
    found = _PICTURE.fullmatch(str(image.attrGet("src")))
    picture = pictures.get(int(found[1])) if found else None
    figure = Token("figure", "figure", 0, level=level, block=True)
    figure.content = _plain(image) or (picture.description if picture else "")
    figure.meta = {"picture": picture, "caption": str(image.attrGet("title") or "")}
    return figure


def _plain(image: Token) -> str:
    """What the writer says that it shows."""
    return "".join(child.content for child in image.children or ()).strip()


def _figure(renderer, tokens, at, options, env) -> str:
    token = tokens[at]
    picture, caption = token.meta["picture"], token.meta["caption"]
    if picture is None:
        return format_html("<p>{}</p>\n", missing(token.content))
    shown = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">',
        picture.data,
        token.content,
        picture.width,
        picture.height,
    )
    if not caption:
        return format_html("<figure>{}</figure>\n", shown)
    return format_html("<figure>{}<figcaption>{}</figcaption></figure>\n", shown, caption)


def missing(description: str) -> str:
    """What stands where a picture is named that the report does not have."""
    return f"(Picture missing: {description})" if description else "(Picture missing)"


def _caption(renderer, tokens, at, options, env) -> str:
    words = renderer.renderInline(tokens[at].children, options, env)
    return f"<caption>{words}</caption>\n"

"""What people wrote, as paragraphs of Word: Markdown, and the blocks of the document tree."""

from collections.abc import Iterable, Iterator

from boardplan.word import Frame, Run, Words

from ..markdown import parse
from ..parts import Block

DEEPEST = 5  # the last style for headings
_LIST = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


def plain(text: str, style: str = "Normal", **more) -> Words:
    return Words((Run(text),), style, **more)


def heading(text: str, level: int, *, anchor: str = "", **more) -> Words:
    return Words((Run(text),), f"Heading {min(level, DEEPEST)}", anchor=anchor, **more)


def written(frame: Frame, text: str, *, below: int) -> Iterator[Words]:
    """Markdown as paragraphs; its headings stand below level `below`."""
    lists: list[tuple[str, int]] = []  # (style, number) of the lists that are open
    level, fresh = 0, False
    for token in parse(text, below=below):
        if token.type in _LIST:
            style = _LIST[token.type]
            lists.append((style, frame.new_list() if style == "List Number" else 0))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            fresh = True
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            if level:
                yield Words(runs, f"Heading {min(level, DEEPEST)}")
            elif lists:
                style, number = lists[-1]
                # A second paragraph of an item is one more item to Word, or it would lose its
                # place in the list.
                yield Words(runs, style, level=len(lists) - 1, number=number if fresh else 0)
                fresh = False
            else:
                yield Words(runs)


def _runs(tokens) -> Iterator[Run]:
    bold = italic = 0
    href = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += 1 if token.type == "strong_open" else -1
        elif token.type in ("em_open", "em_close"):
            italic += 1 if token.type == "em_open" else -1
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            href = address if address.startswith(("https://", "http://", "mailto:")) else ""
        elif token.type == "link_close":
            href = ""
        elif token.type in ("softbreak", "hardbreak"):
            yield Run("\n")
        elif token.content:
            yield Run(token.content, bold=bool(bold), italic=bool(italic), href=href)


def blocks(frame: Frame, found: Iterable[Block], *, in_table: bool = False) -> Iterator[Words]:
    """Paragraphs and lists of the document tree."""
    text, bullet, number = (
        ("Table Text", "Table Bullet", "Table Number")
        if in_table
        else ("Normal", "List Bullet", "List Number")
    )
    for block in found:
        if block.kind == "paragraph":
            yield plain(block.text, text)
            continue
        style = number if block.kind == "numbered" else bullet
        this = frame.new_list(number) if block.kind == "numbered" else 0
        for item in block.items:
            yield plain(item.text, style, number=this)
            for lower in item.below:
                yield plain(lower, bullet, level=1)


def listed(items: Iterable[str], *, one: str = "Normal", several: str = "List Bullet"):
    """One is a paragraph, several are a list."""
    items = [item for item in items if item.strip()]
    return tuple(plain(item, several if len(items) > 1 else one) for item in items)

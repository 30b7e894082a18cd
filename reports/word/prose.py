"""What people wrote, as paragraphs of Word: Markdown, and the blocks of the document tree."""

import base64
from collections.abc import Iterable, Iterator

from boardplan.word import Box, Drawing, Frame, Grid, Run, Words

from ..markdown import missing, parse
from ..parts import Block, Picture

WIDEST_MM, HIGHEST_MM = 165, 200  # of a picture on an upright page
PIXELS_A_MM = 150 / 25.4
DEEPEST = 5  # the last style for headings
_LIST = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


def plain(text: str, style: str = "Normal", **more) -> Words:
    return Words((Run(text),), style, **more)


def heading(text: str, level: int, *, anchor: str = "", **more) -> Words:
    return Words((Run(text),), f"Heading {min(level, DEEPEST)}", anchor=anchor, **more)


def written(
    frame: Frame, text: str, *, below: int, pictures: Iterable[Picture] = ()
) -> Iterator[Words | Grid | Drawing]:
    """Markdown as paragraphs, tables and pictures; its headings stand below level `below`."""
    lists: list[tuple[str, int]] = []  # (style, number) of the lists that are open
    level, fresh = 0, False
    table: _Table | None = None
    for token in parse(text, below=below, pictures={each.number: each for each in pictures}):
        if token.type == "table_open":
            table = _Table()
        elif table is not None:
            table.take(token)
            if token.type == "table_close":
                yield from table.pieces(frame)
                table = None
        elif token.type == "figure":
            yield from _shown(token)
        elif token.type in _LIST:
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


class _Table:
    """A table while its tokens come by."""

    def __init__(self):
        self.caption: tuple[Run, ...] = ()
        self.rows: list[list[tuple[tuple[Run, ...], bool]]] = []  # (runs, whether to the right)
        self._right = False

    def take(self, token) -> None:
        if token.type == "caption":
            self.caption = tuple(_runs(token.children or ()))
        elif token.type == "tr_open":
            self.rows.append([])
        elif token.type in ("th_open", "td_open"):
            self._right = token.attrGet("class") is not None
        elif token.type == "inline":
            self.rows[-1].append((tuple(_runs(token.children or ())), self._right))

    def pieces(self, frame: Frame) -> Iterator[Words | Grid]:
        head, *rows = self.rows
        named = "".join(run.text for run in self.caption)
        if self.caption:
            yield Words(self.caption, "Caption")
        told = named or ", ".join("".join(run.text for run in runs) for runs, _ in head)
        grid = frame.grid([self._share(at) for at in range(len(head))], title=told)
        bold = [Box((Words(runs, "Table Heading"),)) for runs, _ in head]
        grid.row(bold, header=True)
        for row in rows:
            grid.row(
                Box((Words(runs, "Table Figure" if right else "Table Text"),))
                for runs, right in row
            )
        yield grid

    def _share(self, at: int) -> float:
        """How much of the width a column takes: as its longest cell, within limits."""
        longest = max(sum(len(run.text) for run in row[at][0]) for row in self.rows)
        return min(max(longest, 8), 40)


def _shown(token) -> Iterator[Words | Drawing]:
    picture, caption = token.meta["picture"], token.meta["caption"]
    if picture is None:
        yield plain(missing(token.content))
        return
    data = base64.b64decode(picture.data.partition(";base64,")[2])
    wide = min(picture.width / PIXELS_A_MM, WIDEST_MM)
    high = min(wide * picture.height / picture.width, HIGHEST_MM)
    yield Drawing(data, token.content, high, keep_next=bool(caption))
    if caption:
        yield plain(caption, "Note")


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

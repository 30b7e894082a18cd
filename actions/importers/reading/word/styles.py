"""What styles say about a paragraph: heading, bold, hidden, list."""

import re
from dataclasses import dataclass

from ..markup import W, switched_on, whole

DEEPEST = 20  # styles based on styles based on styles…; Word itself allows eleven
LIST_STYLE = re.compile(r"list (?:bullet|number)(?: ([2-5]))?", re.IGNORECASE)
HEADING_STYLE = re.compile(r"heading ([1-9])", re.IGNORECASE)
CONTENTS_STYLE = re.compile(r"toc [1-9]|table of figures", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """heading: 1 to 9. number: (numId, level) of a list. contents: an entry of a contents list.

    placeholder: what a form shows until somebody fills it in ("Click here to enter text").
    """

    heading: int | None = None
    bold: bool = False
    hidden: bool = False
    number: tuple[str, int] | None = None
    contents: bool = False
    placeholder: bool = False


class Styles:
    def __init__(self, root):
        self._elements = {}
        self._default = ""
        for element in root.iter(f"{W}style") if root is not None else ():
            key = element.get(f"{W}styleId") or ""
            self._elements[key] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in (
                "1",
                "true",
            ):
                self._default = key
        self._known: dict[str, Style] = {}

    def of(self, key: str | None) -> Style:
        """What a style means, with all that it is based on. Without a key: the usual one."""
        key = self._default if key is None else key
        if key not in self._known:
            self._known[key] = self._worked_out(key)
        return self._known[key]

    def _chain(self, key: str) -> list:
        found = []
        while key in self._elements and len(found) < DEEPEST:
            element = self._elements[key]
            found.append(element)
            based = element.find(f"{W}basedOn")
            key = based.get(f"{W}val") or "" if based is not None else ""
        return found

    def _worked_out(self, key: str) -> Style:
        chain = self._chain(key)
        names = [_value(element, f"{W}name") for element in chain]
        return Style(
            heading=self._heading(chain, names),
            bold=_first_switch(chain, f"{W}rPr/{W}b"),
            hidden=_first_switch(chain, f"{W}rPr/{W}vanish"),
            number=_number(chain, names),
            contents=any(CONTENTS_STYLE.fullmatch(name) for name in names),
            placeholder=any(name.lower() == "placeholder text" for name in names),
        )

    def _heading(self, chain: list, names: list[str]) -> int | None:
        for element, name in zip(chain, names, strict=True):
            level = element.find(f"{W}pPr/{W}outlineLvl")
            if level is not None:
                return heading_of(level)
            if match := HEADING_STYLE.fullmatch(name):
                return int(match[1])
            if name.lower() == "title":
                return 1
        return None


def heading_of(outline) -> int | None:
    """The heading that an outline level of 0 to 8 makes; 9 is body text."""
    level = whole(outline.get(f"{W}val"), 9)
    return level + 1 if 0 <= level <= 8 else None


def _value(element, path: str) -> str:
    found = element.find(path)
    return (found.get(f"{W}val") or "") if found is not None else ""


def _first_switch(chain: list, path: str) -> bool:
    for element in chain:
        found = element.find(path)
        if found is not None:
            return switched_on(found)
    return False


def _number(chain: list, names: list[str]) -> tuple[str, int] | None:
    level = None
    for element, name in zip(chain, names, strict=True):
        if level is None:
            found = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
            if found is not None:
                level = whole(found.get(f"{W}val"))
            elif match := LIST_STYLE.fullmatch(name):
                # "List Bullet 2" is a list of its own that begins at level 0, only further in.
                level = int(match[1] or 1) - 1
        found = element.find(f"{W}pPr/{W}numPr/{W}numId")
        if found is not None:
            key = found.get(f"{W}val") or "0"
            return None if key == "0" else (key, level or 0)
    if level is not None and any(LIST_STYLE.fullmatch(name) for name in names):
        return ("", level)
    return None

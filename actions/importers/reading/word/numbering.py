"""Bullets and numbers that Word itself sets before a paragraph."""

from dataclasses import dataclass

from ..markup import W, whole
from ..words import cleaned, symbol
from .styles import Styles

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
DEEPEST = 8  # levels are 0 to 8


@dataclass(frozen=True, slots=True)
class Level:
    form: str
    pattern: str
    start: int = 1
    font: str = ""
    plain: bool = False


BULLET = Level("bullet", "•")


class Numbering:
    """Counts as Word does while the document is read from its beginning."""

    def __init__(self, root, styles: Styles):
        self._styles = styles
        self._lists: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for element in root.iter(f"{W}abstractNum"):
            key = element.get(f"{W}abstractNumId") or ""
            self._lists[key] = _levels(element)
            link = element.find(f"{W}numStyleLink")
            if link is not None:
                self._links[key] = link.get(f"{W}val") or ""
        for element in root.iter(f"{W}num"):
            base = element.find(f"{W}abstractNumId")
            starts, changed = {}, {}
            for over in element.iter(f"{W}lvlOverride"):
                level = whole(over.get(f"{W}ilvl"))
                start = over.find(f"{W}startOverride")
                if start is not None:
                    starts[level] = whole(start.get(f"{W}val"), 1)
                changed |= _levels(over)
            name = (base.get(f"{W}val") or "") if base is not None else ""
            self._numbers[element.get(f"{W}numId") or ""] = (name, changed, starts)

    def next(self, number: str, level: int) -> tuple[str, bool]:
        """The marker of the next paragraph of a list, and whether it is a bullet.

        An unknown list has bullets: that is what Word's own "List Bullet" looks like anywhere.
        """
        level = max(0, min(DEEPEST, level))
        if number not in self._numbers:
            return "•", True
        name, changed, starts = self._numbers[number]
        name = self._linked(name)
        levels = self._lists.get(name, {}) | changed
        here = levels.get(level)
        if here is None or here.form == "bullet":
            return _bullet(here or BULLET), True
        counts = self._counts.setdefault(name, {})
        if level in starts and (number, level) not in self._begun:
            counts[level] = starts[level] - 1
        self._begun.add((number, level))
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        text = here.pattern
        for other in range(level + 1):
            if f"%{other + 1}" in text:
                at = levels.get(other, here)
                form = "decimal" if here.plain else at.form
                text = text.replace(f"%{other + 1}", written(counts.get(other, at.start), form))
        return cleaned(text)[:40].strip(), False

    def _linked(self, name: str) -> str:
        """A list can borrow its levels from a list style, which names another list."""
        style = self._links.get(name)
        number = self._styles.of(style).number if style else None
        if number and number[0] in self._numbers:
            return self._numbers[number[0]][0]
        return name


def _levels(parent) -> dict[int, Level]:
    found = {}
    for element in parent.iter(f"{W}lvl"):
        form = element.find(f"{W}numFmt")
        text = element.find(f"{W}lvlText")
        start = element.find(f"{W}start")
        font = element.find(f"{W}rPr/{W}rFonts")
        found[whole(element.get(f"{W}ilvl"))] = Level(
            form=(form.get(f"{W}val") or "decimal") if form is not None else "decimal",
            pattern=((text.get(f"{W}val") or "") if text is not None else "")[:40],
            start=whole(start.get(f"{W}val"), 1) if start is not None else 0,
            font=(font.get(f"{W}ascii") or "") if font is not None else "",
            plain=element.find(f"{W}isLgl") is not None,
        )
    return found


def _bullet(level: Level) -> str:
    if not level.pattern:
        return "•"
    code = ord(level.pattern[0])
    symbolic = level.font.lower().startswith(("wingdings", "symbol", "webdings"))
    if symbolic or 0xF000 <= code <= 0xF0FF:
        return symbol(code, level.font if symbolic else "")
    return cleaned(level.pattern).strip() or "•"


def written(count: int, form: str) -> str:
    """A number as a list shows it: "decimal" 3, "lowerLetter" c, "upperRoman" III."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 10:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form.startswith("upper") else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text = ""
        for value, sign in ROMAN:
            text += sign * (count // value)
            count %= value
        return text.upper() if form.startswith("upper") else text
    return str(count)

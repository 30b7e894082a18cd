"""How a rating is drawn: its colours, its pattern, its share of a bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Look:
    """How a rating is drawn: its fill, the text on it, the lines of its pattern and its edge."""

    word: str
    fill: str
    text: str
    line: str
    pattern: str  # cross, slope, dots, level, or "" for a plain fill


# The fills are those of the RAG labels in static/src/_tokens.scss; text on them keeps 4.5:1.
LOOKS: Mapping[str, Look] = {
    "red": Look("Red", "#c0271a", "#ffffff", "#8c1a10", "cross"),
    "amber": Look("Amber", "#ffd27a", "#5f3a00", "#b36b00", "slope"),
    "green": Look("Green", "#1a7f3c", "#ffffff", "#1a7f3c", ""),
    "blue": Look("Blue", "#1d65b3", "#ffffff", "#0d3b6e", "dots"),
    "grey": Look("Grey", "#e4e8ed", "#353e4a", "#66717f", "level"),
    "": Look("Not rated", "#ffffff", "#4a5565", "#7b8594", ""),
}
# Worst first, as people read it; not started and not rated come last.
ORDER = ("red", "amber", "green", "blue", "grey", "")


@dataclass(frozen=True, slots=True)
class Piece:
    """One rating's share of a bar: where it lies, and the number that stands in it."""

    rag: str
    x: float
    y: float
    wide: float
    tall: float
    number: str

    @property
    def outline(self) -> str:
        return (
            f"M{rounded(self.x)} {rounded(self.y)}h{rounded(self.wide)}v{rounded(self.tall)}"
            f"h-{rounded(self.wide)}z"
        )

    @property
    def fits(self) -> bool:
        return self.tall >= 13 and self.wide >= self.plate - 3

    @property
    def plate(self) -> int:
        """Width of the plain ground behind the number, which keeps the pattern off it."""
        return 7 * len(self.number) + 4

    @property
    def plate_outline(self) -> str:
        x, y = self.x + (self.wide - self.plate) / 2, self.y + self.tall / 2 - 6.5
        return f"M{rounded(x)} {rounded(y)}h{self.plate}v13h-{self.plate}z"


def layers(pieces: Sequence[Piece]) -> SafeString:
    """The pieces of each rating as one outline, one pattern, one set of plates and numbers.

    So a chart of any size is a handful of shapes. The patterns are drawn as lines, because
    SVG's own tiled patterns show their seams in print.
    """
    drawn = []
    for rag in ORDER:
        same = [piece for piece in pieces if piece.rag == rag]
        if not same:
            continue
        look = LOOKS[rag]
        numbered = [piece for piece in same if piece.fits]
        drawn += shape(
            look,
            "".join(piece.outline for piece in same),
            "".join(
                pattern_in(look.pattern, piece.x, piece.y, piece.wide, piece.tall) for piece in same
            ),
        )
        if not numbered:
            continue
        if look.pattern:
            plates = "".join(piece.plate_outline for piece in numbered)
            drawn.append(f'<path d="{plates}" fill="{look.fill}"/>')
        drawn.append(
            f'<g font-size="11" font-weight="700" text-anchor="middle" fill="{look.text}">'
        )
        drawn += [
            f'<text x="{rounded(piece.x + piece.wide / 2)}" '
            f'y="{rounded(piece.y + piece.tall / 2 + 4)}">{piece.number}</text>'
            for piece in numbered
        ]
        drawn.append("</g>")
    return mark_safe("".join(drawn))  # noqa: S308 - numbers, and colours of this module


def shape(look: Look, outline: str, pattern: str) -> list[str]:
    """An outline filled in the rating's colour, and its pattern over it."""
    drawn = [f'<path d="{outline}" fill="{look.fill}" stroke="{look.line}" stroke-width="0.8"/>']
    if pattern:
        dots = look.pattern == "dots"
        drawn.append(
            f'<path d="{pattern}" fill="none" stroke="{look.line}" '
            f'stroke-width="{2.2 if dots else 1}" stroke-linecap="{"round" if dots else "butt"}"/>'
        )
    return drawn


def pattern_in(name: str, x: float, y: float, wide: float, tall: float, gap: float = 5) -> str:
    """The path of a pattern inside one rectangle; it never leaves it."""
    if name == "slope":
        return _slopes(x, y, wide, tall, gap)
    if name == "cross":
        return _slopes(x, y, wide, tall, gap + 1) + _slopes(x, y, wide, tall, gap + 1, falling=True)
    if name == "level":
        return "".join(
            f"M{rounded(x)} {rounded(y + step)}h{rounded(wide)}" for step in _steps(tall, gap)
        )
    if name == "dots":
        return "".join(
            f"M{rounded(x + across)} {rounded(y + down)}h.01"
            for down in _steps(tall, gap)
            for across in _steps(wide, gap)
        )
    return ""


def _slopes(x, y, wide, tall, gap, *, falling=False) -> str:
    """Lines at 45 degrees, cut at the edges of the rectangle."""
    drawn = []
    for along in _steps(wide + tall, gap):
        x1, y1 = min(along, wide), max(along - wide, 0)
        x2, y2 = max(along - tall, 0), min(along, tall)
        if falling:
            x1, x2 = wide - x1, wide - x2
        # As `rounded`, without calling it four times for each of hundreds of lines.
        drawn.append(f"M{x + x1:.1f} {y + y1:.1f}L{x + x2:.1f} {y + y2:.1f}")
    return "".join(drawn)


def _steps(length: float, gap: float) -> list[float]:
    return [gap * (index + 0.5) for index in range(int(length / gap + 0.5))]


def rounded(number: float) -> str:
    """A coordinate as text: templates would write a decimal by the language's rules."""
    return f"{number:.1f}"

"""Excel's cell formats: number format, bold, colours."""

from dataclasses import dataclass

from openpyxl.styles.colors import COLOR_INDEX

from .. import colours
from ..markup import S, parse, switched_on, whole
from .formats import code_of


@dataclass(frozen=True, slots=True)
class Look:
    """code: the number format. colour: of the letters. font: its name, for symbol fonts."""

    code: str = "General"
    bold: bool = False
    font: str = ""
    colour: str | None = None
    fill: str | None = None


PLAIN = Look()


class Looks:
    """The formats of a workbook by the number that its cells carry."""

    def __init__(self, styles: bytes, theme: bytes):
        self._theme = colours.theme(theme)
        self._index = [value[2:] for value in COLOR_INDEX]
        self._found: list[Look] = []
        if styles:
            self._read(parse(styles, program="Excel"))

    def of(self, number: str | None) -> Look:
        at = whole(number, -1)
        return self._found[at] if 0 <= at < len(self._found) else PLAIN

    def _read(self, root) -> None:
        own = [element.get("rgb") or "" for element in root.iterfind(f".//{S}rgbColor")]
        for at, value in enumerate(own[: len(self._index)]):
            if colours.HEX.fullmatch(value[-6:]):
                self._index[at] = value[-6:].upper()
        codes = {
            whole(element.get("numFmtId"), -1): element.get("formatCode") or ""
            for element in root.iterfind(f"{S}numFmts/{S}numFmt")
        }
        fonts = [self._font(element) for element in root.iterfind(f"{S}fonts/{S}font")]
        fills = [self._fill(element) for element in root.iterfind(f"{S}fills/{S}fill")]
        for element in root.iterfind(f"{S}cellXfs/{S}xf"):
            bold, name, colour = _at(fonts, element.get("fontId")) or (False, "", None)
            self._found.append(
                Look(
                    code=code_of(whole(element.get("numFmtId")), codes),
                    bold=bold,
                    font=name,
                    colour=colour,
                    fill=_at(fills, element.get("fillId")),
                )
            )

    def font(self, element) -> tuple[bool, str, str | None]:
        """(bold, name, colour) of a font, in a cell's format or inside its text."""
        return self._font(element)

    def _font(self, element) -> tuple[bool, str, str | None]:
        if element is None:
            return False, "", None
        name = element.find(f"{S}name")
        if name is None:
            name = element.find(f"{S}rFont")
        return (
            switched_on(element.find(f"{S}b")),
            (name.get("val") or "") if name is not None else "",
            self.colour(element.find(f"{S}color")),
        )

    def _fill(self, element) -> str | None:
        pattern = element.find(f"{S}patternFill")
        if pattern is not None:
            if (pattern.get("patternType") or "none") == "none":
                return None
            # A dotted pattern mixes two colours; only a solid one is a colour.
            solid = pattern.get("patternType") == "solid"
            return self.colour(pattern.find(f"{S}fgColor")) if solid else None
        stop = element.find(f"{S}gradientFill/{S}stop/{S}color")
        return self.colour(stop)

    def colour(self, element) -> str | None:
        """A colour element: rgb, theme with tint, or the number in the old palette."""
        if element is None:
            return None
        base = None
        if element.get("rgb"):
            base = element.get("rgb")[-6:].upper()
        elif element.get("theme") is not None:
            at = whole(element.get("theme"), -1)
            if 0 <= at < len(colours.THEME_ORDER):
                base = self._theme.get(colours.THEME_ORDER[at])
        elif element.get("indexed") is not None:
            at = whole(element.get("indexed"), -1)
            base = self._index[at] if 0 <= at < len(self._index) else None
        if base is None or not colours.HEX.fullmatch(base):
            return None
        try:
            tint = float(element.get("tint") or 0)
        except ValueError:
            tint = 0.0
        return colours.visible(colours.lightened(base, tint if tint == tint else 0.0))


def _at(found: list, number: str | None):
    at = whole(number)
    return found[at] if 0 <= at < len(found) else None

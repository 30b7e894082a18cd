"""Colours as "RRGGBB", from the ways in which Word, Excel and web pages write them."""

import colorsys
import re

from lxml import etree
from PIL import ImageColor

from .markup import A
from .markup import parse as parse_xml
from .refusals import Unreadable

HEX = re.compile(r"[0-9A-Fa-f]{6}")
# Word's highlighter has its own sixteen names.
HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
}
THEME_NAMES = {
    "background1": "lt1",
    "light1": "lt1",
    "bg1": "lt1",
    "text1": "dk1",
    "dark1": "dk1",
    "tx1": "dk1",
    "background2": "lt2",
    "light2": "lt2",
    "bg2": "lt2",
    "text2": "dk2",
    "dark2": "dk2",
    "tx2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
# Excel counts the theme's colours, the first four in pairs the other way round.
THEME_ORDER = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)


def plain(text: str | None) -> str | None:
    """A hex colour, with or without "#" and alpha. None for "auto", white and anything else."""
    text = (text or "").strip().lstrip("#")
    if len(text) == 8:  # Excel writes alpha first
        text = text[2:]
    return visible(text.upper()) if HEX.fullmatch(text) else None


def visible(colour: str | None) -> str | None:
    """White is what an empty page is: no colour."""
    return None if colour == "FFFFFF" else colour


def theme(data: bytes) -> dict[str, str]:
    """The colours of a theme part by name: {"accent1": "4472C4"}; {} where it has none."""
    if not data:
        return {}
    try:
        root = parse_xml(data, program="Word or Excel")
    except Unreadable:
        return {}
    scheme = root.find(f".//{A}clrScheme")
    found = {}
    for slot in scheme if scheme is not None else ():
        for colour in slot:
            value = colour.get("lastClr") or colour.get("val") or ""
            if HEX.fullmatch(value):
                found[etree.QName(slot).localname] = value.upper()
    return found


def of_theme(colours: dict[str, str], name: str | None) -> str | None:
    """A theme's colour by the name that Word and drawings use for it."""
    return colours.get(THEME_NAMES.get(name or "", name or ""))


def lightened(colour: str | None, tint: float) -> str | None:
    """A colour made lighter (tint above 0, to 1) or darker (below, to -1) as Office does it."""
    if colour is None or not tint:
        return colour
    tint = max(-1.0, min(1.0, tint))
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(*parts)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    changed = colorsys.hls_to_rgb(hue, light, full)
    return "".join(f"{round(part * 255):02X}" for part in changed)


def css(text: str | None) -> str | None:
    """The first colour in a value of `background` or `color`. None for white and none."""
    for word in re.findall(r"[a-z]+\([^)]{0,60}\)|#[0-9a-f]+|[a-z]+", (text or "").lower()[:300]):
        if word == "transparent":
            return None
        try:
            parts = ImageColor.getrgb(word.replace("windowtext", "black"))
        except ValueError:
            continue
        if len(parts) == 4 and parts[3] == 0:
            return None
        return visible("".join(f"{part:02X}" for part in parts[:3]))
    return None

"""Which rating a colour, a letter, a word or a symbol stands for."""

import colorsys
import re

RAGS = ("red", "amber", "green", "blue", "grey")
_WORDS = {
    "red": "red r",
    "amber": "amber a yellow y orange o",
    "green": "green g",
    "blue": "blue b",
    "grey": "grey gray",
}
_OF_WORD = {word: rag for rag, words in _WORDS.items() for word in words.split()}
_PHRASES = {
    "complete": "green",
    "completed": "green",
    "achieved": "green",
    "done": "green",
    "on track": "green",
    "on target": "green",
    "in progress": "amber",
    "under way": "amber",
    "underway": "amber",
    "ongoing": "amber",
    "started": "amber",
    "at risk": "amber",
    "some slippage": "amber",
    "partially complete": "amber",
    "off track": "red",
    "overdue": "red",
    "delayed": "red",
    "not achieved": "red",
    "not complete": "red",
    "not completed": "red",
    "not started": "grey",
    "not yet started": "grey",
    "not due": "grey",
    "not yet due": "grey",
}
_SYMBOLS = {
    "🔴": "red",
    "🟥": "red",
    "❌": "red",
    "✗": "red",
    "✘": "red",
    "⛔": "red",
    "🟠": "amber",
    "🟧": "amber",
    "🟡": "amber",
    "🟨": "amber",
    "⚠": "amber",
    "🟢": "green",
    "🟩": "green",
    "✓": "green",
    "✔": "green",
    "✅": "green",
    "☑": "green",
    "🔵": "blue",
    "🟦": "blue",
    "⚪": "grey",
    "⚫": "grey",
    "⬜": "grey",
}
_COMPOUND = re.compile(
    r"(?:rag|status|rated)?\s*[:=-]?\s*(?P<word>[a-z]+)(?:\s*[/-]\s*(?P<second>[a-z]+))?(?:\s+(?:rag|rated|status))?"
)


def of_fill(fill: str | None) -> str | None:
    """The rating of a shading ("FFC000" is amber); None for white, pale tints and other hues."""
    if not fill or not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return None
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, strong = colorsys.rgb_to_hls(red, green, blue)
    hue *= 360
    if light > 0.97 or light < 0.08:
        return None
    if max(red, green, blue) - min(red, green, blue) < 0.08:
        return "grey" if 0.3 < light < 0.9 else None
    if strong < 0.25:
        return None
    if hue < 20 or hue >= 335:
        return "red"
    if hue < 70:
        return "amber"
    if hue < 170:
        return "green"
    return "blue" if hue < 260 else None


def of_text(text: str, key: dict[str, str] | None = None) -> str | None:
    """The rating that a text is, None where it says something else.

    key: what the document's own key gives its letters and numbers ({"1": "green"}); numbers
    mean nothing without it. Of "Amber/Green" the worse counts.
    """
    said = " ".join(text.casefold().split()).strip(" .:;()[]")
    if not said:
        return None
    if key and said in key:
        return key[said]
    symbols = [_SYMBOLS[c] for c in text if c in _SYMBOLS]
    rest = "".join(c for c in said if c not in _SYMBOLS and c not in "\ufe0f●•■").strip()
    if symbols and (not rest or rest in _OF_WORD or rest in _PHRASES):
        return symbols[0]
    if rest in _PHRASES:
        return _PHRASES[rest]
    m = _COMPOUND.fullmatch(rest)
    if not m:
        return None
    found = [_OF_WORD.get(word) for word in (m["word"], m["second"]) if word]
    if None in found:
        return None
    return min(found, key=("red", "amber", "grey", "green", "blue").index)


def leading(text: str) -> str | None:
    """The rating with which a longer text begins ("Green – all in place")."""
    m = re.match(r"\s*(red|amber|green|blue|grey)\b\s*[:–—.,(-]", text, re.IGNORECASE)
    m = m or re.match(r"\s*([RAGB])\s*(?:[:–—]|\s-\s)", text)
    return _OF_WORD[m[1].lower()] if m else None


def key_of(texts: list[str]) -> dict[str, str]:
    """What a RAG key says of its letters and numbers: {"1": "green"} of "1 – Green – done"."""
    found = {}
    for text in texts:
        words = re.findall(r"[a-z]+|\d+", text.casefold())
        colours = [_OF_WORD[w] for w in words if len(w) > 1 and w in _OF_WORD]
        if words and len(set(colours)) == 1 and (words[0].isdigit() or len(words[0]) == 1):
            found[words[0]] = colours[0]
    return found

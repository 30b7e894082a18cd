"""What files of Word and Excel have in common: the texts they can hold, and our colours in them."""

import re

# Fills of the ratings as on screen (static/src/_tokens.scss), and words that can be read on them.
FILLS = {
    "green": ("D3ECD9", "0B4A22"),
    "amber": ("FFE3B0", "5F3A00"),
    "red": ("F9D3CF", "7D130B"),
    "blue": ("CFE2F7", "0D3B6E"),
    "grey": ("E4E8ED", "353E4A"),
}
INK, SOFT, LINE, WASH, ALERT = "1C2430", "4A5565", "C3CBD6", "EEF1F5", "7D130B"

# What XML has no place for: control characters, halves of surrogate pairs and two non-characters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """The text as a file of Office can hold it, every kind of line break as a line feed."""
    return _NOT_IN_XML.sub("", _BREAKS.sub("\n", text))

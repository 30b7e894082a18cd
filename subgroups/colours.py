"""Whether a board's colour can be read: the contrast rule of WCAG 2.2."""

CONTRAST_NEEDED = 4.5  # WCAG 2.2, success criterion 1.4.3, text of normal size


def contrast_with_white(colour: str) -> float:
    """The contrast ratio, 1 to 21, of "#1d4f91" against white."""
    return 1.05 / (_luminance(colour) + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""The fonts of our PDFs, all brought by npm and built into static/build/fonts.

Public Sans carries English and most European languages. Loading a font costs a renderer some
hundredths of a second, so a document names only those whose letters it holds.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: CSS family, file name, weight, style, and the letters it is loaded for."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"
    letters: tuple[tuple[int, int], ...] = ()  # ranges, both ends included; () is always loaded


_LATIN_EXT = (
    (0x0100, 0x0130),
    (0x0132, 0x0151),
    (0x0154, 0x02BA),
    (0x02BD, 0x02C5),
    (0x02C7, 0x02D9),
    (0x1E00, 0x1EFF),
    (0x20A0, 0x20AB),
    (0x20AD, 0x20C0),
)
_WEIGHTS = ((400, "normal"), (400, "italic"), (600, "normal"), (700, "normal"))


def _noto(name: str, family: str, *letters) -> Face:
    return Face(family, f"{name}-400-normal.woff2", letters=letters)


# In the order in which CSS asks them for a letter.
FACES = (
    *(
        Face("Public Sans", f"public-sans-latin-{weight}-{style}.woff2", weight, style)
        for weight, style in _WEIGHTS
    ),
    *(
        Face(
            "Public Sans",
            f"public-sans-latin-ext-{weight}-{style}.woff2",
            weight,
            style,
            _LATIN_EXT,
        )
        for weight, style in _WEIGHTS
    ),
    _noto("noto-sans-cyrillic", "Noto Cyrillic", (0x0400, 0x045F), (0x0490, 0x0491), (0x2116,) * 2),
    _noto("noto-sans-cyrillic-ext", "Noto Cyrillic Ext", (0x0460, 0x048F), (0x0492, 0x052F)),
    _noto("noto-sans-greek", "Noto Greek", (0x0370, 0x03FF)),
    _noto("noto-sans-greek-ext", "Noto Greek Ext", (0x1F00, 0x1FFF)),
    _noto(
        "noto-sans-vietnamese",
        "Noto Vietnamese",
        (0x01A0, 0x01B0),
        (0x0300, 0x0323),
        (0x1EA0, 0x1EF9),
    ),
    _noto("noto-sans-devanagari", "Noto Devanagari", (0x0900, 0x097F)),
    _noto(
        "noto-sans-arabic-arabic",
        "Noto Arabic",
        (0x0600, 0x06FF),
        (0x0750, 0x077F),
        (0xFB50, 0xFEFC),
    ),
    _noto("noto-sans-bengali-bengali", "Noto Bengali", (0x0980, 0x09FE)),
    _noto("noto-sans-gurmukhi-gurmukhi", "Noto Gurmukhi", (0x0A01, 0x0A76)),
    _noto("noto-sans-symbols-2-symbols", "Noto Symbols Two", (0x2190, 0x2BFF), (0x1F000, 0x1FBFF)),
    _noto("noto-sans-symbols-symbols", "Noto Symbols", (0x2150, 0x24FF)),
    _noto("noto-sans-math-latin", "Noto Maths", (0x2032, 0x23FF), (0x2500, 0x2BFF)),
)


def needed(text: str) -> list[Face]:
    """The faces that `text` (a whole document) asks for."""
    points = {ord(letter) for letter in set(text)}
    return [
        face
        for face in FACES
        if not face.letters
        or any(first <= point <= last for first, last in face.letters for point in points)
    ]


def stylesheet(text: str) -> str:
    """CSS that declares the faces of a document and sets `--font` to name them all."""
    faces = needed(text)
    rules = [
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'font-style:{face.style};src:url("fonts/{face.file}")}}'
        for face in faces
    ]
    families = ",".join(f'"{family}"' for family in dict.fromkeys(face.family for face in faces))
    return "".join(rules) + f"html{{font-family:{families},sans-serif}}"

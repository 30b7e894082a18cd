"""Logos that boards upload: looked at, made small, and written anew.

What is kept is always an image that Pillow wrote, so nothing hidden in an upload reaches anybody.
"""

import contextlib
import io
import warnings

from django.conf import settings
from PIL import Image, ImageFile, UnidentifiedImageError

from boardplan.errors import RuleBroken

FORMATS = {"PNG": "png", "JPEG": "jpg"}
LARGEST_SIDE = 6_000  # pixels of what we open: 36 million of them are about 150 MB
KEPT_SIZE = (800, 400)  # pixels, twice what any page shows

NOT_AN_IMAGE = "This file is not a PNG or JPEG picture. Save the logo as PNG and choose that file."


@contextlib.contextmanager
def whole_pictures_only():
    """Refuse pictures that end too early, whatever else runs in this process.

    The PDF renderer switches this off for the whole of Pillow as soon as it is imported.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def read_logo(upload) -> tuple[bytes, str]:
    """The upload as clean bytes and its ending ("png" or "jpg").

    Raises RuleBroken with what to do where it is too large or not a picture of these kinds.
    """
    if upload.size > settings.MAX_LOGO_BYTES:
        raise RuleBroken(
            f"The logo is larger than {settings.MAX_LOGO_BYTES // 1000} kB. Make it smaller: "
            f"{KEPT_SIZE[0]} pixels wide is enough.",
            field="logo",
        )
    try:
        with warnings.catch_warnings(), whole_pictures_only():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            upload.seek(0)
            image = Image.open(upload, formats=list(FORMATS))
            if max(image.size) > LARGEST_SIDE:
                raise RuleBroken(
                    f"The logo is more than {LARGEST_SIDE} pixels wide or high. Make it smaller: "
                    f"{KEPT_SIZE[0]} pixels wide is enough.",
                    field="logo",
                )
            image.load()
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,  # Pillow's PNG reader raises it for broken chunks
    ) as problem:
        raise RuleBroken(NOT_AN_IMAGE, field="logo") from problem
    kind = image.format
    image = image.convert("RGB") if kind == "JPEG" else image.convert("RGBA")
    image.thumbnail(KEPT_SIZE)
    kept = io.BytesIO()
    # A new image of the pixels alone: comments, profiles and places stay behind.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    clean.save(kept, kind, optimize=True)
    return kept.getvalue(), FORMATS[kind]

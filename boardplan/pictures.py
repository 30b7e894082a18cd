"""Pictures that people upload: looked at, made small, and written anew.

What is kept is always an image that Pillow wrote, so nothing hidden in an upload (a script, the
place where a photograph was taken) reaches anybody.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from .errors import RuleBroken

FORMATS = {"PNG": "png", "JPEG": "jpg"}
LARGEST_SIDE = 6_000  # pixels of what we open: 36 million of them are about 150 MB


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    kind: str  # png or jpg
    width: int  # pixels
    height: int


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


def read_picture(
    upload: UploadedFile, *, field: str, what: str, most_bytes: int, kept_size: tuple[int, int]
) -> Picture:
    """The upload as a clean picture that fits into `kept_size` (width, height in pixels).

    what: how a message calls it, "logo". Raises RuleBroken at `field` with what to do where the
    upload is larger than `most_bytes`, or no PNG or JPEG.
    """
    enough = f"{kept_size[0]:,} pixels wide is enough."
    if upload.size > most_bytes:
        raise RuleBroken(
            f"The {what} is larger than {_bytes(most_bytes)}. Make it smaller: {enough}",
            field=field,
        )
    try:
        with warnings.catch_warnings(), whole_pictures_only():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            upload.seek(0)
            image = Image.open(upload, formats=list(FORMATS))
            if max(image.size) > LARGEST_SIDE:
                raise RuleBroken(
                    f"The {what} is more than {LARGEST_SIDE} pixels wide or high. Make it "
                    f"smaller: {enough}",
                    field=field,
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
        raise RuleBroken(
            f"This file is not a PNG or JPEG picture. Save the {what} as PNG and choose that file.",
            field=field,
        ) from problem
    kind = image.format
    image = ImageOps.exif_transpose(image)  # or a photograph would lie on its side
    image = image.convert("RGB") if kind == "JPEG" else image.convert("RGBA")
    image.thumbnail(kept_size)
    kept = io.BytesIO()
    # A new image of the pixels alone: comments, profiles and places stay behind.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    clean.save(kept, kind, optimize=True)
    return Picture(kept.getvalue(), FORMATS[kind], *clean.size)


def _bytes(number: int) -> str:
    return f"{number // 1000} kB" if number < 1_000_000 else f"{number / 1_000_000:g} MB"

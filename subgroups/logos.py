"""Logos that boards upload."""

from django.conf import settings

from boardplan.pictures import read_picture

KEPT_SIZE = (800, 400)  # pixels, twice what any page shows


def read_logo(upload) -> tuple[bytes, str]:
    """The upload as clean bytes and its ending ("png" or "jpg").

    Raises RuleBroken with what to do where it is too large or not a picture of these kinds.
    """
    found = read_picture(
        upload, field="logo", what="logo", most_bytes=settings.MAX_LOGO_BYTES, kept_size=KEPT_SIZE
    )
    return found.content, found.kind

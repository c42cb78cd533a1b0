"""Makes a photo of a contact from whatever picture somebody chose: upright, square enough, small."""

import io
from typing import Final

from deskcrm.errors import CrmError
from deskcrm.i18n import mark
from deskcrm.paper.pictures import NotAPicture, PictureTooLarge, picture

_MOST: Final = 128.0
"""Points: 512 pixels a side."""


class NoPhoto(CrmError):
    """A file that is no picture."""

    sentence = mark("{name} cannot be read as a picture. Choose a PNG or JPEG file.")


class PhotoTooLarge(CrmError):
    """A picture that would take all memory to open."""

    sentence = mark("{name} has too many pixels to be opened. Choose a smaller picture.")


def fitted(data: bytes, *, name: str) -> tuple[str, bytes]:
    """Return the kind and the bytes of a photo of at most 512 pixels a side; raise NoPhoto or PhotoTooLarge."""
    try:
        image = picture(data, _MOST, _MOST).image
    except NotAPicture as error:
        raise NoPhoto(name=name) from error
    except PictureTooLarge as error:
        raise PhotoTooLarge(name=name) from error
    out = io.BytesIO()
    image.info.clear()  # Neither where it was taken nor what was noted about it.
    if image.mode == "RGBA":
        image.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    image.save(out, "JPEG", quality=88)
    return "image/jpeg", out.getvalue()


def is_fitted(data: bytes) -> str:
    """Return the kind of a photo that `fitted` made, "" for any other picture, or none at all."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            small = max(image.size) <= _MOST * 4
            plain = not {"exif", "comment", "icc_profile", "xmp"} & image.info.keys()
            if small and plain:
                image.load()
                return str(image.get_format_mimetype())
    except (OSError, ValueError, SyntaxError):
        return ""
    return ""

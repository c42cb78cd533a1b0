"""Pictures for documents, made from whatever file a user chose."""

import io
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from deskcrm.errors import CrmError
from deskcrm.i18n import mark

MOST_PIXELS = 200_000_000
_SHARP = 4
"""Pixels per point: about 290 per inch, as much as a printer shows."""


class NotAPicture(CrmError):
    """A logo that cannot be read as an image."""

    sentence = mark("The logo cannot be read as a picture. Choose a PNG or JPEG file for it.")


class PictureTooLarge(CrmError):
    """A logo that would take all memory to open."""

    sentence = mark("The logo has too many pixels to be opened. Choose a smaller picture for it.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for paper: upright, no larger than it is printed; size in points."""

    image: Any = field(repr=False)
    width: float
    height: float


@lru_cache(maxsize=4)
def picture(data: bytes, most_width: float, most_height: float) -> Picture:
    """Read PNG, JPEG or the like to be printed within the size given, in points.

    Raise NotAPicture or PictureTooLarge.
    """
    from PIL import Image, ImageOps

    most = (round(most_width * _SHARP), round(most_height * _SHARP))
    try:
        with warnings.catch_warnings():
            # Its own limits are for servers; ours is checked below, before any pixel is read.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data))
        if opened.width * opened.height > MOST_PIXELS:
            raise PictureTooLarge
        # A JPEG is read at a fraction of its size; either side may become the width.
        opened.draft("RGB", (max(most) * 2, max(most) * 2))
        upright = ImageOps.exif_transpose(opened)
        clear = "A" in upright.getbands() or "transparency" in upright.info
        image = upright.convert("RGBA" if clear else "RGB")
        image.thumbnail(most, Image.Resampling.LANCZOS)
    except Image.DecompressionBombError as problem:
        raise PictureTooLarge from problem
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError) as problem:
        raise NotAPicture from problem
    scale = min(most_width / image.width, most_height / image.height)
    return Picture(image, image.width * scale, image.height * scale)

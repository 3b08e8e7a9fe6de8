"""A picture from anybody: read by what it is, whatever it is called, and written anew with nothing else in it."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 30_000_000
"""Three hundred megabytes while they are unpacked and made smaller."""
MOST_PIXELS_OF_JPEG = 52_000_000
"""As many as phones take; they are unpacked at a fraction of their size."""
LONGEST_SIDE = 2400
SMALL_SIDE = 320
QUALITY = 88
MIME = "image/webp"


class Trouble(StrEnum):
    """Why something cannot be taken."""

    EMPTY = "empty"
    HEAVY = "heavy"
    FOREIGN = "foreign"
    """No picture of a kind that we read."""
    VAST = "vast"
    """More pixels than we unpack."""
    BROKEN = "broken"
    OFTEN = "often"
    """Too many came from the same side."""


class Unusable(Exception):
    """What was handed in cannot be taken."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture as it is kept, in WebP: the whole, and a small one for pages."""

    whole: bytes
    small: bytes
    width: int
    height: int


def cleaned(source: IO[bytes], most_bytes: int) -> Cleaned:
    """The picture in `source`, upright, its longest side of at most `LONGEST_SIDE`, of a moving one the first frame.

    Nothing but its pixels is kept. Raises `Unusable`.
    """
    _weigh(source, most_bytes)
    try:
        with Image.open(source, formats=FORMATS) as image:
            if image.width * image.height > (MOST_PIXELS_OF_JPEG if image.format == "JPEG" else MOST_PIXELS):
                raise Unusable(Trouble.VAST)
            pixels = _pixels(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(Trouble.VAST) from None
    except UnidentifiedImageError:
        raise Unusable(Trouble.FOREIGN) from None
    except Unusable:
        raise
    except Exception:  # what decoders raise for bytes made to confuse them is nobody's list
        raise Unusable(Trouble.BROKEN) from None
    whole = _written(pixels)
    width, height = pixels.size
    pixels.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Cleaned(whole, _written(pixels), width, height)


def _weigh(source: IO[bytes], most_bytes: int) -> None:
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    if not size:
        raise Unusable(Trouble.EMPTY)
    if size > most_bytes:
        raise Unusable(Trouble.HEAVY)


def _pixels(image: Image.Image) -> Image.Image:
    """The first frame, no larger than it is kept, turned as its camera was held. Copies are made of small ones only."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode.startswith("I"):  # grey in 16 bits, which is otherwise cut off instead of scaled
        image = image.point(lambda level: level / 256).convert("L")
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.info.clear()
    return plain


def _written(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()

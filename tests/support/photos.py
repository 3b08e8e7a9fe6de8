"""Pictures that people hand in, and what pretends to be one."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

GPS, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **how: object) -> bytes:
    """A picture of two halves: the left one red, the right one blue."""
    image = Image.new(mode, size, "red" if mode != "L" else 200)
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "blue" if mode != "L" else 50), (size[0] // 2, 0))
    written = io.BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def turned_photo() -> bytes:
    """A picture taken with the camera held sideways, which knows where that was."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = "at home in Ahornweg"
    exif.get_ifd(GPS)[1] = "N"
    return photo(exif=exif.tobytes(), comment=b"taken by Anna")


def moving_picture() -> bytes:
    """A GIF of thirty frames."""
    frames = [Image.new("RGB", (40, 40), (8 * number, 0, 0)) for number in range(30)]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], loop=0)
    return written.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it has billions of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 200))
        + _chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG whose description unpacks to two hundred megabytes."""
    whole = photo("PNG")
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 200_000_000, 9))
    return whole[:33] + text + whole[33:]


def polyglot() -> bytes:
    """A picture that is a page with a script, too."""
    return photo("GIF") + b"<html><script>alert(document.cookie)</script></html>"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


DRAWING_WITH_SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

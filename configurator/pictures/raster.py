"""An SVG file -> a PNG, in a process of its own.

The library holds Python's lock while it draws, a tenth of a second in which nobody else would be served; and whatever a
drawing may do to it, the shop goes on.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from resvg_py import svg_to_bytes

FONTS = Path(__file__).parents[2] / "static/font"
PATIENCE = 20
"""Seconds after which a drawing is given up."""


class NotDrawn(Exception):
    """The drawing did not become a picture."""


async def png(svg: str, width: int) -> bytes:
    """The picture of an SVG file, `width` pixels wide. Raises `NotDrawn`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", __file__, str(width)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={},  # our secrets are none of its business
    )
    try:
        picture, complaint = await asyncio.wait_for(process.communicate(svg.encode()), PATIENCE)
    except TimeoutError:
        raise NotDrawn(f"not within {PATIENCE} seconds") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotDrawn(complaint.decode(errors="replace")[-500:])
    return picture


def draw(svg: str, width: int) -> bytes:
    """The same in this process. No other fonts are looked for than ours, no other file is read."""
    fonts = sorted(map(str, FONTS.glob("*.ttf")))
    return svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=fonts)


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read().decode(), int(sys.argv[1])))

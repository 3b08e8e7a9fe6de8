"""What people hand in is read by what it is, and nothing but its pixels is kept."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from configurator.uploads.images import LONGEST_SIDE, SMALL_SIDE, Cleaned, Trouble, Unusable, cleaned
from tests.support.photos import (
    DRAWING_WITH_SCRIPT,
    bomb,
    moving_picture,
    photo,
    polyglot,
    text_bomb,
    turned_photo,
)

MOST = 8_000_000


def taken(data: bytes, most: int = MOST) -> Cleaned:
    return cleaned(io.BytesIO(data), most)


def refused(data: bytes, most: int = MOST) -> Trouble:
    with pytest.raises(Unusable) as refusal:
        taken(data, most)
    return refusal.value.trouble


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _, blue = image.convert("RGB").getpixel((x, y))
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_kind_becomes_the_same(kind: str):
    kept = taken(photo(kind))
    image = opened(kept.whole)

    assert (image.format, image.size, (kept.width, kept.height)) == ("WEBP", (60, 40), (60, 40))
    assert (colour(image, 5, 20), colour(image, 55, 20)) == ("red", "blue")


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_way_to_say_a_colour_is_understood(mode: str):
    written = io.BytesIO()
    Image.new(mode, (30, 20), 1).save(written, "PNG")

    assert opened(taken(written.getvalue()).whole).size == (30, 20)


def test_grey_of_sixteen_bits_stays_grey():
    written = io.BytesIO()
    Image.new("I;16", (30, 20), 32768).save(written, "PNG")

    level = opened(taken(written.getvalue()).whole).convert("L").getpixel((5, 5))
    assert isinstance(level, int)
    assert 110 < level < 150


def test_what_was_clear_stays_clear():
    written = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(written, "PNG")

    assert opened(taken(written.getvalue()).whole).getpixel((5, 5))[3] == 0


def test_a_photo_is_turned_as_its_camera_was_held_and_forgets_where():
    kept = taken(turned_photo())
    image = opened(kept.whole)

    assert (kept.width, kept.height) == (40, 60)
    assert (colour(image, 20, 5), colour(image, 20, 55)) == ("red", "blue")
    for data in (kept.whole, kept.small):
        assert not opened(data).getexif()
        for chunk in (b"EXIF", b"ICCP", b"XMP ", b"Ahornweg", b"Anna"):
            assert chunk not in data


def test_a_profile_and_notes_are_left_behind():
    kept = taken(photo("PNG", icc_profile=b"profile of Anna's camera"))

    assert b"ICCP" not in kept.whole
    assert b"Anna" not in kept.whole


def test_a_large_one_is_made_smaller():
    kept = taken(photo(size=(6000, 3000)))

    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert opened(kept.small).size == (SMALL_SIDE, SMALL_SIDE // 2)


def test_of_a_moving_picture_the_first_frame_is_kept():
    image = opened(taken(moving_picture()).whole)

    assert getattr(image, "n_frames", 1) == 1


def test_a_picture_that_is_a_page_too_becomes_only_a_picture():
    assert b"script" not in taken(polyglot()).whole


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (DRAWING_WITH_SCRIPT, Trouble.FOREIGN),
        (b"%PDF-1.7 something", Trouble.FOREIGN),
        (b"MZ" + b"\0" * 500, Trouble.FOREIGN),
        (photo("TIFF"), Trouble.FOREIGN),
        (photo("BMP"), Trouble.FOREIGN),
        (photo("PPM"), Trouble.FOREIGN),
        (photo("JPEG", (300, 300))[:-400], Trouble.BROKEN),
        (photo("PNG", (300, 300))[:200], Trouble.BROKEN),
        (bomb(), Trouble.VAST),
        (bomb(9000, 9000), Trouble.VAST),
        (bomb(40_000, 1), Trouble.BROKEN),
        (text_bomb(), Trouble.BROKEN),
    ],
)
def test_what_is_no_picture_that_we_can_use_is_refused(data: bytes, trouble: Trouble):
    assert refused(data) is trouble


def test_too_many_bytes_are_not_even_looked_at():
    assert refused(photo() + b"\0" * 1000, most=900) is Trouble.HEAVY
    assert refused(b"\0" * 20_000_000) is Trouble.HEAVY


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]), st.data())
def test_damage_is_refused_or_repaired_and_never_a_crash(kind: str, data: st.DataObject):
    whole = bytearray(photo(kind))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        kept = taken(bytes(whole))
    except Unusable:
        return
    assert opened(kept.whole).format == "WEBP"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_no_crash(data: bytes):
    for beginning in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8 "):
        with pytest.raises(Unusable):
            taken(beginning + data)

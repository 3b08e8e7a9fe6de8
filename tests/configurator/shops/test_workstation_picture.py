"""The workstation's picture follows what is chosen, and stays small whatever that is."""

from __future__ import annotations

import random
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from configurator.build.layers import without_same
from configurator.publishing.shelf import Published
from tests.support.drawing import Draughtsman

ROOT = Path(__file__).parents[3]
FILE = ROOT / "examples" / "workstation.toml"
MOST_BYTES = 6 * 1024


def layers(drawing: str, name: str) -> int:
    return len(re.findall(f'id="p-{name}-', drawing))


def test_cards_screens_and_disks_are_as_many_as_were_chosen(draughtsman: Draughtsman):
    drawing = draughtsman.draw("gpu.p48:2,monitor.m27:3,monitor.m24:1", "lab")
    assert layers(drawing, "card") == 2
    assert layers(drawing, "screen") == 4
    assert layers(draughtsman.draw("monitor.m27:0,monitor.m24:0", "study"), "screen") == 0


@pytest.mark.parametrize(
    "choice",
    [
        "chassis.mesh", "colour.pine", "side.window", "light.warm", "board.am5_itx", "memory.u16:4", "gpu.entry",
        "cooler.rad240", "psu.atx1000", "drives.hdd8:2", "drives.ssd2", "network.lan10", "keyboard.de", "monitor.m32:2",
    ],
)  # fmt: skip
def test_each_of_these_choices_is_seen(draughtsman: Draughtsman, choice: str):
    assert draughtsman.draw("") != draughtsman.draw(choice)


def test_the_name_plate_is_seen_but_not_read(draughtsman: Draughtsman):
    drawing = draughtsman.draw("", "study", plate="Anna")
    assert "tanf" in drawing
    assert "tanf" not in draughtsman.draw("", "study")
    assert "Anna" not in drawing


def test_a_click_on_the_colour_brings_no_layer_anew(draughtsman: Draughtsman):
    first, then = draughtsman.draw("colour.pine"), draughtsman.draw("colour.mist")
    left = re.sub(r"<title>.*?</title>", "", without_same(then, first))
    assert len(left) < 1500
    assert "<path" not in left


@pytest.mark.parametrize("seed", range(40))
def test_whatever_was_clicked_together_is_drawn_well_and_small(
    draughtsman: Draughtsman, published: Published, seed: int
):
    dice = random.Random(seed)
    options = [f"{group.code}.{o.code}:{dice.choice(o.quantities)}" for group, o in published.file.model.options()]
    base = dice.choice(published.file.model.bases).code
    drawing = draughtsman.draw(",".join(dice.sample(options, 14)), base, plate=dice.choice(["", "Anna"]))

    root = fromstring(drawing)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert len(drawing.encode()) <= MOST_BYTES
    left, top, width, height = map(int, (root.get("viewBox") or "").split())
    assert abs(width / height - 7 / 4) < 0.02
    assert left < 0
    assert top < 0

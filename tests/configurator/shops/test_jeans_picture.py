"""The jeans' picture follows what is chosen, and stays small whatever that is."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from configurator.publishing.shelf import Published
from tests.support.drawing import Draughtsman

FILE = Path(__file__).parents[3] / "examples" / "jeans.toml"
MOST_BYTES = 6 * 1024


@pytest.mark.parametrize(
    "choice",
    [
        "cut.slim", "cut.tapered", "cut.wide", "cut.bootcut", "denim.black", "denim.ecru", "denim.natural", "wash.raw",
        "wash.stone", "wash.vintage", "wash.light", "thread.red", "fly.buttons4", "fly.hidden", "pockets.slant",
        "pockets.deep", "pockets.carpenter", "pockets.welt", "hardware.brass", "hardware.bare", "hem.lock", "hem.raw",
        "hem.cuff", "waistband.high", "waistband.cinch", "lining.flannel", "label.dark_leather", "label.none",
    ],
)  # fmt: skip
def test_each_of_these_choices_is_seen(draughtsman: Draughtsman, choice: str):
    assert draughtsman.draw() != draughtsman.draw(choice)


def test_selvedge_shows_its_red_line_where_it_is_turned_out(draughtsman: Draughtsman):
    assert draughtsman.draw("denim.selvedge,hem.selvedge_cuff,pockets.coin").count("edge-line") == 3
    assert "edge-line" not in draughtsman.draw("denim.selvedge,hem.cuff,pockets.five")


def test_a_monogram_stands_on_the_label_whatever_it_says(draughtsman: Draughtsman):
    assert ">А. Б.</text>" in draughtsman.draw(monogram="А. Б.")
    assert "<text" not in draughtsman.draw()
    assert fromstring(draughtsman.draw(monogram="“&” & »")) is not None


@pytest.mark.parametrize("seed", range(40))
def test_whatever_was_clicked_together_is_drawn_well_and_small(
    draughtsman: Draughtsman, published: Published, seed: int
):
    dice = random.Random(seed)
    options = [f"{group.code}.{option.code}" for group, option in published.file.model.options()]
    base = dice.choice(published.file.model.bases).code
    monogram = {"monogram": "Екатерина Щ."} if dice.random() < 0.5 else {}
    drawing = draughtsman.draw(",".join(dice.sample(options, 14)), base, **monogram)

    ids = [each.get("id") for each in fromstring(drawing).iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert len(drawing.encode()) <= MOST_BYTES

"""Every picture, icon, colour and lettering that a demo product names is there to be shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from configurator.catalogue.productfile import ProductFile, read_product

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "templates" / "pictures"
CLASSES = set(re.findall(r"\.([a-z][a-z0-9_-]*)", " ".join(f.read_text() for f in (ROOT / "static/css").glob("*.css"))))


@pytest.fixture(scope="module", params=["ebike", "workstation", "jeans"])
def file(request: pytest.FixtureRequest) -> ProductFile:
    path = ROOT / "examples" / f"{request.param}.toml"
    return read_product(path.read_text(encoding="utf-8"), path.name)


def test_it_has_a_picture(file: ProductFile):
    assert (PICTURES / f"{file.words.picture}.svg").is_file()


def test_its_icons_are_drawn(file: ProductFile):
    icons = {option.icon for group in file.words.groups.values() for option in group.options.values() if option.icon}
    assert {icon for icon in icons if not (PICTURES / "icons" / f"{icon}.svg").is_file()} == set()


def test_its_swatches_and_letterings_have_a_colour(file: ProductFile):
    named = {option.swatch for group in file.words.groups.values() for option in group.options.values()}
    named |= {group.preview for group in file.words.groups.values()}
    assert named - CLASSES == {""}

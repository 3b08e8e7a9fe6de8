"""Every drawing of the demo's products becomes a file that needs nothing else."""

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from cssselect2 import ElementWrapper

from app.core.assets import Assets
from app.core.rendering import Templates
from configurator.build.asking import Asking
from configurator.build.compose import picture_of
from configurator.build.view import Picture
from configurator.build.wording import Wording
from configurator.catalogue.productfile import read_product
from configurator.engine.compiled import CompiledProduct
from configurator.pictures.files import Pictures
from configurator.pictures.stylesheet import StyleSheet
from configurator.publishing.shelf import Published

ROOT = Path(__file__).parents[3]
PRODUCTS = sorted((ROOT / "examples").glob("*.toml"), key=lambda path: path.name)
ASSETS = Assets(ROOT / "static")
TEMPLATES = Templates(ROOT / "templates", ASSETS, "https://shop.example", lambda request: {})
PICTURES = Pictures(TEMPLATES, ASSETS.styles())


@pytest.fixture(scope="module", params=PRODUCTS, ids=lambda path: path.stem)
def pictures(request: pytest.FixtureRequest) -> list[Picture]:
    """A product as each of its base models."""
    file = read_product(request.param.read_text(encoding="utf-8"), request.param.name)
    published = Published("0" * 64, file, CompiledProduct(file.model))
    askings = [Asking.of(published, {"base": base.code}, {}) for base in file.model.bases]
    return [picture_of(asking, asking.verdict().product, Wording(file, "en")) for asking in askings]


async def test_each_base_model_has_its_own(pictures: list[Picture]):
    files = [await PICTURES.svg(picture, "en") for picture in pictures]

    assert len(set(files)) == len(files) > 1


async def test_nothing_of_the_page_is_left_in_it(pictures: list[Picture]):
    for picture in pictures:
        drawn = (await PICTURES.svg(picture, "en")).decode()

        assert fromstring(drawn).findtext("{http://www.w3.org/2000/svg}title") == picture.alt
        assert not [words for words in ("var(", "light-dark", "color-mix", "<image") if words in drawn]
        assert len(drawn) < 16_000


def test_the_style_sheets_know_every_class_in_it(pictures: list[Picture]):
    """One that they do not know would be drawn black."""
    sheet = StyleSheet(ASSETS.styles())
    for picture in pictures:
        root = fromstring(TEMPLATES.part("en", f"pictures/{picture.template}.svg", picture=picture))
        shapes = [each for each in ElementWrapper.from_xml_root(root).iter_subtree() if each.classes]

        assert not [each.etree_element.attrib for each in shapes if not sheet.styles_of(each)]

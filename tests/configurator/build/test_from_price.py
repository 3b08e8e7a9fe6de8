"""The price from which a product is to be had is one that somebody can have it for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.build.asking import Asking
from configurator.build.from_price import from_price
from configurator.catalogue.productfile import read_product
from configurator.engine.compiled import CompiledProduct
from configurator.publishing.shelf import Published
from tests.support.visitors import STOOL


@pytest.fixture(scope="module")
def stool() -> Asking:
    file = read_product(STOOL, "stool.toml")
    return Asking.of(Published(file.content_hash, file, CompiledProduct(file.model)), {}, {})


@pytest.mark.parametrize(("region", "least"), [("eu", (10000, "EUR")), ("us", (12990, "USD")), ("jp", (16500, "JPY"))])
async def test_it_is_the_cheapest_stool_of_the_region_with_an_added_tax(
    stool: Asking, region: str, least: tuple[int, str]
):
    found = await from_price(replace(stool, region=region))

    assert (found.total, found.currency, found.proven) == (*least, True)


async def test_what_somebody_chose_does_not_count(stool: Asking):
    assert await from_price(replace(stool, choices=("wood.oak", "cushion.wool:2"))) == await from_price(stool)


async def test_it_is_searched_for_once(stool: Asking, monkeypatch: pytest.MonkeyPatch):
    first = await from_price(stool)
    monkeypatch.setattr(CompiledProduct, "cheapest", None)

    assert await from_price(stool) == first

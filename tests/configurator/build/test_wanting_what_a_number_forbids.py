"""A number that keeps an option from being chosen: the nearest with which it goes is offered in its place."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.visitors import Visitor, shop_with

BENCH = (Path(__file__).parents[2] / "support" / "bench.toml").read_text(encoding="utf-8")
FLAT = "/build/bench?c=colour.sea,angle:95&want=light.left"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("bench"), BENCH) as app:
        yield app


async def test_the_number_goes_and_the_nearest_comes_with_what_it_costs(shopper: Visitor):
    (change,) = (await shopper.open(FLAT)).all(role="group")

    assert [node.words for node in change.all("del")] == ["Angle: 95 °"]
    assert [node.words for node in change.all("ins")] == ["Angle: 110 °", "Light: Left"]
    assert [node.words for node in change.all("dd", class_="money")] == ["0.00", "+20.00", "+30.00", "50.00 more"]


async def test_it_comes_true_and_the_number_stays_the_shoppers_own(shopper: Visitor):
    page = await shopper.open(FLAT)
    after = await shopper.open(page.link("Make these changes"))

    assert after.form["c"] == "colour.sea,angle:110,light.left"
    assert after.form["angle"] == "110"
    assert after.notices == "Your changes are made. Undo"

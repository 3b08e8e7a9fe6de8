"""One order goes to one region: the cart says so, loses nothing, and is taken elsewhere as a whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.orders import ANNA, put_in_cart
from tests.support.pages import Page
from tests.support.visitors import BROWSER, EBIKE, STOOL, Visitor, Welcome, shop_with

EVERYWHERE = "/build/ebike?region={}"


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop with a bike, sold in Europe, America and Russia, and a stool, sold in Europe, America and Japan."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, STOOL) as app:
        yield app


@pytest.fixture
def anna(welcome: Welcome) -> Visitor:
    return welcome()


async def choose(visitor: Visitor, place: str) -> Page:
    """Say on the page to which the cart leads where one is."""
    answer = await visitor.press(await visitor.open("/region?from=cart"), "Show these prices", place=place)
    assert answer.headers["location"] == "/cart"
    return await visitor.open("/cart")


def total(page: Page) -> str:
    return page.all("p", class_="slip-total")[0].words


async def test_the_cart_says_whose_prices_it_has(anna: Visitor):
    await put_in_cart(anna, EVERYWHERE.format("de"))
    page = await anna.open("/cart")

    assert page.link("Prices: Germany") == "/region?from=cart"


async def test_the_country_is_not_asked_for_again(anna: Visitor):
    await put_in_cart(anna, EVERYWHERE.format("de"))
    assert "Go to the checkout" in (await anna.open("/cart")).words
    page = await anna.open("/checkout")

    assert [option["value"] for option in page.all("option") if "selected" in option.attributes] == ["DE"]


async def test_what_is_built_next_goes_with_what_is_in_it(anna: Visitor):
    await put_in_cart(anna, EVERYWHERE.format("us"))
    await put_in_cart(anna, "/build/ebike")

    assert len((await anna.open("/cart")).all("li", class_="basket-line")) == 2


async def test_countries_of_one_region_go_together(anna: Visitor):
    await put_in_cart(anna, EVERYWHERE.format("de"))
    await put_in_cart(anna, EVERYWHERE.format("fr") + "&base=city")

    assert len((await anna.open("/cart")).all("li", class_="basket-line")) == 2


async def test_another_region_does_not_and_what_was_built_is_kept(anna: Visitor):
    await put_in_cart(anna)
    page = await anna.open(EVERYWHERE.format("us") + "&c=colour.pine")
    answer = await anna.send(page, to="/cart/builds", inseam="84")
    said = Page(answer)

    assert answer.status_code == 409
    assert "one order goes to one region" in said.notices
    assert len(said.all("li", class_="basket-line")) == 1
    assert "Pine green" in (await anna.open("/my/specs")).words


async def test_the_cart_is_taken_elsewhere_after_it_was_said_what_it_comes_to(anna: Visitor):
    await put_in_cart(anna, quantity=2)
    offered = await choose(anna, "us")
    assert total(offered) == "€5,687.60"
    assert "There it comes to $5,464.00." in offered.notices

    moved = await anna.go_on(await anna.press(offered, "Price all of it for United States"))
    assert total(moved) == "$5,464.00"
    assert "Go to the checkout" in moved.words
    assert not moved.notices


async def test_and_comes_back_just_as_it_was(anna: Visitor):
    await put_in_cart(anna, EVERYWHERE.format("eu") + "&c=colour.pine")
    before = await anna.open("/cart")
    for place, name in (("ru", "Russia"), ("eu", "European Union")):
        page = await anna.go_on(await anna.press(await choose(anna, place), f"Price all of it for {name}"))

    assert total(page) == total(before)


async def test_what_one_product_has_not_there_leaves_all_of_it_where_it_is(anna: Visitor):
    await put_in_cart(anna, EVERYWHERE.format("eu") + "&c=extras.child_seat")
    before = await anna.open("/cart")
    page = await choose(anna, "us")

    assert "Not all of it can be had there:" in page.notices
    assert "Child seat: We do not sell it where you are" in page.notices
    answer = await anna.client.post("/cart/region", data={"place": "us"}, headers=BROWSER)
    assert answer.status_code == 409
    assert total(await anna.open("/cart")) == total(before)


async def test_nor_does_a_product_go_where_it_is_not_sold(anna: Visitor):
    await put_in_cart(anna)
    page = await choose(anna, "jp")

    assert "Not sold there yet: Japan." in page.notices
    assert not [button for button in page.all("button") if "Price all of it" in button.words]


async def test_a_country_with_other_prices_is_refused_with_a_way_there(anna: Visitor):
    await put_in_cart(anna)
    answer = await anna.client.post("/checkout", data={**ANNA, "country": "US"}, headers=BROWSER)
    page = Page(answer)

    assert answer.status_code == 422
    assert "The prices in your cart are for another region than United States." in page.words
    assert page.field("street")["value"] == ANNA["street"]
    assert page.link("Take the cart to another region") == "/region?from=cart"


@pytest.mark.parametrize("place", ["", "moon", "br"])
async def test_a_place_that_is_none_does_not_exist(anna: Visitor, place: str):
    await put_in_cart(anna)

    assert (await anna.client.post("/cart/region", data={"place": place}, headers=BROWSER)).status_code == 404


async def test_an_empty_cart_only_remembers_the_place(anna: Visitor):
    answer = await anna.client.post("/cart/region", data={"place": "us"}, headers=BROWSER)

    assert answer.headers["location"] == "/cart"
    assert "$" in (await anna.open("/build/ebike")).part("slip").words

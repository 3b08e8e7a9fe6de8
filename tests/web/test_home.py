"""The front door, and the way from every page to every product."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import time_machine
from litestar import Litestar

from tests.support.visitors import EBIKE, STOOL, Visitor, publish_in, shop_with, visitor_of

CARGO = EBIKE.replace('code = "ebike"', 'code = "cargo"').replace(
    'label = { en = "E-bike"', 'label = { en = "Cargo bike"'
)


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop with two products."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, CARGO) as app:
        yield app


async def test_it_shows_what_the_shop_makes(shopper: Visitor):
    page = await shopper.open("/")

    assert "An e-bike for the way you ride" in page.words
    assert page.link("Build your own: E-bike") == "/build/ebike"
    assert page.link("Build your own: Cargo bike") == "/build/cargo"


async def test_it_is_in_the_readers_language(shopper: Visitor):
    assert "Электровелосипед под вашу езду" in (await shopper.open("/ru/")).words
    assert "Электровелосипед под вашу езду" in (await shopper.open("/ru")).words
    answer = await shopper.client.get("/", headers={"Accept-Language": "ru"})
    assert "Электровелосипед под вашу езду" in answer.text


async def test_every_base_model_has_its_price_and_opens_at_it(shopper: Visitor):
    page = await shopper.open("/")
    for label in ("Everyday 28", "City 28", "Express 45"):
        ((item, link),) = [
            (item, link)
            for item in page.all("li")
            for link in item.all("a")
            if label in link.words and link["href"].startswith("/build/ebike")
        ]
        opened = await shopper.open(link["href"])

        assert opened.status == f"Total €{item.words.partition('€')[2].split()[0]}."


async def test_the_lowest_price_is_that_of_the_cheapest_bike_there_is(shopper: Visitor):
    assert "From €1,870.00" in (await shopper.open("/")).words
    assert "От 1 870,00 €" in (await shopper.open("/ru")).words


async def test_who_would_rather_be_asked_finds_the_way(shopper: Visitor):
    page = await shopper.open("/")

    assert "What do you mostly ride for?" in (await shopper.open(page.link("Help me choose: E-bike"))).words


@pytest.mark.parametrize("address", ["/", "/build/ebike", "/schema", "/nowhere", "/build/submarine"])
async def test_every_page_leads_to_every_product(shopper: Visitor, address: str):
    await shopper.open("/")
    page = await shopper.open(address, status=404 if address in ("/nowhere", "/build/submarine") else 200)

    products = next(nav for nav in page.all("nav") if nav["aria-label"] == "Products")
    assert [link["href"] for link in products.all("a") if link.words == "Cargo bike"] == ["/build/cargo"]
    (current,) = page.all(aria_current="page") or [None]
    assert (current is not None and current.words == "E-bike") == (address == "/build/ebike")


async def test_the_first_page_of_a_fresh_process_does_so_too(sqlite_template: Path, tmp_path: Path):
    async with shop_with(sqlite_template, tmp_path, EBIKE) as fresh:
        page = await visitor_of(fresh).open("/nowhere", status=404)

    assert page.link("E-bike") == "/build/ebike"


async def test_a_shop_without_products_is_open_all_the_same(database: object, shopper: Visitor):
    assert "Made once you have decided." in (await shopper.open("/")).words


async def test_a_product_without_a_drawing_keeps_nobody_out(stocked: Litestar, shopper: Visitor):
    await publish_in(stocked.state.database, STOOL)

    assert "Stool" in (await shopper.open("/")).words
    assert (await shopper.open("/build/stool")).form["wood"] == "wood.ash"


class TestNothingOfAProductCanBeHadAnyMore:
    """Every colour of a lamp has ended since it was published."""

    LAMP = """
format = 1
[product]
code = "lamp"
label = { en = "Lamp", ru = "Лампа" }
[prices.eu]
currency = "EUR"
tax = { mode = "included", rate = 21, label = { en = "VAT", ru = "НДС" } }
base = 100
[groups.colour]
kind = "one"
label = { en = "Colour", ru = "Цвет" }
[groups.colour.options.red]
label = { en = "Red", ru = "Красный" }
until = 2020-12-31
"""

    @pytest.fixture
    async def open_shop(self, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Litestar]:
        async with shop_with(sqlite_template, tmp_path, EBIKE) as app:
            with time_machine.travel("2020-06-01", tick=False):
                await publish_in(app.state.database, self.LAMP)
            yield app

    async def test_the_front_door_shows_the_rest(self, shopper: Visitor):
        page = await shopper.open("/")

        assert "An e-bike for the way you ride" in page.words
        assert "Lamp" not in page.part("main").words

    @pytest.mark.parametrize(("prefix", "words"), [("", "Nothing of it can be had"), ("/ru", "Сейчас из этого ничего")])
    async def test_its_page_says_so(self, shopper: Visitor, prefix: str, words: str):
        assert words in (await shopper.open(f"{prefix}/build/lamp", 503)).words

    async def test_programs_are_told_too(self, shopper: Visitor):
        answer = await shopper.client.get("/api/products/lamp/verdict")

        assert answer.status_code == 503
        assert answer.json()["title"] == "Nothing of it can be had at the moment"

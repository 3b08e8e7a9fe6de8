"""One product in three price books: tax in the prices or on top, and a currency without cents."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from configurator.build.asking import Asking
from configurator.build.compose import Composer
from configurator.build.view import BuildPage
from configurator.publishing.shelf import Shelf
from tests.support.visitors import STOOL, Visitor, shop_with


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    """A shop that sells stools in Europe, America and Japan."""
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), STOOL) as app:
        yield app


async def page(shop: Litestar, region: str, c: str = "", locale: str = "en", **answers: str) -> BuildPage:
    """What the page shows."""
    shelf: Shelf = shop.state.shelf
    async with shop.state.database.reading() as session:
        published = await shelf.current(session, "stool")
    assert published is not None
    return Composer(Asking.of(published, {"region": region, "c": c}, answers), locale, str).page()


def option(verdict: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = (o for group in verdict["groups"] for o in group["options"] if o["code"] == code)
    return dict(found)


@pytest.mark.parametrize(
    ("region", "choices", "lines", "total"),
    [
        ("eu", ["wood.oak"], [10_000, 1250], 11_250),
        ("us", [], [12_000, 990], 12_990),
        ("us", ["wood.oak"], [12_000, 1500, 1114], 14_614),
        ("us", ["wood.maple", "cushion.wool:2"], [12_000, 999, 4400, 1435], 18_834),
        ("jp", [], [15_000, 1500], 16_500),
        ("jp", ["wood.oak", "height:62.5"], [15_000, 1900, 563, 1746], 19_209),
    ],
)
async def test_added_tax_is_a_line_and_the_lines_add_up(
    shopper: Visitor, region: str, choices: list[str], lines: list[int], total: int
):
    price = (await shopper.verdict("stool", region=region, choices=choices))["price"]

    assert [line["amount"] for line in price["lines"]] == lines
    assert price["total"] == total == sum(lines)


@pytest.mark.parametrize(
    ("region", "currency", "tax"),
    [("eu", "EUR", (21.0, 1736)), ("us", "USD", (8.25, 990)), ("jp", "JPY", (10.0, 1500))],
)
async def test_the_tax_stands_apart_as_well(shopper: Visitor, region: str, currency: str, tax: tuple[float, int]):
    price = (await shopper.verdict("stool", region=region))["price"]

    assert price["currency"] == currency
    assert price["tax"] == [{"rate": tax[0], "amount": tax[1]}]


@pytest.mark.parametrize("region", ["eu", "us", "jp"])
async def test_what_a_click_costs_is_with_its_tax(shopper: Visitor, region: str):
    now = await shopper.verdict("stool", region=region)
    for code in ("wood.oak", "cushion.wool", "cushion.felt"):
        after = await shopper.verdict("stool", region=region, choices=[code])

        assert option(now, code)["difference"] == after["price"]["total"] - now["price"]["total"]


@pytest.mark.parametrize(
    ("region", "locale", "total", "tax", "line"),
    [
        ("eu", "en", "€112.50", "with 21 % VAT, 19.52", ("Wood: Oak", "12.50")),
        ("us", "en", "$146.14", "Sales tax of 8.25 % added, 11.14", ("Sales tax 8.25 %", "11.14")),
        ("jp", "en", "¥18,590", "Consumption tax of 10 % added, 1,690", ("Consumption tax 10 %", "1,690")),
        ("us", "ru", "146,14 $", "8,25 %", ("Налог с продаж 8,25 %", "11,14")),
    ],
)
async def test_the_slip_says_so_in_words(
    open_shop: Litestar, region: str, locale: str, total: str, tax: str, line: tuple[str, str]
):
    slip = (await page(open_shop, region, "wood.oak", locale)).slip

    assert plain(slip.total) == total
    assert tax in plain(slip.tax)
    assert line in [(plain(each.label), plain(each.amount)) for each in slip.lines]


async def test_a_currency_without_cents_shows_none(open_shop: Litestar):
    shown = await page(open_shop, "jp")
    differences = {tile.difference for question in shown.questions for tile in question.tiles}

    assert "+2,090" in differences
    assert not [each for each in differences if "." in each]
    assert shown.status == "Total ¥16,500."


async def test_the_region_stays_in_the_address_unless_it_is_the_shops_own(open_shop: Litestar):
    assert "region=us" in (await page(open_shop, "us", "wood.oak")).here
    assert "region" not in (await page(open_shop, "eu", "wood.oak")).here


async def test_a_region_we_do_not_serve_gets_the_shops_own_prices(shopper: Visitor):
    assert await shopper.verdict("stool", region="moon") == await shopper.verdict("stool", region="eu")


async def test_what_is_sold_in_one_region_only_is_said_elsewhere(shopper: Visitor):
    here, there = [await shopper.verdict("stool", region=region, choices=["wood.maple"]) for region in ("us", "eu")]

    assert here["choices"] == ["wood.maple"]
    assert there["dropped"][0]["causes"][0]["message"] == "We do not sell it where you are"


@pytest.mark.parametrize(
    ("wood", "words"),
    [
        ("pine", "Back in May."),
        ("elm", "We do not make it any more"),
        ("bog_oak", "Please write to us and we will make it with you"),
        ("cherry", "It could be ordered until 31 December 2020"),
        ("pear", "It can be ordered from 1 January 2199"),
        ("maple", "We do not sell it where you are"),
    ],
)
async def test_every_kind_of_bar_has_its_words(shopper: Visitor, wood: str, words: str):
    pine = option(await shopper.verdict("stool"), f"wood.{wood}")

    assert pine["state"] == "blocked"
    assert [plain(cause["message"]) for cause in pine["causes"]] == [words]


def plain(text: str) -> str:
    """With common spaces."""
    return " ".join(text.split())

"""Between the page and the press: a price moves, a product ends, the shop has no payment service."""

from __future__ import annotations

import pytest
from litestar import Litestar

from app.core.database import Database
from app.core.settings import Settings
from tests.support.databases import statements_of
from tests.support.orders import ANNA, put_in_cart, signed_in
from tests.support.pages import Page
from tests.support.payments import Payments
from tests.support.visitors import BROWSER, EBIKE, Visitor, Welcome, publish_in

DEARER = EBIKE.replace("base = 1890", "base = 1940")


@pytest.fixture
def settings(request: pytest.FixtureRequest, settings: Settings, payments: Payments) -> Settings:
    return settings if "without_payments" in request.fixturenames else payments.settings(settings)


@pytest.fixture
def without_payments() -> None:
    """The shop's owner has not set up the payment service."""


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    return await signed_in(welcome, "anna@example.org")


async def checked(anna: Visitor) -> Page:
    await put_in_cart(anna)
    await anna.client.post("/checkout", data=ANNA, headers=BROWSER)
    return await anna.open("/checkout/check")


async def press(anna: Visitor, page: Page) -> str:
    form = {name: page.field(name)["value"] for name in ("cart", "seal")}
    answer = await anna.client.post("/orders", data=form, headers=BROWSER)
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def test_a_price_that_moved_before_the_press_is_shown_and_nothing_is_ordered(
    stocked: Litestar, database: Database, anna: Visitor
):
    page = await checked(anna)
    await publish_in(database, DEARER)

    assert await press(anna, page) == "/cart"
    assert "The price of one has moved from" in (await anna.open("/cart")).words
    assert "Nothing is ordered yet" in (await anna.open("/my/orders")).words


async def test_a_price_that_moves_after_the_press_moves_nothing_of_the_order(
    stocked: Litestar, database: Database, anna: Visitor, payments: Payments
):
    page = await checked(anna)
    url = await press(anna, page)
    await publish_in(database, DEARER)

    assert page.part("total").words in (await payments.open(url)).words
    assert (await anna.open("/orders/1001")).part("total").words == page.part("total").words


async def test_without_a_payment_service_the_checkout_says_so_and_orders_nothing(
    without_payments: None, stocked: Litestar, anna: Visitor
):
    page = await checked(anna)

    assert "This shop cannot take payments yet." in page.notices
    assert await press(anna, page) == "/checkout/check"
    assert "Nothing is ordered yet" in (await anna.open("/my/orders")).words
    assert (await anna.client.post("/webhooks/stripe", headers={"Cookie": ""})).status_code in (403, 404)


async def test_a_currency_in_which_we_send_nowhere_is_said_at_the_country(
    stocked: Litestar, database: Database, anna: Visitor
):
    await publish_in(database, EBIKE.replace('currency = "EUR"', 'currency = "CHF"'))
    await put_in_cart(anna)
    answer = await anna.client.post("/checkout", data=ANNA, headers=BROWSER)

    assert answer.status_code == 422
    assert "The prices in your cart are for another region than Germany." in Page(answer).description("country")


async def test_no_page_asks_much_however_much_is_in_the_cart(stocked: Litestar, database: Database, anna: Visitor):
    counts: list[list[int]] = []
    for _ in range(2):
        for base in ("everyday", "city", "express"):
            await put_in_cart(anna, f"/build/ebike?base={base}")
        await checked(anna)
        counts.append([await asked(database, anna, path) for path in ("/cart", "/checkout", "/checkout/check")])
        number = len(counts) + 1000
        await press(anna, await anna.open("/checkout/check"))
        counts[-1] += [await asked(database, anna, path) for path in (f"/orders/{number}", "/my/orders", "/my")]

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8, counts[0]


async def asked(database: Database, visitor: Visitor, path: str) -> int:
    """How many queries a page takes."""
    with statements_of(database) as seen:
        await visitor.open(path)
    return len(seen)

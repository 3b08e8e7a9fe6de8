"""Anna orders as a guest: the same amount on every page, in the payment, in the order and in the mail."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from httpx import AsyncClient
from litestar import Litestar

from app.demo.payments.account import Means
from app.demo.payments.desk import Fault
from app.demo.payments.server import PaymentServer
from tests.support.mail import MailServer, words_of
from tests.support.orders import ANNA, put_in_cart
from tests.support.pages import Node, Page
from tests.support.payments import Payments, serving
from tests.support.visitors import BROWSER, EBIKE, STOOL, Visitor, Welcome, shop_with

AMOUNT = re.compile(r"[€$¥][\d,.]*\d")


@pytest.fixture(scope="module")
def payment_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaymentServer]:
    with serving(tmp_path_factory.mktemp("payments")) as server:
        yield server


@pytest.fixture
def payments(payment_server: PaymentServer) -> Payments:
    return Payments(payment_server)


@pytest.fixture(scope="module")
async def open_shop(
    payment_server: PaymentServer, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Litestar]:
    """A shop with a bike and a stool that takes payments."""
    adapt = Payments(payment_server).settings
    async with shop_with(sqlite_template, tmp_path_factory.mktemp("shop"), EBIKE, STOOL, adapt=adapt) as app:
        yield app


@pytest.fixture
def anna(welcome: Welcome) -> Visitor:
    return welcome()


@pytest.fixture
def stripe(welcome: Welcome) -> AsyncClient:
    """Whoever brings events: somebody without a cookie."""
    return welcome().client


async def check(visitor: Visitor, prefix: str = "", **typed: str) -> Page:
    """Type the address; the page on which all is checked."""
    answer = await visitor.client.post(f"{prefix}/checkout", data={**ANNA, **typed}, headers=BROWSER)
    assert answer.status_code == 303, f"the checkout answers {answer.status_code}"
    return await visitor.open(answer.headers["location"])


def agreed(page: Page) -> dict[str, str]:
    """What the button "Order and pay" sends."""
    return {name: page.field(name)["value"] for name in ("cart", "seal")}


async def order(visitor: Visitor, page: Page) -> str:
    """Press "Order and pay"; where the payment page is."""
    answer = await visitor.client.post("/orders", data=agreed(page), headers=BROWSER)
    assert answer.status_code == 303, f"ordering answers {answer.status_code}"
    return str(answer.headers["location"])


def total(page: Page) -> str:
    return page.part("total").words


def state(page: Page) -> str:
    """How the order stands."""
    (said,) = page.all("p", class_="state")
    return said.all("b")[0].words


def amounts(page: Page) -> list[int]:
    """All amounts of the table of sums, in minor units as they are written."""
    (table,) = page.all("table", class_="sums")
    return [int(re.sub(r"\D", "", cell.words)) for cell in table.all("td", class_="money")]


@pytest.mark.parametrize(
    ("address", "country", "told"),
    [
        ("/build/ebike", "NL", {"inseam": "84"}),
        ("/build/ebike?base=express", "FI", {"inseam": "96", "plate": "Annabella"}),
        ("/build/stool?region=us", "US", {"weight": "104.5", "inseam": ""}),
        ("/build/stool?region=jp&c=wood.oak,cushion.wool:2", "JP", {"weight": "131", "name": "Анна", "inseam": ""}),
    ],
    ids=["bike", "bike to Finland at 25.5 %", "stool in dollars", "stool in yen"],
)
@pytest.mark.parametrize("quantity", [1, 3])
async def test_the_same_amount_everywhere(
    open_shop: Litestar,
    anna: Visitor,
    payments: Payments,
    stripe: AsyncClient,
    mailserver: MailServer,
    address: str,
    country: str,
    told: dict[str, str],
    quantity: int,
):
    await put_in_cart(anna, address, quantity=quantity, **told)
    checked = await check(anna, country=country)
    *parts, whole = amounts(checked)
    assert sum(parts) == whole

    url = await order(anna, checked)
    paying = await payments.open(url)
    assert total(checked) in paying.words

    back = await payments.pay(url)
    await payments.deliver(stripe)
    page = await anna.open(back.partition("?")[0].removeprefix("https://shop.example"))
    assert (total(page), amounts(page)) == (total(checked), amounts(checked))
    assert state(page) == "We are looking at it"

    letters = [each for each in await mailserver.collect(open_shop) if f"order {number(back)}" in each["Subject"]]
    (letter,) = letters
    assert letter["To"] == "anna@example.org"
    for kind in ("plain", "html"):
        said = [AMOUNT.findall(words_of(letter, kind))]
        assert all(amount in said[0] for amount in AMOUNT.findall(" ".join(c.words for c in sums(checked))))


def sums(page: Page) -> list[Node]:
    (table,) = page.all("table", class_="sums")
    return table.all("td", class_="money")


def number(address: str) -> str:
    found = re.search(r"/orders/(\d+)", address)
    assert found
    return found[1]


async def test_pressing_twice_leads_to_the_same_payment_page(anna: Visitor):
    await put_in_cart(anna)
    page = await check(anna)

    assert await order(anna, page) == await order(anna, page)


async def test_after_ordering_the_cart_is_empty(anna: Visitor):
    await put_in_cart(anna)
    await order(anna, await check(anna))

    assert "Nothing is in it yet" in (await anna.open("/cart")).words


async def test_what_changed_in_another_tab_is_shown_before_it_is_ordered(anna: Visitor):
    await put_in_cart(anna)
    shown = await check(anna)
    await put_in_cart(anna, "/build/ebike?base=city")
    answer = await anna.client.post("/orders", data=agreed(shown), headers=BROWSER)
    again = Page(answer)

    assert answer.status_code == 409
    assert "Something has changed since this page was shown." in again.notices
    assert total(again) != total(shown)
    assert (await order(anna, again)).startswith("http")


async def test_what_another_tab_ordered_otherwise_is_shown_before_it_is_paid(anna: Visitor, payments: Payments):
    await put_in_cart(anna)
    older = await check(anna)
    await put_in_cart(anna, "/build/ebike?base=city")
    newer = await anna.open("/checkout/check")
    await order(anna, newer)
    page = await anna.open(await order(anna, older))

    assert "You have ordered already" in page.notices
    assert total(page) == total(newer)
    assert (await order(anna, newer)).startswith(payments.address)


async def test_another_address_is_another_agreement(anna: Visitor):
    await put_in_cart(anna)
    shown = await check(anna)
    await check(anna, street="Birkenweg 8")

    assert (await anna.client.post("/orders", data=agreed(shown), headers=BROWSER)).status_code == 409


async def test_a_payment_that_was_broken_off_can_be_taken_up_again(
    anna: Visitor, payments: Payments, stripe: AsyncClient
):
    await put_in_cart(anna)
    url = await order(anna, await check(anna))
    back = (await payments.open(url)).link("Back without paying").removeprefix("https://shop.example")
    page = await anna.open(back)
    assert "It is not paid yet." in page.words

    answer = await anna.client.post(f"{back}/payments", headers=BROWSER)
    assert answer.headers["location"] == url
    await payments.pay(url)
    await payments.deliver(stripe)
    assert state(await anna.open(back)) == "We are looking at it"


async def test_a_declined_card_leaves_the_order_open(anna: Visitor, payments: Payments, stripe: AsyncClient):
    await put_in_cart(anna)
    url = await order(anna, await check(anna))
    await payments.press(url, Means.DECLINED_CARD)
    await payments.deliver(stripe)
    page = await anna.open(f"/orders/{number((await payments.open(url)).link('Back without paying'))}")

    assert state(page) == "Not paid yet"
    assert [form for form in page.all("form") if form["action"].endswith("/payments")]


async def test_money_on_its_way_is_said_and_not_asked_for_twice(anna: Visitor, payments: Payments, stripe: AsyncClient):
    await put_in_cart(anna)
    url = await order(anna, await check(anna))
    back = await payments.pay(url, Means.TRANSFER)
    await payments.deliver(stripe)
    at = f"/orders/{number(back)}"
    page = await anna.open(at)

    assert "Your payment is on its way." in page.words
    assert not [form for form in page.all("form") if form["action"].endswith("/payments")]
    again = await anna.client.post(f"{at}/payments", headers=BROWSER)
    assert again.headers["location"] == f"{at}?payment=pending"


async def test_while_the_payment_service_has_said_nothing_the_page_asks_again_by_itself(
    anna: Visitor, payments: Payments, stripe: AsyncClient
):
    await put_in_cart(anna)
    back = await payments.pay(await order(anna, await check(anna)))
    answer = await anna.client.get(back)

    assert answer.headers["refresh"] == "3"
    assert "We are waiting for the word of the payment service." in Page(answer).words

    await payments.deliver(stripe)
    assert "refresh" not in (await anna.client.get(back)).headers


async def test_when_the_payment_service_is_away_the_order_is_kept_and_can_be_paid_later(
    anna: Visitor, payments: Payments
):
    await put_in_cart(anna)
    page = await check(anna)
    payments.server.fail(*[Fault(status=500)] * 2)
    answer = await anna.client.post("/orders", data=agreed(page), headers=BROWSER)
    at = answer.headers["location"].partition("?")[0]

    assert answer.headers["location"] == f"{at}?payment=away"
    shown = await anna.open(answer.headers["location"])
    assert "The payment service does not answer at the moment." in shown.notices

    answer = await anna.client.post(f"{at}/payments", headers=BROWSER)
    assert answer.headers["location"].startswith(payments.address)


async def test_taking_an_unpaid_order_back_closes_its_payment_page(anna: Visitor, payments: Payments):
    await put_in_cart(anna)
    url = await order(anna, await check(anna))
    at = f"/orders/{number((await payments.open(url)).link('Back without paying'))}"
    await anna.client.post(f"{at}/cancellation", headers=BROWSER)
    page = await anna.open(at)

    assert state(page) == "Cancelled"
    assert "Nothing was taken." in page.words
    assert (await payments.press(url, Means.CARD)).status_code != 303


async def test_taking_a_paid_order_back_before_it_is_approved_gives_the_money_back(
    open_shop: Litestar, anna: Visitor, payments: Payments, stripe: AsyncClient, mailserver: MailServer
):
    await put_in_cart(anna)
    checked = await check(anna, email="bella@example.org")
    back = await payments.pay(await order(anna, checked))
    await payments.deliver(stripe)
    at = f"/orders/{number(back)}"
    await anna.client.post(f"{at}/cancellation", headers=BROWSER)
    assert "All you paid goes back to you" in (await anna.open(at)).words

    await mailserver.collect(open_shop)
    assert "All you paid was sent back" in (await anna.open(at)).words
    await mailserver.collect(open_shop)
    refund = mailserver.to("bella@example.org")[-1]
    assert total(checked) in words_of(refund)


class TestTheRightOfWithdrawal:
    async def test_choosing_among_options_leaves_it(self, anna: Visitor):
        await put_in_cart(anna, "/build/ebike?c=colour.pine", inseam="84")

        assert "You may withdraw from the purchase within 14 days" in (await check(anna)).words

    async def test_a_name_plate_ends_it_and_is_named(self, anna: Visitor):
        await put_in_cart(anna, plate="Annabella")
        page = await check(anna)

        assert "No right of withdrawal: it is made for you alone (Name plate)." in page.words
        assert "14 days" not in page.words

    async def test_each_line_has_its_own(self, anna: Visitor):
        await put_in_cart(anna, plate="Annabella")
        await put_in_cart(anna, "/build/ebike?base=city", plate="")
        page = await check(anna)

        assert [("No right" in each.words) for each in page.all("p", class_="withdrawal small")] == [True, False]


class TestTheAddress:
    async def test_all_that_is_wrong_is_said_at_its_field_and_in_a_summary_and_nothing_is_lost(self, anna: Visitor):
        await put_in_cart(anna)
        typed = {**ANNA, "email": "anna@", "name": "", "note": "Ring twice."}
        answer = await anna.client.post("/checkout", data=typed, headers=BROWSER)
        page = Page(answer)

        assert answer.status_code == 422
        assert "This does not look like an e-mail address" in page.description("email")
        assert "Please write a name." in page.description("name")
        assert "Please write a name." in page.part("mistakes").words
        assert (page.field("email")["value"], page.field("street")["value"]) == ("anna@", "Ahornweg 7")
        assert page.field("note").words == "Ring twice."

    @pytest.mark.parametrize(
        ("country", "words"),
        [
            ("BR", "We do not send to Brazil yet."),
            ("JP", "The prices in your cart are for another region than Japan."),
            ("", "Please choose a country."),
            ("X\0", "We do not send to"),
        ],
    )
    async def test_a_country_we_do_not_send_to(self, anna: Visitor, country: str, words: str):
        await put_in_cart(anna)
        answer = await anna.client.post("/checkout", data={**ANNA, "country": country}, headers=BROWSER)

        assert answer.status_code == 422
        assert words in Page(answer).description("country")

    async def test_in_russian(self, anna: Visitor):
        await put_in_cart(anna)
        answer = await anna.client.post("/ru/checkout", data={**ANNA, "country": "BR"}, headers=BROWSER)

        assert "Туда мы пока не отправляем (Бразилия)." in Page(answer).description("country")

    @pytest.mark.parametrize("field", ["name", "street", "more", "postcode", "city", "note"])
    @pytest.mark.parametrize("text", ["x" * 3000, "a\0b", "\u202e"])
    async def test_odd_text_is_refused(self, anna: Visitor, field: str, text: str):
        await put_in_cart(anna)
        answer = await anna.client.post("/checkout", data={**ANNA, field: text}, headers=BROWSER)

        assert answer.status_code == 422
        assert Page(answer).description(field)

    async def test_it_is_asked_once(self, anna: Visitor):
        await put_in_cart(anna)
        await check(anna, street="Birkenweg 8")

        assert (await anna.open("/checkout")).field("street")["value"] == "Birkenweg 8"

    @pytest.mark.parametrize("path", ["/checkout", "/checkout/check"])
    async def test_without_a_cart_it_leads_to_the_cart(self, anna: Visitor, path: str):
        assert (await anna.client.get(path, headers=BROWSER)).headers["location"] == "/cart"

    async def test_the_check_needs_it_first(self, anna: Visitor):
        await put_in_cart(anna)

        assert (await anna.client.get("/checkout/check", headers=BROWSER)).headers["location"] == "/checkout"

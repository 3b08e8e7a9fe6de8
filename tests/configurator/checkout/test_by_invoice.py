"""Ivan orders in roubles: no payment service is asked, an invoice comes by mail, and all of it adds up."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar

from tests.support.invoices import BANK, IN_ROUBLES, SELLER, checked, invoicing_shop, ordered
from tests.support.mail import MailServer, words_of
from tests.support.orders import ANNA, order_of, put_in_cart
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome


@pytest.fixture(scope="module")
async def open_shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    async with invoicing_shop(sqlite_template, tmp_path_factory.mktemp("shop")) as app:
        yield app


@pytest.fixture
def ivan(welcome: Welcome) -> Visitor:
    return welcome()


def total(page: Page) -> str:
    return page.part("total").words


async def test_the_button_says_what_it_does(ivan: Visitor):
    page = await checked(ivan)

    assert page.button("Order and receive an invoice")
    assert "within 14 days" in page.words
    assert "Stripe" not in page.words
    assert "of which VAT 22 %" in page.words
    assert "You may withdraw from the purchase within 7 days of delivery." in page.words


async def test_the_same_amount_everywhere(ivan: Visitor, mailserver: MailServer):
    page = await checked(ivan, quantity=3)
    answer = await ivan.press(page, "Order and receive an invoice")
    number = int(answer.headers["location"].rpartition("/")[2])
    order, invoice = await ivan.open(f"/orders/{number}"), await ivan.open(f"/orders/{number}/invoice")

    assert total(page) == total(order) == total(invoice)
    (letter,) = [each for each in await mailserver.collect(ivan.shop) if str(number) in each["Subject"]]
    assert total(page) in " ".join(words_of(letter).split())
    placed = await order_of(ivan.shop, number)
    assert placed.currency == "RUB"
    assert placed.total == 3 * placed.lines[0].unit + placed.shipping
    assert placed.tax == placed.lines[0].tax + 70_328


async def test_the_letter_says_whom_to_pay_how_much_until_when_and_what_for(ivan: Visitor, mailserver: MailServer):
    number = await ordered(ivan, "/ru")
    (letter,) = [each for each in await mailserver.collect(ivan.shop) if str(number) in each["Subject"]]
    said = words_of(letter)

    assert letter["To"] == "ivan@example.org"
    assert letter["Subject"] == f"Счёт на оплату заказа {number}"
    for words in (*SELLER, *BANK, f"Оплата заказа № {number}", "Переведите, пожалуйста"):
        assert words in said, words


async def test_pressing_twice_is_one_order_and_one_letter(ivan: Visitor, mailserver: MailServer):
    page = await checked(ivan)
    places = [(await ivan.press(page, "Order and receive an invoice")).headers["location"] for _ in range(2)]
    number = places[0].rpartition("/")[2]

    assert places == [f"/orders/{number}"] * 2
    assert len([each for each in await mailserver.collect(ivan.shop) if number in each["Subject"]]) == 1


async def test_what_changed_meanwhile_is_shown_first(ivan: Visitor):
    page = await checked(ivan)
    await put_in_cart(ivan, f"{IN_ROUBLES}&base=city")
    answer = await ivan.press(page, "Order and receive an invoice")

    assert answer.status_code == 409
    assert "Nothing is ordered yet." in Page(answer).notices


async def test_no_payment_page_is_opened_for_it(ivan: Visitor):
    number = await ordered(ivan)
    answer = await ivan.client.post(f"/orders/{number}/payments", headers=BROWSER)

    assert answer.headers["location"] == f"/orders/{number}"


async def test_the_order_says_how_to_pay(ivan: Visitor):
    number = await ordered(ivan)
    page = await ivan.open(f"/orders/{number}")

    assert re.search(r"Please pay its invoice by \d+ \w+ \d{4}\.", page.words)
    assert page.link("The invoice") == f"/orders/{number}/invoice"
    assert not [form for form in page.all("form") if form["action"].endswith("/payments")]


async def test_who_pays_by_card_needs_the_payment_service(ivan: Visitor):
    await put_in_cart(ivan)
    await ivan.client.post("/checkout", data=ANNA, headers=BROWSER)
    page = await ivan.open("/checkout/check")

    assert "This shop cannot take payments yet." in page.notices
    assert (await ivan.press(page, "Order and pay")).headers["location"] == "/checkout/check"


class TestAShopThatDoesNotSayWhomToPay:
    @pytest.fixture
    async def stranded(self, stocked: Litestar, welcome: Welcome) -> Visitor:
        return welcome()

    async def test_it_takes_no_order_and_says_why(self, stranded: Visitor):
        page = await checked(stranded)
        assert "This shop cannot send invoices yet." in page.notices

        answer = await stranded.press(page, "Order and receive an invoice")
        assert answer.headers["location"] == "/checkout/check"
        assert "Everyday 28" in (await stranded.open("/cart")).words

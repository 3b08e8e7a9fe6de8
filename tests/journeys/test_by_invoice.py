"""Ivan orders in Russian, in roubles and by invoice; Irina notes that it is paid. With scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.browsers import DESKTOP, PHONE, OpenPage, next_page
from tests.support.buyers import Buyer, email_of, plain, same_amount
from tests.support.scenes.desk import at_the_desk
from tests.support.shops import REVIEWER


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def ivan(open_page: OpenPage, script: bool) -> Buyer:
    page = open_page("/ru", script=script, viewport=DESKTOP if script else PHONE)
    return Buyer(page, "ru", email_of("ivan"))


@pytest.fixture
def irina(open_page: OpenPage, script: bool) -> Buyer:
    page = open_page("/ru", script=script)
    at_the_desk(page, "ru")
    return Buyer(page, "ru", REVIEWER)


def test_in_roubles_by_invoice(ivan: Buyer, irina: Buyer):
    with next_page(ivan.page):
        ivan.page.get_by_role("link", name="Цены: Европейский союз").click()
    ivan.page.get_by_label("Страна или регион").select_option("ru")
    ivan.press("Show these prices")
    expect(ivan.page.get_by_role("main")).to_contain_text("Цены: Россия")

    ivan.build(plate="Иван")
    checked = ivan.check("RU")
    assert "₽" in checked
    ivan.press("Order and receive an invoice")
    ivan.page.wait_for_url(re.compile(r"/orders/\d+$"))
    number = ivan.number()
    assert same_amount(ivan.total(), checked)

    with next_page(ivan.page):
        ivan.page.get_by_role("link", name="Счёт на оплату").click()
    expect(ivan.page.get_by_role("heading", level=1)).to_have_text(f"Счёт № {number}")
    assert same_amount(ivan.total(), checked)
    letter = ivan.letter("Your invoice for order {number}", number=number)
    assert plain(checked) in plain(letter)

    irina.open(f"/staff/orders/{number}")
    irina.field("A note on the transfer: its day, its number").fill("Платёжка 417")
    irina.press("{total} has come in", total=checked)
    expect(irina.page.get_by_role("main")).to_contain_text("Платёжка 417")

    ivan.open(f"/orders/{number}")
    ivan.wait_for("We are looking at it")
    ivan.letter("Your order {number}", number=number)

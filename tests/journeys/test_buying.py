"""Anna buys a bike without an account: with scripts and without, in either language."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browsers import DESKTOP, PHONE, OpenPage, next_page
from tests.support.buyers import Buyer, email_of, plain, same_amount


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def anna(request: pytest.FixtureRequest, open_page: OpenPage, language: str) -> Buyer:
    viewport = DESKTOP if request.param else PHONE
    page = open_page(f"/{language}", script=request.param, viewport=viewport)
    return Buyer(page, language, email_of("anna"))


def test_a_guest_orders_and_pays(anna: Buyer):
    anna.build(plate="Анна")
    checked = anna.check()
    expect(anna.page.get_by_role("main")).to_contain_text("“Анна”" if anna.language == "en" else "Анна")
    anna.order()
    assert same_amount(checked, anna.page.locator("tfoot .money, tfoot td").last.inner_text())

    number = anna.pay()
    assert same_amount(anna.total(), checked)

    letter = anna.letter("Your order {number}", number=number)
    assert plain(checked) in plain(letter)


def test_a_payment_is_broken_off_and_tried_again(anna: Buyer):
    anna.build()
    checked = anna.check()
    anna.order()
    with next_page(anna.page):
        anna.page.get_by_role("link").last.click()
    anna.page.wait_for_url(re.compile(r"/orders/\d+$"))
    anna.wait_for("Not paid yet")

    anna.press("Pay {total}", total=checked)
    anna.page.wait_for_url("**/pay/**")
    with next_page(anna.page):
        anna.page.locator("button[value=declined_card]").click()
    with next_page(anna.page):
        anna.page.locator("button[value=card]").click()
    anna.page.wait_for_url(re.compile(r"/orders/\d+"))
    anna.wait_for("We are looking at it")


def test_she_changes_her_mind_and_her_money_comes_back(anna: Buyer):
    anna.build()
    checked = anna.check()
    anna.order()
    number = anna.pay()

    anna.press("Take this order back")
    anna.wait_for("Cancelled")

    letter = anna.letter("Your refund for order {number}", number=number)
    assert plain(checked) in plain(letter)
    anna.open(f"/orders/{number}")
    expect(anna.page.get_by_text(anna.said("All you paid was sent back the way it came."))).to_be_visible()

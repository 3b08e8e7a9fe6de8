"""Orders, as customers see them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.browsers import next_page
from tests.support.buyers import Buyer
from tests.support.scenes.visiting import UNFOLD, visit

ORDERED: dict[str, tuple[str, list[Any]]] = {}
"""By language: the number of an order, and the cookies of the browser that placed it."""


def ordered(page: Page, language: str, *, anew: bool = False) -> str:
    """The number of an order that is paid, in the browser that placed it: the shop's first one in this language, which
    several scenes look at, or one more."""
    page.context.clear_cookies()
    if anew or language not in ORDERED:
        anna = Buyer(page, language, f"orders-{language}@example.org")
        anna.build(plate="Annabella")
        anna.check()
        anna.order()
        number = anna.pay()
        ORDERED[language] = number, list(page.context.cookies())
    number, cookies = ORDERED[language]
    page.context.add_cookies(cookies)
    return number


def order(page: Page, language: str) -> None:
    """Paid; an address for our mail that is none was typed."""
    number = ordered(page, language)
    visit(page, f"/{language}/orders/{number}")
    page.evaluate(UNFOLD)
    page.locator("#email").fill("anna@")
    with next_page(page):
        page.locator("form[action$=email] .btn").click()
    expect(page.locator("#email-error")).to_be_visible()


def my_orders_without_any(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/my/orders")


def my_orders(page: Page, language: str) -> None:
    ordered(page, language)
    visit(page, f"/{language}/my/orders")


SCENES = (
    order,
    my_orders_without_any,
    my_orders,
)

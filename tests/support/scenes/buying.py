"""From the cart to the payment."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.browsers import next_page
from tests.support.buyers import Buyer
from tests.support.scenes.visiting import UNFOLD, visit


def cart_without_anything(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/cart")


def cart(page: Page, language: str) -> None:
    """Two bikes, one of them taken out again, and a number of pieces that is none."""
    page.context.clear_cookies()
    buyer = Buyer(page, language, "cart@example.org")
    buyer.build()
    buyer.build("/build/ebike?base=city")
    with next_page(page):
        page.locator("form[action$=removal] .btn").first.click()
    page.locator(".pieces").fill("none")
    with next_page(page):
        page.locator("form[action$=quantity] .btn").first.click()
    expect(page.locator("#notices .note")).to_be_visible()


def delivery_with_mistakes(page: Page, language: str) -> None:
    page.context.clear_cookies()
    buyer = Buyer(page, language, "anna@")
    buyer.build()
    buyer.follow("Go to the checkout")
    with next_page(page):
        page.locator("form.sheet .btn.main").click()
    expect(page.locator("#mistakes")).to_be_visible()


def check(page: Page, language: str) -> None:
    page.context.clear_cookies()
    buyer = Buyer(page, language, "check@example.org")
    buyer.build(plate="Anna")
    buyer.check()
    page.evaluate(UNFOLD)


def order_not_paid(page: Page, language: str) -> None:
    check(page, language)
    with next_page(page):
        page.locator(".ticket .btn.main").click()
    page.wait_for_url("**/pay/**")
    with next_page(page):
        page.get_by_role("link").last.click()
    expect(page.locator("form[action$=payments] .btn")).to_be_visible()


def region(page: Page, language: str) -> None:
    page.context.clear_cookies()
    visit(page, f"/{language}/build/ebike/region?region=de&c=motor.hub")


def cart_of_another_region(page: Page, language: str) -> None:
    page.context.clear_cookies()
    buyer = Buyer(page, language, "region@example.org")
    buyer.build()
    visit(page, f"/{language}/region?from=cart")
    page.locator("#place").select_option("us")
    buyer.press("Show these prices")
    expect(page.locator("form[action$=region] .btn")).to_be_visible()


def check_by_invoice(page: Page, language: str) -> None:
    page.context.clear_cookies()
    buyer = Buyer(page, language, "invoice@example.org")
    buyer.build("/build/ebike?region=ru")
    buyer.check("RU")


def invoice(page: Page, language: str) -> None:
    check_by_invoice(page, language)
    with next_page(page):
        page.locator(".ticket .btn.main").click()
    visit(page, f"{page.url}/invoice")


SCENES = (
    region,
    cart_of_another_region,
    check_by_invoice,
    invoice,
    cart_without_anything,
    cart,
    delivery_with_mistakes,
    check,
    order_not_paid,
)

"""The desk of the staff."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.support import letters
from tests.support.browsers import next_page
from tests.support.scenes.buying import invoice
from tests.support.scenes.orders import ordered
from tests.support.scenes.visiting import visit
from tests.support.shops import REVIEWER

AT_DESK: list[Any] = []
"""The cookie of the browser in which the reviewer signed in; a shop mails only so many links in a while."""


def at_the_desk(page: Page, language: str) -> None:
    """The reviewer of the shop that all journeys share is signed in."""
    if not AT_DESK:
        letters.sign_in(page, language, REVIEWER)
        AT_DESK.extend(cookie for cookie in page.context.cookies() if cookie.get("name") == "__Host-session")
    page.context.add_cookies(AT_DESK)


def staff_queue(page: Page, language: str) -> None:
    ordered(page, language)
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/orders?work=any")


def staff_order_by_invoice(page: Page, language: str) -> None:
    """Its invoice is not paid yet, and no reason was written why nobody waits for it."""
    invoice(page, language)
    number = page.url.split("/")[-2]
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/orders/{number}")
    with next_page(page):
        page.locator("form[action$=cancellation] .btn").click()
    expect(page.locator("#reason-error")).to_be_visible()


def staff_order(page: Page, language: str) -> None:
    """Something is asked, and the form says what is missing for a refusal."""
    number = ordered(page, language, anew=True)
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/orders/{number}")
    page.locator("#question").fill("Shall the plate say Annabella or Anna?")
    with next_page(page):
        page.locator("button[formaction$=question]").click()
    with next_page(page):
        page.locator("button[formaction$=decline]").click()
    expect(page.locator("#reason-error")).to_be_visible()


def staff_feed(page: Page, language: str) -> None:
    at_the_desk(page, language)
    visit(page, f"/{language}/staff/feed")


SCENES = (
    staff_queue,
    staff_order,
    staff_order_by_invoice,
    staff_feed,
)

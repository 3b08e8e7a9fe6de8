"""The demo's payment page in a browser: readable, within reach, and with a way back to the shop."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import expect

from app.core import clock
from tests.support.browsers import PHONE, SMALL, OpenPage, accessibility_faults, next_page
from tests.support.payments import KEY, Payments

OVERFLOWING = "document.documentElement.scrollWidth > innerWidth"

OpenSession = Callable[[str], str]


@pytest.fixture
def session(payments: Payments) -> OpenSession:
    """Opens a session in a language; the address of its page."""

    def open_session(locale: str) -> str:
        form = {
            "mode": "payment",
            "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": "348000",
            "line_items[0][price_data][product_data][name]": "Step-through e-bike, " * 5,
            "line_items[0][quantity]": "2",
            "customer_email": "anna.of.the.very.long.address@post.example.org",
            "locale": locale,
            "expires_at": str(int((clock.now() + timedelta(hours=1)).timestamp())),
            "success_url": f"{payments.address}/static/img/mark.svg",
            "cancel_url": f"{payments.address}/static/img/mark.svg",
        }
        headers = {"Authorization": f"Bearer {KEY}"}
        answer = httpx.post(f"{payments.address}/v1/checkout/sessions", data=form, headers=headers)
        return str(answer.raise_for_status().json()["url"])

    return open_session


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("locale", ["en", "ru"])
def test_it_is_readable_and_within_reach(
    open_page: OpenPage, payments: Payments, session: OpenSession, locale: str, dark: bool
):
    page = open_page(session(locale), at=payments.address, dark=dark)
    with next_page(page):
        page.locator("button[value=declined_card]").click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert accessibility_faults(page) == []
    for viewport in (SMALL, PHONE):
        page.set_viewport_size(viewport)
        assert not page.evaluate(OVERFLOWING), f"wider than {viewport['width']} px"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_paying_leads_back_to_the_shop(open_page: OpenPage, payments: Payments, session: OpenSession, script: bool):
    address = session("en")
    page = open_page(address, at=payments.address, script=script)
    with next_page(page):
        page.get_by_role("button", name="Pay €6,960.00").click()

    expect(page).to_have_url(f"{payments.address}/static/img/mark.svg")
    page.goto(address)
    expect(page.get_by_role("heading", name="This is paid already")).to_be_visible()

"""A browser in which nothing is learned: as it asks itself, or because its person pressed our switch."""

from __future__ import annotations

import pytest
from litestar import Litestar

from app.core.database import Database
from tests.support.databases import statements_of
from tests.support.orders import signed_in
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

PAGE = "/my/permissions"
SWITCHED = "This browser is anonymous: nothing is learned in it."
ASKED_BY_ITSELF = "As your browser asks, nothing is learned in it."


def foot(page: Page) -> str:
    (found,) = page.all("footer")
    return found.words


@pytest.fixture
async def anna(welcome: Welcome) -> Visitor:
    """Anna, signed in."""
    return await signed_in(welcome, "anna.who.hides@example.org")


async def test_the_switch_is_one_button_and_every_page_says_so(shopper: Visitor):
    page = await shopper.open(PAGE)
    assert SWITCHED not in foot(page)
    answer = await shopper.press(page, "Make this browser anonymous")

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "__Host-anonymous=1" in answer.headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    for address in ("/", "/build/ebike", PAGE, "/signin"):
        page = await shopper.open(address)
        assert SWITCHED in foot(page)
        assert page.link(SWITCHED) == f"{PAGE}#browser"
    assert "В нём мы ничего не узнаём" in (await shopper.open(f"/ru{PAGE}")).words


async def test_it_ends_by_one_button_as_well(shopper: Visitor):
    await shopper.press(await shopper.open(PAGE), "Make this browser anonymous")
    await shopper.press(await shopper.open(PAGE), "No longer anonymous")

    assert "__Host-anonymous" not in shopper.client.cookies
    assert SWITCHED not in foot(await shopper.open("/"))


async def test_a_browser_that_asks_by_itself_is_told_so_and_has_no_button(shopper: Visitor):
    shopper.client.headers["Sec-GPC"] = "1"
    page = await shopper.open(PAGE)

    assert ASKED_BY_ITSELF in foot(page)
    assert "Global Privacy Control" in page.part("browser").words
    assert not page.part("browser").all("button")
    await shopper.client.post("/anonymity/ending", headers=BROWSER)
    assert ASKED_BY_ITSELF in foot(await shopper.open("/"))


async def test_another_value_of_the_header_or_the_cookie_says_nothing(shopper: Visitor):
    for value in ("0", "true", "", "11"):
        shopper.client.headers["Sec-GPC"] = value
        shopper.client.cookies.set("__Host-anonymous", value, domain="shop.example")
        assert "nothing is learned in it" not in foot(await shopper.open("/"))


@pytest.mark.parametrize(
    ("following", "leads"),
    [("/build/ebike?c=frame.split", "/build/ebike?c=frame.split"), ("//evil.example", PAGE), ("", PAGE)],
)
async def test_it_leads_back_to_where_one_was_and_nowhere_else(shopper: Visitor, following: str, leads: str):
    for way in ("/anonymity", "/anonymity/ending"):
        answer = await shopper.client.post(way, data={"next": following}, headers=BROWSER)
        assert answer.headers["location"] == leads


async def test_another_site_cannot_press_it(shopper: Visitor):
    for way in ("/anonymity", "/anonymity/ending"):
        answer = await shopper.client.post(way, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403


async def test_a_person_stays_signed_in_and_is_told_that_her_permissions_rest_here(anna: Visitor):
    await anna.press(await anna.open(PAGE), "Make this browser anonymous")
    page = await anna.open(PAGE)

    assert "What you allow holds in your other browsers only." in page.words
    assert "anna.who.hides@example.org" in (await anna.open("/my")).words


async def test_it_costs_no_query(open_shop: Litestar, shopper: Visitor):
    database: Database = open_shop.state.database
    with statements_of(database) as seen:
        await shopper.press(await shopper.open(PAGE), "Make this browser anonymous")
        await shopper.open("/privacy")

    assert not seen

"""What is known serves nobody but Anna, nor her where she does not want it; what served is in the ledger."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from accounts.consent.models import Use
from accounts.consent.purposes import LEARN, REMEMBER
from accounts.identity.anonymity import ANONYMOUS_COOKIE
from app.core.database import Database
from tests.accounts.profile.store import Store
from tests.configurator.build.for_you.conftest import BUILD, panel
from tests.support.orders import signed_in
from tests.support.pages import Page
from tests.support.visitors import Visitor, Welcome


async def uses(database: Database) -> list[tuple[int | None, str]]:
    async with database.reading() as session:
        served = select(Use.fact, Use.decision).where(Use.decision.startswith("serve ")).order_by(Use.id)
        return [(fact, decision) for fact, decision in await session.execute(served)]


async def test_what_served_is_in_the_ledger_once_a_day(anna: Visitor, database: Database, inseam: int, pine: int):
    for _ in range(3):
        await anna.open(BUILD)

    assert sorted(await uses(database)) == [(inseam, "serve build:ebike"), (pine, "serve build:ebike")]


async def test_without_permission_nothing_serves(anna: Visitor, store: Store, inseam: int, pine: int):
    await store.withdraw(LEARN)
    await store.withdraw(REMEMBER)
    page = await anna.open(BUILD)

    assert (page.form["inseam"], panel(page)) == ("", "")


@pytest.mark.parametrize("way", ["its own signal", "our switch"])
async def test_in_an_anonymous_browser_nothing_serves(
    anna: Visitor, database: Database, inseam: int, pine: int, way: str
):
    if way == "our switch":
        anna.client.cookies.set(ANONYMOUS_COOKIE, "1", domain="shop.example")
    else:
        anna.client.headers["Sec-GPC"] = "1"
    page = await anna.open(BUILD)

    assert (page.form["inseam"], panel(page)) == ("", "")
    assert await uses(database) == []


async def test_nobody_else_is_served_by_it(welcome: Welcome, anna: Visitor, inseam: int, pine: int):
    await anna.open(BUILD)
    for other in (welcome(), await signed_in(welcome, "ben@example.org")):
        page = await other.open(BUILD)
        assert (page.form["inseam"], panel(page)) == ("", "")
        assert "known" not in page.form


async def test_links_of_such_a_page_lead_to_whole_pages(anna: Visitor, welcome: Welcome, inseam: int):
    """A part of one would come without what is known, and take it off the page."""
    page, stranger = await anna.open(BUILD), await welcome().open(BUILD)
    blocks = Page(await anna.send(page, htmx=True, frame="frame.step"))

    assert any("hx-boost:inherited" in node.attributes for node in stranger.all())
    assert not any("hx-boost:inherited" in node.attributes for node in (*page.all(), *blocks.all()))


async def test_enter_presses_no_button_of_what_is_offered(anna: Visitor, inseam: int, pine: int):
    first = (await anna.open(BUILD)).builder.all("button")[0]

    assert first.words == "Update the price"
    assert not first["name"]
    assert not first["formaction"]


async def test_a_fact_that_may_not_serve_any_more_does_not(
    anna: Visitor, store: Store, inseam: int, monkeypatch: pytest.MonkeyPatch
):
    """It is withdrawn between the look at it and the line in the ledger."""
    from configurator.build import pages

    asked = pages.may_serve

    async def withdrawn_meanwhile(*given: object) -> bool:
        await store.withdraw(REMEMBER)
        return await asked(*given)

    monkeypatch.setattr(pages, "may_serve", withdrawn_meanwhile)

    assert (await anna.open(BUILD)).form["inseam"] == ""
    assert "serve build:ebike" not in await store.uses()

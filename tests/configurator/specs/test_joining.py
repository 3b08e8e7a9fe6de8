"""What was saved in a browser before signing in joins the account, if its owner says that it is theirs."""

from litestar import Litestar
from sqlalchemy import func, select

from app.core.database import Database
from configurator.build.models import Draft
from tests.configurator.specs.conftest import save
from tests.support.orders import signed_in
from tests.support.visitors import BROWSER, Visitor, Welcome

GUEST = "__Host-guest"


async def at_the_browser_of(welcome: Welcome, owner: Visitor, email: str) -> Visitor:
    """Somebody who signs in in the owner's own browser."""
    person = await signed_in(welcome, email)
    person.client.cookies.set(GUEST, owner.client.cookies[GUEST], domain="shop.example")
    return person


async def test_it_is_shown_by_its_words_and_joins_at_a_click(
    stocked: Litestar, welcome: Welcome, owner: Visitor, spec: str
):
    await owner.client.post(f"{spec}/name", data={"name": "Papa's bike"}, headers=BROWSER)
    anna = await at_the_browser_of(welcome, owner, "anna@example.org")
    asked = await anna.open("/my/joining")
    assert f"Papa's bike, spec {spec.removeprefix('/specs/')}" in asked.words

    await anna.press(asked, "These are mine")
    elsewhere = await signed_in(welcome, "anna@example.org")
    assert "Papa's bike" in (await elsewhere.open("/my/specs")).words
    assert "Annabella" in (await elsewhere.open(spec)).words
    anna.client.cookies.delete("__Host-session")
    assert "Annabella" not in (await anna.open(spec)).words


async def test_what_was_somebody_elses_stays_theirs_and_is_not_shown(
    stocked: Litestar, welcome: Welcome, owner: Visitor, spec: str
):
    ben = await at_the_browser_of(welcome, owner, "ben@example.org")
    await ben.press(await ben.open("/my/joining"), "That was not me")

    assert "Pine green" not in (await ben.open("/my/specs")).words
    assert "Annabella" not in (await ben.open(spec)).words
    assert "Annabella" in (await owner.open(spec)).words


async def test_a_deleted_one_does_not_join(stocked: Litestar, welcome: Welcome, owner: Visitor, spec: str):
    other = await save(owner)
    await owner.client.post(f"{spec}/deletion", headers=BROWSER)
    anna = await at_the_browser_of(welcome, owner, "anna@example.org")
    asked = await anna.open("/my/joining")
    await anna.press(asked, "These are mine")

    assert spec.removeprefix("/specs/") not in asked.words
    assert other.removeprefix("/specs/") in asked.words
    assert (await owner.client.post(f"{spec}/restoration", headers=BROWSER)).status_code == 303


async def test_signing_out_forgets_what_was_told_in_the_browser_and_nothing_that_was_saved(
    stocked: Litestar, database: Database, welcome: Welcome, owner: Visitor, spec: str
):
    anna = await at_the_browser_of(welcome, owner, "anna@example.org")
    assert await drafts(database) == 1
    await anna.client.post("/signout", headers=BROWSER)

    assert await drafts(database) == 0
    assert (await owner.open("/build/ebike")).form["plate"] == ""
    assert "Annabella" in (await owner.open(spec)).words


async def drafts(database: Database) -> int | None:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Draft))

"""Withdrawing a permission ends, in the same moment, all that rests on it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from accounts.consent.actions import grant
from accounts.consent.notices import notice_of
from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.profile.feed import KIND, tell_event
from app.core.database import Database
from app.core.outbox import Outgoing
from app.core.settings import Settings
from tests.accounts.conftest import ANNA
from tests.accounts.profile.store import RIDE, Store, saw
from tests.support.orders import signed_in
from tests.support.visitors import BROWSER, Visitor, Welcome

PAGE = "/my/permissions"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A shop that has a profile system."""
    return replace(settings, feed_url="https://profiles.example", feed_key="a key")


@pytest.fixture
async def anna(database: Database, welcome: Welcome) -> Visitor:
    """Anna, signed in."""
    return await signed_in(welcome, ANNA)


@pytest.fixture
async def store(database: Database, anna: Visitor) -> Store:
    """What the shop knows of her, who told one thing and showed another."""
    store = await Store.of(database, ANNA)
    await store.allow(LEARN, REMEMBER)
    await store.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await store.tell(RIDE, "tours")
    return store


async def keys(store: Store) -> set[str]:
    return {fact.key for fact in await store.facts()}


async def queue(database: Database) -> list[Outgoing]:
    async with database.reading() as session:
        return list(await session.scalars(select(Outgoing).where(Outgoing.kind == KIND)))


async def withdraw(visitor: Visitor, code: str) -> None:
    answer = await visitor.client.post(f"{PAGE}/{code}/withdrawal", headers=BROWSER)
    assert answer.status_code == 303


@pytest.mark.parametrize(("code", "left"), [("learn", {"told.ride"}), ("remember", {"ebike.colour"}), ("news", None)])
async def test_what_is_known_by_it_is_forgotten_at_once(anna: Visitor, store: Store, code: str, left: set[str] | None):
    assert await keys(store) == {"ebike.colour", "told.ride"}
    await withdraw(anna, code)

    assert await keys(store) == ({"ebike.colour", "told.ride"} if left is None else left)


async def test_a_shop_with_a_profile_system_asks_for_it_and_names_its_end(anna: Visitor, database: Database):
    page = await anna.open(PAGE)
    await anna.press(page, "Allow this: Send to the shop's profile system")

    assert "Allowed since" in (await anna.open(PAGE)).part("feed").words


async def test_what_waits_to_be_sent_goes_with_the_permission(anna: Visitor, store: Store, database: Database):
    async with database.writing() as session:
        await grant(session, store.person_id, notice_of(FEED, "en"), "the tests")
        await tell_event(session, store.person_id, "Spec Saved", {"product": "ebike"})
    assert await queue(database)
    await withdraw(anna, "feed")

    assert not await queue(database)
    assert await keys(store) == {"ebike.colour", "told.ride"}


async def test_forgetting_is_told_to_the_profile_system_while_that_is_allowed(
    anna: Visitor, store: Store, database: Database
):
    async with database.writing() as session:
        await grant(session, store.person_id, notice_of(FEED, "en"), "the tests")
    await withdraw(anna, "learn")

    assert [row.payload["type"] for row in await queue(database)] == ["identify"]

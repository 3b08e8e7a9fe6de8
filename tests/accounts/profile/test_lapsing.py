"""What its permission no longer covers is forgotten by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.profile.jobs import forget_lapsed
from app.core import clock
from app.core.database import Database
from tests.accounts.profile.store import RIDE, Store, saw

LATER = LEARN.lasts - timedelta(days=1)


@pytest.fixture
async def anna(database: Database) -> Store:
    """What is known of Anna: what she told two years ago, and what she allowed to learn a day later."""
    store = await Store.of(database, "anna@example.org")
    with time_machine.travel(clock.now() - LATER):
        await store.allow(REMEMBER)
        await store.tell(RIDE, "tours")
    with time_machine.travel(clock.now() - LATER + timedelta(days=7)):
        await store.allow(LEARN)
        await store.learn("spec:A", saw("pine"))
    return store


async def test_a_fact_goes_when_its_permission_ends_and_not_before(anna: Store, database: Database):
    await forget_lapsed(database)
    assert list(await anna.known()) == ["tours", "pine"]

    with time_machine.travel(clock.now() + timedelta(days=2)):
        await forget_lapsed(database)
        assert list(await anna.known()) == ["pine"]


async def test_doing_it_twice_does_no_harm(anna: Store, database: Database):
    with time_machine.travel(clock.now() + timedelta(days=9)):
        for _ in range(2):
            await forget_lapsed(database)
        assert await anna.known() == {}


async def test_a_new_permission_keeps_nothing_that_an_old_one_allowed(anna: Store, database: Database):
    with time_machine.travel(clock.now() + timedelta(days=2)):
        await anna.allow(REMEMBER)
        await forget_lapsed(database)
        assert list(await anna.known()) == ["pine"]


async def test_the_profile_system_is_told(anna: Store, database: Database):
    await anna.allow(FEED)
    before = len([each for each in await anna.uses() if each.startswith("feed ")])
    with time_machine.travel(clock.now() + timedelta(days=2)):
        await forget_lapsed(database)

    assert len([each for each in await anna.uses() if each.startswith("feed ")]) == before + 1


async def test_others_keep_theirs(anna: Store, database: Database):
    ben = await Store.of(database, "ben@example.org")
    await ben.allow(REMEMBER)
    await ben.tell(RIDE, "work")
    with time_machine.travel(clock.now() + timedelta(days=9)):
        await forget_lapsed(database)

    assert list(await ben.known()) == ["work"]

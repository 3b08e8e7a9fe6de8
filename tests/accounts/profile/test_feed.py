"""The feed: by permission alone, asked for when a message is written and when it leaves; what it says, and to whom."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from litestar import Litestar
from sqlalchemy import delete, select

from accounts.consent.actions import stop_all_use
from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.identity.models import Person, Role
from accounts.privacy.withdrawing import withdraw
from accounts.profile.feed import KIND
from accounts.profile.feed_transport import MOST_PREFERENCES
from accounts.profile.models import Fact, FactKind
from accounts.profile.questions import Question
from app.core import clock
from app.core.database import Database
from app.core.outbox import Outgoing
from tests.accounts.profile.feeds import ANNA, BEN, did, name_of, somebody, waiting
from tests.accounts.profile.store import COLOUR, RIDE, Store, saw
from tests.support.orders import signed_in
from tests.support.receivers import ProfileSystem
from tests.support.visitors import Welcome

INSEAM = Question("measure.inseam", {"en": "Inseam"})


@pytest.fixture
async def anna(database: Database) -> Store:
    """Anna, who allows to learn, to remember and to send."""
    return await somebody(database, ANNA)


async def test_what_anna_likes_and_does_arrives_under_a_name_of_its_own(
    app: Litestar, anna: Store, profiles: ProfileSystem
):
    await anna.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await did(anna, "Spec Saved")

    await profiles.collect(app)

    name = await name_of(anna)
    told = {"value": "pine", "words": {"en": "Pine", "ru": "pine"}, "kind": "observed", "strength": 4}
    assert profiles.preferences(name) == {"ebike.colour": told}
    assert profiles.events(name) == ["Spec Saved"]
    assert ANNA not in json.dumps(profiles.posts)


async def test_a_message_has_the_form_of_segments(app: Litestar, anna: Store, profiles: ProfileSystem):
    await did(anna, "Spec Saved")
    await profiles.collect(app)

    (post,) = profiles.posts
    assert post.keys() == {"batch", "sentAt"}
    (message,) = post["batch"]
    assert message.keys() == {"type", "messageId", "userId", "timestamp", "event", "properties", "context"}
    assert (message["type"], message["properties"]) == ("track", {"product": "ebike"})
    assert message["context"]["library"]["name"] == "atelier"
    assert message["timestamp"].endswith("Z")


async def test_nothing_is_written_down_for_who_never_allowed_it(
    app: Litestar, database: Database, profiles: ProfileSystem
):
    ben = await Store.of(database, BEN)
    await ben.allow(LEARN, REMEMBER)

    await ben.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await did(ben, "Spec Saved")

    assert await waiting(ben) == []
    assert not [use for use in await ben.uses() if use.startswith("feed")]


async def test_each_message_cites_the_permission(anna: Store):
    await did(anna, "Spec Saved")

    async with anna.database.reading() as session:
        (message,) = await session.scalars(select(Outgoing.id).where(Outgoing.kind == KIND))
    assert await anna.uses() == [f"feed {message}"]


async def test_withdrawing_takes_back_what_waits(app: Litestar, anna: Store, profiles: ProfileSystem):
    await anna.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await did(anna, "Spec Saved")

    await anna.withdraw(FEED)

    assert await waiting(anna) == []
    await profiles.collect(app)
    assert profiles.posts == []


async def test_a_withdrawal_that_comes_to_nothing_leaves_what_waits(anna: Store):
    await did(anna, "Spec Saved")

    with pytest.raises(LookupError):
        await change_of_mind(anna)

    assert await waiting(anna) == ["track"]


async def change_of_mind(store: Store) -> None:
    async with store.database.writing() as session:
        await withdraw(session, store.person_id, FEED, "the tests")
        raise LookupError


async def test_permission_is_asked_again_when_a_message_leaves(app: Litestar, anna: Store, profiles: ProfileSystem):
    """As where somebody withdraws between the moment a relay takes the message and the moment it sends it."""
    await did(anna, "Spec Saved")
    relay = profiles.relay(app)
    row = await relay.claim()
    assert row is not None
    await anna.withdraw(FEED)

    await relay.deliver(row)

    assert profiles.posts == []


async def test_a_permission_that_ran_out_sends_nothing_not_even_after_a_new_one(
    app: Litestar, anna: Store, profiles: ProfileSystem
):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        await did(anna, "Spec Saved")
        traveller.shift(FEED.lasts + timedelta(days=1))
        await anna.allow(FEED)
        await did(anna, "Order Placed")
        await profiles.collect(app)

    assert profiles.events(await name_of(anna)) == ["Order Placed"]


async def test_nothing_leaves_while_an_erasure_waits(app: Litestar, anna: Store, profiles: ProfileSystem):
    await did(anna, "Spec Saved")
    async with anna.database.writing() as session:
        await stop_all_use(session, anna.person_id)

    await profiles.collect(app)
    await did(anna, "Order Placed")

    assert profiles.posts == []
    assert await waiting(anna) == []


async def test_nothing_leaves_of_who_was_erased(app: Litestar, anna: Store, profiles: ProfileSystem):
    await did(anna, "Spec Saved")
    async with anna.database.writing() as session:
        await session.execute(delete(Person).where(Person.id == anna.person_id))

    await profiles.collect(app)

    assert profiles.posts == []


async def test_measures_never_leave(app: Litestar, anna: Store, profiles: ProfileSystem):
    await anna.tell(INSEAM, "823417")
    await anna.tell(RIDE, "tours")
    await profiles.collect(app)

    assert profiles.preferences(await name_of(anna)) == {
        "told.ride": {"value": "tours", "words": {"en": "tours", "ru": "tours"}, "kind": "told", "strength": 0}
    }
    assert "823417" not in json.dumps(profiles.posts)
    assert "inseam" not in json.dumps(profiles.posts)


async def test_what_is_forgotten_here_is_replaced_there(app: Litestar, anna: Store, profiles: ProfileSystem):
    await anna.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await anna.tell(RIDE, "tours")
    await profiles.collect(app)

    await anna.forget("pine")
    await profiles.collect(app)
    preferences = profiles.preferences(await name_of(anna))
    assert preferences is not None
    assert preferences.keys() == {"told.ride"}

    await anna.withdraw(REMEMBER)
    await profiles.collect(app)
    assert profiles.preferences(await name_of(anna)) == {}


async def test_one_message_says_all_that_changed_before_it_left(app: Litestar, anna: Store, profiles: ProfileSystem):
    for value in ("pine", "soot", "ochre"):
        await anna.learn(f"spec:{value}", saw(value))
    await anna.learn("order:1001", saw("soot"))
    assert await waiting(anna) == ["identify"]

    await profiles.collect(app)

    preferences = profiles.preferences(await name_of(anna))
    assert preferences is not None
    assert preferences[COLOUR.key]["value"] == "soot"  # the strongest, which is what would serve
    assert len(profiles.sent) == 1


async def test_a_message_that_was_tried_speaks_for_nothing_later(app: Litestar, anna: Store, profiles: ProfileSystem):
    await anna.learn("spec:one", saw("pine"))
    relay = profiles.relay(app)
    row = await relay.claim()  # it may be on its way, with what was known before
    assert row is not None

    await anna.learn("spec:two", saw("soot"))
    assert await waiting(anna) == ["identify", "identify"]


async def test_what_was_done_in_between_is_told_in_between(app: Litestar, anna: Store, profiles: ProfileSystem):
    await anna.learn("spec:one", saw("pine"))
    await did(anna, "Spec Saved")
    await anna.learn("spec:two", saw("soot"))

    assert await waiting(anna) == ["identify", "track", "identify"]


async def test_a_profile_of_ten_thousand_facts_is_told_by_its_strongest(
    app: Litestar, anna: Store, profiles: ProfileSystem
):
    grant, now = await anna.granted(LEARN), clock.now()
    await anna.add(
        Fact(
            person_id=anna.person_id,
            key=f"ebike.group{n}",
            value="option",
            label={"en": "A question of some length", "ru": "Вопрос некоторой длины"},
            words={"en": "An answer of some length", "ru": "Ответ некоторой длины"},
            kind=FactKind.OBSERVED,
            strength=n,
            grant_id=grant.id,
            learned_at=now,
            retain_until=now + timedelta(days=1),
        )
        for n in range(10_000)
    )
    await anna.tell(RIDE, "tours")

    await profiles.collect(app)

    (message,) = profiles.sent
    told = message["traits"]["preferences"]
    assert list(told)[:2] == ["told.ride", "ebike.group9999"]
    assert len(told) == MOST_PREFERENCES
    assert len(json.dumps(message, ensure_ascii=False).encode()) < 32_000


async def test_staff_of_a_shop_without_a_profile_system_read_that_it_has_none(database: Database, welcome: Welcome):
    irina = await signed_in(welcome, "irina@example.org", Role.REVIEWER)

    assert "The shop has no profile system at present" in (await irina.open("/staff/feed")).words

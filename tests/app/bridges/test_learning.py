"""What Anna builds becomes what is known of her: by her permission, from then on, and as far as it says something."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from accounts.consent.purposes import FEED, LEARN
from accounts.identity.anonymity import ANONYMOUS_COOKIE
from accounts.identity.models import Hold
from accounts.identity.visitors import SESSION_COOKIE
from accounts.profile.feed import KIND
from accounts.profile.models import Evidence, FactKind, Signal
from app.core import clock
from app.core.database import Database
from app.core.ids import digest, new_token
from app.core.outbox import Outgoing
from app.core.security import GUEST_COOKIE
from tests.accounts.profile.store import Store
from tests.configurator.specs.conftest import reopened, save, save_change
from tests.support.orders import ANNA, put_in_cart
from tests.support.visitors import BROWSER, Visitor, Welcome

OBSERVED, ORDERED = FactKind.OBSERVED, FactKind.ORDERED
PINE = "/build/ebike?c=colour.pine"


async def order(visitor: Visitor) -> None:
    """Order what is in the cart."""
    await visitor.client.post("/checkout", data=ANNA, headers=BROWSER)
    page = await visitor.open("/checkout/check")
    answer = await visitor.press(page, "Order and pay")
    assert "/pay/" in answer.headers["location"]


async def known(store: Store, key: str) -> dict[str, tuple[FactKind, int]]:
    """Value to kind and strength, of one key."""
    return {fact.value: (fact.kind, fact.strength) for fact in await store.facts() if fact.key == key}


async def signals(store: Store) -> dict[tuple[str, str], Signal]:
    """What each fact was learned from, by key and value."""
    facts = {fact.id: (fact.key.removeprefix("ebike."), fact.value) for fact in await store.facts()}
    async with store.database.reading() as session:
        return {facts[each.fact_id]: each.signal for each in await session.scalars(select(Evidence))}


async def sent(database: Database) -> list[dict[str, Any]]:
    """What waits for the profile system."""
    async with database.reading() as session:
        rows = await session.scalars(select(Outgoing).where(Outgoing.kind == KIND).order_by(Outgoing.place))
        return [row.payload for row in rows]


async def test_without_permission_nothing_is_learned(anna: Visitor, store: Store):
    await save(anna, PINE)

    assert await store.facts() == []
    assert await store.uses() == []


async def test_what_was_saved_before_the_permission_stays_what_it_was(anna: Visitor, store: Store):
    await save(anna, PINE)
    await store.allow(LEARN)
    assert await store.facts() == []

    await save(anna, "/build/ebike?c=colour.soot")
    assert (await known(store, "ebike.colour")).keys() == {"soot"}


async def test_what_was_changed_counts_and_a_default_that_was_kept_hardly(anna: Visitor, store: Store):
    await store.allow(LEARN)
    await save(anna, "/build/ebike?c=colour.pine,motor.mid,bags.rear")

    assert await known(store, "ebike.colour") == {"pine": (OBSERVED, 4)}
    assert await known(store, "ebike.motor") == {"mid": (OBSERVED, 1)}  # chosen, and the base model's own
    assert await known(store, "ebike.saddle") == {"leather_tan": (OBSERVED, 1)}
    assert await known(store, "ebike.bags") == {"rear": (OBSERVED, 4)}
    assert await known(store, "ebike.extras") == {"mudguards": (OBSERVED, 1), "kickstand": (OBSERVED, 1)}


async def test_what_a_rule_forced_is_no_sign(anna: Visitor, store: Store):
    await store.allow(LEARN)
    await save(anna, "/build/ebike?c=motor.speed")
    found = await signals(store)

    assert found["motor", "speed"] is Signal.CHANGED
    forced = {("brakes", "disc4"), ("extras", "mirror"), ("extras", "number_plate"), ("lights", "bright")}
    assert not forced & found.keys()


async def test_what_moved_out_of_the_way_is_no_sign_either(anna: Visitor, store: Store):
    await store.allow(LEARN)
    await save(anna, "/build/ebike?c=drive.belt8")
    found = await signals(store)

    assert {key: signal for key, signal in found.items() if signal is Signal.CHANGED} == {
        ("drive", "belt8"): Signal.CHANGED
    }
    assert ("wheels", "w28_hub") not in found


async def test_measures_and_words_are_never_learned(anna: Visitor, store: Store):
    await store.allow(LEARN)
    await save(anna, inseam="97.5", rider="113", plate="Annabella")
    facts = await store.facts()

    assert facts
    assert not {fact.key for fact in facts} & {"ebike.inseam", "ebike.rider", "ebike.plate"}
    assert "Annabella" not in str([(fact.value, fact.words) for fact in facts])


async def test_what_else_was_open_is_noted_with_its_price(anna: Visitor, store: Store, database: Database):
    await store.allow(LEARN)
    await save(anna, PINE)
    verdict = await anna.verdict(choices=["colour.pine"])
    colours = next(group["options"] for group in verdict["groups"] if group["code"] == "colour")
    pine = await store.fact("pine")
    async with database.reading() as session:
        evidence = (await session.scalars(select(Evidence).where(Evidence.fact_id == pine.id))).one()

    assert evidence.shown == {
        "currency": "EUR",
        "differences": {c["code"].split(".")[1]: c["difference"] for c in colours if c["state"] == "open"},
    }
    assert "raw" not in evidence.shown["differences"]
    assert pine.words == {"en": "Pine green", "ru": "Сосновый"}
    assert pine.label == {"en": "Colour", "ru": "Цвет"}


async def test_a_spec_counts_once_and_as_it_stands(anna: Visitor, store: Store):
    await store.allow(LEARN)
    spec = await save(anna, PINE)
    for _ in range(2):
        await save_change(anna, await reopened(anna, spec))
    assert await known(store, "ebike.colour") == {"pine": (OBSERVED, 4)}

    await save_change(anna, await reopened(anna, spec), colour="colour.soot")
    assert await known(store, "ebike.colour") == {"soot": (OBSERVED, 4)}


async def test_what_goes_into_the_cart_counts_as_saved_and_what_is_ordered_counts_more(anna: Visitor, store: Store):
    await store.allow(LEARN)
    await put_in_cart(anna, PINE)
    assert await known(store, "ebike.colour") == {"pine": (OBSERVED, 4)}

    await order(anna)
    assert await known(store, "ebike.colour") == {"pine": (ORDERED, 12)}
    assert await known(store, "ebike.saddle") == {"leather_tan": (OBSERVED, 2)}


async def test_an_order_after_the_permission_counts_whenever_its_bike_was_built(anna: Visitor, store: Store):
    await put_in_cart(anna, PINE)
    await store.allow(LEARN)
    await order(anna)

    assert await known(store, "ebike.colour") == {"pine": (ORDERED, 8)}


async def test_an_order_without_permission_teaches_nothing(anna: Visitor, store: Store):
    await put_in_cart(anna, PINE)
    await order(anna)

    assert await store.facts() == []


@pytest.mark.parametrize("way", ["its own signal", "our switch"])
async def test_an_anonymous_browser_teaches_and_tells_nothing(
    anna: Visitor, store: Store, database: Database, way: str
):
    await store.allow(LEARN, FEED)
    if way == "our switch":
        anna.client.cookies.set(ANONYMOUS_COOKIE, "1", domain="shop.example")
    else:
        anna.client.headers["Sec-GPC"] = "1"
    await put_in_cart(anna, PINE)
    await order(anna)

    assert await store.facts() == []
    assert await store.uses() == []
    assert await sent(database) == []


async def test_what_a_guest_built_is_not_learned_when_it_joins_an_account(
    welcome: Welcome, anna: Visitor, store: Store
):
    await store.allow(LEARN)
    guest = welcome()
    spec = await save(guest, PINE)
    guest.client.cookies.set(SESSION_COOKIE, anna.client.cookies[SESSION_COOKIE], domain="shop.example")
    answer = await guest.press(await guest.open("/my/joining"), "join them")

    assert answer.status_code == 303
    assert (await guest.open(spec)).button("Change this spec")
    assert await store.facts() == []


async def test_whoever_helps_by_a_key_leaves_no_sign_of_their_own(
    welcome: Welcome, anna: Visitor, store: Store, database: Database
):
    await store.allow(LEARN)
    spec, token = await save(welcome()), new_token()
    anna.client.cookies.set(GUEST_COOKIE, token, domain="shop.example")
    async with database.writing() as session:
        session.add(Hold(guest=digest(token), opens=spec, since=clock.now()))
    await save_change(anna, await reopened(anna, spec), colour="colour.pine")

    assert "Pine green" in (await anna.open(spec)).words
    assert await store.facts() == []


async def test_the_profile_system_is_told_what_anybody_may_see(anna: Visitor, store: Store, database: Database):
    await store.allow(FEED)
    spec = await save(anna, "/build/ebike?c=colour.pine,bags.rear:2", inseam="97.5", plate="Annabella")
    (saved,) = await sent(database)

    assert (saved["type"], saved["event"]) == ("track", "Spec Saved")
    told = saved["properties"]
    assert told["code"] == spec.removeprefix("/specs/").replace("-", "")
    assert (told["product"], told["currency"]) == ("ebike", "EUR")
    strangers = await anna.verdict(choices=["colour.pine", "bags.rear:2"])
    assert told["price"] == strangers["price"]["total"], "what measures and words cost gives them away"
    assert (told["options"]["colour.pine"], told["options"]["bags.rear"]) == (1, 2)
    assert "97.5" not in str(saved)
    assert "Annabella" not in str(saved)


async def test_the_profile_system_is_told_of_an_order(anna: Visitor, store: Store, database: Database):
    await put_in_cart(anna, PINE, quantity=2)
    await store.allow(FEED)
    await order(anna)
    (placed,) = await sent(database)

    assert placed["event"] == "Order Placed"
    told = placed["properties"]
    (bike,) = told["products"]
    assert (bike["product"], bike["quantity"], bike["options"]["colour.pine"]) == ("ebike", 2, 1)
    assert told["number"] > 1000
    assert bike["price"] > 189_000

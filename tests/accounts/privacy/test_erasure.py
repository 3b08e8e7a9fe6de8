"""To be erased: said before what goes and what stays, taken back in time, and then gone."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from litestar import Litestar
from sqlalchemy import select

from accounts.consent.models import Grant, Subject, Use
from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.consent.queries import live_grants
from accounts.identity.models import Role, SignIn
from accounts.privacy.jobs import erase_due
from accounts.privacy.models import Erasure
from accounts.privacy.rooms import PersonalProfile
from accounts.profile.feed import tell_event
from accounts.profile.models import Evidence, Fact
from app.bridges.personal import PERSONAL
from app.core import clock
from app.core.database import Database
from app.core.formats import format_date
from app.core.outbox import Outgoing
from configurator.build.models import Draft
from configurator.cart.models import Cart, CartLine
from configurator.orders.models import Order
from configurator.specs.models import Revision, Spec
from tests.accounts.conftest import ANNA, BEN, Post, text_of
from tests.accounts.privacy.people import ASK, DATA, KEEP, NOW, ask, count, let_time_pass, person, sign_in_grows_old
from tests.accounts.profile.store import RIDE, Store, saw
from tests.configurator.specs.conftest import TOLD, save
from tests.support.orders import paid_order, put_in_cart, signed_in
from tests.support.visitors import BROWSER, Visitor, Welcome

WAYS = ("erasure", "erasure/cancellation", "erasure/now", "proof")


@pytest.fixture
async def anna(stocked: Litestar, welcome: Welcome) -> Visitor:
    """She saved a bike, has one in her cart, and lets us learn and tell the profile system."""
    anna = await signed_in(welcome, ANNA, name="Anna")
    await save(anna, **TOLD)
    await put_in_cart(anna)
    return anna


@pytest.fixture
async def store(anna: Visitor, database: Database) -> Store:
    """What is known of Anna."""
    store = await Store.of(database, ANNA)
    await store.allow(LEARN, REMEMBER, FEED)
    await store.learn("spec:K7Q4M2XR9DT", saw("pine"))
    await store.tell(RIDE, "tours")
    return store


async def waiting_in(database: Database, kind: str) -> int:
    async with database.reading() as session:
        waiting = select(Outgoing.id).where(Outgoing.kind == kind, Outgoing.done_at.is_(None))
        return len((await session.scalars(waiting)).all())


async def allowed(database: Database, store: Store) -> set[str]:
    async with database.reading() as session:
        return set(await live_grants(session, store.person_id))


async def test_the_page_says_before_what_stays(anna: Visitor, store: Store):
    number = await paid_order(anna)
    page = await anna.open(DATA)

    day = " ".join(format_date(clock.today(), "en").split())
    assert f"Order {number} of {day} It goes on until it is delivered" in page.words
    assert f"Kept until 31 December {clock.today().year + 10}" in page.words
    assert "What you allowed and withdrew It proves that we asked." in page.words
    assert "What was sent to the shop's profile system" in page.words


async def test_the_profile_system_is_told_of_by_the_name_she_has_in_it(anna: Visitor, store: Store, database: Database):
    async with database.reading() as session:
        name = await session.scalar(select(Subject.feed_id))

    assert f"You are called {name} in it." in (await anna.open(DATA)).words


async def test_with_nothing_to_keep_nothing_stays(anna: Visitor):
    assert "Nothing stays." in (await anna.open(DATA)).words


async def test_asked_for_she_is_mailed_the_day_and_nothing_is_done_by_her_permission(
    anna: Visitor, store: Store, database: Database, post: Post
):
    day = " ".join(format_date((clock.now() + timedelta(days=14)).date(), "en").split())
    page = await ask(anna)
    (letter,) = await post.to(ANNA)

    assert f"All of it is erased on {day}" in page.words
    assert day in letter["subject"]
    assert "https://shop.example/en/my/data" in text_of(letter)
    assert await allowed(database, store) == set()
    assert "All use is stopped" in (await anna.open("/my/permissions")).words


async def test_asked_for_the_queue_to_the_profile_system_is_emptied(anna: Visitor, store: Store, database: Database):
    assert await waiting_in(database, "feed") > 0
    await ask(anna)
    async with database.writing() as session:
        await tell_event(session, store.person_id, "Spec Saved", {})

    assert await waiting_in(database, "feed") == 0


async def test_asked_for_what_was_only_tried_out_in_this_browser_is_forgotten(anna: Visitor):
    assert await count(anna.shop, Draft) == [1]
    await ask(anna)

    assert await count(anna.shop, Draft) == [0]


async def test_asked_for_in_two_tabs_it_is_one_erasure_and_one_letter(anna: Visitor, post: Post):
    tab, other = await anna.open(DATA), await anna.open(DATA)
    answers = await asyncio.gather(anna.press(tab, ASK), anna.press(other, ASK))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert await count(anna.shop, Erasure) == [1]
    assert len(await post.to(ANNA)) == 1


async def test_taken_back_all_is_as_it_was(anna: Visitor, store: Store, database: Database, post: Post):
    known = await store.known()
    page = await anna.go_on(await anna.press(await ask(anna), KEEP))
    await let_time_pass(anna.shop)

    assert "Erase my account" in page.words
    assert (await post.to(ANNA))[-1]["subject"] == "Your account at Atelier stays"
    assert await allowed(database, store) == {"learn", "remember", "feed"}
    assert await store.known() == known
    assert await waiting_in(database, "feed") == 1, "the profile system hears again what she likes"
    assert await count(anna.shop, Spec, Cart) == [2, 1]


async def test_taken_back_where_nothing_waits_it_mails_nobody(anna: Visitor, post: Post):
    answer = await anna.client.post(f"{DATA}/erasure/cancellation", headers=BROWSER)

    assert answer.headers["location"] == DATA
    assert await post.to(ANNA) == []


async def test_in_time_nothing_is_erased_and_afterwards_all_of_it(anna: Visitor, store: Store, database: Database):
    await ask(anna)
    await erase_due(database, PERSONAL)
    assert await person(anna.shop, ANNA) is not None
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        await erase_due(database, PERSONAL)

    assert await person(anna.shop, ANNA) is None
    assert await count(anna.shop, SignIn, Subject, Fact, Evidence, Spec, Revision, Cart, CartLine) == [0] * 8
    assert await count(anna.shop, Outgoing, Draft) == [0, 0]
    assert (await anna.client.get("/my/sessions", headers=BROWSER)).headers[
        "location"
    ] == "/signin?next=%2Fmy%2Fsessions"


async def test_at_once_if_she_wants(anna: Visitor, store: Store, welcome: Welcome):
    elsewhere = await signed_in(welcome, ANNA)
    answer = await anna.press(await ask(anna), NOW)
    page = await anna.go_on(answer)

    assert (answer.headers["location"], page.address) == ("/erased", "/erased")
    assert "Good-bye" in page.words
    assert "__Host-session" not in anna.client.cookies
    assert await person(anna.shop, ANNA) is None
    assert "as a guest" in (await elsewhere.open("/my")).words


async def test_never_without_asking_first(anna: Visitor):
    answer = await anna.client.post(f"{DATA}/erasure/now", headers=BROWSER)

    assert answer.headers["location"] == DATA
    assert await person(anna.shop, ANNA) is not None


async def test_who_signed_in_long_ago_can_take_it_back_but_not_ask(anna: Visitor):
    page, waiting = await anna.open(DATA), await ask(anna)
    await sign_in_grows_old(anna.shop, timedelta(hours=2))
    await anna.press(waiting, NOW)
    assert await person(anna.shop, ANNA) is not None
    assert "Erase it now" not in (await anna.open(DATA)).words

    await anna.press(waiting, KEEP)
    await anna.press(page, ASK)
    assert "Keep my account" not in (await anna.open(DATA)).words


async def test_nobody_is_erased_by_another(anna: Visitor, store: Store, welcome: Welcome):
    ben, nobody = await signed_in(welcome, BEN), welcome()
    await ask(anna)
    for way in WAYS:
        answer = await nobody.client.post(f"{DATA}/{way}", headers=BROWSER)
        assert answer.headers["location"] == "/signin"
        await ben.client.post(f"{DATA}/{way}", headers=BROWSER)
        ben = await signed_in(welcome, BEN)

    assert "Keep my account" in (await anna.open(DATA)).words


async def test_bens_things_stay(anna: Visitor, store: Store, welcome: Welcome):
    ben = await signed_in(welcome, BEN)
    spec, number = await save(ben, **TOLD), await paid_order(ben, delivery={"email": BEN})
    bens = await Store.of(anna.shop.state.database, BEN)
    await bens.allow(LEARN)
    await bens.learn("spec:K7Q4M2XR9DT", saw("soot"))
    await ask(anna)
    await let_time_pass(anna.shop)

    assert "Annabella" in (await ben.open(spec)).words
    assert "Ahornweg 7" in (await ben.open(f"/orders/{number}")).words
    assert await bens.known() == {"soot": (await bens.known())["soot"]}
    assert await waiting_in(anna.shop.state.database, "mail") == 1, "his order's letter"


async def test_twice_it_does_no_harm(anna: Visitor, store: Store, database: Database):
    await ask(anna)
    await let_time_pass(anna.shop)
    await let_time_pass(anna.shop)

    async with database.reading() as session:
        (erasure,) = await session.scalars(select(Erasure))
    assert (erasure.person_id, erasure.cancelled_at) == (None, None)
    assert erasure.done_at is not None


async def test_two_workers_at_once_erase_her_once(anna: Visitor, store: Store, database: Database):
    await ask(anna)
    await asyncio.gather(let_time_pass(anna.shop), let_time_pass(anna.shop))

    assert await person(anna.shop, ANNA) is None


async def test_interrupted_it_has_not_begun_and_others_do_not_wait(
    anna: Visitor,
    store: Store,
    welcome: Welcome,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    ben = await signed_in(welcome, BEN)
    await ask(anna)
    await ask(ben)

    async def fail_for_anna(self: object, session: object, person: object) -> None:
        if getattr(person, "email", "") == ANNA:
            raise RuntimeError(ANNA)

    with monkeypatch.context() as patch:
        patch.setattr(PersonalProfile, "erase", fail_for_anna)
        await let_time_pass(anna.shop)

    assert await person(anna.shop, BEN) is None
    assert await person(anna.shop, ANNA) is not None
    assert await count(anna.shop, Spec) == [2]
    said = capsys.readouterr().err
    assert "an erasure failed" in said
    assert ANNA not in said
    await let_time_pass(anna.shop)
    assert await person(anna.shop, ANNA) is None


async def test_what_is_just_being_saved_goes_as_well(anna: Visitor, database: Database):
    await ask(anna)
    async with database.writing() as session:
        spec = await session.scalar(select(Spec).limit(1))
        assert spec is not None
        late = Spec(code="00000000000", product=spec.product, person_id=spec.person_id, created_at=clock.now())
        session.add(late)
        await session.flush()
        erasing = asyncio.create_task(let_time_pass(anna.shop))
        done, _ = await asyncio.wait({erasing}, timeout=0.5)
        assert not done, "it waits"
    await erasing

    assert await count(anna.shop, Spec) == [0]


async def test_ten_thousand_facts_go_as_well(anna: Visitor, store: Store, database: Database):
    grant = await store.granted(LEARN)
    known = await store.fact("pine")
    same = {"label": known.label, "words": known.words, "kind": known.kind, "learned_at": known.learned_at}
    await store.add(
        Fact(
            person_id=store.person_id,
            key=f"ebike.part{number}",
            value="pine",
            strength=4,
            grant_id=grant.id,
            retain_until=known.retain_until,
            turn=0,
            **same,
        )
        for number in range(10_000)
    )
    await ask(anna)
    await let_time_pass(anna.shop)

    assert await count(anna.shop, Fact) == [0]


async def test_the_ledger_stays_and_tells_of_nobody(anna: Visitor, store: Store, database: Database):
    number = await paid_order(anna)
    await store.learn(f"order:{number}", saw("pine"))
    await ask(anna)
    await let_time_pass(anna.shop)
    async with database.reading() as session:
        told = [row for table in (Grant, Use) for row in await session.execute(select(table.__table__))]

    assert len(told) > 3
    assert await count(anna.shop, Subject) == [0]
    said = " ".join(str(value) for row in told for value in row if not isinstance(value, datetime))
    assert [name for name in (str(number), "K7Q4M2XR9DT", ANNA) if name in said] == []


async def test_what_joins_meanwhile_allows_nothing_and_goes_too(
    anna: Visitor, store: Store, database: Database, welcome: Welcome
):
    await ask(anna)
    await save(welcome(), plate="Not hers")
    await paid_order(welcome())
    await anna.press(await anna.open("/my/joining"), "These are mine: join them")
    assert await allowed(database, store) == set()
    await let_time_pass(anna.shop)

    async with database.reading() as session:
        (order,) = await session.scalars(select(Order))
    assert (order.person_id, order.restricted_at is not None) == (None, True)
    assert await count(anna.shop, Spec) == [2], "of two guests: the one saved, and the one ordered"


async def test_with_the_same_address_a_new_account_begins_with_nothing(anna: Visitor, store: Store, welcome: Welcome):
    number = await paid_order(anna)
    await ask(anna)
    await let_time_pass(anna.shop)
    again = await signed_in(welcome, ANNA)

    assert (await again.go_on(await again.client.get("/my/joining", headers=BROWSER))).address == "/my"
    assert (await again.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 404
    assert "What we know of you" not in (await again.open(DATA)).words


async def test_a_reviewer_is_erased_too_and_the_orders_they_reviewed_go_on(
    anna: Visitor, welcome: Welcome, database: Database
):
    number = await paid_order(anna)
    irina = await signed_in(welcome, "irina@shop.example", Role.REVIEWER)
    page = await irina.open(f"/staff/orders/{number}")
    await irina.press(page, "I am looking at it")
    await ask(irina)
    await let_time_pass(anna.shop)
    jonas = await signed_in(welcome, "jonas@shop.example", Role.REVIEWER)

    assert await person(anna.shop, "irina@shop.example") is None
    assert "irina" not in (await jonas.open(f"/staff/orders/{number}")).words.lower()
    assert (await irina.client.get("/staff/orders", headers=BROWSER)).headers["location"].startswith("/signin")


async def test_in_russian(anna: Visitor, post: Post):
    await anna.press(await anna.open("/my"), "Русский")
    page = await anna.open("/ru/my/data")
    assert "Не остаётся ничего." in page.words
    page = await anna.go_on(await anna.press(page, "Стереть мою учётную запись"))
    (letter,) = await post.to(ANNA)
    assert "будут стёрты" in letter["subject"]
    assert re.search(r"https://shop\.example/ru/my/data", text_of(letter))

    assert "До свидания" in (await anna.go_on(await anna.press(page, "Стереть сейчас"))).words

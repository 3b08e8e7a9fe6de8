"""What a guest made joins an account only by a click, after a look at it, and never what somebody refused."""

from __future__ import annotations

import pytest
from litestar import Litestar
from sqlalchemy import select

from accounts.identity.models import Refusal
from app.core.database import Database
from tests.accounts.conftest import ANNA, BEN, Post, SignUp, ask_for_link
from tests.configurator.specs.conftest import TOLD, save
from tests.support.databases import statements_of
from tests.support.orders import copy_orders, paid_order, placed_order, put_in_cart
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor

JOIN, REFUSE = "These are mine: join them", "That was not me"


@pytest.fixture
async def spec(stocked: Litestar, anna: Visitor) -> str:
    """The address of the bike that Anna saved as a guest."""
    return await save(anna, "/build/ebike?c=frame.split", **TOLD)


async def enter(visitor: Visitor, post: Post, email: str, following: str = "") -> Page:
    """Sign in once more by a letter; the page to which that leads."""
    link = await ask_for_link(visitor, post, email, following)
    return await visitor.go_on(await visitor.press(await visitor.open(link), "Sign in"))


async def leave(visitor: Visitor) -> None:
    await visitor.press(await visitor.open("/my"), "Sign out")


async def is_hers(visitor: Visitor, spec: str) -> bool:
    """Whether the visitor sees what only its owner does."""
    return "Annabella" in (await visitor.open(spec)).words


async def test_she_sees_what_would_join_and_since_when(spec: str, anna: Visitor, sign_up: SignUp):
    page = await sign_up(anna, ANNA, following="/cart")

    assert page.address == "/en/my/joining?next=%2Fcart"
    (thing,) = (item.words for item in page.all("li") if "since" in item.words)
    assert spec.removeprefix("/specs/") in thing
    assert page.link("Decide later") == "/en/cart"


async def test_joined_it_is_hers_in_every_browser_and_no_longer_the_browsers(
    spec: str, anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp
):
    page = await sign_up(anna, ANNA, following="/cart")
    answer = await anna.press(page, JOIN)
    await enter(ben, post, ANNA)

    assert answer.headers["location"] == "/en/cart"
    assert await is_hers(ben, spec)
    await leave(anna)
    assert not await is_hers(anna, spec)


async def test_without_the_click_nothing_joins(spec: str, anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp):
    await sign_up(anna, ANNA)
    await enter(ben, post, ANNA)
    assert not await is_hers(ben, spec)

    await leave(anna)
    assert await is_hers(anna, spec)
    assert "Is this yours?" in (await enter(anna, post, ANNA)).words


async def test_what_was_not_her_is_not_shown_nor_offered_again(
    spec: str, anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp
):
    page = await sign_up(anna, BEN)
    await anna.press(page, REFUSE)

    assert not await is_hers(anna, spec)
    assert (await anna.go_on(await anna.client.get("/my/joining", headers=BROWSER))).address == "/my"
    await leave(anna)
    assert (await enter(anna, post, BEN)).address == "/en/my"


async def test_refused_by_ben_it_stays_the_guests_who_may_join_it_later(
    spec: str, anna: Visitor, post: Post, sign_up: SignUp
):
    await anna.press(await sign_up(anna, BEN), REFUSE)
    await leave(anna)
    assert await is_hers(anna, spec)

    await anna.press(await sign_up(anna, ANNA), JOIN)
    assert await is_hers(anna, spec)


async def test_an_order_with_her_address_is_offered_from_wherever_it_came(
    stocked: Litestar, anna: Visitor, ben: Visitor, sign_up: SignUp
):
    number = await paid_order(ben)
    page = await sign_up(anna, ANNA)
    assert str(number) in page.words

    assert (await anna.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 404
    await anna.press(page, JOIN)
    assert (await anna.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 200


async def test_an_order_that_was_not_her_is_never_offered_again_and_stays_the_guests(
    stocked: Litestar, database: Database, anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp
):
    number = await paid_order(ben)
    spec = await save(anna, plate="Annabella")
    page = await sign_up(anna, ANNA)
    await anna.press(page, REFUSE)
    async with database.reading() as session:
        refused = set(await session.scalars(select(Refusal.what)))

    assert len(refused) == 2
    assert {what.partition(":")[0] for what in refused} == {"guest", "order"}
    assert not await is_hers(anna, spec)
    await leave(anna)
    assert (await enter(anna, post, ANNA)).address == "/en/my"
    assert (await anna.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 404
    assert (await ben.client.get(f"/orders/{number}", headers=BROWSER)).status_code == 200


async def test_refusing_an_order_by_mail_says_nothing_about_the_browser(
    stocked: Litestar, database: Database, anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp
):
    await paid_order(ben)
    await anna.press(await sign_up(anna, ANNA), REFUSE)
    await leave(anna)
    await save(anna)

    assert "spec" in (await enter(anna, post, ANNA)).words


async def test_the_carts_things_come_along(stocked: Litestar, anna: Visitor, ben: Visitor, post: Post, sign_up: SignUp):
    await put_in_cart(anna)
    page = await sign_up(anna, ANNA)
    assert "A cart" in page.words
    await anna.press(page, JOIN)
    await enter(ben, post, ANNA)

    assert "e-bike" in (await ben.open("/cart")).words.lower()


async def test_signing_out_forgets_what_was_only_told_in_this_browser(spec: str, anna: Visitor, sign_up: SignUp):
    assert (await anna.open("/build/ebike")).form["inseam"] == TOLD["inseam"]
    await anna.press(await sign_up(anna, ANNA), JOIN)
    await leave(anna)

    assert (await anna.open("/build/ebike")).form["inseam"] == ""


async def test_nobody_joins_without_signing_in(spec: str, anna: Visitor):
    for way in ("/my/joining", "/my/joining/refusal"):
        answer = await anna.client.post(way, headers=BROWSER)
        assert (answer.status_code, answer.headers["location"]) == (303, "/signin")

    assert await is_hers(anna, spec)


async def test_in_russian(spec: str, anna: Visitor, sign_up: SignUp):
    await sign_up(anna, ANNA)
    page = await anna.open("/ru/my/joining")

    assert "Это ваше?" in page.words
    assert (await anna.press(page, "Это был не я")).headers["location"] == "/ru/my"


async def test_asking_does_not_grow_with_what_there_is(
    stocked: Litestar, database: Database, anna: Visitor, sign_up: SignUp
):
    number = await placed_order(anna)
    await put_in_cart(anna)
    await save(anna)
    await sign_up(anna, ANNA)
    with statements_of(database) as few:
        await anna.open("/my/joining")
    for _ in range(3):
        await save(anna)
    await copy_orders(stocked, number, 5)
    with statements_of(database) as many:
        await anna.open("/my/joining")

    assert len(few) == len(many) <= 8

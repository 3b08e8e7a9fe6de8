"""What Anna put into her cart and ordered before she signed in: hers, if she says so, and nobody else's."""

import pytest
from litestar import Litestar
from sqlalchemy import select

from accounts.identity.models import Person
from app.core.database import Database
from configurator.cart.models import Cart, CartLine
from tests.support.orders import ANNA, order_of, placed_order, put_in_cart, signed_in
from tests.support.visitors import BROWSER, Visitor, Welcome


@pytest.fixture
async def anna(welcome: Welcome, stocked: Litestar) -> Visitor:
    """With an account, and signed in in a browser in which nothing was done yet."""
    return await signed_in(welcome, "anna@example.org", name="Anna")


@pytest.fixture
def guest(welcome: Welcome) -> Visitor:
    return welcome()


async def test_what_was_ordered_with_her_address_in_another_browser_is_offered(anna: Visitor, guest: Visitor):
    number = await placed_order(guest)
    page = await anna.open("/my/joining")

    assert f"Order {number}, €" in page.words


async def test_and_is_hers_once_she_says_so(stocked: Litestar, anna: Visitor, guest: Visitor):
    number = await placed_order(guest)
    await say(anna, "/my/joining")
    order = await order_of(stocked, number)

    assert (order.person_id is not None, order.guest) == (True, None)
    assert (await anna.client.get("/my/joining")).status_code == 303


async def test_that_was_not_me_leaves_it_where_it_is_and_is_not_asked_again(
    stocked: Litestar, anna: Visitor, guest: Visitor
):
    number = await placed_order(guest)
    await say(anna, "/my/joining/refusal")
    await say(anna, "/my/joining")
    order = await order_of(stocked, number)

    assert (order.person_id, order.guest is not None) == (None, True)
    assert (await anna.client.get("/my/joining")).status_code == 303


async def test_what_was_ordered_with_another_address_elsewhere_is_none_of_hers(anna: Visitor, guest: Visitor):
    await placed_order(guest, delivery={"email": "boris@example.org"})

    assert (await anna.client.get("/my/joining")).status_code == 303


async def test_what_was_ordered_in_her_own_browser_is_offered_whatever_address_was_typed(
    stocked: Litestar, anna: Visitor, guest: Visitor
):
    number = await placed_order(guest, delivery={"email": "anna@work.example.org"})
    lend_browser(guest, anna)
    await say(anna, "/my/joining")

    assert (await order_of(stocked, number)).person_id is not None


async def test_the_cart_of_her_browser_is_offered_with_what_is_in_it(anna: Visitor, guest: Visitor):
    await put_in_cart(guest)
    lend_browser(guest, anna)

    assert "A cart: Everyday 28" in (await anna.open("/my/joining")).words


async def test_it_takes_in_what_was_in_the_cart_of_her_account(database: Database, anna: Visitor, guest: Visitor):
    await put_in_cart(anna)
    await put_in_cart(guest, "/build/ebike?base=city")
    lend_browser(guest, anna)
    await say(anna, "/my/joining")
    async with database.reading() as session:
        (cart,) = await session.scalars(select(Cart))
        lines = list(await session.scalars(select(CartLine.cart_id)))
        person = await session.scalar(select(Person.id))

    assert (cart.person_id, cart.guest) == (person, None)
    assert lines == [cart.id, cart.id]


async def test_signing_out_forgets_the_address_that_was_typed_in_the_browser(
    database: Database, anna: Visitor, guest: Visitor
):
    await put_in_cart(guest)
    await guest.client.post("/checkout", data=ANNA, headers=BROWSER)
    lend_browser(guest, anna)
    await say(anna, "/signout")
    async with database.reading() as session:
        (cart,) = await session.scalars(select(Cart))
        lines = list(await session.scalars(select(CartLine)))

    assert cart.delivery == {}
    assert len(lines) == 1


def lend_browser(guest: Visitor, to: Visitor) -> None:
    """What was done as a guest was done in the browser in which somebody is signed in now."""
    to.client.cookies.update(guest.client.cookies)


async def say(visitor: Visitor, address: str) -> None:
    answer = await visitor.client.post(address, headers=BROWSER)
    assert answer.status_code == 303, f"{address} answers {answer.status_code}"

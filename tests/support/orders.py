"""Carts, orders, and people who are signed in, made quickly: by the shop's own pages as far as they only redirect,
and by its actions where a page would have to be read or a payment server asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from httpx import Response
from litestar import Litestar
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Person, Role, SignIn
from accounts.identity.people import grant_role, new_person, person_of
from accounts.identity.visitors import SESSION_COOKIE
from accounts.identity.visitors import Visitor as Known
from app.core import clock
from app.core.database import Base, Database
from app.core.ids import digest, new_token
from app.core.security import GUEST_COOKIE
from configurator.build.view import Picture
from configurator.cart.queries import cart_of
from configurator.cart.today import lines_today
from configurator.checkout.placing import agreement_of, place
from configurator.checkout.settling import settle
from configurator.orders.models import Order, OrderLine
from configurator.orders.queries import order_of_number, whole_order
from configurator.payments.actions import begin_attempt
from configurator.payments.objects import PaymentPage
from configurator.payments.queries import last_attempt
from tests.support.apps import SHOP
from tests.support.pages import Page
from tests.support.visitors import BROWSER, Visitor, Welcome

ANNA = {
    "email": "anna@example.org",
    "name": "Anna Petersen",
    "street": "Ahornweg 7",
    "more": "Hinterhaus",
    "postcode": "10115",
    "city": "Berlin",
    "country": "DE",
    "note": "",
}
"""What Anna types at the checkout."""
TOLD = {"inseam": "84"}
"""What no e-bike is ordered without."""


async def signed_in(welcome: Welcome, email: str, *roles: Role, name: str = "") -> Visitor:
    """Somebody with an account in a browser in which they are signed in; once more, in another browser of theirs."""
    visitor, token, now = welcome(), new_token(), clock.now()
    async with _database(visitor.shop).writing() as session:
        person = await person_of(session, email) or await new_person(session, email, "en", name=name)
        assert person is not None
        for role in roles:
            await grant_role(session, person, role, "the tests")
        session.add(
            SignIn(
                digest=digest(token),
                person_id=person.id,
                browser="Firefox, Linux",
                by_mail=True,
                started_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    visitor.client.cookies.set(SESSION_COOKIE, token, domain="shop.example")
    return visitor


async def put_in_cart(visitor: Visitor, address: str = "/build/ebike", *, quantity: int = 1, **answers: str) -> None:
    """Fill in the configurator's form and press "Order it now": one more line in the visitor's cart."""
    answer = await visitor.send(await visitor.open(address), to="/cart/builds", **{**TOLD, **answers})
    assert answer.status_code == 303, f"the cart answers {answer.status_code}"
    async with _database(visitor.shop).writing() as session:
        cart = await cart_of(session, await _known(session, visitor))
        assert cart is not None
        max(cart.live, key=lambda line: line.added_at).quantity = quantity


async def placed_order(
    visitor: Visitor,
    address: str = "/build/ebike",
    *,
    quantity: int = 1,
    locale: str = "en",
    delivery: dict[str, str] | None = None,
    **answers: str,
) -> int:
    """The number of an order of what is in the visitor's cart and of one line more, that is not paid yet.

    `delivery` is typed instead of what Anna types, field by field.
    """
    await put_in_cart(visitor, address, quantity=quantity, **answers)
    answer = await visitor.client.post("/checkout", data={**ANNA, **(delivery or {})}, headers=BROWSER)
    assert answer.status_code == 303, f"the checkout answers {answer.status_code}"
    shop = visitor.shop
    async with _database(shop).writing() as session:
        known = await _known(session, visitor)
        cart = await cart_of(session, known, lock=True)
        assert cart is not None
        agreement = agreement_of(cart, await lines_today(session, cart, shop.state.shelf), locale)
        token = visitor.client.cookies.get(GUEST_COOKIE, "")
        order = await place(session, agreement, known, token, locale, lambda *drawn: _drawn(shop, *drawn))
        begin_attempt(session, order.id, order.total, order.currency, order.email)
    return order.number


async def paid_order(visitor: Visitor, address: str = "/build/ebike", **asked: Any) -> int:
    """The number of an order that is paid and waits for the reviewers; made as `placed_order` does."""
    number = await placed_order(visitor, address, **asked)
    await pay(visitor.shop, number)
    return number


async def pay(shop: Litestar, number: int) -> None:
    """Have the payment service tell that the order is paid."""
    async with _database(shop).writing() as session:
        order = await order_of_number(session, number)
        assert order is not None
        attempt = await last_attempt(session, order.id)
        assert attempt is not None
        page = PaymentPage(
            id=f"cs_{attempt.id}",
            url=None,
            status="complete",
            payment_status="paid",
            amount=order.total,
            currency=order.currency,
            payment_intent=f"pi_{attempt.id}",
            attempt=attempt.id,
        )
        await settle(session, page, SHOP)


async def act(reviewer: Visitor, number: int, verb: str, **typed: str) -> None:
    """Open an order's page at the staff's desk and press one of its buttons: ``question``, ``approval``..."""
    answer = await press(reviewer, await reviewer.open(f"/staff/orders/{number}"), verb, **typed)
    assert answer.status_code == 303, f"{verb} answers {answer.status_code}"


async def press(reviewer: Visitor, page: Page, verb: str, **typed: str) -> Response:
    """Press one of the buttons of a page that is open at the staff's desk; the answer."""
    number = page.address.rpartition("/staff/orders/")[2].partition("/")[0]
    seen = {field["name"]: field["value"] for field in page.all("input", type="hidden")}
    return await reviewer.client.post(f"/staff/orders/{number}/{verb}", data={**seen, **typed}, headers=BROWSER)


async def copy_orders(shop: Litestar, number: int, count: int) -> None:
    """So many more orders like this one, each placed an hour after the one before."""
    original = await order_of(shop, number)
    async with _database(shop).writing() as session:
        first_cart = original.cart_id + 1_000
        for hours in range(1, count + 1):
            copy = Order(**_columns(original, "id", "cart_id", "placed_at"))
            copy.cart_id, copy.placed_at = first_cart + hours, original.placed_at + timedelta(hours=hours)
            session.add(copy)
            await session.flush()
            session.add_all(OrderLine(order_id=copy.id, **_columns(line, "order_id")) for line in original.lines)


def _columns(row: Base, *without: str) -> dict[str, Any]:
    names = {column.key for column in row.__table__.columns} - set(without)
    return {name: getattr(row, name) for name in names}


async def order_of(shop: Litestar, number: int) -> Order:
    """The order of that number with all that belongs to it, as it is now."""
    async with _database(shop).reading() as session:
        order = await whole_order(session, number)
    assert order is not None
    return order


async def _known(session: AsyncSession, visitor: Visitor) -> Known:
    """The visitor as the shop's actions know them."""
    cookies = visitor.client.cookies
    guest = digest(cookies[GUEST_COOKIE]) if GUEST_COOKIE in cookies else None
    signed = select(Person).join(SignIn).where(SignIn.digest == digest(cookies.get(SESSION_COOKIE, "")))
    return Known(person=await session.scalar(signed), guest=guest, browser=guest)


def _drawn(shop: Litestar, locale: str, picture: Picture) -> str:
    if not picture.template:
        return ""
    drawn: str = shop.state.templates.part(locale, f"pictures/{picture.template}.svg", picture=picture)
    return drawn


def _database(shop: Litestar) -> Database:
    database: Database = shop.state.database
    return database

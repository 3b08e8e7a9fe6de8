"""Orders as somebody's things: those of a browser, and those that were placed with an address that is now proven."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from accounts.api import Belonging, Person, Remaining, refused
from app.core.formats import format_date, format_money
from app.core.i18n import translator
from configurator.orders.books import ABOUT, CLOSED, kept_until, restrict, was_paid
from configurator.orders.models import FIRST_NUMBER, Change, Message, Order, OrderLine
from configurator.orders.wording import about
from configurator.payments.models import Attempt, Invoice, Refund


class PersonalOrders:
    """The room's part in what is somebody's."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """The guest's orders, and those that were placed with the e-mail, as long as they are nobody's account's."""
        found = await session.scalars(select(Order).where(_nobodys(guest, email)))
        return [_belonging(order) for order in found]

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Make them the person's, but for those that were refused."""
        found = await session.scalars(select(Order).where(_nobodys(guest, person.email)).with_for_update())
        for order in found:
            if about(order) not in refused:
                order.person_id, order.guest = person.id, None

    async def part(self, session: AsyncSession, guest: str) -> None:
        """What was ordered is told to us, and not only to the browser: it stays."""

    def names(self, person: Person) -> Sequence[Select[str]]:
        """The orders' pages, and what the outbox calls them."""
        pages = select(literal("/orders/").concat(cast(Order.id + (FIRST_NUMBER - 1), String)))
        return pages.where(orders_of_person(person)), select(ABOUT).where(orders_of_person(person))

    def holdings(self, person: Person, browser: str | None) -> Sequence[Select[Any]]:
        """The orders with all that is kept with them, also those that were placed with the person's address."""
        orders = select(Order.id).where(orders_of_person(person))
        attempts = select(Attempt.id).where(Attempt.order_id.in_(orders))
        return (
            select(Order).where(orders_of_person(person)),
            *(
                select(table).where(table.order_id.in_(orders))
                for table in (OrderLine, Change, Message, Attempt, Invoice)
            ),
            select(Refund).where(Refund.attempt_id.in_(attempts)),
        )

    async def remaining(self, session: AsyncSession, person: Person) -> Sequence[Remaining]:
        """Of every order that was paid, what the books need; of one that goes on, what it needs until then."""
        theirs = select(Order).where(orders_of_person(person), was_paid()).options(joinedload(Order.invoice))
        found = await session.scalars(theirs.order_by(Order.id))
        return [_remaining(order) for order in found]

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Leave what the books need of every order, and of one that goes on, what it needs until then."""
        for order in (await session.scalars(select(Order).where(orders_of_person(person)).with_for_update())).all():
            await restrict(session, order)


def _nobodys(guest: str | None, email: str) -> ColumnElement[bool]:
    theirs = Order.guest == guest if guest is not None else false()
    return and_(Order.person_id.is_(None), Order.restricted_at.is_(None), or_(theirs, Order.email == email))


def orders_of_person(person: Person) -> ColumnElement[bool]:
    """On the person's account, or placed with their address and not refused."""
    return or_(Order.person_id == person.id, and_(_nobodys(None, person.email), ABOUT.not_in(refused(person.id))))


def _belonging(order: Order) -> Belonging:
    def words(locale: str) -> str:
        return translator(locale).gettext(
            "Order {number}, {total}", number=order.number, total=format_money(order.total, order.currency, locale)
        )

    return Belonging(about(order), words, order.placed_at)


def _remaining(order: Order) -> Remaining:
    def words(locale: str) -> str:
        _ = translator(locale).gettext
        return _("Order {number} of {day}", number=order.number, day=format_date(order.placed_at.date(), locale))

    def why(locale: str) -> str:
        _ = translator(locale).gettext
        books = _("The books need what was bought and paid, and the name and address it went to.")
        if order.invoice is None:
            books += " " + _("The payment service keeps its own record of the payment.")
        if order.work in CLOSED:
            return books
        return _("It goes on until it is delivered, with all that it needs; we write to you about it.") + " " + books

    return Remaining(words, why, kept_until(order))

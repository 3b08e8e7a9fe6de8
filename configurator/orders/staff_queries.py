"""Reading orders as staff do: the queue, and all there is about one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.outbox import Outgoing, failures
from configurator.orders.models import FIRST_NUMBER, Message, Order, OrderLine
from configurator.orders.queries import whole_order
from configurator.orders.states import UNDECIDED, By, Payment, Work
from configurator.orders.wording import about
from configurator.payments.models import Attempt, Invoice, Refund

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which orders are asked for; None lets every state pass."""

    work: Work | None
    payment: Payment | None
    late: bool = False
    """Only those whose invoice should have been paid by now."""

    def passes(self, work: Work, payment: Payment) -> bool:
        """Whether orders in these states are asked for."""
        return self.work in (None, work) and self.payment in (None, payment)


@dataclass(frozen=True, slots=True)
class Queued:
    """An order in the queue: what its first line is called, how many lines and pieces it has.

    `answered` says that the customer's word is the last one, and nobody has acted on it yet; `unlikely` that something
    about it is to be looked at, and nobody has decided yet.
    """

    order: Order
    title: str
    lines: int
    pieces: int
    answered: bool
    unlikely: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the queue, oldest first, and whether there are older and newer orders beyond it."""

    queued: tuple[Queued, ...]
    older: bool
    newer: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """An order with all that belongs to it, what could not be sent about it, and refunds that have not gone yet."""

    order: Order
    unsent: Sequence[Outgoing]
    due: Sequence[Refund]


async def counts(session: AsyncSession) -> Mapping[tuple[Work, Payment], int]:
    """How many orders there are in each pair of states."""
    asked = select(Order.work, Order.payment, func.count()).group_by(Order.work, Order.payment)
    return {(work, payment): count for work, payment, count in await session.execute(asked)}


async def late_count(session: AsyncSession) -> int:
    """How many orders there are whose invoice should have been paid by now."""
    return await session.scalar(select(func.count()).select_from(Order).where(_late())) or 0


def _late() -> ColumnElement[bool]:
    due = exists().where(Invoice.order_id == Order.id, Invoice.due_on < clock.today())
    return and_(Order.work == Work.PLACED, Order.payment == Payment.OPEN, due)


async def stretch_of(session: AsyncSession, sieve: Sieve, locale: str, after: int, before: int) -> Stretch:
    """Orders that pass, from the oldest on; those after a number, or those before one where it is given.

    Three queries, however many orders there are.
    """
    asked = select(Order).options(joinedload(Order.reviewer), joinedload(Order.invoice)).limit(A_PAGE + 1)
    if sieve.late:
        asked = asked.where(_late())
    if sieve.work is not None:
        asked = asked.where(Order.work == sieve.work)
    if sieve.payment is not None:
        asked = asked.where(Order.payment == sieve.payment)
    if before:
        asked = asked.where(Order.id < before - FIRST_NUMBER + 1).order_by(Order.id.desc())
    else:
        asked = asked.where(Order.id > after - FIRST_NUMBER + 1).order_by(Order.id)
    found = (await session.scalars(asked)).all()
    orders, more = found[:A_PAGE], len(found) > A_PAGE
    if before:
        return Stretch(await _queued(session, orders[::-1], locale), older=more, newer=True)
    return Stretch(await _queued(session, orders, locale), older=after > 0, newer=more)


async def _queued(session: AsyncSession, orders: Sequence[Order], locale: str) -> tuple[Queued, ...]:
    ids = [order.id for order in orders]
    title = OrderLine.content[("portrait", "title", locale)].as_string()  # a line's content is large: only this of it
    review = OrderLine.content[("reviews", 0, locale)].as_string()
    lines = select(OrderLine.order_id, OrderLine.quantity, title, review).where(OrderLine.order_id.in_(ids))
    found: dict[int, list[tuple[int, str]]] = {number: [] for number in ids}
    unlikely: set[int] = set()
    for order_id, quantity, said, due in await session.execute(lines.order_by(OrderLine.order_id, OrderLine.position)):
        found[order_id].append((quantity, said or ""))
        unlikely |= {order_id} if due else set()
    answered = await _answered(session, ids)
    return tuple(
        Queued(
            order,
            found[order.id][0][1],
            len(found[order.id]),
            sum(quantity for quantity, _ in found[order.id]),
            order.work is Work.IN_REVIEW and order.id in answered,
            order.work in UNDECIDED and order.id in unlikely,
        )
        for order in orders
    )


async def _answered(session: AsyncSession, ids: Sequence[int]) -> frozenset[int]:
    """Those of the orders to which the customer's is the last message."""
    newest = select(func.max(Message.id)).where(Message.order_id.in_(ids)).group_by(Message.order_id)
    asked = select(Message.order_id).where(Message.id.in_(newest), Message.by == By.CUSTOMER)
    return frozenset(await session.scalars(asked))


async def dossier_of(session: AsyncSession, number: int) -> Dossier | None:
    """All there is about the order of this number (six queries)."""
    order = await whole_order(session, number)
    if order is None:
        return None
    due = select(Refund).join(Attempt).where(Attempt.order_id == order.id, Refund.done_at.is_(None))
    refunds = await session.scalars(due.order_by(Refund.due_at))
    return Dossier(order, await failures(session, about(order)), refunds.all())

"""Orders that are paid by invoice: what is asked for, and what staff note of the money, which no service tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Person
from app.core import clock
from app.core.settings import Settings
from configurator.orders import mail
from configurator.orders.actions import move
from configurator.orders.models import Order, OrderLine
from configurator.orders.states import By, Impossible, Payment, Work
from configurator.payments.models import Invoice

TIME_TO_PAY = timedelta(days=14)


async def issue(session: AsyncSession, order: Order, settings: Settings) -> None:
    """Write the invoice of a new order, and mail it."""
    due = order.placed_at.date() + TIME_TO_PAY
    invoice = Invoice(order_id=order.id, due_on=due, seller=list(settings.seller), bank=list(settings.bank), received=0)
    session.add(invoice)
    await session.flush()
    await mail.bill(session, order, await _lines(session, order), invoice, settings.base_url)


async def note_payment(session: AsyncSession, order: Order, reviewer: Person, note: str, base_url: str) -> None:
    """All of it has come in, as `note` says of the transfer. What was taken back meanwhile is owed back.

    Raises `Impossible` where no invoice is open.
    """
    invoice = await session.get(Invoice, order.id)
    if invoice is None:
        raise Impossible(order.payment, Payment.PAID)
    move(session, order, Payment.PAID, By.STAFF, reviewer, note)
    invoice.received = order.total
    if order.work is Work.PLACED:
        move(session, order, Work.IN_REVIEW, By.STAFF, reviewer)
        await mail.confirm(session, order, await _lines(session, order), base_url)
    else:
        move(session, order, Payment.REFUND_DUE, By.STAFF, why="cancelled before the payment came in")


async def note_return(session: AsyncSession, order: Order, reviewer: Person, note: str, base_url: str) -> None:
    """All that had come in by invoice was sent back, as `note` says. Raises `Impossible` where none is due."""
    if await session.get(Invoice, order.id) is None:
        raise Impossible(order.payment, Payment.REFUNDED)
    move(session, order, Payment.REFUNDED, By.STAFF, reviewer, note)
    await mail.tell_refund(session, order, order.total, base_url)


async def call_off(session: AsyncSession, order: Order, reviewer: Person, why: str, base_url: str) -> None:
    """Wait no longer for the money, for a reason that the customer reads. Raises `Impossible` once it came in."""
    if order.work is not Work.PLACED or await session.get(Invoice, order.id) is None:
        raise Impossible(order.work, Work.CANCELLED)
    move(session, order, Work.CANCELLED, By.STAFF, reviewer, why)
    await mail.call_off(session, order, why, base_url)


def waits_for_money(order: Order) -> bool:
    """Whether its invoice is still to be paid."""
    return order.invoice is not None and order.work is Work.PLACED and order.payment is Payment.OPEN


def late(order: Order) -> bool:
    """Whether its invoice should have been paid by now."""
    return waits_for_money(order) and order.invoice is not None and order.invoice.due_on < clock.today()


async def _lines(session: AsyncSession, order: Order) -> Sequence[OrderLine]:
    lines = select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
    return (await session.scalars(lines)).all()

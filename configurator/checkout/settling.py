"""What Stripe tells of a payment, written down: late, twice, in any order and after a crash, it comes to the same."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.logs import log
from configurator.orders import mail
from configurator.orders.actions import move
from configurator.orders.models import Order, OrderLine
from configurator.orders.states import UNPAID, By, Payment, Work
from configurator.payments.actions import note_state, owe_refund
from configurator.payments.gateway import PaymentPage
from configurator.payments.models import Attempt, AttemptState, Refund
from configurator.payments.queries import LIVE


async def settle(session: AsyncSession, page: PaymentPage, base_url: str, *, failed: bool = False) -> None:
    """Bring the attempt of a payment page, and its order, to what the page tells.

    Money that comes in and that no order waits for goes back: a second payment, one for a cancelled order, one of
    another amount. `failed` says that money which was on its way will not come.
    """
    held = await _hold(session, page.attempt)
    if held is None:
        log.warning("payment of nobody", page=page.id)
        return
    order, attempt = held
    attempt.page_id = page.id
    if not note_state(attempt, page, failed):
        return
    match attempt.state:
        case AttemptState.PAID:
            await _take(session, order, attempt, page, base_url)
        case AttemptState.FAILED if order.payment is Payment.OPEN:
            move(session, order, Payment.FAILED, By.PAYMENTS)
        case AttemptState.EXPIRED:
            await _close(session, order, attempt)


async def expire(session: AsyncSession, attempt_id: str) -> None:
    """Close an attempt that never got a page."""
    held = await _hold(session, attempt_id)
    if held is not None and held[1].state is AttemptState.OPEN and held[1].page_id is None:
        order, attempt = held
        attempt.state, attempt.settled_at = AttemptState.EXPIRED, clock.now()
        await _close(session, order, attempt)


async def _hold(session: AsyncSession, attempt_id: str) -> tuple[Order, Attempt] | None:
    """An attempt and its order, as they are once the order is locked."""
    known = await session.get(Attempt, attempt_id)
    if known is None:
        return None
    order = await session.get_one(Order, known.order_id, with_for_update=True, populate_existing=True)
    return order, await session.get_one(Attempt, attempt_id, populate_existing=True)


async def _close(session: AsyncSession, order: Order, attempt: Attempt) -> None:
    """The time to pay ran out, unless another attempt is open."""
    others = select(Attempt.id).where(Attempt.order_id == order.id, Attempt.id != attempt.id, Attempt.state.in_(LIVE))
    if order.payment is Payment.OPEN and await session.scalar(others.limit(1)) is None:
        move(session, order, Payment.EXPIRED, By.PAYMENTS)


async def _take(session: AsyncSession, order: Order, attempt: Attempt, page: PaymentPage, base_url: str) -> None:
    if order.payment not in UNPAID:
        await owe_refund(session, attempt, "paid twice")
    elif (page.amount, page.currency) != (order.total, order.currency):
        log.error("payment of another amount", order=order.number, page=page.id)
        await owe_refund(session, attempt, "another amount")
    elif order.work is Work.PLACED:
        move(session, order, Payment.PAID, By.PAYMENTS)
        move(session, order, Work.IN_REVIEW, By.PAYMENTS)
        lines = await session.scalars(select(OrderLine).where(OrderLine.order_id == order.id).order_by("position"))
        await mail.confirm(session, order, list(lines), base_url)
    else:
        move(session, order, Payment.PAID, By.PAYMENTS)
        move(session, order, Payment.REFUND_DUE, By.PAYMENTS, why="cancelled before the payment came in")
        await owe_refund(session, attempt, "cancelled")


async def settle_refund(session: AsyncSession, payment_intent: str | None, amount: int, base_url: str) -> None:
    """Note that at least `amount` of a payment went back, which closes the refund that was owed."""
    owed = select(Refund, Attempt).join(Attempt).where(Attempt.payment_intent == payment_intent)
    found = (await session.execute(owed.where(Refund.amount <= amount))).first()
    if found is None:
        return
    order = await session.get_one(Order, found[1].order_id, with_for_update=True, populate_existing=True)
    refund = await session.get_one(Refund, found[0].id, populate_existing=True)
    if refund.done_at is not None:
        return
    refund.done_at = clock.now()
    await session.flush()
    left = select(Refund.id).join(Attempt).where(Attempt.order_id == order.id, Refund.done_at.is_(None))
    if order.payment is Payment.REFUND_DUE and await session.scalar(left.limit(1)) is None:
        move(session, order, Payment.REFUNDED, By.PAYMENTS)
    await mail.tell_refund(session, order, refund.amount, base_url)

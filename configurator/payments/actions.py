"""Attempts and refunds."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.outbox import enqueue
from configurator.payments.gateway import PaymentPage
from configurator.payments.models import Attempt, AttemptState, Refund

PAGE_STAYS = timedelta(hours=23)
"""How long a payment page can be paid on. Stripe allows from half an hour to a day, and forgets keys after one."""

REFUND = "refund"
"""The outbox's kind of a refund; its payload names it."""


def begin_attempt(session: AsyncSession, order_id: int, amount: int, currency: str, email: str) -> Attempt:
    """A new attempt to pay an order, written down before Stripe is asked for a page."""
    now = clock.now()
    attempt = Attempt(
        id=uuid.uuid4().hex,
        order_id=order_id,
        amount=amount,
        currency=currency,
        email=email,
        state=AttemptState.OPEN,
        received=0,
        made_at=now,
        ends_at=now + PAGE_STAYS,
    )
    session.add(attempt)
    return attempt


def note_state(attempt: Attempt, page: PaymentPage, failed: bool) -> bool:
    """Write down what Stripe tells of the attempt's page; whether this is what it had not told before.

    A payment that has come in is the last word, whatever comes late. `failed` says that money which was on its way
    will not come.
    """
    before = attempt.state
    if before is AttemptState.PAID:
        return False
    if page.payment_status == "paid":
        attempt.state, attempt.payment_intent, attempt.received = AttemptState.PAID, page.payment_intent, page.amount
    elif failed:
        attempt.state = AttemptState.FAILED
    elif page.status == "expired":
        attempt.state = AttemptState.EXPIRED
    elif page.status == "complete" and before is AttemptState.OPEN:
        attempt.state = AttemptState.PENDING
    if attempt.state is before:
        return False
    attempt.settled_at = clock.now()
    return True


async def owe_refund(session: AsyncSession, attempt: Attempt, why: str) -> None:
    """Owe all that came in by the attempt; the outbox pays it back."""
    refund = Refund(id=uuid.uuid4().hex, attempt_id=attempt.id, amount=attempt.received, why=why, due_at=clock.now())
    session.add(refund)
    await enqueue(session, REFUND, {"refund": refund.id}, about=f"order:{attempt.order_id}")

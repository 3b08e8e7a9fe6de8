"""Reading attempts and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from configurator.payments.models import Attempt, AttemptState, Refund

LIVE = (AttemptState.OPEN, AttemptState.PENDING)


async def last_attempt(session: AsyncSession, order_id: int) -> Attempt | None:
    """The newest attempt to pay an order."""
    newest = select(Attempt).where(Attempt.order_id == order_id).order_by(Attempt.made_at.desc(), Attempt.id).limit(1)
    return await session.scalar(newest)


async def paid_attempt(session: AsyncSession, order_id: int) -> Attempt | None:
    """The attempt by which an order is paid: the one whose money came in and is not to go back."""
    goes_back = select(Refund.id).where(Refund.attempt_id == Attempt.id).exists()
    paid = (Attempt.order_id == order_id, Attempt.state == AttemptState.PAID, ~goes_back)
    return await session.scalar(select(Attempt).where(*paid))


async def unsettled(session: AsyncSession, older_than: timedelta, most: int) -> Sequence[Attempt]:
    """Attempts of which nothing was heard for so long, those first that were not asked after for longest."""
    asked = select(Attempt).where(Attempt.state.in_(LIVE), Attempt.made_at < clock.now() - older_than)
    return (await session.scalars(asked.order_by(Attempt.asked_at.nulls_first(), Attempt.made_at).limit(most))).all()

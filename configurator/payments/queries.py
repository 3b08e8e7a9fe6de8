"""Reading attempts and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from configurator.payments.models import Attempt, AttemptState

LIVE = (AttemptState.OPEN, AttemptState.PENDING)


async def last_attempt(session: AsyncSession, order_id: int) -> Attempt | None:
    """The newest attempt to pay an order."""
    newest = select(Attempt).where(Attempt.order_id == order_id).order_by(Attempt.made_at.desc(), Attempt.id).limit(1)
    return await session.scalar(newest)


async def paid_attempt(session: AsyncSession, order_id: int) -> Attempt | None:
    """The attempt by which an order was paid: the first whose money came in."""
    paid = select(Attempt).where(Attempt.order_id == order_id, Attempt.state == AttemptState.PAID)
    return await session.scalar(paid.order_by(Attempt.settled_at).limit(1))


async def unsettled(session: AsyncSession, older_than: timedelta, most: int) -> Sequence[Attempt]:
    """Attempts of which nothing was heard for so long, those first that were not asked after for longest."""
    asked = select(Attempt).where(Attempt.state.in_(LIVE), Attempt.made_at < clock.now() - older_than)
    return (await session.scalars(asked.order_by(Attempt.asked_at.nulls_first(), Attempt.made_at).limit(most))).all()

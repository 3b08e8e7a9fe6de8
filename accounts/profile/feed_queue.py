"""What waits in the feed and what cannot be sent, as staff see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.profile.feed import KIND, subject_in
from app.core.outbox import Outgoing, forget_failures, send_again

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages wait, since when the oldest does, and why the one does that was tried the longest.

    `stuck` are those that cannot be sent, oldest first, each with how many wait behind it; `more` are there besides.
    """

    waiting: int
    since: datetime | None
    trouble: str
    stuck: Sequence[tuple[Outgoing, int]]
    more: int


async def queue_of(session: AsyncSession) -> Queue:
    """All of the feed that has not left (five queries, however much it is)."""
    waits = (Outgoing.kind == KIND, Outgoing.done_at.is_(None), Outgoing.failed_at.is_(None))
    failed = (Outgoing.kind == KIND, Outgoing.failed_at.is_not(None))
    waiting, since = (await session.execute(select(func.count(), func.min(Outgoing.created_at)).where(*waits))).one()
    tried = select(Outgoing.error).where(*waits, Outgoing.error != "").order_by(Outgoing.first_tried_at).limit(1)
    trouble = await session.scalar(tried)
    stuck = list(await session.scalars(select(Outgoing).where(*failed).order_by(Outgoing.failed_at).limit(A_PAGE)))
    all_stuck = await session.scalar(select(func.count()).where(*failed)) or 0
    lanes = [row.lane for row in stuck]
    behind = select(Outgoing.lane, func.count()).where(Outgoing.lane.in_(lanes), *waits).group_by(Outgoing.lane)
    counts = dict((await session.execute(behind)).all())
    counted = [(row, counts.get(row.lane, 0)) for row in stuck]
    return Queue(waiting, since, trouble or "", counted, all_stuck - len(stuck))


async def try_again(session: AsyncSession, message: str) -> None:
    """Try a message anew that could not be sent, if it still stands there."""
    lane = await _lane_of(session, message)
    if lane is not None:
        await send_again(session, lane, KIND)


async def strike_out(session: AsyncSession, message: str) -> None:
    """Never send a message that could not be sent, if it still stands there; those behind it go on."""
    lane = await _lane_of(session, message)
    if lane is not None:
        await subject_in(session, lane)  # nothing is added to the lane meanwhile
        await forget_failures(session, lane, KIND)


async def _lane_of(session: AsyncSession, message: str) -> str | None:
    """The lane at whose head a message cannot be sent."""
    stuck = (Outgoing.id == message, Outgoing.kind == KIND, Outgoing.failed_at.is_not(None))
    return await session.scalar(select(Outgoing.lane).where(*stuck))

"""The feed: what goes to the shop's own profile system, by permission, one person's messages one after another.

A message is born with its id as a row of the outbox; what a profile says is read when it is sent, so that nothing
personal waits, and nothing old is sent late.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import use
from accounts.consent.models import Subject
from accounts.consent.purposes import FEED
from accounts.consent.queries import live_grant, subject_of
from app.core.outbox import Outgoing, enqueue

KIND = "feed"


async def tell_facts(session: AsyncSession, person_id: int) -> None:
    """Have the person's facts, as they are then, sent to the profile system, if they allow it."""
    await _send(session, person_id, {"type": "identify"})


async def tell_event(session: AsyncSession, person_id: int, event: str, properties: Mapping[str, Any]) -> None:
    """Have something that the person did sent to the profile system, if they allow it."""
    await _send(session, person_id, {"type": "track", "event": event, "properties": dict(properties)})


async def empty_queue(session: AsyncSession, person_id: int) -> None:
    """Take back all that waits to be sent of a person, also what could not be."""
    feed_id = select(Subject.feed_id).where(Subject.person_id == person_id).scalar_subquery()
    waiting = (Outgoing.kind == KIND, Outgoing.lane == "feed:" + feed_id, Outgoing.done_at.is_(None))
    await session.execute(delete(Outgoing).where(*waiting))


async def _send(session: AsyncSession, person_id: int, message: Mapping[str, Any]) -> None:
    subject = await subject_of(session, person_id)
    grant = await live_grant(session, person_id, FEED)
    if subject is None or grant is None:
        return
    lane = f"feed:{subject.feed_id}"
    sent = await enqueue(session, KIND, message, about=lane, lane=lane)
    use(session, grant.id, f"feed {sent}")

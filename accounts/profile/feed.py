"""The feed: what goes to the shop's own profile system, by permission, one person's messages one after another.

A message is born with its id as a row of the outbox, in the lane of its person; what a profile says is read when it is
sent, so that nothing personal waits, and nothing old is sent late. Who sends it: ``feed_transport``.
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
from app.core.outbox import Outgoing, enqueue, last_in_lane

KIND = "feed"
LANE = "feed:"
"""What the names of lanes begin with; the person's name in the profile system follows."""
IDENTIFY, TRACK = "identify", "track"


async def tell_facts(session: AsyncSession, person_id: int) -> None:
    """Have the person's facts, as they are then, sent to the profile system, if they allow it."""
    await _send(session, person_id, {"type": IDENTIFY})


async def tell_event(session: AsyncSession, person_id: int, event: str, properties: Mapping[str, Any]) -> None:
    """Have something that the person did sent to the profile system, if they allow it."""
    await _send(session, person_id, {"type": TRACK, "event": event, "properties": dict(properties)})


async def empty_queue(session: AsyncSession, person_id: int) -> None:
    """Take back all that waits to be sent of a person, also what could not be."""
    subject = await subject_of(session, person_id)
    if subject is None:
        return
    waiting = (Outgoing.lane == LANE + subject.feed_id, Outgoing.done_at.is_(None))
    # Locked in the order in which a relay locks them, so that neither waits for the other.
    await session.execute(select(Outgoing.id).where(*waiting).order_by(Outgoing.place).with_for_update())
    await session.execute(delete(Outgoing).where(*waiting))


async def subject_in(session: AsyncSession, lane: str) -> Subject | None:
    """Whose lane it is, locked as by ``subject_of``; None for somebody who was erased."""
    whose = select(Subject.person_id).where(Subject.feed_id == lane.removeprefix(LANE))
    person_id = await session.scalar(whose)
    return await subject_of(session, person_id) if person_id is not None else None


async def _send(session: AsyncSession, person_id: int, message: Mapping[str, Any]) -> None:
    subject = await subject_of(session, person_id)
    grant = await live_grant(session, person_id, FEED)
    if subject is None or grant is None:
        return
    lane, payload = LANE + subject.feed_id, {**message, "grant": grant.id}
    if message["type"] == IDENTIFY and _untouched(await last_in_lane(session, lane), payload):
        return  # it will say all there is to say
    sent = await enqueue(session, KIND, payload, about=lane, lane=lane)
    use(session, grant.id, f"feed {sent}")


def _untouched(row: Outgoing | None, payload: Mapping[str, Any]) -> bool:
    """Whether a row says that and was never tried: one that was may have arrived, though no answer came back."""
    return row is not None and row.payload == payload and not row.tries and not row.error

"""Erasing somebody who asked for it, after a time in which they can take that back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import allow_use_again, stop_all_use
from accounts.consent.queries import subject_of
from accounts.identity.models import Person
from accounts.privacy.holdings import Rooms, erase_what_is_every_rooms
from accounts.privacy.models import Erasure
from accounts.profile.feed import empty_queue, tell_facts
from app.core import clock

GRACE = timedelta(days=14)


def waits() -> ColumnElement[bool]:
    """The condition that an erasure is neither done nor taken back."""
    return and_(Erasure.done_at.is_(None), Erasure.cancelled_at.is_(None))


async def waiting_erasure(session: AsyncSession, person_id: int) -> Erasure | None:
    """The erasure that the person asked for and can still take back."""
    return await session.scalar(select(Erasure).where(Erasure.person_id == person_id, waits()))


async def ask_for_erasure(session: AsyncSession, person: Person) -> Erasure | None:
    """Have the person erased after `GRACE`, and stop all use at once; None where one waits already."""
    subject = await stop_all_use(session, person.id)
    if await waiting_erasure(session, person.id) is not None:
        return None
    now = clock.now()
    erasure = Erasure(person_id=person.id, subject=subject.id, asked_at=now, due_at=now + GRACE)
    session.add(erasure)
    await empty_queue(session, person.id)
    return erasure


async def keep_account(session: AsyncSession, person: Person) -> bool:
    """Take an erasure back: what was allowed holds again. Whether there was any to take back."""
    await subject_of(session, person.id)
    erasure = await waiting_erasure(session, person.id)
    if erasure is None:
        return False
    erasure.cancelled_at = clock.now()
    await allow_use_again(session, person.id)
    await session.flush()
    await tell_facts(session, person.id)
    return True


async def erase(session: AsyncSession, rooms: Rooms, erasure_id: int) -> bool:
    """Erase whoever asked for it, in the caller's transaction; whether that still stood."""
    asked = await session.get(Erasure, erasure_id)
    if asked is None or asked.person_id is None:
        return False
    await subject_of(session, asked.person_id)  # who takes it back is done, or waits, and finds nothing to take back
    erasure = await session.scalar(
        select(Erasure).where(Erasure.id == erasure_id, waits()).execution_options(populate_existing=True)
    )
    # Locked, it waits for those who are just adding something that is the person's, and finds it.
    person = await session.get(Person, asked.person_id, with_for_update=True)
    if erasure is None or person is None:
        return False
    erasure.done_at = clock.now()
    await erase_what_is_every_rooms(session, rooms, person)
    for room in rooms:
        await room.erase(session, person)
    await session.delete(person)
    await session.flush()
    return True

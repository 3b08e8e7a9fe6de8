"""What is forgotten by itself."""

from __future__ import annotations

from sqlalchemy import delete, select

from accounts.consent.queries import subject_of
from accounts.profile.feed import tell_facts
from accounts.profile.models import Fact
from app.core import clock
from app.core.database import Database


async def forget_lapsed(database: Database) -> None:
    """Remove facts whose time is over, which is that of the permission they rest on; and say so where they were sent.

    Each person in a transaction of their own, so that nobody waits for all of them.
    """
    lapsed = Fact.retain_until <= clock.now()
    async with database.reading() as session:
        people = list(await session.scalars(select(Fact.person_id).where(lapsed).distinct()))
    for person_id in people:
        async with database.writing() as session:
            await subject_of(session, person_id)
            await session.execute(delete(Fact).where(Fact.person_id == person_id, lapsed))
            await tell_facts(session, person_id)

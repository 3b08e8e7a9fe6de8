"""Who is erased from time to time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, select

from accounts.privacy.erasing import erase, waits
from accounts.privacy.holdings import Rooms
from accounts.privacy.models import Erasure
from app.core import clock
from app.core.database import Database
from app.core.logs import log_crash

SCRUBBED_FOR = timedelta(days=1)
"""So long after an erasure the files are scrubbed again and again: whoever reads just then is in the way of it."""


async def erase_due(database: Database, rooms: Rooms) -> None:
    """Erase all whose time to take it back is over, each in a transaction of its own."""
    async with database.reading() as session:
        due = select(Erasure.id).where(waits(), Erasure.due_at <= clock.now()).order_by(Erasure.due_at)
        found = (await session.scalars(due)).all()
    for each in found:
        try:
            async with database.writing() as session:
                await erase(session, rooms, each)
        except Exception as error:  # whatever it is, it holds up nobody else's
            log_crash("an erasure failed, and is tried again", error, erasure=each)
    async with database.reading() as session:
        lately = await session.scalar(select(exists().where(Erasure.done_at > clock.now() - SCRUBBED_FOR)))
    if lately:
        await database.scrub()

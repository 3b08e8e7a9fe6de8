"""What is tidied up behind people."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from accounts.identity.models import Link, SignIn
from app.core import clock
from app.core.database import Database

KEPT = timedelta(days=30)
"""How long a link and a session are remembered after their time, so that the page of an old link can say why."""


async def forget_old_ways_in(database: Database) -> None:
    """Delete links and sessions whose time is long over: they hold addresses."""
    before = clock.now() - KEPT
    async with database.writing() as session:
        for table in (Link, SignIn):
            await session.execute(delete(table).where(table.expires_at < before))

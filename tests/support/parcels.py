"""Somebody at the other end of the outbox."""

from __future__ import annotations

from sqlalchemy import select

from app.core.database import Database
from app.core.outbox import Outgoing


class Receiver:
    """Somebody outside: takes what comes, or raises what it was told to."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.trouble: Exception | None = None

    async def take(self, row: Outgoing) -> None:
        if self.trouble:
            raise self.trouble
        self.ids.append(row.id)


async def row_of(database: Database, row_id: str) -> Outgoing:
    async with database.reading() as session:
        return (await session.scalars(select(Outgoing).where(Outgoing.id == row_id))).one()

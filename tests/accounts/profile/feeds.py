"""People whose doings the feed is told, and what of it waits."""

from __future__ import annotations

from sqlalchemy import select

from accounts.consent.models import Subject
from accounts.consent.purposes import FEED, LEARN, REMEMBER
from accounts.profile.feed import KIND, tell_event
from app.core.database import Database
from app.core.outbox import Outgoing
from tests.accounts.profile.store import Store

ANNA, BEN = "anna@example.org", "ben@example.org"


async def somebody(database: Database, email: str) -> Store:
    store = await Store.of(database, email)
    await store.allow(LEARN, REMEMBER, FEED)
    return store


async def did(store: Store, event: str) -> None:
    """They did something that the feed is told."""
    async with store.database.writing() as session:
        await tell_event(session, store.person_id, event, {"product": "ebike"})


async def name_of(store: Store) -> str:
    """By which the profile system knows them."""
    async with store.database.reading() as session:
        found = await session.scalar(select(Subject.feed_id).where(Subject.person_id == store.person_id))
        assert found is not None
        return found


async def waiting(store: Store) -> list[str]:
    """The kinds of what waits to be sent, of anybody, in order."""
    async with store.database.reading() as session:
        rows = await session.scalars(select(Outgoing).where(Outgoing.kind == KIND, Outgoing.done_at.is_(None)))
        return [row.payload["type"] for row in sorted(rows, key=lambda row: row.place)]

"""Keys: secrets, sent by mail, that open one page each. Nobody's address is proven by one; it is only carried there."""

from __future__ import annotations

from sqlalchemy import Select, delete
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Hold, Key
from app.core import clock
from app.core.database import add_unless_there
from app.core.ids import digest, is_token, new_token


async def new_key(session: AsyncSession, opens: str) -> str:
    """A new secret that opens this page (a path without language). A letter carries it to ``/key?token=...``."""
    token = new_token()
    session.add(Key(digest=digest(token), opens=opens, made_at=clock.now()))
    return token


async def key_of(session: AsyncSession, token: str) -> Key | None:
    """The key with this secret."""
    return await session.get(Key, digest(token)) if is_token(token) else None


async def hold(session: AsyncSession, key: Key, guest: str) -> None:
    """Keep the key's page open to the browser with this digest."""
    await add_unless_there(session, Hold(guest=guest, opens=key.opens, since=clock.now()))


async def forget_keys(session: AsyncSession, pages: Select[str]) -> None:
    """No key opens these pages any more, and they stay open to no browser in which one was used."""
    for table in (Key, Hold):
        await session.execute(delete(table).where(table.opens.in_(pages)))

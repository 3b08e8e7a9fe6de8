"""Links by mail: each proves an address, once. Looking at one spends nothing."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.models import Link, Purpose
from app.core import clock
from app.core.ids import digest, is_token, new_token

LIFE = {Purpose.SIGN_IN: timedelta(minutes=20), Purpose.SIGN_UP: timedelta(hours=24)}


class Why(StrEnum):
    """What is wrong with a link."""

    UNKNOWN = "unknown"
    USED = "used"
    OLD = "old"


class BrokenLink(Exception):
    """A link that does not work; `following` is the page to which it would have led in the end."""

    def __init__(self, why: Why, following: str = "") -> None:
        self.why = why
        self.following = following


async def new_link(session: AsyncSession, purpose: Purpose, email: str, following: str) -> str:
    """A new secret for a letter to this address; afterwards the person goes on with the page `following`."""
    token, now = new_token(), clock.now()
    link = Link(digest=digest(token), purpose=purpose, email=email, next=following)
    link.made_at, link.expires_at = now, now + LIFE[purpose]
    session.add(link)
    return token


async def working_link(session: AsyncSession, token: str, purpose: Purpose) -> Link:
    """The link with this secret; raises ``BrokenLink`` for one that is unknown, used or too old."""
    link = await session.get(Link, digest(token)) if is_token(token) else None
    if link is None or link.purpose is not purpose:
        raise BrokenLink(Why.UNKNOWN)
    if link.used_at is not None:
        raise BrokenLink(Why.USED, link.next)
    if link.expires_at <= clock.now():
        raise BrokenLink(Why.OLD, link.next)
    return link


async def spend(session: AsyncSession, link: Link) -> None:
    """Use a working link up. Of several who try at once, one succeeds; ``BrokenLink`` is raised for the others."""
    unspent = (Link.digest == link.digest, Link.used_at.is_(None))
    spent = await session.execute(update(Link).where(*unspent).values(used_at=clock.now()).returning(Link.digest))
    if spent.first() is None:
        raise BrokenLink(Why.USED, link.next)

"""What only somebody may do who signed in a short time ago: a browser may be left open."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.identity.sessions import signed_in_within
from accounts.identity.visitors import Visitor

FRESH = timedelta(minutes=60)


async def is_fresh(session: AsyncSession, visitor: Visitor) -> bool:
    """Whether the visitor signed in so short a time ago."""
    return await signed_in_within(session, visitor.sign_in, FRESH)

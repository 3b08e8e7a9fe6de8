"""Withdrawing a permission, with all that rests on it, in one transaction."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.consent.actions import end_grant
from accounts.consent.purposes import FEED, Purpose
from accounts.profile.actions import forget_what_rests_on
from accounts.profile.feed import empty_queue


async def withdraw(session: AsyncSession, person_id: int, purpose: Purpose, method: str) -> bool:
    """End a permission: what is known by it is forgotten, what waits to be sent by it is taken back.

    Whether there was any.
    """
    if not await end_grant(session, person_id, purpose, method):
        return False
    await forget_what_rests_on(session, person_id, purpose)
    if purpose is FEED:
        await empty_queue(session, person_id)
    return True

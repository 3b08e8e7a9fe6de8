"""From what somebody built to what is known of them, by their permission alone."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from configurator.events import OrderPlaced, SpecSaved


async def learn_from_spec(session: AsyncSession, event: SpecSaved) -> None:
    """Learn from a spec that was saved."""


async def learn_from_order(session: AsyncSession, event: OrderPlaced) -> None:
    """Learn from an order that was placed."""

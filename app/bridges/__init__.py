"""Where the domains meet: the only place that knows both. What one announces is acted on in the other, in the same
transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.bridges.learning import learn_from_order, learn_from_spec
from configurator.events import OrderPlaced, SpecSaved

LISTENERS: Mapping[type, Callable[[AsyncSession, Any], Awaitable[None]]] = {
    SpecSaved: learn_from_spec,
    OrderPlaced: learn_from_order,
}


async def announce(session: AsyncSession, event: object) -> None:
    """Tell who listens to this kind of event; to every kind there is a listener."""
    await LISTENERS[type(event)](session, event)

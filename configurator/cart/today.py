"""What the lines of a cart are today: the catalogue may have changed since they were put in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from configurator.cart.models import Cart, CartLine
from configurator.engine.verdict import Unbuildable
from configurator.publishing.shelf import Published, Shelf
from configurator.specs.impact import Impact, ImpactKind, impact_of


@dataclass(frozen=True, slots=True)
class LineToday:
    """A line and what it is today; `impact` is None when its spec is deleted or its product is no longer sold."""

    line: CartLine
    impact: Impact | None

    @property
    def stands(self) -> bool:
        """Whether it can be ordered just as it was shown, at the price that was shown."""
        return self.impact is not None and self.impact.kind is ImpactKind.SAME


async def lines_today(session: AsyncSession, cart: Cart | None, shelf: Shelf) -> list[LineToday]:
    """The live lines of a cart, which may be None. One query, however many there are."""
    if cart is None:
        return []
    current = {published.file.code: published for published in await shelf.all_current(session)}
    today = clock.today()
    found = []
    for line in cart.live:
        published = None if line.spec.deleted_at else current.get(line.spec.product)
        found.append(LineToday(line, _impact(line, published, today)))
    return found


def _impact(line: CartLine, published: Published | None, day: dt.date) -> Impact | None:
    try:
        return impact_of(line.revision, published, day) if published else None
    except Unbuildable:
        return None  # nothing of the product can be had any more

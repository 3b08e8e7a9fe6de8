"""What the lines of a cart are today: the catalogue may have changed since they were put in."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import clock
from configurator.cart.models import Cart, CartLine
from configurator.publishing.shelf import Shelf
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


async def lines_today(cart: Cart, shelf: Shelf) -> list[LineToday]:
    """The live lines of a cart. One query, however many there are."""
    current = {published.file.code: published for published in await shelf.all_current()}
    today = clock.today()
    found = []
    for line in cart.live:
        published = None if line.spec.deleted_at else current.get(line.spec.product)
        found.append(LineToday(line, impact_of(line.revision, published, today) if published else None))
    return found

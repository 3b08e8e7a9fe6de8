"""What happens to a cart."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor
from app.core import clock
from app.core.database import add_unless_there
from configurator.cart.models import Cart, CartLine
from configurator.cart.queries import cart_of, load_lines
from configurator.pricing.destinations import region_of
from configurator.specs.models import Revision

MOST_PIECES = 99


class OtherRegion(Exception):
    """It is priced for another region, or in another currency, than what is in the cart."""


async def put(session: AsyncSession, visitor: Visitor, token: str, revision: Revision) -> None:
    """Put a revision into the cart. A spec that is in it already stays one line, of this revision now.

    Raises `OtherRegion`.
    """
    cart = await _cart(session, visitor, token)
    _go_together(revision, [line for line in cart.live if line.spec_id != revision.spec_id])
    line = next((line for line in cart.lines if line.spec_id == revision.spec_id), None)
    if line is None:
        line = CartLine(cart_id=cart.id, spec_id=revision.spec_id, quantity=1)
        session.add(line)
    line.revision_id, line.added_at, line.removed_at = revision.id, clock.now(), None


async def _cart(session: AsyncSession, visitor: Visitor, token: str) -> Cart:
    """The visitor's cart, locked; a new one where there is none."""
    while (cart := await cart_of(session, visitor, lock=True)) is None:
        fresh = Cart(made_at=clock.now(), delivery={})
        visitor.give(fresh, token)
        if await add_unless_there(session, fresh):
            await load_lines(session, fresh)
            return fresh
    return cart


def remove(line: CartLine) -> None:
    """Take a line out; it can be put back."""
    line.removed_at = clock.now()


def put_back(cart: Cart, line: CartLine) -> None:
    """Put a line back that was taken out. Raises `OtherRegion` when the cart has gone elsewhere meanwhile."""
    _go_together(line.revision, cart.live)
    line.removed_at = None


def _go_together(revision: Revision, lines: Iterable[CartLine]) -> None:
    if {_market(line.revision) for line in lines} - {_market(revision)}:
        raise OtherRegion


def _market(revision: Revision) -> tuple[str, str]:
    return region_of(revision.region), revision.currency


async def merge(session: AsyncSession, guests: Cart, own: Cart | None, person_id: int) -> None:
    """Make a guest's cart a person's, with what was in theirs; where the regions differ, the newer one, the guest's."""
    if own is not None:
        markets = {_market(line.revision) for line in (*guests.live, *own.live)}
        specs = {line.spec_id for line in guests.lines}
        for line in own.lines:
            if len(markets) <= 1 and line.spec_id not in specs:
                line.cart_id = guests.id
        await session.flush()
        await session.execute(delete(CartLine).where(CartLine.cart_id == own.id))
        await session.execute(delete(Cart).where(Cart.id == own.id))
    guests.person_id, guests.guest = person_id, None

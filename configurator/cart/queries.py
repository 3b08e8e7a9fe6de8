"""Reading carts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from accounts.api import Visitor
from configurator.cart.models import Cart, CartLine


async def cart_of(session: AsyncSession, visitor: Visitor, *, lock: bool = False) -> Cart | None:
    """The visitor's cart with its lines, their specs and revisions (two queries); none before the first line.

    A guest who has signed in sees the account's own, and the guest's as long as the account has none. `lock` makes
    others who mean to change it wait.
    """
    found = (
        select(Cart).where(Cart.ordered_at.is_(None), visitor.owned(Cart)).order_by(Cart.person_id.is_(None)).limit(1)
    )
    if lock:
        found = found.with_for_update()
    cart = await session.scalar(found)
    if cart is not None:
        await load_lines(session, cart)
    return cart


async def load_lines(session: AsyncSession, cart: Cart) -> None:
    """Load the lines anew, as they are now."""
    whole = selectinload(Cart.lines).options(joinedload(CartLine.spec), joinedload(CartLine.revision))
    await session.scalar(
        select(Cart).where(Cart.id == cart.id).options(whole).execution_options(populate_existing=True)
    )

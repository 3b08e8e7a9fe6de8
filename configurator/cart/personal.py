"""The cart as somebody's thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Belonging, NothingNamed, NothingRemains, Person
from app.core.i18n import translator
from configurator.cart.actions import merge
from configurator.cart.models import Cart, CartLine
from configurator.cart.queries import load_lines
from configurator.cart.view import line_title


class PersonalCart(NothingNamed, NothingRemains):
    """The room's part in what is somebody's."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """The guest's cart with what is in it; an empty one is nothing to speak of."""
        cart = await _guests(session, guest)
        return [_belonging(cart)] if cart is not None and cart.live else []

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Make it the person's, together with what was in theirs."""
        cart = await _guests(session, guest, lock=True)
        if cart is None or not cart.live or _what(cart) in refused:
            return
        own = await session.scalar(
            select(Cart).where(Cart.person_id == person.id, Cart.ordered_at.is_(None)).with_for_update()
        )
        if own is not None:
            await load_lines(session, own)
        await merge(session, cart, own, person.id)

    async def part(self, session: AsyncSession, guest: str) -> None:
        """Forget the address that was typed at the checkout; the things stay."""
        await session.execute(update(Cart).where(Cart.guest == guest, Cart.ordered_at.is_(None)).values(delivery={}))

    def holdings(self, person: Person, browser: str | None) -> Sequence[Select[Any]]:
        """The carts, those that were ordered too, with what is and was in them."""
        own = Cart.person_id == person.id
        return (select(Cart).where(own), select(CartLine).where(CartLine.cart_id.in_(select(Cart.id).where(own))))

    async def erase(self, session: AsyncSession, person: Person) -> None:
        """Remove the carts with all that is and was in them."""
        await session.execute(delete(Cart).where(Cart.person_id == person.id))


async def _guests(session: AsyncSession, guest: str | None, *, lock: bool = False) -> Cart | None:
    if guest is None:
        return None
    found = select(Cart).where(Cart.guest == guest, Cart.ordered_at.is_(None))
    cart = await session.scalar(found.with_for_update() if lock else found)
    if cart is not None:
        await load_lines(session, cart)
    return cart


def _what(cart: Cart) -> str:
    return f"cart:{cart.id}"


def _belonging(cart: Cart) -> Belonging:
    def words(locale: str) -> str:
        things = ", ".join(line_title(line, locale) for line in cart.live)
        return translator(locale).gettext("A cart: {things}", things=things)

    return Belonging(_what(cart), words, cart.made_at)

"""Orders as somebody's things: those of a browser, and those that were placed with an address that is now proven."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Belonging, Person
from app.core.formats import format_money
from app.core.i18n import translator
from configurator.orders.models import Order
from configurator.orders.wording import about


class PersonalOrders:
    """The room's part in what is somebody's."""

    async def belongings(self, session: AsyncSession, guest: str | None, email: str) -> Sequence[Belonging]:
        """The guest's orders, and those that were placed with the e-mail, as long as they are nobody's account's."""
        found = await session.scalars(select(Order).where(_nobodys(guest, email)))
        return [_belonging(order) for order in found]

    async def join(self, session: AsyncSession, guest: str | None, person: Person, refused: frozenset[str]) -> None:
        """Make them the person's, but for those that were refused."""
        found = await session.scalars(select(Order).where(_nobodys(guest, person.email)).with_for_update())
        for order in found:
            if about(order) not in refused:
                order.person_id, order.guest = person.id, None

    async def part(self, session: AsyncSession, guest: str) -> None:
        """What was ordered is told to us, and not only to the browser: it stays."""


def _nobodys(guest: str | None, email: str) -> ColumnElement[bool]:
    theirs = Order.guest == guest if guest is not None else false()
    return and_(Order.person_id.is_(None), or_(theirs, Order.email == email))


def _belonging(order: Order) -> Belonging:
    def words(locale: str) -> str:
        return translator(locale).gettext(
            "Order {number}, {total}", number=order.number, total=format_money(order.total, order.currency, locale)
        )

    return Belonging(about(order), words, order.placed_at)

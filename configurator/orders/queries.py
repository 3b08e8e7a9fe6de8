"""Reading orders."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from accounts.api import Visitor
from configurator.orders.models import FIRST_NUMBER, Change, Message, Order

PAGE = 20
_WHOLE = (
    joinedload(Order.invoice),
    selectinload(Order.lines),
    selectinload(Order.changes).joinedload(Change.person),
    selectinload(Order.messages).joinedload(Message.person),
)


async def order_of_number(session: AsyncSession, number: int, *, lock: bool = False) -> Order | None:
    """The order of this number without what belongs to it; `lock` makes others who mean to change it wait."""
    if not FIRST_NUMBER <= number < 2**31:
        return None
    return await session.get(Order, number - FIRST_NUMBER + 1, with_for_update=lock or None)


async def whole_order(session: AsyncSession, number: int) -> Order | None:
    """The order of this number with its lines, both histories, and its messages (four queries)."""
    if not FIRST_NUMBER <= number < 2**31:
        return None
    asked = select(Order).where(Order.id == number - FIRST_NUMBER + 1).options(*_WHOLE, joinedload(Order.reviewer))
    return await session.scalar(asked)


async def opened_order(session: AsyncSession, visitor: Visitor, number: int, *, lock: bool = False) -> Order | None:
    """The order of this number, if it is the visitor's or a key to it was used in their browser."""
    order = await order_of_number(session, number, lock=lock)
    if order is None or not await visitor.may_open(session, order, f"/orders/{number}"):
        return None
    return order


async def orders_of(session: AsyncSession, visitor: Visitor, before: int = 0) -> Sequence[Order]:
    """The visitor's orders with their lines, newest first, a page of them and one more (two queries)."""
    asked = select(Order).where(visitor.owned(Order)).order_by(Order.id.desc()).limit(PAGE + 1)
    if before:
        asked = asked.where(Order.id < before - FIRST_NUMBER + 1)
    return (await session.scalars(asked.options(joinedload(Order.invoice), selectinload(Order.lines)))).all()

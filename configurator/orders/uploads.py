"""Pictures that were handed in for an order: for its customer, and for those who review it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Person, Visitor
from configurator.orders.models import Order, OrderLine
from configurator.orders.personal_uploads import is_held
from configurator.orders.queries import opened_order, order_of_number
from configurator.specs.portrait import holds_upload
from configurator.uploads.answers import BARE, answer_with

Asker = Request[Any, Any, Any]


@get("/orders/{number:int}/uploads/{name:str}", include_in_schema=False, opt=BARE)
async def order_picture(
    request: Asker,
    number: FromPath[int],
    name: FromPath[str],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
) -> Response[bytes]:
    """A picture of an order, for whoever may open the order."""
    return await _picture(request, session, await opened_order(session, visitor, number), name)


@get("/staff/orders/{number:int}/uploads/{name:str}", include_in_schema=False, opt=BARE)
async def reviewed_picture(
    request: Asker,
    number: FromPath[int],
    name: FromPath[str],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
) -> Response[bytes]:
    """A picture of an order, for those who make it."""
    return await _picture(request, session, await order_of_number(session, number), name)


@get("/my/uploads/{name:str}", include_in_schema=False, opt=BARE)
async def own_picture(
    request: Asker,
    name: FromPath[str],
    person: NamedDependency[Person],
    visitor: NamedDependency[Visitor],
    session: NamedDependency[AsyncSession],
) -> Response[bytes]:
    """A picture that is one's own, wherever it was handed in: what is taken along names it by this address."""
    if not await is_held(session, person, visitor.browser, name):
        raise NotFoundException
    return await answer_with(request, name)


async def _picture(request: Asker, session: AsyncSession, order: Order | None, name: str) -> Response[bytes]:
    if order is None:
        raise NotFoundException
    contents = await session.scalars(select(OrderLine.content).where(OrderLine.order_id == order.id))
    if not any(holds_upload(content["portrait"], name) for content in contents):
        raise NotFoundException
    return await answer_with(request, name)


routes = [order_picture, reviewed_picture, own_picture]

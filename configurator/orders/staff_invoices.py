"""What staff note of the money for invoices: that it came in, that it went back, that nobody waits for it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Person
from app.core.settings import Settings
from configurator.orders.invoicing import call_off, note_payment, note_return
from configurator.orders.models import Order
from configurator.orders.staff import act, noted, said
from configurator.orders.staff_view import Typed

Asker = Request[Any, Any, Any]


@post("/staff/orders/{number:int}/payment", include_in_schema=False)
async def payment(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Note that an invoice is paid, which brings its order to the reviewers."""

    async def deed(order: Order, typed: Typed) -> None:
        await note_payment(session, order, reviewer, noted("note", typed.note), settings.base_url)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/return", include_in_schema=False)
async def return_(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Note that what was paid by invoice is sent back."""

    async def deed(order: Order, typed: Typed) -> None:
        await note_return(session, order, reviewer, noted("note", typed.note), settings.base_url)

    return await act(request, session, reviewer, number, deed)


@post("/staff/orders/{number:int}/cancellation", include_in_schema=False)
async def cancellation(
    request: Asker,
    number: FromPath[int],
    reviewer: NamedDependency[Person],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Cancel an order whose invoice is not paid, for a reason that the customer reads."""

    async def deed(order: Order, typed: Typed) -> None:
        await call_off(session, order, reviewer, said("reason", typed.reason), settings.base_url)

    return await act(request, session, reviewer, number, deed)


routes = [payment, return_, cancellation]

"""Taking an order back before it is approved: its payment page is closed first, and what was paid goes back."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.api import Visitor, provide_visitor
from app.core.database import Database
from app.core.forms import redirect
from app.core.logs import log
from app.core.settings import Settings
from configurator.checkout.settling import settle
from configurator.orders.actions import give_back, move
from configurator.orders.models import Order
from configurator.orders.queries import opened_order
from configurator.orders.states import By, Impossible, Work
from configurator.payments.gateway import Gateway, GatewayAway, GatewayRefusal
from configurator.payments.models import AttemptState
from configurator.payments.queries import last_attempt


@post("/orders/{number:int}/cancellation", include_in_schema=False)
async def cancel_order(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    database: NamedDependency[Database],
    gateway: NamedDependency[Gateway | None],
    settings: NamedDependency[Settings],
) -> Response[None]:
    """Take one's order back."""
    async with database.reading() as session:
        order = await _own(session, await provide_visitor(request, session), number)
        attempt = await last_attempt(session, order.id)
    page = None
    if gateway is not None and attempt is not None and attempt.state is AttemptState.OPEN and attempt.page_id:
        try:
            page = await gateway.expire(attempt.page_id)
        except (GatewayAway, GatewayRefusal) as trouble:
            log.warning("a payment page cannot be closed", order=number, error=str(trouble))
            return redirect(request, f"/orders/{number}?payment=away")
    async with database.writing() as session:
        visitor = await provide_visitor(request, session)
        order = await _own(session, visitor, number, lock=True)
        if page is not None:
            await settle(session, page, settings.base_url)
        try:
            move(session, order, Work.CANCELLED, By.CUSTOMER, visitor.person)
        except Impossible:
            return redirect(request, f"/orders/{number}?payment=late")
        await give_back(session, order, "cancelled")
    return redirect(request, f"/orders/{number}")


async def _own(session: AsyncSession, visitor: Visitor, number: int, *, lock: bool = False) -> Order:
    order = await opened_order(session, visitor, number, lock=lock)
    if order is None:
        raise NotFoundException
    return order


routes = [cancel_order]

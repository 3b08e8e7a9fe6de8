"""What Stripe tells us by itself. Signed, and taken once; what has been dealt with is only acknowledged."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, NotFoundException
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import add_unless_there
from app.core.forms import OWN_BODY
from app.core.logs import log
from app.core.settings import Settings
from configurator.checkout.settling import settle, settle_refund
from configurator.payments.gateway import Event, ForgedEvent, Gateway
from configurator.payments.models import PaymentEvent

FAILED = "checkout.session.async_payment_failed"


@post("/webhooks/stripe", include_in_schema=False, status_code=200, opt={OWN_BODY: True})
async def take_event(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    gateway: NamedDependency[Gateway | None],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """One event: written down and dealt with in one transaction, or neither, so that Stripe tells it again."""
    if gateway is None or not settings.stripe_webhook_secret:
        raise NotFoundException  # Stripe goes on trying for three days
    try:
        event = gateway.read_event(await request.body(), request.headers.get("stripe-signature", ""))
    except ForgedEvent:
        log.warning("a forged payment event was refused")
        raise ClientException from None
    row = PaymentEvent(id=event.id, type=event.type, created_at=event.created, received_at=clock.now())
    if await add_unless_there(session, row):
        await _deal_with(session, event, settings.base_url)
    return Response("ok", media_type=MediaType.TEXT)


async def _deal_with(session: AsyncSession, event: Event, base_url: str) -> None:
    if event.page is not None:
        await settle(session, event.page, base_url, failed=event.type == FAILED)
    elif event.returned is not None:
        await settle_refund(session, event.returned.payment_intent, event.returned.amount, base_url)
    elif event.refund is not None and event.refund.status in ("failed", "canceled"):
        log.error("a refund failed", refund=event.refund.id)


routes = [take_event]

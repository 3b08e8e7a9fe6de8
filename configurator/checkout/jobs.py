"""What the worker does for payments: money that goes back, and pages of which nothing was heard."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from app.core import clock
from app.core.database import Database
from app.core.logs import log
from app.core.outbox import Away, Outgoing, Refused
from configurator.checkout.settling import expire, settle, settle_refund
from configurator.payments.gateway import AlreadyRefunded, Gateway, GatewayAway, GatewayRefusal, Unpayable
from configurator.payments.models import Attempt, Refund
from configurator.payments.queries import unsettled

HEARD_WITHIN = timedelta(minutes=2)
"""Stripe tells of most payments within seconds; after so long we ask."""
AT_ONCE = 50


class Payments:
    """The payments' part of the worker."""

    def __init__(self, database: Database, gateway: Gateway, base_url: str) -> None:
        self._database = database
        self._gateway = gateway
        self._base_url = base_url

    async def pay_back(self, row: Outgoing) -> None:
        """Handle a row of the outbox: a refund that is owed."""
        async with self._database.reading() as session:
            refund = await session.get_one(Refund, row.payload["refund"])
            attempt = await session.get_one(Attempt, refund.attempt_id)
        if refund.done_at is not None:
            return
        if await self._went_back(refund, attempt):
            async with self._database.writing() as session:
                await settle_refund(session, attempt.payment_intent, refund.amount, self._base_url)

    async def _went_back(self, refund: Refund, attempt: Attempt) -> bool:
        """Have Stripe give it back; whether it is done, or only on its way, of which an event will tell."""
        try:
            told = await self._gateway.refund(attempt.payment_intent or "", refund.amount, attempt.currency, refund.id)
        except GatewayAway:
            raise Away("the payment service is away") from None
        except AlreadyRefunded:
            return True
        except (GatewayRefusal, Unpayable) as refusal:
            raise Refused(str(refusal)) from None
        if told.status in ("failed", "canceled"):
            raise Refused(f"the refund is {told.status}")
        return told.status == "succeeded"

    async def ask_after_the_silent(self) -> None:
        """Ask Stripe for every page that it has told nothing of; close attempts that never got one."""
        async with self._database.reading() as session:
            attempts = await unsettled(session, HEARD_WITHIN, AT_ONCE)
        for attempt in attempts:
            try:
                await self._ask_after(attempt)
            except (GatewayAway, GatewayRefusal) as trouble:
                log.warning("a payment cannot be looked up", attempt=attempt.id, error=str(trouble))

    async def _ask_after(self, attempt: Attempt) -> None:
        async with self._database.writing() as session:
            await session.execute(update(Attempt).where(Attempt.id == attempt.id).values(asked_at=clock.now()))
        if attempt.page_id is not None:
            page = await self._gateway.look_up(attempt.page_id)
            failed = await self._gateway.has_failed(page)
            async with self._database.writing() as session:
                await settle(session, page, self._base_url, failed=failed)
        elif attempt.ends_at < clock.now():
            # Its page, if Stripe made one, was shown to nobody, and has run out as well.
            async with self._database.writing() as session:
                await expire(session, attempt.id)

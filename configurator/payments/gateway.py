"""The only place that speaks with Stripe: pages to pay on (hosted Checkout Sessions), refunds, events.

No transaction is open while Stripe is asked, and whatever changes something carries an idempotency key that was
written down before. Stripe forgets keys after a day, when a page has expired as well.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, NoReturn

import httpx
import stripe
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

from app.core.settings import Settings
from configurator.payments.amounts import Unpayable, to_stripe
from configurator.payments.events import Event, ForgedEvent, read_event
from configurator.payments.objects import PaymentPage, Refunded, Returned

__all__ = [
    "AlreadyRefunded",
    "Bill",
    "Event",
    "ForgedEvent",
    "Gateway",
    "GatewayAway",
    "GatewayRefusal",
    "Item",
    "PaymentPage",
    "Refunded",
    "Returned",
    "Unpayable",
]

PATIENCE = 10.0
"""Seconds to wait for an answer."""
RETRIES = 1
"""Times to ask again at once, under the same key, while a person waits."""

# Stripe would be told about this machine and about how long its answers took.
stripe.enable_telemetry = False

_LOCALES: Final[Mapping[str, Literal["en", "ru"]]] = {"en": "en", "ru": "ru"}


class GatewayAway(Exception):
    """No answer, or one that says "later": nothing is known of what was asked. Ask again under the same key."""


class GatewayRefusal(Exception):
    """Stripe will not do what was asked, however often; its words say why. Ours to mend."""


class AlreadyRefunded(GatewayRefusal):
    """There is nothing left of the payment to give back: an earlier call did it, whose answer was lost."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a bill, in minor units."""

    label: str
    unit_amount: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid, for which attempt, and where the payer goes afterwards."""

    attempt: str
    order: str
    currency: str
    items: tuple[Item, ...]
    email: str
    locale: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    """From half an hour to a day away."""


class Gateway:
    """Stripe, asked asynchronously. One for the whole process; ``close`` it at the end."""

    def __init__(self, key: str, webhook_secret: str, api: str, patience: float = PATIENCE) -> None:
        self._key = key
        self._webhook_secret = webhook_secret
        self._wire = _Wire(patience)
        self._stripe = stripe.StripeClient(
            key, base_addresses={"api": api}, max_network_retries=RETRIES, http_client=self._wire
        )

    @classmethod
    def of(cls, settings: Settings) -> Gateway | None:
        """The gateway that the settings ask for; none without a key."""
        if not settings.stripe_key:
            return None
        return cls(settings.stripe_key, settings.stripe_webhook_secret, settings.stripe_api)

    async def open_page(self, bill: Bill, key: str) -> PaymentPage:
        """The page on which a bill is paid; under the same key, the same one.

        Raises ``Unpayable``, ``GatewayAway``, ``GatewayRefusal``.
        """
        params = _session_of(bill)
        return PaymentPage.of(
            await self._answer(self._stripe.v1.checkout.sessions.create_async(params, {"idempotency_key": key}))
        )

    async def look_up(self, page_id: str) -> PaymentPage:
        """A page as it stands. Raises ``GatewayAway``, ``GatewayRefusal``."""
        return PaymentPage.of(await self._answer(self._stripe.v1.checkout.sessions.retrieve_async(page_id)))

    async def has_failed(self, page: PaymentPage) -> bool:
        """Whether money that was on its way by this page will not come. Raises ``GatewayAway``, ``GatewayRefusal``."""
        if page.status != "complete" or page.payment_status != "unpaid" or page.payment_intent is None:
            return False
        payment = await self._answer(self._stripe.v1.payment_intents.retrieve_async(page.payment_intent))
        return payment["status"] in ("requires_payment_method", "canceled")

    async def expire(self, page_id: str) -> PaymentPage:
        """Close a page, so that it can be paid no more; one that is complete or expired comes back as it is.

        Raises ``GatewayAway``, ``GatewayRefusal``.
        """
        try:
            return PaymentPage.of(await self._answer(self._stripe.v1.checkout.sessions.expire_async(page_id)))
        except GatewayRefusal:
            page = await self.look_up(page_id)
            if page.status == "open":
                raise
            return page

    async def refund(self, payment_intent: str, amount: int, currency: str, key: str) -> Refunded:
        """Give back a part of a payment or all of it; under the same key, once.

        Raises ``Unpayable``, ``GatewayAway``, ``GatewayRefusal``, and ``AlreadyRefunded`` where all of it went back.
        """
        asked = self._stripe.v1.refunds.create_async(
            {"payment_intent": payment_intent, "amount": to_stripe(amount, currency)}, {"idempotency_key": key}
        )
        return Refunded.of(await self._answer(asked))

    def read_event(self, body: bytes, signature: str) -> Event:
        """The event in a request to the webhook; ``signature`` is its ``Stripe-Signature``. Raises ``ForgedEvent``."""
        return read_event(body, signature, self._webhook_secret)

    async def close(self) -> None:
        """Give all connections back."""
        await self._wire.close_async()

    async def _answer(self, asked: Awaitable[stripe.StripeObject]) -> dict[str, Any]:
        try:
            return (await asked).to_dict()
        except stripe.StripeError as error:
            self._explain(error)

    def _explain(self, error: stripe.StripeError) -> NoReturn:
        status = error.http_status or 0
        message = str(error).replace(self._key, "***")
        if error.code == "charge_already_refunded":
            raise AlreadyRefunded(message) from None
        if 400 <= status < 500 and status not in (409, 429):
            raise GatewayRefusal(message) from None
        raise GatewayAway(message) from error


class _Wire(stripe.HTTPClient):
    """What carries requests to Stripe. The library's own httpx client hands the body over as httpx no longer likes."""

    name = "httpx"

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._httpx = httpx.AsyncClient(timeout=patience)

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: str | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        try:
            answer = await self._httpx.request(method, url, headers=dict(headers), content=post_data)
        except httpx.HTTPError as error:
            message = f"Stripe is out of reach: {type(error).__name__}"
            raise stripe.APIConnectionError(message, should_retry=True) from error  # type: ignore[no-untyped-call]
        return answer.content, answer.status_code, answer.headers

    def sleep_async(self, secs: float) -> Awaitable[None]:
        return asyncio.sleep(secs)

    async def close_async(self) -> None:
        await self._httpx.aclose()


def _session_of(bill: Bill) -> SessionCreateParams:
    about = {"attempt": bill.attempt, "order": bill.order}
    return {
        "mode": "payment",
        "line_items": [_line_of(item, bill.currency) for item in bill.items],
        "client_reference_id": bill.order,
        "customer_email": bill.email,
        "metadata": about,
        "payment_intent_data": {"metadata": about},
        "locale": _LOCALES.get(bill.locale, "auto"),
        "success_url": bill.success_url,
        "cancel_url": bill.cancel_url,
        "expires_at": int(bill.expires_at.timestamp()),
        "adaptive_pricing": {"enabled": False},  # the payer sees the amount and the currency of the order
    }


def _line_of(item: Item, currency: str) -> SessionCreateParamsLineItem:
    return {
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": to_stripe(item.unit_amount, currency),
            "product_data": {"name": item.label},
        },
        "quantity": item.quantity,
    }

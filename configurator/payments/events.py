"""Stripe's events: whether one is Stripe's, and what it tells."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from app.core import clock
from configurator.payments.amounts import Unpayable
from configurator.payments.objects import PaymentPage, Refunded, Returned

TOLERANCE = 300
"""Seconds that the clock of a signature may be off, either way."""

ABOUT_PAGES = frozenset(
    (
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    )
)
ABOUT_REFUNDS = frozenset(("refund.updated", "refund.failed"))


class ForgedEvent(Exception):
    """What came is not signed by Stripe, or not now."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. It tells how the object stood when it was made; events come late, twice and in any order."""

    id: str
    type: str
    created: datetime
    page: PaymentPage | None = None
    """For ``checkout.session.*`` of our own making."""
    refund: Refunded | None = None
    """For ``refund.*``."""
    returned: Returned | None = None
    """For ``charge.refunded``."""


def read_event(body: bytes, signature: str, secret: str) -> Event:
    """The event in a request to the webhook; ``signature`` is its ``Stripe-Signature``. Raises ``ForgedEvent``."""
    _verify(body, signature, secret)
    told: dict[str, Any] = json.loads(body)
    event = Event(told["id"], told["type"], datetime.fromtimestamp(told["created"], UTC))
    about = told["data"]["object"]
    with suppress(Unpayable):  # an amount that we could not have asked for belongs to another shop of this account
        if event.type in ABOUT_PAGES and (about.get("metadata") or {}).get("attempt"):
            return replace(event, page=PaymentPage.of(about))
        if event.type in ABOUT_REFUNDS:
            return replace(event, refund=Refunded.of(about))
        if event.type == "charge.refunded":
            return replace(event, returned=Returned.of(about))
    return event


def _verify(body: bytes, signature: str, secret: str) -> None:
    try:
        WebhookSignature.verify_header(body, signature, secret, TOLERANCE)
        # Stripe's function takes any moment to come.
        signed_at = next(int(part[2:]) for part in signature.split(",") if part.startswith("t="))
    except (SignatureVerificationError, ValueError, TypeError):  # the last two: no UTF-8, no ASCII
        raise ForgedEvent from None
    if signed_at > clock.now().timestamp() + TOLERANCE:
        raise ForgedEvent

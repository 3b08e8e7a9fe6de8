"""What Stripe tells of payments, its amounts in our minor units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from configurator.payments.amounts import from_stripe

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """A page of Stripe's on which an attempt is paid (a hosted Checkout Session)."""

    id: str
    url: str | None
    """Where to pay; none once there is nothing to pay there."""
    status: Literal["open", "complete", "expired"]
    payment_status: Literal["paid", "unpaid", "no_payment_required"]
    """Only ``paid`` means that the money is there: a complete page may wait for a bank transfer."""
    amount: int
    currency: str
    payment_intent: str | None
    """The payment, once there is one; refunds go by it."""
    attempt: str
    """What its metadata names as the attempt; empty for a page that is not of our making."""

    @classmethod
    def of(cls, session: Told) -> PaymentPage:
        """The page out of Stripe's ``checkout.session``. Raises ``Unpayable`` for an amount we could not have asked."""
        return cls(
            id=session["id"],
            url=session.get("url"),
            status=session["status"],
            payment_status=session["payment_status"],
            amount=from_stripe(session["amount_total"], session["currency"]),
            currency=session["currency"].upper(),
            payment_intent=session.get("payment_intent"),
            attempt=(session.get("metadata") or {}).get("attempt", ""),
        )


@dataclass(frozen=True, slots=True)
class Refunded:
    """One refund."""

    id: str
    status: Literal["pending", "requires_action", "succeeded", "failed", "canceled"]
    """``succeeded`` may still become ``failed`` when a bank sends the money back."""
    amount: int
    currency: str
    payment_intent: str | None

    @classmethod
    def of(cls, refund: Told) -> Refunded:
        """The refund out of Stripe's ``refund``. Raises ``Unpayable`` for an amount we could not have asked."""
        return cls(
            id=refund["id"],
            status=refund["status"],
            amount=from_stripe(refund["amount"], refund["currency"]),
            currency=refund["currency"].upper(),
            payment_intent=refund.get("payment_intent"),
        )


@dataclass(frozen=True, slots=True)
class Returned:
    """What went back of one payment, by all its refunds together, whoever made them."""

    payment_intent: str | None
    amount: int
    currency: str

    @classmethod
    def of(cls, charge: Told) -> Returned:
        """The sum out of Stripe's ``charge``. Raises ``Unpayable`` for an amount we could not have asked."""
        return cls(
            payment_intent=charge.get("payment_intent"),
            amount=from_stripe(charge["amount_refunded"], charge["currency"]),
            currency=charge["currency"].upper(),
        )

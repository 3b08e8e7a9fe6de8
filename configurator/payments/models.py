"""Attempts to pay an order, what Stripe told of them, and refunds. Amounts are minor units."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime, enumerated


class AttemptState(StrEnum):
    """OPEN until Stripe tells more; PENDING when the money is on its way, as with a bank transfer."""

    OPEN = "open"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class Attempt(Base):
    """One attempt to pay an order. Its id is the idempotency key, and goes with the payment as its metadata."""

    __tablename__ = "payment_attempts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    email: Mapped[str] = mapped_column(String(254))
    """As it was when the attempt began: under one key Stripe must always be asked the same."""
    state: Mapped[AttemptState] = mapped_column(enumerated(AttemptState, 10), index=True)
    page_id: Mapped[str | None] = mapped_column(String(100))
    """Stripe's id of the page on which it is paid; none until Stripe's answer is written down."""
    payment_intent: Mapped[str | None] = mapped_column(String(100), index=True)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    """What has come in, as Stripe says."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When Stripe, which had told nothing, was last asked after it."""


class PaymentEvent(Base):
    """An event of Stripe's that has been dealt with: told again, it changes nothing."""

    __tablename__ = "payment_events"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    type: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Refund(Base):
    """Money of one attempt that goes back. Its id is the idempotency key."""

    __tablename__ = "refunds"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("payment_attempts.id"), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

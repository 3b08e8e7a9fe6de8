"""Attempts to pay an order, what Stripe told of them, refunds, and invoices. Amounts are minor units."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, UtcDateTime, enumerated
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_


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
    __table_args__ = titled(N_("Payments"))

    id: Mapped[str] = mapped_column(
        String(32), primary_key=True, info=personal(N_("Our name for the payment"), Kind.PURCHASE, "books")
    )
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True, info=IMPERSONAL)
    amount: Mapped[int] = mapped_column(BigInteger, info=personal(N_("Amount"), Kind.PURCHASE, "books"))
    currency: Mapped[str] = mapped_column(String(3), info=personal(N_("Currency"), Kind.PURCHASE, "books"))
    email: Mapped[str] = mapped_column(String(254), info=personal(N_("E-mail"), Kind.CONTACT, "orders"))
    """As it was when the attempt began: under one key Stripe must always be asked the same."""
    state: Mapped[AttemptState] = mapped_column(
        enumerated(AttemptState, 10), index=True, info=personal(N_("State"), Kind.PURCHASE, "books")
    )
    page_id: Mapped[str | None] = mapped_column(
        String(100), info=personal(N_("Name of the payment page"), Kind.PURCHASE, "books")
    )
    """Stripe's id of the page on which it is paid; none until Stripe's answer is written down."""
    payment_intent: Mapped[str | None] = mapped_column(
        String(100), index=True, info=personal(N_("The payment service's name for it"), Kind.PURCHASE, "books")
    )
    received: Mapped[int] = mapped_column(BigInteger, default=0, info=personal(N_("Came in"), Kind.PURCHASE, "books"))
    """What has come in, as Stripe says."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Begun"), Kind.PURCHASE, "books"))
    ends_at: Mapped[datetime] = mapped_column(
        UtcDateTime, info=personal(N_("To be paid until"), Kind.PURCHASE, "books")
    )
    settled_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Settled"), Kind.PURCHASE, "books")
    )
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=IMPERSONAL)
    """When Stripe, which had told nothing, was last asked after it."""


class PaymentEvent(Base):
    """An event of Stripe's that has been dealt with: told again, it changes nothing."""

    __tablename__ = "payment_events"
    __table_args__ = ({"info": IMPERSONAL},)

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    type: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Refund(Base):
    """Money of one attempt that goes back. Its id is the idempotency key."""

    __tablename__ = "refunds"
    __table_args__ = titled(N_("Money that goes back to you"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, info=IMPERSONAL)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("payment_attempts.id"), unique=True, info=IMPERSONAL)
    amount: Mapped[int] = mapped_column(BigInteger, info=personal(N_("Amount"), Kind.PURCHASE, "books"))
    why: Mapped[str] = mapped_column(String(60), info=personal(N_("Why"), Kind.PURCHASE, "books"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Due"), Kind.PURCHASE, "books"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=personal(N_("Done"), Kind.PURCHASE, "books"))


class Invoice(Base):
    """What is paid for an order by a transfer, to whom and until when. It bears the order's number."""

    __tablename__ = "invoices"
    __table_args__ = titled(N_("Invoices"))

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True, info=IMPERSONAL)
    due_on: Mapped[date] = mapped_column(Date, info=personal(N_("To be paid until"), Kind.PURCHASE, "books"))
    seller: Mapped[list[str]] = mapped_column(JSON, info=IMPERSONAL)
    """Who sells: name, address, numbers, line by line as they were on the day."""
    bank: Mapped[list[str]] = mapped_column(JSON, info=IMPERSONAL)
    """Where it is paid to, line by line as well."""
    received: Mapped[int] = mapped_column(BigInteger, default=0, info=personal(N_("Came in"), Kind.PURCHASE, "books"))
    """What has come in, as staff say."""

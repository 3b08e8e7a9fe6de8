"""The two histories of an order, and the moves there are in each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Payment(StrEnum):
    """How an order's payment stands."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class Work(StrEnum):
    """How far an order is."""

    PLACED = "placed"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    """For the customer's answer."""
    APPROVED = "approved"
    DECLINED = "declined"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class By(StrEnum):
    """Who moved an order."""

    CUSTOMER = "customer"
    STAFF = "staff"
    PAYMENTS = "payments"
    """The payment service."""


State = Payment | Work

MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        Payment.OPEN: frozenset((Payment.PAID, Payment.FAILED, Payment.EXPIRED)),
        Payment.FAILED: frozenset((Payment.OPEN, Payment.PAID, Payment.EXPIRED)),
        Payment.EXPIRED: frozenset((Payment.OPEN, Payment.PAID)),
        Payment.PAID: frozenset((Payment.REFUND_DUE,)),
        Payment.REFUND_DUE: frozenset((Payment.REFUNDED,)),
        Payment.REFUNDED: frozenset(),
        Work.PLACED: frozenset((Work.IN_REVIEW, Work.CANCELLED)),
        Work.IN_REVIEW: frozenset((Work.WAITING, Work.APPROVED, Work.DECLINED, Work.CANCELLED)),
        Work.WAITING: frozenset((Work.IN_REVIEW, Work.APPROVED, Work.DECLINED, Work.CANCELLED)),
        Work.APPROVED: frozenset((Work.IN_PRODUCTION,)),
        Work.IN_PRODUCTION: frozenset((Work.READY,)),
        Work.READY: frozenset((Work.DISPATCHED,)),
        Work.DISPATCHED: frozenset((Work.DELIVERED,)),
        Work.DELIVERED: frozenset(),
        Work.DECLINED: frozenset(),
        Work.CANCELLED: frozenset(),
    }
)

UNPAID = (Payment.OPEN, Payment.FAILED, Payment.EXPIRED)

UNDECIDED = (Work.PLACED, Work.IN_REVIEW, Work.WAITING)

MAKING = (Work.APPROVED, Work.IN_PRODUCTION, Work.READY, Work.DISPATCHED, Work.DELIVERED)
"""The steps that follow one another once an order is approved."""


class Impossible(Exception):
    """A move that is not in the table; `before` is how things stand."""

    def __init__(self, before: State, after: State) -> None:
        self.before = before
        super().__init__(f"no order goes from {before} to {after}")


def check_move(before: State, after: State) -> None:
    """Raises `Impossible` unless the table allows it."""
    if after not in MOVES[before]:
        raise Impossible(before, after)

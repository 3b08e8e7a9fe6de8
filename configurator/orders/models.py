"""Orders and all that is kept with them. Amounts are minor units of the order's currency."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.api import Owned, Person
from app.core.database import Base, UtcDateTime, enumerated
from configurator.engine.model import Texts
from configurator.orders.states import By, Payment, Work
from configurator.specs.models import Snapshot
from configurator.specs.portrait import Portrait

FIRST_NUMBER = 1001


class Delivery(TypedDict):
    """Where an order goes, as the customer typed it; `country` by ISO 3166."""

    name: str
    street: str
    more: str
    postcode: str
    city: str
    country: str


class PriceRow(TypedDict):
    """One line of the price of one piece."""

    label: Texts
    amount: int


class Content(TypedDict):
    """All that a line was when it was ordered: nothing of it is looked up again."""

    portrait: Portrait
    drawn: Texts
    """Markup of the drawing, whose words are in each language."""
    prices: list[PriceRow]
    snapshot: Snapshot
    personal: dict[str, str]
    kept: list[Texts]
    """The questions whose answers end the right of withdrawal."""


class Order(Owned, Base):
    """What a customer bought, and how it goes."""

    __tablename__ = "orders"
    __table_args__ = (Index("ix_orders_work_placed_at", "work", "placed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(unique=True)
    """A cart becomes one order, however often its button is pressed."""
    seal: Mapped[str] = mapped_column(String(64))
    """A digest of what was agreed to: another tab may have shown something else."""
    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(8))
    region: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    shipping: Mapped[int] = mapped_column(BigInteger)
    tax_label: Mapped[Texts] = mapped_column(JSON)
    tax_rate: Mapped[str] = mapped_column(String(10))
    """In per cent, a decimal number."""
    tax_added: Mapped[bool]
    tax: Mapped[int] = mapped_column(BigInteger)
    """How much of the total is tax; on top of the lines when it is added."""
    total: Mapped[int] = mapped_column(BigInteger)
    delivery: Mapped[Delivery] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payment: Mapped[Payment] = mapped_column(enumerated(Payment, 12))
    work: Mapped[Work] = mapped_column(enumerated(Work, 16))
    turn: Mapped[int] = mapped_column(default=0)
    """Counts every change: who acts on an older turn has not seen all."""
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    reviewed_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restricted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since then it is kept for the books alone: its customer was erased."""

    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.position", lazy="raise")
    changes: Mapped[list[Change]] = relationship(order_by="Change.id", lazy="raise")
    messages: Mapped[list[Message]] = relationship(order_by="Message.id", lazy="raise")
    reviewer: Mapped[Person | None] = relationship(foreign_keys="Order.reviewer_id", lazy="raise")

    @property
    def number(self) -> int:
        """The number by which people call it."""
        return self.id + FIRST_NUMBER - 1


class OrderLine(Base):
    """One thing ordered, some pieces of it."""

    __tablename__ = "order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    spec_code: Mapped[str] = mapped_column(String(11))
    revision: Mapped[int]
    product: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[int]
    unit: Mapped[int] = mapped_column(BigInteger)
    """The price of one piece, without a tax that is added."""
    tax: Mapped[int] = mapped_column(BigInteger)
    """How much tax is in the line, or comes on top of it."""
    content: Mapped[Content] = mapped_column(JSON)

    @property
    def total(self) -> int:
        return self.unit * self.quantity


class Change(Base):
    """One move in one of an order's two histories: who, when, why."""

    __tablename__ = "order_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[By] = mapped_column(enumerated(By, 10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    why: Mapped[str] = mapped_column(Text)
    person: Mapped[Person | None] = relationship(lazy="raise")


class Message(Base):
    """What staff or the customer wrote about an order."""

    __tablename__ = "order_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    by: Mapped[By] = mapped_column(enumerated(By, 10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[Person | None] = relationship(lazy="raise")

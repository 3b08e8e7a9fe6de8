"""Orders and all that is kept with them. Amounts are minor units of the order's currency."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired, TypedDict

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.api import Owned, Person
from app.core.database import Base, UtcDateTime, enumerated
from app.core.datamap import IMPERSONAL, Kind, personal, titled
from app.core.i18n import N_
from configurator.engine.model import Texts
from configurator.orders.states import By, Payment, Work
from configurator.payments.models import Invoice
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
    withdrawal_days: NotRequired[int]
    """So long after delivery one may withdraw otherwise; 14 where it was not written down yet."""
    reviews: NotRequired[list[Texts]]
    """What was unlikely about it, for staff to look at."""


class Order(Owned, Base):
    """What a customer bought, and how it goes."""

    __tablename__ = "orders"
    __table_args__ = (Index("ix_orders_work_placed_at", "work", "placed_at"), titled(N_("What you ordered")))

    id: Mapped[int] = mapped_column(
        primary_key=True, info=personal(N_("Order number, less 1000"), Kind.PURCHASE, "books")
    )
    cart_id: Mapped[int] = mapped_column(unique=True, info=IMPERSONAL)
    """A cart becomes one order, however often its button is pressed."""
    seal: Mapped[str] = mapped_column(
        String(64), info=personal(N_("Seal over what you agreed to"), Kind.PURCHASE, "orders")
    )
    """A digest of what was agreed to: another tab may have shown something else."""
    email: Mapped[str] = mapped_column(String(254), index=True, info=personal(N_("E-mail"), Kind.CONTACT, "orders"))
    locale: Mapped[str] = mapped_column(String(8), info=personal(N_("Language"), Kind.PURCHASE, "books"))
    region: Mapped[str] = mapped_column(String(64), info=personal(N_("Region"), Kind.PURCHASE, "books"))
    currency: Mapped[str] = mapped_column(String(3), info=personal(N_("Currency"), Kind.PURCHASE, "books"))
    shipping: Mapped[int] = mapped_column(BigInteger, info=personal(N_("Shipping"), Kind.PURCHASE, "books"))
    tax_label: Mapped[Texts] = mapped_column(JSON, info=personal(N_("Tax"), Kind.PURCHASE, "books"))
    tax_rate: Mapped[str] = mapped_column(String(10), info=personal(N_("Tax rate"), Kind.PURCHASE, "books"))
    """In per cent, a decimal number."""
    tax_added: Mapped[bool] = mapped_column(info=personal(N_("Tax comes on top"), Kind.PURCHASE, "books"))
    tax: Mapped[int] = mapped_column(BigInteger, info=personal(N_("How much tax"), Kind.PURCHASE, "books"))
    """How much of the total is tax; on top of the lines when it is added."""
    total: Mapped[int] = mapped_column(BigInteger, info=personal(N_("Total"), Kind.PURCHASE, "books"))
    delivery: Mapped[Delivery] = mapped_column(
        JSON, info=personal(N_("Name and address of delivery"), Kind.CONTACT, "books")
    )
    note: Mapped[str] = mapped_column(Text, info=personal(N_("Your note on it"), Kind.WORDS, "orders"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("Placed"), Kind.PURCHASE, "books"))
    payment: Mapped[Payment] = mapped_column(
        enumerated(Payment, 12), info=personal(N_("Payment"), Kind.PURCHASE, "books")
    )
    work: Mapped[Work] = mapped_column(enumerated(Work, 16), info=personal(N_("Work"), Kind.PURCHASE, "books"))
    turn: Mapped[int] = mapped_column(default=0, info=IMPERSONAL)
    """Counts every change: who acts on an older turn has not seen all."""
    reviewer_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"),
        info=personal(N_("Number of whoever reviews it"), Kind.TRACE, "account"),
    )
    reviewed_since: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Reviewed since"), Kind.TRACE, "orders")
    )
    restricted_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info=personal(N_("Kept for the books alone since"), Kind.PURCHASE, "books")
    )
    """Since then it is kept for the books alone: its customer was erased."""

    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.position", lazy="raise")
    changes: Mapped[list[Change]] = relationship(order_by="Change.id", lazy="raise")
    messages: Mapped[list[Message]] = relationship(order_by="Message.id", lazy="raise")
    reviewer: Mapped[Person | None] = relationship(foreign_keys="Order.reviewer_id", lazy="raise")
    invoice: Mapped[Invoice | None] = relationship(viewonly=True, lazy="raise")
    """By which it is paid, unless that is done on a page of the payment service."""

    @property
    def number(self) -> int:
        """The number by which people call it."""
        return self.id + FIRST_NUMBER - 1

    @property
    def reduced(self) -> bool:
        """Whether no more is left of it than the books need."""
        return self.restricted_at is not None and not self.email


class OrderLine(Base):
    """One thing ordered, some pieces of it."""

    __tablename__ = "order_lines"
    __table_args__ = titled(N_("The things you ordered"))

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True, info=IMPERSONAL)
    position: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    spec_code: Mapped[str] = mapped_column(String(11), info=personal(N_("Spec code"), Kind.TASTE, "orders"))
    revision: Mapped[int] = mapped_column(info=personal(N_("Revision"), Kind.PURCHASE, "books"))
    product: Mapped[str] = mapped_column(String(64), info=personal(N_("Product"), Kind.PURCHASE, "books"))
    version: Mapped[str] = mapped_column(String(64), info=personal(N_("Product version"), Kind.PURCHASE, "books"))
    quantity: Mapped[int] = mapped_column(info=personal(N_("Pieces"), Kind.PURCHASE, "books"))
    unit: Mapped[int] = mapped_column(BigInteger, info=personal(N_("Price of one"), Kind.PURCHASE, "books"))
    """The price of one piece, without a tax that is added."""
    tax: Mapped[int] = mapped_column(BigInteger, info=personal(N_("How much tax"), Kind.PURCHASE, "books"))
    """How much tax is in the line, or comes on top of it."""
    content: Mapped[Content] = mapped_column(
        JSON, info=personal(N_("The thing as you ordered it"), Kind.PURCHASE, "books")
    )

    @property
    def total(self) -> int:
        return self.unit * self.quantity


class Change(Base):
    """One move in one of an order's two histories: who, when, why."""

    __tablename__ = "order_changes"
    __table_args__ = titled(N_("How your orders went"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True, info=IMPERSONAL)
    before: Mapped[str] = mapped_column(String(16), info=personal(N_("State before"), Kind.PURCHASE, "books"))
    after: Mapped[str] = mapped_column(String(16), info=personal(N_("State after"), Kind.PURCHASE, "books"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("When"), Kind.PURCHASE, "books"))
    by: Mapped[By] = mapped_column(enumerated(By, 10), info=personal(N_("By whom"), Kind.PURCHASE, "books"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), info=personal(N_("Your number with us"), Kind.TRACE, "account")
    )
    why: Mapped[str] = mapped_column(Text, info=personal(N_("Why"), Kind.WORDS, "orders"))
    person: Mapped[Person | None] = relationship(lazy="raise")


class Message(Base):
    """What staff or the customer wrote about an order."""

    __tablename__ = "order_messages"
    __table_args__ = titled(N_("Questions and answers"))

    id: Mapped[int] = mapped_column(primary_key=True, info=IMPERSONAL)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True, info=IMPERSONAL)
    by: Mapped[By] = mapped_column(enumerated(By, 10), info=personal(N_("By whom"), Kind.TRACE, "orders"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), info=personal(N_("Your number with us"), Kind.TRACE, "account")
    )
    text: Mapped[str] = mapped_column(Text, info=personal(N_("What was written"), Kind.WORDS, "orders"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, info=personal(N_("When"), Kind.TRACE, "orders"))
    person: Mapped[Person | None] = relationship(lazy="raise")

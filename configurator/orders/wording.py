"""An order in words."""

from __future__ import annotations

from decimal import Decimal

from app.core.formats import country_name, format_number
from app.core.i18n import N_, translator
from configurator.engine.model import Texts
from configurator.orders.models import Delivery, Order
from configurator.orders.states import By, Payment, State, Work

STATES: dict[State, str] = {
    Payment.OPEN: N_("Not paid yet"),
    Payment.PAID: N_("Paid"),
    Payment.FAILED: N_("The payment failed"),
    Payment.EXPIRED: N_("The time to pay ran out"),
    Payment.REFUND_DUE: N_("The money is on its way back"),
    Payment.REFUNDED: N_("The money is sent back"),
    Work.PLACED: N_("Placed"),
    Work.IN_REVIEW: N_("We are looking at it"),
    Work.WAITING: N_("Waits for an answer"),
    Work.APPROVED: N_("Approved"),
    Work.DECLINED: N_("Declined"),
    Work.IN_PRODUCTION: N_("In the workshop"),
    Work.READY: N_("Ready"),
    Work.DISPATCHED: N_("On its way"),
    Work.DELIVERED: N_("Delivered"),
    Work.CANCELLED: N_("Cancelled"),
}

ACTORS: dict[By, str] = {
    By.CUSTOMER: N_("the customer"),
    By.STAFF: N_("our staff"),
    By.PAYMENTS: N_("the payment service"),
}


def about(order: Order) -> str:
    """What the outbox calls the order."""
    return f"order:{order.id}"


def state_words(state: State, locale: str) -> str:
    """A state as people read it."""
    return translator(locale).gettext(STATES[state])


def reference_words(order: Order, locale: str) -> str:
    """What a transfer for the order has to say."""
    return translator(locale).gettext("Payment for order {number}", number=order.number)


def tax_words(order: Order, locale: str) -> str:
    """Which tax is in the order's total, or comes on top."""
    return named_tax(order.tax_label, Decimal(order.tax_rate), order.tax_added, locale)


def named_tax(label: Texts, rate: Decimal, added: bool, locale: str) -> str:
    """A tax by name and rate: ``of which VAT 19 %``, or without "of which" where it comes on top."""
    said = label.get(locale) or next(iter(label.values()), "")
    named = f"{said} {format_number(rate, locale)}\N{NO-BREAK SPACE}%"
    return named if added else translator(locale).gettext("of which {tax}", tax=named)


def address_of(delivery: Delivery, locale: str) -> tuple[str, ...]:
    """An address, line by line."""
    town = f"{delivery['postcode']} {delivery['city']}"
    lines = (delivery["name"], delivery["street"], delivery["more"], town, country_name(delivery["country"], locale))
    return tuple(filter(None, lines))

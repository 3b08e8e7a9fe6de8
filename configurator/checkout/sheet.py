"""What an order would come to: pure, from cart lines and a destination to amounts that add up."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from configurator.pricing.destinations import Destination
from configurator.pricing.money import rounded


@dataclass(frozen=True, slots=True)
class Priced:
    """A line as it is charged: `unit` is the price of one piece without a tax that is added."""

    revision: int
    quantity: int
    unit: int

    @property
    def total(self) -> int:
        return self.unit * self.quantity


@dataclass(frozen=True, slots=True)
class Sheet:
    """Amounts in minor units. An added tax comes on top of lines and shipping; an included one is in them.

    `line_taxes` are each line's own, `tax` is theirs and that of the shipping.
    """

    currency: str
    country: str
    lines: tuple[Priced, ...]
    shipping: int
    rate: Decimal
    added: bool
    line_taxes: tuple[int, ...]
    tax: int
    total: int

    def seal(self, delivery: object) -> str:
        """A digest of all that is agreed to with one press of the button."""
        agreed = json.dumps([asdict(self), delivery], default=str, sort_keys=True)
        return hashlib.sha256(agreed.encode()).hexdigest()


def sheet_of(lines: Sequence[Priced], currency: str, destination: Destination, added: bool, day: dt.date) -> Sheet:
    """The amounts of an order. Tax is rounded for each piece, so that more pieces cost just that much more.

    Raises `LookupError` where nothing is known for the currency or the day.
    """
    rate, shipping = destination.rate(day), destination.shipping[currency]
    taxes = tuple(_tax(line.unit, rate, added) * line.quantity for line in lines)
    tax = sum(taxes) + _tax(shipping, rate, added)
    total = sum(line.total for line in lines) + shipping + (tax if added else 0)
    return Sheet(currency, destination.country, tuple(lines), shipping, rate, added, taxes, tax, total)


def _tax(amount: int, rate: Decimal, added: bool) -> int:
    return rounded(amount * rate / (100 if added else 100 + rate))

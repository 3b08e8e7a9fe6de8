"""A price book: all prices of a product in one region, in one currency, with or without tax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from configurator.engine.evaluate import Condition
from configurator.engine.language import Formula
from configurator.engine.model import Texts
from configurator.pricing.money import rounded


class TaxMode(StrEnum):
    """Whether prices contain the tax or it comes on top."""

    INCLUDED = "included"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Tax:
    """`rate` is in per cent."""

    mode: TaxMode
    rate: Decimal
    label: Texts


@dataclass(frozen=True, slots=True)
class PerUnit:
    """`price` minor units for each unit of a number above `above`."""

    price: Decimal
    above: Decimal

    def due(self, value: Decimal) -> int:
        """What a number of `value` units costs."""
        return rounded((value - self.above) * self.price) if value > self.above else 0


@dataclass(frozen=True, slots=True)
class Surcharge:
    """An amount that is due, or taken off, while a condition holds: `when` as it is written, `applies` of a product.

    `groups` are those whose answers decide it; None where that is not known.
    """

    code: str
    label: Texts
    amount: int
    when: Formula
    applies: Condition
    groups: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PriceBook:
    """All amounts are minor units of `currency`; an option's is for one piece.

    `country` is that whose rate of tax it has, by ISO 3166; none where the rate is the region's.
    """

    region: str
    currency: str
    tax: Tax
    base: int
    base_label: Texts
    options: Mapping[tuple[str, str], int] = field(default_factory=dict)
    per_unit: Mapping[str, PerUnit] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    surcharges: tuple[Surcharge, ...] = ()
    country: str = ""

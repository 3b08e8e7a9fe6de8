"""The price of a product, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from configurator.engine.product import Product
from configurator.pricing.book import PriceBook, TaxMode
from configurator.pricing.money import rounded


class LineKind(StrEnum):
    """What a line is for."""

    BASE = "base"
    OPTION = "option"
    NUMBER = "number"
    TEXT = "text"
    SURCHARGE = "surcharge"
    TAX = "tax"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a breakdown. `code` names the option, group or surcharge; `quantity` its pieces."""

    kind: LineKind
    code: str
    amount: int
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class TaxShare:
    """How much of a total is tax; `rate` in per cent."""

    rate: Decimal
    amount: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A price in minor units. `total` is the sum of the lines; an added tax is one of them."""

    currency: str
    lines: tuple[Line, ...]
    total: int
    tax: TaxShare


def quote(book: PriceBook, product: Product) -> Breakdown:
    """The breakdown of `product` under `book`; lines of nothing are left out."""
    lines = tuple(line for line in _lines(book, product) if line.amount or line.kind is LineKind.BASE)
    total = sum(line.amount for line in lines)
    rate = book.tax.rate
    if book.tax.mode is TaxMode.INCLUDED or not rate:
        return Breakdown(book.currency, lines, total, TaxShare(rate, rounded(total * rate / (100 + rate))))
    tax = rounded(total * rate / 100)
    return Breakdown(book.currency, (*lines, Line(LineKind.TAX, "tax", tax)), total + tax, TaxShare(rate, tax))


def total(book: PriceBook, product: Product) -> int:
    """The total of `quote`, without the lines."""
    prices = book.options
    amount = book.base + sum([prices[key] * count for key, count in product.options.items() if key in prices])
    amount += sum(rate.due(product.numbers[group]) for group, rate in book.per_unit.items() if group in product.numbers)
    amount += sum(price for group, price in book.texts.items() if group in product.texts)
    amount += sum(surcharge.amount for surcharge in book.surcharges if surcharge.applies(product))
    return taxed(book, amount)


class Totals:
    """Totals of many products that differ from one in few groups: only these are added up anew."""

    def __init__(self, book: PriceBook, product: Product) -> None:
        self._book = book
        self._due = [surcharge.applies(product) for surcharge in book.surcharges]
        self._costs: dict[str, int] = {}
        for line in _answers(book, product):
            group = line.code.partition(".")[0]
            self._costs[group] = self._costs.get(group, 0) + line.amount
        due = sum(each.amount for each, is_due in zip(book.surcharges, self._due, strict=True) if is_due)
        self._amount = book.base + sum(self._costs.values()) + due

    def of(self, other: Product, moved: tuple[str, ...]) -> int:
        """As ``total`` of a product that differs in the groups `moved` at most."""
        book, prices = self._book, self._book.options
        amount = self._amount - sum([self._costs.get(group, 0) for group in moved])
        amount += sum([prices[key] * n for key, n in other.options.items() if key[0] in moved and key in prices])
        for group in moved:
            if group in book.per_unit and group in other.numbers:
                amount += book.per_unit[group].due(other.numbers[group])
            if group in book.texts and group in other.texts:
                amount += book.texts[group]
        for surcharge, is_due in zip(book.surcharges, self._due, strict=True):
            if surcharge.groups is None or not surcharge.groups.isdisjoint(moved):
                amount += surcharge.amount * (surcharge.applies(other) - is_due)
        return taxed(book, amount)


def taxed(book: PriceBook, amount: int) -> int:
    """The total of lines that come to `amount`: of two amounts the larger has the larger total."""
    if book.tax.mode is TaxMode.INCLUDED:
        return amount
    return amount + rounded(amount * book.tax.rate / 100)


def _lines(book: PriceBook, product: Product) -> Iterator[Line]:
    yield Line(LineKind.BASE, "base", book.base)
    yield from _answers(book, product)
    for surcharge in book.surcharges:
        if surcharge.applies(product):
            yield Line(LineKind.SURCHARGE, surcharge.code, surcharge.amount)


def _answers(book: PriceBook, product: Product) -> Iterator[Line]:
    for (group, option), count in product.options.items():
        price = book.options.get((group, option), 0)
        if price:
            yield Line(LineKind.OPTION, f"{group}.{option}", price * count, count)
    for group, rate in book.per_unit.items():
        if group in product.numbers:
            yield Line(LineKind.NUMBER, group, rate.due(product.numbers[group]))
    for group, price in book.texts.items():
        if group in product.texts:
            yield Line(LineKind.TEXT, group, price)

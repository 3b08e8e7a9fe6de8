"""The price of a product, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from configurator.engine.changes import Change
from configurator.engine.model import Kind
from configurator.engine.product import Product
from configurator.engine.verdict import Click
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
    """Totals of many products that differ from one in few answers: only these are added up anew."""

    def __init__(self, book: PriceBook, product: Product) -> None:
        self._book = book
        self._due = [surcharge.applies(product) for surcharge in book.surcharges]
        due = sum(each.amount for each, is_due in zip(book.surcharges, self._due, strict=True) if is_due)
        self._amount = book.base + sum(line.amount for line in _answers(book, product)) + due

    def of(self, click: Click) -> int:
        """As ``total`` of the product to which the click leads."""
        amount = self._amount + sum([_difference(self._book, change) for change in click.changes])
        moved = {click.choice.group, *click.moves}
        for surcharge, is_due in zip(self._book.surcharges, self._due, strict=True):
            if surcharge.groups is None or not surcharge.groups.isdisjoint(moved):
                amount += surcharge.amount * (surcharge.applies(click.product) - is_due)
        return taxed(self._book, amount)


def _difference(book: PriceBook, change: Change) -> int:
    """What an answer costs more than the one before."""
    kind, group, option, before, after = change
    if option is not None:
        return book.options.get((group, option), 0) * (int(after or 0) - int(before or 0))
    if kind is not Kind.NUMBER:
        return book.texts.get(group, 0) * (int(after or 0) - int(before or 0))
    due = book.per_unit[group].due if group in book.per_unit else lambda value: 0
    return (0 if after is None else due(after)) - (0 if before is None else due(before))


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

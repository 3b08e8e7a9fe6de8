"""What goes and what comes from one product to another, with what each part adds or takes off."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from configurator.build.asking import Asking
from configurator.build.view import Swap
from configurator.build.wording import Wording
from configurator.engine.model import Group
from configurator.engine.product import Product
from configurator.pricing.quote import Breakdown, LineKind, quote


def swaps_of(
    asking: Asking, before: Product, after: Product, words: Wording
) -> tuple[tuple[Swap, ...], tuple[Swap, ...]]:
    """What `after` has no more, and what it has instead. Both are products of the version that `asking` asks."""
    now, then = quote(asking.book, before), quote(asking.book, after)
    goes = (*_parts(asking, before, after, now, words, -1), *_fees(asking, now, then, words, -1))
    comes = (*_parts(asking, after, before, then, words, 1), *_fees(asking, then, now, words, 1))
    return goes, comes


def _parts(
    asking: Asking, product: Product, other: Product, price: Breakdown, words: Wording, sign: int
) -> Iterator[Swap]:
    """What is in `product` and not in `other`, question by question, with what it adds or takes off."""
    for group in asking.published.file.model.groups:
        for option, count in product.chosen(group.code):
            if other.pieces(group.code, option) < count:
                yield _part(asking, group, option, count - other.pieces(group.code, option), words, sign)
        value = product.numbers.get(group.code)
        if value is not None and value != other.numbers.get(group.code) and not group.personal:
            amount = sum(line.amount for line in price.lines if (line.kind, line.code) == (LineKind.NUMBER, group.code))
            label = f"{words.of(group.label)}: {words.number(group, value)}"
            yield Swap(label, words.difference(sign * amount, asking.book))


def _part(asking: Asking, group: Group, option: str, count: int, words: Wording, sign: int) -> Swap:
    price = asking.book.options.get((group.code, option), 0) * count
    label = f"{words.of(group.label)}: {words.pieces(words.option(group.code, option), count)}"
    return Swap(label, words.difference(sign * price, asking.book))


def _fees(asking: Asking, price: Breakdown, other: Breakdown, words: Wording, sign: int) -> Iterator[Swap]:
    """The lines of `price` that are for no part, such as surcharges, where `other` has not the same."""
    model = asking.published.file.model
    for line in price.lines:
        part = line.kind is LineKind.OPTION or (line.kind is LineKind.NUMBER and not model[line.code].personal)
        if not part and line not in other.lines:
            told = asking.published.file.model.group(line.code) if sign < 0 and line.code in asking.answers else None
            label = words.line(line, asking.book)
            if told is not None and told.scale is not None:
                label += f": {words.number(told, Decimal(asking.answers[told.code]))}"
            yield Swap(label, words.difference(sign * line.amount, asking.book))

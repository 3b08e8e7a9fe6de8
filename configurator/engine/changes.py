"""What changes from one product to another, answer by answer."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from configurator.engine.model import Kind
from configurator.engine.product import Product


class Change(NamedTuple):
    """An answer to a question of a `kind`, before and after: of an `option` its pieces, of a number its value, of a
    text or a file 1 if it is given; None while the question does not exist."""

    kind: Kind
    group: str
    option: str | None
    before: Decimal | None
    after: Decimal | None


def changed(product: Product, changes: Iterable[Change]) -> Product:
    """The product with some answers changed."""
    options, numbers, texts = dict(product.options), dict(product.numbers), set(product.texts)
    for kind, group, option, _, after in changes:
        if option is not None:
            options.pop((group, option), None)
            if after:
                options[group, option] = int(after)
        elif kind is Kind.NUMBER:
            numbers.pop(group, None)
            if after is not None:
                numbers[group] = after
        else:
            texts.discard(group)
            if after:
                texts.add(group)
    return Product(options, numbers, frozenset(texts))

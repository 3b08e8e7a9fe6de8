"""Where two products differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from configurator.engine.product import Product


def differing(one: Product, other: Product, groups: Iterable[str]) -> Iterator[str]:
    """Those of the groups, and all that either product answers besides, to which they give different answers."""
    answered = [code for product in (one, other) for code in _answered(product)]
    for code in dict.fromkeys((*groups, *answered)):
        if _answer(one, code) != _answer(other, code):
            yield code


def _answered(product: Product) -> Iterator[str]:
    yield from (code for code, _ in product.options)
    yield from product.numbers
    yield from sorted(product.texts)


def _answer(product: Product, group: str) -> tuple[object, ...]:
    return dict(product.chosen(group)), product.numbers.get(group), group in product.texts

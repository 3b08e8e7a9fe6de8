"""The choices that lead to a certain product."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from configurator.build.asking import Asking
from configurator.engine.choices import Choice
from configurator.engine.model import Group, Kind
from configurator.engine.product import Product


def leading_to(asking: Asking, product: Product) -> Asking:
    """`asking`, with what must be chosen besides so that `product` stands: it meets the choices of `asking`."""
    verdict = asking.verdict()
    while otherwise := [
        group for group in asking.published.file.model.groups if _differs(group, verdict.product, product)
    ]:
        said = [choice for group in otherwise for choice in _answers(group, product)]
        asking = asking.with_choices([*_but(verdict.choices, otherwise), *said])
        before, verdict = verdict, asking.verdict()
        if before.choices == verdict.choices:
            break
    return asking


def _differs(group: Group, one: Product, other: Product) -> bool:
    if group.personal:
        return False
    return dict(one.chosen(group.code)) != dict(other.chosen(group.code)) or (
        one.numbers.get(group.code) != other.numbers.get(group.code)
    )


def _answers(group: Group, product: Product) -> Iterator[Choice]:
    """All that the product says to the group's question."""
    if group.code in product.numbers:
        yield Choice(group.code, None, product.numbers[group.code])
    for option in group.options:
        count = product.pieces(group.code, option.code)
        if count or group.kind is Kind.SOME:
            yield Choice(group.code, option.code, None if count == option.quantities[0] else Decimal(count))


def _but(choices: tuple[Choice, ...], groups: list[Group]) -> list[Choice]:
    codes = {group.code for group in groups}
    return [choice for choice in choices if choice.group not in codes]
